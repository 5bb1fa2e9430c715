"""When programs meet: how many of those a query finds state both a weekday and a time of day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.columns import Bits
from index.filters import size, together
from index.queries import Query

if TYPE_CHECKING:
    from index.search import ProgramIndex

DAYS, TIMES = "days", "time_of_day"


def week_counts(index: ProgramIndex, query: Query) -> dict[tuple[str, str], int]:
    """Return (weekday, time of day) → programs that state both, as if neither were chosen. A program that states
    Monday and the evening may meet on Monday morning, too: sources seldom say which goes with which."""
    text = index.texts.match(query.text) if query.text else None
    base = together(index.parts(query, text), index.everything, without=[DAYS, TIMES])
    days, times = (_stating(index, key) for key in (DAYS, TIMES))
    on_days = {day: base & stated for day, stated in days.items()}
    return {(day, time): size(there & stated) for day, there in on_days.items() for time, stated in times.items()}


def _stating(index: ProgramIndex, key: str) -> dict[str, Bits]:
    """Return each term of an attribute and the programs that state it."""
    terms = [term for other, term in index.filters.rows.terms if other == key]
    return {term: index.filters.stated(index.filters.row(key, term)) for term in terms}
