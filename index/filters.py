"""Filters with three answers: a wish in, the programs that say yes and those that stay out.

Every answer is a row of bits by document number, so filters meet with one ``&`` and are counted with one popcount.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from catalog.facts import Span
from index.columns import STATE_CODES, Bits, pack, pack_documents
from index.queries import BadQuery, Query
from index.rows import YES, Rows

KEPT_PARTS = 512
"""Parts of questions that are kept: people ask for the same things, and an answer to a wish never changes."""


class Part(NamedTuple):
    """One part of a question: the attribute or "text", "near", "state" it is about, the programs that stay, and for
    wishes those that state them (None where the part is no wish: it does not change the order)."""

    key: str
    kept: Bits
    stated: Bits | None = None


class Filters:
    """Answers wishes over the columns of one index; threads may share it."""

    def __init__(self, rows: Rows, arrays: dict[str, NDArray[Any]]) -> None:
        self.rows, self._arrays = rows, arrays
        self.count = len(arrays["state"])
        self.everything: Bits = pack(np.ones(self.count, bool))
        self._numbers = rows.numbers()
        self._terms = functools.lru_cache(KEPT_PARTS)(self._answer_terms)
        self._span = functools.lru_cache(KEPT_PARTS)(self._answer_span)
        self.in_state = functools.lru_cache(len(STATE_CODES))(self._in_state)

    def parts(self, query: Query) -> list[Part]:
        """Return the parts of a question about attributes and the state; raise ``BadQuery`` where it names nothing."""
        parts = []
        for key, terms in query.terms.items():
            excluded = query.excluded.get(key, ())
            parts.append(self._terms(key, tuple(terms), tuple(excluded), query.stated_only))
        for key, terms in query.excluded.items():
            if key not in query.terms:
                parts.append(self._terms(key, (), tuple(terms), query.stated_only))
        for key in query.yes:
            parts.append(self._terms(key, (YES,), (), query.stated_only))
        for key, wanted in query.spans.items():
            parts.append(self._span(key, wanted, query.stated_only))
        if "age_groups" in query.terms and "ages" in query.spans:
            parts = self._one_wish(parts, query)
        if query.state:
            parts.append(Part("state", self.in_state(query.state)))
        return parts

    def _one_wish(self, parts: list[Part], query: Query) -> list[Part]:
        """Return ``parts`` with an age asked for in two ways as one wish: a range that fits or a group that does.

        The range is the surer: one that fits keeps a program whose groups leave the age out, one that does not fit
        drops it.
        """
        groups = self._terms("age_groups", tuple(query.terms["age_groups"]), (), False)
        ages = self._span("ages", query.spans["ages"], False)
        assert groups.stated is not None and ages.stated is not None
        stated = groups.stated | ages.stated
        kept = (groups.kept | ages.stated) & (stated if query.stated_only else self.everything)
        for term in query.excluded.get("age_groups", ()):
            kept = kept & ~self.stated(self.row("age_groups", term))
        one = {"age_groups": Part("age_groups", kept, stated), "ages": Part("ages", ages.kept)}
        return [one.get(part.key, part) for part in parts]

    def row(self, key: str, term: str) -> int:
        """Return the row of a term; ``BadQuery`` where there is none."""
        if (key, term) not in self._numbers:
            known = ", ".join(t for k, t in self.rows.terms if k == key)[:200]
            raise BadQuery(
                f"{key} has no term {term[:60]!r}: use one of {known}" if known else f"no filter {key[:60]!r}"
            )
        return self._numbers[key, term]

    def has(self, key: str, term: str) -> bool:
        """Return whether the index has a row for a term."""
        return (key, term) in self._numbers

    def stated(self, row: int) -> Bits:
        """Return the programs that state a row's term or a narrower one."""
        bits: Bits = self._arrays["yes"][row]
        return bits

    def _in_state(self, code: str) -> Bits:
        """Return the programs in a state."""
        if code.upper() not in STATE_CODES[1:]:
            raise BadQuery(f"{code[:20]!r} is no state: use a postal code such as AZ")
        return pack(self._arrays["state"] == STATE_CODES.index(code.upper()))

    def _answer_terms(self, key: str, wanted: tuple[str, ...], excluded: tuple[str, ...], stated_only: bool) -> Part:
        """Answer terms of one attribute: yes where any is stated, no where every one of them is denied."""
        kept, yes = self.everything, None
        if wanted:
            rows = [self.row(key, term) for term in wanted]
            yes = np.bitwise_or.reduce(self._arrays["yes"][rows])
            no = np.bitwise_and.reduce(self._arrays["no"][rows])
            kept = yes if stated_only else kept & (yes | ~no)
        for term in excluded:
            kept = kept & ~self.stated(self.row(key, term))
        return Part(key, kept, yes)

    def _answer_span(self, key: str, wanted: Span, stated_only: bool) -> Part:
        """Answer a range: yes where any stated range overlaps it, no where ranges are stated and none does."""
        if key not in self.rows.spans:
            raise BadQuery(f"no number {key[:60]!r} to filter by: use one of {', '.join(self.rows.spans)}")
        at = self.rows.spans.index(key)
        stretch = slice(*self._arrays["span_starts"][at : at + 2])
        docs = self._arrays["span_docs"][stretch]
        low = -np.inf if wanted.low is None else wanted.low
        high = np.inf if wanted.high is None else wanted.high
        fits = (self._arrays["span_low"][stretch] <= high) & (self._arrays["span_high"][stretch] >= low)
        yes = pack_documents(docs[fits], self.count)
        said = pack_documents(docs, self.count)
        return Part(key, yes if stated_only else self.everything & (yes | ~said), yes)


def size(bits: Bits) -> int:
    """Return how many documents a row of bits holds."""
    return int(np.add.reduce(np.bitwise_count(bits), dtype=np.int64))


def together(parts: Iterable[Part], everything: Bits, without: Collection[str] = ()) -> Bits:
    """Return the programs that stay by every part, those about ``without`` left out: ``everything`` where none is
    left."""
    kept: Bits | None = None
    for part in parts:
        if part.key not in without:
            kept = part.kept if kept is None else kept & part.kept
    return everything if kept is None else kept
