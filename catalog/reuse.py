"""Programs of the release before that are not merged again, because nothing that they are made of has changed.

A program's line is taken over where its listings are the same, in the same order and with the same notes, its ids are
the same, and so are the code, the tables and the trust in sources. Where the same listings were read on other days, its
days are moved. What each line was made of is a shortcut (``catalog.shortcuts``) that belongs to the files of the
release before, whose SHA-256 are worked out first; without it every program is merged anew, with the same result.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple

import msgspec

from catalog.identity import Identity
from catalog.listing_heads import Known
from catalog.redating import moved_days, redated
from catalog.shortcuts import Shelf

MADE = "made"

CHUNK = 1 << 18
"""Bytes copied at once."""


class Line(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A program's line: its listings' digests without days (none where a correction changed it), the notes on them
    (none where all are empty) and the days on which they were read; its status and why it is a candidate; its place in
    its file; and its identity: the listing that holds its id, and the ids that lead to it."""

    listings: tuple[bytes, ...]
    notes: tuple[str, ...]
    days: tuple[str, ...]
    status: str
    candidate_for: str
    offset: int
    length: int
    anchor: str
    previous_ids: tuple[str, ...]


class MadeOf(NamedTuple):
    """What a program is made of: its listings in order, their digests without days, the notes on them (none where all
    are empty), and the days on which they were read."""

    listings: Sequence[Known]
    digests: tuple[bytes, ...]
    notes: tuple[str, ...]
    days: tuple[str, ...]


class Lineage(NamedTuple):
    """What a release has of the one in the folder ``before``: ``same`` programs to the byte, ``redated`` ones but for
    their days, each with the day it is seen last now. ``lines`` are those of its files in their order, ``lines_before``
    those of the release before as far as they are known; ``anew`` are those of the former that say something else, or
    are new, ``gone`` those of the latter that are not there any more, or say something else now. ``shelf`` and
    ``shelf_before`` keep their shortcuts. ``digests`` are the SHA-256 of its files of programs."""

    before: Path | None
    same: frozenset[str]
    redated: Mapping[str, str]
    lines: Mapping[str, Line]
    lines_before: Mapping[str, Line]
    anew: Mapping[str, Line]
    gone: Mapping[str, Line]
    shelf: Shelf
    shelf_before: Shelf
    digests: Mapping[str, str]


class Reuse:
    """Lends lines of the release before: places in its files where nothing has changed, moved lines where days have."""

    def __init__(self, shelf: Shelf, files: Mapping[str, IO[bytes]]) -> None:
        self._files = files
        self.before: dict[str, Line] = shelf.read(MADE, dict[str, Line]) or {}
        """The lines of the release before; none where nothing is known of them."""
        self.same: set[str] = set()
        self.redated: dict[str, str] = {}

    def find(self, identity: Identity, of: MadeOf) -> Lent | None:
        """Return the line of a program where it was made of the same, else None."""
        known = self.before.get(identity.id)
        if known is None or known.listings != of.digests or known.notes != of.notes or not of.digests:
            return None
        if known.previous_ids != identity.previous_ids:
            return None
        if known.days == of.days:
            self.same.add(identity.id)
            return Lent(known, b"")
        moved = moved_days(known.days, of.days, (day for one in of.listings for day in one.fixed))
        if moved is None:
            return None
        seen, line = max(one.seen for one in of.listings), self.line(known)
        changed = redated(line, moved, seen)
        known = msgspec.structs.replace(known, days=of.days)
        if changed == line:  # a listing that states nothing leaves no day
            self.same.add(identity.id)
            return Lent(known, b"")
        self.redated[identity.id] = seen
        return Lent(known, changed)

    def line(self, known: Line) -> bytes:
        """Return a line of the release before."""
        file = self._files[known.status]
        file.seek(known.offset)
        return file.read(known.length)


class Lent(NamedTuple):
    """A line to be taken over: what is known of it, and its bytes where its days have moved, else empty."""

    known: Line
    moved: bytes


class LineWriter:
    """Writes a file of lines, copies neighboring lines of the release before at once, and works out its SHA-256."""

    def __init__(self, out: IO[bytes], lender: IO[bytes] | None) -> None:
        self._out, self._lender = out, lender
        self._hash = hashlib.sha256()
        self._start = self._end = 0
        self._written: list[bytes] = []
        self._waiting = 0
        self._chunk = memoryview(bytearray(CHUNK if lender else 0))
        self.size = 0

    def write(self, line: bytes) -> None:
        """Write a line."""
        self._copy()
        self._written.append(line)
        self._waiting += len(line)
        self.size += len(line)
        if self._waiting > CHUNK:
            self._flush()

    def copy(self, offset: int, length: int) -> None:
        """Write a line of the release before."""
        if offset != self._end:
            self._copy()
            self._start = offset
        self._end = offset + length
        self.size += length

    def finish(self) -> str:
        """Write what waits; return the SHA-256 of the file."""
        self._copy()
        self._flush()
        return self._hash.hexdigest()

    def _copy(self) -> None:
        if self._end == self._start:
            return
        self._flush()
        assert self._lender
        self._lender.seek(self._start)
        left = self._end - self._start
        while left:
            size = self._lender.readinto(self._chunk[:left])  # type: ignore[attr-defined]
            if not size:
                raise OSError("a file of the release before is shorter than it was")
            self._put(self._chunk[:size])
            left -= size
        self._start = self._end = 0

    def _flush(self) -> None:
        if self._written:
            self._put(b"".join(self._written))
            self._written, self._waiting = [], 0

    def _put(self, data: bytes | memoryview) -> None:
        self._hash.update(data)
        self._out.write(data)
