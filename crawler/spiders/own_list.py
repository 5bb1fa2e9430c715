"""A list that an operator or a therapist keeps: a CSV or XLSX file, checked row by row, never fetched.

The newest import is the whole list: what is no longer in the file is no longer stated.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from catalog.listings import Listing
from catalog.settings import Settings
from catalog.sources import Source, SourceReport, write_listings
from crawler.own_list.rows import BadRow, read_row
from crawler.own_list.table_file import BadList, OwnTable, open_table
from crawler.records import Spoken
from crawler.reports import RunCount
from crawler.samhsa.records import in_wrong_world
from crawler.spider import GatheringSpider

UNDATED = "undated"
SHOWN_FAULTS = 5


class OwnList(GatheringSpider):
    """Reads the file that ``iop import own_list`` names."""

    name = "own_list"
    source = Source(
        id="own_list",
        label="Your own list",
        label_es="Su propia lista",
        home="",
        terms="Yours: what you enter stays on this computer unless you publish it",
        cadence_days=90,
        expected=(1, 100_000),
        trust=5,
    )

    @classmethod
    def base_url(cls, settings: Settings) -> str:
        """Return "": the list is a file."""
        return ""

    async def start(self) -> AsyncIterator[Any]:
        """Say how a list comes in."""
        self.stop("it is a file, not a web address: use `iop import own_list FILE`")
        yield

    @classmethod
    def keep_file(cls, path: Path, folder: Path, as_of: str = "") -> None:
        """Keep the file; raises ``ValueError`` where it is no list. ``as_of`` is the ISO date it speaks for."""
        open_table(path)
        place = folder / "pages"
        place.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place / f"{as_of or UNDATED}_{path.stem[:100]}{path.suffix.lower()}")

    @classmethod
    def read_saved(cls, folder: Path, sample: bool, origin: str) -> SourceReport:
        """Read the kept file into ``listings.jsonl`` and the report; raises ``BadList`` where no row is good."""
        count = RunCount(cls.source)
        read_on = dt.datetime.strptime(folder.name[:8], "%Y%m%d").date().isoformat()
        (path,) = (folder / "pages").iterdir()
        as_of = path.name.partition("_")[0].replace(UNDATED, "")
        table = open_table(path)
        spoken = Spoken(source=cls.source.id, url="", read_on=read_on, as_of=as_of, how="person", scope="program")
        write_listings(folder, _listings(table, path.name.partition("_")[2], spoken, count, sample))
        if not count.kept:
            faults = [f"{skipped.record}: {skipped.reason}" for skipped in count.skipped]
            more = f" | and {len(faults) - SHOWN_FAULTS} more" if len(faults) > SHOWN_FAULTS else ""
            raise BadList(
                f"{origin} has no row that can be used: {' | '.join(faults[:SHOWN_FAULTS]) or 'no rows'}{more}"
            )
        return count.finish(folder, read_on, as_of=as_of, origin=origin)


def _listings(table: OwnTable, name: str, spoken: Spoken, count: RunCount, sample: bool) -> Iterator[Listing]:
    count.pages += 1
    for heading in table.unknown:
        count.unmapped[f"column: {heading[:60]}"] += 1
    seen: dict[str, int] = {}
    for number, row in table.rows:
        count.rows += 1
        try:
            listing = read_row(row, spoken, count.unmapped)
            reason = in_wrong_world(listing, sample)
            if not reason and listing.id in seen:
                reason = f"it is the program of row {seen[listing.id]} again: keep one of them"
        except BadRow as error:
            reason = str(error)
        if reason:
            count.skip(f"row {number}", name, reason)
        else:
            seen[listing.id] = number
            yield count.keep(listing)
