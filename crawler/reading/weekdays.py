"""Weekdays as people write them: "Mondays and Thursdays", "Mon–Thu", "M/W/F", "MWF", "de lunes a jueves"."""

from __future__ import annotations

import dataclasses
import re
from itertools import zip_longest

from crawler.reading.cues import cue
from crawler.reading.wordforms import folded

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_NAMES = (
    r"(?P<mon>mondays?|mon\b|lunes|lun\b)|(?P<tue>tuesdays?|tues\b|tue\b|martes)|"
    r"(?P<wed>wednesdays?|weds?\b|mi[ée]rcoles)|"
    r"(?P<thu>thursdays?|thurs?\b|thu\b|thrs\b|jueves)|(?P<fri>fridays?|fri\b|"
    r"viernes)|(?P<sat>saturdays?|sat\b|s[áa]bados?)|"
    r"(?P<sun>sundays?|sun\b|domingos?)"
)
_WEEKDAYS = cue(r"\bweekdays\b(?=,? ?(?:from |at |\()?\d| (?:except|but not|excluding)\b)")
"""Monday to Friday in one word, where a time follows."""
_NAME = cue(rf"\b(?:{_NAMES})\.?")
_BETWEEN = re.compile(
    r"(?P<to> ?\(?(?:-|to|through|thru|thr|until|al?|hasta(?: el)?) ?(?:el |los )?)|"
    r"(?P<and> ?(?:,|/|&|\+|\||;|and|y|e|or|o) ?(?:(?:and|y|or|&) ?)?(?:on |los |el )?)|(?P<next> )"
)
_EXCEPT = re.compile(
    r"\b(?:except|excluding|excepto|but not|closed|cerrado(?: los)?|not (?:on|"
    r"held on)|no groups? on)[\w ]{0,12}$|"
    r"\b(?:any|(?:may|can) (?:enter|join|start|begin) on(?: a)?|every (?:other|second)|alternat(?:e|ing)|(?:first|"
    r"second|third|fourth|last|\d(?:st|nd|rd|th))(?:,? (?:and|&|or) (?:first|second|third|fourth|last|"
    r"\d(?:st|nd|rd|th)))?|uno? de cada dos|primer|"
    r"[uú]ltimo) $"
)

_NOTHING_THEN = re.compile(
    r"[ :;,|-]{0,4}(?:no (?:iop|sessions?|groups?|class(?:es)?|programs?|meetings?)|"
    r"(?:mornings?|afternoons?|evenings?|nights?)? ?(?:a|per|each|every|of (?:the|each|every)) month\b|"
    r"closed|off\b|none\b|n/a|sin sesi[oó]n|no hay|cerrado)"
)

_LETTER = {
    "Th": "thu",
    "TH": "thu",
    "Tu": "tue",
    "TU": "tue",
    "Su": "sun",
    "SU": "sun",
    "Sa": "sat",
    "SA": "sat",
    "M": "mon",
    "T": "tue",
    "W": "wed",
    "R": "thu",
    "F": "fri",
}
_ONE = r"(?:Th|TH|Tu|TU|Su|SU|Sa|SA|M|T|W|R|F)"
_FIRST = r"[MTWRFS](?<![\w.&'-].)(?:(?<=T)[hHuU]|(?<=S)[uUaA]|(?<!S))"
"""``_ONE`` where no word leads into it, its letters first: those the engine looks for quickly."""

_LETTERS = re.compile(rf"{_FIRST}(?:(?: ?[/,&–-] ?| and | to | thru | through |, and | )?{_ONE}){{1,6}}(?![\w'&]|\.\w)")
_LETTER_RANGE = re.compile(rf"({_ONE})(?: ?[–-] ?| to | thru | through )({_ONE})(?!\w)")
_NOT_DAYS = ("M T", "T F", "T/F", "M F", "M/F", "F/T", "M & F")
_PAIRS = ("MW", "TTh", "TuTh", "MTh", "WTh")


@dataclasses.dataclass(frozen=True, slots=True)
class Weekdays:
    """Weekdays named together, in the week's order; ``through`` where written as a range of three days or more."""

    days: tuple[str, ...]
    through: bool
    excluded: bool
    start: int
    end: int


def find_weekdays(sentence: str, low: str = "") -> list[Weekdays]:
    """Return the groups of weekdays that a sentence names; ``low`` is it folded, if known. ``excluded`` groups stand
    after "except" or "closed"."""
    low = low or folded(sentence)
    found = (_named(sentence, low) if _NAME.may_match(low) else []) + _lettered(sentence)
    found += [Weekdays(WEEK[:5], True, False, m.start(), m.end()) for m in _WEEKDAYS.finditer(low)]
    if len(found) < 2:
        return found
    found.sort(key=lambda group: group.start)
    found = [_without(low, group, after) for group, after in zip_longest(found, found[1:])]
    return [group for n, group in enumerate(found) if not n or group.start >= found[n - 1].end]


_LEAVES_OUT = re.compile(r",? ?\(?(?:except|excluding|but not)(?: for| on)? ")


def _without(low: str, group: Weekdays, after: Weekdays | None) -> Weekdays:
    """Return ``group`` without the days that are left out behind it ("weekdays except Wednesday")."""
    if after is None or not after.excluded or not _LEAVES_OUT.fullmatch(low, group.end, after.start):
        return group
    kept = tuple(day for day in group.days if day not in after.days)
    return dataclasses.replace(group, days=kept, through=False) if kept else group


def _named(sentence: str, low: str) -> list[Weekdays]:
    groups: list[Weekdays] = []
    names = [m for m in _NAME.finditer(low) if _is_day(sentence, low, m)]
    taken = 0
    while taken < len(names):
        first = last = names[taken]
        days, through, hyphens = [_day(first)], False, 0
        taken += 1
        while taken < len(names) and (joint := _BETWEEN.fullmatch(low, last.end(), names[taken].start())):
            hyphens += bool(joint["to"])
            following = (
                _BETWEEN.fullmatch(low, names[taken].end(), names[taken + 1].start())
                if taken + 1 < len(names)
                else None
            )
            in_list = hyphens > 1 or bool(following and following["to"])
            if joint["to"] and not in_list and WEEK.index(_day(names[taken])) > WEEK.index(days[-1]):
                stretch = WEEK[WEEK.index(days[-1]) : WEEK.index(_day(names[taken])) + 1]
                through, days = through or len(stretch) > 2, days + list(stretch)
            else:
                days.append(_day(names[taken]))
            last = names[taken]
            taken += 1
        excluded = bool(_EXCEPT.search(low, 0, first.start()) or _NOTHING_THEN.match(low, last.end()))
        groups.append(Weekdays(_ordered(days), through, excluded, first.start(), last.end()))
    return groups


def _is_day(sentence: str, low: str, match: re.Match[str]) -> bool:
    """Return whether a short form is a day: "sat" and "sun" are words too, so they need a capital."""
    return (
        match.group().rstrip(".") not in ("sat", "sun", "mon", "wed", "lun")
        or sentence[match.start()].isupper()
        or (bool(re.search(r"(?:[-/,&]|to|thru) ?$", low[: match.start()])))
    )


def _lettered(sentence: str) -> list[Weekdays]:
    groups = []
    for match in _LETTERS.finditer(sentence):
        text = match.group()
        days = [_LETTER[letter] for letter in re.findall(_ONE, text)]
        stretch = _LETTER_RANGE.fullmatch(text)
        places = [WEEK.index(day) for day in days]
        if places != sorted(set(places)):
            continue
        if stretch:
            days = list(WEEK[places[0] : places[-1] + 1])
        if text in _NOT_DAYS or (text.isalpha() and len(days) == 2 and text not in _PAIRS):
            continue
        groups.append(Weekdays(_ordered(days), bool(stretch) and len(days) > 2, False, match.start(), match.end()))
    return groups


def _day(match: re.Match[str]) -> str:
    return str(match.lastgroup)


def _ordered(days: list[str]) -> tuple[str, ...]:
    return tuple(day for day in WEEK if day in days)
