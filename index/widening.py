"""Advice where nothing was found: which one change brings how many programs, so that a search never just ends."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from index.columns import Bits, documents_of, holds
from index.filters import Part, size, together
from index.queries import Query, Widening

if TYPE_CHECKING:
    from index.search import ProgramIndex
    from index.text_search import TextMatch

RADII = (5.0, 10.0, 25.0, 50.0, 100.0, 200.0)
"""Radii offered, in miles: the next one that finds something."""

VIRTUAL = ("setting", "virtual")
"""The term of programs that can be attended from home."""


def widen(index: ProgramIndex, query: Query, text: TextMatch | None, parts: list[Part]) -> tuple[Widening, ...]:
    """Return the changes that help, filters to leave out first (the one that brings most first)."""
    found = _without(index, parts)
    if query.stated_only:
        loose = index.parts(msgspec.structs.replace(query, stated_only=False), text)
        total = size(together(loose, index.everything))
        found += [Widening(change="not_stated", total=total)] if total else []
    if any(part.key == "near" for part in parts):
        found += _farther(index, query, together(parts, index.everything, without=["near"]))
        found += _in_home_state(index, query, parts)
    return tuple(found)


def _without(index: ProgramIndex, parts: list[Part]) -> list[Widening]:
    """Return what leaving out one filter brings; where no one does, two; where no two do, all of them."""
    keys = list(dict.fromkeys(part.key for part in parts))
    for several in (1, 2, len(keys)):
        found = [
            Widening(change="without", total=total, parts=left_out)
            for left_out in combinations(keys, min(several, len(keys)))
            if (total := _total(index, parts, left_out))
        ]
        if found:
            return sorted(found, key=lambda w: (-w.total, w.parts))
    return []


def _total(index: ProgramIndex, parts: list[Part], left_out: tuple[str, ...]) -> int:
    """Return how many programs stay by the parts that are not about ``left_out``."""
    kept = together(parts, index.everything, without=left_out)
    return index.count if kept is index.everything else size(kept)


def _farther(index: ProgramIndex, query: Query, others: Bits) -> list[Widening]:
    """Return the nearest program beyond the radius, and the next radius that finds one."""
    docs = documents_of(others)
    if query.near is None or not len(docs):
        return []
    nearest = index.nearby.nearest(query.near, docs, 1)
    miles = float(index.nearby.miles(query.near, nearest)[0])
    if np.isnan(miles):
        return []
    found = [Widening(change="nearest", total=1, miles=miles, id=index.id_of(int(nearest[0])))]
    for radius in RADII:
        if radius >= miles:
            inside, _ = index.nearby.within(query.near, radius)
            found.append(Widening(change="wider", total=int(holds(others, inside).sum()), miles=radius))
            break
    return found


def _in_home_state(index: ProgramIndex, query: Query, parts: list[Part]) -> list[Widening]:
    """Return how many fit anywhere in the home state, and how many of its virtual programs do."""
    if not query.home_state:
        return []
    home = index.filters.in_state(query.home_state)
    found = [Widening(change="state", total=size(home & together(parts, index.everything, ["near", "state"])))]
    if index.filters.has(*VIRTUAL):
        virtual = home & index.filters.stated(index.filters.row(*VIRTUAL))
        others = together(parts, index.everything, ["near", "state", VIRTUAL[0]])
        found.append(Widening(change="virtual", total=size(virtual & others)))
    return [widening for widening in found if widening.total]
