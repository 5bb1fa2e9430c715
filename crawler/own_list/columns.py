"""The columns of an own list: where a program is and how to reach it, then every attribute that a cell can hold."""

from __future__ import annotations

import functools

from catalog.attributes import Attribute, load_attributes
from catalog.wording import plain

REQUIRED = ("name", "city", "state")
"""Cells that every row needs: without them nobody can find the place."""

PLACE = ("name", "organization", "street", "street2", "city", "state", "zip", "phone", "intake_phone", "website")

CHECKED_ON = "checked_on"
"""Column with the day on which a person last checked the row, YYYY-MM-DD."""

CELL_KINDS = ("terms", "span", "yes_no", "session")


@functools.cache
def attribute_columns() -> dict[str, Attribute]:
    """Return the columns that hold an attribute's values, in the table's order, ``npi`` last."""
    rows = load_attributes()
    return {row.key: row for row in rows if row.kind in CELL_KINDS or row.key == "npi"}


@functools.cache
def columns() -> tuple[str, ...]:
    """Return every column in the template's order."""
    return (*PLACE, *attribute_columns(), CHECKED_ON)


@functools.cache
def _headings() -> dict[str, str]:
    """Return folded heading → column: keys as they are, then labels in both languages."""
    keys = {plain(column): column for column in columns()}
    shown = [row for row in load_attributes() if row.key in columns()]
    labels = {plain(text): row.key for row in shown for text in (row.label_es, row.label)}
    return labels | keys | {"zip code": "zip", "street address": "street", "address": "street"}


def column_of(heading: str) -> str:
    """Return the column that a heading means ("Hours a week", "hours_per_week"), "" where it means none."""
    return _headings().get(plain(heading), "")
