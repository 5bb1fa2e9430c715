"""The words of a program: what it is called, where it is, what it states and the sentences that say so.

Labels of stated terms go in, in both languages. Everyday words ("panic" for anxiety) do not: they would fill every
program with words it never said and make rare words look common. Questions are widened by them instead.
"""

from __future__ import annotations

import functools

from catalog.attributes import load_attributes
from catalog.contacts import registered_domain
from catalog.facts import Fact
from catalog.programs import Program
from catalog.states import STATES
from catalog.vocabulary import load_vocabulary
from index.words import stem, stems, surface_words


def name_words(program: Program) -> list[str]:
    """Return the words a program can be found by half of: its name, organization and web domain, unstemmed."""
    domain = site_domain(program.website).partition(".")[0]
    return list(dict.fromkeys(surface_words(f"{program.name} {program.organization} {domain}")))


@functools.lru_cache(maxsize=50_000)
def site_domain(website: str) -> str:
    """Return the registered domain of a web site, "" where there is none; programs of one organization share it."""
    return registered_domain(website) if website else ""


def text_words(program: Program, names: list[str]) -> list[str]:
    """Return every searchable stem of a program, repeated as often as it occurs; ``names`` is ``name_words``."""
    words = [stem(word) for word in names]
    words += stems(f"{program.city} {STATES.get(program.state, '')} {program.zip}")
    quotes: set[str] = set()
    for fact in program.facts:
        if fact.denied:
            continue
        words += label_words(fact.attribute, fact.value) if isinstance(fact.value, str) else _own_label(fact)
        quotes.update(e.quote for e in fact.evidence if e.how == "text")
    for quote in sorted(quotes):
        words += stems(quote)
    return words


@functools.lru_cache(maxsize=50_000)
def label_words(attribute: str, value: str) -> tuple[str, ...]:
    """Return the stems of a term's labels and abbreviations; none for values that are no term."""
    vocabulary = _vocabularies().get(attribute, "")
    if not vocabulary or not load_vocabulary().has(vocabulary, value):
        return ()
    term = load_vocabulary().term(vocabulary, value)
    return tuple(stems(" ".join((term.label, term.label_es, *term.abbreviations))))


def _own_label(fact: Fact) -> tuple[str, ...]:
    return attribute_words(fact.attribute) if fact.value is True else ()


@functools.cache
def attribute_words(key: str) -> tuple[str, ...]:
    """Return the stems of an attribute's own labels: what a plain yes to it says."""
    return next((tuple(stems(f"{a.label} {a.label_es}")) for a in load_attributes() if a.key == key), ())


@functools.cache
def _vocabularies() -> dict[str, str]:
    return {row.key: row.vocabulary for row in load_attributes() if row.kind == "terms"}
