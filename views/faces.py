"""What a card says of a program whatever was asked: a program in, its fixed HTML out, worded once a release.

Nothing of a visitor's question goes into a face, so faces may be kept and shared.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from catalog.attributes import attribute
from catalog.display import fact_words, scope_of, value_words
from catalog.facts import Fact
from catalog.insurers import ATTRIBUTE as INSURERS
from catalog.insurers import standing
from catalog.programs import Program
from catalog.schedule import HOW_MUCH, WHEN, how_much, when
from catalog.vocabulary import load_vocabulary
from views.facts_shown import SourceLabel
from views.language import Language
from views.markup import fill, join, phone_link

SHOWN_VALUES, SHOWN_AGES = 4, 6
"""Values of one attribute on a card, and groups of ages; the others are counted."""

TREATS = ("conditions",)
PAYS = ("insurers", "payment_options")
AGES = ("age_groups", "ages")

MOST_KEPT = 4000
"""Faces that are kept, about 2 kB each."""


class Face(NamedTuple):
    """``owner`` is the organization, ``rows`` what is stated, ``phone`` the number, ``fresh`` how fresh all that is."""

    owner: Markup
    rows: Markup
    phone: Markup
    fresh: Markup


class Faces:
    """The faces of one release's programs, made when they are first shown."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Face] = {}

    def of(self, program: Program, words: Language, source_label: SourceLabel) -> Face:
        """Return a program's face in a language."""
        found = self._kept.get((program.id, words.code))
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self._kept[program.id, words.code] = _face(program, words, source_label)
        return found


class _Row(NamedTuple):
    label: str
    told: str
    scope: str | None
    """Of whom the sources speak; None where nothing is stated."""


def _face(program: Program, words: Language, source_label: SourceLabel) -> Face:
    rows = [*_rows(program, words)]
    scopes = {row.scope for row in rows if row.scope is not None}
    # Where all that is stated speaks of the same, such as the whole facility, it is said once.
    shared = scopes.pop() if len(scopes) == 1 else ""
    number = program.intake_phone or program.phone
    owner = fill('<span class="organization">{name}</span>', name=program.owner) if program.owner else Markup("")
    return Face(
        owner=owner,
        rows=join(_row(row, "" if shared else row.scope or "", words) for row in rows),
        phone=phone_link(number) if number else fill('<span class="unstated">{t}</span>', t=words.say("card.no_phone")),
        fresh=fill("{fresh} {scope}", fresh=freshness(program, words, source_label), scope=_scope(shared, words)),
    )


def _row(row: _Row, scope: str, words: Language) -> Markup:
    text = fill("{told}", told=row.told) if row.told else _unstated(words)
    return fill("<div><dt>{label}</dt><dd>{text} {scope}</dd></div>", label=row.label, text=text,
                scope=_scope(scope, words))  # fmt: skip


def _scope(scope: str, words: Language) -> Markup:
    return fill('<span class="scope">{text}</span>', text=words.say(f"scope.{scope}")) if scope else Markup("")


def _unstated(words: Language) -> Markup:
    return fill('<span class="unstated">{text}</span>', text=words.say("value.not_stated"))


def _rows(program: Program, words: Language) -> Iterator[_Row]:
    """Yield what a card tells; a week of which nothing is stated takes one row."""
    yield _stated(program, TREATS, words.label(attribute("conditions")), words)
    much, times = how_much(program, words), when(program, words)
    if much or times:
        yield _Row(words.say("week.how_much"), much, _scope_of(program, HOW_MUCH) if much else None)
        yield _Row(words.say("week.when"), times, _scope_of(program, WHEN) if times else None)
    else:
        yield _Row(words.say("card.week"), "", None)
    yield _stated(program, PAYS, words.say("section.payment"), words)
    yield _stated(program, AGES, words.label(attribute("age_groups")), words)


def _scope_of(program: Program, keys: tuple[str, ...]) -> str:
    return scope_of([fact for key in keys for fact in program.facts_of(key) if not fact.denied])


def _stated(program: Program, keys: tuple[str, ...], label: str, words: Language) -> _Row:
    facts = [fact for key in keys for fact in in_order(key, program.facts_of(key)) if not fact.denied]
    values = list(dict.fromkeys(_value(fact, words) for fact in facts))
    return _Row(
        label,
        shortened(values, SHOWN_AGES if keys is AGES else SHOWN_VALUES, words),
        scope_of(facts) if values else None,
    )


def shortened(values: list[str], most: int, words: Language) -> str:
    """Return the first values in one line and how many more there are."""
    more = len(values) - most
    return ", ".join(values[:most]) + (f", {words.say('value.and_more', n=more)}" if more > 0 else "")


def in_order(key: str, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Return facts in the vocabulary's order, which puts what most people look for first; insurers stay as they are."""
    row = attribute(key)
    if row.kind != "terms" or key == INSURERS:
        return facts
    order = _order(row.vocabulary)
    return tuple(sorted(facts, key=lambda fact: order.get(str(fact.value), len(order))))


@functools.cache
def _order(vocabulary: str) -> dict[str, int]:
    return {term.id: number for number, term in enumerate(load_vocabulary().terms(vocabulary))}


def _value(fact: Fact, words: Language) -> str:
    """Return one value in words."""
    row = attribute(fact.attribute)
    # A card is short: who says that an insurer is taken is worth a word where it is the insurer itself.
    if fact.attribute == INSURERS and standing(fact).listed:
        return fact_words(fact, words)
    return value_words(row, fact.value, words)


def freshness(program: Program, words: Language, source_label: SourceLabel) -> str:
    """Return how fresh a program's newest information is, and who says that it is an IOP."""
    sources = dict.fromkeys(e.source for fact in program.facts_of("level_of_care") for e in fact.evidence)
    said_by = ", ".join(source_label(source, words) for source in sources)
    dated = words.say("card.as_of", date=words.date(program.last_seen))
    return f"{dated} · {said_by}" if said_by else dated
