"""A program's week in a few words: how much it is, and when. Only what is stated; "" where nothing is."""

from __future__ import annotations

from catalog.attributes import attribute
from catalog.display import clock_words, span_words, value_words
from catalog.facts import Span
from catalog.language import Language
from catalog.programs import Program

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

HOW_MUCH = ("hours_per_week", "days_per_week", "length_weeks")
WHEN = ("days", "sessions", "time_of_day", "weekends")

MOST_SESSIONS = 3
"""Session times on a card; with more of them the times of day say it better."""


def how_much(program: Program, words: Language) -> str:
    """Return hours a week, days a week and weeks: "9–12 hours a week, 3 days a week, for 8 weeks"."""
    parts = []
    for key in HOW_MUCH:
        spans = [value for value in program.values(key) if isinstance(value, Span)]
        told = " / ".join(dict.fromkeys(span_words(span, "", words).strip() for span in spans))
        if told:
            parts.append(words.say(f"week.{key}", n=told))
    return ", ".join(parts)


def when(program: Program, words: Language) -> str:
    """Return weekdays and times: "Mon–Thu, 9 am–1 pm, 6 pm–8 pm"; times of day where no session is stated."""
    parts = [day_runs([str(day) for day in program.values("days")], words)]
    sessions = sorted({str(session) for session in program.values("sessions")})
    if 0 < len(sessions) <= MOST_SESSIONS:
        parts.append(", ".join("–".join(clock_words(t, words) or t for t in s.split("-")) for s in sessions))
    else:
        row = attribute("time_of_day")
        times = [value_words(row, value, words).lower() for value in program.values(row.key)]
        parts.append(", ".join(times))
    if program.values("weekends") and not {"sat", "sun"} & set(program.values("days")):
        parts.append(words.say("week.weekends"))
    return ", ".join(part for part in parts if part)


def day_runs(days: list[str], words: Language) -> str:
    """Return weekdays in short, three or more in a row as a range: "Mon–Thu", "Mon, Wed, Fri"."""
    runs: list[list[str]] = []
    for day in sorted({day for day in days if day in WEEK}, key=WEEK.index):
        if runs and WEEK.index(day) == WEEK.index(runs[-1][-1]) + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    short = [[words.say(f"weekday.{day}") for day in run] for run in runs]
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in short)
