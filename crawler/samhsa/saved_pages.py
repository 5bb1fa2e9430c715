"""The locator's pages of one run on disk: what is there, what is still to fetch, and the listings they hold."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from catalog.listings import Listing
from crawler.kept_pages import keep
from crawler.reports import RunCount
from crawler.samhsa.locator_page import BadAnswer, Page, open_page, read_row
from crawler.samhsa.queries import PROBES, LocatorQuery, all_queries
from crawler.samhsa.records import Reading, in_wrong_world, read_record, unusable

LEAST_OF_ANNOUNCED = 0.95
"""Share of the announced records that a query must bring; fewer means that something is wrong with it."""


def page_file(folder: Path, query: LocatorQuery, page: int) -> Path:
    """Return where a page of a query is kept."""
    return folder / "pages" / f"{query.name}-{page:03}.json.gz"


def save(folder: Path, query: LocatorQuery, page: int, body: bytes) -> None:
    """Keep a page: whole, or not at all."""
    keep(page_file(folder, query, page), body)


def load(folder: Path, query: LocatorQuery, page: int) -> Page | None:
    """Return a kept page, None where it was not fetched; raise ``BadAnswer`` where its file is damaged."""
    path = page_file(folder, query, page)
    try:
        return open_page(gzip.decompress(path.read_bytes()))
    except FileNotFoundError:
        return None
    except (OSError, EOFError, zlib.error, BadAnswer) as error:
        raise BadAnswer(f"{query.name}: the kept page {path.name} is damaged ({error}): gather afresh") from error


def pages(folder: Path, query: LocatorQuery) -> Iterator[Page]:
    """Yield the kept pages of a query in their order, up to its last or to the first that is missing."""
    number = 1
    while (page := load(folder, query, number)) is not None:
        yield page
        if is_last(page, number):
            return
        number += 1


def is_last(page: Page, number: int) -> bool:
    """Return whether no page follows page ``number`` of a query."""
    return number >= page.total_pages or not page.rows


def next_page(folder: Path, query: LocatorQuery) -> int | None:
    """Return the number of the first page of a query that is still to fetch, None where all are there.

    Of a query with a damaged page nothing is taken for fetched.
    """
    number = 0
    try:
        for page in pages(folder, query):
            number += 1
            if is_last(page, number):
                return None
    except BadAnswer:
        forget(folder, query)
        return 1
    return number + 1


def forget(folder: Path, query: LocatorQuery) -> None:
    """Remove the kept pages of a query, so that the next run asks for them again."""
    for path in (folder / "pages").glob(f"{query.name}-*"):
        path.unlink()


def check_complete(query: LocatorQuery, rows: int, announced: int) -> None:
    """Raise ``BadAnswer`` where a query brought far fewer records than the locator announced, or more."""
    if rows < announced * LEAST_OF_ANNOUNCED or rows > announced:
        raise BadAnswer(f"{query.name}: the locator announced {announced} records and sent {rows}")


def check_kept(folder: Path, query: LocatorQuery) -> None:
    """Raise ``BadAnswer`` where the fetched pages of a query are not what was announced, and forget them."""
    rows, announced = 0, 0
    for page in pages(folder, query):
        rows, announced = rows + len(page.rows), max(announced, page.record_count)
    try:
        check_complete(query, rows, announced)
    except BadAnswer:
        forget(folder, query)
        raise


def listings(folder: Path, reading: Reading, count: RunCount, sample: bool) -> Iterator[Listing]:
    """Yield the listings of every kept page; raise ``BadAnswer`` where a page or too many records are missing."""
    for query in all_queries():
        rows, announced = 0, 0
        for page in pages(folder, query):
            count.pages += 1
            announced = max(announced, page.record_count)  # the locator may change between two pages
            rows += len(page.rows)
            yield from _page_listings(page, query, reading, count, sample)
        check_complete(query, rows, announced)
        if rows < announced:
            count.notes["records announced that did not come"] += announced - rows


def _page_listings(
    page: Page, query: LocatorQuery, reading: Reading, count: RunCount, sample: bool
) -> Iterator[Listing]:
    for position, row in enumerate(page.rows, 1):
        name, where = f"{query.name}, page {page.page}, row {position}", f"{query.name}-{page.page:03}"
        record = read_row(row, count.unmapped)
        if query.state in PROBES and record.state != query.state:
            continue  # a neighbour within the probe's reach, which its own state's query brings
        count.rows += 1
        reason = unusable(record)
        if reason:
            count.skip(name, where, reason)
            continue
        listing = read_record(record, reading)
        reason = in_wrong_world(listing, sample)
        if reason:
            count.skip(name, where, reason)
            continue
        yield count.keep(listing)
