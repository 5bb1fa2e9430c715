"""What Whoosh indexes of a program: a lean schema, and the BM25F constants that the arrays share with Whoosh.

``text`` holds the stems of everything a person may type (name, organization, place, labels of stated terms in both
languages, quotes of facts read from text), without positions. ``name`` holds the unstemmed words of the name, for
finding a program by half of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from whoosh import fields, formats, scoring
from whoosh.analysis import Analyzer, Token

from index.words import stems, surface_words

TEXT, NAME = "text", "name"

BM25_B, BM25_K1 = 0.75, 1.2
"""Whoosh's own defaults, stated because the arrays are computed with them and compared against Whoosh."""


def weighting() -> scoring.BM25F:
    """Return Whoosh's scoring with our constants: the oracle of the arrays."""
    return scoring.BM25F(B=BM25_B, K1=BM25_K1)


class ProgramAnalyzer(Analyzer):
    """The analysis of ``index.words`` as Whoosh wants it, so that Whoosh's own queries meet the same words."""

    def __init__(self, stemmed: bool = True) -> None:
        self.stemmed = stemmed

    def words(self, text: str) -> list[str]:
        """Return the indexed words of ``text``."""
        return stems(text) if self.stemmed else surface_words(text)

    def __call__(self, value: str, **kwargs: Any) -> Iterator[Token]:
        token = Token(**kwargs)
        for position, word in enumerate(self.words(value)):
            token.text, token.original, token.boost, token.stopped, token.pos = word, word, 1.0, False, position
            yield token


class WordCounts(formats.Existence):
    """A posting that is only its weight, the number of times the word occurs: no value bytes to write or sort."""

    def word_values(self, value: Any, analyzer: ProgramAnalyzer, **_: Any) -> Iterator[tuple[str, int, float, bytes]]:
        words = analyzer.words(value) if isinstance(value, str) else value
        return ((word, count, float(count), b"") for word, count in Counter(words).items())


class Words(fields.TEXT):
    """A Whoosh text field of ``WordCounts``. Takes a text, or a list of words that were analysed before."""

    def __init__(self, stemmed: bool, scorable: bool) -> None:
        super().__init__(analyzer=ProgramAnalyzer(stemmed), phrase=False)
        self.format = WordCounts()
        self.scorable = scorable

    def index(self, value: Any, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (word, count, weight, no value) for Whoosh's writer."""
        words = self.analyzer.words(value) if isinstance(value, str) else value
        return ((word.encode(), count, float(count), b"") for word, count in Counter(words).items())


def schema() -> fields.Schema:
    """Return the schema; nothing is stored, because programs are read from the release itself."""
    return fields.Schema(**{TEXT: Words(stemmed=True, scorable=True), NAME: Words(stemmed=False, scorable=False)})
