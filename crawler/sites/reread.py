"""The second half of a run: stored pages become listings, offline, one domain after the other.

Comes in: a run's folder, beside it the page store and the other sources' runs. Goes out: the listings of the run, and
on ``RunCount`` the accounts of what was read, skipped and marked. Nothing but one domain's pages is in memory.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from catalog.contacts import is_invented
from catalog.listings import Listing
from crawler.reports import RunCount
from crawler.sites.frontier import Caps, Frontier
from crawler.sites.listings import ReadPage, listings_of, own_id
from crawler.sites.readings import read_stored
from crawler.sites.seeds import Crawl, Seeds, seeds_of
from crawler.sites.store import PageStore, StoredPage
from crawler.sites.urls import page_key

STORE = "pages.sqlite"
KEPT_DAYS = 180
"""Days for which a page that its host no longer answers for still counts, with its own date shown."""


class Task(NamedTuple):
    """What a run is about: its seeds in this world (invented or real), and the crawls left out as of the other."""

    seeds: Seeds
    foreign: tuple[Crawl, ...]


def task_of(folder: Path, sample: bool) -> Task:
    """Return what the run in ``folder`` has to crawl: what the other sources under the same root gathered."""
    seeds = seeds_of(folder.parents[2])
    foreign = {name: crawl for name, crawl in seeds.crawls.items() if _is_invented(crawl) != sample}
    crawls = {name: crawl for name, crawl in seeds.crawls.items() if name not in foreign}
    return Task(Seeds(crawls, seeds.skipped, seeds.places), tuple(foreign.values()))


def _is_invented(crawl: Crawl) -> bool:
    return is_invented(crawl.starts[0])


def store_path(folder: Path) -> Path:
    """Return where the pages of a run's source are kept: one store for all its runs."""
    return folder.parent / STORE


def read_run(folder: Path, sample: bool, count: RunCount) -> Iterator[Listing]:
    """Yield the listings of a run, domain by domain, and keep its accounts on ``count``."""
    task = task_of(folder, sample)
    count.rows = task.seeds.places
    for skipped in task.seeds.skipped:
        count.skip(skipped.record, skipped.page, skipped.reason)
    for crawl in task.foreign:
        for site in crawl.sites:
            count.skip(
                own_id(site),
                site.starts[0],
                "invented record in live data" if not sample else "real record in the sample",
            )
    oldest = (run_time(folder) - dt.timedelta(days=KEPT_DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")
    with PageStore(store_path(folder)) as store:
        count.pages = store.count(folder.name)
        for crawl in task.seeds.crawls.values():
            yield from _read_crawl(store, crawl, folder.name, oldest, count)
        store.forget(oldest, folder.name)


def run_time(folder: Path) -> dt.datetime:
    """Return when a run began, which its folder's name says."""
    return dt.datetime.strptime(folder.name, "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)


def _read_crawl(store: PageStore, crawl: Crawl, run: str, oldest: str, count: RunCount) -> Iterator[Listing]:
    frontier = Frontier(crawl, Caps())
    rows: list[StoredPage] = []
    for row in store.of_run(crawl.territory.name, run):
        frontier.add(row)
        rows.append(row)
    frontier.next()
    missing = frontier.cut_short
    if missing or not any(row.status in (200, 304) for row in rows if row.kind == "page"):
        rows += store.of_earlier_runs(crawl.territory.name, run, oldest)
    pages = list(_read_pages(store, rows, oldest, count))
    unasked = _unasked(frontier)
    found = listings_of(crawl, pages, missing or next(iter(unasked), ""))
    for skipped in found.skipped:
        count.skip(skipped.record, skipped.page, skipped.reason)
    count.notes.update(found.notes)
    count.notes.update({f"pages not asked for: {reason}": n for reason, n in unasked.items()})
    yield from (count.keep(listing) for listing in found.listings)


def _unasked(frontier: Frontier) -> dict[str, int]:
    found: dict[str, int] = {}
    for reason in frontier.left_out.values():
        found[reason] = found.get(reason, 0) + 1
    return found | ({"the site's budget was spent": frontier.beyond_budget} if frontier.beyond_budget else {})


def _read_pages(store: PageStore, rows: list[StoredPage], oldest: str, count: RunCount) -> Iterator[ReadPage]:
    """Yield the reading of each page once, however many addresses it has."""
    bodies: set[str] = set()
    keys = {page_key(row.url) for row in rows if row.kind == "page" and row.hash}
    for row in rows:
        if row.kind != "page":
            continue
        if not row.hash or row.confirmed < oldest:
            count.notes[f"pages not kept: {row.reason or 'redirected'}"] += 1
            continue
        canonical = page_key(row.outline.canonical) if row.outline.canonical else ""
        if row.hash in bodies or (canonical in keys and canonical != page_key(row.url)):
            count.notes["pages that repeat another"] += 1
            continue
        bodies.add(row.hash)
        try:
            reading, anew = read_stored(store, row)
        except Exception as error:  # noqa: BLE001  One page that breaks the reader must not cost the run its other pages.
            count.notes[f"pages the reader failed on ({type(error).__name__})"] += 1
            continue
        count.notes["pages read" if anew else "pages unchanged since they were read"] += 1
        yield ReadPage(row.url, row.confirmed[:10], reading)
