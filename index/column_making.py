"""Makes the columns of an index: programs one by one in, a ``Sheet`` out; and a sheet in, columns by name out."""

from __future__ import annotations

import datetime as dt
import re
from array import array
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from catalog.attributes import filters
from catalog.facts import Fact, Span, Value
from catalog.programs import Program
from index.columns import NO_DAY, PRECISIONS, SINGLE_BITS, STATE_CODES
from index.distance import chord_terms, on_ellipsoid
from index.program_text import site_domain
from index.rows import YES, Rows, broader_and_narrower, implied_age_groups
from index.sheet import Segments, Sheet, ranks
from index.words import fold


def day_number(iso: str) -> int:
    """Return the day of an ISO date as days since 1970, ``NO_DAY`` where it is none."""
    try:
        return (dt.date.fromisoformat(iso[:10]) - dt.date(1970, 1, 1)).days
    except ValueError:
        return NO_DAY


def phone_number(shown: str) -> int:
    """Return the ten digits of a US phone, 0 where there is none; an extension does not count."""
    digits = re.sub(r"\D", "", shown.partition(" ext")[0])
    return int(digits[-10:]) if len(digits) >= 10 else 0


class _Collecting:
    """Collects values document after document."""

    def __init__(self, kind: str) -> None:
        self.flat, self.sizes = array(kind), array("I")

    def add(self, values: list[Any]) -> None:
        """Take the values of the next document."""
        self.flat.extend(values)
        self.sizes.append(len(values))

    def segments(self) -> Segments:
        """Return all of them."""
        kind = np.uint16 if self.flat.typecode == "H" else np.float64
        return Segments(np.array(self.flat, kind), np.array(self.sizes, np.uint32))


AGES = "age_groups"
"""The attribute whose terms tell of each other: see ``implied_age_groups``."""


class _Meaning(NamedTuple):
    """What one fact does to the columns: the rows it makes true, those it denies, the row of ``said`` it belongs to
    (none where it is not indexed), its span, its name where the vocabulary does not know it."""

    yes: tuple[int, ...] = ()
    no: tuple[int, ...] = ()
    said: tuple[int, ...] = ()
    span: Span | None = None
    unknown: str = ""


class SheetMaker:
    """Collects a sheet program by program."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self._numbers = rows.numbers()
        self._said_rows = {key: (number,) for number, key in enumerate(rows.said)}
        self._makes_true, self._denies = broader_and_narrower()
        self._meanings: dict[tuple[str, Value, bool], _Meaning] = {}
        self._ages: dict[frozenset[Value], tuple[list[int], list[int]]] = {}
        self._yes, self._no, self._said = (_Collecting("H") for _ in range(3))
        self._span_numbers = {key: float(number) for number, key in enumerate(rows.spans)}
        self._spans = _Collecting("d")
        self._unknown: list[tuple[str, ...]] = []
        self._programs: list[tuple[Any, ...]] = []
        self._filters = {row.key for row in filters()}

    def add(self, program: Program) -> None:
        """Take the next program."""
        self._add_facts(program.facts)
        said = {fact.attribute for fact in program.facts} & self._filters
        sources = {e.source for f in program.facts_of("level_of_care") if not f.denied for e in f.evidence}
        point = program.point
        self._programs.append((
            program.id, fold(program.name), site_domain(program.website), program.city,
            STATE_CODES.index(program.state) if program.state in STATE_CODES else 0,
            (point.lat, point.lon, PRECISIONS.index(point.precision)) if point else (np.nan, np.nan, 0),
            day_number(program.last_seen), len(sources) if program.status == "confirmed" else 0,
            len(said) / max(len(self._filters), 1), (phone_number(program.phone), phone_number(program.intake_phone)),
        ))  # fmt: skip

    def _add_facts(self, facts: tuple[Fact, ...]) -> None:
        spans: list[float] = []
        unknown: list[str] = []
        yes: list[int] = []
        no: list[int] = []
        said: list[int] = []
        for fact in facts:
            key = (fact.attribute, fact.value, fact.denied)
            meaning = self._meanings.get(key)
            if meaning is None:
                self._meanings[key] = meaning = self._meaning(fact)
            yes += meaning.yes
            no += meaning.no
            said += meaning.said
            if meaning.span:
                low, high = meaning.span.low, meaning.span.high
                spans.append(self._span_numbers[fact.attribute])
                spans += (-np.inf if low is None else low, np.inf if high is None else high)
            elif meaning.unknown:
                unknown.append(meaning.unknown)
        self._add_age_groups(facts, yes, no)
        self._yes.add(yes)
        self._no.add(no)
        self._said.add(said)
        self._spans.add(spans)
        self._unknown.append(tuple(unknown))

    def _add_age_groups(self, facts: tuple[Fact, ...], yes: list[int], no: list[int]) -> None:
        """Add to ``yes`` and ``no`` what the stated age groups imply; what is denied in words stays denied."""
        stated = frozenset(fact.value for fact in facts if fact.attribute == AGES and not fact.denied)
        if stated:
            also, left_out = self._implied(stated)
            yes += [row for row in also if row not in no]
            no += left_out

    def _implied(self, stated: frozenset[Value]) -> tuple[list[int], list[int]]:
        found = self._ages.get(stated)
        if found is None:
            also, left_out = ([self._numbers[AGES, t] for t in terms if (AGES, t) in self._numbers]
                              for terms in implied_age_groups(stated))  # fmt: skip
            self._ages[stated] = found = (also, left_out)
        return found

    def _meaning(self, fact: Fact) -> _Meaning:
        said = self._said_rows.get(fact.attribute)
        if said is None:
            return _Meaning()
        if fact.attribute in self._span_numbers:
            if isinstance(fact.value, Span) and not fact.denied:
                return _Meaning(said=said, span=fact.value)
            return _Meaning()
        term = YES if isinstance(fact.value, bool) else str(fact.value)
        row = self._numbers.get((fact.attribute, term))
        if row is None:
            return _Meaning(unknown=f"{fact.attribute}={term[:60]}")
        if fact.denied:
            return _Meaning(no=tuple(self._denies.get(row, [row])), said=said)
        return _Meaning(yes=tuple(self._makes_true.get(row, [row])), said=said)

    def sheet(self) -> Sheet:
        """Return the sheet of all programs taken."""
        count = len(self._programs)
        ids, names, domains, cities, states, points, seen, sources, complete, phones = (
            map(list, zip(*self._programs, strict=True)) if count else ([] for _ in range(10))
        )
        spans = self._spans.segments()
        return Sheet(
            ids=ids, names=names, domains=domains, cities=cities, unknown=self._unknown,
            state=np.array(states, np.uint8), seen=np.array(seen, np.int32), sources=np.array(sources, np.int32),
            complete=np.array(complete, np.float32), phones=np.array(phones, np.int64).reshape(count, 2),
            points=np.array(points, np.float64).reshape(count, 3), yes=self._yes.segments(), no=self._no.segments(),
            said=self._said.segments(), spans=Segments(spans.flat.reshape(-1, 3), spans.sizes // 3),
        )  # fmt: skip


def columns_of(sheet: Sheet, rows: Rows) -> dict[str, NDArray[Any]]:
    """Return every column by its file's name."""
    yes = _bits(sheet.yes, len(rows.terms))
    no = _bits(sheet.no, len(rows.terms)) & ~yes
    columns = {
        "ids": np.array([i.encode() for i in sheet.ids], "S" if sheet.ids else "S1"),
        "name_rank": ranks(sheet.names),
        "state": sheet.state,
        "seen": sheet.seen,
        "sources": np.minimum(sheet.sources, 255).astype(np.uint8),
        "complete": sheet.complete,
        "phones": np.ascontiguousarray(sheet.phones.T),
        "yes": yes,
        "no": no,
        "said": _bits(sheet.said, len(rows.said)),
    }
    columns |= _denials(sheet.no, no) | _spans(sheet.spans, len(rows.spans))
    return columns | place_columns(sheet.points) | _domains(sheet.domains)


def _bits(segments: Segments, rows: int) -> NDArray[np.uint64]:
    """Return ``Bits`` for each of ``rows`` rows."""
    flags = np.zeros((rows, -(-len(segments.sizes) // 64) * 64), bool)
    flags[segments.flat, segments.owners()] = True
    return np.packbits(flags, axis=1, bitorder="little").view(np.uint64)


def _spans(spans: Segments, attributes: int) -> dict[str, NDArray[Any]]:
    """Return ``span_docs``, ``span_low``, ``span_high``: one entry a stated span, and where attributes begin."""
    order = np.argsort(spans.flat[:, 0], kind="stable")
    docs, entries = spans.owners()[order], spans.flat[order]
    return {
        "span_starts": np.searchsorted(entries[:, 0], np.arange(attributes + 1)).astype(np.int64),
        "span_docs": docs.astype(np.int32),
        "span_low": np.ascontiguousarray(entries[:, 1]),
        "span_high": np.ascontiguousarray(entries[:, 2]),
    }


def _denials(denied: Segments, no: NDArray[np.uint64]) -> dict[str, NDArray[Any]]:
    """Return the documents of each row of ``no``, one row after the other, and where rows begin: denials are few,
    so counting them one by one is less work than counting bits."""
    count = max(len(denied.sizes), 1)
    places = np.sort(denied.flat.astype(np.int64) * count + denied.owners())
    rows, docs = np.divmod(places[np.diff(places, prepend=-1) > 0], count)
    left = no.view(np.uint8)[rows, docs >> 3] & SINGLE_BITS[docs & 7] != 0
    rows, docs = rows[left], docs[left]
    return {"no_docs": docs, "no_starts": np.searchsorted(rows, np.arange(len(no) + 1))}


def place_columns(table: NDArray[np.float64]) -> dict[str, NDArray[Any]]:
    """Return points in degrees and on the ellipsoid, and the documents that have one in the order of latitude."""
    lat, lon = table[:, 0], table[:, 1]
    order = np.argsort(lat, kind="stable")[: int((~np.isnan(lat)).sum())]
    xyz = on_ellipsoid(lat, lon).reshape(3, len(table))
    return {
        "latlon": np.ascontiguousarray(table[:, :2].T),
        "xyz": xyz,
        "precision": table[:, 2].astype(np.uint8),
        "by_lat": order,
        "lat_by_lat": lat[order],
        "chord_by_lat": chord_terms(np.ascontiguousarray(xyz[:, order])),
    }


def _domains(domains: Sequence[str]) -> dict[str, NDArray[Any]]:
    """Return the registered domains, sorted, and each program's place among them (-1 without a website)."""
    known = sorted(set(domains) - {""})
    place = {domain: number for number, domain in enumerate(known)} | {"": -1}
    return {
        "domains": np.array([d.encode("ascii", "ignore") for d in known], "S" if known else "S1"),
        "domain_of": np.array([place[d] for d in domains], np.int32),
    }
