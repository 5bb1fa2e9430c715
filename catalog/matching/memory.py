"""What matching remembers from one build to the next: traits of listings, and verdicts on pairs of them.

A verdict depends on the two listings and on whether many places give their phones: it is filed under a mark of both.
Nothing remembered means that everything is worked out anew, with the same result.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Protocol

from catalog.matching.cards import card
from catalog.matching.heads import Head
from catalog.matching.rules import Verdict
from catalog.matching.traits import Traits, traits_of

MARK = 16
"""Bytes of a listing's mark."""

Remembered = tuple[list[tuple[bool | None, str]], dict[bytes, int]]
"""Verdicts as they are kept: each once, and the place of its verdict for each pair of marks."""


class Listed(Protocol):
    """A listing's traits, and a digest of all that it says but the day on which it was read."""

    @property
    def traits(self) -> Traits: ...

    @property
    def dateless(self) -> bytes: ...


class Memory:
    """What is known of ``listings`` by their ids, and the ``verdicts`` of the build before."""

    def __init__(self, listings: Mapping[str, Listed] | None = None, verdicts: Remembered | None = None) -> None:
        self._listings = listings or {}
        known, self._before = verdicts or ([], {})
        self._known = [Verdict(same, rule) for same, rule in known]
        self._places = {verdict: place for place, verdict in enumerate(self._known)}
        self._now: dict[bytes, int] = {}
        self.judged = 0
        """Pairs that were judged anew."""

    def traits(self, head: Head) -> Traits:
        """Return the traits of a listing."""
        listed = self._listings.get(head.id)
        return listed.traits if listed else traits_of(card(head))

    def mark(self, cards: Iterable[tuple[Head, bool]]) -> bytes:
        """Return a mark of listings, each with whether many places share its phone; empty where one has none."""
        parts = []
        for head, shared in cards:
            listed = self._listings.get(head.id)
            if listed is None:
                return b""
            parts.append(listed.dateless + bytes([shared]))
        return parts[0] if len(parts) == 1 else hashlib.sha256(b"".join(parts)).digest()[: MARK + 1]

    def recall(self, one: bytes, other: bytes) -> Verdict | None:
        """Return what was said of two marks, None where nothing was."""
        key = one + other
        place = self._before.get(key, -1) if one and other else -1
        if place < 0 or place >= len(self._known):
            return None
        self._now[key] = place
        return self._known[place]

    def remember(self, one: bytes, other: bytes, verdict: Verdict) -> None:
        """File a verdict."""
        self.judged += 1
        if one and other:
            place = self._places.setdefault(verdict, len(self._known))
            if place == len(self._known):
                self._known.append(verdict)
            self._now[one + other] = place

    def remembered(self) -> Remembered:
        """Return the verdicts that this build needed."""
        return [tuple(verdict) for verdict in self._known], self._now  # type: ignore[misc]
