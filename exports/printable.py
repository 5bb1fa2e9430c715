"""What the sheet's font can print of a text: any text in, the same with a readable stand-in for each other sign out.

No font of emoji, Chinese or Arabic comes with typst, and one of each would be larger than all the rest of the app.
"""

from __future__ import annotations

import functools
import unicodedata

RANGES = ((0x20, 0x3FF), (0x400, 0x481), (0x5D0, 0x5EA), (0x1E00, 0x1FFF), (0x2010, 0x2040), (0x20A0, 0x20BF),
          (0x2190, 0x21FF), (0x2200, 0x22FF), (0x25A0, 0x25FF))  # fmt: skip
"""Ranges of code points that typst's own serif font has throughout, as far as Unicode assigns them."""

UNPRINTABLE = "□"

SPELLED = ("HANGUL SYLLABLE ", "HIRAGANA LETTER ", "KATAKANA LETTER ")
"""Signs that Unicode names by their sound."""

DRESSES = (range(0x30FC, 0x30FD), range(0xFE00, 0xFE10), range(0x1F3FB, 0x1F400))
"""Signs that only dress the one before them: how long it sounds, how it is drawn, the colour of a skin."""


def printable(text: str) -> str:
    """Return ``text`` with letters in plain dress for ornate ones, emoji in words, Korean and Japanese sounds in Latin
    letters, and "□" for what nobody could read otherwise."""
    return "".join(_shown(sign) for sign in unicodedata.normalize("NFC", text)).strip()


@functools.lru_cache(4096)
def _shown(sign: str) -> str:
    if _has(sign):
        return sign
    simpler = unicodedata.normalize("NFKC", sign)
    if simpler != sign and all(map(_has, simpler)):
        return simpler
    if any(ord(sign) in dress for dress in DRESSES):
        return ""
    name = unicodedata.name(sign, "")
    if sound := next((name.removeprefix(start) for start in SPELLED if name.startswith(start)), ""):
        return sound.lower() if " " not in sound else UNPRINTABLE
    if unicodedata.category(sign) == "So" and name:
        return f"({name.lower()})"
    return UNPRINTABLE


def _has(sign: str) -> bool:
    return any(low <= ord(sign) <= high for low, high in RANGES) and unicodedata.category(sign)[0] != "C"
