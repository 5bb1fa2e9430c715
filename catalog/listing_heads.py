"""Heads of gathered listings, read from their files; a line that the build before met is not decoded again.

Files of listings in, heads and what matching and merging ask of each listing out. A line is known by its digest, or,
where the same was read on another day, by its digest without that day.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from catalog.contacts import remember_domains
from catalog.listings import Listing
from catalog.matching import Head, card, head_of
from catalog.matching.memory import Memory, Remembered
from catalog.matching.traits import Traits, traits_of
from catalog.merging import program_id
from catalog.shortcuts import Shelf

HEADS, VERDICTS, RUNS = "heads", "verdicts", "runs"

MOST_PARTS = 12
"""Files that heads are kept in: each build adds one with what is new, and now and then all are written anew."""

DIGEST = 16
"""Bytes of a line's digest."""

BUFFER = 1 << 20
"""Bytes read at once: a listing is larger than a file's usual buffer."""

READ_ON = b'"read_on":"%s"'
_DATE = re.compile(rb"\d{4}-\d\d-\d\d")
_NO_DATE = b'"read_on":0'
"""Stands for the day; no listing says it so, because a day is text."""


class Known(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A line of a file of listings: its digest, its digest without the day ``read_on``, and what it says.

    ``fixed`` are the other days it names, ``as_of`` the day the listing speaks for, ``minted`` the id that a program
    named by it would get, ``domain`` the registered domain of its web site.
    """

    exact: bytes
    dateless: bytes
    read_on: str
    as_of: str
    fixed: tuple[str, ...]
    minted: str
    domain: str
    traits: Traits
    head: Head

    @property
    def seen(self) -> str:
        """The day the listing speaks for."""
        return self.as_of or self.read_on


class Run(msgspec.Struct, frozen=True, array_like=True):
    """A file of listings as it was read: its size, time (nanoseconds) and number in its file system, by which it is
    known again, and the digests of its lines, one after the other. Finished runs never change."""

    size: int
    time: int
    number: int
    lines: bytes


class ListingHeads:
    """Reads heads and remembers them. ``decoded`` counts lines that had to be decoded."""

    def __init__(self, before: Shelf) -> None:
        self._before = before
        self._parts: list[str] = []
        known = list(self._kept(before.read(HEADS, list[str]) or []))
        self._exact = {one.exact: one for one in known}
        self._dateless: dict[bytes, Known] | None = None
        self._remembered: Remembered | None = before.read(VERDICTS, Remembered)
        self._runs: dict[str, Run] = before.read(RUNS, dict[str, Run]) or {}
        self._decoder = msgspec.json.Decoder(Listing)
        self._met: dict[Path, list[Known]] = {}
        self._known = known
        remember_domains((one.head.website, one.domain) for one in known if one.domain)
        self.decoded = 0

    def read(self, path: Path, number: int, trust: int) -> list[Known]:
        """Return what is known of each line of a file; ``number`` is the file's, ``trust`` its source's rank.

        Raises ``ValueError`` naming the first line that is no listing.
        """
        if path not in self._met:
            self._met[path] = self._again(path, number) or list(self._read(path, number, trust))
        return self._met[path]

    def memory(self, listings: Mapping[str, Known]) -> Memory:
        """Return what matching may remember of ``listings``, by their ids."""
        return Memory(listings, self._remembered)

    def keep(self, shelf: Shelf, listings: Sequence[Known], memory: Memory) -> None:
        """Keep what is known of ``listings``, and how they were matched, for the next build.

        What was kept before is shared, and only what is new is written, until more than half of it is of no use.
        """
        new = [one for one in listings if one.exact not in self._exact]
        parts = self._parts
        few = len(parts) < MOST_PARTS and len(self._exact) + len(new) < len(listings) * 1.5
        if not few or not all(shelf.take_over(name, self._before) for name in parts):
            parts, new = [], list(listings)
        shelf.write(HEADS, [*parts, shelf.share(new)] if new else parts)
        shelf.write(VERDICTS, memory.remembered())
        shelf.write(RUNS, {_named(path): _run(path, lines) for path, lines in self._met.items()})

    def _kept(self, names: Iterable[str]) -> Iterator[Known]:
        for name in names:
            part: list[Known] | None = self._before.shared(name, list[Known])
            if part is not None:
                self._parts.append(name)
                yield from part

    def _again(self, path: Path, number: int) -> list[Known]:
        """Return what is known of the lines of a file that was read before and is as it was, else nothing."""
        run = self._runs.get(_named(path))
        if run is None or (run.size, run.time, run.number) != _stamp(path):
            return []
        digests = (run.lines[at : at + DIGEST] for at in range(0, len(run.lines), DIGEST))
        found = [self._exact.get(one) for one in digests]
        placed, offset = list[Known](), 0
        for one in found:
            if one is None:
                return []
            placed.append(_placed(one, number, offset, one.head.length))
            offset += one.head.length
        return placed if offset == run.size else []

    def _read(self, path: Path, number: int, trust: int) -> Iterator[Known]:
        offset = 0
        with path.open("rb", buffering=BUFFER) as file:
            for line in file:
                place, length = offset, len(line)
                offset += length
                exact = hashlib.sha256(line).digest()[:DIGEST]
                found = self._exact.get(exact)
                if found is None:
                    try:
                        found = self._find(line, exact, trust)
                    except msgspec.DecodeError as error:
                        raise ValueError(f"{path}, byte {place}: {error}: gather this source again") from error
                yield _placed(found, number, place, length)

    def _find(self, line: bytes, exact: bytes, trust: int) -> Known:
        """Return what a line says that is not known to the byte: known but for its day, or decoded."""
        day = day_of(line)
        dateless = hashlib.sha256(line.replace(READ_ON % day, _NO_DATE) if day else line).digest()[:DIGEST]
        if self._dateless is None:
            self._dateless = {one.dateless: one for one in self._known}
        known = self._dateless.get(dateless)
        if known is not None and day:
            return msgspec.structs.replace(known, exact=exact, read_on=day.decode())
        self.decoded += 1
        listing = self._decoder.decode(line)
        head = head_of(listing, trust)
        prepared = card(head)
        return Known(
            exact=exact, dateless=dateless, read_on=day.decode(), as_of=listing.as_of, fixed=_fixed(listing, day),
            minted=program_id(head), domain=prepared.domain, traits=traits_of(prepared), head=head,
        )  # fmt: skip


def _placed(known: Known, number: int, offset: int, length: int) -> Known:
    """Return what is known of a line at its place."""
    head = known.head
    if (head.file, head.offset, head.length) == (number, offset, length):
        return known
    return msgspec.structs.replace(
        known, head=msgspec.structs.replace(head, file=number, offset=offset, length=length)
    )  # fmt: skip


def _named(path: Path) -> str:
    """Return the source and the run of a file of listings."""
    return "/".join(path.parts[-3:])


def _stamp(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ino


def _run(path: Path, lines: Iterable[Known]) -> Run:
    return Run(*_stamp(path), b"".join([one.exact for one in lines]))


def day_of(line: bytes) -> bytes:
    """Return the day on which an encoded listing was read, empty where it names none."""
    at = line.rfind(READ_ON.partition(b"%")[0])
    day = line[at + 11 : at + 21] if at >= 0 else b""
    return day if _DATE.fullmatch(day) else b""


def _fixed(listing: Listing, day: bytes) -> tuple[str, ...]:
    """Return the days that a listing names beside the one on which it was read."""
    read, speaks = {listing.read_on}, {listing.as_of}
    for fact in listing.facts:
        for evidence in fact.evidence:
            read.add(evidence.read_on)
            speaks.add(evidence.as_of)
    return tuple(sorted((read - {day.decode()} | speaks) - {""}))
