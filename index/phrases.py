"""Wordings that stand for a term: "panic attacks", "Blue Cross", "ansiedad" to the rows of programs that state it.

Made from the vocabulary when an index is built, so that opening one stems nothing. A question's words are looked up
here, the longest wording first; a wording that stands for several terms finds the programs that state any of them.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from catalog.attributes import load_attributes
from catalog.vocabulary import Term, load_vocabulary
from index.rows import YES, current_rows
from index.words import stems, surface_words

LONGEST_PHRASE = 6
"""Words in the longest wording looked for."""


class Meaning(msgspec.Struct, frozen=True, array_like=True):
    """What a wording stands for: the ``rows`` of its terms, and of the terms they are a kind of (``broader``).

    A program for anxiety is worth finding for "panic", after those that state panic. Terms that are a kind of nothing
    ("mental health") are left out of ``broader``: they say too little.
    """

    rows: tuple[int, ...]
    broader: tuple[int, ...]


Phrases = dict[str, Meaning]


def _wordings() -> Iterator[tuple[str, int]]:
    """Yield every wording with its row."""
    numbers = current_rows().numbers()
    for attribute in load_attributes():
        if attribute.kind == "yes_no":
            row = numbers[attribute.key, YES]
            yield from ((attribute.label, row), (attribute.label_es, row))
        for term in load_vocabulary().terms(attribute.vocabulary) if attribute.kind == "terms" else ():
            row = numbers[attribute.key, term.id]
            yield from ((words, row) for words in _said_of(term))


def _said_of(term: Term) -> tuple[str, ...]:
    return (*term.words, *term.everyday, *term.everyday_es)


def current_phrases() -> Phrases:
    """Return folded, stemmed wording → rows, from today's vocabulary."""
    found: dict[str, list[int]] = {}
    for wording, row in _wordings():
        key = stems(wording)
        if key and len(key) <= LONGEST_PHRASE:
            rows = found.setdefault(" ".join(key), [])
            if row not in rows:
                rows.append(row)
    broader = _broader()
    return {key: _meaning(found[key], broader) for key in sorted(found)}


def _meaning(rows: list[int], broader: dict[int, tuple[int, ...]]) -> Meaning:
    above = dict.fromkeys(parent for row in rows for parent in broader.get(row, ()) if parent not in rows)
    return Meaning(tuple(rows), tuple(above))


def _broader() -> dict[int, tuple[int, ...]]:
    """Return row → rows of the terms it is a kind of, where those are a kind of something themselves."""
    numbers, found = current_rows().numbers(), {}
    for attribute in load_attributes():
        terms = load_vocabulary().terms(attribute.vocabulary) if attribute.kind == "terms" else ()
        middle = {term.id for term in terms if term.broader}
        for term in terms:
            parents = [numbers[attribute.key, parent] for parent in term.broader if parent in middle]
            found[numbers[attribute.key, term.id]] = tuple(parents)
    return found


def vocabulary_words() -> dict[str, set[int]]:
    """Return every word as written in a wording → the rows it helps to name, for spelling."""
    words: dict[str, set[int]] = {}
    for wording, row in _wordings():
        for word in surface_words(wording):
            words.setdefault(word, set()).add(row)
    return words


def read_question(words: list[str], phrases: Phrases) -> list[tuple[int, int, Meaning]]:
    """Return (first word, words, meaning) of the wordings in a question's stems, the longest first from the left."""
    found: list[tuple[int, int, Meaning]] = []
    at = 0
    while at < len(words):
        for size in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
            meaning = phrases.get(" ".join(words[at : at + size]))
            if meaning:
                found.append((at, size, meaning))
                at += size
                break
        else:
            at += 1
    return found
