"""Which words stand for which term: the vocabulary's wordings, and those of ``typed`` that win over them.

A wording is found as it is written, then by its stems; a pair of words also written as one ("selfharm").
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from catalog.attributes import load_attributes
from catalog.vocabulary import load_vocabulary
from index.rows import YES
from index.understand.typed import ADDED
from index.understand.unsaid import SILENT, UNSAID
from index.words import fold, stem

LONGEST = 7
"""Words in the longest wording looked for."""

SHORTEST_STEMMED = 5
"""Letters of the shortest wording that is also found by its stems: "acts" is not ACT, "mats" not MAT."""

SHORTEST_JOINED = 8
"""Letters from which two words are also known as one."""

Meaning = tuple[tuple[str, str], ...]
"""(attribute, term) pairs that a wording stands for."""

_WORD = re.compile(r"[a-z]+|\d+(?:\.\d+)?")

FIRST = (
    "conditions", "therapies", "payment_options", "insurers", "populations", "age_groups", "time_of_day", "days",
    "setting", "level_of_care", "languages", "facility_services", "care_team", "accreditation",
)  # fmt: skip
"""Where a wording of the vocabulary stands for terms of several attributes, the first of these is meant: what people
decide by before what a facility has besides."""


def words_of(text: str) -> list[str]:
    """Return the folded words and numbers of a wording, joints left out."""
    return _WORD.findall(fold(text))


class Wordings:
    """Looks wordings up; immutable once made."""

    def __init__(self) -> None:
        self.exact: dict[str, Meaning] = {}
        self.stemmed: dict[str, Meaning] = {}
        self.silent: frozenset[str] = frozenset()
        for pair, wordings in ADDED.items():
            self._add(pair, wordings)
        silent = {words.replace("_", " ") for line in SILENT.values() for words in line.split()}
        self.silent = frozenset(silent - self.exact.keys())
        self._silent_stems = {stem(word) for word in self.silent if " " not in word and len(word) >= SHORTEST_STEMMED}
        for attribute in sorted(_term_attributes(), key=FIRST.index):
            for term in load_vocabulary().terms(attribute):
                self._add((attribute, term.id), (*term.words, *term.everyday, *term.everyday_es))
        for row in load_attributes():
            if row.kind == "yes_no":
                self._add((row.key, YES), (row.label, row.label_es))
        self.known = frozenset(word for key in (*self.exact, *self.stemmed, *UNSAID) for word in key.split())
        """Every word and stem that occurs in a wording, or in one that is passed over."""

    def _add(self, pair: tuple[str, str], wordings: Iterable[str]) -> None:
        for wording in wordings:
            words = words_of(wording)
            joined = " ".join(words)
            if not words or len(words) > LONGEST or joined in self.silent:
                continue
            self.exact.setdefault(joined, (pair,))
            if len(words) == 2 and len(joined) > SHORTEST_JOINED:
                self.exact.setdefault("".join(words), (pair,))
            if len(joined) >= SHORTEST_STEMMED and not wording.isupper():
                self.stemmed.setdefault(stemmed(words), (pair,))

    def find(self, words: list[str]) -> Meaning:
        """Return what a run of folded words stands for, empty where nothing."""
        joined = " ".join(words)
        if joined in self.exact:
            return self.exact[joined]
        if len(words) == 2 and len(joined) >= SHORTEST_JOINED and (whole := self.exact.get("".join(words))):
            return whole
        if len(joined) < SHORTEST_STEMMED or joined in self.silent:
            return ()
        key = stemmed(words)
        return () if key in self._silent_stems else self.stemmed.get(key, ())


def stemmed(words: list[str]) -> str:
    """Return words as their stems, single-spaced."""
    return " ".join(stem(word) for word in words)


def _term_attributes() -> list[str]:
    rows = load_attributes()
    return [row.key for row in rows if row.kind == "terms" and row.key == row.vocabulary]


@functools.cache
def wordings() -> Wordings:
    """Return the wordings of today's vocabulary, made once a process."""
    return Wordings()
