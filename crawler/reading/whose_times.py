"""Whose time is it? Words that give a time or a day to an office, a meal or a family night, and not to the IOP."""

from __future__ import annotations

import re

from crawler.reading.cues import cue
from crawler.reading.statements import Statement

RIVALS = ("meeting", "family", "office")
"""What can own a time besides the levels of care."""
_OFFICE = cue(
    r"\b(?:call|phones?|open|closed|office|business|walk[- ]?ins?|appointments?|"
    r"tours?|admissions|front desk|hotline|helpline|reach us|contact|availab\w+ (?:by|"
    r"24)|hours of operation|visit(?:ing|ation)|"
    r"clinic hours|assessments?|intakes?|lunch|dinner|breakfast|meals?|check-?in|"
    r"sign in|arriv\w+|drop-?off|transport\w*|school (?:hours|day|is)|childcare|"
    r"crisis|pharmacy|labs?(?! ?[:,)])|drop (?:by|in)|stop by|consultation team|staff meetings?|"
    r"(?:np|nurse|doctor|psychiatrist|prescriber|aprn|pmhnp|provider|counselor)s? (?:is |are )?(?:available|"
    r"on[- ]site)|"
    r"volunteer\w*|donat\w+|deliver(?:y|ies)|"
    r"almuerzo|cita|ll[aá]m\w+|horario de (?:oficina|atenci[oó]n)|oficina|abierto)\b"
)
CHILD_OF_IOP = cue(
    r"\b(?:individual|parents?|caregivers?|family|families|alumni|aftercare|"
    r"yoga|padres|women-only|men-only|orientation|make-?up|church|worship|chapel|multi-?family)\b[^,;.]{0,60}$"
)

_OF_A_PART = re.compile(
    r"[^:;]{0,60}\b(?:individual|one-on-one|1:1|medications?|psychiatr(?:y|ists?)|med checks?|yoga|parents?|"
    r"caregivers?|famil(?:y|ies)|alumni|orientation|nutrition)\b[^:;]{0,60}: "
)
_OF_THE_WHOLE = re.compile(r"\b(?:iops?|groups?|programs?|intensive|tracks?|schedule)\b")


def of_a_part(low: str, start: int) -> bool:
    """Return whether a folded line is labelled with a part of the care before ``start`` ("Medication visits: Mondays,
    1–4"), whose days and times those are."""
    label = _OF_A_PART.match(low, 0, start)
    return bool(label) and not _OF_THE_WHOLE.search(low, 0, label.end() if label else 0)


OPTIONAL = re.compile(r"\.?,? optional\b|[^;.,]{0,40}\b(?:(?:is|are) (?:optional|planned|coming)\b|\(optional\))")
"""What follows a day on which nobody has to come."""

MONTHLY = re.compile(r" (?:a|per|each|every|of (?:the|each|every)) month\b")

_NEW_BREATH = re.compile(r"[;.]|, (?:and|or) |\bmeets?\b|\biop\b|\bgroups?\b")


_MEETS_AT_OFFICE = re.compile(
    r"\b(?:meets?|held|groups?|sessions?|iop|attend\w*)\b[^.;]{0,40}\b(?:at|in) (?:our|the) (?:\w+ ){0,2}office\b"
)
"""Groups that meet at an office: their times are not its opening hours."""

_OPEN_GROUPS = re.compile(r"\b(?:iops?|php|programs?|groups?|tracks?) (?:is|are) open\b")
"""Programs that are open on some days: these are not an office's."""


def is_office(statement: Statement, start: int, end: int) -> bool:
    """Return whether a time is of the office, a meal or a check-in: such words lead to it or follow it at once."""
    low = _OPEN_GROUPS.sub(lambda m: m.group().replace("open", "----"), statement.low)
    if "office" in low:
        low = _MEETS_AT_OFFICE.sub(lambda m: m.group().replace("office", "------"), low)
    left = max((m.end() for m in _NEW_BREATH.finditer(low, max(0, start - 100), start)), default=0)
    return bool(
        _OFFICE.search(low, max(left, start - 80), start)
        or re.match(
            r"[ :,-]{0,3}(?:(?!with |plus |includ)\w+ )?(?:(?:lunch|dinner|breakfast|meals?)(?! (?:is )?(?:together|"
            r"at \d|included|"
            r"provided|served))|check-?in|sign in|arriv\w+|"
            r"transport\w*|almuerzo)\b",
            low[end:],
        )
    )
