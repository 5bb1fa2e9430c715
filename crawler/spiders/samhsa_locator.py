"""SAMHSA's treatment locator: every substance-use and mental-health facility of the states and territories.

Fetches and keeps pages, one request a second; ``crawler.samhsa`` reads them. Page by page it continues where an
interrupted run stopped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy.http import Response

from catalog.settings import Settings
from catalog.sources import Source, SourceReport, write_listings
from crawler.refusals import REFUSALS
from crawler.reports import RunCount
from crawler.samhsa.locator_page import BadAnswer, open_page
from crawler.samhsa.queries import LocatorQuery, all_queries
from crawler.samhsa.records import Reading
from crawler.samhsa.saved_pages import check_kept, is_last, listings, next_page, save
from crawler.settings import STATES
from crawler.spider import GatheringSpider


class SamhsaLocator(GatheringSpider):
    """Asks for each state and kind of record, page after page; stops at the first answer that is no page."""

    name = "samhsa_locator"
    time_limit = 2 * 3600
    total = len(all_queries())
    # A page of 2,000 rows has about 10 MB, the cap of other pages; its host is named by a setting, not by data.
    custom_settings = {"DEPTH_LIMIT": 0, "DOWNLOAD_MAXSIZE": 30_000_000}
    source = Source(
        id="samhsa_locator",
        label="SAMHSA treatment locator",
        label_es="Buscador de tratamiento de SAMHSA",
        home="https://findtreatment.gov",
        terms="US federal work, public domain; cite “Source: SAMHSA”",
        cadence_days=30,
        expected=(15_000, 40_000),
        trust=30,
    )

    @classmethod
    def base_url(cls, settings: Settings) -> str:
        """Return the address the API lies under."""
        return settings.samhsa_locator_url

    async def start(self) -> AsyncIterator[Any]:
        """Ask the first page that is missing of each question."""
        queries = all_queries(self.settings.getlist(STATES))
        self.total = len(queries)
        for query in queries:
            page = next_page(self.folder, query)
            if page is None:
                self.progressed(query.name)
            else:
                yield self._request(query, page)

    def _request(self, query: LocatorQuery, page: int) -> scrapy.Request:
        url = query.url(self.base, page)
        return scrapy.Request(
            url, self.parse_page, errback=self.failed, dont_filter=True, cb_kwargs={"query": query, "page": page},
            meta={"handle_httpstatus_all": True},
        )  # fmt: skip

    def parse_page(self, response: Response, query: LocatorQuery, page: int) -> Any:
        """Keep a page and ask for the next; anything else ends the run and says why."""
        if response.status != 200:
            self.stop(f"{query.name}, page {page}: the locator answered {_what(response)}")
        try:
            answer = open_page(response.body)
            if answer.page != page:
                raise BadAnswer(f"the locator sent page {answer.page} instead")
        except BadAnswer as error:
            self.stop(f"{query.name}, page {page}: {error}")
        save(self.folder, query, page, response.body)
        if not is_last(answer, page):
            yield self._request(query, page + 1)
            return
        try:
            check_kept(self.folder, query)
        except BadAnswer as error:
            self.stop(str(error))
        self.progressed(query.name)

    @classmethod
    def read_saved(cls, folder: Path, sample: bool, origin: str) -> SourceReport:
        """Read the kept pages into ``listings.jsonl`` and the report; needs no network."""
        count = RunCount(cls.source)
        read_on = dt.datetime.strptime(folder.name[:8], "%Y%m%d").date().isoformat()
        reading = Reading(source=cls.source.id, read_on=read_on)
        write_listings(folder, listings(folder, reading, count, sample))
        return count.finish(folder, read_on, origin=origin)


def _what(response: Response) -> str:
    """Return an answer's status in words, with what it says about when or where to ask instead."""
    after, target = (
        (response.headers.get(name) or b"").decode("latin-1")[:120] for name in ("Retry-After", "Location")
    )
    words = f"{response.status}, which means stop" if response.status in REFUSALS else str(response.status)
    if target:
        words += f" and points to {target}: set IOP_SAMHSA_LOCATOR_URL to where it is"
    return words + (f"; it asks to wait: {after}" if after else "")
