"""What an invented page says, apart from its looks: blocks of content, and passages that pair blocks with their truth.

A page's truth is the union of its passages' facts, so what a page says and what the truth file holds cannot drift.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Facts = dict[str, Any]

TRUTH_KEYS = (
    "is_program_page", "level_of_care", "hours_per_week_min", "hours_per_week_max", "hours_per_week_derived_min",
    "hours_per_week_derived_max", "session_hours", "days_per_week_min", "days_per_week_max", "days", "sessions",
    "time_of_day", "length_weeks_min", "length_weeks_max", "age_groups", "min_age", "max_age", "conditions",
    "therapies", "insurers", "insurance_accepted", "payment_options", "telehealth",
)  # fmt: skip
"""Keys of a truth, null where nothing is stated."""


@dataclass(frozen=True)
class Heading:
    """A heading; ``level`` 1 is the page's title."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Points:
    """A bulleted list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Pairs:
    """Labels with their values, such as "Length" and "8 weeks"."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Grid:
    """A table with a header row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Logos:
    """Names that stand only as the alternative texts of images."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Questions:
    """Questions with their answers."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Links:
    """Links: text and path."""

    items: tuple[tuple[str, str], ...]


Block = Heading | Text | Points | Pairs | Grid | Logos | Questions | Links


@dataclass(frozen=True)
class Passage:
    """Blocks and what they state of the IOP.

    ``also`` holds values that a careful reader may give as well (lists: further ids), ``denied`` ids that the
    words deny, by truth key.
    """

    blocks: tuple[Block, ...]
    facts: Facts = field(default_factory=dict)
    also: Facts = field(default_factory=dict)
    denied: dict[str, list[str]] = field(default_factory=dict)


def plain(*blocks: Block) -> Passage:
    """A passage that states nothing of the IOP."""
    return Passage(blocks)


@dataclass
class Truth:
    """The union of passages: ``facts`` by truth key, ``also`` and ``denied`` as in a passage."""

    facts: Facts = field(default_factory=dict)
    also: Facts = field(default_factory=dict)
    denied: dict[str, list[str]] = field(default_factory=dict)

    def complete(self) -> Facts:
        """Every truth key in order, null where nothing is stated."""
        return {key: self.facts.get(key) for key in TRUTH_KEYS}


def union(passages: Iterable[Passage]) -> Truth:
    """Merge what ``passages`` state. Two different numbers for one key are an error: the pages would dispute."""
    truth = Truth()
    for passage in passages:
        for key, value in passage.facts.items():
            truth.facts[key] = _merged(key, truth.facts.get(key), value)
        for key, value in passage.also.items():
            truth.also[key] = _merged(key, truth.also.get(key), value) if isinstance(value, list) else value
        for key, ids in passage.denied.items():
            truth.denied[key] = _merged(key, truth.denied.get(key), ids)
    if truth.facts.get("hours_per_week_min") is not None or truth.facts.get("hours_per_week_max") is not None:
        for key in ("hours_per_week_derived_min", "hours_per_week_derived_max"):
            if truth.facts.pop(key, None) is not None:
                truth.also.pop(key, None)
    return truth


def _merged(key: str, old: Any, new: Any) -> Any:
    if isinstance(new, list):
        return [*(old or []), *(item for item in new if item not in (old or []))]
    if old is not None and old != new:
        raise ValueError(f"two passages state different {key}: {old!r} and {new!r}")
    return new
