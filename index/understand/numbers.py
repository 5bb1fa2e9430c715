"""Reads the numbers of a question: days, hours, weeks, miles, ages and times of day, each by the words around it.

Works on the line of folded words in which number words are figures and every clause break is a comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.understand.ages import read_ages
from index.understand.figures import N, Number
from index.understand.times import read_busy, read_times
from index.understand.weekdays import read_days

_MOST = (
    r"(?P<most>(?:not|no|never|nothing) (?:be )?(?:more|longer|over|farther|further)(?: than)?|no mas de"
    r"|(?:cant|cannot|can not|couldnt|unable to|not able to|no puedo)(?: (?:do|go|come|make|attend|manage|handle|ir"
    r"|hacer|asistir))? (?:more than|over|mas de)|at "
    r"(?:the )?most"
    r"|max(?:imum)?(?: of)?|maximo(?: de)?|up to|hasta|como maximo|a lo mas|only|just|solo|within|(?:dentro|a menos) de"
    r"|not over|limit(?:ed to)?(?: of)?)"
)
_BELOW = r"(?P<below>less than|fewer than|shorter than|under|below|menos de|not even)"
_LEAST = (
    r"(?P<least>at least|min(?:imum)?(?: of)?|(?:no|not) less than|(?:no|not) fewer than|more than|over|al menos"
    r"|por lo menos|minimo(?: de)?|mas de|atleast)"
)
_BEFORE = rf"(?:(?:{_MOST}|{_BELOW}|{_LEAST}) )?(?:\b(?:about|around|roughly|like|unos|unas|a) )?"
_AMOUNT = rf"(?:(?:between|from|entre|de) )?(?P<low>{N})(?: ?(?:-|to|or|and|a|o|y) (?P<high>{N}))?(?P<plus> \+)?(?: -)?"
_AFTER = (
    r"(?: (?:or|o|y|and)? ?(?:(?P<less>less|fewer|menos|(?:max|maximum|at most|under)(?! \d)|tops|como maximo|maximo)"
    r"|(?P<more>more|mas|up|at least))\b)?"
)
_A_WEEK = (
    r"(?: (?:of \w+ )?(?:(?:a|per|each|every|por|a la|in a|/|in the|cada|en la|de la) )?(?:weekly|week|wk"
    r"|wks|semana|semanales|semanal)\b)"
)
_A_DAY = r"(?: (?:(?:a|per|each|every|por|al|/|cada|in a) )?(?:daily|day|session|sesion|visit|dia|diarias|time)\b)"

_NOT_A_LENGTH = (
    r"(?! (?:chip|coin|token|pregnant|sober|clean|old|post|postpartum|ago|wait|along|embarazada|sobrio|sobria|limpi"
    r"|of sobri|out|into|in recov|notice|inpatient|residential|detox|hospital\w*|rehab|behind|late|early|pp\b|en (?:el"
    r"|un) hospital|internad|de (?:embarazo|sobri\w+|haber|nacid)|in (?:the )?(?:hospital|rehab|residential|detox)"
    r"|at|since|before|from now|away))"
)
_PAST_LENGTH = re.compile(
    r"(?:\b(?:(?:was|were|been|stayed)(?: \w+){1,3} for|after|past|last|previous|hace|hacia|despues de|ultim[ao]s?"
    r"|spent|been|took|every|desde hace|for the past"
    r"|finished|completed|did|sober|clean|wait\w*(?: list| time)?(?: is| are| was| of)?|espera(?: es)?(?: de)?"
    r"|sobri[oa]|limpi[oa]|pregnant|embarazada|embarazo)"
    r"(?: (?:a|about|unos|unas|los|las|casi|like|around|de))*)$"
)

_DAYS = re.compile(rf"{_BEFORE}{_AMOUNT} (?:dias?|days?)\b{_A_WEEK}?{_AFTER}")
_OF_WEEKS = re.compile(r"\d -? ?(?:week|wks?|semanas?)$")
"""A figure right before "week" counts weeks: "6 week program"."""
_PARTS = re.compile(rf"{_BEFORE}{_AMOUNT} (?P<unit>evenings|mornings|afternoons|tardes|mananas)\b{_A_WEEK}?{_AFTER}")
_TIMES = re.compile(
    rf"{_BEFORE}{_AMOUNT} ?(?P<unit>times?|x|veces|sessions?|sesiones|visits|nights?|evenings?|mornings?|afternoons?"
    rf"|tardes|noches|mananas|meetings|groups?)?{_A_WEEK}{_AFTER}"
)
_HOURS = re.compile(
    rf"{_BEFORE}{_AMOUNT} (?:-)? ?(?:hours?|hrs?|horas?|h)\b(?P<week>{_A_WEEK})?(?P<day>{_A_DAY})?"
    rf"(?: (?:in )?total)?{_AFTER}"
)
_MINUTES = re.compile(
    rf"{_BEFORE}{_AMOUNT} ?(?:-)? ?min(?:ute|uto)?s?(?: long)? (?:sessions?|groups?|classes|sesiones)\b"
)
_WEEKS = re.compile(
    rf"{_BEFORE}{_AMOUNT} (?:-)? ?(?P<unit>weeks?|wks?|semanas?|months?|meses|mes)\b(?: long)?{_AFTER}{_NOT_A_LENGTH}"
)
_MILES = re.compile(
    rf"(?:(?:in|no more than|not more than|{_MOST}|{_BELOW}) )?(?:an? |un )?(?:about |around )?{N}(?: -)?"
    r" (?P<unit>miles?|mi|millas?|kms?|kilometers?|kilometros?)\b"
    r"(?: (?:radius|or less|max|maximum|drive|away|o menos|tops))*(?P<of> (?:of|from|around|de|to|desde))?"
)
_ON_THE_ROAD = (
    r"(?: (?:or less )?(?:max )?(?:drive|driving|drive time|away|ride|commute|by car|in the car|en (?:carro|coche|auto)"
    r"|de camino|manejando|de manejo|de distancia))"
)
_FROM_HERE = r"(?P<of> (?:of|from|de|desde)(?= (?!treatment|therapy|terapia|group|care|program|lunes|la manana)))"
_TRAVEL = re.compile(
    r"(?:\b(?P<lead>drive|travel|commute|manejar|viajar|conducir)(?: up to| as much as| for| hasta)? )?"
    rf"(?:(?P<near>within|(?:dentro|a menos) de|no a mas de|a no mas de)|(?:in|{_MOST}|{_BELOW}))?"
    r"(?: (?:about|around|unos))? ?"
    rf"(?:(?:an? |una )?(?P<half>half|media)(?: an?)?(?: -)?|(?:an?|una)(?= (?:hour|hora))|{N}(?: ?-)?) ?"
    r"(?P<unit>hours?|hrs?|minutes?|mins?|horas?|minutos?)\b(?P<and_half> and a half| y media)?"
    r"(?: (?:max(?:imum|imo)?|tops|or less|o menos|como maximo))?"
    rf"(?P<road>{_ON_THE_ROAD})*{_FROM_HERE}?"
)
_NO_CAR = re.compile(
    r" (?:by |on |via |en )?(?:the )?(?:bus|train|subway|metro|walk\w*|foot|bike|autobus|camion|tren|pie)\b"
)
_PEOPLE = re.compile(
    rf"(?:(?:no )?groups? (?:of|under|over|(?:smaller|larger|bigger|more) than) ){_BEFORE}{_AMOUNT}"
    rf"(?: people| personas)?{_AFTER}"
    rf"|{N} (?:people|persons|personas) (?P<limit>max(?:imum)?|or (?:less|fewer)|o menos|maximo|at most|tops)\b"
    r"(?: (?:in|per|a|por|en) (?:a |the |un )?(?:group|grupo))?"
    rf"|(?<=groups )(?:, |of )?{N} (?:people )?(?P<few>or (?:less|fewer)|max(?:imum)?|at most|tops)\b"
)

MOST_DAYS, MOST_HOURS_A_DAY, MOST_HOURS, MOST_WEEKS, MOST_MILES = 7, 6, 60, 60, 500
"""Numbers beyond these are no days of a week, hours of a session or a week, weeks of a program or miles.

"3 hours" without "a week" is a session: no program is shorter a week than ``MOST_HOURS_A_DAY``."""

MILES_A_MINUTE, MOST_MINUTES = 50 / 60, 120
"""How far a minute on the road reaches at most, on fast roads: near programs must not be hidden by a guess. Longer
times than ``MOST_MINUTES`` are no way to treatment unless they say that they are one."""

WEEKS_A_MONTH = (4.0, 4.4)
KM_A_MILE = 1.609344


def read_numbers(line: str) -> list[Number]:
    """Return the numbers of a line, none overlapping, the surer readings first."""
    found: list[Number] = []
    for read in (
        _read_miles,
        _read_travel,
        read_busy,
        read_ages,
        _read_hours,
        _read_minutes,
        _read_days,
        _read_weeks,
        read_days,
        read_times,
        _read_group,
    ):
        for number in read(line):
            if all(number.end <= other.start or other.end <= number.start for other in found):
                found.append(number)
    return [_as_bounded(line, number, found) for number in found]


def _as_bounded(line: str, number: Number, found: list[Number]) -> Number:
    """Return a figure that "and" joins to a most as a most, too: "no more than 3 days and 3 hours a day"."""
    exact = number.low == number.high is not None and number.key in _JOINED
    before = [other for other in found if line[other.end : number.start] in (" and ", " y ", " & ")] if exact else []
    bounded = any(other.low is None and other.high is not None and other.key in _JOINED for other in before)
    return number._replace(low=None) if bounded else number


_JOINED = frozenset({"days_per_week", "session_hours", "hours_per_week", "length_weeks"})


_CAP = re.compile(
    r"(?: ,)?(?: (?:but|and|pero|y))?(?: (?:not?|never) (?:more|over)(?: than)?| no mas de| at most| max(?:imum)?"
    rf"| up to| hasta| under| less than| menos de) {N}\b(?: ?(?:hours?|hrs?|horas|days?|dias))?(?! ?(?:mi|week|sem))"
)
"""What may stand behind "at least 9 hours a week": the most of the same."""


def _capped(line: str, match: re.Match[str], low: float | None, high: float | None) -> tuple[float | None, int]:
    """Return the most that the words behind a least amount give, and where they end."""
    cap = _CAP.match(line, match.end()) if low is not None and high is None else None
    if cap and low is not None and float(cap[1]) >= low:
        return float(cap[1]), cap.end()
    return high, match.end()


def _range(match: re.Match[str], whole: bool = False) -> tuple[float | None, float | None]:
    """Return the range that an amount and the words around it give."""
    words = match.groupdict()
    low = float(words["low"])
    high = float(words["high"]) if words.get("high") else low
    if words.get("below"):
        return None, high - 1 if whole else high
    if words.get("most") or words.get("less"):
        return None, high
    if words.get("least") or words.get("more") or words.get("plus"):
        return low, None
    return min(low, high), max(low, high)


def _fits(low: float | None, high: float | None, most: float) -> bool:
    return all(n is None or 0 < n <= most for n in (low, high))


_TOO_MANY = re.compile(
    r" (?:a week |per week )?(?:(?:is|are|s|seems?|es|son) )?(?:way )?(?:too (?:much|many|often)"
    r"|demasiad[oa]s?|mucho)\b"
)


def _read_days(line: str) -> Iterator[Number]:
    for pattern in (_DAYS, _TIMES, _PARTS):
        for match in pattern.finditer(line):
            low, high = _range(match, whole=True)
            high, end = _capped(line, match, low, high)
            unit = match.groupdict().get("unit") or ""
            if pattern is _TIMES and not unit and _OF_WEEKS.search(match[0]):
                continue
            if low == high and _TOO_MANY.match(line, end):
                low, high = None, max(1.0, (high or 2) - 1)
            if _fits(low, high, MOST_DAYS):
                yield Number("days_per_week", match.start(), end, low, high, _part_of_day(unit))
            elif pattern is _DAYS and _fits(low, high, 7 * MOST_WEEKS) and not _is_past(line, match):
                weeks = [None if n is None else round(n / 7) for n in (low, high)]
                yield Number("length_weeks", match.start(), match.end(), weeks[0], weeks[1])


def _part_of_day(unit: str) -> tuple[str, ...]:
    names = {"night": "evening", "evening": "evening", "noche": "evening", "morning": "morning", "manana": "morning",
             "afternoon": "afternoon", "tarde": "afternoon"}  # fmt: skip
    return tuple(term for name, term in names.items() if unit.startswith(name))


def _read_travel(line: str) -> Iterator[Number]:
    """Yield times on the road as the miles that they reach at most; by bus or on foot, nobody knows."""
    for match in _TRAVEL.finditer(line):
        minutes = _minutes(match)
        short = minutes <= MOST_MINUTES and match["unit"].startswith("m")
        bounded = match["near"] or (short and (match["most"] or match["below"]))
        if not (match["road"] or match["lead"] or match["of"] or (bounded and minutes <= MOST_MINUTES)):
            continue
        if _NO_CAR.match(line, match.end()) or minutes > 2 * MOST_MINUTES:
            yield Number("travel", match.start(), match.end(), names_place=bool(match["of"]))
        else:
            miles = max(1.0, round(minutes * MILES_A_MINUTE))
            yield Number("miles", match.start(), match.end(), None, miles, names_place=bool(match["of"]))


def _minutes(match: re.Match[str]) -> float:
    """Return the minutes that a time on the road says: "half an hour" is 30."""
    figure = next((float(g) for g in match.groups() if g and re.fullmatch(N, g)), 1.0)
    amount = 0.5 if match["half"] else figure + (0.5 if match["and_half"] else 0)
    return amount * (1 if match["unit"].startswith("m") else 60)


def _read_hours(line: str) -> Iterator[Number]:
    for match in _HOURS.finditer(line):
        low, high = _range(match)
        high, end = _capped(line, match, low, high)
        most = max(n for n in (low, high) if n is not None)
        a_day = match["day"] or (not match["week"] and most <= MOST_HOURS_A_DAY)
        if a_day and most <= 2 * MOST_HOURS_A_DAY:
            yield Number("session_hours", match.start(), end, low, high)
        elif not match["day"] and _fits(low, high, MOST_HOURS) and (match["week"] or most not in (24, 48)):
            yield Number("hours_per_week", match.start(), end, low, high)


def _read_minutes(line: str) -> Iterator[Number]:
    for match in _MINUTES.finditer(line):
        low, high = (None if n is None else round(n / 60, 2) for n in _range(match))
        if _fits(low, high, MOST_HOURS_A_DAY):
            yield Number("session_hours", match.start(), match.end(), low, high)


def _is_past(line: str, match: re.Match[str]) -> bool:
    """Return whether days are those of another stay, or of sobriety: "after 30 days inpatient"."""
    return bool(
        _PAST_LENGTH.search(line[: match.start()].rstrip()) or not re.compile(_NOT_A_LENGTH).match(line, match.end())
    )


def _read_weeks(line: str) -> Iterator[Number]:
    for match in _WEEKS.finditer(line):
        if _PAST_LENGTH.search(line[: match.start()].rstrip()):
            continue
        low, high = _range(match)
        if match["unit"].startswith("m"):
            low = None if low is None else round(low * WEEKS_A_MONTH[0])
            high = None if high is None else round(high * WEEKS_A_MONTH[1])
        if _fits(low, high, MOST_WEEKS):
            yield Number("length_weeks", match.start(), match.end(), low, high)


def _read_miles(line: str) -> Iterator[Number]:
    for match in _MILES.finditer(line):
        figure = next(float(g) for g in match.groups() if g and re.fullmatch(N, g))
        miles = figure / KM_A_MILE if match["unit"].startswith("k") else figure
        if 0 < miles <= MOST_MILES:
            yield Number("miles", match.start(), match.end(), None, round(miles, 1), names_place=bool(match["of"]))


def _read_group(line: str) -> Iterator[Number]:
    for match in _PEOPLE.finditer(line):
        low, high = (
            (None, float(next(g for g in match.groups() if g))) if match["limit"] or match["few"] else _range(match)
        )
        if _fits(low, high, 50):
            yield Number("group_size", match.start(), match.end(), low if low != high else None, high)
