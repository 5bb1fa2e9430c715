"""Blocking: which listings are worth comparing, so that time grows no faster than the listings themselves.

In go cards, out come pairs of their positions: listings that share a street, or a phone and a town, or a site and a
town, or a name and a town. A block too large to compare whole is walked in the order of its names.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from catalog.matching.cards import SHARED_BY, Card
from catalog.matching.traits import block_keys

WHOLE_BLOCK = 24
"""Cards up to which every pair of a block is compared."""

WINDOW = 12
"""Neighbors by name that a card of a larger block is compared with."""


def shared_lines(places: Sequence[tuple[str, str]]) -> frozenset[str]:
    """Return the phones that many streets give, from (phone, street) pairs: switchboards and tracking numbers."""
    given = Counter(line for line, _ in places)
    streets: dict[str, set[str]] = defaultdict(set)
    for line, street in places:
        if given[line] >= SHARED_BY:
            streets[line].add(street)
    return frozenset(line for line, found in streets.items() if line and len(found) >= SHARED_BY)


def candidate_pairs(cards: Sequence[Card]) -> set[tuple[int, int]]:
    """Return the pairs (lower position first) that share a block; each is there once."""
    return block_pairs([block_keys(card) for card in cards], cards.__getitem__)


def block_pairs(keys: Sequence[Sequence[int]], card_at: Callable[[int], Card]) -> set[tuple[int, int]]:
    """Return the pairs of positions that share one of their ``keys``; ``card_at`` is asked where a block is large."""
    first: dict[int, int] = {}
    blocks: dict[int, list[int]] = {}  # of two or more: most keys stand alone
    for position, named in enumerate(keys):
        for key in named:
            at = first.setdefault(key, position)
            if at != position:
                blocks.setdefault(key, [at]).append(position)
    pairs: set[tuple[int, int]] = set()
    for block in blocks.values():
        pairs.update(_pairs(block, card_at))
    return pairs


def _pairs(block: list[int], card_at: Callable[[int], Card]) -> Iterator[tuple[int, int]]:
    if len(block) <= WHOLE_BLOCK:
        yield from itertools.combinations(block, 2)
        return
    ordered = sorted(block, key=lambda i: (card_at(i).name.text, card_at(i).head.id))
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 : at + 1 + WINDOW]:
            yield (one, other) if one < other else (other, one)
