"""Reads times of the day: "after 5pm", "9am-12pm", "I work 9 to 5", each as the parts of the day that suit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from index.understand.figures import Number

_CLOCK = (
    r"(?P<hour>\d{1,2})(?::\d\d)?(?: ?o clock)?(?: ?(?P<half>a ?m|p ?m|de la (?:tarde|noche|manana)|in the "
    r"(?:morning|afternoon|evening)))?"
)
_NO_UNIT = (
    r"(?! ?(?:days?|dias?|hours?|hrs?|weeks?|months?|years?|miles?|anos|semanas|horas|meses|mi\b|km|\d"
    r"|sober|kids|children|-))"
)
_FROM_TIME = re.compile(
    rf"\b(?:after|past|later than|(?:start(?:s|ing)? |begin(?:s|ning)? )?(?:after|at|from)|despues de(?: las?)?"
    rf"|a partir de las?|desde las?) {_CLOCK}\b{_NO_UNIT}"
)
_UNTIL_TIME = re.compile(
    rf"\b(?:before|by|until|till|(?:done|over|out|finish(?:ed)?|end(?:s|ing)?) (?:by|before|at)|antes de(?: "
    rf"las?)?|hasta las?) {_CLOCK}\b{_NO_UNIT}"
)
_FROM_TO = re.compile(
    rf"\b(?:(?:between|from|de|entre) )?(?:las )?{_CLOCK} ?(?:-|to|and|a|y|until)(?: las)? (?P<end>\d{{1,2}}"
    rf"|noon|mediodia)(?::\d\d)?(?: ?(?P<end_half>a ?m|p ?m))?\b{_NO_UNIT}"
)
_NOON = re.compile(r"\b(?P<word>before|after|antes del?|despues del?) (?:noon|lunch|mediodia|almuerzo)\b")
_WORKDAYS = r"(?: (?:from |de )?(?:monday|mon|lunes|m|l) ?(?:-|to|thru|through|a) ?(?:friday|fri|viernes|f|v)\b)"
_BUSY = re.compile(
    r"\b(?:(?:i|we|he|she) )?(?:works?|working|job is|my job|trabaj(?:o|a|amos)|(?P<school>school|escuela))(?: is| es)?"
    r"(?: (?:in|en|as an?|de|at) \w+)?"
    rf"(?:{_WORKDAYS}?(?: ,)?(?: from| de)? \d{{1,2}}(?::\d\d)? ?(?:am)? ?(?:-|to|a) \d{{1,2}}(?::\d\d)?(?: ?pm)?"
    rf"|(?P<days>{_WORKDAYS}))(?!\d)(?: ?(?:shift|turno))?"
)
_KIDS_BUSY = re.compile(
    r"\b(?:my |the |our )?(?:kids|children)(?: are|re)? (?:in|at) school (?:until|till|til) \d{1,2}(?::\d\d)?\b"
)
"""While somebody's children are at school, mornings are free."""

_WORKS_UNTIL = re.compile(
    r"\b(?:work\w*|job|trabaj\w+|school|class(?:es)?|escuela|clases)(?: \w+)?(?: (?:days|full time))?"
    r" (?:until|till|til|hasta)(?: las?)? (?P<hour>\d{1,2})(?::\d\d)?(?: ?p ?m)?\b"
    r"|\b(?:gets? (?:off|out)|got off|off work|salgo|sale|sali(?:mos)?)(?: (?:of|from|de|del) \w+| work)?"
    r" (?:at|around|until|a|hasta)(?: las?)? (?P<off>\d{1,2})(?::\d\d)?(?: ?p ?m)?\b"
)
_COMPACT = re.compile(
    r"\b(?P<hour>1[0-2]|[1-9])(?P<minutes>[0-5][05]) ?(?:-|to|a) ?(?:1[0-2]|[1-9])[0-5][05] ?(?P<half>a ?m?|p ?m?)\b"
)
_SHORT_HALVES = re.compile(
    r"\b(?P<hour>\d{1,2})(?::\d\d)? ?(?P<half>a)? ?(?:-|to) ?(?P<end>\d{1,2})(?::\d\d)? ?(?P<end_half>p)\b"
)
"""How clinicians write times: "530-830p", "9a-12p", "6-9p"."""

_BARE_TIME = re.compile(r"\b(?P<hour>\d{1,2})(?::\d\d)? ?(?P<half>a ?m|p ?m)\b")


def read_busy(line: str) -> Iterator[Number]:
    """Yield when somebody works or is at school, as the part of the day that is left; days alone leave none out."""
    for match in _KIDS_BUSY.finditer(line):
        yield Number("time_of_day", match.start(), match.end(), terms=("morning",))
    for match in _BUSY.finditer(line):
        terms = () if match["days"] else ("afternoon",) if match["school"] else ("evening",)
        yield Number("time_of_day", match.start(), match.end(), terms=terms)


def read_times(line: str) -> Iterator[Number]:
    """Yield the parts of the day that a line names by the clock."""
    for match in _WORKS_UNTIL.finditer(line):
        hour = int(match["hour"] or match["off"])
        if 1 <= hour <= 8:
            terms = ("afternoon", "evening") if hour < 4 else ("evening",)
            yield Number("time_of_day", match.start(), match.end(), terms=terms)
    for match in _COMPACT.finditer(line):
        late = match["half"].startswith("p") and match["hour"] != "12"
        yield Number("time_of_day", match.start(), match.end(), terms=(part_of_day(int(match["hour"]) + 12 * late),))
    for match in _SHORT_HALVES.finditer(line):
        if 1 <= int(match["hour"]) <= 12 and 1 <= int(match["end"]) <= 12:
            first, last = int(match["hour"]) % 12, int(match["end"]) % 12
            late = not match["half"] and first < (last or 12) and first != 0
            yield Number("time_of_day", match.start(), match.end(), terms=(part_of_day(first + 12 * late),))
    for match in _NOON.finditer(line):
        terms = ("morning",) if match["word"].startswith(("b", "an")) else ("afternoon",)
        yield Number("time_of_day", match.start(), match.end(), terms=terms)
    readings: tuple[tuple[re.Pattern[str], Callable[[int], tuple[str, ...]]], ...] = (
        (_FROM_TO, lambda hour: (part_of_day(hour),)),
        (_FROM_TIME, _parts_after),
        (_UNTIL_TIME, _parts_before),
        (_BARE_TIME, lambda hour: (part_of_day(hour),)),
    )
    for pattern, parts in readings:
        for match in pattern.finditer(line):
            if 1 <= int(match["hour"]) <= 12 and _is_time(match):
                yield Number("time_of_day", match.start(), match.end(), terms=parts(_hour(match)))


_AFTER_DAYS = re.compile(
    r"\b(?:mwf|mw|tth|tuth|tr|m(?:on)?(?:day)?s? ?- ?(?:f(?:ri)?|th(?:u|urs?)?)(?:day)?s?"
    r"|(?:mon|tues?|wed|wednes|thurs?|fri|satur|sat|sun)(?:day)?s?|lunes|martes|miercoles|jueves|viernes|sabados?),? $"
)
"""Right after days, two figures are hours: "MWF 9-12"."""


def _is_time(match: re.Match[str]) -> bool:
    """Return whether "9 to 12" has a sign of being a time: am or pm, or a whole day's distance from days or hours."""
    words = match.groupdict()
    return "end" not in words or bool(
        words["half"]
        or words["end_half"]
        or not words["end"].isdigit()
        or ":" in match[0]
        or "between" in match[0]
        or (_AFTER_DAYS.search(match.string[: match.start()]) and int(match["hour"]) != int(words["end"]))
    )


def _hour(match: re.Match[str]) -> int:
    """Return the hour on a 24-hour clock; without am or pm, 1 to 7 are taken as afternoon and evening."""
    hour = int(match["hour"]) % 12
    half = (match["half"] or match.groupdict().get("end_half") or "").replace(" ", "")
    if not match["half"] and (end := match.groupdict().get("end")):
        last = int(end) if end.isdigit() else 12
        half = half if int(match["hour"]) <= last != 12 else "am"
    morning = half in ("am", "delamanana", "inthemorning") or (not half and 8 <= hour <= 11)
    return hour if morning else hour + 12


def part_of_day(hour: int) -> str:
    """Return the term of ``time_of_day`` for the hour at which a session starts."""
    return "morning" if hour < 12 else "afternoon" if hour < 17 else "evening"


def _parts_after(hour: int) -> tuple[str, ...]:
    return ("evening",) if hour >= 17 else ("afternoon", "evening") if hour >= 12 else ("morning", "afternoon")


def _parts_before(hour: int) -> tuple[str, ...]:
    return ("morning",) if hour <= 12 else ("morning", "afternoon")
