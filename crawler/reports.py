"""Counting what one run reads: listings, what was skipped and why, what was marked, words nobody knows."""

from __future__ import annotations

import datetime as dt
import re
import resource
import time
from collections import Counter
from pathlib import Path

from catalog.listings import Listing
from catalog.sources import Skipped, Source, SourceReport, finish_run

KEPT_WORDS = 200
"""Unmapped words listed in a report, the most frequent first; all are counted."""

Marked = Counter[str]


class RunCount:
    """Keeps the accounts of one run of a source."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.started = dt.datetime.now(dt.UTC)
        self._clock = time.monotonic()
        self.pages = 0
        self.rows = 0
        self.kept = 0
        self.skipped: list[Skipped] = []
        self.passed_over: Counter[str] = Counter()
        self.notes: Counter[str] = Counter()
        self.unmapped: Counter[str] = Counter()

    def skip(self, record: str, page: str, reason: str) -> None:
        """Count a record that gives no listing."""
        self.skipped.append(Skipped(record=record, page=page, reason=reason))

    def pass_over(self, reason: str, number: int = 1) -> None:
        """Count records that are of no interest here and too many to name one by one (every doctor of an insurer)."""
        if number > 0:
            self.passed_over[reason] += number

    def add(self, other: RunCount) -> None:
        """Take over what another count counted, but for what it kept."""
        self.pages += other.pages
        self.rows += other.rows
        self.skipped += other.skipped
        self.passed_over += other.passed_over
        self.notes += other.notes
        self.unmapped += other.unmapped

    def keep(self, listing: Listing) -> Listing:
        """Count a listing and what was marked on it."""
        self.kept += 1
        for note in listing.notes:
            self.notes[_kind(note)] += 1
        return listing

    def report(self, run: str, read_on: str, as_of: str, origin: str) -> SourceReport:
        """Return the report of this run."""
        return SourceReport(
            source=self.source, run=run, started=self.started.isoformat(timespec="seconds"),
            finished=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), read_on=read_on, as_of=as_of,
            pages=self.pages, rows=self.rows, kept=self.kept,
            skipped=dict(sorted((Counter(s.reason for s in self.skipped) + self.passed_over).items())),
            notes=dict(sorted(self.notes.items())), unmapped=dict(self.unmapped.most_common(KEPT_WORDS)),
            seconds=round(time.monotonic() - self._clock, 2),
            peak_mb=peak_memory(), origin=origin,
        )  # fmt: skip

    def finish(self, folder: Path, read_on: str, as_of: str = "", origin: str = "") -> SourceReport:
        """Write the report beside the listings that were written before."""
        return finish_run(folder, self.report(folder.name, read_on, as_of, origin), self.skipped)


OTHER_STATE = "in a state that was not asked for"
"""Why a record is passed over where an operator gathers some states only."""

LEAST_OF_LAST = 0.8
"""Share of the last good run's listings that a run must bring: fewer means that something is wrong with it."""


def peak_memory() -> float:
    """Return the most memory this process has held, in MB.

    Linux's own figure comes first: the portable one starts at what the process that started this one held.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        status = ""
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.M)
    kilobytes = int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(kilobytes / 1024, 1)


def _kind(note: str) -> str:
    """Return a note without the figures of one listing, so that equal faults are counted together."""
    if note.startswith("coordinates "):
        note = "coordinates are not in the ZIP" + (";" + note.partition(";")[2] if ";" in note else "")
    return note.partition("; ZIP")[0] + ("; no point" if "; ZIP" in note else "")
