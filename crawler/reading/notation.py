"""Pieces of patterns shared by the readers of numbers: units, "per week" in its many forms, open ends, and
their spans."""

from __future__ import annotations

import re

from catalog.facts import Span
from crawler.reading.marks import QUANTITY
from crawler.reading.numbers import Quantity

Q = f"(?P<q>{QUANTITY})"
HOURS = (
    r"(?:(?:clock|clinical|therapeutic|treatment|structured|contact|programming|"
    r"group|therapy|total)[ -])?(?:hours?|hrs?|h|horas?)\b\.?"
)
PER = r"(?:per|an?|each|every|in an?|por|a la|al|cada)[ -]?(?:typical |calendar |full |treatment |group |program )?"
PER_WEEK = (
    rf"(?:(?:{PER}|/ ?|p/)(?:weeks?|wk|semana)\b|(?:bi-)?weekly\b|semanal(?:es|"
    rf"mente)?\b|(?:during|throughout|out of|of) the week\b)"
)
DAY_PARTS = (
    r"(?:days?|evenings?|nights?|mornings?|afternoons?|weeknights?|weekdays?|"
    r"times|x\b|d[ií]as?|tardes?|noches?|mañanas?|veces)"
)
MEETINGS = r"(?:sessions?|meetings?|visits?|sesiones|reuniones|classes|groups)"
LEAST_AFTER = (
    r"(?: ?,? ?\(?(?P<least>minimum|min\b|at minimum|or more|or longer|or greater|"
    r"\+|at a minimum|at least|and up|como m[ií]nimo|o m[aá]s))"
)
MOST_AFTER = r"(?: ?,? ?\(?(?P<most>maximum|max\b|at most|or less|or fewer|como m[aá]ximo))"
OPEN_END = rf"(?:{LEAST_AFTER}|{MOST_AFTER})?"

_LESSER_THINGS = re.compile(
    r"\b(?:family|families|parents?|caregivers?|individual|one-(?:on|to)-one|1:1|yoga|"
    r"nutrition|dietitian|medication|psychiatr\w+|after-?care|alumni|intake|"
    r"assessment|"
    r"orientation|lecture|lunch|dinner|meals?|homework|drug (?:test|screen)\w*|"
    r"urin\w+|case management|meditation|equine|massage|acupuncture|familiar(?:es)?)\b"
)
_WHOLE_THINGS = re.compile(r"\b(?:groups?|iops?|program|programming|treatment|intensive|total|grupal(?:es)?)\b")


def is_part(words: str) -> bool:
    """Return whether ``words`` name a part of the care (an individual hour, a family night), not the program's
    whole."""
    return bool(_LESSER_THINGS.search(words)) and not _WHOLE_THINGS.search(words)


def span_of(quantity: Quantity, match: re.Match[str], scale: float = 1.0) -> Span:
    """Return a quantity as a span, opened where words after it say "minimum", "or more" or "maximum"."""
    groups = match.groupdict()
    low = quantity.low * scale if quantity.low is not None else None
    high = quantity.high * scale if quantity.high is not None else None
    if low is not None and low == high:
        if groups.get("least"):
            high = None
        elif groups.get("most"):
            low = None
    return Span(low, high)


def within(span: Span, lowest: float, highest: float) -> bool:
    """Return whether both stated ends lie between ``lowest`` and ``highest``."""
    return all(end is None or lowest <= end <= highest for end in (span.low, span.high))
