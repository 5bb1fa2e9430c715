"""Federal-exchange issuers' files (QHP provider data): which marketplace plans list a facility.

Each row of ``data/sources/exchange_plans.toml`` is an issuer's index, which leads to files of up to several gigabytes.
They are read as they come; of each only what other sources list too, or what says IOP, is kept. Issuers fail alone.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Response
from scrapy.utils.defer import maybe_deferred_to_future

from catalog.listings import Listing
from catalog.sources import Source
from crawler.directory_spider import DirectorySpider, why
from crawler.fencing import Fence
from crawler.insurers.directories import Directory, base_of
from crawler.insurers.exchange_files import INDEX, Account, Extract, File, read_account, read_index, write_account
from crawler.insurers.exchange_listings import read_issuer
from crawler.insurers.parts import part_folder
from crawler.kept_pages import BadAnswer, keep, kept
from crawler.known_places import KnownPlaces
from crawler.refusals import REFUSALS
from crawler.reports import RunCount
from crawler.streaming import Broken, stream

LARGEST_FILE = 20_000_000_000
"""Bytes of one file, as sent."""

ATTEMPTS = 2
"""Times a file whose connection breaks is asked for."""

TOLD_EVERY = 50_000_000
"""Bytes after which progress is told again."""


class ExchangePlans(DirectorySpider):
    """Asks each issuer's index, then its files one after the other."""

    name = "exchange_plans"
    custom_settings = {"DEPTH_LIMIT": 0, "CONCURRENT_REQUESTS": 4}
    source = Source(
        id="exchange_plans",
        label="Marketplace plans' own directories",
        label_es="Directorios de los planes del mercado de seguros",
        home="https://github.com/CMSgov/QHP-provider-formulary-APIs",
        terms="Public by federal rule (45 CFR 156.230): machine-readable directories of plans on the exchange",
        cadence_days=30,
        expected=(300, 60_000),
        trust=40,
    )

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> ExchangePlans:
        """Build it, and let go of a large file's body once its address is judged and found."""
        spider: ExchangePlans = super().from_crawler(crawler, *args, **kwargs)
        spider.fence = Fence.from_crawler(crawler)
        crawler.signals.connect(spider.on_headers, signals.headers_received)
        return spider

    fence: Fence

    def on_headers(self, request: scrapy.Request, **told: Any) -> None:
        """Stop before the body of a large file: it is streamed, not held."""
        if "file" in request.cb_kwargs:
            raise StopDownload(fail=False)

    async def start(self) -> AsyncIterator[Any]:
        """Ask each issuer for its index, or go on with the first of its files that is missing."""
        for directory in self.missing():
            body = kept(part_folder(self.folder, directory) / INDEX)
            if body is None:
                yield self._ask(self._index_url(directory), self.parse_index, directory=directory)
            else:
                for request in self._go_on(directory, body):
                    yield request

    def _index_url(self, directory: Directory) -> str:
        return f"{base_of(directory, self.base)}/index.json" if self.base else directory.url

    def _ask(self, url: str, then: Any, **told: Any) -> scrapy.Request:
        return scrapy.Request(
            url, then, errback=self.no_answer, dont_filter=True, cb_kwargs=told,
            meta={"handle_httpstatus_list": [*REFUSALS, 400, 404, 405, 406, 410, 500, 502, 503, 504]},
        )  # fmt: skip

    def parse_index(self, response: Response, directory: Directory) -> Iterator[scrapy.Request]:
        """Keep an issuer's index and ask for its files."""
        try:
            if response.status != 200:
                raise BadAnswer(f"its index answered {_status(response.status)}")
            read_index(response.body, response.url)
        except BadAnswer as error:
            self.give_up(directory, str(error))
            return
        keep(part_folder(self.folder, directory) / INDEX, response.body)
        yield from self._go_on(directory, response.body)

    def _go_on(self, directory: Directory, index: bytes) -> Iterator[scrapy.Request]:
        """Yield the request for the first file of an issuer that is missing; none where all have come."""
        place = part_folder(self.folder, directory)
        files = read_index(index, self._index_url(directory))
        for file in files:
            if read_account(place, file) is None:
                yield self._ask(file.url, self.parse_file, directory=directory, file=file, index=index)
                return
        faults = [read_account(place, file) for file in files if file.kind == "providers"]
        if all(account is not None and account.fault for account in faults):
            self.give_up(directory, f"no file of providers could be read: {faults[0].fault if faults[0] else ''}")
            return
        self.finished(directory)

    async def parse_file(self, response: Response, directory: Directory, file: File, index: bytes) -> Any:
        """Read a file whose address the fence, robots.txt and the server have let pass, then go on to the next."""
        if response.status in REFUSALS:
            self.give_up(directory, f"{file.name}: it answered {_status(response.status)}")
            return
        try:
            if response.status != 200:
                raise BadAnswer(f"it answered {response.status}")
            await self._read(response.url, directory, file)
        except BadAnswer as error:
            self._without(directory, file, str(error))
        for request in self._go_on(directory, index):
            yield request

    async def _read(self, url: str, directory: Directory, file: File) -> None:
        """Stream a file into its extract; raises ``BadAnswer`` where it is none, or breaks again and again."""
        reason = self.fence.judge(url)
        if reason:
            raise BadAnswer(f"{url[:120]} is not fetched: {reason}")
        agent = str(self.settings.get("USER_AGENT"))
        for attempt in range(1, ATTEMPTS + 1):
            extract = Extract(part_folder(self.folder, directory), file, self.known)
            take = self._taking(extract, directory, file)
            try:
                await maybe_deferred_to_future(stream(url, agent, take, LARGEST_FILE))
                extract.finish()
                return
            except Broken as error:
                extract.drop()
                if attempt == ATTEMPTS:
                    raise BadAnswer(str(error)) from error
            except BaseException:
                extract.drop()
                raise

    def _taking(self, extract: Extract, directory: Directory, file: File) -> Any:
        """Return what takes a file's bytes in and tells how far it is from time to time."""
        told = 0

        def take(data: bytes) -> None:
            nonlocal told
            extract.stream.feed(data)
            if extract.stream.bytes_in - told >= TOLD_EVERY:
                told = extract.stream.bytes_in
                self.working(f"{directory.id} {file.name}: {told // 1_000_000} MB, {extract.stream.objects} records")

        return take

    def _without(self, directory: Directory, file: File, reason: str) -> None:
        """Go on without a file: the account says why."""
        self.logger.warning("%s %s: %s", directory.id, file.name, reason)
        write_account(part_folder(self.folder, directory), file, Account(url=file.url, fault=reason))

    def no_answer(self, failure: Any) -> Any:
        """Go on without a file, or give an issuer up where it is the index, because no answer could be had."""
        told = failure.request.cb_kwargs
        if "file" not in told:
            self.give_up(told["directory"], f"its index: {why(failure)}")
            return None
        self._without(told["directory"], told["file"], why(failure))
        return self._go_on(told["directory"], told["index"])

    @classmethod
    def read_directory(
        cls, directory: Directory, place: Path, read_on: str, known: KnownPlaces, states: frozenset[str], sample: bool,
        count: RunCount,
    ) -> Iterable[Listing]:  # fmt: skip
        """Return the listings of what was kept of one issuer's files."""
        return read_issuer(cls.source, directory, place, read_on, known, states, sample, count)


def _status(status: int) -> str:
    return f"{status}, which means stop" if status in REFUSALS else str(status)
