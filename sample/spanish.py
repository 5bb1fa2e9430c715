"""What a Spanish-language IOP page says: the same facts as English pages state, in the words that Spanish pages use."""

from __future__ import annotations

from sample.clock import SPANISH, Track, and_list, at, countable, track_facts
from sample.dice import Dice
from sample.facilities import Profile
from sample.passages import Facts, Heading, Passage, Points, Text
from sample.wording import words

IOP = "programa ambulatorio intensivo (IOP)"


def conditions(profile: Profile) -> Passage:
    """What the program treats."""
    listed = and_list(words("conditions", profile.conditions, spanish=True), "y")
    facts: Facts = {"is_program_page": True, "level_of_care": "iop", "conditions": [*profile.conditions]}
    return Passage((Text(f"Nuestro {IOP} es para personas que viven con {listed}."),), facts)


def therapies(profile: Profile) -> Passage:
    """What the program does."""
    listed = [item[0].upper() + item[1:] for item in words("therapies", profile.therapies, spanish=True)]
    return Passage((Heading("El programa incluye", 3), Points(tuple(listed))), {"therapies": [*profile.therapies]})


def ages(profile: Profile) -> Passage:
    """Whom the program is for."""
    low, high = profile.min_age, profile.max_age
    facts: Facts = {"age_groups": [*profile.age_groups], "min_age": low}
    if profile.age_groups == ("adolescents",):
        return Passage((Text(f"El programa es para adolescentes de {low} a {high} años."),), facts | {"max_age": high})
    if profile.age_groups == ("young_adults",):
        return Passage(
            (Text(f"El programa es para jóvenes adultos de {low} a {high} años."),), facts | {"max_age": high}
        )
    return Passage((Text(f"El programa es para adultos de {low} años o más."),), facts)


def timetable(dice: Dice, number: int) -> Passage:
    """The timetable in one of five notations."""
    track = Track(("mon", "wed", "thu"), "18:00", "21:00")
    days = and_list([SPANISH[day] for day in track.days], "y")
    morning = Track(("tue", "wed", "thu"), "09:00", "12:00")
    hours = f"de {at('09:00', 'full')} a.m. a {at('12:00', 'full')} p.m."
    three: Facts = {"session_hours": 3, "days_per_week_min": 3, "days_per_week_max": 3}
    nine: Facts = {"hours_per_week_derived_min": 9, "hours_per_week_derived_max": 9}
    ways = (
        Passage((Text("Asistirá tres días a la semana, tres horas por día."),), three | nine),
        Passage((Text(f"El IOP se reúne {days}, de 6 a 9 de la noche."),), track_facts(track), countable(track)),
        Passage((Text("El IOP es de 9 horas semanales."),), {"hours_per_week_min": 9, "hours_per_week_max": 9}),
        Passage(
            (Text(f"Horario del IOP: martes, miércoles y jueves, {hours}"),), track_facts(morning), countable(morning)
        ),
        Passage((Text("Recibirá entre 9 y 12 horas de tratamiento por semana."),), _weekly(9, 12)),
    )
    return ways[number % len(ways)]


def length(number: int) -> Passage:
    """How long the program takes."""
    ways: tuple[tuple[str, float, float], ...] = (
        ("El programa dura de 8 a 12 semanas.", 8, 12),
        ("El programa dura unos 90 días.", round(90 / 7, 2), round(90 / 7, 2)),
        ("El programa dura ocho semanas.", 8, 8),
    )
    text, low, high = ways[number % len(ways)]
    return Passage((Text(text),), {"length_weeks_min": low, "length_weeks_max": high})


def attendance(kind: str) -> Passage:
    """In person, by video, or no word of it."""
    if kind in ("video", "both"):
        return Passage((Text("Puede asistir al IOP en persona o por video."),), {"telehealth": True})
    if kind == "room":
        return Passage((Text("El IOP es solo en persona; no ofrecemos sesiones virtuales."),), {"telehealth": False})
    return Passage((Text("Le explicaremos el primer día cuando hablemos."),))


def other_levels() -> Passage:
    """Figures of another level of care."""
    return Passage((Text("La consulta externa regular es de una hora por semana."),))


def _weekly(low: int, high: int) -> Facts:
    return {"hours_per_week_min": low, "hours_per_week_max": high}
