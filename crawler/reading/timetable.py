"""When: weekdays, sessions, parts of the day and weekends of the IOP, from one sentence and from neighbouring ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.facts import Span
from crawler.reading.claims import Claim
from crawler.reading.clock import TimeRange
from crawler.reading.cues import cue
from crawler.reading.marks import CLOCK, RANGE
from crawler.reading.numbers import number_of
from crawler.reading.parts_of_day import parts_of_day, start_times
from crawler.reading.statements import Statement
from crawler.reading.weekdays import Weekdays
from crawler.reading.whose_times import CHILD_OF_IOP, OPTIONAL, RIVALS, is_office, of_a_part
from crawler.reading.wordforms import folded

SHORTEST, LONGEST, LONGEST_UNSAID = 75, 8 * 60, 5 * 60 + 30
"""Minutes: a session of an IOP lasts at least 75; one above 5½ hours must be called the IOP's in its own sentence."""

_MEETS = cue(
    r"\b(?:meets?|meeting|held|attend\w*|sessions?|groups?|class(?:es)?|tracks?|"
    r"iops?|schedule|scheduled|runs?|program|se re[uú]ne\w*|sesiones|grupos?|"
    r"horario|asist\w+|days:|d[ií]as:|times?:)\b"
)
_OPERATES = cue(
    r"\b(?:operat\w+|open|available|offer\w*|choose|either|options?|varies|funciona\w*|" r"disponible\w*)\b"
)


def timetable_claims(statement: Statement) -> Iterator[Claim]:
    """Yield the weekdays, counted days, sessions and parts of the day that a sentence states of the IOP."""
    marked = statement.marked
    times = [r for r in marked.ranges.values() if _is_session(statement, r)]
    for time in times:
        yield Claim("sessions", time.session, statement, time.start, time.end)
    yield from _weekdays(statement, bool(times))
    yield from parts_of_day(statement)
    yield from start_times(statement)


def _is_session(statement: Statement, time: TimeRange) -> bool:
    length = time.ends - time.begins
    if not SHORTEST <= length <= LONGEST or time.begins < 6 * 60:
        return False
    if statement.owner(time.start, time.end, RIVALS) != "iop" or CHILD_OF_IOP.search(
        statement.low, max(0, time.start - 90), time.start
    ):
        return False
    if is_office(statement, time.start, time.end) or _of_another_day(statement, time):
        return False
    if of_a_part(statement.low, time.start):
        return False
    return length <= LONGEST_UNSAID or (statement.subject == "iop" and not _OPERATES.search(statement.low))


_EXCEPT = re.compile(r"\b(?:except|excluding|but not)(?: for| on)? $")


def _of_another_day(statement: Statement, time: TimeRange) -> bool:
    """Return whether a time follows a day on which the IOP does not meet ("the second Tuesday of the month, 6–8")."""
    return any(
        days.excluded
        and 0 <= time.start - days.end <= 20
        and not _EXCEPT.search(statement.low, 0, days.start)
        and ";" not in statement.low[days.end : time.start]
        for days in statement.marked.days.values()
    )


def _weekdays(statement: Statement, has_session: bool) -> Iterator[Claim]:
    """Yield the named days, and how many they are where the sentence says that groups meet on them."""
    low = statement.low
    listed = _days_with_times(statement)
    for found in statement.marked.days.values():
        if found.excluded or statement.owner(found.start, found.end, RIVALS) != "iop":
            continue
        if OPTIONAL.match(low, found.end) or of_a_part(low, found.start):
            continue
        if is_office(statement, found.start, found.end) or CHILD_OF_IOP.search(
            low, max(0, found.start - 90), found.start
        ):
            continue
        times = list(statement.marked.ranges.values())
        if len(found.days) == 1 and not times and (_is_sample(statement) or _WHAT_A_DAY_HOLDS.match(low)):
            continue
        meets = (
            bool(_MEETS.search(low))
            or has_session
            or bool(statement.marked.quantities)
            or (len(found.days) > 1 and len(low) < 60)
        )
        if not meets or (times and not has_session and statement.subject != "iop"):
            continue
        yield Claim("days", "+".join(found.days), statement, found.start, found.end)
        if listed:
            yield Claim("days_per_week", Span(listed, listed), statement, found.start, found.end, how="derived")
        elif _countable(statement, found.days, found.through, has_session, found.start, found.end):
            count = _picked(low, found.start) or float(len(found.days) + _one_more(statement, found))
            yield Claim("days_per_week", Span(count, count), statement, found.start, found.end, how="derived")


_SAMPLE = re.compile(r"\b(?:sample|typical|example|might look|may look|can look|looks? like)\b")


_WHAT_A_DAY_HOLDS = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.? ?[:-] (?!.*\b(?:iop|intensive|program|meets?|closed|off)\b)"
)
"""What a day's line tells of its groups, no time: one of a week's plan, of which such lines show only a part."""


def _is_sample(statement: Statement) -> bool:
    """Return whether a line stands in a week that is only an example: its days are no timetable."""
    return bool(statement.headings) and bool(_SAMPLE.search(folded(statement.headings[-1])))


_RANGE_NEXT = re.compile(rf"(?: (?:mornings?|afternoons?|evenings?|nights?))?[ :,(–-]{{0,3}}(?:from )?{RANGE}")


_SOME_OF = re.compile(
    r"\b(?P<n>one|two|three|four|1|2|3|4|dos|tres) (?:days )?of (?:the following|these|those|our)\b[^.;]{0,30}$"
)


def _picked(low: str, start: int) -> float:
    """Return how many of the days named from ``start`` on one comes on ("any three of the following: …"), 0 where all
    are meant."""
    found = _SOME_OF.search(low, max(0, start - 70), start)
    return (number_of(found["n"]) or 0.0) if found else 0.0


def _days_with_times(statement: Statement) -> int:
    """Return how many single days a sentence lists, each with its own time ("Tuesday 4–7, Wednesday 4–7 and Friday
    9–2"), 0 where it lists none so."""
    days = [found for found in statement.marked.days.values() if not found.excluded]
    apart = {found.days for found in days}
    if not 2 <= len(days) <= 6 or len(apart) < len(days) or any(len(found.days) > 1 for found in days):
        return 0
    if re.search(r"\b(?:or|o|either|tracks?|options?)\b", statement.low):
        return 0
    own = all(
        _RANGE_NEXT.match(statement.marked.text, found.end) and statement.owner(found.start, found.end, RIVALS) == "iop"
        for found in days
    )
    return len(days) if own else 0


_ONE_GROUP = re.compile(r"(?:,|\band|\bplus|&) (?:one|an?|another) $")
_ITS_TIME = re.compile(rf"(?: (?:mornings?|afternoons?|evenings?|nights?))?(?: (?:groups?|sessions?))? ?\(?{RANGE}")
"""A group more on a day of its own: "two evening groups (…), one Saturday morning group (9–1)"."""


def _one_more(statement: Statement, days: Weekdays) -> int:
    """Return 1 where a single further day is added to ``days`` ("Monday to Thursday 6–9, and Saturday 9–12"),
    else 0."""
    for other in statement.marked.days.values():
        gap = statement.low[days.end : other.start]
        if (
            other.start > days.end
            and len(other.days) == 1
            and not set(other.days) & set(days.days)
            and len(gap) < 50
            and (
                (_ONE_GROUP.search(gap) and _ITS_TIME.match(statement.marked.text, other.end))
                or re.search(r"(?:\band|&|\+|\bplus|\by) (?:on |los )?$", gap)
                or (gap.endswith(", ") and _RANGE_NEXT.match(statement.marked.text, other.end))
            )
        ):
            return 1
    return 0


_DAILY = cue(
    r"\b(?:meets?|comes?(?= (?:in )?mon)|attend\w*|se re[uú]ne\w*|asist\w+)\b|\b(?:hours?|"
    r"hrs?)(?: of [a-z]{2,20}(?: [a-z]{2,20})?)? ?(?:per|a|each|/) ?day\b|\bdaily\b"
)
"""What makes of "Monday through Friday" the five days that one attends, not those on which a place is open."""


_HOURS_A_WEEK = cue(r"\bhours?\b[^.;]{0,40}\b(?:each|per|a|every) week\b")
"""What one attends of days that follow it: some hours, not each day."""

_CLOCK_NEXT = re.compile(rf" ?(?:at|@|a las|from|,)? ?{CLOCK}")
"""A time that follows weekdays: "Mondays and Thursdays at 6 pm"."""


def _countable(
    statement: Statement, days: tuple[str, ...], through: bool, has_session: bool, start: int, end: int
) -> bool:
    """Return whether the number of named days is the number of days that one attends."""
    low = statement.low
    if (
        not 2 <= len(days) <= 6
        or re.search(r"\b(?:or|o)\b", low[start:end])
        or (_OPERATES.search(low) and (through or not has_session))
    ):
        return False
    if through and len(days) >= 5:
        return bool(_DAILY.search(low)) and not _HOURS_A_WEEK.search(low, 0, start)
    return (
        has_session or bool(_MEETS.search(low)) or len(low) < 40 or bool(_CLOCK_NEXT.match(statement.marked.text, end))
    )
