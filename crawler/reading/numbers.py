"""Quantities as people write them: "three (3)", "8 to 12", "at least nine", "9+", "hasta 10" – to a low and a
high end."""

from __future__ import annotations

import dataclasses
import re

from crawler.reading.cues import cue

_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_SPANISH = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve veinte"
)
_WORDS: dict[str, float] = {
    **{word: float(n) for n, word in enumerate(_ENGLISH.split())},
    **{word: float(n) for n, word in enumerate(_SPANISH.split()) if word != "once"},
    "twenty-four": 24,
    "twenty four": 24,
    "twenty-five": 25,
    "thirty": 30,
    "forty": 40,
    "forty-five": 45,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "a dozen": 12,
    "treinta": 30,
    "noventa": 90,
}
NUMBER_WORDS = frozenset(word for word in _WORDS if " " not in word) | {"dozen", "noon", "mediodía", "mediodia"}

_WORD = "|".join(sorted((re.escape(w) for w in _WORDS), key=len, reverse=True))
_UNIT_AFTER_DIGIT = r"(?:x|hrs?|h|wks?|w|d|days?|yrs?|yo|mos?|mins?|weeks?|hours?|months?)"
_DIGITS = (
    rf"\d{{1,3}}(?:\.\d{{1,2}})?(?: ?½|[ -]1/2)?(?![\d:%°]|\.\d|,\d{{3}}|/\d|"
    rf"(?:st|nd|rd|th)\b)(?=[^a-z]|{_UNIT_AFTER_DIGIT}\b|$)"
)
_SPELLED = (
    rf"(?:{_WORD})\b(?: and a half\b| y media\b)?(?![ -](?:on|to)[ -]one\b| of (?:the|"
    rf"our|us|these|those|its)\b| another\b| step)"
)
_NUMBER = rf"(?:{_DIGITS}|{_SPELLED})"
_TWICE = rf" ?\( ?{_NUMBER} ?\)"
_UNIT = r"(?: ?-?(?:hours?|hrs?\.?|days?|weeks?|wks?|months?|evenings?|nights?|semanas?|horas?|días?|meses|years?))"
_LEAST = (
    r"(?:at least|at a minimum|an? minimum of|minimum of|minimum|min\.?|no less than|"
    r"no fewer than|not less than|more than|over|al menos|por lo menos|un mínimo de|"
    r"mínimo de|mínimo|más de)"
)
_MOST = (
    r"(?:(?<!adds )(?<!add )up to|no more than|not more than|at most|a maximum of|maximum of|maximum|"
    r"max\.?|as many as|as much as|fewer than|less than|under|limited to|capped at|"
    r"hasta|un máximo de|máximo de|máximo|no más de)"
)
_ABOUT = r"(?:about|approximately|approx\.?|around|roughly|an average of|~|unas|aproximadamente)"

_QUANTITY = cue(
    rf"(?<![\w.$#/:])(?<![\w\d]-)(?<!\d,)"
    rf"(?:(?P<least>{_LEAST}) |(?P<most>{_MOST}) |(?P<between>between(?: the)? ages(?: of)?|"
    rf"between|from|anywhere from|entre|de) )?(?:{_ABOUT} ?)?"
    rf"(?P<low>{_NUMBER})(?:{_TWICE})?"
    rf"(?:(?:, ?{_NUMBER})?,?(?P<unit>{_UNIT})?"
    rf"(?P<join>-? to | and (?:an? )?maximum(?: of)? |,? (?:and|but) (?:no|not) more than |"
    rf" ?- ?| or | through | up to |-(?:to|or)-| a | o | and | y | ?/ ?)"
    rf"(?P<high>{_NUMBER})(?:{_TWICE})?)?"
    rf"(?P<more> ?\+| or more\b| or greater\b| and up\b| & up\b| & older\b| and over\b|"
    rf" or over\b| or above\b| and above\b| or older\b| and older\b| o más\b|"
    rf" plus\b)?"
)

_SPREAD = re.compile(r" ?-?(?:days?|evenings?|nights?|weeks?|months?|sessions?|d[ií]as|semanas|meses)\b")


@dataclasses.dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a range, None where an end is open, and where it stands in the sentence."""

    low: float | None
    high: float | None
    start: int
    end: int


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of a folded sentence in order. Times, weekdays, money and ordinals are not quantities."""
    found: list[Quantity] = []
    at = 0
    while match := _QUANTITY.search(text, at):
        quantity = _read(match)
        if quantity:
            found.append(quantity)
        at = quantity.end if quantity else match.start("low") + 1
    return found


def _read(match: re.Match[str]) -> Quantity | None:
    low, end = number_of(match["low"]), match.end()
    if low is None:
        return None
    high = number_of(match["high"]) if match["high"] else None
    join = (match["join"] or "").strip()
    if high is not None and not _joins(match, join, low, high):
        high, end = None, _end_of_first(match)
    if match["least"] == "over" and _SPREAD.match(match.string, end):
        return Quantity(low, high if high is not None else low, match.start("low"), end)
    start = match.start() if not match["between"] or high is not None else match.start("low")
    if high is not None:
        return Quantity(low, high, start, end)
    if match["least"] or (match["more"] and end == match.end()):
        return Quantity(low, None, start, end)
    return Quantity(None, low, start, end) if match["most"] else Quantity(low, low, start, end)


def _joins(match: re.Match[str], join: str, low: float, high: float) -> bool:
    """Return whether two numbers are one range: rising, with the word that belongs to their opening."""
    if high <= low:
        return False
    if join in ("and", "y"):
        return match["between"] in ("between", "entre") or "ages" in (match["between"] or "")
    return join != "/" or high - low <= 2


def _end_of_first(match: re.Match[str]) -> int:
    end = match.end("low")
    twice = re.compile(_TWICE).match(match.string, end)
    return twice.end() if twice else end


def number_of(words: str | None) -> float | None:
    """Return the number that ``words`` spell, None where they spell none."""
    if not words:
        return None
    half = 0.0
    for ending in (" and a half", " y media", " ½", "½", " 1/2", "-1/2"):
        if words.endswith(ending):
            words, half = words[: -len(ending)], 0.5
            break
    if words in _WORDS:
        return _WORDS[words] + half
    try:
        return float(words) + half
    except ValueError:
        return None
