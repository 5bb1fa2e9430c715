"""What was understood of a question, as a record, as JSON and as a query of the index."""

from __future__ import annotations

from typing import Any

import msgspec

from catalog.attributes import attribute, load_attributes
from catalog.facts import Span
from catalog.places import Place
from index.queries import Query
from index.rows import YES

MILES_NEAR = 50.0
"""How far "near" reaches in a query where nobody said how far: about an hour by car, the most that people travel
several times a week. Without it, a far program that states one wish more would come first."""

WHAT_EVERY_PROGRAM_IS = "iop"
"""The level of care of every program here: asking for it narrows nothing."""


class Chip(msgspec.Struct, frozen=True, kw_only=True):
    """One thing understood: the ``words`` as typed, the attribute and the term (or the number) they were read as.

    ``attribute`` is a key of the attribute table, "place", "miles", "age", or a number's key such as
    "days_per_week_max". ``excluded`` says that the words turn it down.
    """

    words: str
    attribute: str
    term: str
    excluded: bool = False


class Understanding(msgspec.Struct, frozen=True, kw_only=True):
    """A question understood. ``filters`` and ``excluded`` map attributes to term ids ("yes" for yes-or-no ones),
    ``spans`` number attributes to what is wanted, ``text`` is the rest. ``crisis`` says that words of a crisis stand
    in it: show crisis lines first. It says nothing about a person, and the search goes on."""

    place: Place | None = None
    miles: float | None = None
    filters: dict[str, tuple[str, ...]] = {}
    excluded: dict[str, tuple[str, ...]] = {}
    age: int | None = None
    spans: dict[str, Span] = {}
    text: str = ""
    chips: tuple[Chip, ...] = ()
    crisis: bool = False

    @property
    def found(self) -> bool:
        """Whether anything but free words was understood."""
        return bool(self.chips)

    def record(self) -> dict[str, Any]:
        """Return it as JSON shows it: the numbers of each span as two keys, None where nothing was said."""
        place = self.place
        numbers: dict[str, float | None] = {}
        for key in SPANS:
            span = self.spans.get(key, Span(None, None))
            numbers |= {f"{key}_min": _short(span.low), f"{key}_max": _short(span.high)}
        return {
            "place": {"label": place.label, "lat": round(place.lat, 6), "lon": round(place.lon, 6)} if place else None,
            "miles": _short(self.miles),
            "filters": {key: list(terms) for key, terms in self.filters.items()},
            "excluded": {key: list(terms) for key, terms in self.excluded.items()},
            "age": self.age,
            **numbers,
            "text": self.text,
            "chips": [{"words": c.words, "attribute": c.attribute, "term": c.term} for c in self.chips],
            "crisis": self.crisis,
        }


SPANS = tuple(row.key for row in load_attributes() if row.kind == "span" and row.key != "ages")
"""The number attributes of a question; ages are asked for as one age."""


def _short(number: float | None) -> float | None:
    """Return whole numbers as such, so that JSON reads 3 and not 3.0."""
    return int(number) if number is not None and number == int(number) else number


def to_query(understood: Understanding, **overrides: Any) -> Query:
    """Return the query for what was understood; ``overrides`` are fields of ``Query`` that win over it.

    A level of care other than IOP is looked for at the same place, for every program here is an IOP. A place without
    a distance reaches ``MILES_NEAR``; a state is a state and no point. An exclusion of an attribute keeps out the
    programs that state it. Words that nothing was made of must be found only where they may be a name: in a story they
    would hide every program that does not happen to say them, so there they only raise those that do.
    """
    place = understood.place
    in_state = place is not None and place.kind == "state"
    fields: dict[str, Any] = {
        "text": understood.text if _may_be_name(understood) else "",
        "also": " ".join(dict.fromkeys(_raising(understood))),
        "near": (place.lat, place.lon) if place and not in_state else None,
        "miles": (understood.miles if understood.miles is not None else MILES_NEAR) if place and not in_state else None,
        "state": place.state if place and in_state else "",
        "home_state": place.state if place else "",
        "terms": _terms(understood.filters),
        "excluded": _terms(understood.excluded, yes_no=True),
        "spans": understood.spans | ({"ages": Span(understood.age, understood.age)} if understood.age else {}),
        "yes": tuple(key for key, terms in understood.filters.items() if terms == (YES,)),
    }
    return Query(**(fields | overrides))


MOST_NAME_WORDS = 4
"""Words left beside a place that may be a program's name."""


def _may_be_name(understood: Understanding) -> bool:
    """Return whether the words left must be found: nothing else was asked for, or they hold a number or a domain, or
    stand with capitals in a short question ("Irisfold Mood Center")."""
    words = understood.text.split()
    if any(sum(c.isdigit() for c in word) >= SHORTEST_LOOKED_UP or "." in word.strip(".") for word in words):
        return True
    wished = any(chip.attribute not in ("place", "miles") and chip.term != WHAT_EVERY_PROGRAM_IS
                 for chip in understood.chips)  # fmt: skip
    if wished:
        said = sum(len(chip.words.split()) for chip in understood.chips if chip.attribute != "place") + len(words)
        return bool(words) and said <= MOST_NAME_WORDS and all(word.istitle() for word in words)
    return not understood.chips or len(words) <= MOST_NAME_WORDS


AGE_WORDS = {"adolescents": "teens", "young_adults": "young adults", "older_adults": "older adults"}
"""What programs made for an age call it: of those that take somebody of 70, one for older adults comes first."""

SHORTEST_LOOKED_UP = 4
"""Digits of a word that is part of a phone number."""


def _raising(understood: Understanding) -> list[str]:
    """Return the words that raise the programs that have them: those of wanted terms, and those left in a story."""
    found = [chip.words for chip in understood.chips if _is_wish(chip)]
    found += [AGE_WORDS[term] for term in understood.filters.get("age_groups", ())
              if understood.age is not None and term in AGE_WORDS]  # fmt: skip
    return found if _may_be_name(understood) else [*found, understood.text]


def _is_wish(chip: Chip) -> bool:
    """Return whether a chip's words may stand in a program's name or text: those of wanted terms, but no ages."""
    if chip.excluded or chip.attribute not in _WORDED or chip.term == WHAT_EVERY_PROGRAM_IS:
        return False
    return chip.attribute != "age_groups" or not any(c.isdigit() for c in chip.words)


_WORDED = frozenset(row.key for row in load_attributes() if row.kind == "terms")


def _terms(found: dict[str, tuple[str, ...]], yes_no: bool = False) -> dict[str, tuple[str, ...]]:
    """Return filters as the index keeps them."""
    kept: dict[str, tuple[str, ...]] = {}
    for key, terms in found.items():
        if attribute(key).kind == "yes_no" and not yes_no:
            continue
        if key == "level_of_care":
            key, terms = "step_levels", tuple(term for term in terms if term != WHAT_EVERY_PROGRAM_IS)
        if terms:
            kept[key] = tuple(dict.fromkeys((*kept.get(key, ()), *terms)))
    return kept
