"""What changed between two releases: programs added, removed, joined with another, and changed field by field.

Two folders of releases in, ``Changes`` out. Encoded lines are compared first and only those that differ are decoded.
The same two folders give the same answer, to the byte.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import msgspec

from catalog.building import ACCOUNTS, CANDIDATES, FORWARDS, OFFSETS, PROGRAMS, Account
from catalog.program_changes import FieldChange, program_changes
from catalog.programs import Program
from catalog.reuse import Lineage


class Named(msgspec.Struct, frozen=True, omit_defaults=True):
    """A program that came or went: ``why`` in words, ``into`` the id of the program it is part of now."""

    id: str
    name: str
    place: str
    why: str = ""
    into: str = ""


class Changed(msgspec.Struct, frozen=True):
    """A program that both releases hold, and what is different in it."""

    id: str
    name: str
    place: str
    changes: tuple[FieldChange, ...]


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """The difference of two releases. ``counts`` has "before", "after", "added", "removed", "joined", "changed",
    "read again" (only dates and quotes differ) and "unchanged"; ``fields`` counts the programs in which an attribute
    was added, removed or changed. Lists are in the order of ids."""

    counts: dict[str, int]
    fields: dict[str, dict[str, int]]
    added: tuple[Named, ...]
    removed: tuple[Named, ...]
    joined: tuple[Named, ...]
    changed: tuple[Changed, ...]


class _Lines:
    """The programs of one release as encoded lines, found by id."""

    def __init__(self, folder: Path) -> None:
        self.offsets = msgspec.json.decode((folder / OFFSETS).read_bytes(), type=dict[str, tuple[int, int]])
        self._file = (folder / PROGRAMS).open("rb")
        self._decoder = msgspec.json.Decoder(Program)

    def line(self, program_id: str) -> bytes:
        start, length = self.offsets[program_id]
        if self._file.tell() != start:
            self._file.seek(start)
        return self._file.read(length)

    def program(self, program_id: str) -> Program:
        return self._decoder.decode(self.line(program_id))

    def decode(self, line: bytes) -> Program:
        return self._decoder.decode(line)

    def close(self) -> None:
        self._file.close()


class _Id(msgspec.Struct, frozen=True):
    id: str


def compare_releases(before: Path, after: Path, lineage: Lineage | None = None) -> Changes:
    """Return what changed from the release in ``before`` to the one in ``after``.

    ``lineage`` of the latter names what they have in common, which is not compared again. Raises ``OSError`` or
    ``msgspec.DecodeError`` where one of them cannot be read.
    """
    old, new = _Lines(before), _Lines(after)
    try:
        counts: Counter[str] = Counter(before=len(old.offsets), after=len(new.offsets))
        common = lineage if lineage and lineage.before == before else None
        changed = tuple(_changed(old, new, counts, common))
        came = sorted(new.offsets.keys() - old.offsets.keys())
        went = sorted(old.offsets.keys() - new.offsets.keys())
        added = tuple(_added(before, new, came))
        removed, joined = _gone(after, old, new, went)
    finally:
        old.close()
        new.close()
    counts.update(added=len(added), removed=len(removed), joined=len(joined), changed=len(changed))
    names = ("before", "after", "added", "removed", "joined", "changed", "read again", "unchanged")
    return Changes(
        counts={name: counts[name] for name in names}, fields=_field_counts(changed),
        added=added, removed=removed, joined=joined, changed=changed,
    )  # fmt: skip


def _changed(old: _Lines, new: _Lines, counts: Counter[str], common: Lineage | None) -> Iterator[Changed]:
    both = old.offsets.keys() & new.offsets.keys()
    if common:
        same, redated = both & common.same, both & common.redated.keys()
        counts.update({"unchanged": len(same), "read again": len(redated)})
        both -= same | redated
    for program_id in sorted(both):
        was, now = old.line(program_id), new.line(program_id)
        if was == now:
            counts["unchanged"] += 1
            continue
        program = new.decode(now)
        changes = program_changes(old.decode(was), program)
        if changes:
            yield Changed(program.id, program.name, _place(program), changes)
        else:
            counts["read again"] += 1


def _added(before: Path, new: _Lines, ids: list[str]) -> Iterator[Named]:
    candidates = _ids(before / CANDIDATES) if ids else set()
    for program_id in ids:
        program = new.program(program_id)
        why = "a source states an IOP there now" if program_id in candidates else ""
        yield Named(program.id, program.name, _place(program), why)


def _gone(after: Path, old: _Lines, new: _Lines, ids: list[str]) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """Return what is gone and why, and what is part of another program now."""
    if not ids:
        return (), ()
    forwards = msgspec.json.decode((after / FORWARDS).read_bytes(), type=dict[str, str]) if (
        after / FORWARDS).is_file() else {}  # fmt: skip
    candidates, asked = _ids(after / CANDIDATES), _left_out(after / ACCOUNTS)
    removed, joined = [], []
    for program_id in ids:
        program, into = old.program(program_id), forwards.get(program_id, "")
        if into in new.offsets:
            into_name = new.program(into).name
            joined.append(Named(program.id, program.name, _place(program), f"is part of {into_name} now", into))
            continue
        why = "left out on request" if program_id in asked else "no source lists it now"
        if program_id in candidates or into in candidates:
            why = "no source states an IOP there now"
        removed.append(Named(program.id, program.name, _place(program), why))
    return tuple(removed), tuple(joined)


def _ids(path: Path) -> set[str]:
    """Return the ids of a file of programs without reading the rest of them."""
    if not path.is_file():
        return set()
    decoder = msgspec.json.Decoder(_Id)
    with path.open("rb") as file:
        return {decoder.decode(line).id for line in file}


def _left_out(path: Path) -> set[str]:
    if not path.is_file():
        return set()
    decoder = msgspec.json.Decoder(Account)
    with path.open("rb") as file:
        return {account.program for line in file if (account := decoder.decode(line)).outcome == "removed"}


def _field_counts(changed: tuple[Changed, ...]) -> dict[str, dict[str, int]]:
    """Return, by attribute, in how many programs it was added, removed or changed."""
    fields: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for program in changed:
        for field, kind in sorted({(change.field, change.change) for change in program.changes}):
            fields[field][kind] += 1
    return {field: dict(sorted(fields[field].items())) for field in sorted(fields)}


def _place(program: Program) -> str:
    return ", ".join(part for part in (program.city, program.state) if part)
