"""Compares programs attribute by attribute: two to five programs in, rows with what each states out.

A row says whether the programs differ in it and where one is plainly easier for a person (fewer hours, more ways to
pay), which the attribute table decides. Where it is not plain, no cell is marked: silence and disagreement never win.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from catalog.attributes import Attribute, load_attributes
from catalog.facts import Fact, Span, Value
from catalog.programs import IN_OWN_ORDER, Program
from catalog.stated import own_value

FEWEST, MOST = 2, 5
"""How many programs are compared at once."""

UNCOMPARED = ("name",)
"""Attributes that head the columns instead of being a row."""


@dataclass(frozen=True)
class Cell:
    """What one program states of one attribute: ``facts``, else its ``own`` value, else nothing (not stated). Of
    terms without an order of their own, those that all programs state come last.
    ``easiest`` where it is plainly the easier one of its row."""

    facts: tuple[Fact, ...] = ()
    own: str = ""
    easiest: bool = False

    @property
    def known(self) -> bool:
        """Whether anything is stated or denied."""
        return bool(self.facts or self.own)

    @property
    def said(self) -> frozenset[tuple[Value, bool]]:
        """What is said, without who says it: values, each with whether it is denied."""
        return frozenset((fact.value, fact.denied) for fact in self.facts) or frozenset({(self.own, False)})


@dataclass(frozen=True)
class Row:
    """One attribute across the programs, in their order. ``differs`` where not all state the same; a program that
    does not state what another one does differs."""

    attribute: Attribute
    cells: tuple[Cell, ...]

    @property
    def known(self) -> bool:
        """Whether any program states anything."""
        return any(cell.known for cell in self.cells)

    @property
    def differs(self) -> bool:
        """Whether the programs say different things."""
        return len({cell.said for cell in self.cells}) > 1

    @property
    def shared(self) -> frozenset[tuple[Value, bool]]:
        """What every program says and no source disputes, each value with whether it is denied; only of terms."""
        return _shared([cell.facts for cell in self.cells]) if self.attribute.kind == "terms" else frozenset()


def comparison(programs: Sequence[Program]) -> tuple[Row, ...]:
    """Return a row for each attribute, the ones in which the programs differ first, those that nobody states last;
    within each in the table's order."""
    rows = [_row(row, programs) for row in load_attributes() if row.key not in UNCOMPARED]
    return tuple(sorted((row for row in rows if row.known or row.attribute.question), key=_rank))


def _rank(row: Row) -> int:
    return 2 if not row.known else 0 if row.differs else 1


def _row(row: Attribute, programs: Sequence[Program]) -> Row:
    told = _what_differs_first(row, [program.facts_of(row.key) for program in programs])
    easiest = _easiest(row, told)
    cells = [
        Cell(facts=facts, own="" if facts else own_value(program, row.key), easiest=easy)
        for program, facts, easy in zip(programs, told, easiest, strict=True)
    ]
    return Row(row, tuple(cells))


def _what_differs_first(row: Attribute, told: Sequence[tuple[Fact, ...]]) -> list[tuple[Fact, ...]]:
    """Return each program's facts, what all of them say last: in long lists, what sets them apart is seen and kept."""
    if row.kind != "terms" or row.key in IN_OWN_ORDER:
        return list(told)
    shared = _shared(told)
    return [tuple(sorted(facts, key=lambda fact: (fact.value, fact.denied) in shared)) for facts in told]


def _shared(told: Sequence[tuple[Fact, ...]]) -> frozenset[tuple[Value, bool]]:
    return frozenset.intersection(
        *(frozenset((fact.value, fact.denied) for fact in facts if not fact.disputed) for facts in told)
    )


def _easiest(row: Attribute, told: Sequence[tuple[Fact, ...]]) -> list[bool]:
    """Return which cells are the easiest: all where several tie, none where nothing sets them apart."""
    nobody = [False] * len(told)
    if not row.compare:
        return nobody
    ranges = [_least_and_most(row, facts) for facts in told]
    known = [ends for ends in ranges if ends]
    if len(known) < 2 or len(set(known)) == 1:
        return nobody
    return [ends is not None and all(ends[1] <= other[0] or ends == other for other in known) for ends in ranges]


def _least_and_most(row: Attribute, facts: tuple[Fact, ...]) -> tuple[float, float] | None:
    """Return the least and the most that a cell can mean, all sides of a dispute included, such that less is easier;
    None where it is silent. Where more is easier, it is how many things are stated."""
    stated = [fact for fact in facts if not fact.denied]
    if not stated:
        return None
    if row.compare == "more":
        return (-len(stated), -sum(not fact.disputed for fact in stated))
    spans = [fact.value for fact in stated if isinstance(fact.value, Span)]
    if len(spans) != len(stated):
        return None
    lows, highs = (span.low for span in spans), (span.high for span in spans)
    return min(low or 0 for low in lows), max(inf if high is None else high for high in highs)
