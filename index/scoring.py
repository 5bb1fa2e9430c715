"""What each posting is worth, worked out when an index is built: counted words in, postings with BM25F scores out."""

from __future__ import annotations

import numpy as np
from whoosh.scoring import bm25

from index.counting import WordCounts
from index.postings import Postings
from index.schema import BM25_B, BM25_K1
from index.writing import rounded


def scored(counted: WordCounts) -> Postings:
    """Return a field's postings with the BM25F score of each, by Whoosh's own formula over whole arrays."""
    sizes, count = np.diff(counted.starts), len(counted.lengths)
    rarity = np.log(count / (sizes + 1)) + 1
    average = float(counted.lengths.sum()) / (count or 1) or 1.0
    # A posting's score is its word's rarity times what its count is worth at its document's length: few pairs of those.
    lengths, length_of = np.unique(rounded(counted.lengths), return_inverse=True)
    counts = np.arange(int(counted.counts.max(initial=0)) + 1, dtype=np.float64)
    worth = bm25(1.0, counts, lengths[:, None], average, BM25_B, BM25_K1)
    scores = worth.ravel()[(length_of * len(counts)).astype(np.int32)[counted.docs] + counted.counts]
    scores *= np.repeat(rarity, sizes)
    return unscored(counted)._replace(scores=scores.astype(np.float32))


def unscored(counted: WordCounts) -> Postings:
    """Return a field's postings without scores."""
    words = np.array(counted.words, "S" if counted.words else "S1")
    return Postings(words, counted.starts, counted.docs, np.array([], np.float32))
