"""Does a page's own sentence confirm an IOP? What makes a candidate a program is checked by its words once more.

The level-of-care facts of a reading come in; those whose quote names no IOP go, those whose quote denies one become
denials, and a quote of an IOP that has ended makes the page one of a program that is not open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from msgspec.structs import replace

from catalog.facts import Evidence, Fact
from crawler.reading.levels import find_mentions
from crawler.reading.stance import is_denied
from crawler.reading.wordforms import folded

Stance = Literal["states", "denies", "ended", "silent"]

_ENDED = re.compile(
    r"\((?:permanently |now )?closed\)|\b(?:closed|discontinued|suspended)\b|\bno longer\b|"
    r"\bused to (?:run|offer|have|meet)\b|\bcerrad[oa]s?\b|\bya no\b"
)
_OTHERWISE_CLOSED = re.compile(
    r"\bclosed[- ](?:group|captions?|cohorts?|on|circle)|\b(?:closed|suspended) (?:from|for) |"
    r"\bno longer (?:need|struggl|have to)"
)


def stance_of(quote: str) -> Stance:
    """Return what a quoted sentence says of an IOP here."""
    low = folded(quote)
    named = [mention for mention in find_mentions(low) if mention.kind == "iop"]
    if not named:
        return "silent"
    if _ENDED.search(_OTHERWISE_CLOSED.sub(" ", low)):
        return "ended"
    return "denies" if all(is_denied(low, mention.start, mention.end) for mention in named) else "states"


def checked_levels(facts: Iterable[Fact]) -> tuple[tuple[Fact, ...], bool]:
    """Return ``facts`` with their statements of an IOP checked, and whether one of them says that it has ended."""
    kept: list[Fact] = []
    ended = False
    for fact in facts:
        if (fact.attribute, fact.value, fact.denied) != ("level_of_care", "iop", False):
            kept.append(fact)
            continue
        told: dict[Stance, list[Evidence]] = {"states": [], "denies": [], "ended": [], "silent": []}
        for evidence in fact.evidence:
            told[stance_of(evidence.quote)].append(evidence)
        ended = ended or bool(told["ended"])
        if told["states"]:
            kept.append(replace(fact, evidence=tuple(told["states"])))
        if told["denies"]:
            kept.append(replace(fact, evidence=tuple(told["denies"]), denied=True))
    return tuple(kept), ended
