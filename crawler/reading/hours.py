"""Hours a week and hours a session, from one sentence about the IOP."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.facts import Span
from crawler.reading.claims import Claim
from crawler.reading.cues import Cues, cue
from crawler.reading.marks import DAYS, QUANTITY
from crawler.reading.notation import DAY_PARTS, HOURS, OPEN_END, PER, PER_WEEK, Q, is_part, span_of, within
from crawler.reading.statements import Statement
from crawler.reading.topics import HOURS as HOURS_TOPIC
from crawler.reading.wordforms import folded

_FILL = r"(?P<fill>(?:[ ,/&()-]+[a-záéíóúñ'/-]+){0,9}?)"
_SESSION = (
    r"(?:days?|sessions?|groups?|class(?:es)?|meetings?|evenings?|nights?|mornings?|"
    r"afternoons?|visits?|time|d[ií]as?|sesi[oó]n(?:es)?|clases?|noche|tarde)"
)
_WORDS = r"(?: [a-z'/-]+){0,9}?"
_NOT_A_DAY = (
    rf"(?![ -]?(?:[a-z]+ ){{0,3}}(?:{PER}|/ ?)(?:day|session|evening|group|meeting|"
    rf"class|visit|night|d[ií]a|sesi[oó]n)| ?(?:daily|each|diarias|blocks?|days?|"
    rf"sessions?)\b)"
)

_A_WEEK = Cues(
    pattern
    for pattern in (
        rf"{Q}[ -]?{HOURS}(?:[ ,]+(?:minimum|or more))?{_FILL}[ ,:()-]*{PER_WEEK}{OPEN_END}",
        rf"{Q}[ -]?{HOURS}{_FILL} (?:over|across|in|spread (?:out )?(?:over|across)|"
        rf"divided (?:into|over|among|between)|split (?:over|across|into)) {QUANTITY} (?:[a-z-]+ ){{0,2}}(?:days|"
        rf"evenings|nights|mornings|afternoons|sessions)\b(?! ?(?:of|in) )",
        rf"\bhours ?[:=] ?{Q} ?(?:hours? )?{PER_WEEK}",
        rf"{Q} ?(?:weekly|semanales) (?:[a-z]+ ){{0,2}}{HOURS}",
        rf"\b(?:hours?|hrs?|horas)[ -]?(?:{PER}|/ ?)(?:week|wk|semana)(?: of [a-z ]{{1,30}})?(?: ?[:=(-]|"
        rf" is| are| required:?)* ?{Q}(?! ?(?:days|d[ií]as|times|weeks))",
        rf"\b(?:weekly hours|(?:weekly )?time commitment|horas semanales|hours weekly)(?: ?[:=(-]|"
        rf" is| are| of)* ?{Q}(?: {HOURS}| ?$| ?[;,.|])(?! ?(?:(?:per|a|each) |/ ?)day)",
        rf"\b(?:weekly|{PER_WEEK}),?(?: [a-z'-]+){{0,6}}? ?:? ?{Q}[ -]?{HOURS}{_NOT_A_DAY}{OPEN_END}",
        rf"\b(?:total(?:s|ing|ling)?(?: of)?|adds? up to|equal(?:s|ing)?|=) ?{Q}[ -]?{HOURS}(?=.{{0,60}}{PER_WEEK})",
        rf"{PER_WEEK}.{{0,60}}?(?:\btotal(?:s|ing|ling)?(?: of)?|\badds? up to|\bequal(?:s|"
        rf"ing)?|=) ?{Q}[ -]?{HOURS}(?! ?(?:(?:per|a|each) |/ ?)day)",
        rf"{PER_WEEK} ?\({Q}[ -]?{HOURS}(?: (?:total|in all))?\)",
        rf"{PER_WEEK}.{{0,80}}?\((?:that'?s|that is|a total of|which is|which makes|or|=) ?{Q}[ -]?{HOURS}(?: (?:total|"
        rf"in all|weekly|a week|per week))?\)",
        rf"{PER_WEEK}[^.;]{{0,40}}?,? for {Q}[ -]?{HOURS}(?: (?:total|in all|altogether))?(?= ?(?:[.;,]|$))",
        rf"{Q}[ -]?{HOURS} of (?:[a-z]+ ){{1,3}}(?:plus|and|with) {QUANTITY} [a-z -]{{1,30}}(?:\([^()]{{0,60}}\) "
        rf")?{PER_WEEK}",
        rf"{Q}[ -]hours?[ -](?:(?!(?:and|or|of|in|for|to|per|a|each) )[a-z-]+ ){{0,3}}?(?P<named>iops?|"
        rf"intensive[ -]outpatient|"
        rf"program(?:me|a)?|tracks?)\b(?! (?:days?|sessions?|blocks?))",
        rf"\bprogramas? (?:intensiv[oa] )?de (?P<named>)(?=.){Q} horas\b(?! (?:al|por|cada) d[ií]a| diarias)",
    )
)
_EACH_WEEK = re.compile(r"\b(?:each|every|per|a|your) week\b|\bweekly\b|\b(?:cada|por) semana\b")
_OF_GROUP = re.compile(rf"^{Q}[ -]?{HOURS}(?P<fill> of (?:[a-z-]+ ){{0,3}}(?:groups?|programming|treatment|therapy)\b)")
"""A line of a week's list: "9 hours of live group sessions" under "Each week"."""

_MANY_TIMES = cue(
    rf"\b(?:days|times|evenings|nights|afternoons|mornings|veces|tardes|noches)\b|"
    rf"(?:{PER}|/)(?:day|session|group|evening|night|meeting|visit|class|d[ií]a|"
    rf"sesi[oó]n)\b|\bdaily\b|diari[ao]s|\beach\b|\bcada un[ao]\b"
)

_A_SESSION = Cues(
    pattern
    for pattern in (
        rf"{Q}[ -]?{HOURS}(?P<what>(?: of [a-z ,&/-]{{1,50}}?)?)[ ,-]?(?:{PER}|/ ?){_SESSION}\b",
        rf"{Q}[ -](?:hours?|hrs?|horas|h)\b[ -]?(?:long,? )?(?!of )(?P<what>(?:[a-z/-]+ ){{0,3}}?)(?:sessions?|"
        rf"groups?|blocks?|meetings?|class(?:es)?|evenings?|days?|nights?|mornings?|"
        rf"afternoons?|segments?|visits?|time ?(?:slots?|blocks?))\b",
        rf"(?P<what>(?:[a-z/-]+ ){{0,2}})(?:sessions?|visits?|groups?|class(?:es)?|meetings?|"
        rf"each (?:day|session|group|meeting|class)|(?:program )?days?|sesiones|cada sesi[oó]n|"
        rf"clases|evenings?) (?:[a-z]+ ){{0,2}}?(?:last(?:s|ing)?|runs?|running|are|at|"
        rf"is|for|of|will be|being|takes?|duran?|de|son de)(?: held)?(?: for| approximately| about)? ?{Q}[ "
        rf"-]?{HOURS}(?! "
        rf"?(?:[a-z]+ ){{0,3}}{PER_WEEK})",
        rf"{Q}[ -]?{HOURS}(?P<what>) ?(?:daily|at a time|each\b(?! week)|apiece|in length|"
        rf"in duration|long|diarias?|cada (?:una?|sesi[oó]n|d[ií]a)|al d[ií]a)",
        rf"\b(?P<what>)(?:session length|length of (?:each |the )?(?:session|group|"
        rf"day)s?|hours[ -](?:per|a|/)[ -]?(?:day|session)|daily hours|hours daily|"
        rf"session duration|duraci[oó]n de (?:la |cada )?sesi[oó]n|duration of (?:each )?session)(?: ?[:=(-]|"
        rf" is| are)* ?{Q}(?: ?{HOURS})?(?! ?(?:min|weeks?|days?|months?))",
        rf"{DAY_PARTS}(?P<what>)(?:,? ?{PER_WEEK}(?: minimum)?)?(?:[ ,;@x×()*-]|for|at|of| durante|"
        rf" de| por)* ?{Q}[ -]?{HOURS}(?!{_WORDS}[ -]*{PER_WEEK})",
        rf"{DAYS}(?P<what>)[ ,;(–-]*(?:for |x )?{Q}[ -]?{HOURS}(?!{_FILL}[ ,-]*{PER_WEEK})",
        rf"{Q}[ -]?{HOURS}(?P<what>(?: of [a-z -]{{1,30}})?)[ ,;/x×*-]*(?:on )?(?={Q.replace('?P<q>', '?:')}[ "
        rf"-]?{DAY_PARTS})",
        rf"{PER_WEEK},? (?:and |which |that |each )?(?P<what>)(?:lasts?|lasting|runs? for) (?:for )?{Q}[ -]?{HOURS}",
        rf"{DAY_PARTS}(?P<what>)(?:,? {PER_WEEK})? (?:with|con|and|y) {Q}[ -]?{HOURS} of\b(?!{_FILL}[ ,-]*{PER_WEEK})",
    )
)
_MINUTES = cue(
    rf"{Q}[ -]?min(?:ute)?s?\b[ -](?P<what>(?:[a-z/-]+ ){{0,2}}?)(?:sessions?|" rf"groups?|blocks?|meetings?)\b"
)


def hours_claims(statement: Statement) -> Iterator[Claim]:
    """Yield the hours a week and the hours a session that a sentence states of the IOP."""
    if not statement.topics & HOURS_TOPIC or not statement.marked.quantities:
        return
    text = statement.marked.text
    weekly: list[Claim] = []
    for pattern in _A_WEEK.possible(text):
        weekly += [claim for match in pattern.finditer(text) if (claim := _weekly(statement, match))]
    if not weekly and any(_EACH_WEEK.search(folded(h)) for h in statement.headings[-1:]):
        weekly = [claim for m in _OF_GROUP.finditer(text) if (claim := _weekly(statement, m))]
    yield from weekly
    yield from _as_answer(statement)
    taken = {claim.start for claim in weekly}
    for pattern in (*_A_SESSION.possible(text), _MINUTES.plain):
        for match in pattern.finditer(text):
            found = _session(statement, match, 1 / 60 if pattern is _MINUTES.plain else 1.0)
            if found and found.start not in taken:
                taken.add(found.start)
                yield found


_HOW_LONG = re.compile(
    r"\bhow long (?:is|are|does|do) (?:each |the |an? |your )?(?:iop )?(?:sessions?|groups?|days?|class)"
)
_HOURS_FIRST = re.compile(rf"(?:a[:.)] ?)?(?:about |approximately )?{Q}[ -]?{HOURS}(?!{_WORDS}[ -]*{PER_WEEK})")


def _as_answer(statement: Statement) -> Iterator[Claim]:
    """Yield the hours that answer how long a session is: "Three hours, with two breaks"."""
    if statement.headings and _HOW_LONG.search(folded(statement.headings[-1])):
        match = _HOURS_FIRST.match(statement.marked.text)
        span = span_of(statement.marked.quantities[match.start("q")], match) if match else None
        if match and span and within(span, 1.5, 8) and (claim := _owned("session_hours", span, statement, match)):
            yield claim


_EACH_TIME = re.compile(r"[ -]*(?:[a-z]+ )?(?:sessions|groups|meetings|classes|visits|blocks)\b")
"""What follows the hours of each time: "three 4-hour groups weekly"."""

_MORE_HOURS = re.compile(rf"(?P<what>[^;.]{{0,90}})\b(?:plus|and|\+|along with) (?:another )?{QUANTITY}[ -]?hours?\b")
"""What adds to the hours of a part: "ten hours a week one-to-one, plus two hours of group"."""

_LASTS = re.compile(r"\b(?:lasts?|lasting|runs?|running)(?: for)? $")


def _weekly(statement: Statement, match: re.Match[str]) -> Claim | None:
    """Return the hours a week of a match, None where they are a part's, another level's, or no IOP's at all."""
    groups = match.groupdict()
    span = span_of(statement.marked.quantities[match.start("q")], match)
    fill = groups.get("fill") or ""
    if (
        _MANY_TIMES.search(fill)
        or (_EACH_TIME.match(fill) and within(span, 0, 6))
        or re.search(r"\bhours?\b", fill)
        or ((more := _MORE_HOURS.match(match.string, match.end())) and is_part(fill + more["what"]))
        or (is_part(fill) and (span.high or span.low or 0) < 6)
        or not within(span, 4, 45)
    ):
        return None
    if span.low == span.high and within(span, 0, 6) and _TIMES_A_WEEK.search(match.string, 0, match.start("q")):
        return None
    if within(span, 0, 6) and _LASTS.search(match.string, 0, match.start("q")):
        return None
    if statement.block.kind == "item" and _of_a_therapy(statement, match.start("q")):
        return None
    if match.group().endswith(")") and not within(span, 6, 45):
        return None
    if "named" in groups and not within(span, 6, 30):
        return None
    return _owned("hours_per_week", span, statement, match)


_TIMES_A_WEEK = re.compile(
    rf"{QUANTITY}[ -](?:\w+ ){{0,2}}(?:{DAY_PARTS}|sessions|meetings),? {PER_WEEK},?(?: in the \w+,?)? for $"
)
"""What leads to the hours of each time, not of the week: "five days a week for 4 hours"."""


def _of_a_therapy(statement: Statement, start: int) -> bool:
    """Return whether a number follows the name of a therapy in a list, whose hours it counts ("ERP, 5 h weekly")."""
    before = statement.low[:start].rstrip(" ,:–-(")
    return any(hit.attribute == "therapies" and hit.start == 0 and hit.end == len(before) for hit in statement.terms)


_COUNTED = re.compile(rf"{QUANTITY} {QUANTITY}[ -](?:hours?|hrs?|min)")
_SIGN_AND_BLANK = ("\ue000 ", "\ue001 ")
"""Parts of a week, each counted: "two 2-hour groups, two 90-minute groups"."""


_OF_FAMILIES = re.compile(r"\b(?:parents?|caregivers?|families|alumni|spouses)\b[^.;,]{0,30}$")


def _session(statement: Statement, match: re.Match[str], scale: float) -> Claim | None:
    span = span_of(statement.marked.quantities[match.start("q")], match, scale)
    if match.string.endswith(_SIGN_AND_BLANK, 0, match.start("q")) and len(_COUNTED.findall(match.string)) > 1:
        return None
    if _OF_FAMILIES.search(statement.low, max(0, match.start("q") - 50), match.start("q")):
        return None
    if is_part(match["what"] or "") or not within(span, 1.5, 8) or (scale != 1 and not within(span, 2, 8)):
        return None
    return _owned("session_hours", span, statement, match)


_AT_WORK = re.compile(
    r"(?<!group )(?<!family )(?<!skills )(?<!individual )\b(?:work(?:ing)?(?! (?:with|on|through|toward))|"
    r"part[- ]time|full[- ]time|hiring|"
    r"positions?|coordinators?|jobs?|shifts?|trabaj\w+)\b"
    r"(?:(?!\b(?:iop|attend|treatment|programs?|groups?|therapy)\b)[^.;]){0,60}$"
)
"""Hours at a job – a patient's or one that the house offers – are not the program's."""


def _owned(attribute: str, span: Span, statement: Statement, match: re.Match[str]) -> Claim | None:
    """Return the claim where the words are the IOP's; its place is the number's, so that two patterns make one
    claim."""
    start = match.start("q")
    if (
        _AT_WORK.search(statement.low, max(0, start - 90), start)
        or statement.owner(start, match.end(), ("meeting",)) != "iop"
    ):
        return None
    return Claim(attribute, span, statement, start, match.end())
