"""Names read for comparison: abbreviations written out, what is distinctive told from what every clinic is called.

In go organization and unit as a source wrote them, out comes a ``Name``: its distinctive words, and whom and what
level of care it is for. ``compare_names`` says how two names stand to each other.
"""

from __future__ import annotations

import functools
import re
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from catalog.matching.wordlists import ABBREVIATIONS, GENERIC, LEGAL, LEVELS, PEOPLE, ROMAN, SMALL, SUBJECTS
from catalog.wording import plain

NameRelation = Literal["equal", "within", "overlap", "other"]

CUT_AT = 36
"""Characters from which a field may have been cut off: SAMHSA's fields end at 38."""

CLOSE_WORD = 86
CLOSE_NAME = 90
"""Likeness, of 100, from which two words, or two names without a distinctive word, are one misspelt."""

CLOSE_GENERIC = 92
"""Likeness, of 100, from which a word is a generic one misspelt ("treatrment")."""

_ALIAS = re.compile(r"\b(?:d\.?b\.?a\.?|doing business as|a\.?k\.?a\.?|formerly)\b[.:]?", re.IGNORECASE)
_CODE = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z0-9]{6,}|\d{5,}")


class Name(NamedTuple):
    """A listing's name folded for comparison.

    ``words`` are the distinctive words of the whole name, ``owner`` those of the organization alone, ``own`` those
    a unit adds to it; ``cut`` are words at the end of a full field, which may lack their ends. ``people``, ``levels``
    and ``subjects`` are what the name says of whom the program is for, its level of care, and what it treats.
    """

    text: str
    words: frozenset[str]
    owner: frozenset[str]
    own: frozenset[str]
    cut: frozenset[str]
    people: frozenset[str]
    levels: frozenset[str]
    subjects: frozenset[str]
    has_unit: bool
    owner_text: str
    unit_text: str
    alias: frozenset[str]


class Names(NamedTuple):
    """How two names stand: their relation, the words only one has, and the words both have."""

    relation: NameRelation
    only: tuple[frozenset[str], frozenset[str]]
    shared: int


@functools.lru_cache(maxsize=1 << 16)
def read_name(organization: str, unit: str, town: str = "") -> Name:
    """Return a name's parts. A unit that is another name of the organization ("DBA …") is read as such, and one
    named for the town it stands in ("Scottsdale") is none."""
    other = None if organization else _ALIAS.search(unit, 1)
    if other:
        organization, unit = unit[: other.start()], unit[other.start() :]
    alias = bool(organization) and bool(_ALIAS.match(unit.strip()))
    fields = [field for field in (organization, unit) if field]
    tokens = [written_out(_ALIAS.sub(" ", field)) for field in fields]
    cut = frozenset(t[-1] for field, t in zip(fields, tokens, strict=True) if len(field) >= CUT_AT and t)
    whole = [word for part in tokens for word in part]
    words = _distinctive(whole, cut)
    owner = _distinctive(tokens[0], cut) if organization and tokens else words
    facets = _levels(whole)
    return Name(
        text=" ".join(whole),
        words=words,
        owner=owner,
        own=frozenset() if alias else words - owner - town_words(town),
        alias=words - owner if alias else frozenset(),
        unit_text=" ".join(tokens[1]) if len(tokens) > 1 and not alias else "",
        cut=cut,
        people=frozenset(PEOPLE[word] for word in whole if word in PEOPLE),
        levels=facets,
        subjects=frozenset(SUBJECTS[word] for word in whole if word in SUBJECTS),
        has_unit=bool(organization) and not alias,
        owner_text=" ".join(tokens[0]) if tokens else "",
    )


@functools.lru_cache(maxsize=1 << 12)
def town_words(town: str) -> frozenset[str]:
    """Return the words of a town's name as distinctive words are written."""
    return frozenset(_singular(word) for word in written_out(town))


def written_out(text: str) -> list[str]:
    """Return the words of ``text``, abbreviations written out ("Trt Ctr" gives treatment, center)."""
    found: list[str] = []
    for word in plain(text).split():
        found += ABBREVIATIONS.get(word, (word,))
    return [ROMAN.get(word, word) for word in found if word not in SMALL and word not in LEGAL]


def _levels(words: list[str]) -> frozenset[str]:
    found = {LEVELS[word] for word in words if word in LEVELS}
    if "outpatient" in found and "intensive" in words:
        found = (found - {"outpatient"}) | {"iop"}
    if "hospitalization" in words and "partial" in words:
        found.add("php")
    return frozenset(found)


def _distinctive(words: list[str], cut: frozenset[str]) -> frozenset[str]:
    """Return the words that tell this name from another: not what it is, whom it is for or how a register codes it."""
    kept = set()
    for word in words:
        if word in GENERIC or word in PEOPLE or word in LEVELS or word in SUBJECTS or _CODE.fullmatch(word):
            continue
        if word in cut and any(generic.startswith(word) for generic in GENERIC):
            continue
        if len(word) >= 7 and _misspelt_generic(word):
            continue
        kept.add(_singular(word))
    return frozenset(kept)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@functools.lru_cache(maxsize=1 << 14)
def _misspelt_generic(word: str) -> bool:
    return any(abs(len(word) - len(known)) <= 2 and fuzz.ratio(word, known) >= CLOSE_GENERIC for known in GENERIC)


def compare_names(one: Name, other: Name, town: str = "") -> Names:
    """Return how two names at one place stand by their distinctive words, the town's own apart; names without any
    are compared by all their words."""
    mine, theirs, shared = match_words(one.words, other.words, one.cut | other.cut)
    if shared:
        mine, theirs = mine - town_words(town), theirs - town_words(town)
    if not one.words and not other.words:
        alike = fuzz.token_sort_ratio(one.text, other.text) >= CLOSE_NAME
        return Names("equal" if alike else "other", (mine, theirs), int(alike))
    if not mine and not theirs:
        return Names("equal", (mine, theirs), shared)
    if _also_called(one, other) or _also_called(other, one):
        return Names("equal", (frozenset(), frozenset()), max(shared, 1))
    if not one.words or not other.words or not shared:
        return Names("within" if one_owner(one, other) else "other", (mine, theirs), 0)
    return Names("within" if not mine or not theirs else "overlap", (mine, theirs), shared)


def _also_called(one: Name, other: Name) -> bool:
    """One says it is also called what the other is called."""
    mine, theirs, shared = match_words(one.alias, other.words, one.cut | other.cut)
    return bool(shared) and not mine and not theirs


def one_owner(one: Name, other: Name) -> bool:
    """Return whether two names name one organization."""
    mine, theirs, shared = match_words(one.owner, other.owner, one.cut | other.cut)
    if not one.owner and not other.owner:
        return fuzz.token_sort_ratio(one.owner_text, other.owner_text) >= CLOSE_NAME
    return not mine and not theirs and bool(shared)


def match_words(
    one: frozenset[str], other: frozenset[str], cut: frozenset[str] = frozenset()
) -> tuple[frozenset[str], frozenset[str], int]:
    """Return the words that only one of two sets has, and how many match: cut short, misspelt, written apart."""
    mine, theirs = set(one - other), set(other - one)
    shared = len(one) - len(mine)
    for longs, shorts in ((mine, theirs), (theirs, mine)):
        for long in sorted(longs):
            parts = _apart(long, shorts)
            if parts:
                longs.discard(long)
                shorts -= set(parts)
                shared += 1
    for a in sorted(mine):
        for b in sorted(theirs):
            if _one_word(a, b, cut):
                mine.discard(a)
                theirs.discard(b)
                shared += 1
                break
    return frozenset(mine), frozenset(theirs), shared


def _one_word(a: str, b: str, cut: frozenset[str]) -> bool:
    short, long = sorted((a, b), key=lambda word: (len(word), word))
    if short[:1] != long[:1]:
        return False
    if len(short) >= (2 if short in cut else 5) and long.startswith(short):
        return True
    return len(short) >= 6 and not any(c.isdigit() for c in a + b) and fuzz.ratio(a, b) >= CLOSE_WORD


def _apart(long: str, words: set[str]) -> tuple[str, ...]:
    """Return the words that ``long`` is made of ("viewpoint": view, point), () where it is not."""
    for first in sorted(words):
        if len(first) >= 2 and long.startswith(first) and long != first:
            rest = long[len(first) :]
            if rest in words:
                return (first, rest)
            if any(rest.startswith(generic) for generic in GENERIC if len(generic) > 3):
                return (first,)
    return ()
