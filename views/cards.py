"""Result cards: a program and how it was found in, one card of HTML out. What no source states says so."""

from __future__ import annotations

import functools

from markupsafe import Markup

from catalog.attributes import attribute, filters
from catalog.display import AGES, value_words
from catalog.programs import Program
from catalog.vocabulary import load_vocabulary
from exports.selection import MOST_PROGRAMS
from index.queries import Hit
from views.address import Address
from views.faces import shortened
from views.language import Language
from views.markup import fill, join
from views.release import Opened
from views.travel import distance_parts

NOTHING = Markup("")

AGE_GROUPS = "age_groups"

SHOWN_ANSWERS = 6
"""Terms of a question that a card says yes to; the others are counted."""


def card(program: Program, hit: Hit, number: int, href: str, here: Address, words: Language, found: Opened) -> Markup:
    """Return the card of one program that was found from ``here``; ``number`` is that of its pin on the map."""
    mark = fill('<b class="number" aria-hidden="true">{number}</b>', number=number)
    pick = pick_box(program, here, words)
    return card_html(program, hit, href, words, found, mark, answers_of(program, hit, here, words), pick)


def card_html(
    program: Program, hit: Hit, href: str, words: Language, found: Opened,
    mark: Markup = NOTHING, answers: Markup = NOTHING, pick: Markup = NOTHING,
) -> Markup:  # fmt: skip
    """Return the card of one program, its name leading to ``href``; ``mark`` stands before it, ``answers`` are what it
    says of what was asked, ``pick`` stands at the foot."""
    face = found.faces.of(program, words, found.source_label)
    return fill(
        '<article class="card" data-key="{id}"><header>{mark}<div>'
        '<h3><a href="{href}">{name}</a></h3>{owner}<p class="where">{where}</p></div></header>{answers}'
        '<dl>{rows}</dl><footer><p class="call">{phone}</p><p class="quiet">{fresh}</p>{pick}</footer></article>',
        id=program.id, mark=mark, href=href, name=program.name, owner=face.owner, where=_where(program, hit, words),
        answers=answers, rows=face.rows, phone=face.phone, fresh=face.fresh, pick=pick,
    )  # fmt: skip


def pick_box(program: Program, here: Address, words: Language) -> Markup:
    """Return the box that puts a program on the list; on a full list only those on it have one."""
    on = program.id in here.pick
    if not on and len(here.pick) >= MOST_PROGRAMS:
        return Markup("")
    return fill(
        '<label class="choose"><input type="checkbox" name="list" value="{id}"{on} aria-label="{says}">'
        '<span aria-hidden="true">{label}</span></label>',
        id=program.id, on=Markup(" checked") if on else Markup(""),
        says=words.say("list.choose_name", name=program.name), label=words.say("list.choose"),
    )  # fmt: skip


def _where(program: Program, hit: Hit, words: Language) -> Markup:
    place = program.address or ", ".join(part for part in (program.city, program.state) if part)
    if hit.miles is None:
        return fill("<span>{place}</span>", place=place)
    distance, reason = distance_parts(hit.miles, hit.precision, words)
    return fill(
        '<strong class="miles">{distance}</strong> {reason}<span{apart}>{place}</span>', distance=distance, place=place,
        apart=Markup(' class="apart"') if reason else Markup(""),
        reason=fill('<span class="quiet">({reason})</span> ', reason=reason) if reason else Markup(""),
    )  # fmt: skip


def answers_of(program: Program, hit: Hit, here: Address, words: Language) -> Markup:
    """Return what a program says of what was asked: what it says yes to, and what it does not say."""
    return join((_says_yes(program, hit, here, words), _silent(hit, here, words)))


def _says_yes(program: Program, hit: Hit, here: Address, words: Language) -> Markup:
    """Return what of the question the program says yes to, in the terms that were asked for."""
    told = [
        what for row in filters() if row.key not in hit.not_stated for what in _wished(row.key, program, here, words)
    ]
    if not told:
        return Markup("")
    return fill(
        '<p class="fits">{text}</p>', text=words.say("card.says_yes", what=shortened(told, SHOWN_ANSWERS, words))
    )


def _wished(key: str, program: Program, here: Address, words: Language) -> list[str]:
    """Return which of the wished terms of one attribute, or kinds of them, a program that fits states."""
    row, wished = attribute(key), here.terms.get(key, ())
    if key in here.spans:
        return _spans(key, program, here, words)
    if not wished:
        return [words.label(row)] if key in here.yes else []
    stated, vocabulary = set(program.values(key)), load_vocabulary()
    told = []
    for term in wished:
        kinds = [term] if term in stated else [kind for kind in _kinds(row.vocabulary, term) if kind in stated]
        # Who says "children or teens" fits a wish for teens.
        kinds = kinds or [str(value) for value in program.values(key) if term in _kinds(row.vocabulary, str(value))]
        told += [words.label(vocabulary.term(row.vocabulary, kind)) for kind in kinds]
    if not told and key == AGE_GROUPS:
        return []  # the ages in years say it
    return list(dict.fromkeys(told)) or [words.label(row)]


def _spans(key: str, program: Program, here: Address, words: Language) -> list[str]:
    """Return what a program that fits states of a number. Ages that follow from its groups are told there."""
    row = attribute(key)
    told = [value_words(row, value, words) for value in program.values(key)]
    if key == AGES:
        return told or ([] if here.terms.get(AGE_GROUPS) else [words.label(row)])
    return [f"{words.label(row)}: {value}" for value in told] or [words.label(row)]


@functools.cache
def _kinds(vocabulary: str, term: str) -> tuple[str, ...]:
    return load_vocabulary().narrower(vocabulary, term)


def _silent(hit: Hit, here: Address, words: Language) -> Markup:
    """Return what of the question is left open: the terms that were asked for, since a program may state others."""
    if not hit.not_stated:
        return Markup("")
    what = ", ".join(label for key in hit.not_stated for label in _asked(key, here, words))
    return fill('<p class="open">{text}</p>', text=words.say("card.silent", what=what))


def _asked(key: str, here: Address, words: Language) -> list[str]:
    row = attribute(key)
    terms = [words.label(load_vocabulary().term(row.vocabulary, term)) for term in here.terms.get(key, ())]
    return terms or [words.label(row)]
