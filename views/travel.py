"""How far a program is from where a visitor looks, and what its week means on the road."""

from __future__ import annotations

from catalog.facts import Span
from catalog.places import miles_between
from catalog.programs import Program
from views.language import Language
from views.whereabouts import Whereabouts


def miles_to(program: Program, place: Whereabouts) -> float | None:
    """Return the straight line in miles from the place to a program; None where either has no point."""
    if place.point is None or program.point is None:
        return None
    return miles_between(place.point, (program.point.lat, program.point.lon))


def distance_to(program: Program, place: Whereabouts, words: Language) -> str:
    """Return how far a program is from the place in words; "" where that cannot be said."""
    miles = miles_to(program, place)
    if miles is None or program.point is None:
        return ""
    return distance_words(miles, program.point.precision, words)


def distance_words(miles: float, precision: str, words: Language) -> str:
    """Return how far a program is; "about", and why, where its own point is only that of its ZIP code or city."""
    far, by = distance_parts(miles, precision, words)
    return f"{far} ({words.say('card.from_' + precision)})" if by else far


def distance_parts(miles: float, precision: str, words: Language) -> tuple[str, str]:
    """Return how far a program is, and what was measured instead in a word or two, "" where it is the site itself."""
    if precision in ("zip", "city"):
        near = miles < 1.5
        rough = words.say("card.about_mile") if near else words.say("card.about_miles", n=f"{miles:,.0f}")
        return rough, words.say(f"card.by_{precision}")
    number = f"{miles:,.0f}" if miles >= 10 else f"{miles:.1f}".removesuffix(".0")
    return words.say("card.under_mile") if miles < 0.95 else words.say("card.miles", n=number), ""


def week_on_the_road(program: Program, miles: float, words: Language) -> str:
    """Return "3 visits a week, about 84 miles of driving or more"; "" unless one number of days a week is agreed on and
    the program states that it meets in person and nowhere else."""
    days = [fact for fact in program.facts_of("days_per_week") if not fact.denied]
    if len(days) != 1 or days[0].disputed or not isinstance(days[0].value, Span):
        return ""
    if set(program.values("setting")) != {"in_person"} or any(f.disputed for f in program.facts_of("setting")):
        return ""
    low, high = days[0].value.low, days[0].value.high
    if low is None or high is None:
        return ""
    ends = list(dict.fromkeys((low, high)))
    number = "–".join(f"{end:g}" for end in ends)
    driven = "–".join(dict.fromkeys(f"{end * 2 * miles:,.0f}" for end in ends))
    key = "travel.week.one" if number == "1" else "travel.week.many"
    return words.say(key, n=number, miles=driven)
