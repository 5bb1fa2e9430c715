"""Spelling: the words that programs and the vocabulary use, and the one that a misspelled word most likely meant.

Words are kept as written, not as stems, so that a suggestion reads well; each with how many programs it would find.
They stand in the order of their length, each with the letters it holds, so that nearly all of them are passed over
without being compared.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.words import LONGEST_WORD

SHORTEST = 4
"""Words below this length are not corrected: nearly everything is one letter away from them."""

TWO_FAULTS_FROM = 7
"""Letters from which two slips of the finger are believed; shorter words may have one."""


def spelling_arrays(found: dict[str, int]) -> dict[str, NDArray[Any]]:
    """Return the columns of words and the programs each finds: ``spelling_words`` by length, then by letter,
    ``spelling_finds`` and ``spelling_letters`` beside them, ``spelling_starts`` where the words of a length begin."""
    words = [w for w, count in found.items() if count and len(w) >= SHORTEST and not w[0].isdigit()]
    words.sort(key=lambda word: (len(word), word))
    lengths = np.array([len(word) for word in words], np.int64)
    return {
        "spelling_words": np.array([w.encode() for w in words], "S" if words else "S1"),
        "spelling_finds": np.array([found[w] for w in words], np.int32),
        "spelling_letters": _letters_of(words),
        "spelling_starts": lengths.searchsorted(np.arange(LONGEST_WORD + 2)),
    }


def _letters_of(words: list[str]) -> NDArray[np.uint64]:
    """Return ``letters`` of each word, worked out for all of them at once."""
    table = np.array([word.encode() for word in words], f"S{LONGEST_WORD}").view(np.uint8)
    bits = np.zeros(len(words), np.uint64)
    for codes in table.reshape(len(words), LONGEST_WORD).T:
        bit = np.where(codes, np.left_shift(np.uint64(1), (codes % 32 * 2).astype(np.uint64)), np.uint64(0))
        bits |= np.where(bits & bit, bit << np.uint64(1), bit)
    return bits


def letters(word: str) -> int:
    """Return the letters of a folded word as bits: one for a letter that occurs, one more where it occurs again.

    A letter put in, left out or doubled changes one bit, one put for another two, and two that swapped places none.
    """
    bits = 0
    for code in word.encode():
        bit = 1 << 2 * (code % 32)
        bits |= bit << 1 if bits & bit else bit
    return bits


class Spelling:
    """Answers ``nearest``; immutable, so threads may share it."""

    def __init__(self, arrays: dict[str, NDArray[Any]]) -> None:
        self._words, self._finds = arrays["spelling_words"], arrays["spelling_finds"]
        self._letters, self._starts = arrays["spelling_letters"], arrays["spelling_starts"].tolist()

    def nearest(self, word: str) -> str:
        """Return the known word closest to ``word`` ("" where none is close): fewest slips, then most programs."""
        if len(word) < SHORTEST or word[0].isdigit():
            return ""
        slips = 2 if len(word) >= TWO_FAULTS_FROM else 1
        first = self._starts[min(len(word) - slips, LONGEST_WORD + 1)]
        last = self._starts[min(len(word) + slips + 1, LONGEST_WORD + 1)]
        differ = np.bitwise_count(self._letters[first:last] ^ np.uint64(letters(word)))
        alike = first + (differ <= 2 * slips).nonzero()[0]
        words = [known.decode() for known in self._words[alike].tolist()]
        near = process.extract(word, words, scorer=OSA.distance, score_cutoff=slips, limit=None)
        ranks = [
            (distance, known[0] != word[0], -int(self._finds[alike[place]]), known) for known, distance, place in near
        ]
        return min(ranks)[-1] if ranks else ""
