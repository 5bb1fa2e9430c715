"""Counts words while programs are read: each program's words in, a field's postings as arrays out.

Whoosh's own writer takes one posting at a time; millions of them are sorted and counted here by numpy at once.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

FOLDED_AT = 2_000_000
"""Words held before they are counted into postings, which are a fraction of them."""

DOCUMENT_BITS, COUNT_BITS = 26, 14
"""A posting is one 64-bit number, word, document and count in this order, so that sorting numbers sorts postings."""

MOST_DOCUMENTS, MOST_COUNT = 2**DOCUMENT_BITS, 2**COUNT_BITS - 1


class WordCounts(NamedTuple):
    """A field's postings. ``words`` is sorted; word *i* owns the stretch ``starts[i]:starts[i + 1]`` of ``docs``
    (rising) and ``counts``. ``lengths`` holds how many words each document has."""

    words: list[bytes]
    starts: NDArray[np.int64]
    docs: NDArray[np.int32]
    counts: NDArray[np.uint16]
    lengths: NDArray[np.int64]


class _Numbers(dict[str, int]):
    """Word → number, given in the order of first sight."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


def counts_taken(one: WordCounts, other: WordCounts, places: NDArray[np.int64]) -> WordCounts:
    """Return the counts of the documents at ``places``: those of ``one``, then those of ``other``. Places of each of
    the two rise."""
    border = len(one.lengths)
    now = np.full(border + len(other.lengths), -1, np.int32)
    now[places] = np.arange(len(places))
    known = _kept_as_they_are(one, other, now)
    if known:
        return known._replace(lengths=np.concatenate([one.lengths, other.lengths])[places])
    words = sorted({*one.words, *other.words})
    parts = [_packed(counts, words, at) for counts, at in ((one, now[:border]), (other, now[border:]))]
    postings = np.concatenate(parts)
    postings.sort(kind="stable")  # which finds the two sorted parts and puts them together
    return _unpacked(words, postings, np.concatenate([one.lengths, other.lengths])[places])


def _kept_as_they_are(one: WordCounts, other: WordCounts, now: NDArray[np.int32]) -> WordCounts | None:
    """Return ``one`` where every document stays in its place and those that ``other`` has instead have the same
    words, else None."""
    border = len(one.lengths)
    left = now[:border] < 0
    stay = np.flatnonzero(~left)
    if not np.array_equal(now[stay], stay) or not {*other.words} <= {*one.words}:
        return None
    gone = np.flatnonzero(left[one.docs])
    words = np.searchsorted(one.starts, gone, side="right") - 1
    kind = f"S{max(map(len, one.words), default=1)}"
    numbers = np.searchsorted(np.array(one.words, kind), np.array(other.words, kind))
    came: tuple[NDArray[Any], ...] = (np.repeat(numbers, np.diff(other.starts)), now[border:][other.docs], other.counts)
    went: tuple[NDArray[Any], ...] = (words, one.docs[gone], one.counts[gone])
    return one if all(np.array_equal(a, b) for a, b in zip(came, went, strict=True)) else None


def _packed(counts: WordCounts, words: list[bytes], now: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return postings as numbers: words by their place in ``words``, documents by ``now``, without those at -1."""
    kind = f"S{max(map(len, words), default=1)}"
    numbers = np.searchsorted(np.array(words, kind), np.array(counts.words, kind))
    docs = now[counts.docs].astype(np.int64)
    packed = np.repeat(numbers, np.diff(counts.starts)) << DOCUMENT_BITS | docs
    packed <<= COUNT_BITS
    packed |= counts.counts
    gone = docs < 0
    return packed[~gone] if gone.any() else packed


def _unpacked(words: list[bytes], postings: NDArray[np.int64], lengths: NDArray[np.int64]) -> WordCounts:
    """Return the counts of sorted ``postings``, without words that no document has."""
    starts = np.searchsorted(postings, np.arange(len(words) + 1) << DOCUMENT_BITS + COUNT_BITS)
    held = np.diff(starts) > 0
    if not held.all():
        words = [word for word, there in zip(words, held.tolist(), strict=True) if there]
        starts = np.concatenate([starts[:-1][held], starts[-1:]])
    return WordCounts(
        words=words, starts=starts.astype(np.int64), lengths=lengths,
        docs=(postings >> COUNT_BITS & MOST_DOCUMENTS - 1).astype(np.int32),
        counts=(postings & MOST_COUNT).astype(np.uint16),
    )  # fmt: skip


class WordCounter:
    """Collects the words of one field, program after program."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._tokens, self._sizes = array("I"), array("I")
        self._lengths: list[NDArray[np.int64]] = []
        self._postings: list[NDArray[np.int64]] = []
        self._folded = 0

    def add(self, words: Iterable[str]) -> None:
        """Take the words of the next document, repeated as often as they occur."""
        before = len(self._tokens)
        self._tokens.extend(map(self._numbers.__getitem__, words))
        self._sizes.append(len(self._tokens) - before)
        if len(self._tokens) >= FOLDED_AT:
            self._fold()

    def finish(self) -> WordCounts:
        """Return everything counted; the counter is empty afterwards."""
        self._fold()
        words = sorted(self._numbers)
        ranks = np.empty(len(words), np.int64)
        ranks[[self._numbers[word] for word in words]] = np.arange(len(words))
        postings = np.concatenate(self._postings)
        self._postings, self._numbers = [], _Numbers()
        shift, low = DOCUMENT_BITS + COUNT_BITS, 2 ** (DOCUMENT_BITS + COUNT_BITS) - 1
        postings = ranks[postings >> shift] << shift | postings & low
        postings.sort()
        return _unpacked([word.encode() for word in words], postings, np.concatenate(self._lengths))

    def _fold(self) -> None:
        """Count the words held into postings. A document is never split, so each posting is counted whole."""
        sizes = np.array(self._sizes, np.int64)
        docs = np.repeat(np.arange(self._folded, self._folded + len(sizes)), sizes)
        keys = np.array(self._tokens, np.int64) << DOCUMENT_BITS | docs
        keys.sort()
        first = np.flatnonzero(np.diff(keys, prepend=-1))
        counts = np.minimum(np.diff(first, append=len(keys)), MOST_COUNT)
        self._postings.append(keys[first] << COUNT_BITS | counts)
        self._lengths.append(sizes)
        self._folded += len(sizes)
        self._tokens, self._sizes = array("I"), array("I")
