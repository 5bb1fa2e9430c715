"""Days a week and weeks of program, from one sentence about the IOP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from catalog.facts import Span
from crawler.reading.claims import Claim
from crawler.reading.cues import Cues, cue
from crawler.reading.marks import DAYS, QUANTITY, RANGE, Marked
from crawler.reading.notation import DAY_PARTS, HOURS, MEETINGS, OPEN_END, PER_WEEK, Q, is_part, span_of, within
from crawler.reading.statements import Statement
from crawler.reading.topics import WEEKS

_LONG = rf"(?:{QUANTITY}[ -]?(?:hours?|hrs?|horas?|min(?:ute)?s?)[ -]?(?:long )?)?"
_DAYS_A_WEEK = Cues(
    pattern
    for pattern in (
        rf"{Q}[ -]?(?:(?:weekday|weeknight|week|consecutive|different|separate|half|"
        rf"full|group|therapy|treatment|morning|evening|afternoon|regular)[ -]){{0,2}}{DAY_PARTS}(?P<what>(?: "
        rf"of [a-z ,&/-]{{1,40}}?)?)(?: ?\({QUANTITY} ?{HOURS}\))?[ ,-]*(?:out )?{PER_WEEK}{OPEN_END}",
        rf"{Q}[ -](?P<what>(?:[a-z/-]+[ -]){{0,3}}?){_LONG}(?:[a-z/-]+ ){{0,2}}?{MEETINGS}(?:,? (?:plus|"
        rf"and|with|\+) {QUANTITY} (?:[a-z/-]+ ){{0,4}}?sessions?)?,? ?{PER_WEEK}{OPEN_END}",
        rf"{Q}[ -]?days?(?P<what>) ?[x×*] ?{QUANTITY} ?{HOURS}",
        rf"\b(?:attend|pick|choose|come|select|escoge\w*) (?:for |any |up to )?{Q}(?P<what>) "
        rf"(?:of (?:those|these|the|our)|de (?:esos|estos|los)) (?:\w+ )?(?:days|evenings|mornings|d[ií]as)\b",
        rf"(?:days|times|sessions|d[ií]as|veces|evenings)(?P<what>)[ -]?(?:(?:per|"
        rf"a|each|por|a la) |/ ?)(?:week|wk|semana)(?: ?[:=(-]| is| are| required:?|"
        rf" attended:?)+ ?{Q}(?! ?{HOURS})",
        rf"(?:each|every|per|cada) (?:week|semana)(?P<what>),? (?:[a-z]+ ){{0,4}}?(?:on |"
        rf"for )?{Q} (?:(?!h(?:ou)?rs?\b|min|weeks?\b|months?\b|horas?\b)[a-z/-]+ ){{0,2}}?(?:{DAY_PARTS}|{MEETINGS})",
        rf"{Q} (?P<what>)(?:week)?(?:days|evenings|nights|mornings|afternoons|d[ií]as|"
        rf"tardes|noches)(?:[ ,:(–-]|on)*{DAYS}",
        rf"{HOURS}(?: [a-z]+){{0,4}},? (?:[a-z]+ )?(?:over|across|divided (?:into|"
        rf"over)|split (?:over|into|across)|spread (?:out )?(?:over|across)) {Q}(?P<what>)[ -]?(?:days|"
        rf"evenings|nights|mornings|afternoons|sessions)\b",
        rf"{Q}(?P<what>)[ -]{QUANTITY}[ -](?:hours?|hrs?)[ -](?:evenings|days|mornings|nights|afternoons)\b",
        rf"{Q}(?P<what>) (?:days|evenings|mornings|afternoons|nights) of {QUANTITY}[ -]?{HOURS}",
        rf"{PER_WEEK},? (?:in|over|across|through|as) {Q} (?P<what>){QUANTITY}[ -](?:hours?|hrs?)[ -](?:groups|"
        rf"sessions|meetings|classes|blocks)\b",
        rf"\bany {Q}(?P<what>) (?:days )?of (?:the following|these|those|our)\b",
        rf"\b(?:enrol\w*|scheduled|come|here|attend\w*) (?:in|for|on) {Q}(?P<what>) (?:days|evenings|nights|mornings|"
        rf"afternoons)\b(?! (?:of|in|total|straight|or less)\b)",
        rf"\b(?:taper\w*|step(?:s|ped|ping)? down|reduc\w+|decreas\w+) (?:[a-z]+ ){{0,2}}?to {Q}(?P<what>) "
        rf"(?:days|evenings|"
        rf"mornings|afternoons|nights)\b(?! of\b)",
        rf"{RANGE}[ ,;]{{1,2}}{Q}(?P<what>) (?:days|evenings|nights|mornings|afternoons)\b(?= ?(?:[.;,(]|$))",
        rf"{Q}-day(?P<what>),? (?:and )?{QUANTITY}[ -]hours?[ -](?:per|a)[ -]week",
        rf"{Q}(?P<what>) (?:week)?days of (?:your|their) (?:own )?(?:choice|choosing)\b",
        rf"\bany {Q}(?P<what>) (?:weekdays|days|evenings|mornings)\b(?! (?:in|of|before|after|prior)\b)",
        rf"{Q}-days?(?P<what>) (?:options?|schedules?|tracks?)\b",
        rf"{Q} weekly (?P<what>(?:[a-z-]+ )?){MEETINGS}\b",
        rf"{Q}(?P<what>) (?:weeknights|weekday (?:evenings|mornings|afternoons|nights))\b",
        rf"\b(?:attends?|attending|comes?|commits? to|picks?|chooses?|selects?|asisten?) (?P<what>)(?:for |"
        rf"either |on )?{Q} (?:days|evenings|"
        rf"nights|afternoons|mornings|d[ií]as|tardes|noches)\b(?! (?:of|in|total|per|a|each|out|por|a la)\b)",
        rf"\bweekly,?(?P<what>) (?:for |on )?{Q} (?:days|evenings|nights|mornings|afternoons)\b",
        rf"{HOURS}[ ,;/x×*-]*(?:(?:{PER_WEEK}|{'(?:per|a) day'}|/day)[ ,;/x×*-]*)?(?:on |"
        rf"over )?{Q}(?P<what>)[ -]?(?:days|evenings|nights|mornings)\b(?= ?[).;,]|"
        rf" ?$)",
    )
)
_TWICE = cue(rf"\b(?P<n>twice|thrice|dos veces)(?:[ -]{PER_WEEK}|-weekly)")
_PART_NEXT = re.compile(
    r" (?:\w+ )?(?:individual|one-on-one|1:1|family|parents?|psychiatr\w+|medication|check-?ins?)\b"
)
"""What follows a count of visits that is not the groups': "twice-weekly individual sessions"."""
_WEEKDAYS = re.compile(r"\b(?:every|each) weekday\b|\btodos los d[ií]as de (?:la )?semana\b")
_PART_BEFORE = cue(
    r"\b(?:individual|family|families|parents?|psychiatr\w+|yoga|nutrition\w*|medication|"
    r"drug|aa|na|support|therapist|one-on-one)\b[^,;.]{0,30}$"
)


def days_claims(statement: Statement) -> Iterator[Claim]:
    """Yield the days a week that a sentence states of the IOP."""
    if not statement.topics & WEEKS:
        return
    text = statement.marked.text
    seen: set[int] = set()
    if statement.marked.quantities:
        for pattern in _DAYS_A_WEEK.possible(text):
            for match in pattern.finditer(text):
                span = span_of(statement.marked.quantities[match.start("q")], match)
                claim = _days(statement, match, span, match.start("q"))
                if claim and claim.start not in seen:
                    seen.add(claim.start)
                    yield claim
    for match in _WEEKDAYS.finditer(text):
        if claim := _days(statement, match, Span(5.0, 5.0), match.start()):
            yield claim
    for match in _TWICE.finditer(text):
        if _PART_NEXT.match(text, match.end()):
            continue
        count = 3.0 if match["n"] == "thrice" else 2.0
        if claim := _days(statement, match, Span(count, count), match.start()):
            yield claim


def _days(statement: Statement, match: re.Match[str], span: Span, start: int) -> Claim | None:
    what = match.groupdict().get("what") or ""
    if is_part(what) or _PART_BEFORE.search(statement.low, max(0, start - 60), start) or not within(span, 1, 6):
        return None
    if (span.high or span.low or 0) < 2:
        return None
    if statement.owner(start, match.end(), ("meeting", "family", "office")) != "iop":
        return None
    return Claim("days_per_week", span, statement, start, match.end())


_UNITS = {"w": 1.0, "s": 1.0, "m": 52 / 12, "d": 1 / 7}
_LENGTH = cue(
    rf"{Q}[ -]?(?P<unit>weeks?|wks?|semanas?|months?|mos?\b|meses|mes\b|days?|"
    rf"d[ií]as?)\b(?!'? ?(?:{PER_WEEK}|old\b|ago\b|of age|notice|pregnan|postpartum|"
    rf"wait|sober|clean|of (?:sobriety|abstinence)|in advance|[ -](?:phases?|"
    rf"blocks?|segments?|stages?|increments?|modules?)\b|prior|de edad|"
    rf"out of|\(?{DAYS}))"
    rf"{OPEN_END}"
)
_ANSWERED = cue(
    rf"\bhow many (?P<unit>weeks|months)\b[^?]{{0,40}}\? (?:about |around |usually )?{Q}(?! ?(?:hours|days))"
)
_THEN = re.compile(r" (?:after|before)\b")
_OF_STAY = re.compile(r"\bfor $|\b(?:stay|length|duration|program|iop)[^.;,]{0,12}$")
_LENGTH_CUE = cue(
    r"\b(?:program\w*|tracks?|iops?|duration|length|lasts?|lasting|long|courses?|"
    r"(?:both|each|they) (?:is|are)|episodes?|stay|in all|graduat\w+|finish\w*|plan on|allow|treatment|total|"
    r"complet\w+|curriculum|commit\w*|"
    r"average|"
    r"cycles?|expect|span\w*|runs?|"
    r"dura\w*|participa\w*|attend\w*|enroll\w*|over|for|within|takes?|meets?|"
    r"approximately|about|minimum|period|estad[ií]a|promedio|series|module|tratamiento|permanec\w+|average)\b"
)
_DAY_CUE = cue(
    r"\b(?:complet(?:ion|ing)\b[^.;]{0,20}\btakes?|"
    r"(?:clients|patients|people|participants) (?:usually |typically |generally )?(?:attend|participate|"
    r"remain|finish|complete|graduate)|how long|"
    r"length(?= ?:)|length of (?:stay|program|treatment)|duration|program|lasts?|stay|average|"
    r"dura\w*|iop|services are)\b"
)
_NOT_LENGTH = re.compile(
    r"\b(?:every(?= ?$)|(?:after|before|following)(?![^,;]*[,;])|past|previous|first|prior|notice|waiting|wait|"
    r"advance|next|bab(?:y|ies)|infants?|newborns?|sober|clean|abstinen\w+|follow-?up|reviews?|reviewed|"
    r"reassess\w*|re-?evaluat\w+|postpartum|pregnan\w+|"
    r"refund|phase (?:\d|one|two|three|i{1,3}\b)\S*|in the last|the last|cada|join|new (?:patients|clients|"
    r"members|groups?)|admits?|start(?:s|ing)? every|within|vacation|prescri\w+|"
    r"national(?:ly| average)|refills?|return|absen\w+|miss\w*|per diem|"
    r"(?:inpatient|residential|detox) stay|(?:ages?|aged)(?=[^a-z]{0,14}$)|free|up front|trial|certificat\w+|"
    r"cohorts? begins?|since|authoriz\w+|approv\w+|once a month|hace|dentro de|weeks? \d+)\b"
)


def length_claims(statement: Statement) -> Iterator[Claim]:
    """Yield the weeks of program that a sentence states of the IOP; months and days are turned into weeks."""
    if not statement.topics & WEEKS or not statement.marked.quantities:
        return
    yield from _one_after_the_other(list(_lengths(statement)))


_NEXT_PHASE = re.compile(r"[,;][^.]{0,40}\bthen\b")


def _one_after_the_other(found: list[Claim]) -> list[Claim]:
    """Return two lengths of which the second follows on the first as their sum ("four weeks, then … eight weeks")."""
    if len(found) != 2:
        return found
    first, last = sorted(found, key=lambda claim: claim.start)
    low = first.statement.low
    if not _NEXT_PHASE.search(low[first.end : last.start]) or _AFTERCARE.search(low, first.end):
        return found
    assert isinstance(first.value, Span) and isinstance(last.value, Span)
    ends = [
        None if a is None or b is None else a + b
        for a, b in ((first.value.low, last.value.low), (first.value.high, last.value.high))
    ]
    return [Claim("length_weeks", Span(*ends), first.statement, first.start, last.end)]


_AFTERCARE = re.compile(r"\b(?:after-?care|alumni|continuing care)\b")


def _lengths(statement: Statement) -> Iterator[Claim]:
    """Yield each length that a sentence states."""
    marked = statement.marked
    for match in chain(_LENGTH.finditer(marked.text), _ANSWERED.finditer(marked.text)):
        unit = match["unit"][0]
        times = _rounds(marked, match)
        span = span_of(marked.quantities[match.start("q")], match, _UNITS[unit] * times)
        before = marked.text[max(0, match.start() - 45) : match.start()]
        if _THEN.match(marked.text, match.end()) and not _OF_STAY.search(before):
            continue
        if _IN_A_PHASE.search(marked.text, 0, match.start()) or _NEXT_STEP.search(
            marked.text, max(0, match.start() - 110), match.start()
        ):
            continue
        if _NOT_LENGTH.search(before) or not within(span, 1.5, 80):
            continue
        if not _length_meant(statement, match, unit):
            continue
        if statement.owner(match.start(), match.end(), ("meeting", "family", "office")) == "iop":
            yield Claim("length_weeks", span, statement, match.start(), match.end())


_IN_A_PHASE = re.compile(r"\b(?:phase|stage) (?:\ue000|[1-5]\b|one\b|two\b|three\b|four\b|i{1,3}\b)")
"""What makes weeks those of a part of the program: "in phase one you attend … for five weeks"."""

_NEXT_STEP = re.compile(
    r"\b(?:step(?:s|ped|ping)?[- ]down|transition\w*|mov(?:e|es|ing) on|graduat\w+) (?:in)?to (?:an?|the|our|"
    r"their) (?:(?!\b(?:iop|intensive|track|phase)\b)[^.;]){0,80}$"
)
"""What leads to the length of what comes after: "before stepping down to our weekly group, which runs for …"."""

_AGAIN = re.compile(r"[ -](?:rounds?|cycles?|terms?|courses?)\b")


def _rounds(marked: Marked, match: re.Match[str]) -> float:
    """Return how many times a length is gone through ("two eight-week rounds"), 1 where the sentence does not count."""
    if not _AGAIN.match(match.string, match.end()):
        return 1.0
    count = next((q for q in marked.quantities.values() if q.end == match.start("q") - 1), None)
    return count.low if count and count.low and count.low == count.high else 1.0


def _length_meant(statement: Statement, match: re.Match[str], unit: str) -> bool:
    """Return whether weeks are the program's: said so, or alone in a short line under a heading that says so."""
    low = statement.low
    if unit == "d":
        return bool(_DAY_CUE.search(low) or any(_DAY_CUE.search(h.lower()) for h in statement.headings[-1:]))
    if re.search(
        r"\b(?:family|parents?|caregiver|after-?care|alumni|individual|medication) (?:\w+ ){0,3}$", low[: match.start()]
    ):
        return False
    timed = statement.marked.ranges or statement.marked.days
    return bool(_LENGTH_CUE.search(low) or timed) or len(low) < 40
