"""One row of an own list to one listing, or to everything that is wrong with the row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import msgspec

from catalog.listings import Listing
from crawler.own_list.cells import (
    BadCell,
    date_cell,
    npi_cell,
    phone_cell,
    says_no,
    session_cells,
    span_cell,
    state_cell,
    term_cells,
    website_cell,
    zip_cell,
)
from crawler.own_list.columns import CHECKED_ON, REQUIRED, attribute_columns
from crawler.records import PlaceRecord, Spoken, Told, listing_of

UNSTATED = "it is on your own list, which does not say at which level of care"

LONGEST_CELL = 2_000
"""Characters of a cell: far more than a list of terms needs, and little enough for every pattern."""


class BadRow(ValueError):
    """A row gives no listing; the message names each column, what is wrong there and the way out."""


def read_row(row: dict[str, str], spoken: Spoken, unmapped: Counter[str]) -> Listing:
    """Return a row's listing; raises ``BadRow``. Words that the vocabulary lacks are counted and state nothing.

    ``row`` is column → cell without the empty ones. A row's own day of checking goes before that of ``spoken``.
    """
    faults = [
        f"column {column}: it is longer than {LONGEST_CELL:,} characters: shorten it"
        for column, cell in row.items()
        if len(cell) > LONGEST_CELL
    ]
    if faults:
        raise BadRow("; ".join(faults))
    if "" in row:
        faults.append(f"it has more cells than the first row ({row['']!r}): put cells that hold commas in quotes")
    faults += [f"column {column}: it is empty: fill it in" for column in REQUIRED if column not in row]
    told = _told(row, faults, unmapped)
    record = _record(row, told, faults)
    checked = _checked(row, CHECKED_ON, lambda cell: date_cell(cell, spoken.read_on), faults)
    if faults:
        raise BadRow("; ".join(faults))
    return listing_of(record, msgspec.structs.replace(spoken, as_of=checked or spoken.as_of))


def _checked(row: dict[str, str], column: str, reader: Callable[[str], str], faults: list[str]) -> str:
    """Return a cell as its reader gives it, "" where it is empty or, with a fault more, cannot be read."""
    try:
        return reader(row[column]) if column in row else ""
    except BadCell as error:
        faults.append(f"column {column}: {error}")
        return ""


def _record(row: dict[str, str], told: tuple[Told, ...], faults: list[str]) -> PlaceRecord:
    state = _checked(row, "state", state_cell, faults)
    zip_code = _checked(row, "zip", lambda cell: zip_cell(cell, state), faults) if state else ""
    name, organization, street, street2, city = (
        row.get(column, "") for column in ("name", "organization", "street", "street2", "city")
    )
    return PlaceRecord(
        key=(name, organization, street, street2, city, state, zip_code), name=name, organization=organization,
        street=street, street2=street2, city=city, state=state, zip=zip_code, told=told, candidate_for=UNSTATED,
        phone=_checked(row, "phone", phone_cell, faults),
        intake_phone=_checked(row, "intake_phone", phone_cell, faults),
        website=_checked(row, "website", website_cell, faults),
    )  # fmt: skip


def _told(row: dict[str, str], faults: list[str], unmapped: Counter[str]) -> tuple[Told, ...]:
    """Return what the attribute columns state; faults are added to ``faults``, unknown words to ``unmapped``."""
    told: list[Told] = []
    for column in attribute_columns():
        if column in row:
            try:
                told += _cell(column, row[column], unmapped)
            except BadCell as error:
                faults.append(f"column {column}: {error}")
    return tuple(told)


def _cell(column: str, cell: str, unmapped: Counter[str]) -> list[Told]:
    kind = attribute_columns()[column]
    if kind.kind == "span":
        return [Told(column, span_cell(kind, cell), cell)]
    if kind.kind == "yes_no":
        return [Told(column, True, cell, denied=says_no(cell))]
    if kind.kind == "session":
        return [Told(column, session, cell) for session in session_cells(cell)]
    if kind.kind == "text":
        return [Told(column, npi_cell(cell), cell)]
    told = []
    for words, term, denied in term_cells(kind, cell):
        if term is None:
            unmapped[f"{column}: {words[:60]}"] += 1
        else:
            told.append(Told(column, term.id, cell, denied))
    return told
