"""The order of "best": what speaks for a program, with what each thing is worth in one table.

A program's score is the sum of its points: those that what was asked gives it (``asked``), and those that it has
whatever is asked (``standing``). No program pays for its place, and nothing else than this table moves one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]
"""An array of floats or integers, by program."""


class Weight(NamedTuple):
    """Points for the whole of a thing, and why it is worth that."""

    points: float
    reason: str


WEIGHTS = {
    "wishes": Weight(16.0, "for each wish the program states: within some 100 miles nothing outweighs a stated yes"),
    "text": Weight(4.0, "for words that all stand in the name; a stated term or a mention counts for less"),
    "near": Weight(-3.0, "for each doubling of travel: 0 to 10 miles, 10 to 30, 30 to 70 cost the same"),
    "for veterans": Weight(
        -6.0, "its name says so and the question names no veteran: most who ask are not taken there"
    ),
    "confirmed": Weight(1.0, "two sources state the intensive outpatient program; one is worth half"),
    "fresh": Weight(1.0, "a source spoke for it within 90 days of the newest; within a year is worth half"),
    "complete": Weight(1.0, "it says half of what people filter by, so fewer calls are needed; a quarter counts half"),
}

WORD_WEIGHTS = {
    "name": Weight(1.0, "a word of the name is what people look a program up by"),
    "half a name": Weight(0.8, "the beginning of such a word, for names not yet typed out"),
    "stated": Weight(0.7, "the program states the term that the word stands for: all who do fit alike"),
    "stated broadly": Weight(0.4, "it states what the term is a kind of: anxiety, where panic was asked for"),
    "mentioned": Weight(0.3, "the word occurs in what was read about the program"),
    "much mentioned": Weight(0.3, "on top of that, in proportion to its BM25F score for the word"),
}

VETERANS_NAMES = frozenset({"va", "vamc", "veteran", "veterans"})
"""Words in the names of programs that take veterans and few others: those of Veterans Affairs, mostly."""

VETERANS_TERMS = {"populations": frozenset({"veterans", "active_duty", "military_families"}),
                  "payment_options": frozenset({"va_benefits", "tricare"})}  # fmt: skip
"""Wishes of people whom such programs take."""

TRAVEL_MILES = 10.0
"""The first doubling of travel: nearer than this, a mile more is hardly felt."""

UNKNOWN_MILES = 3000.0
"""Where a program without a point ranks, so that it is found but never passes for near."""

FRESH_DAYS, STALE_DAYS = 90, 365
COMPLETE_SHARE = 0.5


def asked(stated_wishes: Numbers | None, text_fit: Numbers | None, miles: Numbers | None) -> dict[str, Numbers]:
    """Return the points that a question gives each program, by row of ``WEIGHTS``.

    Arrays run by program: wishes stated (a count), fit of the text (0 to 1), miles (NaN where unknown). None stands
    for what was not asked about and gives no points.
    """
    points = {}
    if stated_wishes is not None:
        points["wishes"] = WEIGHTS["wishes"].points * stated_wishes
    if text_fit is not None:
        points["text"] = WEIGHTS["text"].points * text_fit
    if miles is not None:
        points["near"] = WEIGHTS["near"].points * travel(miles)
    return points


def for_veterans(named_so: Numbers) -> dict[str, Numbers]:
    """Return the points of programs whose names say that they are for veterans (1, else 0), by row of ``WEIGHTS``."""
    return {"for veterans": (WEIGHTS["for veterans"].points * named_so).astype(np.float32)}


def names_veterans(terms: Mapping[str, tuple[str, ...]], words: str) -> bool:
    """Return whether a question asks for a veteran: by its wished ``terms`` or by a word of its texts."""
    if not VETERANS_NAMES.isdisjoint(words.lower().split()):
        return True
    return any(not known.isdisjoint(terms.get(key, ())) for key, known in VETERANS_TERMS.items())


def standing(sources: Numbers, age_days: Numbers, said: Numbers) -> dict[str, Numbers]:
    """Return the points that a program has whatever is asked, by row of ``WEIGHTS``.

    Arrays run by program: sources that state it, days it was last seen before the newest, share of filters it
    answers. Fresh and complete go by steps, so that programs much alike are equal and the nearer comes first.
    """
    parts = {
        "confirmed": np.minimum(sources, 2) / 2,
        "fresh": np.where(age_days <= FRESH_DAYS, 1.0, np.where(age_days <= STALE_DAYS, 0.5, 0.0)),
        "complete": np.where(said >= COMPLETE_SHARE, 1.0, np.where(said >= COMPLETE_SHARE / 2, 0.5, 0.0)),
    }
    return {name: (WEIGHTS[name].points * part).astype(np.float32) for name, part in parts.items()}


def travel(miles: Numbers) -> Numbers:
    """Return how many times the way doubles from ``TRAVEL_MILES``: near matters, far and farther are alike."""
    known = np.where(np.isnan(miles), UNKNOWN_MILES, miles)
    doublings: Numbers = np.log2(1 + known / TRAVEL_MILES)
    return doublings


def first(keys: Numbers, documents: NDArray[np.intp], wanted: int) -> NDArray[np.intp]:
    """Return the ``wanted`` documents of the smallest keys, in order; ties go to the lower number (the lower id).

    ``documents`` must rise. Keys of NaN come last.
    """
    if wanted <= 0:
        return documents[:0]
    if len(keys) > 2 * wanted:
        last = np.partition(keys, wanted - 1)[wanted - 1]
        if last == last:  # which NaN is not
            chosen = (keys <= last).nonzero()[0]
            if len(chosen) > 2 * wanted:
                chosen = _up_to(keys, last, wanted)
            keys, documents = keys.take(chosen), documents.take(chosen)
    return documents.take(keys.argsort(kind="stable")[:wanted])


TIES_LOOKED_AT = 2048
"""Keys looked through for ties before all of them are: often thousands of programs score the same."""


def _up_to(keys: Numbers, last: Any, wanted: int) -> NDArray[np.intp]:
    """Return the places, rising, of all keys below ``last`` and of as many equal to it as are ``wanted`` in all."""
    below = (keys < last).nonzero()[0]
    more = wanted - len(below)
    ties = (keys[:TIES_LOOKED_AT] == last).nonzero()[0]
    if len(ties) < more:
        ties = (keys == last).nonzero()[0]
    places = np.concatenate((below, ties[:more]))
    places.sort()
    return places
