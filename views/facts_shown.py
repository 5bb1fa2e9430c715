"""Shows facts: a fact in, its value as a person reads it and its evidence as HTML out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from markupsafe import Markup

from catalog.attributes import Attribute
from catalog.display import fact_words, scope_of
from catalog.facts import Evidence, Fact
from catalog.insurers import ATTRIBUTE as INSURERS
from catalog.insurers import standing_words
from views.language import Language
from views.markup import fill, join, outside_link, phone_link, safe, web_address

SourceLabel = Callable[[str, Language], str]


def scope_mark(facts: Sequence[Fact], words: Language) -> Markup:
    """Return the mark that says of whom the source speaks, where that is more than this program."""
    scope = scope_of(facts)
    return fill('<span class="scope">{text}</span>', text=words.say(f"scope.{scope}")) if scope else Markup("")


def fact_html(row: Attribute, fact: Fact, words: Language, source_label: SourceLabel) -> Markup:
    """Return one stated thing that opens to its evidence; a denial says that it is one."""
    return fill(
        '<details class="fact {kind}"><summary><span>{value}</span>{mark}</summary>'
        "{contact}{standing}{evidence}</details>",
        kind="denied" if fact.denied else "stated",
        value=fact_words(fact, words),
        contact=fill('<p class="reach">{link}</p>', link=contact_html(row, str(fact.value)))
        if row.kind in ("phone", "link")
        else Markup(""),
        standing=_standing_html(fact, words),
        mark=fill('<span class="disputed">{text}</span>', text=words.say("evidence.disputed"))
        if fact.disputed
        else Markup(""),
        evidence=join(evidence_html(evidence, words, source_label) for evidence in fact.evidence),
    )


def answers_html(row: Attribute, facts: Sequence[Fact], words: Language, source_label: SourceLabel) -> Markup:
    """Return all that is stated of one attribute in little room: one thing opens to its evidence, a list has one place
    where each source says once what it says."""
    if len(facts) == 1:
        return fact_html(row, facts[0], words, source_label)
    return fill("{list}{says}", list=answer_list(facts, words), says=who_says(facts, words, source_label))


def answer_list(facts: Sequence[Fact], words: Language) -> Markup:
    """Return what is stated as a list."""
    return fill('<ul class="answers">{answers}</ul>', answers=join(_answer(fact, words) for fact in facts))


def who_says(facts: Sequence[Fact], words: Language, source_label: SourceLabel) -> Markup:
    """Return the place that opens to all evidence of several facts, each source once."""
    return fill(
        '<details class="fact says"><summary><span>{who}</span></summary>{standing}{evidence}</details>',
        who=words.say("evidence.who"),
        standing=join(_standing_html(fact, words) for fact in facts),
        evidence=join(
            evidence_html(quotes[0], words, source_label, tuple(evidence.quote for evidence in quotes))
            for quotes in _by_source(facts)
        ),
    )


def _answer(fact: Fact, words: Language) -> Markup:
    mark = fill(' <span class="disputed">{text}</span>', text=words.say("evidence.disputed"))
    return fill(
        "<li{denied}>{value}{mark}</li>",
        denied=Markup(' class="denied"') if fact.denied else Markup(""),
        value=fact_words(fact, words),
        mark=mark if fact.disputed else Markup(""),
    )


def _by_source(facts: Sequence[Fact]) -> list[list[Evidence]]:
    """Return the evidence of facts, what differs only in the quote together."""
    groups: dict[Evidence, list[Evidence]] = {}
    for evidence in (evidence for fact in facts for evidence in fact.evidence):
        groups.setdefault(msgspec.structs.replace(evidence, quote=""), []).append(evidence)
    return list(groups.values())


def _standing_html(fact: Fact, words: Language) -> Markup:
    """Return who says that an insurer is taken, a sentence each; nothing for other facts."""
    if fact.attribute != INSURERS:
        return Markup("")
    return join(fill('<p class="standing">{text}</p>', text=text) for text in standing_words(fact, words))


def evidence_html(evidence: Evidence, words: Language, source_label: SourceLabel, quotes: Sequence[str] = ()) -> Markup:
    """Return who said it, when, in which words (its own, or all of several ``quotes``), about what, where to check."""
    line = fill(
        "<b>{source}</b>, {date}",
        source=source_label(evidence.source, words),
        date=words.say("evidence.as_of", date=words.date(evidence.dated)),
    )
    link = ""
    if web_address(evidence.url):
        link = fill('<p class="check">{link}</p>', link=outside_link(evidence.url, words.say("evidence.open")))
    return fill(
        '<div class="evidence"><p>{line}</p><blockquote>{quotes}</blockquote><p class="quiet">{scope}. {how}.</p>'
        "{link}</div>",
        line=line,
        quotes=Markup(" ").join(fill("“{quote}”", quote=quote) for quote in dict.fromkeys(quotes or (evidence.quote,))),
        scope=words.say(f"evidence.scope_{evidence.scope}"),
        how=words.say("evidence.how_directory" if evidence.directory else f"evidence.how_{evidence.how}"),
        link=link or Markup(""),
    )


def contact_html(row: Attribute, value: str) -> Markup:
    """Return a phone that dials, a website that opens, or text."""
    if row.kind == "phone":
        return phone_link(value)
    return outside_link(value, value) if row.kind == "link" else safe(value)
