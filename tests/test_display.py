"""Values in words: what people read in the app, on the command line and on paper."""

import pytest

from catalog.display import say
from catalog.facts import Span


@pytest.mark.parametrize(
    ("span", "english", "spanish"),
    [
        (Span(18, None), "18 and older", "18 años o más"),
        (Span(13, 17), "13–17 years", "13–17 años"),
        (Span(None, 17), "up to 17 years", "hasta 17 años"),
    ],
)
def test_ages_are_said_as_people_say_them(span, english, spanish):
    assert (say("ages", span), say("ages", span, "es")) == (english, spanish)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("hours_per_week", Span(9, 12), "9–12 hours"),
        ("hours_per_week", Span(9, None), "at least 9 hours"),
        ("days_per_week", Span(3, 3), "3 days"),
        ("sessions", "17:30-20:30", "5:30 pm to 8:30 pm"),
        ("weekends", True, "Yes"),
        ("therapies", "dbt", "Dialectical behavior therapy (DBT)"),
        ("therapies", "no such term", "no such term"),
    ],
)
def test_values_are_said_with_their_units(key, value, words):
    assert say(key, value) == words
