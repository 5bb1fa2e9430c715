"""``iop pull`` over the web: what a server, or the way to it, can do to whoever asks."""

from __future__ import annotations

import shutil
import threading

import pytest

import catalog.origins
from catalog.pointing import POINTER, pointed_at
from catalog.releases import MANIFEST, served
from tests.copying.hosts import PROGRAMS, Hosts, said
from tests.release_server import Fault, Handler, ReleaseServer, once


def breaks_off(handler: Handler) -> None:
    data = (handler.server.owner.folder / handler.path.lstrip("/")).read_bytes()
    handler.answer(data[:1000], Content_Length=str(len(data)))


@pytest.mark.parametrize("ranges", [True, False])
def test_a_broken_download_continues(hosts: Hosts, web: ReleaseServer, ranges: bool) -> None:
    web.ranges, web.faults[PROGRAMS] = ranges, once(breaks_off)
    assert hosts.pull(web.url).exit_code == 0
    parts = [part for path, part in web.asked if path.endswith(PROGRAMS)]
    assert parts == ["", "bytes=1000-"]
    assert not served(hosts.here).damage()  # type: ignore[union-attr]


def test_a_pull_that_was_given_up_is_continued_by_the_next(hosts: Hosts, web: ReleaseServer) -> None:
    def gone(handler: Handler) -> None:
        handler.answer(b"", 503)

    web.faults["sources.json"] = gone
    result = hosts.pull(web.url)
    assert result.exit_code == 1 and "run this again to continue" in said(result)
    assert pointed_at(hosts.here) == ""
    web.faults.clear()
    del web.asked[:]
    assert hosts.pull(web.url).exit_code == 0
    asked = {path.rpartition("/")[2] for path, _ in web.asked}
    assert "sources.json" in asked and PROGRAMS not in asked


def test_what_was_begun_of_another_version_is_begun_anew(hosts: Hosts, web: ReleaseServer) -> None:
    begun = hosts.here / "releases" / f".incoming-{pointed_at(hosts.origin)}" / f"{PROGRAMS}.part"
    begun.parent.mkdir(parents=True)
    begun.write_bytes(b"x" * 500)
    (begun.parent / "left.behind").write_bytes(b"x")
    assert hosts.pull(web.url).exit_code == 0
    release = served(hosts.here)
    assert release is not None and release.damage() == [] and not (release.path / "left.behind").exists()


def redirect(where: str) -> Fault:
    def moved(handler: Handler) -> None:
        handler.answer(b"", 302, Location=where)

    return moved


def test_a_redirect_within_the_host_is_followed(hosts: Hosts, web: ReleaseServer) -> None:
    web.faults[f"{pointed_at(hosts.origin)}/{PROGRAMS}"] = redirect("/elsewhere.jsonl")
    shutil.copy(hosts.release / PROGRAMS, hosts.origin / "elsewhere.jsonl")
    assert hosts.pull(web.url).exit_code == 0


@pytest.mark.parametrize("where", ["http://127.0.0.2/x", "https://127.0.0.1/x", "file:///etc/passwd",
                                   "//169.254.169.254/latest", "http://[oops/"])  # fmt: skip
def test_a_redirect_elsewhere_is_refused(hosts: Hosts, web: ReleaseServer, where: str) -> None:
    web.faults[PROGRAMS] = redirect(where)
    result = hosts.pull(web.url)
    assert result.exit_code == 1 and "another host" in said(result)


def test_a_redirect_to_another_port_is_refused(hosts: Hosts, web: ReleaseServer) -> None:
    with ReleaseServer(hosts.origin) as other:
        web.faults[PROGRAMS] = redirect(f"{other.url}/x")
        assert "another host" in said(hosts.pull(web.url)) and other.asked == []


def test_a_redirect_loop_ends(hosts: Hosts, web: ReleaseServer) -> None:
    web.faults[POINTER] = redirect("/current")
    assert "redirected more than" in said(hosts.pull(web.url)) and len(web.asked) < 10


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b"x" * 65_536)
    except OSError:
        pass


def packed(handler: Handler) -> None:
    handler.answer(b"\x1f\x8b", Content_Encoding="gzip")


def other_part(handler: Handler) -> None:
    handler.answer(b"x" * 9, 206, Content_Range="bytes 7-15/16")


def no_http(handler: Handler) -> None:
    handler.wfile.write(b"\x16\x03\x01garbage\r\n\r\n")


def false_length(handler: Handler) -> None:
    handler.answer(b"{}", Content_Length="99999999999999999999999999")


@pytest.mark.parametrize("end", [POINTER, MANIFEST, PROGRAMS])
@pytest.mark.parametrize(
    ("fault", "reason"),
    [(endless, "larger than"), (packed, "packed"), (other_part, "another part"), (no_http, ""),
     (false_length, "larger than"), (lambda h: h.answer(b"", 403), "answered 403"),
     (lambda h: h.answer(b"", 500), "answered 500"), (lambda h: h.answer(b"", 404), "answered 404")],
)  # fmt: skip
def test_an_answer_that_is_none_is_refused(
    hosts: Hosts, web: ReleaseServer, end: str, fault: Fault, reason: str
) -> None:
    before = hosts.serve_older()
    web.faults[end] = fault
    result = hosts.pull(web.url)
    assert result.exit_code == 1 and reason in said(result) and hosts.nothing_changed(before)


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nContent-Len", b"HTTP/1.1 200 OK\r\n\r\n2026"])
def test_a_server_that_stands_still_is_given_up(
    hosts: Hosts, web: ReleaseServer, start: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stalls(handler: Handler) -> None:
        handler.wfile.write(start)
        handler.wfile.flush()
        handler.rfile.read(1)  # until the client gives up

    monkeypatch.setattr(catalog.origins, "SECONDS", 0.05)
    web.faults[POINTER] = stalls
    assert hosts.pull(web.url).exit_code == 1


def test_a_server_that_drips_is_given_up(hosts: Hosts, web: ReleaseServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time, the whole never would: a clock over the whole request ends it."""

    def drips(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Drip: ")
        try:
            while not threading.Event().wait(0.01):
                handler.wfile.write(b"x")
        except OSError:
            pass

    monkeypatch.setattr(catalog.origins, "SECONDS", 0.2)
    monkeypatch.setattr(catalog.origins, "SLOWEST", 10**12)
    web.faults[POINTER] = drips
    result = hosts.pull(web.url)
    # On a machine so busy that a byte is late by itself, that is told instead.
    assert result.exit_code == 1 and ("too slow" in said(result) or "timed out" in said(result))


def test_nobody_there(hosts: Hosts) -> None:
    result = hosts.pull("http://127.0.0.1:9")
    assert result.exit_code == 1 and "What is served stays" in said(result)


@pytest.mark.parametrize("address", ["ftp://quiet.org/x", "file:///etc", "https://", "https://me:word@quiet.org/",
                                     "http://quiet.org/?x=1", "no/such/folder"])  # fmt: skip
def test_addresses_that_are_none(hosts: Hosts, address: str) -> None:
    result = hosts.pull(address)
    assert result.exit_code == 1 and "name a folder" in said(result) + "name a folder" * ("://" in address)
