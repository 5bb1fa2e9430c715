"""Fetches one page that somebody names, inside the same fence and under the same robots rules as every crawl."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response

from catalog.settings import Settings
from crawler.settings import scrapy_settings


class NotFetched(RuntimeError):
    """A page could not be fetched; the message says why."""


class Fetched(NamedTuple):
    """A page as it came: where it lay in the end, its body, its content type."""

    url: str
    body: bytes
    content_type: str


class OnePage(scrapy.Spider):
    """Asks for one page and keeps it, or why it did not come, in ``came``."""

    name = "one_page"

    def __init__(self, url: str, came: list[Fetched | str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.url, self.came = url, came

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the page."""
        meta = {"handle_httpstatus_list": list(range(400, 600))}
        yield scrapy.Request(self.url, self.keep, errback=self.failed, meta=meta)

    def keep(self, response: Response) -> None:
        """Keep what came."""
        if response.status != 200:
            self.came.append(f"it answered {response.status}")
        else:
            kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
            self.came.append(Fetched(response.url, response.body, kind))

    def failed(self, failure: Any) -> None:
        """Keep why nothing came."""
        self.came.append(str(failure.value) or type(failure.value).__name__)


def fetch_page(url: str, settings: Settings) -> Fetched:
    """Return the page at ``url``; raises ``NotFetched``. Once a process: the crawler's reactor does not start twice."""
    came: list[Fetched | str] = []
    made = scrapy_settings(settings, settings.program_sites_url) | {"LOG_ENABLED": False, "DOWNLOAD_DELAY": 0}
    try:
        process = CrawlerProcess(made)
        process.crawl(OnePage, url=url, came=came)
        process.start()
    except ValueError as error:
        raise NotFetched(str(error)) from error
    page = came[0] if came else "nothing came"
    if isinstance(page, str):
        raise NotFetched(page)
    return page
