"""Words as the index knows them: text in, folded and stemmed words out, the same for programs and for questions.

Stems are Whoosh's Porter stems. Spanish words pass through the same stemmer: it hardly changes them, and both sides
change alike, so they still meet.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from whoosh.lang.porter import stem as porter

LONGEST_WORD = 32
"""Characters of a word that count, so that a word fits a fixed-width array; nothing a person types is longer."""

SHORTEST_WORD = 2

_ENGLISH = (
    "a an and are as at be by can for from have if in is it may not of on or tbd that the this to us we when will with "
    "yet you your"
)
"""Whoosh's list, written out because importing it takes longer than a search."""

_SPANISH = "al cerca como cual de del el ella en es esta este la las lo los mi para pero por que se su un una y"
_OF_QUESTIONS = (
    "am do i looking me my near need our please program programa programas programs some someone treatment want"
)

STOPPED = frozenset(_ENGLISH.split()) | frozenset(_SPANISH.split()) | frozenset(_OF_QUESTIONS.split())
"""Words that find nothing: Whoosh's English list, the commonest Spanish ones, and those true of every program here."""

_WORD = re.compile(rf"[a-z0-9]{{{SHORTEST_WORD},}}")


def fold(text: str) -> str:
    """Return ``text`` in lower-case ASCII: accents dropped, apostrophes closed up ("women's" is "womens")."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("’", "'")).encode("ascii", "ignore").decode()
    return text.lower().replace("'", "")


def surface_words(text: str) -> list[str]:
    """Return the folded words of ``text`` as written, in order, without stop words and single characters."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(text)) if word not in STOPPED]


@functools.lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of a folded word; figures stay as they are."""
    return word if word[0].isdigit() else str(porter(word))[:LONGEST_WORD]


def stems(text: str) -> list[str]:
    """Return the stems of ``text`` in order, repeated as often as they occur."""
    return [stem(word) for word in surface_words(text)]
