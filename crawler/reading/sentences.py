"""Sentences of a block of page text, and the words of one that a quote keeps."""

from __future__ import annotations

import re

from catalog.facts import QUOTE_LIMIT

LONGEST_SENTENCE = 600
"""Characters after which a sentence is cut at a pause: patterns see bounded text, whatever a page holds."""

_END = re.compile(
    r"[.!?…\n•·●▪◦✓✔](?:(?<=[.!?…])[\"'”’)\]]{0,3} +(?=[\"'“‘(¿¡]?[A-Z0-9ÁÉÍÓÚÑ¿¡])|(?<=\n)|(?<=[•·●▪◦✓✔])\s)"
)
"""A class leads, for the engine skips to its characters."""

_SHORTENED = frozenset([
    "dr", "mr", "mrs", "ms", "st", "mt", "ft", "vs", "etc", "approx", "no", "inc", "jr", "sr", "hr", "hrs", "min",
    "max", "wk", "wks", "ext", "tel", "dept", "ave", "blvd", "rd", "mon", "tue", "tues", "wed", "weds", "thurs", "thu",
    "fri", "sat", "sun", "ph", "psy", "incl",
])  # fmt: skip
_SHORT = re.compile(rf"(?:\b(?:{'|'.join(sorted(_SHORTENED))}|e\.g|i\.e|u\.s)|(?<![-/])\b[a-z])\.$", re.IGNORECASE)
_HALF_DAY = re.compile(r"\b[ap]\.? ?m\.$", re.IGNORECASE)
_NEW_START = re.compile(
    r"(?!(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Famil|Multi|Parent group|Caregiver group|"
    r"Lunch group|Dinner|Breakfast|Check|Process|"
    r"Skills|Individual|Alumni|Eastern|Central|Mountain|Pacific|Arizona time))(?:[A-Z][a-z]+(?:,| [a-z]+)|(?:IOP|"
    r"PHP|VIOP) [a-z]+)"
)
"""What begins a sentence after "p.m.": a capital word and a small one, unless it names what the time is of."""

_PAUSE = re.compile(r"[;,:] |\s")


def split_sentences(text: str) -> list[str]:
    """Return the sentences of ``text`` in order, none longer than ``LONGEST_SENTENCE``; line ends end sentences."""
    found: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if text[match.start()] in "." and not _ends_here(text, match):
            continue
        _add(found, text[start : match.end()])
        start = match.end()
    _add(found, text[start:])
    return _with_answers(found) if "?" in text else found


_ASKED = re.compile(
    r"(?:what (?:time|hours|days)|when|how (?:long|often|many (?:weeks|days|hours|months)))\b[^?]{0,50}\?", re.I
)
LONGEST_ANSWER = 80
"""Characters of an answer that is no sentence of its own: "How many weeks? Ten."."""


def _with_answers(sentences: list[str]) -> list[str]:
    """Return ``sentences`` in which a short question about the schedule and its short answer are one."""
    found: list[str] = []
    for sentence in sentences:
        if found and len(sentence) <= LONGEST_ANSWER and not sentence.endswith("?") and _ASKED.fullmatch(found[-1]):
            found[-1] += " " + sentence
        else:
            found.append(sentence)
    return found


def _ends_here(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 12) : match.start() + 1]
    if before[-2:] in ("m.", "M.") and _HALF_DAY.search(before):
        return bool(_NEW_START.match(text, match.end()))
    word = text[text.rfind(" ", 0, match.start()) + 1 : match.start()]
    if word.isascii() and word.isalpha() and len(word) > 1:
        return word.lower() not in _SHORTENED
    return not _SHORT.search(before)


def _add(found: list[str], piece: str) -> None:
    piece = " ".join(piece.split()).strip("•·●▪◦✓✔| ")
    while len(piece) > LONGEST_SENTENCE:
        pauses = [m.end() for m in _PAUSE.finditer(piece, LONGEST_SENTENCE // 2, LONGEST_SENTENCE)]
        cut = pauses[-1] if pauses else LONGEST_SENTENCE
        found.append(piece[:cut].strip())
        piece = piece[cut:].strip()
    if piece:
        found.append(piece)


def quote_around(sentence: str, start: int, end: int) -> str:
    """Return ``sentence``, or where it is too long for a quote the words around ``start:end``, the cuts marked "…"."""
    if len(sentence) <= QUOTE_LIMIT:
        return sentence
    room = QUOTE_LIMIT - 4
    left = max(0, min(start - (room - min(end - start, room)) // 2, len(sentence) - room))
    if left:
        left = sentence.find(" ", left) + 1 if " " in sentence[left : left + 40] else left
    right = min(len(sentence), left + room)
    if right < len(sentence) and " " in sentence[right - 40 : right]:
        right = sentence.rfind(" ", 0, right)
    return ("…" if left else "") + sentence[left:right].strip() + ("…" if right < len(sentence) else "")
