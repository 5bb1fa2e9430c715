"""What changed in one program from one release to the next, field by field, in words people use.

Two versions of a program in, ``FieldChange`` out: "evening sessions added", "phone changed from … to …". Another day
on which the same thing was read is no change.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from catalog.attributes import Attribute, attribute, load_attributes
from catalog.display import say
from catalog.facts import Value
from catalog.programs import Program
from catalog.wording import one_line

Kind = Literal["added", "removed", "changed"]

PLAIN = ("name", "organization", "address", "phone", "intake_phone", "website")
"""Attributes that a program holds as a field of its own."""

PHRASES = {
    "time_of_day": "{lower} sessions", "days": "sessions on {words}", "sessions": "session {words}",
    "languages": "care in {words}", "insurers": "insurer {words}",
}  # fmt: skip
"""How a value is said where the label and the value alone do not read well."""

LONGEST = 120
"""Characters shown of one value."""

Stated = dict[tuple[str, Value, bool], bool]
"""(attribute, value, denied) → whether sources disagree about it."""


class FieldChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that is different: ``field`` is a key of the attribute table, "point" or "sources"."""

    field: str
    change: Kind
    words: str
    before: str = ""
    after: str = ""


def program_changes(before: Program, after: Program) -> tuple[FieldChange, ...]:
    """Return what is different, in the order of the attribute table; empty where only dates and quotes are."""
    found = list(_fact_changes(before, after))
    for key in PLAIN:
        found += _plain_change(attribute(key), getattr(before, key), getattr(after, key))
    if before.point != after.point:
        found.append(FieldChange("point", "changed", "place on the map changed"))
    return (*found, *_source_changes(before, after))


def _plain_change(row: Attribute, before: str, after: str) -> list[FieldChange]:
    if before == after:
        return []
    label, old, new = _lower(row.label), one_line(before, LONGEST), one_line(after, LONGEST)
    if not before:
        return [FieldChange(row.key, "added", f"{label} added: {new}", after=new)]
    if not after:
        return [FieldChange(row.key, "removed", f"{label} removed (was {old})", before=old)]
    return [FieldChange(row.key, "changed", f"{label} changed from {old} to {new}", old, new)]


def _source_changes(before: Program, after: Program) -> Iterator[FieldChange]:
    old, new = ({listing.partition(":")[0] for listing in program.listings} for program in (before, after))
    for source in sorted(new - old):
        yield FieldChange("sources", "added", f"listed by {source} too", after=source)
    for source in sorted(old - new):
        yield FieldChange("sources", "removed", f"listed by {source} before, not now", before=source)


def _fact_changes(before: Program, after: Program) -> Iterator[FieldChange]:
    if before.facts == after.facts:
        return
    old, new = _stated(before), _stated(after)
    if old == new:
        return
    touched = {key[0] for key in old.keys() ^ new.keys()} | {k[0] for k in old.keys() & new.keys() if old[k] != new[k]}
    for row in load_attributes():
        if row.key in touched:
            was, now = (_of(stated, row.key) for stated in (old, new))
            yield from _span_change(row, was, now) if row.kind == "span" else _value_changes(row, was, now)


def _stated(program: Program) -> Stated:
    return {(fact.attribute, fact.value, fact.denied): fact.disputed for fact in program.facts}


def _of(stated: Stated, key: str) -> dict[tuple[Value, bool], bool]:
    return {(value, denied): disputed for (name, value, denied), disputed in stated.items() if name == key}


def _span_change(
    row: Attribute, was: dict[tuple[Value, bool], bool], now: dict[tuple[Value, bool], bool]
) -> Iterator[FieldChange]:
    """Numbers replace each other: "hours a week changed from 9 hours to 9–12 hours"."""
    old, new = ("; ".join(sorted(say(row.key, v, denied=d) for v, d in side)) for side in (was, now))
    yield from _plain_change(row, old, new)
    yield from _disputes(row, was, now)


def _value_changes(
    row: Attribute, was: dict[tuple[Value, bool], bool], now: dict[tuple[Value, bool], bool]
) -> Iterator[FieldChange]:
    """Yield what came, what went, and what turned from yes to no or back."""
    for value, denied in sorted(was.keys() | now.keys(), key=repr):
        came, went = (value, denied) in now and (value, denied) not in was, (value, denied) not in now
        phrase, other = _phrase(row, value), (value, not denied)
        if came and other in was and other not in now:
            turn = f"{phrase}: was yes, says no now" if denied else f"{phrase}: said no, says yes now"
            yield FieldChange(row.key, "changed", turn, *(("yes", "no") if denied else ("no", "yes")))
        elif came:
            words = f"says no to {phrase} now" if denied else f"{phrase} added"
            yield FieldChange(row.key, "added", words, after=say(row.key, value, denied=denied))
        elif went and not (other in now and other not in was):
            words = f"said no to {phrase}, says nothing now" if denied else f"{phrase} removed"
            yield FieldChange(row.key, "removed", words, before=say(row.key, value, denied=denied))
    yield from _disputes(row, was, now)


def _disputes(
    row: Attribute, was: dict[tuple[Value, bool], bool], now: dict[tuple[Value, bool], bool]
) -> Iterator[FieldChange]:
    """Yield whether sources began or ceased to disagree about values that both versions, or the new one, state."""
    started = {value for (value, denied), disputed in now.items() if disputed and not was.get((value, denied), False)}
    ended = {value for (value, denied), disputed in now.items() if not disputed and was.get((value, denied), False)}
    for value in sorted(started, key=repr):
        yield FieldChange(row.key, "changed", f"sources disagree about {_phrase(row, value)}")
    for value in sorted(ended - started, key=repr):
        yield FieldChange(row.key, "changed", f"sources agree about {_phrase(row, value)}")


def _phrase(row: Attribute, value: Value) -> str:
    if row.kind == "yes_no":
        return _lower(row.label)
    words = one_line(say(row.key, value), LONGEST)
    return PHRASES.get(row.key, "{label}: {words}").format(words=words, lower=words.lower(), label=_lower(row.label))


def _lower(label: str) -> str:
    """Return a label as it stands within a sentence."""
    return label[:1].lower() + label[1:]
