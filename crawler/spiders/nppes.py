"""The NPI registry (NPPES, API 2.1): organizations that may run an IOP, with their number, names and addresses.

Persons' names never reach the disk: each answer is cleaned before it is kept. Shard by shard and page by page a run
continues where an interrupted one stopped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy.http import Response

from catalog.listings import Listing
from catalog.settings import Settings
from catalog.sources import Source, SourceReport, write_listings
from crawler.kept_pages import BadAnswer, keep, kept
from crawler.nppes.answers import Organization, kept_form, read_answer
from crawler.nppes.records import number, place_records, unfit, updated
from crawler.nppes.shards import LAST_SKIP, PAGE_SIZE, Shard, all_shards
from crawler.paged_table import answer_of, opened
from crawler.records import Spoken, listing_of, unusable
from crawler.reports import RunCount
from crawler.samhsa.records import in_wrong_world
from crawler.settings import STATES
from crawler.spider import GatheringSpider

RECORD_PAGE = "https://npiregistry.cms.hhs.gov/provider-view/"
"""Where a person can look an NPI up."""

CLAMPED = "a ZIP has more organizations than the registry gives"


class Nppes(GatheringSpider):
    """Asks each shard page after page, cuts a full one, stops at the first answer that is no page."""

    name = "nppes"
    custom_settings = {"DEPTH_LIMIT": 0}
    source = Source(
        id="nppes",
        label="NPI registry (NPPES)",
        label_es="Registro NPI (NPPES)",
        home="https://npiregistry.cms.hhs.gov",
        terms="US federal work, public (FOIA-disclosable data); organizations only, persons' names are dropped",
        cadence_days=90,
        expected=(10_000, 200_000),
        trust=35,
    )

    @classmethod
    def base_url(cls, settings: Settings) -> str:
        """Return the address the API lies at."""
        return settings.nppes_url

    async def start(self) -> AsyncIterator[Any]:
        """Ask the first page that is missing of each shard."""
        if not self.base:
            self.stop("IOP_NPPES_URL is empty: set it to the address of the registry's API")
        shards = all_shards(self.settings.getlist(STATES))
        self.total = len(shards)
        for shard in shards:
            for request in self._goes_on(shard):
                yield request

    def _goes_on(self, shard: Shard) -> Iterator[scrapy.Request]:
        """Yield the requests that a shard still needs, its parts included."""
        for skip in range(0, LAST_SKIP + 1, PAGE_SIZE):
            try:
                records = load(self.folder, shard, skip)
            except BadAnswer:
                page_file(self.folder, shard, skip).unlink()
                records = None
            if records is None:
                yield self._request(shard, skip)
                return
            if len(records) < PAGE_SIZE:
                self.progressed(shard.name)
                return
        yield from self._cut(shard)

    def _cut(self, shard: Shard) -> Iterator[scrapy.Request]:
        parts = shard.parts()
        self.total += len(parts)
        self.progressed(shard.name)
        for part in parts:
            yield from self._goes_on(part)

    def _request(self, shard: Shard, skip: int) -> scrapy.Request:
        return scrapy.Request(
            shard.url(self.base, skip), self.parse_page, errback=self.failed, dont_filter=True,
            meta={"handle_httpstatus_all": True}, cb_kwargs={"shard": shard, "skip": skip},
        )  # fmt: skip

    def parse_page(self, response: Response, shard: Shard, skip: int) -> Iterator[scrapy.Request]:
        """Keep a page without persons and ask on; anything else ends the run and says why."""
        try:
            records = read_answer(answer_of(response, self.name))
            before = load(self.folder, shard, skip - PAGE_SIZE) if skip else None
            if records and before and set(map(number, records)) == set(map(number, before)):
                raise BadAnswer("the registry sent the page before again")
        except BadAnswer as error:
            self.stop(f"{shard.name}, from {skip}: {error}")
        keep(page_file(self.folder, shard, skip), kept_form(records))
        if len(records) < PAGE_SIZE:
            self.progressed(shard.name)
        elif skip < LAST_SKIP:
            yield self._request(shard, skip + PAGE_SIZE)
        else:
            yield from self._cut(shard)

    @classmethod
    def read_saved(cls, folder: Path, sample: bool, origin: str) -> SourceReport:
        """Read the kept pages into ``listings.jsonl`` and the report; raises ``ValueError`` where a page is missing."""
        count = RunCount(cls.source)
        read_on = dt.datetime.strptime(folder.name[:8], "%Y%m%d").date().isoformat()
        write_listings(folder, _listings(folder, read_on, count, sample))
        return count.finish(folder, read_on, origin=origin)


def page_file(folder: Path, shard: Shard, skip: int) -> Path:
    """Return where a page of a shard is kept."""
    return folder / "pages" / f"{shard.name}-{skip:04}.json.gz"


def load(folder: Path, shard: Shard, skip: int) -> list[Organization] | None:
    """Return the records of a kept page, None where it was not fetched; raises ``BadAnswer`` where it is damaged."""
    body = kept(page_file(folder, shard, skip))
    return None if body is None else read_answer(opened(body))


def _records(folder: Path, shard: Shard, count: RunCount) -> Iterator[tuple[str, Organization]]:
    """Yield a shard's records with the name of their page, those of its parts included."""
    for skip in range(0, LAST_SKIP + 1, PAGE_SIZE):
        records = load(folder, shard, skip)
        if records is None:
            raise BadAnswer(f"{shard.name}: the page from {skip} is missing: run `iop gather nppes` again")
        count.pages += 1
        yield from ((f"{shard.name}-{skip:04}", record) for record in records)
        if len(records) < PAGE_SIZE:
            return
    if not shard.parts():
        count.notes[CLAMPED] += 1
    for part in shard.parts():
        yield from _records(folder, part, count)


def _listings(folder: Path, read_on: str, count: RunCount, sample: bool) -> Iterator[Listing]:
    """Yield the listings of every record once: shards overlap."""
    seen: set[str] = set()
    asked = (shard for shard in all_shards() if page_file(folder, shard, 0).exists())
    for page, record in (found for shard in asked for found in _records(folder, shard, count)):
        npi = number(record)
        if npi and npi in seen:
            continue
        seen.add(npi)
        count.rows += 1
        reason = unfit(record)
        if reason:
            count.skip(npi or f"record {count.rows}", page, reason)
            continue
        spoken = Spoken(source=Nppes.source.id, url=RECORD_PAGE + npi, read_on=read_on, as_of=updated(record))
        for place in place_records(record):
            listing = None if unusable(place) else listing_of(place, spoken)
            reason = in_wrong_world(listing, sample) if listing else unusable(place)
            if reason or listing is None:
                count.skip(npi, page, reason)
            else:
                yield count.keep(listing)
