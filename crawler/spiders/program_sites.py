"""Programs' own web sites: what no directory has, read where the program itself says it.

Crawls the sites that the other sources name, many hosts at once and each slowly, keeping every page as it comes;
``crawler.sites`` decides what to ask for and makes listings of what was kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    StopDownload,
)
from scrapy.http import Headers, Response
from scrapy.settings import BaseSettings
from twisted.internet.error import TCPTimedOutError

from catalog.settings import Settings, is_loopback
from catalog.sources import Source, SourceReport, write_listings
from crawler.fencing import Fenced
from crawler.reports import RunCount
from crawler.sites.answers import Answer, answered, question, unanswered, unwanted_type
from crawler.sites.frontier import Caps, Frontier, Step
from crawler.sites.hosting import neighbourhood
from crawler.sites.reread import read_run, store_path, task_of
from crawler.sites.seeds import SOURCE, Crawl
from crawler.sites.store import NO_CONNECTION, UNKNOWN_HOST, PageStore, StoredPage
from crawler.spider import GatheringSpider

LARGEST_PAGE = 3_000_000
"""Bytes of a page, unpacked: a program's page is text, and fifteen of each host are held in turn."""


class ProgramSites(GatheringSpider):
    """One crawl at a time for each of many hosts; the page store knows at every moment what is still to ask."""

    name = SOURCE
    source = Source(
        id=SOURCE,
        label="Programs' own web sites",
        label_es="Sitios web de los programas",
        home="",
        terms="Facts and short quotes with their address; robots.txt is obeyed, page prose is not republished",
        cadence_days=30,
        expected=(50, 40_000),
        trust=10,
    )
    at_once = 32
    caps = Caps()

    @classmethod
    def base_url(cls, settings: Settings) -> str:
        """Return where the invented sites are served, "" where the crawl is of real ones."""
        return settings.program_sites_url

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Let redirects, refusals and robots.txt come to the crawl, which keeps and obeys them durably itself."""
        super().update_settings(settings)
        chosen = {
            "CONCURRENT_REQUESTS": cls.at_once,
            "DOWNLOAD_MAXSIZE": min(LARGEST_PAGE, settings.getint("DOWNLOAD_MAXSIZE")),
            "REDIRECT_ENABLED": False,
            "RETRY_ENABLED": False,
            "HTTPERROR_ALLOW_ALL": True,
            "DEPTH_LIMIT": 0,
            # Each robots.txt is kept like a page and obeyed by the frontier: a run that goes on after a crash, or asks
            # "has it changed?", does not fetch it again.
            "DOWNLOADER_MIDDLEWARES": settings.getdict("DOWNLOADER_MIDDLEWARES")
            | {"crawler.obeying.StrictRobots": None},
        }
        settings.update(chosen, priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> ProgramSites:
        """Build it, and look at each answer's headers before its body is taken in."""
        spider: ProgramSites = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.on_headers, signals.headers_received)
        crawler.signals.connect(spider.on_closed, signals.spider_closed)
        return spider

    def __init__(self, folder: Path, base: str, tell: Any = None, **kwargs: Any) -> None:
        super().__init__(folder, base, tell, **kwargs)
        task = task_of(folder, is_loopback(base))
        self.total = len(task.seeds.crawls)
        self._waiting = iter(task.seeds.crawls.values())
        self._store = PageStore(store_path(folder))

    async def start(self) -> AsyncIterator[Any]:
        """Begin as many crawls as run at once; each that ends begins the next."""
        for _ in range(self.at_once):
            for request in self._begin():
                yield request

    def on_headers(self, headers: Headers, body_length: int, request: scrapy.Request, spider: Any) -> None:
        """Refuse a body that is no page before it is sent."""
        if unwanted_type(request.cb_kwargs["step"].kind, _text(headers, "Content-Type")):
            raise StopDownload(fail=False)

    def on_closed(self) -> None:
        """Close the store."""
        self._store.__exit__(None, None, None)

    def _begin(self) -> Iterator[scrapy.Request]:
        """Yield the first request of the next crawl that has one: a crawl that was finished before has none."""
        for crawl in self._waiting:
            frontier = Frontier(crawl, self.caps)
            for page in self._store.of_run(crawl.territory.name, self.folder.name):
                frontier.add(page)
            step = frontier.next()
            if step is not None:
                yield self._request(crawl, frontier, step)
                return
            self.progressed(crawl.territory.name)

    def _request(self, crawl: Crawl, frontier: Frontier, step: Step) -> scrapy.Request:
        known = self._store.find(crawl.territory.name, step.url)
        slot = neighbourhood(step.url)
        self._slow_down(slot, frontier.delay(step.url))
        return scrapy.Request(
            step.url, self.parse_answer, errback=self.no_answer, dont_filter=True, headers=question(known),
            cb_kwargs={"crawl": crawl, "frontier": frontier, "step": step}, meta={"download_slot": slot},
        )  # fmt: skip

    def _slow_down(self, slot: str, seconds: float) -> None:
        """Ask a host as seldom as its robots.txt wants."""
        downloader = self.crawler.engine.downloader if self.crawler.engine else None
        found = downloader.slots.get(slot) if downloader else None
        if found is not None:
            found.delay = max(found.delay, seconds)

    def parse_answer(
        self, response: Response, crawl: Crawl, frontier: Frontier, step: Step
    ) -> Iterator[scrapy.Request]:
        """Keep an answer and ask on."""
        headers = {name: _text(response.headers, name) for name in _HEADERS}
        cut = unwanted_type(step.kind, headers["content-type"]) if "download_stopped" in response.flags else ""
        known, attempts = self._known(crawl, frontier, step)
        answer = Answer(response.status, headers, response.body, cut)
        try:
            row, body = answered(step, answer, known, crawl.territory, dt.datetime.now(dt.UTC), attempts)
        except Exception as error:  # noqa: BLE001  A page that breaks us must not end the run, today and every time again.
            reason = f"its answer could not be taken apart ({type(error).__name__})"
            row, body = unanswered(step, reason, known, attempts, final=True), None
        yield from self._advance(crawl, frontier, row, body)

    def no_answer(self, failure: Any) -> Iterator[scrapy.Request]:
        """Keep why no answer came and ask on: one host's fault is no other's."""
        crawl, frontier, step = (failure.request.cb_kwargs[name] for name in ("crawl", "frontier", "step"))
        known, attempts = self._known(crawl, frontier, step)
        reason, final = _reason(failure.value)
        yield from self._advance(crawl, frontier, unanswered(step, reason, known, attempts, final), None)

    def _known(self, crawl: Crawl, frontier: Frontier, step: Step) -> tuple[StoredPage | None, int]:
        """Return what is kept of an address, and the number of this attempt in this run."""
        return self._store.find(crawl.territory.name, step.url), frontier.attempts(step.url) + 1

    def _advance(
        self, crawl: Crawl, frontier: Frontier, row: StoredPage, body: bytes | None
    ) -> Iterator[scrapy.Request]:
        frontier.add(self._store.record(crawl.territory.name, self.folder.name, row, body))
        step = frontier.next()
        if step is not None:
            yield self._request(crawl, frontier, step)
            return
        self.progressed(crawl.territory.name)
        yield from self._begin()

    @classmethod
    def read_saved(cls, folder: Path, sample: bool, origin: str) -> SourceReport:
        """Read the kept pages into ``listings.jsonl`` and the report; needs no network."""
        count = RunCount(cls.source)
        write_listings(folder, read_run(folder, sample, count))
        read_on = dt.datetime.strptime(folder.name[:8], "%Y%m%d").date().isoformat()
        return count.finish(folder, read_on, origin=origin)


_HEADERS = ("content-type", "etag", "last-modified", "location", "x-robots-tag")


def _text(headers: Headers, name: str) -> str:
    return (headers.get(name) or b"").decode("latin-1")


def _reason(error: BaseException) -> tuple[str, bool]:
    """Return why a request failed, in plain words, and whether asking again is of no use."""
    if isinstance(error, Fenced):
        return "not an address of the public web", True
    if isinstance(error, (DownloadCancelledError, IgnoreRequest)):
        return "a body larger than we take in", True
    if isinstance(error, CannotResolveHostError):
        return UNKNOWN_HOST, False
    if isinstance(error, (DownloadTimeoutError, TCPTimedOutError)):
        return "no answer in time", False
    if isinstance(error, ResponseDataLossError):
        return "its answer broke off", False
    return f"{NO_CONNECTION} ({type(error).__name__})", False
