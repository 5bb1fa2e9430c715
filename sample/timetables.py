"""How programs write their timetables: one function a notation, each giving a passage and exactly what it states.

Notations vary on purpose: number words, bracketed figures, slashes, dashes, tables, lists, headings that carry the
subject. Each function takes a stream of choices and returns a passage in English.
"""

from __future__ import annotations

from collections.abc import Callable

from sample.clock import ENGLISH, NUMBERS, Track, and_list, at, countable, track_facts
from sample.dice import Dice
from sample.passages import Block, Facts, Grid, Heading, Pairs, Passage, Points, Text

_MORNING = (("09:00", "12:00"), ("09:30", "12:30"), ("10:00", "13:00"), ("09:00", "13:00"), ("08:30", "11:30"))
_AFTERNOON = (("13:00", "16:00"), ("12:30", "15:30"))
_EVENING = (("17:30", "20:30"), ("18:00", "21:00"), ("17:00", "20:00"), ("18:00", "20:00"))
_THREE_DAYS = (("mon", "wed", "fri"), ("mon", "wed", "thu"), ("tue", "wed", "thu"), ("mon", "tue", "thu"))

Notation = Callable[[Dice], Passage]


def _spelled_out(dice: Dice) -> Passage:
    track = Track(dice.pick(_THREE_DAYS), *dice.pick(_MORNING + _AFTERNOON + _EVENING))
    days = and_list([ENGLISH[day] for day in track.days])
    words = f"The program meets three days a week: {days}, from {at(track.start, 'dots')} to {at(track.end, 'dots')}"
    return _clocked(words, track, days_per_week_min=3, days_per_week_max=3)


def _bracketed_figures(dice: Dice) -> Passage:
    days = dice.pick((3, 4, 5))
    words = f"Each person attends three (3) hours a day, {NUMBERS[days]} ({days}) days a week."
    return Passage((Text(words),), _derived(3, 3, days, days))


def _slashes(dice: Dice) -> Passage:
    track = Track(dice.pick(_THREE_DAYS), *dice.pick(_EVENING))
    short = {"mon": "M", "tue": "T", "wed": "W", "thu": "Th", "fri": "F"}
    words = "/".join(short[day] for day in track.days) + f" {at(track.start, 'bare')}–{at(track.end, 'letter')}"
    return Passage((Pairs((("IOP schedule", words),)),), track_facts(track), countable(track))


def _dashed_days(dice: Dice) -> Passage:
    start, end = dice.pick(_EVENING)
    track = Track(("mon", "tue", "wed", "thu"), start, end)
    words = f"Mon–Thu, {at(start, 'full')}–{at(end, 'caps')}"
    return Passage((Heading("When IOP meets", 3), Text(words)), track_facts(track), countable(track))


def _after_school(dice: Dice) -> Passage:
    start, end = dice.pick((("16:00", "18:00"), ("16:00", "19:00"), ("15:30", "18:30")))
    track = Track(dice.pick((("tue", "thu"), ("mon", "wed"))), start, end)
    days = and_list([ENGLISH[day] + "s" for day in track.days])
    words = f"IOP meets after school on {days} from {at(start, 'bare')} to {at(end, 'bare')}."
    return Passage((Text(words),), track_facts(track), countable(track))


def _range_of_hours(dice: Dice) -> Passage:
    low, high = dice.pick(((9, 12), (9, 15), (10, 12), (6, 9)))
    words = f"Plan on between {low} and {high} hours of treatment each week."
    return Passage((Text(words),), {"hours_per_week_min": low, "hours_per_week_max": high})


def _at_least(dice: Dice) -> Passage:
    words = "In this program you receive at least nine hours of care per week."
    return Passage((Text(words),), {"hours_per_week_min": 9})


def _up_to(dice: Dice) -> Passage:
    high = dice.pick((12, 15, 19))
    words = f"Our IOP offers up to {high} hours of treatment per week, set with you at intake."
    return Passage((Text(words),), {"hours_per_week_max": high})


def _two_tracks(dice: Dice) -> Passage:
    day = Track(("mon", "tue", "wed", "thu", "fri")[: dice.between(4, 5)], *dice.pick(_MORNING))
    evening = Track(("mon", "tue", "thu"), *dice.pick(_EVENING))
    rows = tuple(
        (name, ", ".join(ENGLISH[d] for d in track.days), f"{at(track.start, 'small')} – {at(track.end, 'small')}")
        for name, track in (("Day IOP", day), ("Evening IOP", evening))
    )
    block = Grid(("Track", "Days", "Time"), rows)
    return Passage((block,), track_facts(day, evening), countable(day, evening))


def _listed(dice: Dice) -> Passage:
    track = Track(dice.pick(_THREE_DAYS), *dice.pick(_MORNING))
    items = (
        "Days: " + ", ".join(ENGLISH[day] for day in track.days),
        f"Time: {at(track.start, 'plain')} – {at(track.end, 'plain')}",
    )
    return Passage((Heading("IOP schedule", 3), Points(items)), track_facts(track), countable(track))


def _weekend(dice: Dice) -> Passage:
    evening, saturday = Track(("tue", "thu"), "18:00", "21:00"), Track(("sat",), "09:00", "12:00")
    words = "IOP meets Tuesday and Thursday evenings from 6 to 9 p.m. and on Saturday from 9 a.m. to 12 noon."
    also = countable(Track(("tue", "thu", "sat"), "09:00", "12:00"))
    return Passage((Text(words),), track_facts(evening, saturday), also)


def _weekend_only(dice: Dice) -> Passage:
    track = Track(("sat", "sun"), *dice.pick((("09:00", "13:00"), ("10:00", "14:00"))))
    words = f"The weekend IOP: Saturday and Sunday, {at(track.start, 'plain')} to {at(track.end, 'plain')}"
    return Passage((Text(words),), track_facts(track), countable(track))


def _afternoons(dice: Dice) -> Passage:
    track = Track(dice.pick(_THREE_DAYS), *dice.pick(_AFTERNOON))
    days = "/".join(ENGLISH[day][:3] for day in track.days)
    words = f"{days} {at(track.start, 'small')} - {at(track.end, 'small')}"
    return Passage((Pairs((("IOP hours", words),)),), track_facts(track), countable(track))


def _under_headings(dice: Dice) -> Passage:
    tracks = {
        "Morning IOP": Track(("mon", "wed", "fri"), *dice.pick(_MORNING)),
        "Evening IOP": Track(("mon", "tue", "thu"), *dice.pick(_EVENING)),
    }
    blocks: list[Block] = []
    for name, track in tracks.items():
        days = and_list([ENGLISH[day] for day in track.days])
        blocks += [Heading(name, 3), Text(f"{days}, {at(track.start, 'full')}–{at(track.end, 'small')}")]
    return Passage(tuple(blocks), track_facts(*tracks.values()), countable(*tracks.values()))


def _times_a_week(dice: Dice) -> Passage:
    days = dice.pick((3, 4))
    return Passage((Text(f"Care is given in 3-hour sessions, {days} times per week."),), _derived(3, 3, days, days))


def _total_and_parts(dice: Dice) -> Passage:
    words = "IOP is 20 hours a week: five days a week, four hours a day."
    facts: Facts = {"hours_per_week_min": 20, "hours_per_week_max": 20}
    return Passage((Text(words),), facts | {"session_hours": 4, "days_per_week_min": 5, "days_per_week_max": 5})


def _evenings(dice: Dice) -> Passage:
    words = "IOP meets three evenings a week, three hours each evening, so that you can keep your job or classes."
    return Passage((Text(words),), _derived(3, 3, 3, 3) | {"time_of_day": ["evening"]})


def _three_to_five(dice: Dice) -> Passage:
    words = "Most people come to IOP three-to-five days a week for three hours per day."
    return Passage((Text(words),), _derived(3, 3, 3, 5))


def _total_over_days(dice: Dice) -> Passage:
    hours, days = dice.pick(((9, 3), (12, 4), (12, 3), (10, 4)))
    words = f"Expect {hours} hours of treatment per week over {days} days."
    facts = {"hours_per_week_min": hours, "hours_per_week_max": hours}
    return Passage((Text(words),), facts | {"days_per_week_min": days, "days_per_week_max": days})


def _noon(dice: Dice) -> Passage:
    track = Track(("mon", "tue", "wed", "thu", "fri"), "09:00", "12:00")
    words = "The IOP runs from 9 a.m. until 12 noon, Monday through Friday."
    return Passage((Text(words),), track_facts(track), countable(track))


def _day_by_day(dice: Dice) -> Passage:
    track = Track(dice.pick(_THREE_DAYS), *dice.pick(_MORNING + _AFTERNOON + _EVENING))
    hours = f"{at(track.start, 'caps')} - {at(track.end, 'caps')}"
    rows = tuple((ENGLISH[day], hours if day in track.days else "No session") for day in list(ENGLISH)[:5])
    return Passage(
        (Heading("Weekly IOP calendar", 3), Grid(("Day", "IOP"), rows)), track_facts(track), countable(track)
    )


def _half_hours(dice: Dice) -> Passage:
    words = dice.pick(("3.5 hours a day, 4 days a week", "three and a half hours a day, four days a week"))
    return Passage((Pairs((("Time in IOP", words),)),), _derived(3.5, 3.5, 4, 4))


def _twice(dice: Dice) -> Passage:
    words = "You come to IOP twice a week for three hours each time."
    return Passage((Text(words),), _derived(3, 3, 2, 2))


def _six_hours(dice: Dice) -> Passage:
    words = "This is a 6-hour-per-week IOP (two 3-hour evenings)."
    facts: Facts = {"hours_per_week_min": 6, "hours_per_week_max": 6, "session_hours": 3, "time_of_day": ["evening"]}
    return Passage((Text(words),), facts | {"days_per_week_min": 2, "days_per_week_max": 2})


ADULT_NOTATIONS: tuple[Notation, ...] = (
    _spelled_out, _bracketed_figures, _slashes, _two_tracks, _dashed_days, _range_of_hours, _weekend, _listed,
    _under_headings, _at_least, _times_a_week, _evenings, _total_and_parts, _three_to_five, _noon, _day_by_day,
    _total_over_days, _up_to, _weekend_only, _half_hours, _twice, _afternoons, _six_hours,
)  # fmt: skip
TEEN_NOTATIONS: tuple[Notation, ...] = (
    _after_school, _bracketed_figures, _six_hours, _evenings, _after_school, _times_a_week,
)  # fmt: skip


def _clocked(words: str, track: Track, **stated: int) -> Passage:
    return Passage((Text(words + "."),), track_facts(track) | stated, countable(track))


def _derived(low: float, high: float, days_low: int, days_high: int) -> Facts:
    """Facts of "so many hours a day, so many days a week" without a weekly total."""
    return {
        "session_hours": low,
        "days_per_week_min": days_low,
        "days_per_week_max": days_high,
        "hours_per_week_derived_min": _whole(low * days_low),
        "hours_per_week_derived_max": _whole(high * days_high),
    }


def _whole(number: float) -> float:
    return int(number) if number == int(number) else number
