"""For whom: ages in years and age groups that a sentence states of the IOP's participants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from catalog.facts import Span
from crawler.reading.claims import Claim
from crawler.reading.cues import Cues, cue
from crawler.reading.marks import QUANTITY
from crawler.reading.numbers import Quantity
from crawler.reading.stance import is_denied
from crawler.reading.statements import Statement
from crawler.reading.topics import AGES, GROUPS

_Q = f"(?P<q>{QUANTITY})"
_NO_UNIT = (
    r"(?! ?-?(?:hours?|hrs?|days?|weeks?|months?|minutes?|times|sessions?|evenings?|"
    r"nights?|%|per\b|groups?\b|people\b|persons?\b|clients?\b|patients?\b|participants?\b|members?\b|beds?\b|"
    r"states|locations|miles|horas|semanas|"
    r"steps?))"
)
_OLDER = (
    r"(?P<up> ?(?:\+|(?:-|to|through) ?adult(?:s|hood)?\b|"
    r"(?:and|or|&|y) (?:older|better|over|up|above|beyond|m[aá]s)|o mayores|o m[aá]s|en adelante))"
)
_YEARS = r"(?:[ -](?:years?|yrs?)(?:[ -](?:old|of age))?s?|[ -]?y/?o\b| a[ñn]os(?: de edad)?)"
_PEOPLE = (
    r"(?:guys|moms|mothers|veterans|ladies|adults?|teens?|teenagers?|adolescents?|youths?|children|kids|students|"
    r"girls|boys|seniors|women|men|individuals|people|persons|clients|patients|"
    r"participants|anyone|those|residents|members|adultos|adolescentes|j[oó]venes|"
    r"personas|ni[ñn]os)"
)
_AGES = Cues(
    pattern
    for pattern in (
        rf"\b(?P<start>starting at|beginning at|as young as|from|minimum|desde(?: los)?)? ?(?P<cap>up to|"
        rf"hasta(?: los)?|through)? ?\b(?:the )?(?:ages?|aged|age (?:range|group)s?|"
        rf"edad(?:es)?)(?: (?:of|range|is|are|served|accepted|treated|de|entre))*"
        rf"[ :(]*{_Q}{_NO_UNIT}(?:{_YEARS})?{_OLDER}?",
        rf"\b{_PEOPLE}(?: (?:tracks?|programs?|iop|groups?))?,? ?\(?(?:ages? |aged |"
        rf"between )?{_Q}{_NO_UNIT}(?:{_YEARS})?{_OLDER}?(?P<people>)",
        rf"\b(?:adolescents?|teens?|youths?|children|child|kids|adults?) (?:[a-z]+ ){{1,3}}\({_Q}\)(?P<group>)",
        rf"{_Q}{_YEARS}(?: of age)?(?P<years>){_OLDER}?",
        rf"\b(?P<start>as young as|mayores de|must be|starting at|over|over the age of|"
        rf"older than) {_Q}(?={_YEARS}|[ ,.;)]|$){_NO_UNIT}",
        rf"\b(?P<cap>under|younger than|menores de) (?:the age of )?{_Q}(?={_YEARS}|[ ,.;)]|$){_NO_UNIT}",
        rf"{_Q}(?P<bare>){_OLDER}",
        rf"{_Q}{_NO_UNIT}(?P<inner>)",
    )
)
_OPEN = re.compile(r"(?:\+|older|better|above|over|up|más)$")
_NOT_PARTICIPANTS = cue(
    r"\b(?:years?'? (?:of )?(?:\w+ )?experience|(?:have|has|combined) experience|experience in|"
    r"serving (?:\w+ ){0,6}(?:for|since)|founded|since|history|"
    r"for over|for more than|family members?|siblings?|visitors?|parents (?:of|"
    r"with)|children of|staff|study|average age|percent|combined|careers?|celebrat\w+|"
    r"(?:are|is) (?:cared for|looked after|watched)|child ?care|volunteers?|must be accompanied)\b|"
    r"years? in|a[ñn]os de experiencia"
)


def age_claims(statement: Statement) -> Iterator[Claim]:
    """Yield the ages that a sentence states: a span in years, open where it says "18+" or "up to 17"."""
    if not statement.topics & AGES or not statement.marked.quantities or _NOT_PARTICIPANTS.search(statement.low):
        return
    seen: set[int] = set()
    text = statement.marked.text
    for pattern in _AGES.possible(text):
        for match in pattern.finditer(text):
            at = match.start("q")
            span = _span(statement, match, statement.marked.quantities[at])
            if span is None or at in seen or not _of_the_iop(statement, match):
                continue
            seen.add(at)
            if not is_denied(statement.low, match.start(), match.end()):
                yield Claim("ages", span, statement, match.start(), match.end())


_AGES_SERVED = re.compile(r"(?:ages?(?: range)?(?: (?:served|accepted|treated))?|who we serve|edades)(?: ?[:–-]| of) ?")


def _of_the_iop(statement: Statement, match: re.Match[str]) -> bool:
    """Return whether ages are those of the IOP; a field such as "Ages served: 18+" is of all that a page tells of."""
    owner = statement.owner(match.start(), match.end())
    return owner == "iop" or (not owner and bool(_AGES_SERVED.match(statement.low)))


def _span(statement: Statement, match: re.Match[str], quantity: Quantity) -> Span | None:
    """Return the ages of a match, None where the number can hardly be an age or its bound is not said."""
    groups = match.groupdict()
    low, high = quantity.low, quantity.high
    written = statement.low[quantity.start : quantity.end]
    if groups.get("up") or groups.get("start"):
        low, high = (low if low is not None else high), (None if low == high or low is None else high)
    elif groups.get("cap"):
        low, high = None, high if high is not None else low
        high = high - 1 if high is not None and groups["cap"] in ("under", "younger than", "menores de") else high
    elif low == high:
        return None
    if "bare" in groups and not re.search(r"\d|older", written):
        return None
    if (
        groups.get("people") is not None
        and low is not None
        and high is None
        and not (_OPEN.search(written) or groups.get("up") or written.startswith(("over ", "above ")))
    ):
        return None
    if "inner" in groups and not _is_age(written):
        return None
    ends = [end for end in (low, high) if end is not None]
    if not ends or min(ends) < 4 or max(ends) > 100 or any(end != int(end) for end in ends):
        return None
    return Span(low, high)


_FIRST_AGES = re.compile(r"(?:1[2-46-8]|21|5[05]|6[025]) ?\+$")
"""The ages from which programs take people, with a plus: without a word beside it, no other number is read as one."""


def _is_age(written: str) -> bool:
    """Return whether a number that no word beside it calls an age can only be one: "18+", "21 and up"."""
    return (
        " age" in written
        or bool(re.search(r"(?:older|over|above|and up|& up)$", written))
        or bool(_FIRST_AGES.fullmatch(written))
    )


_GROUPS = (
    (
        "young_adults",
        cue(
            r"\b(?:young[- ]adults?|emerging adults?|transition(?:al)?[- ]aged?|college(?:[- ]aged?)?[- ]students?|"
            r"(?:college|university)(?: (?:and|or|&) \w+)? students|undergraduates?(?= (?:and|or|&|students))|"
            r"adultos j[oó]venes|j[oó]venes adultos)\b"
        ),
    ),
    (
        "older_adults",
        cue(
            r"\b(?:older adults?|senior adults?|senior citizens|seniors(?! (?:in|at) )|"
            r"geriatrics?|elderly|adultos mayores(?! de)|personas mayores(?! de)|tercera edad)\b"
        ),
    ),
    (
        "adolescents",
        cue(
            r"\b(?:adolescen(?:ts?|ce|tes?|cia)|teens?|teenage(?:rs?)?|(?<!age )(?<!aged )(?<!age-)youths?|(?:middle|"
            r"high)[- ]school(?:ers?)?|aiop|estudiantes de secundaria)\b(?!-to| psychiatr)"
        ),
    ),
    (
        "children",
        cue(
            r"\b(?:(?<!adult )(?<!their )(?<!your )(?<!with )(?<!young )children(?!'s|"
            r" of|care)|kids|pre-?teens?|tweens?|elementary[- ]school|child (?:and|&) adolescent|"
            r"child/adolescent|ni[ñn]os)\b(?! psychiatr)"
        ),
    ),
    (
        "adults",
        cue(
            r"\b(?<!young )(?<!young-)(?<!older )(?<!senior )(?<!emerging )(?<!responsible )"
            r"(?<!trusted )(?<!supervising "
            r")(?<!jóvenes )adult(?:s|os)?\b(?! (?:children|child|family|supervision|"
            r"day care|survivors|j[oó]venes|mayores|education|protective))"
        ),
    ),
)
_BESIDE = cue(
    r"\b(?:parents?|famil(?:y|ies)|caregivers?|mothers?|(?:women|moms?)(?! (?:and|or|&) )|loss of|"
    r"raising|caring for|(?:to|who) care for|take care of|(?:work|school|jobs?|family|life)(?:, \w+)*,? (?:and|"
    r"or)|child ?care|babysitting|free for|relationships? "
    r"with|separate|also (?:have|"
    r"offer)|not (?:for|a)|"
    r"taught|survivors of|as an?|abused as) (?:\w+ ){0,3}$"
)


_REFERRED = re.compile(
    r" (?:\w+ ){0,2}(?:are|is|can be|will be) (?:cared for|looked after|watched|referred|directed|"
    r"sent|treated (?:at|by)|seen (?:at|by)|"
    r"served (?:at|by))\b"
)


_SOME_OF_THEM = re.compile(r" (?:with|who|whose|that|in need)\b")
"""What makes of a denied group only some of it: "we can't serve teens with …"."""


def age_group_claims(statement: Statement) -> Iterator[Claim]:
    """Yield the age groups that a sentence names as the IOP's participants."""
    low = statement.low
    if not statement.topics & GROUPS:
        return
    for group, pattern in _GROUPS:
        for match in pattern.finditer(low):
            if (
                _REFERRED.match(low, match.end())
                or _BESIDE.search(low, max(0, match.start() - 45), match.start())
                or statement.owner(match.start(), match.end()) not in ("iop", "")
            ):
                continue
            denied = is_denied(low, match.start(), match.end())
            if denied and _SOME_OF_THEM.match(low, match.end()):
                break
            if not denied or re.search(r"\b(?:serve|accept|treat|admit|offer|provide|available|open to|have)\b", low):
                yield Claim("age_groups", group, statement, match.start(), match.end(), denied=denied)
            break


_YEARS_OF = {
    "children": (0, 12),
    "adolescents": (11, 17),
    "young_adults": (16, 30),
    "adults": (18, 120),
    "older_adults": (50, 120),
}


def fits_ages(group: str, spans: Sequence[Span]) -> bool:
    """Return whether an age group can be meant where a page states the ages ``spans``; True where it states none."""
    low, high = _YEARS_OF[group]
    if group == "adolescents" and spans and all((s.high or 120) < 13 for s in spans):
        return False
    return not spans or any((s.low or 0) <= high and (s.high or 120) >= low for s in spans)


def groups_of_ages(span: Span) -> tuple[str, ...]:
    """Return the age groups into which an age span falls, as the labels of pages name them."""
    low, high = span.low, span.high
    if low is None or low < 4:
        return (
            ("adolescents",)
            if high is not None and 13 <= high <= 19
            else ("children",)
            if high is not None and high < 13
            else ()
        )
    if low >= 50:
        return ("older_adults",)
    if low >= 16 and high is not None and high <= 30 and high > 19:
        return ("young_adults",)
    if low >= 17:
        return ("adults",)
    groups = ["children"] if low < 11 else []
    if high is None or high >= 13:
        groups.append("adolescents")
    if high is None or high > 21:
        groups.append("adults")
    return tuple(groups)
