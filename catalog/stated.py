"""What is known of a program, attribute by attribute, and what to ask because no source states it."""

from __future__ import annotations

from catalog.attributes import Attribute, load_attributes
from catalog.programs import Program

OF_THE_PROGRAM = ("name", "organization", "address", "phone", "intake_phone", "website")
"""Attributes that a program itself holds, so they need no fact to be known."""


def own_value(program: Program, key: str) -> str:
    """Return what the program itself holds of an attribute, "" where it holds nothing."""
    return str(getattr(program, key)) if key in OF_THE_PROGRAM else ""


def is_known(program: Program, key: str) -> bool:
    """Return whether anything is stated or denied of an attribute."""
    return bool(program.facts_of(key) or own_value(program, key))


def unanswered(program: Program) -> list[Attribute]:
    """Return the attributes one would ask about because nothing is known of them, in the table's order."""
    return [row for row in load_attributes() if row.question and not is_known(program, row.key)]
