"""Hostile web sites: each attack on a host of its own, all in one crawl, beside a good site that must not suffer."""

from __future__ import annotations

import gzip
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest

from bench.chain import plant
from catalog.settings import ROOT
from catalog.sources import LISTINGS, SourceReport, read_listings
from crawler.sites.store import PageStore, StoredPage
from crawler.spiders.program_sites import ProgramSites
from tests.hostile_server import Act, Behaviour, HostileServer, endless, http, stalling
from tests.make_listings import listing

MOST = 200_000
IOP = b"<h1>IOP</h1><p>Our intensive outpatient program (IOP) meets Monday and Friday from 9:00 a.m. to 12:00 p.m.</p>"
PRIVATE = (
    "http://127.0.0.1/", "http://127.2/", "http://2130706433/", "http://0x7f.1/", "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://169.254.169.254/latest/meta-data", "http://localhost/", "http://10.0.0.1/", "http://user@good.example/",
    "file:///etc/passwd",
    "http://good.example:22/", "gopher://good.example/", "//127.0.0.1/",
)  # fmt: skip


def only_page(act: Act) -> Behaviour:
    """A host that answers its home page so, and has neither robots.txt nor anything else."""
    return lambda path: act if path == "/" else http(status=404)


def only_endless(start: bytes, piece: bytes) -> Behaviour:
    return lambda path: endless(start, piece) if path == "/" else http(status=404)


def only_stalling(start: bytes) -> Behaviour:
    return lambda path: stalling(start) if path == "/" else http(status=404)


def site(pages: dict[str, Act]) -> Behaviour:
    return lambda path: pages.get(path, http(status=404))


def robots(act: Act) -> Behaviour:
    return site({"/robots.txt": act, "/": http(IOP + b"<a href='/iop'>IOP</a>"), "/iop": http(IOP + b".")})


def calendar(path: str) -> Act:
    number = path.rpartition("-")[2]
    step = int(number) + 1 if number.isdigit() else 1
    ahead = (f"/iop-{step}", f"/events/2026/{step}", f"/iop?month={step}", f"{path}/a/a")
    return (
        http("".join(f"<a href='{url}'>IOP</a>" for url in ahead).encode())
        if path != "/robots.txt"
        else http(status=404)
    )


def deflated_bomb() -> bytes:
    packer = zlib.compressobj()
    return b"".join(packer.compress(b" " * 1_000_000) for _ in range(100)) + packer.flush()


def zstd_bomb() -> bytes:
    """100 MB in blocks that say "128 kB of this byte" (RFC 8878), written by hand: no library here packs them."""
    block = (1 << 1 | 131_072 << 3).to_bytes(3, "little") + b" "
    return b"\x28\xb5\x2f\xfd\x00\x38" + block * 800 + (1).to_bytes(3, "little")


BOMB = gzip.compress(b"\0" * 100_000_000)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"

HOSTS: dict[str, Behaviour] = {
    "good.example": site({"/": http(IOP)}),
    "bomb-gzip.example": lambda path: http(BOMB, Content_Encoding="gzip") if path == "/" else http(status=404),
    "bomb-deflate.example": only_page(http(deflated_bomb(), Content_Encoding="deflate")),
    "bomb-br.example": only_page(http(brotli.compress(b" " * 100_000_000, quality=1), Content_Encoding="br")),
    "bomb-zstd.example": only_page(http(zstd_bomb(), Content_Encoding="zstd")),
    "bomb-twice.example": only_page(http(gzip.compress(BOMB), Content_Encoding="gzip, gzip")),
    "false-gzip.example": only_page(http(IOP + b"?", Content_Encoding="gzip")),
    "endless-headers.example": lambda path: endless(b"HTTP/1.1 200 OK\r\n", b"X-A: " + b"b" * 9_000 + b"\r\n")
    if path == "/" else http(status=404),
    "not-modified.example": only_page(http(status=304)),
    "error.example": only_page(http(IOP, status=500)),
    "bomb-robots.example": robots(http(BOMB, kind="text/plain", Content_Encoding="gzip")),
    "endless.example": only_endless(HEAD + b"\r\n", b"<p>" * 5_000),
    "endless-pdf.example": only_endless(HEAD.replace(b"text/html", b"application/pdf") + b"\r\n", b"x" * 9_000),
    "large-length.example": only_page(http(IOP, Content_Length="99999999999")),
    "slow-body.example": only_stalling(HEAD + b"Content-Length: 900\r\n\r\n<p>"),
    "slow-headers.example": only_stalling(b"HTTP/1.1 200"),
    "silent.example": lambda path: None if path == "/" else http(status=404),
    "truncated.example": only_page(HEAD + b"Content-Length: 5000\r\n\r\n" + IOP),
    "bad-chunks.example": only_page(HEAD + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n" + IOP),
    "no-http.example": only_page(b"\x16\x03\x01\x00garbage\r\n\r\n"),
    "short-length.example": only_page(HEAD + b"Content-Length: 3\r\n\r\n" + IOP),
    "nul.example": only_page(http(b"\0" * 50 + IOP.replace(b" ", b"\0 "))),
    "charset.example": only_page(http(IOP.replace(b"IOP", b"IOP \xe9\xff"), kind="text/html; charset=no-such-thing")),
    "loop.example": site({"/": http(status=302, Location="/b"), "/b": http(status=302, Location="/")}),
    "chain.example": lambda path: http(status=302, Location=path + "x") if path != "/robots.txt" else http(status=404),
    "calendar.example": calendar,
    "refuses.example": site({
        "/": http(b"".join(b"<a href='/iop-%d'>IOP</a>" % n for n in range(9))), "/iop-0": http(status=429),
    }),
    "robots-404.example": robots(http(status=404)),
    "robots-403.example": robots(http(status=403)),
    "robots-503.example": robots(http(status=503)),
    "robots-hang.example": robots(None),
    "robots-bom.example": robots(http(b"\xef\xbb\xbfUser-agent: *\nDisallow: /iop", kind="text/plain")),
    "robots-moved.example": site({
        "/robots.txt": http(status=301, Location="/rules.txt"), "/rules.txt": http(b"User-agent: *\nDisallow: /iop"),
        "/": http(b"<a href='/iop'>IOP</a>"), "/iop": http(IOP),
    }),
    "robots-loop.example": robots(http(status=302, Location="/robots.txt")),
    "robots-html.example": robots(http(b"<!doctype html><title>Welcome</title>")),
    "sitemap-bomb.example": site({
        "/": http(IOP + b"."),
        "/sitemap.xml": http(b'<!DOCTYPE z [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><urlset><loc>&b;</loc></urlset>'),
    }),
    "refresh.example": only_page(http(b'<meta http-equiv="refresh" content="0;url=http://127.0.0.1/">' + IOP + b"!")),
    "links.example": only_page(http("".join(f"<a href='{url}'>IOP</a>" for url in PRIVATE).encode())),
} | {f"private-{n}.example": only_page(http(status=302, Location=url)) for n, url in enumerate(PRIVATE)}  # fmt: skip


class Crawled:
    """The crawl of all hosts: what was asked of the server, what was kept, and what was read of it."""

    def __init__(self, folder: Path, asked: list[tuple[str, str]], failed: str, report: SourceReport) -> None:
        self.asked, self.failed, self.report = asked, failed, report
        self.listed = {li.website.split("/")[2] for li in read_listings(folder / LISTINGS)}
        with PageStore(folder.parent / "pages.sqlite") as store:
            self.rows = {host: list(store.of_run(host, folder.name)) for host in HOSTS}

    def home(self, host: str) -> StoredPage:
        return next(row for row in self.rows[host] if row.url == f"http://{host}/")

    def paths(self, host: str) -> list[str]:
        return [path for asked, path in self.asked if asked == host]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    root = tmp_path_factory.mktemp("attacks")
    seeds = [listing(f"Place {n}", street=f"{n + 1} Elm Street", candidate_for="outpatient care", website=f"http://{host}/")
             for n, host in enumerate(HOSTS)]  # fmt: skip
    plant(root, seeds)
    folder = root / "gather" / "program_sites" / "20260201T000000Z"
    folder.mkdir(parents=True)
    with HostileServer(HOSTS) as server:
        command = [sys.executable, "-m", "tests.crawl_quickly", str(folder), server.url, "4", str(MOST)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
        report = ProgramSites.read_saved(folder, True, server.url)
        yield Crawled(folder, list(server.asked), done.stdout.strip(), report)


def test_the_crawl_ends_well_and_reaches_only_the_invented_hosts(crawled: Crawled) -> None:
    assert crawled.failed == ""
    assert {host for host, _ in crawled.asked} == set(HOSTS)
    assert crawled.report.peak_mb < 1_000


def test_a_good_site_does_not_suffer(crawled: Crawled) -> None:
    assert crawled.home("good.example").status == 200
    assert "good.example" in crawled.listed


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("bomb-gzip.example", "a body larger than we take in"),
        ("bomb-deflate.example", "a body larger than we take in"),
        ("bomb-br.example", "a body larger than we take in"),
        ("bomb-zstd.example", "a body larger than we take in"),
        ("bomb-twice.example", "a body larger than we take in"),
        ("false-gzip.example", "the connection failed"),
        ("endless-headers.example", "no answer in time"),
        ("not-modified.example", "the host answered 304"),
        ("error.example", "the host answered 500"),
        ("endless.example", "a body larger than we take in"),
        ("large-length.example", "a body larger than we take in"),
        ("slow-body.example", "no answer in time"),
        ("slow-headers.example", "no answer in time"),
        ("silent.example", "no answer in time"),
        ("truncated.example", "its answer broke off"),
        ("bad-chunks.example", "its answer broke off"),
        ("no-http.example", "the connection failed"),
        ("endless-pdf.example", "not a page but application/pdf"),
        *((f"private-{n}.example", "redirected to no page of the public web") for n in range(len(PRIVATE))),
    ],
)
def test_what_cannot_be_taken_in_is_not_kept_and_told(crawled: Crawled, host: str, reason: str) -> None:
    assert crawled.home(host).reason.startswith(reason)
    assert not crawled.home(host).hash and host not in crawled.listed


@pytest.mark.parametrize("host", ["nul.example", "charset.example", "refresh.example"])
def test_dirty_pages_are_kept_and_read(crawled: Crawled, host: str) -> None:
    assert crawled.home(host).hash
    assert host in crawled.listed


def test_traps_end(crawled: Crawled) -> None:
    for host in ("calendar.example", "loop.example", "chain.example"):
        assert sum(row.kind == "page" for row in crawled.rows[host]) <= 15
    trapped = [
        path for path in crawled.paths("calendar.example") if any(w in path for w in ("event", "month", "/a/a/a"))
    ]
    assert not trapped
    assert crawled.paths("links.example") == ["/robots.txt", "/", "/sitemap.xml"]


def test_a_refusal_stops_the_host(crawled: Crawled) -> None:
    assert crawled.paths("refuses.example")[-1] == "/iop-0"
    assert len(crawled.paths("refuses.example")) == 4


@pytest.mark.parametrize(
    ("host", "paths"),
    [
        ("robots-404.example", ["/robots.txt", "/", "/sitemap.xml", "/iop"]),
        ("robots-html.example", ["/robots.txt", "/", "/sitemap.xml", "/iop"]),
        ("robots-403.example", ["/robots.txt"]),
        ("robots-503.example", ["/robots.txt"]),
        ("robots-hang.example", ["/robots.txt"]),
        ("robots-loop.example", ["/robots.txt"]),
        ("bomb-robots.example", ["/robots.txt"]),
        ("robots-bom.example", ["/robots.txt", "/", "/sitemap.xml"]),
        ("robots-moved.example", ["/robots.txt", "/rules.txt", "/", "/sitemap.xml"]),
    ],
)
def test_robots_rules_are_kept(crawled: Crawled, host: str, paths: list[str]) -> None:
    assert crawled.paths(host) == paths


def test_nothing_is_asked_for_twice_but_what_failed(crawled: Crawled) -> None:
    again = {host for (host, _), times in Counter(crawled.asked).items() if times > 1}
    assert all(crawled.home(host).failed for host in again)
