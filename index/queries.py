"""Questions to the index and its answers: plain records, with no idea of how they are answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from catalog.facts import Span

Sort = Literal["best", "distance", "name", "fresh", "hours"]
SORTS: tuple[Sort, ...] = ("best", "distance", "name", "fresh", "hours")

MOST_HITS = 1000
"""Hits that one page may hold."""


class BadQuery(ValueError):
    """A question that names something unknown or impossible; the message says what and what to use instead."""


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody looks for. Everything is optional; an empty query finds every program.

    ``text`` is free words, a phone number or a web domain. ``near`` is (lat, lon) in degrees, ``miles`` the radius
    around it; ``state`` a postal code that programs must lie in, ``home_state`` the state of ``near``, used only for
    advice when nothing is found. ``terms`` maps an attribute to wanted term ids: *any* of them will do, narrower terms
    count, and different attributes must *all* fit. ``excluded`` maps an attribute to terms that must not be stated.
    ``spans`` maps a number attribute to the wanted range, which a stated range must overlap. ``yes`` lists
    yes-or-no attributes that are wanted. ``also`` are words that raise the programs that have them and keep no other
    out: those that ``terms`` were read from, which a program's name or text may hold where it states no term.

    A program that says nothing of a wish stays, after those that say yes; one that denies it goes. ``stated_only``
    keeps only those that say yes. ``facets`` names the attributes to count, None for all that people filter by.
    ``sort``: "best"; "distance" (as "best" where ``near`` is not given); "name"; "fresh", newest first; "hours",
    fewest a week first, unstated last.
    """

    text: str = ""
    also: str = ""
    near: tuple[float, float] | None = None
    miles: float | None = None
    state: str = ""
    home_state: str = ""
    terms: dict[str, tuple[str, ...]] = {}
    excluded: dict[str, tuple[str, ...]] = {}
    spans: dict[str, Span] = {}
    yes: tuple[str, ...] = ()
    stated_only: bool = False
    sort: Sort = "best"
    limit: int = 20
    offset: int = 0
    facets: tuple[str, ...] | None = None


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One program found. ``miles`` are geodesic, None without a place or a known point; ``precision`` says what the
    point is of ("site", "zip", "city", ""). ``stated`` counts the wishes it states, ``not_stated`` names the wished
    attributes it is silent on. ``score`` is the sum of ``why``, whose keys are rows of ``ranking.WEIGHTS``."""

    id: str
    miles: float | None
    precision: str
    score: float
    stated: int
    not_stated: tuple[str, ...]
    why: dict[str, float]


class FacetCount(msgspec.Struct, frozen=True):
    """How many programs state a term, deny it, or say neither, were its own attribute's filter open."""

    yes: int
    no: int
    not_stated: int


class Widening(msgspec.Struct, frozen=True, kw_only=True):
    """One change that finds something where nothing was found.

    ``change``: "without" (leave the filters in ``parts`` out), "wider" (search within ``miles``), "nearest" (the
    closest program, ``miles`` away, ``id``), "state" (anywhere in the home state), "virtual" (virtual programs of the
    home state), "not_stated" (also programs that do not say). ``total`` is how many programs it brings.
    """

    change: str
    total: int
    parts: tuple[str, ...] = ()
    miles: float | None = None
    id: str = ""


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a query.

    ``facets`` maps attribute → term → count; ``silent`` attribute → programs that state nothing of it at all.
    ``unmatched`` are words that no program has: they were left out; ``some_words`` says that no program has all the
    others, so those with the most are shown. ``did_you_mean`` is the text respelled, "" where nothing is better.
    """

    total: int
    hits: Sequence[Hit]
    facets: Mapping[str, Mapping[str, FacetCount]] = {}
    silent: dict[str, int] = {}
    widen: tuple[Widening, ...] = ()
    did_you_mean: str = ""
    unmatched: tuple[str, ...] = ()
    some_words: bool = False
