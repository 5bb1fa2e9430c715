"""How well the reader reads pages whose labels were written before anybody looked at what it makes of them.

``pages/blind.jsonl`` holds invented pages in the format of labelled ones, round by round; after a round was scored its
misses were studied, save those of the round ``held_out``, which was only ever scored. The floors are what the reader
reaches, rounded down: a change that loses ground on any round is seen.
"""

from __future__ import annotations

import collections
import functools
import json
from pathlib import Path

import pytest

from crawler.reading.reader import read_page
from crawler.reading.truth import IN_LABELLED_TERMS, KEYS, as_labelled

PAGES = Path(__file__).parent / "pages" / "blind.jsonl"
FLOORS = {
    "first": (0.96, 0.93),
    "held_out": (0.94, 0.85),
    "second": (0.97, 0.96),
    "third": (0.96, 0.94),
    "retold": (0.95, 0.94),
    "last": (0.95, 0.92),
    "metro": (0.96, 0.94),
    "county": (0.97, 0.95),
    "valley": (0.98, 0.91),
    "harbor": (0.97, 0.93),
    "prairie": (0.96, 0.95),
    "delta": (0.94, 0.91),
    "mesa": (0.96, 0.92),
    "coast": (0.99, 0.99),
    "plains": (0.98, 0.98),
    "summit": (0.98, 0.98),
    "bayou": (0.99, 0.97),
    "island": (0.99, 0.94),
    "grove": (0.99, 0.99),
    "canyon": (0.99, 0.97),
    "lakes": (0.97, 0.88),
    "orchard": (0.99, 0.99),
    "quarry": (0.99, 0.98),
    "foothill": (0.97, 0.95),
    "cascade": (0.99, 0.95),
    "tundra": (0.99, 0.95),
    "estuary": (0.99, 0.92),
    "reserve": (0.97, 0.89),
}
"""Round → (precision, recall), over all values of all fields."""

SCHEDULE = ("hours_per_week_min", "hours_per_week_max", "session_hours", "days", "sessions", "length_weeks_max")


@functools.cache
def counts() -> dict[tuple[str, str], collections.Counter[str]]:
    """Return (round, field) → how many values were right, missed and invented."""
    found: dict[tuple[str, str], collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for line in PAGES.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        read = read_page(label["text"], label["url"], "2026-01-01", title=label["title"]).truth()
        for key in KEYS:
            labelled, given = _values(_in_terms(key, label["truth"][key])), _values(read[key])
            found[label["round"], key].update(
                right=len(labelled & given), missed=len(labelled - given), invented=len(given - labelled)
            )
    return found


def _in_terms(key: str, value: object) -> object:
    """Return a label in the terms that ``truth`` speaks in; rounds may be labelled in finer ones."""
    return as_labelled(key, value) if key in IN_LABELLED_TERMS and isinstance(value, list) else value


def _values(value: object) -> set[str]:
    """Return a label's values as a set; numbers are compared at two decimals, None is the empty set."""
    if isinstance(value, list):
        return {json.dumps(item) for item in value}
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return {json.dumps(round(float(value), 2))}
    return set() if value is None else {json.dumps(value)}


def _score(found: collections.Counter[str]) -> tuple[float, float]:
    right = found["right"]
    return right / max(1, right + found["invented"]), right / max(1, right + found["missed"])


@pytest.mark.parametrize("name", FLOORS)
def test_a_round_is_read_no_worse_than_before(name: str) -> None:
    total: collections.Counter[str] = collections.Counter()
    for (of, _), found in counts().items():
        if of == name:
            total.update(found)
    precision, recall = _score(total)
    assert (precision, recall) >= FLOORS[name] and recall >= FLOORS[name][1], f"{precision:.3f}, {recall:.3f}"


@pytest.mark.parametrize("key", SCHEDULE)
def test_no_hour_day_or_time_is_read_that_is_not_there(key: str) -> None:
    total: collections.Counter[str] = collections.Counter()
    for (_, of), found in counts().items():
        if of == key:
            total.update(found)
    precision, _ = _score(total)
    assert precision >= 0.94, f"{key}: {total['invented']} invented beside {total['right']} right"


def test_every_round_has_a_floor() -> None:
    assert {name for name, _ in counts()} == set(FLOORS)
