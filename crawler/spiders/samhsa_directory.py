"""SAMHSA's annual workbooks, from a file or an address: the locator's facilities without coordinates or websites."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy.http import Response

from catalog.listings import Listing
from catalog.settings import Settings
from catalog.sources import Source, SourceReport, write_listings
from crawler.reports import RunCount
from crawler.samhsa.records import Reading, in_wrong_world, read_record, unusable
from crawler.samhsa.workbook import BadWorkbook, Workbook, open_workbook, read_row
from crawler.spider import GatheringSpider

WORKBOOKS, UNDATED = "workbooks", "undated"


class SamhsaDirectory(GatheringSpider):
    """Fetches the one workbook that ``IOP_SAMHSA_DIRECTORY_URL`` names."""

    name = "samhsa_directory"
    total = 1
    custom_settings = {"DOWNLOAD_MAXSIZE": 50_000_000}
    source = Source(
        id="samhsa_directory",
        label="SAMHSA National Directory",
        label_es="Directorio nacional de SAMHSA",
        home="https://www.samhsa.gov/data",
        terms="US federal work, public domain; cite “Source: SAMHSA”",
        cadence_days=365,
        expected=(8_000, 30_000),
        trust=31,
    )

    @classmethod
    def base_url(cls, settings: Settings) -> str:
        """Return the workbook's address."""
        return settings.samhsa_directory_url

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the workbook."""
        if not self.base:
            self.stop("IOP_SAMHSA_DIRECTORY_URL is not set: set it to a workbook's address, or use `iop import`")
        # Redirects are followed, since publishers move files; errors come to ``keep``.
        yield scrapy.Request(
            self.base, self.keep, errback=self.failed, meta={"handle_httpstatus_list": list(range(400, 600))}
        )

    def keep(self, response: Response) -> None:
        """Keep the workbook as it came, if it is one."""
        if response.status != 200:
            self.stop(f"{self.base} answered {response.status}")
        fetched = self.folder / "fetched.xlsx"
        fetched.write_bytes(response.body)
        try:
            self.keep_file(fetched, self.folder)
        except BadWorkbook as error:
            self.stop(f"{self.base}: {error}")
        finally:
            fetched.unlink()
        self.progressed("workbook")

    @classmethod
    def keep_file(cls, path: Path, folder: Path, as_of: str = "") -> None:
        """Keep a workbook from a file in the place of another of its kind; raises ``BadWorkbook``.

        Two years of one kind would bring facilities back that have closed. ``as_of`` is the ISO date the file speaks
        for, where it is not the one the file itself has; it belongs to this file only and so stands in its name.
        """
        book = open_workbook(path)
        place = folder / WORKBOOKS
        place.mkdir(parents=True, exist_ok=True)
        for older in place.glob(f"{book.kind}_*.xlsx"):
            older.unlink()
        shutil.copyfile(path, place / f"{book.kind}_{as_of or book.as_of or UNDATED}_{path.stem[:100]}.xlsx")

    @classmethod
    def read_saved(cls, folder: Path, sample: bool, origin: str) -> SourceReport:
        """Read the kept workbooks into ``listings.jsonl`` and the report; needs no network."""
        count = RunCount(cls.source)
        read_on = dt.datetime.strptime(folder.name[:8], "%Y%m%d").date().isoformat()
        paths = sorted((folder / WORKBOOKS).glob("*.xlsx"))
        made = (_listings(path.name, open_workbook(path), read_on, _date(path), count, sample) for path in paths)
        write_listings(folder, itertools.chain.from_iterable(made))
        return count.finish(folder, read_on, as_of=min(filter(None, map(_date, paths)), default=""), origin=origin)


def _date(path: Path) -> str:
    """Return the ISO date in a kept workbook's name, "" where it is undated."""
    date = path.name.split("_")[1]
    return "" if date == UNDATED else date


def _listings(name: str, book: Workbook, read_on: str, as_of: str, count: RunCount, sample: bool) -> Iterator[Listing]:
    reading = Reading(source=SamhsaDirectory.source.id, read_on=read_on, as_of=as_of)
    count.pages += 1
    for number, row in enumerate(book.rows, 2):
        count.rows += 1
        record = read_row(row, book.kind, count.unmapped)
        reason = unusable(record)
        if not reason:
            listing = read_record(record, reading)
            reason = in_wrong_world(listing, sample)
        if reason:
            count.skip(f"{name}, row {number}", name, reason)
        else:
            yield count.keep(listing)
