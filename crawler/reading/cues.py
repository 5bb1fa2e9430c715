"""Cues: patterns over folded text that know which words they need, so that a sentence without them costs nothing.

A ``Cue`` is used as a compiled pattern is and gives the same answers. What it needs follows from the pattern itself
(``crawler.reading.needed``); every distinct word is looked up once and remembered, and a text's words say together
which cues can be met in it.
"""

from __future__ import annotations

import functools
import operator
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from crawler.reading.leading import led
from crawler.reading.needed import DIGIT, EDGE, LONGEST_PIECE, needed_pieces

_WORD = re.compile(r"[^\W_]+")
_PARTED = {code: " " for code in range(128) if not chr(code).isalnum()}
_ANY_DIGIT = re.compile(r"\d")
_LONG_WORD = 40
"""Letters from which a word is not looked up: it may hold anything."""

MOST_WORDS = 100_000
"""Words remembered: more than a language's pages hold, so that made-up words cannot fill the memory."""

MOST_MIXTURES = 1_000
"""Mixtures of clauses for which it is remembered what may match."""

_bits: dict[frozenset[str], int] = {}
_of_piece: dict[str, int] = {}


class WordBits(dict[str, int]):
    """Word → bits, each word judged once; it starts afresh when it has grown to ``MOST_WORDS``."""

    def __init__(self, judge: Callable[[str], int]) -> None:
        super().__init__()
        self._judge = judge

    def __missing__(self, word: str) -> int:
        if len(self) >= MOST_WORDS:
            self.clear()
        bits = self[word] = self._judge(word)
        return bits

    def of(self, words: Iterable[str]) -> int:
        """Return the bits of ``words`` together."""
        return functools.reduce(operator.or_, map(self.__getitem__, words), 0)


def _clauses_of(word: str) -> int:
    """Return the clauses that a word meets, as bits."""
    if len(word) >= _LONG_WORD:
        return -1
    met = 0
    for written in {word, _ANY_DIGIT.sub(DIGIT, word)}:
        edged = EDGE + written + EDGE
        for start in range(len(edged)):
            for end in range(start + 1, min(start + LONGEST_PIECE, len(edged)) + 1):
                met |= _of_piece.get(edged[start:end], 0)
    return met


_of_words = WordBits(_clauses_of)


@functools.lru_cache(maxsize=4_096)
def words_in(text: str) -> tuple[str, ...]:
    """Return the words of a text in order; what is neither letter nor digit parts them."""
    return tuple(text.translate(_PARTED).split()) if text.isascii() else tuple(_WORD.findall(text))


@functools.lru_cache(maxsize=4_096)
def heard(text: str) -> int:
    """Return the clauses that the words of a text meet, as bits."""
    return _of_words.of(words_in(text))


def cuts_word(text: str, at: int) -> bool:
    """Return whether a cut before offset ``at`` would leave a part of a word."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


class Cue:
    """A compiled pattern that is tried only where the words it needs are there."""

    __slots__ = ("needs", "pattern", "plain")

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        clauses = needed_pieces(pattern)
        self.plain = re.compile(led(pattern))
        self.needs = 0
        for clause in clauses:
            if clause not in _bits:
                _bits[clause] = 1 << len(_bits)
                for piece in clause:
                    _of_piece[piece] = _of_piece.get(piece, 0) | _bits[clause]
            self.needs |= _bits[clause]
        _of_words.clear()
        heard.cache_clear()

    def may_match(self, text: str, end: int = sys.maxsize) -> bool:
        """Return False only where no part of ``text``, up to ``end``, can match."""
        if heard(text) & self.needs == self.needs:
            return True
        return end < len(text) and cuts_word(text, end)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As ``re.Pattern.search``."""
        return self.plain.search(text, start, end) if self.may_match(text, end) else None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """As ``re.Pattern.finditer``."""
        return self.plain.finditer(text, start, end) if self.may_match(text, end) else iter(())

    def findall(self, text: str) -> list[Any]:
        """As ``re.Pattern.findall``."""
        return self.plain.findall(text) if self.may_match(text) else []

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As ``re.Pattern.match``, which is quick without a cue."""
        return self.plain.match(text, start, end)


class Cues:
    """Several cues that are tried one after the other on the same text."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self.cues = tuple(map(Cue, patterns))
        self._needs = functools.reduce(operator.or_, (one.needs for one in self.cues))
        self._known: dict[int, tuple[re.Pattern[str], ...]] = {}

    def possible(self, text: str) -> tuple[re.Pattern[str], ...]:
        """Return the patterns that may match ``text``, in order."""
        met = heard(text) & self._needs
        found = self._known.get(met)
        if found is None:
            found = tuple(one.plain for one in self.cues if one.needs & met == one.needs)
            if len(self._known) < MOST_MIXTURES:
                self._known[met] = found
        return found


def cue(pattern: str) -> Cue:
    """Return the ``Cue`` of a pattern; used in place of ``re.compile`` for patterns that whole sentences are tried
    against."""
    return Cue(pattern)
