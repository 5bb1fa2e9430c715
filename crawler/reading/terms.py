"""Vocabulary terms in a sentence: one look-up by first word for all vocabularies together, longest wording first."""

from __future__ import annotations

import dataclasses
import functools
import re

from catalog.vocabulary import Term, load_vocabulary
from crawler.reading.cues import words_in
from crawler.reading.wordforms import folded, unaccented

READ = (
    "conditions",
    "therapies",
    "insurers",
    "payment_options",
    "populations",
    "care_team",
    "accreditation",
    "languages",
    "facility_services",
)
"""The vocabularies whose wordings are looked for in page text."""

PAYERS = ("insurers", "payment_options")
"""The vocabularies of those who pay."""

_WORD = re.compile(r"[^\W_]+|&")
_GAP = re.compile(r"[ '’./&-]{0,3}|(?:’|')s ")
_IN_BRACKETS = re.compile(r"\([^()]{0,60}\)")


@dataclasses.dataclass(frozen=True, slots=True)
class Hit:
    """A term met in a sentence."""

    attribute: str
    term: str
    start: int
    end: int


class _Node:
    """A step in the look-up: what may follow, and the (attribute, term, capitals) of the wordings that end here."""

    __slots__ = ("ends", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.ends: list[tuple[str, str, str]] = []


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a wording as they are compared: folded, unaccented, "&" read as "and"."""
    return tuple("and" if w == "&" else w for w in _WORD.findall(unaccented(folded(text))))


@functools.cache
def _table() -> dict[str, _Node]:
    """Return first word → the wordings that begin with it, word by word."""
    vocabulary = load_vocabulary()
    root = _Node()
    for attribute in READ:
        for term in vocabulary.terms(attribute) if attribute in vocabulary.attributes else ():
            for words, capitals in _wordings(term):
                node = root
                for word in words:
                    node = node.next.setdefault(word, _Node())
                if not any(known == attribute for known, _, _ in node.ends):
                    node.ends.append((attribute, term.id, capitals))
    return root.next


def _wordings(term: Term) -> list[tuple[tuple[str, ...], str]]:
    found = []
    for text in (
        _IN_BRACKETS.sub(" ", term.label),
        _IN_BRACKETS.sub(" ", term.label_es),
        *term.aliases,
        *term.aliases_es,
    ):
        if words := words_of(text):
            found.append((words, ""))
            if len(words[-1]) > 3 and not words[-1].endswith(("s", "y")):
                found.append(((*words[:-1], words[-1] + "s"), ""))
    found += [(words_of(short), short) for short in term.abbreviations if words_of(short)]
    return found


@functools.cache
def _followers() -> dict[str, frozenset[str]]:
    """Return first word → the words that may come second; for a wording of one word none needs to."""
    return {word: frozenset() if node.ends else frozenset(node.next) for word, node in _table().items()}


def find_terms(text: str, low: str) -> list[Hit]:
    """Return the terms of ``text`` (``low`` is it folded); within one vocabulary none overlap."""
    flat = unaccented(low)
    words = words_in(flat)
    if "&" in flat:
        words += ("and",)
    followers = _followers()
    firsts = {w for w in words if w in followers and not (followers[w] and followers[w].isdisjoint(words))}
    hits = _hits(text, flat, firsts) if firsts else []
    hits = [hit for hit in hits if not _within_payer(hit, hits)]
    return hits + _beside(text, hits) if any(hit.attribute in PAYERS for hit in hits) else hits


def _within_payer(hit: Hit, hits: list[Hit]) -> bool:
    """Return whether an insurer's name is a part of a public program's ("Missouri HealthNet")."""
    return hit.attribute == "insurers" and any(
        other.attribute == "payment_options" and other.start < hit.start and hit.end <= other.end for other in hits
    )


@functools.cache
def _short_names() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return what finds the insurers' names that count beside other payers, and the term of each."""
    terms = {name: term.id for term in load_vocabulary().terms("insurers") for name in term.beside}
    longest_first = sorted(terms, key=lambda name: (-len(name), name))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b(?! [A-Z])"), terms


def _beside(text: str, hits: list[Hit]) -> list[Hit]:
    """Return the insurers that a sentence about payers names in short, by words that mean something else elsewhere."""
    pattern, terms = _short_names()
    taken = [(hit.start, hit.end) for hit in hits if hit.attribute in PAYERS]
    return [
        Hit("insurers", terms[m.group()], m.start(), m.end())
        for m in pattern.finditer(text)
        if not any(start < m.end() and m.start() < end for start, end in taken)
    ]


def _hits(text: str, flat: str, firsts: set[str]) -> list[Hit]:
    """Return the terms that begin with one of ``firsts``."""
    table = _table()
    places = _places(flat)
    hits: list[Hit] = []
    taken: dict[str, int] = {}
    for n, (word, _, _) in enumerate(places):
        if word in firsts and ((node := table[word]).ends or _goes_on(node, places, n)):
            hits += _longest(text, flat, places, n, taken)
    return hits


def _places(flat: str) -> list[tuple[str, int, int]]:
    """Return the words of a text, "&" among them, with their offsets."""
    if "&" in flat:
        return [(m.group(), m.start(), m.end()) for m in _WORD.finditer(flat)]
    places, at = [], 0
    for word in words_in(flat):
        start = flat.index(word, at)
        at = start + len(word)
        places.append((word, start, at))
    return places


def _goes_on(node: _Node, places: list[tuple[str, int, int]], n: int) -> bool:
    """Return whether the word after that at ``places[n]`` leads on in the look-up."""
    return n + 1 < len(places) and ("and" if places[n + 1][0] == "&" else places[n + 1][0]) in node.next


def _longest(text: str, flat: str, places: list[tuple[str, int, int]], first: int, taken: dict[str, int]) -> list[Hit]:
    """Return for each vocabulary the longest wording that begins at word ``first``, and note up to where it reaches."""
    found: dict[str, tuple[str, int]] = {}
    node = _table()[places[first][0]]
    last = first
    while True:
        for attribute, term, capitals in node.ends:
            if taken.get(attribute, -1) < first and (
                not capitals or _same_capitals(text[places[first][1] : places[last][2]], capitals)
            ):
                found[attribute] = (term, last)
        last += 1
        if last >= len(places) or not _GAP.fullmatch(flat, places[last - 1][2], places[last][1]):
            break
        word = places[last][0]
        following = node.next.get("and" if word == "&" else word)
        if following is None:
            break
        node = following
    hits = []
    for attribute, (term, end) in found.items():
        taken[attribute] = end
        hits.append(Hit(attribute, term, places[first][1], places[end][2]))
    return hits


def _same_capitals(written: str, capitals: str) -> bool:
    return written in (capitals, capitals + "s")
