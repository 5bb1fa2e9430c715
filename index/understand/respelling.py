"""Reads words that nothing was made of as the nearest word of a wording: "bipoler", "anxeity", "opiods"."""

from __future__ import annotations

import functools

from rapidfuzz.distance import OSA

from index.spelling import Spelling, spelling_arrays
from index.understand.fillers import FILLERS
from index.understand.own_words import OWN_WORDS
from index.understand.tokens import Token
from index.understand.wordings import wordings

SHORTEST_CORRECTED = 5
MOST_CORRECTED = 8
"""Words of one question that are respelled at most: beyond, it is no sentence."""

TWO_FAULTS_FROM, ALIKE_AT_FIRST = 9, 3
"""Letters of a word from which two slips are believed, and how many at its beginning must then be right."""


@functools.cache
def _spelling() -> Spelling:
    """Return the spelling of the words of all wordings."""
    words = {word for key in wordings().exact for word in key.split() if word.isalpha()}
    return Spelling(spelling_arrays(dict.fromkeys(words, 1)))


@functools.lru_cache(maxsize=8192)
def _corrected(word: str) -> str:
    """Return the word of a wording that a word is a slip of, "" where none is near enough."""
    near = _spelling().nearest(word)
    if not near or near[0] != word[0]:
        return ""
    surely = len(word) >= TWO_FAULTS_FROM and near[:ALIKE_AT_FIRST] == word[:ALIKE_AT_FIRST]
    return near if surely or OSA.distance(word, near) == 1 else ""


def respell(tokens: list[Token], open_words: list[bool]) -> list[Token]:
    """Return the tokens with the open words that no wording has replaced by the nearest that one has."""
    known, left = wordings().known, MOST_CORRECTED
    respelled = list(tokens)
    for n, token in enumerate(tokens):
        word = token.folded
        if not open_words[n] or token.kind != "word" or word in FILLERS or word in OWN_WORDS:
            continue
        if word in known or token.stem in known:
            continue
        if (len(word) < SHORTEST_CORRECTED and word not in SHORT_SLIPS) or not left:
            continue
        left -= 1
        near = SHORT_SLIPS.get(word) or _corrected(word)
        if near:
            respelled[n] = token._replace(folded=near)
    return respelled


SHORT_SLIPS = {"pstd": "ptsd", "ptds": "ptsd", "dtb": "dbt", "ctb": "cbt", "ocb": "ocd", "atena": "aetna",
               "bcsb": "bcbs", "adh": "adhd", "ahdh": "adhd", "etna": "aetna", "anxity": "anxiety"}  # fmt: skip
"""Slips in short words, which are not corrected by nearness: nearly everything is one letter away from them."""
