"""Whoosh's postings as arrays: written beside Whoosh's blocks when an index is built, then only looked up and added.

A field becomes four arrays: its words sorted, where each word's postings begin, the document numbers, and for a
scored field the BM25F score each posting is worth. Scores are those of ``whoosh.scoring.BM25F``, so adding a
question's postings ranks as Whoosh does.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Docs = NDArray[np.int32]
Scores = NDArray[np.float32]


class Postings(NamedTuple):
    """One field. ``words`` is sorted bytes; word *i* owns ``docs[starts[i]:starts[i + 1]]``, rising, and the same
    stretch of ``scores`` (empty where the field is not scored)."""

    words: NDArray[np.bytes_]
    starts: NDArray[np.int64]
    docs: Docs
    scores: Scores

    def number(self, word: str) -> int:
        """Return the place of ``word`` among the words, -1 where no program has it."""
        return self.whole_and_begun(word)[0]

    def whole_and_begun(self, word: str) -> tuple[int, int]:
        """Return the places of ``word`` among the words and of the first that begins so, each -1 where there is
        none."""
        key = word.encode()
        place = int(self.words.searchsorted(np.array(key)))
        found = self.words[place] if place < len(self.words) else b""
        return place if found == key else -1, place if found.startswith(key) else -1

    def of(self, number: int) -> tuple[Docs, Scores]:
        """Return the documents and scores of a word's number."""
        stretch = slice(int(self.starts[number]), int(self.starts[number + 1]))
        return self.docs[stretch], self.scores[stretch]

    def begun(self, prefix: str, first: int) -> Docs:
        """Return the documents of every word that begins with ``prefix``, of which ``first`` is the first; a document
        may stand in it repeatedly."""
        last = self.words.searchsorted(np.array(prefix.encode() + b"\x7f"))
        return self.docs[int(self.starts[first]) : int(self.starts[last])]

    def ranked(self, words: list[str], count: int, every: bool, limit: int) -> tuple[Docs, Scores]:
        """Return the ``limit`` best of ``count`` documents by the sum of their words' scores, as Whoosh ranks them.

        ``every`` asks for documents with all words (Whoosh's And), else any will do (Or). Ties go to the lower
        number. A word that nobody has contributes nothing, and leaves no document where every word is asked for.
        """
        totals, found = np.zeros(count, np.float32), np.zeros(count, np.int16)
        for word in words:
            number = self.number(word)
            if number >= 0:
                docs, scores = self.of(number)
                totals[docs] += scores
                found[docs] += 1
        chosen = np.flatnonzero(found == len(words) if every and words else found > 0).astype(np.int32)
        best = chosen[np.lexsort((chosen, -totals[chosen]))[:limit]]
        return best, totals[best]
