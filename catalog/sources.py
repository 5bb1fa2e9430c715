"""Sources and what gathering from one leaves on disk: pages, listings, what was skipped, and a report.

``<root>/gather/<source>/<run>/`` holds one run. Its ``report.json`` is written last, so a run without one is
unfinished and continues; the newest finished run is what a build reads.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import msgspec

from catalog.listings import Listing

LISTINGS, SKIPPED, REPORT = "listings.jsonl", "skipped.jsonl", "report.json"

ASKED = "asked.txt"
"""File in a run's folder: the address that the run asks, then a line for each setting that narrows what it asks for.
Imports have none."""

REFUSED = ".refused"
"""Folder beside a source's runs: those that brought too little, kept to be looked at and never built from."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a source beforehand.

    ``trust`` orders sources where they disagree, the lowest first: 5 the operator's own list, 10 a program's own
    page, 20 a licence list, 30 SAMHSA, 35 the NPI registry, 40 an insurer's directory. ``cadence_days`` says how
    often it is worth asking, ``expected`` the band of listings a whole run brings.
    """

    id: str
    label: str
    label_es: str = ""
    home: str
    terms: str
    cadence_days: int
    expected: tuple[int, int]
    trust: int


class Skipped(msgspec.Struct, frozen=True, kw_only=True):
    """One record that gave no listing: which, where it stood, and why."""

    record: str
    page: str
    reason: str


class SourceReport(msgspec.Struct, frozen=True, kw_only=True):
    """What one finished run gathered. Times are ISO 8601 in UTC; ``skipped`` counts records by reason, ``notes``
    counts things kept but marked (a point moved to its ZIP), ``unmapped`` words that no vocabulary knows."""

    source: Source
    run: str
    started: str
    finished: str
    read_on: str
    as_of: str
    pages: int
    rows: int
    kept: int
    skipped: dict[str, int]
    notes: dict[str, int] = {}
    unmapped: dict[str, int] = {}
    seconds: float = 0.0
    peak_mb: float = 0.0
    origin: str = ""


def write_lines(path: Path, records: Iterable[Any]) -> int:
    """Write one JSON object a line with sorted keys, durably; return how many."""
    encoder = msgspec.json.Encoder(order="sorted")
    count = 0
    with path.open("wb") as file:
        for record in records:
            file.write(encoder.encode(record) + b"\n")
            count += 1
        file.flush()
        os.fsync(file.fileno())
    return count


def read_listings(path: Path) -> Iterator[Listing]:
    """Yield the listings of a ``listings.jsonl``; a damaged line raises ``ValueError`` naming file and line."""
    decoder = msgspec.json.Decoder(Listing)
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                yield decoder.decode(line)
            except msgspec.DecodeError as error:
                raise ValueError(f"{path}, line {number}: {error}: gather {path.parent.parent.name} again") from error


def read_skipped(path: Path) -> list[Skipped]:
    """Return the records of a ``skipped.jsonl``."""
    decoder = msgspec.json.Decoder(Skipped)
    return [decoder.decode(line) for line in path.read_bytes().splitlines()] if path.exists() else []


def source_folder(root: Path, source: str) -> Path:
    """Return where a source's runs lie."""
    return root / "gather" / source


def write_listings(folder: Path, listings: Iterable[Listing]) -> int:
    """Write ``listings.jsonl`` sorted by id, durably, holding none of them in memory; return how many.

    Records that a source repeats word for word have one id: they are told apart by "-2", "-3" in the order of their
    contents, so nothing is lost and the order of the input changes nothing.
    """
    spool = folder / (LISTINGS + ".new")
    encoder = msgspec.json.Encoder(order="sorted")
    places: list[tuple[str, int, int]] = []
    with spool.open("wb") as file:
        for listing in listings:
            line = encoder.encode(listing)
            places.append((listing.id, file.tell(), len(line)))
            file.write(line + b"\n")
    with spool.open("rb") as source, (folder / LISTINGS).open("wb") as file:
        for name, group in itertools.groupby(sorted(places), key=lambda place: place[0]):
            lines = sorted(_at(source, offset, length) for _, offset, length in group)
            for number, line in enumerate(lines, 1):
                if number > 1:
                    listing = msgspec.json.decode(line, type=Listing)
                    line = encoder.encode(msgspec.structs.replace(listing, id=f"{name}-{number}"))
                file.write(line + b"\n")
        file.flush()
        os.fsync(file.fileno())
    spool.unlink()
    return len(places)


def _at(file: IO[bytes], offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length)


def finish_run(folder: Path, report: SourceReport, skipped: Iterable[Skipped]) -> SourceReport:
    """Write what a run skipped, then its report: from here on its ``listings.jsonl`` is what builds read."""
    write_lines(folder / SKIPPED, sorted(skipped, key=lambda s: (s.page, s.record, s.reason)))
    staged = folder / (REPORT + ".new")
    write_lines(staged, [report])
    staged.replace(folder / REPORT)
    return report


def read_report(folder: Path) -> SourceReport:
    """Return the report of one finished run."""
    return msgspec.json.decode((folder / REPORT).read_bytes(), type=SourceReport)


def finished_runs(root: Path, source: str) -> list[Path]:
    """Return the folders of a source's finished runs, the newest last."""
    return sorted(path.parent for path in source_folder(root, source).glob(f"*/{REPORT}"))


def gathered(root: Path) -> list[tuple[SourceReport, Path]]:
    """Return the newest finished run of every source under ``root``: its report and its folder, by source id."""
    folders = sorted((root / "gather").glob("*")) if (root / "gather").exists() else []
    newest = [runs[-1] for folder in folders if (runs := finished_runs(root, folder.name))]
    return [(read_report(folder), folder) for folder in newest]
