"""Clock times as people write them: "6–9p", "from 4 to 6", "9 am–12 noon", "17:30–20:30", "de 6 a 9 de la noche".

Where one end of a range lacks a.m. or p.m. it follows from the other end, from words beside it, or from the hours at
which programs meet; a range that stays ambiguous is left unread.
"""

from __future__ import annotations

import dataclasses
import re

from crawler.reading.cues import cue

_HALF = r"(?: ?(?:a\. ?m\.?|p\. ?m\.?|am\b|pm\b)|(?<=\d)[ap]\b)"
_NOON = (
    r"(?:12(?::00)? ?\(?(?:noon|midday|(?:del? )?mediod[ií]a)\)?|noon\b|midday\b|(?:el )?mediod[ií]a|"
    r"12(?::00)? ?m\.?(?= |$|[,;)]))"
)
_DIGITS = r"(?:[01]?\d|2[0-4])(?:[:.][0-5]\d|[0-5]\d(?=[ap]m?\b| ?[ap]\.?m))?"
_TIME = rf"(?:{_NOON}|{_DIGITS}{_HALF}?)"
_ZONE = r"(?: ?\(?(?:e|c|m|p|ak|h)[sd]?t\b\)?)?"
_JOIN = (
    r"(?: ?(?:-|to about|to|until|untill|till?|'til|through|thru|ending at|a las|"
    r"a|hasta las|hasta) ?(?:the )?|(?P<and> and | y ))"
)
_PART = (
    r"(?: (?:in the|de la|por la|at|of the) ?(?P<part>mornings?|afternoons?|"
    r"evenings?|night|ma[ñn]ana|tarde|noche))?"
)

_HALF_SAID = r"(?: (?:in the|de la|por la) (?P<half>morning|afternoon|evening|ma[ñn]ana|tarde|noche))?"
"""The half of the day of a range's start, in words: "de 9 de la mañana a 12"."""

_RANGE = cue(
    rf"(?<![\d:.$#/\w])(?P<from>(?:each|every) (?:day|session|group|evening|morning) (?:is|runs|goes|meets|lasts) "
    rf"|from |between |de |desde las |desde |entre las |entre |de las |hours?: ?|time[:?]? ?)?"
    rf"(?P<first>{_TIME}){_ZONE}{_HALF_SAID}{_JOIN}(?P<last>{_TIME})(?![\d%°]|[.:/]\d|[a-z])(?: ?h(?:rs?|"
    rf"oras)?\b(?! ?/|\.? (?:per|a|each|por)))?{_ZONE}{_PART}"
)
_MILITARY = cue(
    r"(?<![\d:.$#/\w-])((?:0\d|1\d|2[0-3])[0-5]\d) ?(?:-|to) ?((?:0\d|1\d|2[0-3])[0-5]\d)(?! ?-|"
    r"\d)(?: ?(?:hours|hrs|h)\b)?"
)
_POINT = cue(rf"(?<![\d:.$#/\w])(?:{_NOON}|{_DIGITS}{_HALF}|(?:[01]?\d|2[0-3]):[0-5]\d)(?!:?\d)")
_DIGIT, _NUMBER = re.compile(r"\d"), re.compile(r"\d\d*")
_TIME_SIGN = re.compile(r"\d ?\(?[:apm]|noon|midday|mediod")
"""What every single time has: a colon or half of the day after its digits, or a name of noon."""

_SPLIT = re.compile(r"(\d{1,2}?)(?:[:.]?(\d{2}))?(?!\d)(?: ?([ap]))?")
_UNIT_AFTER = re.compile(
    r" ?-?(?:hours?|hrs?|horas?|weeks?|wks?|semanas?|days?|d[ií]as?|months?|meses|years?|yrs?|a[ñn]os|people|clients|"
    r"participants|patients|members|individuals|sessions?|groups?|times?|veces|"
    r"minutes?|mins?|per|%|x\b|evenings?|nights?|"
    r"mornings?|afternoons?|steps?|grade|teens|adolescents|kids|children)"
)
_NOT_TIME_BEFORE = re.compile(
    r"(?:ages?|aged|grades?|levels?|asam|edad(?:es)?|ratio|rated|chapters?|suite|"
    r"route|phase)[ :]{0,3}(?:of |from |between |de )?$"
)
_AFTERNOON_WORD = re.compile(
    r"\b(?:afternoons?|evenings?|nights?|weeknights?|after[- ]school|tardes?|" r"noches?|vespertin[oa]s?|p\.?m)\b"
)
_MORNING_WORD = re.compile(r"\b(?:mornings?|ma[ñn]anas?|matutin[oa]s?|a\.?m)\b")


@dataclasses.dataclass(frozen=True, slots=True)
class TimeRange:
    """Start and end in minutes after midnight; ``marked`` where the words leave no doubt that these are times."""

    begins: int
    ends: int
    marked: bool
    start: int
    end: int

    @property
    def session(self) -> str:
        """The range as a session value, "09:00-12:00"."""
        return f"{hhmm(self.begins)}-{hhmm(self.ends)}"


@dataclasses.dataclass(frozen=True, slots=True)
class Clock:
    """One time, in minutes after midnight."""

    minute: int
    start: int
    end: int


def hhmm(minute: int) -> str:
    """Return minutes after midnight as "HH:MM"."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


_Parts = tuple[int, int, str]
"""Hour, minute and half of the day of one time."""


def find_times(text: str) -> tuple[list[TimeRange], list[Clock]]:
    """Return the time ranges and the single times of a folded sentence."""
    if not _DIGIT.search(text) and "noon" not in text and "mediod" not in text:
        return [], []
    if not _TIME_SIGN.search(text):
        return _bare_times(text), []
    ranges = _ranges(text)
    taken = [(r.start, r.end) for r in ranges]
    points = [m for m in _POINT.finditer(text) if not any(a <= m.start() < b for a, b in taken)]
    clocks = [Clock(minute, m.start(), m.end()) for m in points if (minute := _point(m.group())) is not None]
    return ranges, clocks


def _bare_times(text: str) -> list[TimeRange]:
    """Return the ranges of a text in which no time is marked as one: these need two numbers."""
    return _ranges(text) if len(_NUMBER.findall(text)) > 1 else []


def _ranges(text: str) -> list[TimeRange]:
    ranges: list[TimeRange] = []
    at = 0
    while match := _RANGE.search(text, at):
        found = _range(text, match, ranges[-1].end if ranges else -1)
        if found:
            ranges.append(found)
        at = found.end if found else match.end("first")
    return ranges or [r for m in _MILITARY.finditer(text) if (r := _military(m))]


def _range(text: str, match: re.Match[str], last_end: int) -> TimeRange | None:
    """Return the range of a match, None where it is none; ``last_end`` is where the range before it ends."""
    first, last = match["first"], match["last"]
    if match["and"] and not (match["from"] or "").startswith(("between", "entre")):
        return None
    plain = not any(_has_mark(side) for side in (first, last)) and not match["part"] and not match["half"]
    if plain and (_UNIT_AFTER.match(text, match.end("last")) or _NOT_TIME_BEFORE.search(text, 0, match.start())):
        return None
    if (
        plain
        and not match["from"]
        and not _beside_days(text, match.start("first"), match.end("last"))
        and not (0 <= last_end <= match.start() and _ONE_MORE.fullmatch(text, last_end, match.start()))
    ):
        return None
    if plain and any(side.isdigit() and int(side) > 12 for side in (first, last)):
        return None
    spoken = match["part"] or _near(text, match.start(), match.end())
    minutes = _minutes(_halved(_parts(first), match["half"]), _parts(last), spoken)
    if not minutes or not 10 <= minutes[1] - minutes[0] <= 12 * 60:
        return None
    start = match.start("first") if not match["from"] else match.start()
    return TimeRange(minutes[0], minutes[1], not plain, start, match.end())


def _halved(side: _Parts | None, half: str | None) -> _Parts | None:
    """Return one side with the half of the day that words give it, where it has none of its own."""
    if side is None or half is None or side[2]:
        return side
    return side[0], side[1], "a" if half.startswith("m") else "p"


def _has_mark(side: str) -> bool:
    return ":" in side or bool(re.search(r"[a-z]", side))


_ONE_MORE = re.compile(r",? ?(?:or|and|&|/|,|o|y) ?")
"""What joins a range to the one before it: "9-12 or 6-9"."""

_PART_LEADS = re.compile(
    r"\b(?:mornings?|afternoons?|evenings?|nights?|am|pm)(?: (?:a|per|"
    r"each) week| (?:groups?|tracks?|sessions?|class(?:es)?|iop|option))?,? ?[(:,]? ?(?:from )?$"
)


def _beside_days(text: str, start: int, end: int) -> bool:
    """Return whether weekdays stand directly before or after: "M/W/F 9-12", "9-12 Tuesdays"."""
    before, after = text[max(0, start - 4) : start], text[end : end + 5]
    if _PART_LEADS.search(text, max(0, start - 40), start):
        return True
    return "\ue004" in before or "\ue005" in before or bool(re.match(r",? ?\(?(?:on )?\ue004", after))


_OTHER_TIME = re.compile(r"\d\D{0,12}\b(?:or|o)\b")
"""What ends the reach of "evenings": another time and an "or" ("evenings 6-9 or Sat/Sun 8:30-11:30")."""


_OTHERS_TIME = re.compile(r"\)|;|,? (?:or|and|o|y) ")
"""What ends the reach of a part of the day named behind: "days (9:30-12:30) or nights"."""


def _near(text: str, start: int, end: int) -> str:
    """Return the part of the day that the words nearest before, then after, name, "" where none does."""
    before = text[max(0, start - 60) : start]
    before = before[max((m.end() for m in _OTHER_TIME.finditer(before)), default=0) :]
    found = [
        (m.start(), word)
        for word, p in (("morning", _MORNING_WORD), ("afternoon", _AFTERNOON_WORD))
        for m in p.finditer(before)
    ]
    if found:
        return max(found)[1]
    after = _OTHERS_TIME.split(text[end : end + 25], maxsplit=1)[0]
    found = [
        (-m.start(), word)
        for word, p in (("morning", _MORNING_WORD), ("afternoon", _AFTERNOON_WORD))
        for m in p.finditer(after)
    ]
    return max(found)[1] if found else ""


def _parts(side: str) -> _Parts | None:
    """Return hour, minute and "a", "p", "noon" or "" of one side."""
    if "noon" in side or "mediod" in side or "midday" in side or re.fullmatch(r"12(?::00)? ?m\.?", side):
        return 12, 0, "noon"
    match = _SPLIT.match(side)
    if not match:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    return (hour, minute, match[3] or ("24" if hour > 12 or match[1].startswith("0") else ""))


def _minutes(first: _Parts | None, last: _Parts | None, spoken: str) -> tuple[int, int] | None:
    """Return start and end in minutes; None where they stay ambiguous."""
    if not first or not last:
        return None
    begins = _absolute(first)
    ends = _absolute(last)
    if begins is None:
        begins = _infer_start(first, last, ends, spoken)
    if begins is None:
        return None
    if ends is None:
        ends = min(
            (e for e in (last[0] % 12 * 60 + last[1], last[0] % 12 * 60 + last[1] + 720) if e > begins), default=None
        )
    return (begins, ends) if ends is not None and begins < ends else None


def _absolute(parts: _Parts) -> int | None:
    hour, minute, half = parts
    if half == "noon":
        return 720
    if half == "24":
        return hour * 60 + minute if hour < 24 else None
    if half in ("a", "p") and 1 <= hour <= 12:
        return (hour % 12 + (12 if half == "p" else 0)) * 60 + minute
    return None


def _infer_start(first: _Parts, last: _Parts, ends: int | None, spoken: str) -> int | None:
    """Return the start of a range whose start is unmarked, from its end, from words, or from usual hours."""
    early, late = first[0] % 12 * 60 + first[1], first[0] % 12 * 60 + first[1] + 720
    if first[0] > 12:
        return None
    if ends is not None and last[2] != "24":
        fitting = [s for s in (late, early) if s < ends]
        return fitting[0] if fitting else None
    if spoken.startswith(("morning", "ma")):
        return early if first[0] != 12 else late
    if spoken:
        return late if first[0] < 10 or first[0] == 12 else early
    if 8 <= first[0] <= 11:
        return early
    return late if first[0] in (12, 1, 2, 3, 4, 5, 6) else None


def _military(match: re.Match[str]) -> TimeRange | None:
    begins, ends = (int(side[:2]) * 60 + int(side[2:]) for side in match.groups())
    return TimeRange(begins, ends, True, match.start(), match.end()) if 10 <= ends - begins <= 720 else None


def _point(words: str) -> int | None:
    parts = _parts(words)
    if not parts:
        return None
    known = _absolute(parts)
    if known is None and parts[2] == "":
        known = (parts[0] + (12 if parts[0] in (1, 2, 3, 4, 5, 6) else 0)) * 60 + parts[1]
    return known
