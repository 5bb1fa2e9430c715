"""Addresses read for comparison: the street's number and name, its direction and type, and the unit behind it.

In go the two address lines of a listing as its source wrote them, out comes an ``Address``; ``street_relation`` and
``units_conflict`` say how two of them stand to each other.
"""

from __future__ import annotations

import functools
import re
from typing import Literal, NamedTuple

import usaddress
from rapidfuzz import fuzz

from catalog.wording import plain

Relation = Literal["same", "near", "unknown", "other"]

_DIRECTIONS = {
    "north": "n", "south": "s", "east": "e", "west": "w", "northeast": "ne", "northwest": "nw", "southeast": "se",
    "southwest": "sw",
}  # fmt: skip
_TYPES = {
    "street": "st", "avenue": "ave", "av": "ave", "boulevard": "blvd", "road": "rd", "drive": "dr", "lane": "ln",
    "court": "ct", "place": "pl", "highway": "hwy", "parkway": "pkwy", "circle": "cir", "terrace": "ter",
    "square": "sq", "trail": "trl", "turnpike": "tpke", "plaza": "plz", "expressway": "expy", "route": "rte",
    "steet": "st",
}  # fmt: skip
_UNITS = {
    "suite": "ste", "suites": "ste", "unit": "ste", "apartment": "ste", "apt": "ste", "room": "ste", "rooms": "ste",
    "rm": "ste", "office": "ste", "building": "bldg", "floor": "fl", "floors": "fl",
}  # fmt: skip
_NUMBERS = {
    "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "sixth": "6th",
    "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th", "one": "1", "two": "2", "three": "3",
    "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
}  # fmt: skip
_WORDS = _DIRECTIONS | _TYPES | _UNITS
_LONG_FORMS = (("martin luther king", "mlk"), ("saint", "st"), ("mount", "mt"), ("fort", "ft"))
_UNIT_KINDS = frozenset({"ste", "bldg", "fl"})
_BOX = re.compile(r"\b(?:p\s*o\s*|post office )box\s*\w*|\bpmb\s*\w+")
_NUMBER = re.compile(r"\d+[a-z]?$")
_CORNERS = re.compile(r"\b([ns]) ([ew])\b")
_MARK = re.compile(r"#\s*")
CLOSE_STREET = 86
"""Likeness, of 100, from which two street names under one number are one name misspelt."""


class Address(NamedTuple):
    """A street address folded for comparison.

    ``number`` is "" where the source gives none (a hidden address, a post office box). ``name`` is the street's name
    without directions and type. ``units`` maps "ste", "bldg", "fl" to what stands behind them.
    """

    line: str
    number: str
    name: str
    directions: frozenset[str]
    type: str
    units: tuple[tuple[str, frozenset[str]], ...]


def street_line(street: str) -> str:
    """Return a street folded for comparison, its common words abbreviated as the postal service does."""
    line = " ".join(_WORDS.get(word, word) for word in plain(_MARK.sub("ste ", street)).split())
    return _CORNERS.sub(r"\1\2", line)


@functools.lru_cache(maxsize=1 << 16)
def read_address(street: str, street2: str) -> Address:
    """Return the parts of an address; a unit written on the street's own line is found there too."""
    main, rest = _split_unit(street)
    folded = street_line(main)
    line = _BOX.sub("", folded).strip() or folded
    words = line.split()
    at = 1 if words and _NUMBER.match(words[0]) and len(words) > 1 else 0
    number = words[0] if at else ""
    body = words[at:]
    if number and body and re.fullmatch(r"\d{1,5}|[a-z]", body[0]) and re.search(r"\d\s*-\s*\w", main):
        number, body = f"{number}-{body[0]}", body[1:]
    if number and len(body) > 2 and body[:2] == ["1", "2"]:
        number, body = number + "half", body[2:]
    directions = frozenset(word for word in body if word in _DIRECTIONS.values())
    kind = next((word for word in reversed(body) if word in _TYPES.values()), "")
    core = [_NUMBERS.get(word, word) for word in body if word not in directions and word != kind]
    name = " ".join(core) or " ".join(body)
    for long, short in _LONG_FORMS:
        name = name.replace(long, short)
    return Address(line, _NUMBERS.get(number, number), name, directions, kind, read_units(f"{rest} {street2}"))


def _split_unit(street: str) -> tuple[str, str]:
    """Return a street line and the unit on it; only lines that hold more than number and street are parsed."""
    if not re.search(r",|#|\b(?:suite|ste|unit|apt|room|rm|bldg|building|floor)\b", street, re.I):
        return street, ""
    main: list[str] = []
    rest: list[str] = []
    for word, label in usaddress.parse(street):
        behind = label.startswith(("Occupancy", "Subaddress", "Building", "LandmarkName"))
        (rest if behind or label in ("PlaceName", "Recipient") else main).append(word)
    return (" ".join(main), " ".join(rest)) if main else (street, "")


def read_units(text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return what a unit line names by kind of unit: "Suite 103-B, 2nd Floor" gives ste 103b and fl 2.

    A word or number of its own counts as a suite; post office boxes are no units.
    """
    words = _BOX.sub("", street_line(re.sub(r"(?<=\d)\s*-\s*(?=[A-Za-z]\b)|(?<=\b[A-Za-z])-(?=\d)", "", text))).split()
    found: dict[str, set[str]] = {}
    kind = "ste"
    for position, word in enumerate(words):
        if word in _UNIT_KINDS:
            kind = word
        elif re.fullmatch(r"\d+(?:st|nd|rd|th)", word) and words[position + 1 : position + 2] == ["fl"]:
            found.setdefault("fl", set()).add(word.rstrip("sthndr"))
        elif any(c.isdigit() for c in word) or len(word) == 1 or word in ("ii", "iii", "iv"):
            found.setdefault(kind, set()).add(word)
    return tuple(sorted((kind, frozenset(ids)) for kind, ids in found.items()))


def units_conflict(one: Address, other: Address) -> bool:
    """Return whether two addresses name units of one kind and none in common ("Suite 100", "Suite 200")."""
    mine, theirs = dict(one.units), dict(other.units)
    return any(not any(_same_unit(a, b) for a in mine[kind] for b in theirs[kind]) for kind in mine.keys() & theirs)


def _same_unit(one: str, other: str) -> bool:
    """ "103" and "103b" may be one unit; "103a" and "103b" are two."""
    short, long = sorted((one, other), key=len)
    return short == long or (long[: len(short)] == short and long[len(short) :].isalpha())


def street_relation(one: Address, other: Address) -> Relation:
    """Return how two streets of one town stand: "same", "near" (a direction or type differs, a word is misspelt),
    "unknown" (one gives none) or "other"."""
    if not one.number or not other.number:
        return "same" if one.line == other.line and any(c.isdigit() for c in one.line) else _without_number(one, other)
    if one.number != other.number and not _spans(one.number, other.number):
        return "other"
    if one.name == other.name or one.name.replace(" ", "") == other.name.replace(" ", ""):
        if one.directions == other.directions and one.type == other.type and one.number == other.number:
            return "same"
        apart = one.directions and other.directions and not one.directions & other.directions
        return "other" if apart else "near"
    return "near" if _misspelt(one.name, other.name) else "other"


def _without_number(one: Address, other: Address) -> Relation:
    if one.number or other.number or not one.name or not other.name:
        return "unknown"
    return "near" if one.name in other.name or other.name in one.name else "other"


def _spans(one: str, other: str) -> bool:
    """ "276" and "276-278" are one building; "1104-a" and "1104-b" are two."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short + "-") and long[len(short) + 1 :].isdigit()


def _misspelt(one: str, other: str) -> bool:
    digits = [re.findall(r"\d+", name) for name in (one, other)]
    contained = set(one.split()) <= set(other.split()) or set(other.split()) <= set(one.split())
    return digits[0] == digits[1] and (contained or fuzz.ratio(one, other) >= CLOSE_STREET)
