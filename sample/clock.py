"""Days and times as people write them, and the facts that a timetable's tracks state.

A track is a set of weekdays (``mon`` … ``sun``) with a start and an end in 24-hour ``HH:MM``.
"""

from __future__ import annotations

from typing import NamedTuple

from sample.passages import Facts

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ENGLISH = dict(zip(WEEK, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True))
SPANISH = dict(zip(WEEK, ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"), strict=True))
NUMBERS = {
    2: "two",
    3: "three",
    4: "four",
    5: "five",
    6: "six",
    7: "seven",
    8: "eight",
    9: "nine",
    10: "ten",
    12: "twelve",
}


class Track(NamedTuple):
    """One group's weekly timetable."""

    days: tuple[str, ...]
    start: str
    end: str

    @property
    def hours(self) -> float:
        """Length of one session in hours."""
        return (_minutes(self.end) - _minutes(self.start)) / 60


def track_facts(*tracks: Track) -> Facts:
    """Days, sessions and times of day of ``tracks``."""
    days = [day for day in WEEK if any(day in track.days for track in tracks)]
    sessions = sorted({(track.start, track.end) for track in tracks})
    parts = {_part_of_day(track.start) for track in tracks}
    return {
        "days": days,
        "sessions": [list(session) for session in sessions],
        "time_of_day": [part for part in ("morning", "afternoon", "evening") if part in parts],
    }


def countable(*tracks: Track) -> Facts:
    """What a reader may work out from ``tracks`` by counting days and by the clock, though no words say it."""
    days = [len(track.days) for track in tracks]
    weekly = [len(track.days) * track.hours for track in tracks]
    hours = {track.hours for track in tracks}
    found: Facts = {
        "days_per_week_min": min(days),
        "days_per_week_max": max(days),
        "hours_per_week_derived_min": _whole(min(weekly)),
        "hours_per_week_derived_max": _whole(max(weekly)),
    }
    return found | ({"session_hours": _whole(hours.pop())} if len(hours) == 1 else {})


def and_list(items: list[str] | tuple[str, ...], word: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {word} {items[-1]}"


def at(time: str, form: str) -> str:
    """A time in one of the forms dots (9:00 a.m.), plain (9 a.m.), caps (9:00 AM), letter (6p), bare (4:30)."""
    hour, minute = (int(part) for part in time.split(":"))
    short = f"{(hour - 1) % 12 + 1}" + (f":{minute:02d}" if minute else "")
    full = f"{(hour - 1) % 12 + 1}:{minute:02d}"
    half = "am" if hour < 12 else "pm"
    return {
        "dots": f"{full} {half[0]}.m.",
        "plain": f"{short} {half[0]}.m.",
        "caps": f"{full} {half.upper()}",
        "small": f"{full} {half}",
        "letter": f"{short}{half[0]}",
        "bare": short,
        "full": full,
    }[form]


def _part_of_day(start: str) -> str:
    return "morning" if start < "12:00" else "afternoon" if start < "17:00" else "evening"


def _minutes(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:])


def _whole(number: float) -> float:
    return int(number) if number == int(number) else round(number, 2)
