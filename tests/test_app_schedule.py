"""A program's week in a few words: runs of weekdays, times, amounts; silence stays silence."""

import pytest

from catalog.facts import Span
from catalog.merging import merge
from catalog.schedule import day_runs, how_much, when
from tests.make_listings import IOP, fact, listing
from views.language import language

EN, ES = language("en"), language("es")


def program(*facts):
    return merge([listing("Quiet Harbor", IOP, *facts)], {})


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (["mon", "tue", "wed", "thu"], "Mon–Thu"),
        (["thu", "mon", "wed", "tue"], "Mon–Thu"),
        (["mon", "wed", "fri"], "Mon, Wed, Fri"),
        (["mon", "tue", "thu"], "Mon, Tue, Thu"),
        (["mon", "tue", "wed", "fri", "sat", "sun"], "Mon–Wed, Fri–Sun"),
        (["sat"], "Sat"),
        (["someday"], ""),
        ([], ""),
    ],
)
def test_weekdays_in_short(days, told):
    assert day_runs(days, EN) == told


def test_the_whole_week():
    facts = [fact("days", day) for day in ("mon", "tue", "wed")]
    facts += [fact("sessions", "18:00-21:00"), fact("sessions", "09:00-12:30"), fact("time_of_day", "evening")]
    assert when(program(*facts), EN) == "Mon–Wed, 9 am–12:30 pm, 6 pm–9 pm"
    assert when(program(*facts), ES) == "lun–mié, 9 a. m.–12:30 p. m., 6 p. m.–9 p. m."


def test_many_sessions_give_way_to_times_of_day():
    facts = [fact("sessions", f"{hour:02}:00-{hour + 1:02}:00") for hour in (8, 10, 13, 17)]
    facts += [fact("time_of_day", "evening"), fact("time_of_day", "morning")]
    assert when(program(*facts), EN) == "morning, evening"


def test_how_much_it_is():
    facts = [
        fact("hours_per_week", Span(9, 12)),
        fact("days_per_week", Span(3, 3)),
        fact("length_weeks", Span(8, None)),
    ]
    assert how_much(program(*facts), EN) == "9–12 hours a week, 3 days a week, for at least 8 weeks"


def test_what_is_not_stated_or_denied_is_not_told():
    assert when(program(), EN) == how_much(program(), EN) == ""
    assert when(program(fact("weekends", True, denied=True)), EN) == ""
    assert when(program(fact("weekends", True)), EN) == "weekends"


def test_a_session_that_is_no_time_is_shown_as_it_stands():
    assert when(program(fact("sessions", "by appointment")), EN) == "by appointment"
