"""Reads days of the week: stretches ("Monday through Thursday", "M-F", "L-V") and letters ("M/W/F", "TTh")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.understand.figures import Number

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_DAY = (
    r"(mon|tues?|wed(?:s|nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun|lun|lunes|mar|martes|mie|mier|miercoles|jue|jueves|vie"
    r"|viernes|sab|sabado|dom|domingo)(?:days?)?"
)
_TO = r"(?: ?- ?| (?:to|through|thru|until|till|a|al|hasta)(?: el)? )"
_RANGE = re.compile(rf"\b{_DAY}{_TO}{_DAY}\b")
_LETTER_RANGE = re.compile(r"\b(?P<first>m|t|tu|l)(?: ?- ?| (?:thru|through|to|a) )(?P<last>th|thu|thur|f|w|v|j)\b")
_SPANISH = {"lun": "mon", "mar": "tue", "mie": "wed", "jue": "thu", "vie": "fri", "sab": "sat", "dom": "sun"}

_LETTERS = {"m": "mon", "t": "tue", "tu": "tue", "w": "wed", "th": "thu", "r": "thu", "f": "fri", "sa": "sat",
            "su": "sun"}  # fmt: skip
_SPANISH_LETTERS = {"l": "mon", "j": "thu", "v": "fri"}
_FUSED = re.compile(r"\b(?:m(?:tu|t)?w(?:th|r)?f?|mw|mwf|m?t(?:ues?)?th(?:urs?|u)?|mtwr?f|tuth|mtwthf?|mth)\b")
_SEPARATOR = r"(?: ?[,/&+-] ?| (?:and|y) | )"
_LIST = re.compile(
    rf"\b(?:m|t|tu|w)(?:{_SEPARATOR}(?:t|tu|w|th|r|f|sa|su)){{2,}}\b"
    r"|\b(?:m(?: ?[/&+] ?| and )(?:w|th)|w ?[/&+] ?f|(?:t|tu) ?(?:[/&+]|and) ?(?:th|thu|thurs?|r)|t th)\b"
)


def read_days(line: str) -> Iterator[Number]:
    """Yield stretches and lists of days in a line of folded words."""
    for match in _RANGE.finditer(line):
        first, last = (DAYS.index(_SPANISH.get(word[:3], word[:3])) for word in match.group(1, 2))
        if first < last:
            yield Number("days", match.start(), match.end(), terms=DAYS[first : last + 1])
    known = _LETTERS | _SPANISH_LETTERS
    for match in _LETTER_RANGE.finditer(line):
        first, last = (DAYS.index(known.get(match[end], match[end][:3])) for end in ("first", "last"))
        yield Number("days", match.start(), match.end(), terms=DAYS[first : last + 1])
    for pattern in (_FUSED, _LIST):
        for match in pattern.finditer(line):
            letters = re.findall(r"th|tu|sa|su|[mtwrf]", re.sub(r"and|y|ues|urs?", " ", match[0]))
            terms = [_LETTERS[letter] for letter in letters]
            if len(terms) > 1 and terms == sorted(set(terms), key=DAYS.index):
                yield Number("days", match.start(), match.end(), terms=tuple(terms))
