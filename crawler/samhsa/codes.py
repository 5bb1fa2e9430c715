"""SAMHSA's service codes: which code a label of the locator means, and what a code is called.

``data/sources/samhsa_codes.csv`` holds category, code and label as SAMHSA's National Directories print them (sheet
"Service Code Reference", US public domain); the locator's other wordings of the same labels stand at its end.
"""

from __future__ import annotations

import csv
import functools

from catalog.settings import DATA

API_CATEGORIES = {"SN": "GN"}
"""Categories that the locator names otherwise than the directories."""


@functools.cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    with (DATA / "sources" / "samhsa_codes.csv").open(encoding="utf-8", newline="") as file:
        return tuple((row["category"], row["code"], row["label"]) for row in csv.DictReader(file))


def folded(label: str) -> str:
    """Return a label for comparison: lower case, blanks collapsed."""
    return " ".join(label.lower().split())


@functools.cache
def _by_label() -> dict[tuple[str, str], str]:
    return {(category, folded(label)): code for category, code, label in _rows()}


@functools.cache
def labels() -> dict[str, str]:
    """Return code → label in the directories' own wording."""
    return {code: label for _, code, label in reversed(_rows())}


def code_of(category: str, label: str) -> str:
    """Return the code that a locator's label means in a category (its ``f2``), "" where none is known."""
    return _by_label().get((API_CATEGORIES.get(category, category), folded(label)), "")
