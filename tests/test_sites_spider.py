"""The spider of programs' own sites: its manners, its fence, and which world it crawls."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy.crawler import CrawlerProcess
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from twisted.internet.error import TCPTimedOutError

from bench.chain import plant
from catalog.settings import Settings
from crawler import run
from crawler.fencing import Fenced
from crawler.reports import RunCount
from crawler.settings import scrapy_settings
from crawler.sites.reread import read_run, task_of
from crawler.spiders.program_sites import LARGEST_PAGE, ProgramSites, _reason
from tests.make_listings import IOP, listing


def test_it_is_found_without_registration_and_trusted_most() -> None:
    assert run.sources()["program_sites"] is ProgramSites
    assert ProgramSites.source.trust == 10


@pytest.mark.parametrize(
    ("base", "delay"), [("", 1.0), ("https://sites.example.org", 1.0), ("http://127.0.0.1:9", 0.25)]
)
def test_its_manners(base: str, delay: float) -> None:
    settings = Settings(program_sites_url=base, request_delay=0.25, contact="https://larkspur.example/us")
    chosen = CrawlerProcess(scrapy_settings(settings, base)).create_crawler(ProgramSites).settings
    assert chosen.getfloat("DOWNLOAD_DELAY") == delay and not chosen.getbool("RANDOMIZE_DOWNLOAD_DELAY")
    assert chosen.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1 and chosen.getint("CONCURRENT_REQUESTS") > 1
    assert chosen.get("USER_AGENT").startswith("iop-finder/") and "https://larkspur.example/us" in chosen.get(
        "USER_AGENT"
    )
    assert chosen.getdict("DOWNLOADER_MIDDLEWARES")["crawler.fencing.Fence"] == 50
    assert chosen.getint("DOWNLOAD_MAXSIZE") <= LARGEST_PAGE
    assert not chosen.getbool("REDIRECT_ENABLED") and not chosen.getbool("COOKIES_ENABLED")
    assert not chosen.getbool("METAREFRESH_ENABLED")


def test_a_host_that_asks_for_patience_gets_it() -> None:
    slots = {"larkspur.example": SimpleNamespace(delay=1.0)}
    spider = SimpleNamespace(crawler=SimpleNamespace(engine=SimpleNamespace(downloader=SimpleNamespace(slots=slots))))
    ProgramSites._slow_down(spider, "larkspur.example", 7.0)  # type: ignore[arg-type]
    ProgramSites._slow_down(spider, "larkspur.example", 0.0)  # type: ignore[arg-type]
    ProgramSites._slow_down(spider, "not-yet-asked.example", 7.0)  # type: ignore[arg-type]
    assert slots["larkspur.example"].delay == 7.0


def test_invented_and_real_sites_never_meet(tmp_path: Path) -> None:
    real = listing("Real", IOP, website="https://larkspur.org/", street="1 Elm Street")
    plant(tmp_path, [real, listing("Invented", IOP, website="http://larkspur.example/", street="2 Elm Street")])
    folder = tmp_path / "gather" / "program_sites" / "20260201T000000Z"
    folder.mkdir(parents=True)
    assert list(task_of(folder, sample=True).seeds.crawls) == ["larkspur.example"]
    assert list(task_of(folder, sample=False).seeds.crawls) == ["larkspur.org"]
    count = RunCount(ProgramSites.source)
    assert list(read_run(folder, False, count)) == []
    assert sorted(skipped.reason for skipped in count.skipped) == [
        "invented record in live data",
        "no page of it could be read",
    ]


@pytest.mark.parametrize(
    ("error", "reason", "final"),
    [
        (Fenced("x"), "not an address of the public web", True),
        (CannotResolveHostError("x"), "its host name is not known", False),
        (DownloadTimeoutError("x"), "no answer in time", False),
        (TCPTimedOutError("x"), "no answer in time", False),
        (DownloadCancelledError("larger than download maxsize"), "a body larger than we take in", True),
        (IgnoreRequest("unpacked, it exceeded the size"), "a body larger than we take in", True),
        (ResponseDataLossError("x"), "its answer broke off", False),
        (DownloadConnectionRefusedError("x"), "the connection failed (DownloadConnectionRefusedError)", False),
        (DownloadFailedError("x"), "the connection failed (DownloadFailedError)", False),
    ],
)
def test_failures_are_told_in_plain_words(error: Exception, reason: str, final: bool) -> None:
    assert _reason(error) == (reason, final)
