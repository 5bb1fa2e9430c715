"""Writes the programs of a release: groups of listings in, encoded programs out, each where it belongs.

A program made of the same as in the release before is copied from there; the others are merged one by one, so that no
two are held in memory. Beside them go ``offsets.json``, ``anchors.json`` and ``forwards.json``.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, NamedTuple

import msgspec

from catalog.corrections import Corrections
from catalog.facts import Answer
from catalog.identity import ANCHORS, Identity
from catalog.listing_heads import Known
from catalog.listings import Listing
from catalog.matching import Group, Head
from catalog.merging import merge
from catalog.reuse import Line, LineWriter, MadeOf, Reuse

PROGRAMS, CANDIDATES, OFFSETS = "programs.jsonl", "candidates.jsonl", "offsets.json"
FILES = (("confirmed", PROGRAMS), ("candidate", CANDIDATES))
"""The file of a release that programs of each status go into."""

OUTCOMES = {"confirmed": "program", "candidate": "candidate"}
"""What becomes of the listing that names a program of each status; the others are merged into it."""

FORWARDS = "forwards.json"
"""File of a release: ids of earlier releases with the id each leads to."""


class Account(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one record: "program" names one, "merged" joined another's program, "candidate" may be one,
    "no IOP" states none, "removed" asked to be left out, "skipped" gave no listing. ``program`` is the program's id,
    ``why`` a rule or a reason."""

    listing: str
    outcome: str
    program: str = ""
    why: str = ""
    states_iop: bool = False


class _Made(NamedTuple):
    """A program as it goes into its file: the encoded line, empty where it is that of the release before (``lent``),
    and what its listings' accounts say of it."""

    id: str
    line: bytes
    status: str
    candidate_for: str
    lent: Line | None = None
    corrected: bool = False


class ProgramWriting:
    """Merges groups one by one and writes each program where it belongs, so that no two are held in memory."""

    def __init__(
        self, files: list[Path], notes: dict[int, str], known: Mapping[str, Known], trust: dict[str, int],
        corrected: Corrections, accounts: list[Account], reuse: Reuse, on_progress: Callable[[int, int], None],
    ) -> None:  # fmt: skip
        self.files, self.notes, self.known, self.trust, self.corrected = files, notes, known, trust, corrected
        self.accounts, self.reuse, self.on_progress = accounts, reuse, on_progress
        self.encoder = msgspec.json.Encoder(order="sorted")
        self.lines: dict[str, Line] = {}
        self.opened: list[IO[bytes]] = []
        self.merged = 0

    def write(
        self, groups: list[Group], identities: list[Identity], folder: Path, lent: Mapping[str, IO[bytes]]
    ) -> tuple[dict[str, int], dict[str, str]]:
        """Write programs and candidates in the order of their ids; return how many of each, and the files' SHA-256."""
        keyed = sorted(zip(identities, range(len(groups)), strict=True))
        with contextlib.ExitStack() as stack:
            self.opened = [stack.enter_context(path.open("rb")) for path in self.files]
            outs = {
                status: LineWriter(stack.enter_context((folder / name).open("wb")), lent.get(status))
                for status, name in FILES
            }
            for done, (identity, index) in enumerate(keyed, 1):
                group = groups[index]
                line = self._as_before(group, identity)
                if line:
                    self._take_over(outs[line.status], line, group, identity)
                else:
                    of = self._made_of(group)
                    made = self._program(group, identity, of)
                    if made:
                        self._put(outs[made.status], made, identity, of)
                if done % 500 == 0 or done == len(keyed):
                    self.on_progress(done, len(keyed))
            digests = {name: outs[status].finish() for status, name in FILES}
        shown = {name: (line.offset, line.length) for name, line in self.lines.items() if line.status == "confirmed"}
        anchors = {name: line.anchor for name, line in self.lines.items()}
        forwards = {old: name for name, line in self.lines.items() for old in line.previous_ids}
        for file, table in ((OFFSETS, shown), (ANCHORS, anchors), (FORWARDS, forwards)):
            (folder / file).write_bytes(msgspec.json.encode(table, order="sorted"))
        return {"confirmed": len(shown), "candidate": len(anchors) - len(shown)}, digests

    def _as_before(self, group: Group, identity: Identity) -> Line | None:
        """Return the line of the release before where nothing at all has changed: most programs, so this is quick."""
        line = self.reuse.before.get(identity.id)
        if line is None or line.notes or line.previous_ids != identity.previous_ids or not self.corrected.empty:
            return None
        if len(group.heads) == 1:
            one = self.known[group.heads[0].id]
            same = line.listings == (one.dateless,) and line.days == (one.read_on,)
        else:
            of = self._made_of(group)
            same = line.listings == of.digests and line.days == of.days
        if not same or (self.notes and any(head.file in self.notes for head in group.heads)):
            return None
        self.reuse.same.add(identity.id)
        return line

    def _take_over(self, out: LineWriter, line: Line, group: Group, identity: Identity) -> None:
        """Write a program as it was."""
        if line.offset != out.size or line.anchor != identity.anchor:
            self.lines[identity.id] = msgspec.structs.replace(line, offset=out.size, anchor=identity.anchor)
        else:
            self.lines[identity.id] = line
        out.copy(line.offset, line.length)
        self._account(group, identity.id, line.status, line.candidate_for)

    def _account(self, group: Group, name: str, status: str, candidate_for: str) -> None:
        """Say what became of the listings of a program."""
        outcome = OUTCOMES[status]
        for head in group.heads:
            why = group.rules.get(head.id, candidate_for)
            self.accounts.append(Account(head.id, outcome, name, why, head.states_iop))
            outcome = "merged"

    def _put(self, out: LineWriter, made: _Made, identity: Identity, of: MadeOf) -> None:
        """Write a program and remember what it was made of."""
        place, length = out.size, made.lent.length if made.lent else len(made.line)
        if made.lent:
            out.copy(made.lent.offset, length)
        else:
            out.write(made.line)
        # What a correction changed is not made of its listings alone.
        self.lines[made.id] = Line(
            listings=() if made.corrected else of.digests, notes=of.notes, days=of.days, status=made.status,
            candidate_for=made.candidate_for, offset=place, length=length, anchor=identity.anchor,
            previous_ids=identity.previous_ids,
        )  # fmt: skip

    def _program(self, group: Group, identity: Identity, of: MadeOf) -> _Made | None:
        """Return the program of a group as corrected, None where it asked to be left out; account for its listings."""
        ids = (identity.id, *identity.previous_ids)
        corrected = self.corrected.concerns(ids)
        removal = self.corrected.removal(ids) if corrected else None
        if removal:
            self.accounts += [Account(h.id, "removed", identity.id, removal.why, h.states_iop) for h in group.heads]
            return None
        made = None if corrected else self._lent(identity, of)
        made = made or self._merged(group, identity, corrected)
        if made is None:
            why = "corrected: it runs no IOP"
            self.accounts += [Account(h.id, "removed", identity.id, why, h.states_iop) for h in group.heads]
            return None
        self._account(group, made.id, made.status, made.candidate_for)
        return made

    def _lent(self, identity: Identity, of: MadeOf) -> _Made | None:
        found = self.reuse.find(identity, of)
        if found is None:
            return None
        line = found.known
        return _Made(identity.id, found.moved, line.status, line.candidate_for, None if found.moved else line)

    def _merged(self, group: Group, identity: Identity, corrected: bool) -> _Made | None:
        """Merge a group; None where a correction says that it runs no IOP."""
        self.merged += 1
        listings = [_listing(self._line(head), self.notes.get(head.file, "")) for head in group.heads]
        program = self.corrected.apply(merge(listings, self.trust, identity.id, identity.previous_ids))
        if program.status == "confirmed" and program.answer("level_of_care", "iop") is not Answer.YES:
            return None
        line = self.encoder.encode(program) + b"\n"
        return _Made(program.id, line, program.status, program.candidate_for, corrected=corrected)

    def _line(self, head: Head) -> bytes:
        file = self.opened[head.file]
        file.seek(head.offset)
        return file.read(head.length)

    def _made_of(self, group: Group) -> MadeOf:
        listings = [self.known[head.id] for head in group.heads]
        notes = tuple([self.notes.get(head.file, "") for head in group.heads]) if self.notes else ()
        return MadeOf(
            listings, tuple([one.dateless for one in listings]), notes if any(notes) else (),
            tuple([one.read_on for one in listings]),
        )  # fmt: skip


def _listing(line: bytes, note: str) -> Listing:
    """Return a whole listing, marked with a note where there is one."""
    listing = msgspec.json.decode(line, type=Listing)
    return msgspec.structs.replace(listing, notes=(*listing.notes, note)) if note else listing
