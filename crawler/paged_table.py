"""Sources that are one table, served page after page: counted, fetched, kept, checked and read row by row.

A subclass of one of the servers' bases (``crawler.arcgis``, ``crawler.socrata``) names the table, the fields it needs,
and makes a ``PlaceRecord`` of a row. A run continues with the first page that is missing.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import scrapy
from scrapy.http import Response

from catalog.listings import Listing
from catalog.settings import Settings
from catalog.sources import SourceReport, write_listings
from crawler.kept_pages import BadAnswer, keep, kept
from crawler.records import PlaceRecord, Spoken, listing_of, unusable
from crawler.refusals import REFUSALS
from crawler.reports import RunCount
from crawler.samhsa.records import in_wrong_world
from crawler.spider import GatheringSpider

Row = dict[str, Any]

SLACK = 0.05
"""Share by which the rows that came may differ from the count announced: a table may change between two pages."""


class TablePage(NamedTuple):
    """The rows of one page, and whether the server says that more follow."""

    rows: list[Row]
    more: bool


class PagedTable(GatheringSpider):
    """Asks how many rows there are, then page after page; stops at the first answer that is no page.

    ``needs`` are the fields without which the table cannot be read: one that no row of a page has was renamed.
    """

    custom_settings = {"DEPTH_LIMIT": 0}
    needs: ClassVar[tuple[str, ...]]
    page_rows: ClassVar[int] = 1000

    @classmethod
    def base_url(cls, settings: Settings) -> str:
        """Return the table's address: the setting that is named after the source."""
        return str(getattr(settings, f"{cls.name}_url"))

    @classmethod
    def count_url(cls, base: str) -> str:
        """Return the address that tells how many rows there are."""
        raise NotImplementedError

    @classmethod
    def page_url(cls, base: str, offset: int) -> str:
        """Return the address of the rows from ``offset`` on, counted from 0."""
        raise NotImplementedError

    @classmethod
    def read_count(cls, answer: Any) -> int:
        """Return the count in an answer; raises ``BadAnswer``, ``KeyError``, ``TypeError`` or ``ValueError``."""
        raise NotImplementedError

    @classmethod
    def read_page(cls, answer: Any) -> TablePage:
        """Return the page in an answer; raises ``BadAnswer`` or, where its shape is another, what Python raises."""
        raise NotImplementedError

    @classmethod
    def place(cls, row: Row, unmapped: Counter[str]) -> PlaceRecord | str:
        """Return the place in a row, or why it is left out; words nobody knows are counted in ``unmapped``."""
        raise NotImplementedError

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the count, then for the first page that is missing."""
        if not self.base:
            self.stop(f"IOP_{self.name.upper()}_URL is empty: set it to the table's address")
        try:
            announced, offset, more = _state(type(self), self.folder)
        except BadAnswer:
            # A damaged page says nothing of how far the run came: ask for all of them again.
            shutil.rmtree(self.folder / "pages")
            announced, offset, more = None, 0, True
        if announced is None:
            yield self._ask(self.count_url(self.base), self.parse_count)
        elif more:
            self._expect(announced)
            yield self._ask(self.page_url(self.base, offset), self.parse_page, announced=announced, offset=offset)

    def _ask(self, url: str, then: Any, **told: int) -> scrapy.Request:
        meta = {"handle_httpstatus_all": True}
        return scrapy.Request(url, then, errback=self.failed, dont_filter=True, meta=meta, cb_kwargs=told)

    def _expect(self, announced: int) -> None:
        self.total = 1 + -(-announced // self.page_rows)

    def parse_count(self, response: Response) -> Iterator[scrapy.Request]:
        """Keep the count and ask for the first page."""
        try:
            announced = counted(type(self), answer_of(response, self.name))
        except BadAnswer as error:
            self.stop(f"the count of rows: {error}")
        keep(_count_file(self.folder), response.body)
        self._expect(announced)
        self.progressed(f"{announced} rows")
        yield self._ask(self.page_url(self.base, 0), self.parse_page, announced=announced, offset=0)

    def parse_page(self, response: Response, announced: int, offset: int) -> Iterator[scrapy.Request]:
        """Keep a page and ask for the next; anything else ends the run and says why."""
        try:
            page = paged(type(self), answer_of(response, self.name))
        except BadAnswer as error:
            self.stop(f"rows from {offset}: {error}")
        reached = offset + len(page.rows)
        try:
            _check_reached(announced, reached, page.more)
        except BadAnswer as error:
            # The count or the pages are wrong, nobody knows which: the next run asks for all of them.
            shutil.rmtree(self.folder / "pages", ignore_errors=True)
            self.stop(str(error))
        keep(_page_file(self.folder, offset), response.body)
        self.progressed(f"{reached} of {announced} rows")
        if page.more:
            yield self._ask(self.page_url(self.base, reached), self.parse_page, announced=announced, offset=reached)

    @classmethod
    def read_saved(cls, folder: Path, sample: bool, origin: str) -> SourceReport:
        """Read the kept pages into ``listings.jsonl`` and the report; raises ``ValueError`` where one is damaged."""
        count = RunCount(cls.source)
        read_on = dt.datetime.strptime(folder.name[:8], "%Y%m%d").date().isoformat()
        spoken = Spoken(source=cls.source.id, url=cls.source.home, read_on=read_on)
        write_listings(folder, _listings(cls, folder, spoken, count, sample))
        return count.finish(folder, read_on, origin=origin)


def text(row: Row, field: str) -> str:
    """Return a field as text on one line, "" where it is missing or null; 5.0 is "5"."""
    value = row.get(field)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join(str(value).split())


def _count_file(folder: Path) -> Path:
    return folder / "pages" / "count.json.gz"


def _page_file(folder: Path, offset: int) -> Path:
    return folder / "pages" / f"{offset:09}.json.gz"


def answer_of(response: Response, name: str) -> Any:
    """Return the JSON of an answer; raises ``BadAnswer`` where it is none, or another status than 200."""
    if response.status != 200:
        words = f"{response.status}, which means stop" if response.status in REFUSALS else str(response.status)
        after, target = (
            (response.headers.get(key) or b"").decode("latin-1")[:120] for key in ("Retry-After", "Location")
        )
        words += f" and points to {target}: set IOP_{name.upper()}_URL to where it is" if target else ""
        raise BadAnswer(
            f"it answered {words}" + (f"; it asks to wait: {after}" if after else "") + _said(response.body)
        )
    return opened(response.body)


def _said(body: bytes) -> str:
    """Return what an error answer says of itself, "" where it says nothing in JSON."""
    try:
        message = json.loads(body)["message"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return f" ({str(message)[:200]})"


def opened(body: bytes) -> Any:
    """Return a body's JSON; raises ``BadAnswer``."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        what = "a web page" if body.lstrip()[:1] == b"<" else "no JSON"
        raise BadAnswer(f"it sent {what} instead of rows: open its address in a browser") from error


def counted(table: type[PagedTable], answer: Any) -> int:
    """Return the count in an answer; raises ``BadAnswer``."""
    try:
        return table.read_count(answer)
    except (KeyError, IndexError, TypeError, ValueError, OverflowError) as error:
        if isinstance(error, BadAnswer):
            raise
        raise BadAnswer(f"it sent no count ({str(answer)[:120]}): its form has changed") from error


def paged(table: type[PagedTable], answer: Any) -> TablePage:
    """Return a page whose rows have every needed field somewhere; raises ``BadAnswer``."""
    try:
        page = table.read_page(answer)
        known = {field for row in page.rows for field in row}
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        if isinstance(error, BadAnswer):
            raise
        raise BadAnswer(f"it sent no rows ({str(answer)[:120]}): its form has changed") from error
    missing = [field for field in table.needs if page.rows and field not in known]
    if missing:
        there = ", ".join(sorted(known))[:600]
        raise BadAnswer(f"no row has a field {missing[0]!r}, only: {there}. Its form has changed: mend the spider")
    return page


def _check_reached(announced: int, reached: int, more: bool) -> None:
    """Raise ``BadAnswer`` where far fewer rows came than were announced, or more and more of them."""
    if reached > announced * (1 + SLACK) + 1 or (not more and reached < announced * (1 - SLACK)):
        raise BadAnswer(f"it announced {announced} rows and sent {reached}: run `iop gather` again later")


def _pages(table: type[PagedTable], folder: Path) -> Iterator[TablePage]:
    """Yield the kept pages up to the last or the first that is missing."""
    offset = 0
    while (body := kept(_page_file(folder, offset))) is not None:
        page = paged(table, opened(body))
        yield page
        offset += len(page.rows)
        if not page.more:
            return


def _state(table: type[PagedTable], folder: Path) -> tuple[int | None, int, bool]:
    """Return how many rows were announced (None: not asked yet), how many are kept, and whether more follow."""
    body = kept(_count_file(folder))
    if body is None:
        return None, 0, True
    offset, more = 0, True
    for page in _pages(table, folder):
        offset, more = offset + len(page.rows), page.more
    return counted(table, opened(body)), offset, more


def _listings(
    table: type[PagedTable], folder: Path, spoken: Spoken, count: RunCount, sample: bool
) -> Iterator[Listing]:
    announced, offset, more = _state(table, folder)
    _check_reached(announced or 0, offset, more)
    for page in _pages(table, folder):
        count.pages += 1
        for row in page.rows:
            count.rows += 1
            record = table.place(row, count.unmapped)
            reason = record if isinstance(record, str) else unusable(record)
            listing = None if isinstance(record, str) or reason else listing_of(record, spoken)
            reason = reason or (in_wrong_world(listing, sample) if listing else "")
            if reason or listing is None:
                count.skip(f"row {count.rows}", f"page {count.pages}", reason)
            else:
                yield count.keep(listing)
