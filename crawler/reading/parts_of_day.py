"""Mornings, afternoons and evenings: the parts of the day in which the IOP meets, by one sentence's words or starts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from crawler.reading.claims import Claim
from crawler.reading.clock import hhmm
from crawler.reading.cues import cue
from crawler.reading.marks import CLOCK, DAYS
from crawler.reading.stance import is_denied
from crawler.reading.statements import Statement
from crawler.reading.topics import DAYPART
from crawler.reading.whose_times import CHILD_OF_IOP, MONTHLY, OPTIONAL, RIVALS, is_office

_PART = (
    r"(?:(?P<morning>mornings?|mañanas?|matutin[oa]s?|a\.m\.? (?:and|or|&) p\.m\.?)|"
    r"(?P<afternoon>afternoons?|vespertin[oa]s?|tardes?)|(?P<evening>evenings?|"
    r"weeknights?|nights?|nocturn[oa]s?|noches?))"
)
_PART_OF_DAY = cue(rf"\b{_PART}\b")
_NAMES_A_TRACK = re.compile(
    r"(?: \([^()]{1,25}\))?(?:[ ,/&]|and|or|y|o|in the|por la|mornings?|afternoons?|evenings?|nights?|"
    r"daytime|day|weekends?|tardes?|noches?|mañanas?)*\b(?:\w+ ){0,2}"
    r"(?:iops?|intensive|programs?|programming|groups?|sessions?|tracks?|options?|"
    r"schedules?|hours|class(?:es)?|times|slots?|availability|cohorts?|available|"
    r"meetings?|treatment|offered|"
    r"per week|a week|each week|weekly|por semana|a la semana|is|are)\b"
)
_LED_BY = re.compile(
    r"(?:\b(?:in the|by|during the|meets?|meet|held|offered?|offers|attend\w*|"
    r"choose|runs?|every|each|weekday|weeknight|por la|por las|de la|en la|track|"
    r"either|both|mix of|combination of|choice of|day(?:time)?(?:,| and| or| &|/)|(?:mon|tues|wednes|thurs|fri)days?,?|"
    r"days?|grupos?|sesiones|turnos?|horarios?|programas?)|[\ue005:(]|[a-z]*days?|"
    r"-to-\w+|hours?[ -]?|\ue001|\ue000) ?(?:an? |the |our |early |late |\w+ and |\w+ or (?:the |in the )?)?$"
)
_IDLE = cue(
    r"\b(?:answer\w*|good (?:morning|evening|afternoon)|(?:return|go|come|head|sleep|drive|"
    r"be|are|live|living|stay|back|remain)(?:s|ing)? (?:to )?(?:at |their )?(?:own )?home\b.{0,30}\b(?:evenings?|"
    r"nights?|day)|at home (?:in the|at|each|every)|overnight|night sweats|each night|"
    r"at night|every night|nightmares?|one night|"
    r"midnight|mañana mismo|(?:morning|evening) (?:check-?in|meal|snack|meditation|"
    r"routine|yoga|medication|commute)|buenas? (?:tardes|noches)|buenos|family (?:night|"
    r"evening)s?|tonight|last night|open house|this (?:morning|evening))\b"
)
_AFTER_SCHOOL = cue(
    r"\bafter[- ]school (?:\w+ ){0,2}(?:iop|hours|programs?|programming|groups?|"
    r"sessions?|schedule|track|intensive|program)|\b(?:meets?|held|offered|sessions|"
    r"groups|available|occurring|program|attend|take place)\b[^.;]{0,80}\bafter[- ]school\b"
)


def parts_of_day(statement: Statement) -> Iterator[Claim]:
    """Yield the parts of the day in which groups meet by the sentence's words."""
    low, text = statement.low, statement.marked.text if statement.topics & DAYPART else ""
    if not text or _IDLE.search(low):
        return
    found = [(str(m.lastgroup), m) for m in _PART_OF_DAY.finditer(text)]
    found = [
        (word, m)
        for word, m in found
        if _NAMES_A_TRACK.match(text[m.end() : m.end() + 50]) or _LED_BY.search(text, 0, m.start())
    ]
    found += _beside_parts(text, found)
    found += [("afternoon", m) for m in _AFTER_SCHOOL.finditer(low)]
    for word, match in found:
        aside = (
            OPTIONAL.match(low, match.end())
            or MONTHLY.match(low, match.end())
            or CHILD_OF_IOP.search(low, max(0, match.start() - 60), match.start())
        )
        if not aside and statement.owner(match.start(), match.end(), RIVALS) == "iop":
            denied = is_denied(low, match.start(), match.end())
            yield Claim("time_of_day", word, statement, match.start(), match.end(), denied=denied)


_START_TIMES = cue(
    rf"(?:{DAYS}|\b(?:groups?|sessions?|class(?:es)?|meets?|offered|held|iop|starts?|begins?|start times?(?: are| "
    rf"is)?|grupos|sesiones|se "
    rf"re[uú]nen?)):? ?(?:at|@|a las)? ?(?P<clocks>{CLOCK}(?:(?:,? (?:and|or|y|o)|,| ?/)? ?{CLOCK})*)"
    rf"(?! ?(?:-|to|until|or (?:earlier|later))\b)"
)
_STARTS = cue(
    rf"(?P<clocks>{CLOCK}(?:(?:,? (?:and|or|y|o)|,| ?/)? ?(?:an? |the )?{CLOCK})*) (?:starts?|start times?|"
    rf"options?|blocks?|slots?|cohorts?)\b"
)
_EARLIEST, _LATEST = 7 * 60, 20 * 60 + 30


def start_times(statement: Statement) -> Iterator[Claim]:
    """Yield the parts of the day of starts without an end ("Groups are offered at 9 a.m. and 5:30 p.m.")."""
    clocks = statement.marked.clocks
    if not clocks or statement.marked.ranges:
        return
    text = statement.marked.text
    for match in chain(_START_TIMES.finditer(text), _STARTS.finditer(text)):
        for clock in clocks.values():
            if (
                match.start("clocks") <= clock.start < match.end("clocks")
                and _EARLIEST <= clock.minute <= _LATEST
                and statement.owner(clock.start, clock.end, RIVALS) == "iop"
                and not is_office(statement, clock.start, clock.end)
                and not CHILD_OF_IOP.search(statement.low, max(0, clock.start - 90), clock.start)
            ):
                part = part_of(hhmm(clock.minute))
                yield Claim("time_of_day", part, statement, clock.start, clock.end, how="derived")


_AND_PART = re.compile(r"(?: ?\([^()]{1,25}\))?,? ?(?:,|and|or|&|/|y|o) ?(?:in the |the )?")


def _beside_parts(text: str, found: list[tuple[str, re.Match[str]]]) -> list[tuple[str, re.Match[str]]]:
    """Return the parts of the day that stand in one list with those ``found``: "mornings, afternoons or evenings"."""
    if not found:
        return []
    beside, last = [], found[0][1].end()
    known = {m.start() for _, m in found}
    for match in _PART_OF_DAY.finditer(text, last):
        if match.start() not in known:
            if not _AND_PART.fullmatch(text, last, match.start()):
                break
            beside.append((str(match.lastgroup), match))
        last = match.end()
    return beside


def part_of(session: str) -> str:
    """Return the part of the day in which a session starts: before 12, before 17, later."""
    hour = int(session[:2])
    return "morning" if hour < 12 else "afternoon" if hour < 17 else "evening"
