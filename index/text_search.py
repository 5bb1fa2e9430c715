"""Finds programs by free text: a question's words in, the programs that have them all and how well they fit out.

A word is had by a program whose text or name holds it, that states the term it stands for, or, for the last word,
whose name holds a word that begins so. Words nobody has are left out; where nobody has all the others, those with the
most are found.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.columns import Bits, Docs, documents_of, holds, pack, unpack
from index.phrases import Phrases, read_question
from index.postings import Postings, Scores
from index.questions import Question, read_text, respelled
from index.ranking import WORD_WEIGHTS
from index.spelling import Spelling
from index.words import stem

SHORTEST_PREFIX = 3
"""Letters of a name typed before names that begin so are found."""

KEPT_BYTES = 96_000_000
"""Memory for words met in questions: what each is worth to each program is worked out once and kept."""

POINTS = {name: np.float32(weight.points) for name, weight in WORD_WEIGHTS.items()}

NO_DOCS: Docs = np.zeros(0, np.intp)

Rows = tuple[int, ...]


class Word(NamedTuple):
    """One word in its place in a question: ``found`` programs have it, ``docs`` are the same, ``worth`` is by document
    how well times how rare it is, ``rarity`` the most it can be worth."""

    found: Bits
    docs: Docs
    worth: Scores
    rarity: float


class TextMatch(NamedTuple):
    """``found`` programs, what makes them fit, and what ``Results`` says of the words. ``sure`` are the programs of
    a phone number or web domain."""

    found: Bits
    words: list[Word]
    sure: Bits | None = None
    unmatched: tuple[str, ...] = ()
    some_words: bool = False
    did_you_mean: str = ""

    @property
    def among(self) -> Docs | None:
        """The programs of the rarest word, which are all that can be found where every word is asked for."""
        if self.some_words or not self.words:
            return None
        return self.words[0].docs if len(self.words) == 1 else min([word.docs for word in self.words], key=len)

    def documents(self) -> Docs:
        """Return the programs found, rising."""
        docs = self.among
        if not self.words and self.sure is None:
            return NO_DOCS
        if docs is None or self.sure is not None:
            return documents_of(self.found)
        for word in self.words:
            if word.docs is not docs:
                docs = docs.compress(word.worth.take(docs) > 0)
        return docs

    def fit(self, docs: Docs) -> Scores:
        """Return how well each of ``docs`` fits, from 0 to 1. Rare words count for more, as BM25 has it."""
        if not self.words:
            fit = np.zeros(len(docs), np.float32)
        else:
            fit, rarity = self.words[0].worth.take(docs), self.words[0].rarity
            for word in self.words[1:]:
                fit += word.worth.take(docs)
                rarity += word.rarity
            fit /= np.float32(rarity)
        return fit if self.sure is None else np.maximum(fit, holds(self.sure, docs))


class TextSearch:
    """Answers texts over the arrays of one index; threads may share it."""

    def __init__(self, arrays: dict[str, NDArray[Any]], phrases: Phrases) -> None:
        self.text, self.names = (Postings(*(arrays[f"{f}_{p}"] for p in Postings._fields)) for f in ("text", "name"))
        self.count = len(arrays["state"])
        self._arrays, self._phrases = arrays, phrases
        self._kept = functools.lru_cache(maxsize=max(KEPT_BYTES // (6 * self.count + 1), 16))(self._word)

    @functools.cached_property
    def _spelling(self) -> Spelling:
        return Spelling(self._arrays)

    def named(self, words: Iterable[str]) -> Scores:
        """Return 1 for each program whose name holds one of some words, by document, else 0."""
        flags = np.zeros(self.count, np.float32)
        for word in words:
            if (number := self.names.number(word)) >= 0:
                flags[self.names.of(number)[0]] = 1.0
        return flags

    def match(self, text: str) -> TextMatch | None:
        """Return what a text finds, None where it asks for nothing."""
        question = read_text(text)
        sure = self._looked_up(question) if question.phone or question.domain else None
        if not question.words:
            return None if sure is None else TextMatch(sure, [], sure)
        words = self._words(question)
        known = [word for word in words if word]
        found, some = self._together(known)
        if sure is not None:
            both = found & sure
            if both.any():
                found = both
            else:  # who knows the number or the address has named the program
                found, some = sure, bool(known)
        if len(known) == len(words):
            return TextMatch(found, known, sure, (), some)
        unmatched = tuple(word for word, match in zip(question.words, words, strict=True) if not match)
        meant = {word: near for word in unmatched if (near := self._spelling.nearest(word))}
        return TextMatch(found, known, sure, unmatched, some, respelled(question.text, meant))

    def _looked_up(self, question: Question) -> Bits:
        """Return the programs with the phone number and the domain that were typed."""
        flags = np.ones(self.count, bool)
        if question.phone:
            phones = self._arrays["phones"]
            digits = phones if len(question.phone) == 10 else phones % 10**7
            flags &= ((digits == int(question.phone)) & (phones > 0)).any(axis=0)
        if question.domain:
            domains, key = self._arrays["domains"], question.domain.encode("ascii", "ignore")
            at = int(domains.searchsorted(np.bytes_(key)))
            known = at < len(domains) and domains[at] == key
            flags &= self._arrays["domain_of"] == (at if known else -2)
        return pack(flags)

    def _words(self, question: Question) -> list[Word | None]:
        """Return each word's programs, None where nobody has it."""
        words, stems = question.words, [stem(word) for word in question.words]
        rows: list[tuple[Rows, Rows]] = [((), ())] * len(words)
        for first, size, meaning in read_question(stems, self._phrases):
            rows[first : first + size] = [(meaning.rows, meaning.broader)] * size
        return [self._kept_word(word, stems[n], n == len(words) - 1, *rows[n]) for n, word in enumerate(words)]

    def _kept_word(self, *asked: Any) -> Word | None:
        try:
            return self._kept(*asked)
        except KeyError:  # raised, so that words of visitors that nobody has are not kept
            return None

    def _word(self, word: str, stemmed: str, is_last: bool, rows: Rows, broader: Rows) -> Word:
        """Return who has a word; raise ``KeyError`` where nobody does. ``rows`` and ``broader`` are the terms that its
        wording stands for and those they are a kind of."""
        in_text = self.text.number(stemmed)
        in_name, begun = self.names.whole_and_begun(word)
        if not is_last or len(word) < SHORTEST_PREFIX:
            begun = -1
        if in_text < 0 and in_name < 0 and begun < 0 and not rows and not broader:
            raise KeyError(word)
        fit = np.zeros(self.count, np.float32)
        if in_text >= 0:
            held, scores = self.text.of(in_text)
            fit[held] = POINTS["mentioned"] + scores * (POINTS["much mentioned"] / scores.max())
        if begun >= 0:
            fit[self.names.begun(word, begun)] = POINTS["half a name"]
        if in_name >= 0:
            fit[self.names.of(in_name)[0]] = POINTS["name"]
        for terms, weight in ((rows, "stated"), (broader, "stated broadly")):
            if terms:
                stated = unpack(np.bitwise_or.reduce(self._arrays["yes"][list(terms)]), self.count)
                np.maximum(fit, stated * POINTS[weight], out=fit)
        has = fit > 0
        docs = has.nonzero()[0]
        if not len(docs):
            raise KeyError(word)
        rarity = float(np.log(self.count / (len(docs) + 1))) + 1
        fit *= np.float32(rarity)
        return Word(pack(has), docs, fit, rarity)

    def _together(self, words: list[Word]) -> tuple[Bits, bool]:
        """Return the programs with all words, or with the most, and whether some words had to go."""
        if not words:
            return np.zeros(-(-self.count // 64), np.uint64), False
        found = words[0].found
        for word in words[1:]:
            found = found & word.found
        if len(words) == 1 or np.count_nonzero(found):
            return found, False
        has = np.zeros(self.count, np.int8)
        for word in words:
            has += unpack(word.found, self.count)
        return pack(has == has.max()), True
