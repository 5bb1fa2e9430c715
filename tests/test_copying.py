"""``iop push`` and ``iop pull``: the same release on many hosts, whole or not at all, and nothing else ever."""

from __future__ import annotations

import json
import pickle
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from click.testing import CliRunner, Result

import catalog.origins
from catalog import receiving
from catalog.origins import WebOrigin
from catalog.pointing import POINTER, pointed_at, served_record
from catalog.receiving import Receiving, Refused
from catalog.releases import MANIFEST, Release, content_digest, release_ids, served, sha256
from cli import iop
from commands.copying import check_copy
from index.search import Query, open_index
from tests.app_release import fact, program, publish_programs
from tests.forge_index import forged
from tests.release_server import Fault, Handler, ReleaseServer, once

PROGRAMS = "programs.jsonl"
REAL = [
    program(n, name, fact("conditions", "anxiety"), invented=False, phone=f"(480) 213-45{n:02d}")
    for n, name in enumerate(("Quiet Harbor", "Meadow Lane", "Stone Bridge", "Far Mesa", "Cedar Way"), 1)
]
INVENTED = [msgspec.structs.replace(p, invented=True) for p in REAL]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The builder's folder with an older release served, and the same with a newer one."""
    folder = tmp_path_factory.mktemp("built")
    older, newer = folder / "older", folder / "newer"
    publish_programs(older, REAL[:3])
    shutil.copytree(older, newer)
    publish_programs(newer, REAL)
    return older, newer


class Hosts:
    """A builder's folder behind a web server, and a host that pulls from it."""

    def __init__(self, folder: Path, older: Path, newer: Path, patch: pytest.MonkeyPatch) -> None:
        self.origin, self.here, self.older, self._patch = folder / "origin", folder / "here", older, patch
        shutil.copytree(newer, self.origin)
        patch.setenv("IOP_DATA", str(self.here))
        patch.setattr(receiving, "PAUSE", 0.0)

    @property
    def release(self) -> Path:
        return self.origin / "releases" / pointed_at(self.origin)

    def forge(self, change: Callable[[dict[str, Any]], None], rename: bool = True) -> None:
        """Change the manifest of the origin's release, give it the id that fits, and point at it."""
        manifest = json.loads((self.release / MANIFEST).read_text())
        change(manifest)
        if rename:
            manifest["id"] = manifest["id"][:20] + content_digest(manifest["files"])
        (self.release / MANIFEST).write_text(json.dumps(manifest))
        self.release.rename(self.release.with_name(manifest["id"]))
        (self.origin / POINTER).write_text(manifest["id"])

    def replace(self, name: str, data: bytes) -> None:
        """Change a file of the origin's release and its manifest with it, as who controls the origin can."""
        (self.release / name).write_bytes(data)

        def agree(manifest: dict[str, Any]) -> None:
            manifest["files"][name], manifest["sizes"][name] = sha256(self.release / name), len(data)

        self.forge(agree)

    def pull(self, source: str = "") -> Result:
        return CliRunner().invoke(iop, ["pull", source or str(self.origin)])

    def serve_older(self) -> str:
        """Serve the older release here; return its id."""
        shutil.copytree(self.older, self.here)
        return pointed_at(self.here)

    def nothing_changed(self, before: str) -> bool:
        return pointed_at(self.here) == before and not served(self.here).damage()  # type: ignore[union-attr]


@pytest.fixture
def hosts(tmp_path: Path, built: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Hosts:
    return Hosts(tmp_path, *built, monkeypatch)


@pytest.fixture
def web(hosts: Hosts) -> Iterator[ReleaseServer]:
    with ReleaseServer(hosts.origin) as server:
        yield server


def said(result: Result) -> str:
    return " ".join(result.stderr.split())


def test_a_pulled_release_is_served_and_searched(hosts: Hosts, web: ReleaseServer) -> None:
    before = hosts.serve_older()
    result = hosts.pull(web.url)
    assert result.exit_code == 0, result.stderr
    release = served(hosts.here)
    assert release is not None and release.id == pointed_at(hosts.origin) and release.damage() == []
    assert list(release.programs()) == list(Release(hosts.release).programs())
    assert open_index(release.path).search(Query(text="harbor")).total == 1
    record = served_record(hosts.here)[-1]
    assert (record.how, record.before, record.reason) == ("pulled", before, web.url)


def test_a_folder_is_as_good_as_an_address(hosts: Hosts) -> None:
    assert hosts.pull().exit_code == 0
    assert pointed_at(hosts.here) == pointed_at(hosts.origin)


def test_a_copy_holds_nothing_that_can_carry_code(hosts: Hosts, monkeypatch: pytest.MonkeyPatch) -> None:
    assert any("whoosh" in path.parts for path in hosts.release.rglob("*"))
    assert hosts.pull().exit_code == 0
    release = served(hosts.here)
    assert release is not None
    files = [path for path in release.path.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".json", ".jsonl", ".md", ".npy"}
    for name in ("load", "loads", "Unpickler"):
        monkeypatch.setattr(pickle, name, lambda *args, **more: pytest.fail("a pickle was opened"))
    assert open_index(release.path).search(Query(text="anxiety")).total
    assert release.program("p000000000001") and release.sources


def test_every_file_of_a_release_is_of_a_kind_that_copies_take(hosts: Hosts) -> None:
    """A new kind of file in releases must be judged before copies of it are read."""
    names = [name for name in Release(hosts.release).manifest.files if not name.startswith("index/whoosh/")]
    assert {name.rpartition(".")[2] for name in names} <= {"json", "jsonl", "npy", "md", "csv"}


def test_what_is_here_already_is_not_fetched(hosts: Hosts, web: ReleaseServer) -> None:
    hosts.pull(web.url)
    del web.asked[:]
    result = hosts.pull(web.url)
    assert result.exit_code == 0 and "served here already" in result.stdout
    assert [path for path, _ in web.asked] == ["/current"]
    publish_programs(hosts.origin, [*REAL, program(9, "New", invented=False, phone="(480) 213-4567")])
    del web.asked[:]
    assert hosts.pull(web.url).exit_code == 0
    asked = {path.rpartition("/")[2] for path, _ in web.asked}
    assert PROGRAMS in asked and "sources.json" not in asked, "files that did not change come from the release before"


def test_an_older_release_is_refused(hosts: Hosts, web: ReleaseServer) -> None:
    hosts.pull(web.url)
    newer = pointed_at(hosts.here)
    (hosts.origin / POINTER).write_text(release_ids(hosts.origin)[0])
    result = hosts.pull(web.url)
    assert result.exit_code == 1 and "is older than" in said(result) and hosts.nothing_changed(newer)


def test_a_release_that_was_rolled_back_here_does_not_come_back(hosts: Hosts) -> None:
    older = hosts.serve_older()
    hosts.pull()
    CliRunner().invoke(iop, ["rollback", "--reason", "wrong ages"])
    result = hosts.pull()
    assert result.exit_code == 0 and "was rolled back here" in result.stdout and hosts.nothing_changed(older)
    publish_programs(hosts.origin, REAL[:4])
    assert hosts.pull().exit_code == 0 and pointed_at(hosts.here) == pointed_at(hosts.origin)


@pytest.mark.parametrize("name", [PROGRAMS, "index/meta.json", "index/columns/ids.npy", "changes.md"])
@pytest.mark.parametrize("over", ["folder", "web"])
def test_a_tampered_file_is_refused(hosts: Hosts, web: ReleaseServer, name: str, over: str) -> None:
    before = hosts.serve_older()
    data = (hosts.release / name).read_bytes()
    (hosts.release / name).write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    result = hosts.pull(web.url if over == "web" else "")
    assert result.exit_code == 1 and "not what its manifest says" in said(result) and hosts.nothing_changed(before)


@pytest.mark.parametrize("over", ["folder", "web"])
def test_a_truncated_or_a_longer_file_is_refused(hosts: Hosts, web: ReleaseServer, over: str) -> None:
    before, source = hosts.serve_older(), web.url if over == "web" else ""
    data = (hosts.release / PROGRAMS).read_bytes()
    (hosts.release / PROGRAMS).write_bytes(data[:-100])
    assert "broke off" in said(hosts.pull(source)) and hosts.nothing_changed(before)
    (hosts.release / PROGRAMS).write_bytes(data + data)
    result = hosts.pull(source)
    assert result.exit_code == 1 and "larger than the" in said(result) and hosts.nothing_changed(before)


def named(name: str) -> Callable[[dict[str, Any]], None]:
    def add(manifest: dict[str, Any]) -> None:
        manifest["files"][name], manifest["sizes"][name] = "0" * 64, 5

    return add


@pytest.mark.parametrize(
    "name",
    [
        "../../../../tmp/evil.json", "/etc/cron.d/evil.json", "..", "a/../../b.json", ".hidden.json", "a/.b/c.json",
        "a\\..\\b.json", "evil.py", "evil.pickle", "index/evil.so", "evil.json\n", "e\u0301vil.json", "a//b.json", "",
        "manifest.json/x", "C:evil.json", "a/b/c/d/e/f.json", "x" * 300 + ".json", "PROGRAMS.jsonl", "-rf.json",
    ],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(hosts: Hosts, name: str) -> None:
    before = hosts.serve_older()
    hosts.forge(named(name))
    result = hosts.pull()
    assert result.exit_code == 1 and "is refused" in said(result) and hosts.nothing_changed(before)
    assert not list(hosts.here.glob("releases/.incoming-*"))


def put(**fields: Any) -> Callable[[dict[str, Any]], None]:
    return lambda manifest: manifest.update(fields)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (put(kind="sample"), "its programs are invented"),
        (put(schema=2), "of version 2"),
        (put(created="2020-01-01T00:00:00+00:00"), "its id says otherwise"),
        (put(created="yesterday"), "which is no time"),
        (put(created=5), "cannot be read"),
        (put(sizes={}), "has the size unknown"),
        (lambda m: m["sizes"].update({PROGRAMS: -1}), "has the size -1"),
        (lambda m: m["sizes"].update({PROGRAMS: 10**12}), "has the size"),
        (lambda m: m["sizes"].update(dict.fromkeys(m["sizes"], 2000000000)), "is larger than"),
        (lambda m: m["files"].update({PROGRAMS: "abc"}), "has no SHA-256"),
        (lambda m: m["files"].pop("offsets.json"), "has no offsets.json"),
    ],
)  # fmt: skip
def test_a_manifest_that_cannot_be_one_is_refused(
    hosts: Hosts, change: Callable[[dict[str, Any]], None], reason: str
) -> None:
    before = hosts.serve_older()
    hosts.forge(change)
    result = hosts.pull()
    assert result.exit_code == 1 and reason in said(result) and hosts.nothing_changed(before)


def test_an_id_that_is_not_that_of_the_files_is_refused(hosts: Hosts) -> None:
    before = hosts.serve_older()
    hosts.forge(lambda manifest: manifest["files"].update({PROGRAMS: "0" * 64}), rename=False)
    assert "does not belong to its files" in said(hosts.pull()) and hosts.nothing_changed(before)


def test_a_release_from_the_future_is_refused(hosts: Hosts) -> None:
    def later(manifest: dict[str, Any]) -> None:
        manifest.update(created="2099-01-01T00:00:00+00:00", id="20990101T000000000Z-00000000")

    hosts.forge(later)
    result = hosts.pull()
    assert result.exit_code == 1 and "has not come yet" in said(result)


@pytest.mark.parametrize("pointer", ["", "../../etc", "x" * 500, "20261101T000000000Z-0000000g", "\x00", "a\nb"])
def test_a_pointer_that_names_no_release_is_refused(hosts: Hosts, pointer: str) -> None:
    (hosts.origin / POINTER).write_text(pointer)
    result = hosts.pull()
    assert result.exit_code == 1 and "What is served stays" in said(result)


def test_a_link_in_the_origin_is_not_followed(hosts: Hosts, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    shutil.copy(hosts.release / PROGRAMS, secret)
    (hosts.release / PROGRAMS).unlink()
    (hosts.release / PROGRAMS).symlink_to(secret)
    assert "cannot be read" in said(hosts.pull())


def test_an_array_with_objects_is_never_unpickled(hosts: Hosts, tmp_path: Path) -> None:
    """Who controls the origin can make checksums agree; an array of objects still opens nowhere, it is made anew."""
    mark = tmp_path / "it ran"

    class Evil:
        def __reduce__(self) -> tuple[Any, tuple[str]]:
            return (Path.touch, (mark,))  # type: ignore[return-value]

    file = tmp_path / "ids.npy"
    np.save(file, np.array([Evil()] * len(REAL), dtype=object), allow_pickle=True)
    hosts.replace("index/columns/ids.npy", file.read_bytes())
    marked = {"bytes": file.stat().st_size, "sha256": sha256(file)}
    sealed = (hosts.release / "index/meta.json").read_bytes()
    hosts.replace("index/meta.json", forged(sealed, lambda meta: meta["files"].update(ids=marked)))
    result = hosts.pull()
    assert result.exit_code == 0 and "Making the index here" in said(result)
    release = served(hosts.here)
    assert release is not None and release.damage() == [] and not mark.exists()
    assert open_index(release.path).search(Query(text="harbor")).total == 1


def test_an_index_of_another_vocabulary_is_made_anew_and_the_copy_is_whole(hosts: Hosts) -> None:
    sealed = (hosts.release / "index/meta.json").read_bytes()
    hosts.replace("index/meta.json", forged(sealed, lambda meta: meta["rows"]["said"].pop()))
    assert hosts.pull().exit_code == 0
    release = served(hosts.here)
    assert release is not None and release.damage() == []
    assert open_index(release.path).search(Query(text="harbor")).total == 1
    third = hosts.here.parent / "third"
    assert CliRunner().invoke(iop, ["pull", str(hosts.here)], env={"IOP_DATA": str(third)}).exit_code == 0


def test_programs_that_this_version_does_not_know_are_refused(hosts: Hosts) -> None:
    before = hosts.serve_older()
    publish_programs(hosts.origin, [program(1, "Odd", fact("therapies", "wishing"), invented=False)])
    assert "unknown therapies term" in said(hosts.pull()) and hosts.nothing_changed(before)


def test_invented_programs_never_come_among_live_ones(hosts: Hosts) -> None:
    publish_programs(hosts.origin, INVENTED)
    assert "invented in a live release" in said(hosts.pull())


def test_places_that_do_not_fit_the_programs_are_refused(hosts: Hosts) -> None:
    hosts.replace("offsets.json", b'{"p000000000001":[0,5]}')
    assert "does not fit" in said(hosts.pull())


@pytest.mark.parametrize("line", [b"[" * 100_000 + b"\n", b"{}\n", b"\xff\xfe\n", b'{"id": "\\ud800"}\n'])
def test_programs_that_are_none_are_refused(hosts: Hosts, line: bytes) -> None:
    hosts.replace(PROGRAMS, line)
    result = hosts.pull()
    assert result.exit_code == 1 and "cannot be read" in said(result)


# Over the web: what a server can do to whoever asks it.


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


def test_a_full_disk_is_told_before_anything_is_fetched(hosts: Hosts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 9, 1))  # type: ignore[attr-defined]
    result = hosts.pull()
    assert result.exit_code == 1 and "MB free" in said(result)


def test_a_damaged_copy_is_mended_by_pulling_again(hosts: Hosts, web: ReleaseServer) -> None:
    hosts.pull(web.url)
    release = served(hosts.here)
    assert release is not None
    (release.path / PROGRAMS).write_bytes(b"{}")
    del web.asked[:]
    assert hosts.pull(web.url).exit_code == 0
    assert served(hosts.here).damage() == []  # type: ignore[union-attr]
    assert {path.rpartition("/")[2] for path, _ in web.asked} == {POINTER, MANIFEST, PROGRAMS}


# Pushing.


def push(hosts: Hosts, dest: Path | str, *more: str, data: Path | None = None) -> Result:
    return CliRunner().invoke(iop, ["push", str(dest), *more], env={"IOP_DATA": str(data or hosts.origin)})


def test_push_makes_a_folder_that_others_pull(hosts: Hosts, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    assert push(hosts, shared).exit_code == 0
    assert hosts.pull(str(shared)).exit_code == 0
    assert pointed_at(hosts.here) == pointed_at(hosts.origin)
    again = push(hosts, shared)
    assert again.exit_code == 0 and "served here already" in again.stdout


def test_push_refuses_what_is_damaged_or_older(hosts: Hosts, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    push(hosts, shared)
    newer = pointed_at(shared)
    result = push(hosts, shared, data=hosts.older)
    assert result.exit_code == 1 and "is older than" in said(result)
    publish_programs(hosts.origin, REAL[:2])
    (hosts.release / PROGRAMS).write_bytes(b"{}")
    assert push(hosts, shared).exit_code == 1
    assert pointed_at(shared) == newer and Release(shared / "releases" / newer).damage() == []


def test_push_goes_to_folders_only_and_not_upon_itself(hosts: Hosts, tmp_path: Path) -> None:
    for dest in ("https://quiet.org/x", "me@quiet.org:/srv"):
        assert "is no folder" in said(push(hosts, dest))
    assert "own releases" in said(push(hosts, hosts.origin))
    assert push(hosts, tmp_path / "x", data=tmp_path / "empty").exit_code == 4


def test_the_sample_goes_to_samples_only(hosts: Hosts, tmp_path: Path) -> None:
    publish_programs(hosts.origin / "sample", INVENTED, "sample")
    shared = tmp_path / "shared"
    assert push(hosts, shared, "--sample").exit_code == 0
    assert "its programs are invented" in said(hosts.pull(str(shared)))
    result = CliRunner().invoke(iop, ["pull", str(shared), "--sample"])
    assert result.exit_code == 0 and pointed_at(hosts.here / "sample") == pointed_at(shared)


@pytest.mark.parametrize("step", range(12))
def test_a_pull_killed_at_any_file_serves_the_old_release_and_continues(hosts: Hosts, step: int) -> None:
    """Whatever file it was at when it died, the old release is served whole and the next pull ends the work."""
    before = hosts.serve_older()

    class Died(BaseException):
        pass

    counted: list[int] = []

    def told(done: int, total: int) -> None:
        counted.append(done)
        if len(counted) > step:
            raise Died

    taking = Receiving(catalog.origins.FolderOrigin(hosts.origin), hosts.here, "live",
                       lambda folder: check_copy(folder, "live"), told=told)  # fmt: skip
    with pytest.raises(Died):
        taking.receive()
    assert hosts.nothing_changed(before)
    assert hosts.pull().exit_code == 0
    assert not served(hosts.here).damage() and pointed_at(hosts.here) == pointed_at(hosts.origin)  # type: ignore[union-attr]


def test_the_python_server_of_the_manual_is_enough(hosts: Hosts, web: ReleaseServer) -> None:
    """A server without ranges and with HTTP/1.0 serves releases as well."""
    web.ranges = False
    origin = WebOrigin(web.url + "/")
    assert origin.small(POINTER, 200).decode().strip() == pointed_at(hosts.origin)
    with pytest.raises(Refused, match="names no release"):
        (hosts.origin / POINTER).write_text("x")
        Receiving(origin, hosts.here, "live", lambda folder: None).receive()
