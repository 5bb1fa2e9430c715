"""A source of several directories, of which each succeeds or fails alone.

``pages/<directory>/`` in a run's folder holds what one directory sent; ``done.json`` is written last. One that failed,
or that brought far less than the time before, gives way to what it sent in an earlier run, with that day's date.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from catalog.listings import Listing
from catalog.sources import Source, SourceReport, finished_runs, write_listings
from crawler.insurers.directories import Directory
from crawler.kept_pages import BadAnswer
from crawler.reports import LEAST_OF_LAST, RunCount

DONE, FAILED, COUNTS, ASKED = "done.json", "failed.txt", "directories.json", "asked.json"

KEPT_DAYS = 180
"""Days for which what a directory sent still counts where it cannot be asked, with its own date shown."""


class Asked(NamedTuple):
    """Ids of the directories a run asks, and postal codes."""

    directories: list[str]
    states: list[str]


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """That a directory sent all it has, and the ISO date of the run that asked it."""

    read_on: str


def remember_asked(folder: Path, directories: Iterable[Directory], states: str) -> None:
    """Keep which directories a run asks, and the postal codes of the states wanted, so that it can be read again."""
    (folder / ASKED).write_bytes(msgspec.json.encode(Asked([row.id for row in directories], states.split(","))))


def asked(folder: Path, table: Iterable[Directory]) -> tuple[list[Directory], frozenset[str]]:
    """Return the directories that a run asked and that are still enabled, and the states wanted (none: all)."""
    told = msgspec.json.decode((folder / ASKED).read_bytes(), type=Asked)
    rows = [row for row in table if row.enabled and row.id in told.directories]
    return rows, frozenset(filter(None, told.states))


Reader = Callable[[Directory, Path, str, RunCount], Iterable[Listing]]
"""What makes listings of one directory: its row, its folder, the ISO date it was read, and the counts of the run."""


def part_folder(folder: Path, directory: Directory) -> Path:
    """Return where a run keeps what a directory sent."""
    return folder / "pages" / directory.id


def run_day(folder: Path) -> str:
    """Return the ISO date of a run, which its folder's name says."""
    return dt.datetime.strptime(folder.name[:8], "%Y%m%d").date().isoformat()


def mark_done(folder: Path, directory: Directory) -> None:
    """Say that a directory sent all it has."""
    place = part_folder(folder, directory)
    place.mkdir(parents=True, exist_ok=True)
    (place / FAILED).unlink(missing_ok=True)
    (place / DONE).write_bytes(msgspec.json.encode(Done(read_on=run_day(folder))))


def mark_failed(folder: Path, directory: Directory, reason: str) -> None:
    """Say why a directory could not be read; the run goes on with the others."""
    place = part_folder(folder, directory)
    place.mkdir(parents=True, exist_ok=True)
    (place / FAILED).write_text(reason, encoding="utf-8")


def is_done(folder: Path, directory: Directory) -> bool:
    """Return whether a directory sent all it has in this run."""
    return (part_folder(folder, directory) / DONE).exists()


def read_parts(
    source: Source, folder: Path, directories: Iterable[Directory], read: Reader, origin: str
) -> SourceReport:
    """Read the directories of a run into ``listings.jsonl`` and the report.

    A directory that cannot be read stands among what was skipped and in the notes; raises ``ValueError`` where none
    can be read.
    """
    count, counts, reasons = RunCount(source), dict[str, int](), dict[str, str]()
    write_listings(folder, _all_listings(folder, directories, read, count, counts, reasons))
    if not counts:
        told = "; ".join(f"{directory}: {reason}" for directory, reason in reasons.items())
        raise ValueError(f"no directory could be read ({told[:600]})")
    (folder / COUNTS).write_bytes(msgspec.json.encode(counts, order="sorted"))
    return count.finish(folder, run_day(folder), origin=origin)


TRULY_LESS = "look at it; where it has truly shrunk, remove the source's earlier runs and gather again"

ALL = "the whole directory"
"""Where a record that stands for a whole directory was met."""


def _all_listings(
    folder: Path, directories: Iterable[Directory], read: Reader, count: RunCount, counts: dict[str, int],
    reasons: dict[str, str],
) -> Iterator[Listing]:  # fmt: skip
    """Yield every directory's listings; how many each gave goes to ``counts``, why one gave none to ``reasons``."""
    for directory in directories:
        reason, found = _read_here(folder, directory, read, count)
        if reason:
            count.skip(directory.id, ALL, f"{directory.id} could not be read")
            count.notes[f"{directory.id}: {reason}"] += 1
            reasons[directory.id] = reason
            found = _read_earlier(folder, directory, read, count)
        if found is not None:
            counts[directory.id] = len(found)
            yield from map(count.keep, found)


def _read_here(folder: Path, directory: Directory, read: Reader, count: RunCount) -> tuple[str, list[Listing] | None]:
    """Return why a directory's answers of this run cannot be used ("" where they can), and its listings."""
    place = part_folder(folder, directory)
    if not (place / DONE).exists():
        told = place / FAILED
        return (told.read_text("utf-8") if told.exists() else "it was not asked to its end"), None
    tried = RunCount(count.source)
    try:
        found = list(read(directory, place, _read_on(place), tried))
    except BadAnswer as error:
        return str(error), None
    before = _count_before(folder, directory)
    if len(found) < before * LEAST_OF_LAST:
        return f"it brought {len(found)} listings, {before} the time before: {TRULY_LESS}", None
    count.add(tried)
    return "", found


def _read_earlier(folder: Path, directory: Directory, read: Reader, count: RunCount) -> list[Listing] | None:
    """Return the listings of what a directory sent before, taken along into this run, None where there is nothing."""
    oldest = (dt.date.fromisoformat(run_day(folder)) - dt.timedelta(days=KEPT_DAYS)).isoformat()
    for run in reversed(_runs_before(folder)):
        place = part_folder(run, directory)
        if not (place / DONE).exists() or _read_on(place) < oldest:
            continue
        tried = RunCount(count.source)
        try:
            found = list(read(directory, place, _read_on(place), tried))
        except BadAnswer:
            continue
        here = part_folder(folder, directory)
        shutil.rmtree(here, ignore_errors=True)
        shutil.copytree(place, here)
        count.add(tried)
        count.notes[f"{directory.id}: as it was read on {_read_on(place)}"] += len(found)
        return found
    return None


def _read_on(place: Path) -> str:
    return msgspec.json.decode((place / DONE).read_bytes(), type=Done).read_on


def _runs_before(folder: Path) -> list[Path]:
    place = folder.parent
    return [run for run in finished_runs(place.parent.parent, place.name) if run.name < folder.name]


def _count_before(folder: Path, directory: Directory) -> int:
    for run in reversed(_runs_before(folder)):
        if (run / COUNTS).exists():
            counts: dict[str, int] = msgspec.json.decode((run / COUNTS).read_bytes(), type=dict[str, int])
            if directory.id in counts:
                return counts[directory.id]
    return 0
