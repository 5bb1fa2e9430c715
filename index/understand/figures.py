"""Figures in the line of a question: how they are written, and what a stretch of the line says."""

from __future__ import annotations

from typing import NamedTuple

NUMBER_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15",
    "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30",
    "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "una": "1", "dos": "2", "tres": "3",
    "cuatro": "4", "cinco": "5", "seis": "6", "siete": "7", "ocho": "8", "nueve": "9", "diez": "10", "doce": "12",
    "trece": "13", "catorce": "14", "quince": "15", "dieciseis": "16", "diecisiete": "17", "dieciocho": "18",
    "diecinueve": "19", "veinte": "20", "treinta": "30", "cuarenta": "40", "cincuenta": "50", "sesenta": "60",
    "twice": "2", "once": "1",
}  # fmt: skip

N = r"(\d+(?:\.\d+)?)"
"""A figure in a pattern, as a group."""


class Number(NamedTuple):
    """What a stretch of the line (``start`` to ``end``) says: ``key`` is "miles", "age", "age_groups", "time_of_day",
    "days", "travel" (a time on the road, which no search knows) or a number attribute; ``low`` and
    ``high`` its range; ``terms`` what it means as terms; ``names_place`` says that a place should follow."""

    key: str
    start: int
    end: int
    low: float | None = None
    high: float | None = None
    terms: tuple[str, ...] = ()
    names_place: bool = False
