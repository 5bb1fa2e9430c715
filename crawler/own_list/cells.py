"""One cell of an own list to what it states; a cell that cannot be read raises ``BadCell`` with the way out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from catalog.attributes import Attribute
from catalog.contacts import phone, website
from catalog.facts import Span
from catalog.places import zip_table
from catalog.states import state_code
from catalog.vocabulary import Term, load_vocabulary
from crawler.reading.clock import find_times
from crawler.reading.weekdays import find_weekdays
from crawler.reading.wordforms import folded


class BadCell(ValueError):
    """A cell cannot be read; the message says what is wrong and how to write it."""


MOST = {
    "ages": 120, "hours_per_week": 100, "days_per_week": 7, "session_hours": 24, "length_weeks": 260, "group_size": 500,
}  # fmt: skip
"""Largest number that can be meant, by column."""

_NUMBER = r"(\d{1,4}(?:\.\d{1,2})?)"
_SPAN = re.compile(rf"(?:(at least|up to)\s+)?{_NUMBER}(?:\s*(?:-|–|—|to)\s*{_NUMBER})?\s*(\+|and (?:over|older|up))?")
_YES = dict.fromkeys(("yes", "y", "true", "x", "sí", "si"), False) | dict.fromkeys(("no", "n", "false"), True)
_DENIES = re.compile(r"(?:no|not|without)\s+(?=\S)", re.IGNORECASE)


def state_cell(cell: str) -> str:
    """Return the postal code of the state in a cell."""
    code = state_code(cell)
    if not code:
        raise BadCell(f"{cell!r} is no state or territory: write its postal code, such as AZ")
    return code


def zip_cell(cell: str, state: str) -> str:
    """Return a ZIP; leading zeros that a spreadsheet dropped come back where the state has such a ZIP."""
    code, _, extra = cell.partition("-")
    padded = code.zfill(5)
    if not (code.isdecimal() and 3 <= len(code) <= 5) or (extra and not re.fullmatch(r"\d{4}", extra)):
        raise BadCell(f"{cell!r} is no ZIP: write five digits, such as 85251")
    known = zip_table().get(padded)
    if len(code) < 5 and (not known or known[3] != state):
        raise BadCell(f"{cell!r} is no ZIP of {state}: write five digits, such as 85251")
    if known and known[3] != state:
        raise BadCell(f"ZIP {padded} is in {known[3]}, the state column says {state}: correct one of them")
    return padded


def phone_cell(cell: str) -> str:
    """Return the cell where it holds one US phone."""
    if not phone(cell):
        raise BadCell(f"{cell!r} is no US phone: write it as 480-213-4567, with ext. 12 where it has one")
    return cell


def website_cell(cell: str) -> str:
    """Return the cell where it holds one web address."""
    if not website(cell):
        raise BadCell(f"{cell!r} is no web address: write it as https://www.name.org/page")
    return cell


def date_cell(cell: str, today: str) -> str:
    """Return an ISO date that is not later than ``today``."""
    try:
        date = dt.date.fromisoformat(cell[:10]).isoformat()
    except ValueError as error:
        raise BadCell(f"{cell!r} is no date: write it as YYYY-MM-DD") from error
    if date > today:
        raise BadCell(f"{cell!r} is in the future: write the day on which the row was checked")
    return date


def npi_cell(cell: str) -> str:
    """Return a National Provider Identifier whose check digit is right (Luhn, with the prefix 80840)."""
    digits = [int(c) for c in "80840" + cell] if cell.isdecimal() and len(cell) == 10 else []
    doubled = [2 * d - 9 * (d > 4) if n % 2 else d for n, d in enumerate(reversed(digits))]
    if not digits or sum(doubled) % 10:
        raise BadCell(f"{cell!r} is no NPI: write the ten digits of the registry")
    return cell


def span_cell(row: Attribute, cell: str) -> Span:
    """Return the numbers in a cell: "3", "9-12", "9+", "at least 9", "up to 20"."""
    match = _SPAN.fullmatch(cell.strip().lower())
    if not match:
        date = " (a spreadsheet may have made a date of it: format the column as text)" if "00:00" in cell else ""
        raise BadCell(f"{cell!r} is no number of {row.unit}{date}: write it as 9, 9-12, 9+ or up to 12")
    bound, first, second, more = match.groups()
    low: float | None = float(first)
    high: float | None = float(second or first)
    if bound == "at least" or more:
        high = None
    if bound == "up to":
        low, high = None, float(first)
    if second and (bound or more):
        raise BadCell(f"{cell!r} can be read in two ways: write it as 9-12, 9+ or up to 12")
    if low is not None and high is not None and low > high:
        raise BadCell(f"{cell!r} ends before it begins: write the smaller number first")
    if max(low or 0, high or 0) > MOST[row.key]:
        raise BadCell(f"{cell!r} is more than {MOST[row.key]} {row.unit}: correct it")
    return Span(low, high)


def says_no(cell: str) -> bool:
    """Return whether a yes-or-no cell says no."""
    if cell.lower() not in _YES:
        raise BadCell(f"{cell!r} is neither yes nor no: write yes or no, or leave the cell empty where you do not know")
    return _YES[cell.lower()]


def session_cells(cell: str) -> list[str]:
    """Return the sessions in a cell as "09:00-12:00", several separated by ";"."""
    sessions = []
    for piece in pieces(cell):
        ranges, _ = find_times(folded(piece))
        if len(ranges) != 1:
            raise BadCell(f"{piece!r} is no start and end of a session: write it as 09:00-12:00 or 9 am - 12 pm")
        sessions.append(ranges[0].session)
    return sessions


def term_cells(row: Attribute, cell: str) -> Iterator[tuple[str, Term | None, bool]]:
    """Yield each wording in a cell with its term, None where the vocabulary has none, and whether it is denied.

    Wordings are separated by ";", or by commas where no term has the comma in its own wording; "no Medicare" denies.
    """
    for piece in pieces(cell):
        known = _term(row, piece)[0]
        days = find_weekdays(piece) if row.key == "days" and not known else []
        if days and not any(group.excluded for group in days):
            for day in dict.fromkeys(day for group in days for day in group.days):
                yield piece, load_vocabulary().term(row.vocabulary, day), False
            continue
        for words in filter(None, [piece] if known else re.split(r"\s*,\s*", piece)):
            yield words, *_term(row, words)


def _term(row: Attribute, words: str) -> tuple[Term | None, bool]:
    def look(text: str) -> Term | None:
        return load_vocabulary().lookup(row.vocabulary, text) or load_vocabulary().lookup(row.vocabulary, text.lower())

    found = look(words)
    if found or not _DENIES.match(words):
        return found, False
    return look(_DENIES.sub("", words, count=1)), True


def pieces(cell: str) -> list[str]:
    """Return the parts of a cell between semicolons or line breaks."""
    return [part.strip() for part in re.split(r"[;\n]", cell) if part.strip()]
