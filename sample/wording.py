"""What an English IOP page says about people, care, length and format: passages with exactly what they state."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Sequence
from pathlib import Path

from sample.clock import and_list
from sample.dice import Dice
from sample.facilities import Profile
from sample.passages import Facts, Heading, Pairs, Passage, Points, Text


@functools.cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


def words(attribute: str, ids: Sequence[str], spanish: bool = False) -> list[str]:
    """The wording of vocabulary ids in English or Spanish."""
    return [_words()[attribute][term][1 if spanish else 0] for term in ids]


def conditions(profile: Profile, dice: Dice) -> Passage:
    """What the program treats."""
    listed = words("conditions", profile.conditions)
    ways = (
        Passage((Text(f"Our intensive outpatient program (IOP) is for people living with {and_list(listed)}."),)),
        Passage((Text(f"The IOP treats {and_list(listed)}, and you sleep in your own bed every night."),)),
        Passage((Heading("What we treat in IOP", 3), Points(tuple(item[0].upper() + item[1:] for item in listed)))),
        Passage((Text(f"People come to our intensive outpatient program for help with {and_list(listed)}."),)),
    )
    return _with(
        dice.pick(ways), {"is_program_page": True, "level_of_care": "iop", "conditions": [*profile.conditions]}
    )


def therapies(profile: Profile, dice: Dice, video: bool = False) -> Passage:
    """What the program does. A program by video leaves out what needs a room."""
    ids = [term for term in profile.therapies if not (video and term in ("meal_support", "recreation_therapy", "yoga"))]
    listed = words("therapies", ids)
    ways = (
        Passage((Text(f"Treatment in IOP includes {and_list(listed)}."),)),
        Passage((Heading("Your IOP includes", 3), Points(tuple(item[0].upper() + item[1:] for item in listed)))),
        Passage((Text(f"In the IOP our clinicians use {and_list(listed)}."),)),
        Passage((Pairs((("Therapies in IOP", ", ".join(listed)),)),)),
    )
    return _with(dice.pick(ways), {"therapies": ids})


def ages(profile: Profile, dice: Dice) -> Passage:
    """Whom the program is for; the forms fit the profile's ages."""
    low, high = profile.min_age, profile.max_age
    facts: Facts = {"age_groups": [*profile.age_groups]}
    if profile.age_groups == ("adolescents",):
        text = dice.pick(
            (f"The program is for teens ages {low} to {high}.", f"We serve adolescents {low}–{high} in this IOP.")
        )
        return Passage((Text(text),), facts | {"min_age": low, "max_age": high})
    if profile.age_groups == ("young_adults",):
        text = f"This IOP is for young adults, ages {low} to {high}."
        return Passage((Text(text),), facts | {"min_age": low, "max_age": high})
    if profile.age_groups == ("older_adults",):
        return Passage((Text(f"This IOP is for older adults, {low} years and older."),), facts | {"min_age": low})
    if len(profile.age_groups) > 1:
        text = f"We see adolescents and adults in IOP; the youngest person we admit is {low}."
        return Passage((Text(f"{text} Everyone age {low} and up is welcome."),), facts | {"min_age": low})
    text = dice.pick((f"Our IOP serves adults {low} and older.", f"You must be an adult (age {low}+) to join the IOP."))
    return Passage((Text(text),), facts | {"min_age": low})


def length(dice: Dice, number: int) -> Passage:
    """How long the program takes; every seventh page writes it alike, one in seven says nothing."""
    ways: tuple[tuple[str, float | None, float | None], ...] = (
        ("Most people complete IOP in 8 to 12 weeks.", 8, 12),
        ("The IOP lasts six (6) weeks.", 6, 6),
        ("The program takes about 90 days.", round(90 / 7, 2), round(90 / 7, 2)),
        ("Length of IOP: 6–8 weeks.", 6, 8),
        ("Plan on three months in IOP.", 13, 13),
        ("We ask for at least 8 weeks in IOP.", 8, None),
    )
    if number % (len(ways) + 1) == len(ways):
        return Passage((Text("How long you stay in IOP depends on your goals, which we set together."),))
    text, low, high = ways[number % (len(ways) + 1)]
    facts: Facts = {key: value for key, value in (("length_weeks_min", low), ("length_weeks_max", high)) if value}
    return Passage((Text(text),), facts)


def attendance(dice: Dice, kind: str) -> Passage:
    """In person only, by video only, either way, or no word of it: ``kind`` is room, video, both or silent."""
    ways = {
        "video": ("The whole IOP is held online by secure video, from your own home.", True),
        "both": ("You can join the IOP in person at our office or by secure video.", True),
        "room": ("The IOP meets in person only. We do not offer virtual IOP sessions.", False),
    }
    if kind == "silent":
        return Passage((Text("We will walk you through your first day when we speak."),))
    text, offered = ways[kind]
    return Passage((Text(text),), {"telehealth": offered})


def other_levels(dice: Dice) -> Passage:
    """Figures of other levels of care, which are not the IOP's."""
    ways = (
        "Some people begin in our partial hospitalization program (PHP), which is five days a week, six hours a day.",
        "After IOP, regular outpatient care is one 50-minute visit a week.",
        "Our alumni gathering, open to everyone who has finished, is on the first Sunday of the month at 5 p.m.",
        "A residential stay means 24-hour care for 30 days; IOP is a step down from there.",
    )
    return Passage((Text(dice.pick(ways)),))


def _with(passage: Passage, facts: Facts) -> Passage:
    return Passage(passage.blocks, facts, passage.also, passage.denied)
