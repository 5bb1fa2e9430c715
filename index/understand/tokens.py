"""Takes a sentence apart: text in, at most ``MOST_WORDS`` tokens out that know where in the text they stood.

Control, bidi and other invisible characters read as blanks, and nothing typed is read as a query language.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

from index.words import fold, stem

MOST_CHARACTERS, MOST_WORDS = 800, 150
"""What is looked at of a question: a person's whole story, and too little to keep a machine busy."""

Kind = Literal["word", "number", "sign", "break", "raw"]

_TOKEN = re.compile(
    r"(?P<raw>(?<![\w.])(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]{0,2}\d{3}[ .-]\d{4}(?!\w)"  # a phone number
    r"|(?<![^\s,;])[^\s,;]{0,99}[a-z0-9]@?[a-z0-9-]{0,63}\.(?:com|org|net|edu|gov|info|health|care|example)\b[^\s,;]*)"
    r"|(?P<number>\d+(?:[.:]\d+)?)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<sign>[-–—/+$%&])"
    r"|(?P<break>[,;.!?()\n¡¿:])",
    re.IGNORECASE,
)

_SHORT_FORMS = frozenset({"st", "ft", "mt", "dr", "hrs", "hr", "yr", "yrs", "mi", "wk", "max", "min"})
"""Words whose full stop ends no clause: "St. Louis", "3 hrs. a day"."""


class Token(NamedTuple):
    """One piece of a sentence: ``folded`` lower-case ASCII, ``start`` and ``end`` in the cleaned text."""

    folded: str
    start: int
    end: int
    kind: Kind
    typed: str

    @property
    def stem(self) -> str:
        """The stem of a word; numbers stay as they are."""
        return stem(self.folded)


def cleaned(text: str) -> str:
    """Return the part of ``text`` that is looked at, as one line in which what was visible keeps its place."""
    seen = text[: MOST_CHARACTERS + 1]
    line = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in seen)
    if len(line) > MOST_CHARACTERS:
        line = line[:MOST_CHARACTERS].rpartition(" ")[0] or line[:MOST_CHARACTERS]
    return line


def tokens_of(line: str) -> list[Token]:
    """Return the tokens of a cleaned line."""
    found: list[Token] = []
    words = 0
    for match in _TOKEN.finditer(line):
        kind: Kind = match.lastgroup  # type: ignore[assignment]
        folded = fold(match[0]) if kind in ("word", "raw") else match[0].replace("–", "-").replace("—", "-")
        if not folded or (match[0] == "." and found and found[-1].folded in _SHORT_FORMS):
            continue
        if kind == "break":
            folded = ","
        words += kind in ("word", "number", "raw")
        if words > MOST_WORDS:
            break
        found.append(Token(folded, match.start(), match.end(), kind, match[0]))
    return found
