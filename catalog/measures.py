"""What a release holds in numbers: counted while it is checked, kept in it, compared with those of the next one.

Programs one by one in, ``measures.json`` out.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec

from catalog.programs import Program

MEASURES = "measures.json"


class Measures(msgspec.Struct, frozen=True, kw_only=True):
    """Programs and candidates; records by what became of them; programs by state; by attribute, the programs that
    state anything of it; and the programs and facts that sources disagree about."""

    programs: int
    candidates: int
    outcomes: dict[str, int]
    states: dict[str, int]
    stated: dict[str, int]
    disputed_programs: int = 0
    disputed_facts: int = 0

    @property
    def iop_share(self) -> float:
        """The share of gathered records that are part of a program, 0 where there are none."""
        records = sum(count for outcome, count in self.outcomes.items() if outcome != "skipped")
        return (self.programs + self.outcomes.get("merged", 0)) / records if records else 0.0

    def coverage(self, attribute: str) -> float:
        """Return the share of programs that state anything of an attribute."""
        return self.stated.get(attribute, 0) / self.programs if self.programs else 0.0


class Counted(msgspec.Struct, frozen=True, array_like=True):
    """What one program adds to the measures: its state, the attributes it states, its disputed facts."""

    state: str
    stated: tuple[str, ...]
    disputed: int


def counted(program: Program) -> Counted:
    """Return what ``program`` adds."""
    stated = {fact.attribute for fact in program.facts}
    return Counted(program.state, tuple(sorted(stated)), sum(fact.disputed for fact in program.facts))


class Measuring:
    """Adds up programs, from nothing or from the sum ``before``."""

    def __init__(self, before: Measures | None = None) -> None:
        self._programs = before.programs if before else 0
        self._disputed_programs = before.disputed_programs if before else 0
        self._disputed_facts = before.disputed_facts if before else 0
        self._states = Counter(before.states if before else {})
        self._stated = Counter(before.stated if before else {})

    def add(self, program: Counted) -> None:
        """Take the next confirmed program."""
        self._programs += 1
        self._states[program.state] += 1
        self._stated.update(program.stated)
        self._disputed_programs += program.disputed > 0
        self._disputed_facts += program.disputed

    def take_out(self, program: Counted) -> None:
        """Take a confirmed program out again."""
        self._programs -= 1
        self._states[program.state] -= 1
        self._stated.subtract(program.stated)
        self._disputed_programs -= program.disputed > 0
        self._disputed_facts -= program.disputed

    def finish(self, candidates: int, outcomes: dict[str, int]) -> Measures:
        """Return the sum."""
        return Measures(
            programs=self._programs, candidates=candidates, outcomes=dict(sorted(outcomes.items())),
            states=dict(sorted((+self._states).items())), stated=dict(sorted((+self._stated).items())),
            disputed_programs=self._disputed_programs, disputed_facts=self._disputed_facts,
        )  # fmt: skip


def read_measures(folder: Path) -> Measures | None:
    """Return a release's measures, None where it has none that can be read."""
    try:
        return msgspec.json.decode((folder / MEASURES).read_bytes(), type=Measures)
    except (OSError, msgspec.DecodeError):
        return None
