"""Values as people read them: a fact's value in, words in English or Spanish out, the same for app, CLI and exports."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.attributes import Attribute, attribute
from catalog.facts import Fact, Span, Value
from catalog.insurers import ATTRIBUTE as INSURERS
from catalog.insurers import standing_mark
from catalog.language import Language, language
from catalog.vocabulary import load_vocabulary

AGES = "ages"
"""The attribute whose spans are years of life."""


def label(row: Attribute, lang: str = "en") -> str:
    """Return an attribute's label."""
    return language(lang).label(row)


def say(key: str, value: Value, lang: str = "en", denied: bool = False) -> str:
    """Return a fact's value in words by the attribute's key; a denied one says that it is."""
    return stated_words(attribute(key), value, denied, language(lang))


def fact_words(fact: Fact, words: Language) -> str:
    """Return a fact's value in words; a denied one says that it is, an insurer who says that it is taken."""
    told = stated_words(attribute(fact.attribute), fact.value, fact.denied, words)
    if fact.attribute == INSURERS and not fact.denied:
        return f"{told} ({standing_mark(fact, words)})"
    return told


def stated_words(row: Attribute, value: Value, denied: bool, words: Language) -> str:
    """Return what is said of an attribute: the value, or "Says no: …" ("No" where the attribute is a yes or no)."""
    if not denied:
        return value_words(row, value, words)
    if row.kind == "yes_no":
        return words.say("value.no")
    return words.say("value.says_no", value=value_words(row, value, words))


def value_words(row: Attribute, value: Value, words: Language) -> str:
    """Return a value as text: a term's label, a span with its unit, a session in 12-hour time, "Yes"."""
    if row.kind == "terms":
        known = load_vocabulary().has(row.vocabulary, str(value))
        return words.label(load_vocabulary().term(row.vocabulary, str(value))) if known else str(value)
    if isinstance(value, bool):
        return words.say("value.yes" if value else "value.no")
    if isinstance(value, Span):
        return ages_words(value, words) if row.key == AGES else span_words(value, words.unit(row), words)
    if row.kind == "session" and isinstance(value, str):
        return session_words(value, words)
    return number_words(value) if isinstance(value, float) else str(value)


def number_words(number: float) -> str:
    """Return a number with at most one decimal: "9", "3.5"; 90 days are "12.9" weeks."""
    return f"{round(number, 1):g}"


def span_words(span: Span, unit: str, words: Language) -> str:
    """Return a span in words: "9–12 hours", "at least 9 hours", "3 days"; without a blank at its end where no unit
    is given."""
    low, high = (None if end is None else number_words(end) for end in (span.low, span.high))
    if low is not None and high is not None:
        if low == high:
            return words.say("value.exactly", number=low, unit=unit).strip()
        return words.say("value.between", low=low, high=high, unit=unit).strip()
    if low is not None:
        return words.say("value.at_least", number=low, unit=unit).strip()
    if high is not None:
        return words.say("value.up_to", number=high, unit=unit).strip()
    return words.say("value.not_stated")


def ages_words(span: Span, words: Language) -> str:
    """Return ages as people say them: "18 and older", "13–17 years", "up to 17 years"."""
    if span.low is not None and span.high is None:
        return words.say("value.and_older", number=number_words(span.low))
    return span_words(span, words.unit(attribute(AGES)), words)


def session_words(session: str, words: Language) -> str:
    """Return "09:00-12:00" as "9 am to 12 pm"; anything else as it is."""
    ends = session.split("-")
    clocks = [clock_words(end, words) for end in ends]
    if len(ends) != 2 or not all(clocks):
        return session
    return words.say("value.session", start=clocks[0], end=clocks[1])


def clock_words(time: str, words: Language) -> str:
    """Return "17:30" as "5:30 pm", "" where it is no time of day."""
    hour, _, minute = time.partition(":")
    if not (hour.isdigit() and minute.isdigit() and int(hour) < 25 and int(minute) < 60):
        return ""
    half = words.say("value.am" if int(hour) % 24 < 12 else "value.pm")
    return f"{int(hour) % 12 or 12}{'' if minute == '00' else ':' + minute} {half}"


def scope_of(facts: Sequence[Fact]) -> str:
    """Return the widest that no fact goes below: "facility" where none speaks of the program itself, else ""."""
    scopes = {evidence.scope for fact in facts for evidence in fact.evidence}
    if not scopes or "program" in scopes:
        return ""
    return "facility" if "facility" in scopes else "organization"
