"""The attribute table: one row for each thing one can search, filter, compare and export (``data/attributes.toml``).

Index columns, filter widgets, comparison rows, CLI flags and exports all read this table: adding a filter is
adding a row.
"""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Literal

import msgspec

from catalog.kept_tables import kept_table
from catalog.settings import DATA
from catalog.vocabulary import load_vocabulary

Kind = Literal["terms", "span", "yes_no", "session", "text", "phone", "link", "address"]


class Attribute(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row. ``question`` is what to ask the program while it is not stated; ``compare`` says which way is
    usually easier for a person ("more", "fewer", ""); ``unit`` belongs to spans."""

    key: str
    kind: Kind
    section: str
    label: str
    label_es: str
    help: str
    help_es: str
    question: str = ""
    question_es: str = ""
    vocabulary: str = ""
    unit: str = ""
    unit_es: str = ""
    filter: bool = False
    compare: str = ""
    card: bool = False


def _read_attributes(path: Path) -> tuple[Attribute, ...]:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return msgspec.convert(data["attribute"], tuple[Attribute, ...])


@functools.cache
def load_attributes() -> tuple[Attribute, ...]:
    """Return the table in the order people decide; raises ``ValueError`` naming the row that breaks a rule."""
    path = DATA / "attributes.toml"
    rows = kept_table("attributes", tuple[Attribute, ...], (path, Path(__file__)), lambda: _read_attributes(path))
    keys = [row.key for row in rows]
    for row in rows:
        if keys.count(row.key) > 1:
            raise ValueError(f"attributes.toml: {row.key} stands twice: keep one row")
        if row.kind == "terms" and row.vocabulary not in load_vocabulary().attributes:
            raise ValueError(f"attributes.toml: {row.key} reads the vocabulary {row.vocabulary!r}, which has no file")
    return rows


@functools.cache
def attribute(key: str) -> Attribute:
    """Return one row; KeyError where there is none."""
    for row in load_attributes():
        if row.key == key:
            return row
    raise KeyError(f"no attribute {key!r} in data/attributes.toml")


def filters() -> tuple[Attribute, ...]:
    """Return the rows people can filter by, in the table's order."""
    return tuple(row for row in load_attributes() if row.filter)
