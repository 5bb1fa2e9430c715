"""The free text of a question, made safe and taken apart: phone number, web domain, words.

Whatever was typed, at most ``MOST_CHARACTERS`` characters and ``MOST_WORDS`` words are looked at, none of them as a
query language.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from catalog.contacts import registered_domain
from index.words import fold, surface_words

MOST_CHARACTERS, MOST_WORDS = 200, 12

_READ_AHEAD = 2000
"""Characters of which the first ``MOST_CHARACTERS`` visible ones are taken."""

_DIGITS = re.compile(r"\d{3}")
_APART = r"[\s./–—‑-]{0,3}"
_PHONE = re.compile(
    rf"(?<!\d)(?:\+?1{_APART})?(?:\(?(\d{{3}})\)?{_APART})?(\d{{3}}){_APART}(\d{{4}})(?!\d)"
    r"(?:,? ?(?:ext?\.?|extension|x) ?\d{1,6})?",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"\S*[a-z0-9]\.[a-z]{2,}\S*", re.IGNORECASE)


class Question(NamedTuple):
    """``text`` made safe, the digits of a phone number in it (7 or 10, else ""), a web domain, the other words."""

    text: str
    phone: str
    domain: str
    words: tuple[str, ...]


def safe_text(text: str) -> str:
    """Return ``text`` without control, bidi and other invisible characters, single-spaced and cut to length."""
    if len(text) <= MOST_CHARACTERS and text.isascii() and text.isprintable():
        return " ".join(text.split()[:MOST_WORDS])
    shown = "".join(" " if c.isspace() else c for c in text[:_READ_AHEAD] if c.isspace() or _visible(c))
    return " ".join(" ".join(shown.split())[:MOST_CHARACTERS].split()[:MOST_WORDS])


def _visible(character: str) -> bool:
    return unicodedata.category(character)[0] != "C"


def read_text(text: str) -> Question:
    """Take a text apart. Words keep their order and stand once each."""
    safe = safe_text(text)
    rest, phone, domain = safe, "", ""
    if match := _PHONE.search(rest) if _DIGITS.search(rest) else None:
        phone = "".join(group or "" for group in match.groups())
        rest = rest[: match.start()] + " " + rest[match.end() :]
    if match := _DOMAIN.search(rest) if "." in rest else None:
        domain = registered_domain(match[0].lower().rpartition("@")[2])
        if domain:
            rest = rest[: match.start()] + " " + rest[match.end() :]
    words = tuple(dict.fromkeys(surface_words(rest)))[:MOST_WORDS]
    return Question(safe, phone, domain, words)


def respelled(text: str, corrections: dict[str, str]) -> str:
    """Return ``text`` with each word of ``corrections`` (folded) replaced, the rest as it was typed."""
    if not corrections:
        return ""
    return " ".join(corrections.get(fold(word).strip('.,;:!?"()'), word) for word in text.split())
