"""Marks: a sentence whose numbers, clock times and weekdays are replaced by signs of the same length.

Patterns over a marked sentence speak of "a quantity" or "a time range" and need not know the hundred ways in which
these are written; offsets stay those of the original sentence, and ``Marked`` hands back what each sign stood for.
"""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

from crawler.reading.clock import Clock, TimeRange, find_times
from crawler.reading.numbers import Quantity, find_quantities
from crawler.reading.topics import DAYS as DAYS_TOPIC
from crawler.reading.topics import NUMBERS
from crawler.reading.weekdays import Weekdays, find_weekdays

Found = TypeVar("Found", Quantity, TimeRange, Weekdays, Clock)

_SIGNS = {
    "quantity": ("\ue000", "\ue001"),
    "range": ("\ue002", "\ue003"),
    "days": ("\ue004", "\ue005"),
    "clock": ("\ue006", "\ue007"),
}

QUANTITY = "\ue000\ue001*+"
RANGE = "\ue002\ue003*+"
DAYS = "\ue004\ue005*+"
CLOCK = "\ue006\ue007*+"


@dataclasses.dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with signs in place of what was recognised; the dictionaries are keyed by a sign's offset."""

    text: str
    quantities: dict[int, Quantity]
    ranges: dict[int, TimeRange]
    days: dict[int, Weekdays]
    clocks: dict[int, Clock]


_NOTHING: dict[int, Any] = {}


def marked(sentence: str, low: str, topics: int) -> Marked:
    """Return ``sentence`` marked; ``low`` is it folded, ``topics`` what its words can be about."""
    has_days, has_numbers = topics & DAYS_TOPIC, topics & NUMBERS
    if not has_days and not has_numbers:
        return Marked(low, _NOTHING, _NOTHING, _NOTHING, _NOTHING)
    text, days = _mark(low, find_weekdays(sentence, low) if has_days else [], "days")
    if not has_numbers:
        return Marked(text, _NOTHING, _NOTHING, days, _NOTHING)
    ranges, clocks = find_times(text)
    text, times = _mark(text, ranges, "range")
    text, points = _mark(text, clocks, "clock")
    text, numbers = _mark(text, find_quantities(text), "quantity")
    return Marked(text, numbers, times, days, points)


def _mark(text: str, found: list[Found], kind: str) -> tuple[str, dict[int, Found]]:
    """Return ``text`` with signs of ``kind`` in place of what was found in it."""
    if not found:
        return text, _NOTHING
    first, rest = _SIGNS[kind]
    chars = list(text)
    for item in found:
        chars[item.start : item.end] = [first] + [rest] * (item.end - item.start - 1)
    return "".join(chars), {item.start: item for item in found}
