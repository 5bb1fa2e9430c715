"""Sessions that no sentence states whole: a start and an end that stand apart, and the slots of a day plan."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.reading.claims import Claim
from crawler.reading.clock import TimeRange, hhmm
from crawler.reading.cues import Cue, cue
from crawler.reading.marks import CLOCK
from crawler.reading.statements import Statement
from crawler.reading.timetable import LONGEST_UNSAID, SHORTEST
from crawler.reading.whose_times import RIVALS, is_office

_BEGINS = cue(
    rf"\b(?:begin(?:s|ning)?|starts?|starting|commences?|comienzan?|empiezan?|"
    rf"inicia) (?:promptly )?(?:at |a las )?(?P<clock>{CLOCK})"
)
_ENDS = cue(
    rf"\b(?:finish(?:es)?|ends?|ending|until|concludes?|dismiss(?:ed|es)?|lets? out|"
    rf"done|over|terminan?) (?:promptly )?(?:at |a las )?(?P<clock>{CLOCK})"
)


def joined_sessions(statements: list[Statement]) -> Iterator[Claim]:
    """Yield the session whose start and end stand apart ("groups begin at 10 … finish at 1"), if there is just one."""
    starts, ends = _clocks(statements, _BEGINS), _clocks(statements, _ENDS)
    if len({c.value for c in starts}) != 1 or len({c.value for c in ends}) != 1:
        return
    first, last = starts[0], ends[0]
    begins, finishes = int(str(first.value)), int(str(last.value))
    if SHORTEST <= finishes - begins <= LONGEST_UNSAID:
        also = () if last.statement is first.statement else (last,)
        yield Claim("sessions", f"{hhmm(begins)}-{hhmm(finishes)}", first.statement, first.start, first.end, also=also)


def _clocks(statements: list[Statement], pattern: Cue) -> list[Claim]:
    found = []
    for statement in statements:
        if not statement.marked.clocks:
            continue
        for match in pattern.finditer(statement.marked.text):
            clock = statement.marked.clocks[match.start("clock")]
            if statement.owner(match.start(), match.end(), RIVALS) == "iop" and not is_office(
                statement, match.start(), match.end()
            ):
                found.append(Claim("clock", str(clock.minute), statement, match.start(), match.end()))
    return found


def planned_day(statements: list[Statement]) -> Iterator[Claim]:
    """Yield the session that a day plan adds up to: three or more slots that follow on one another, line by line."""
    run: list[tuple[Statement, TimeRange]] = []
    for statement in [*statements, None]:
        times = list(statement.marked.ranges.values()) if statement else []
        slot = times[0] if statement and len(times) == 1 and times[0].ends - times[0].begins <= 120 else None
        if statement and slot and statement.owner(slot.start, slot.end, ("meeting", "office")) == "iop":
            if run and not 0 <= slot.begins - run[-1][1].ends <= 20:
                yield from _whole(run)
                run = []
            run.append((statement, slot))
        elif statement is None or not times:
            yield from _whole(run)
            run = []


def _whole(run: list[tuple[Statement, TimeRange]]) -> Iterator[Claim]:
    if len(run) < 3 or not 120 <= run[-1][1].ends - run[0][1].begins <= LONGEST_UNSAID:
        return
    (first, opening), (last, closing) = run[0], run[-1]
    end = Claim("sessions", "", last, closing.start, closing.end)
    yield Claim(
        "sessions",
        f"{hhmm(opening.begins)}-{hhmm(closing.ends)}",
        first,
        opening.start,
        opening.end,
        how="derived",
        also=(end,),
    )
