"""The tables of notations: how a row is written, and how a reading is held against it.

A table is TOML: ``[group]``, then ``"notation" = "expectation"``. An expectation is a list of parts between
semicolons: ``attribute value,value`` (spans as ``9``, ``9..12``, ``9..``, ``..12``), ``deny attribute value``,
``no attribute``, ``derived span`` (hours a week worked out), ``not_open``, ``no page``. Of the attributes in
``STRICT`` nothing may be given that the row does not name; others are checked where a row names them. A row that
starts with ``xfail: reason:`` is not solved yet. ``"@title"`` and ``"@url"`` set those of their group.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

from catalog.facts import Fact, Span
from crawler.reading.reader import PageReading, read_page

TABLES = Path(__file__).parent / "tables"
STRICT = frozenset(
    {"hours_per_week", "session_hours", "days_per_week", "length_weeks", "ages", "days", "sessions", "insurers"}
    | {"payment_options", "setting", "group_size", "rolling_admission"}
)
STATED_ONLY = ("time_of_day", "age_groups", "insurance_accepted")
"""Strict where stated; where they follow from sessions, ages or insurers a row need not name them."""


class Row(NamedTuple):
    """One notation of one group."""

    table: str
    group: str
    text: str
    expectation: str
    title: str
    url: str

    @property
    def unsolved(self) -> str:
        """The reason why the row is expected to fail, "" where it must pass."""
        return self.expectation.split(":")[1].strip() if self.expectation.startswith("xfail:") else ""


def rows() -> list[Row]:
    """Return every row of every table."""
    found = []
    for path in sorted(TABLES.glob("*.toml")):
        for group, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            title = entries.pop("@title", "Intensive Outpatient Program (IOP)")
            url = entries.pop("@url", "https://clinic.example/programs/iop")
            found += [Row(path.stem, group, text, expectation, title, url) for text, expectation in entries.items()]
    return found


def read(row: Row) -> PageReading:
    """Read a row's notation as a page of its own."""
    kind = "text/html" if row.text.lstrip().startswith("<") else "text/plain"
    return read_page(row.text, row.url, "2026-01-15", kind, row.title)


def faults(row: Row) -> list[str]:
    """Return what is wrong with the reading of a row, in words."""
    reading = read(row)
    expectation = row.expectation.split(":", 2)[2] if row.unsolved else row.expectation
    parts = [part.strip() for part in expectation.split(";") if part.strip()]
    found: list[str] = []
    named: set[str] = set()
    for part in parts:
        found += _check(part, reading, named)
    if parts and "no page" not in parts and not reading.is_program_page:
        found.append("read as no program page")
    return found + _unnamed(reading, named)


def _check(part: str, reading: PageReading, named: set[str]) -> list[str]:
    words = part.split(" ", 2)
    if part == "no page":
        return ["read as a program page"] if reading.is_program_page else []
    if part == "not_open":
        return [] if reading.not_open else ["not flagged as not open"]
    if words[0] == "derived":
        given = {_shown(f) for f in reading.facts if _is_derived(f)}
        return [] if given == {words[1]} else [f"derived hours {given or 'none'}, not {words[1]}"]
    if words[0] == "no":
        given = {_shown(f) for f in _stated(reading, words[1])}
        return [f"gives {words[1]} {given}"] if given else []
    if words[0] == "deny":
        named.add(words[1])
        given = {_shown(f) for f in reading.facts_of(words[1]) if f.denied}
        wanted = set(words[2].split(","))
        return [] if wanted <= given else [f"does not deny {words[1]} {wanted - given}"]
    named.add(words[0])
    wanted = set(" ".join(words[1:]).split(","))
    given = {_shown(f) for f in _stated(reading, words[0])}
    exact = words[0] in STRICT or words[0] in STATED_ONLY
    wrong = given != wanted if exact else not wanted <= given
    return [f"{words[0]} is {sorted(given) or 'silent'}, not {sorted(wanted)}"] if wrong else []


def _unnamed(reading: PageReading, named: set[str]) -> list[str]:
    found = []
    for fact in reading.facts:
        derived = all(e.how == "derived" for e in fact.evidence)
        strict = fact.attribute in STRICT or (fact.attribute in STATED_ONLY and not derived)
        if strict and fact.attribute not in named and not _is_derived(fact):
            found.append(f"gives {'denied ' if fact.denied else ''}{fact.attribute} {_shown(fact)} unasked")
    return found


def _stated(reading: PageReading, attribute: str) -> list[Fact]:
    if attribute == "derived":
        return [f for f in reading.facts if _is_derived(f)]
    return [f for f in reading.facts_of(attribute) if not f.denied and not _is_derived(f)]


def _is_derived(fact: Fact) -> bool:
    return fact.attribute == "hours_per_week" and all(e.how == "derived" for e in fact.evidence)


def _shown(fact: Fact) -> str:
    if isinstance(fact.value, Span):
        low, high = ("" if end is None else f"{end:.5g}" for end in (fact.value.low, fact.value.high))
        return low if low == high else f"{low}..{high}"
    return "yes" if fact.value is True else str(fact.value)
