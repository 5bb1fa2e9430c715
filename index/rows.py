"""The rows of the index: one for each term of the vocabulary and each yes-or-no attribute, in the table's order.

Reads the attribute table and the vocabulary, so a new attribute or term is a new row and needs no code here.
"""

from __future__ import annotations

import functools
from collections.abc import Collection

import msgspec

from catalog.attributes import Attribute, load_attributes
from catalog.facts import Value
from catalog.vocabulary import load_vocabulary

YES = "yes"
"""Term of the single row that a yes-or-no attribute has."""


class Rows(msgspec.Struct, frozen=True):
    """``terms`` holds (attribute, term) of every row, ``spans`` the attributes that are numbers, ``said`` all indexed
    attributes: each has a row that says which programs state anything of it."""

    terms: tuple[tuple[str, str], ...]
    spans: tuple[str, ...]
    said: tuple[str, ...]

    def numbers(self) -> dict[tuple[str, str], int]:
        """Return (attribute, term) → row."""
        return {pair: number for number, pair in enumerate(self.terms)}

    def of(self, attribute: str) -> tuple[int, ...]:
        """Return the rows of an attribute, in its terms' order."""
        return tuple(number for number, (key, _) in enumerate(self.terms) if key == attribute)


@functools.cache
def current_rows() -> Rows:
    """Return the rows that today's attribute table and vocabulary ask for."""
    rows = [row for row in load_attributes() if row.kind in ("terms", "yes_no", "span")]
    return Rows(
        terms=tuple((row.key, term) for row in rows for term in _terms(row)),
        spans=tuple(row.key for row in rows if row.kind == "span"),
        said=tuple(row.key for row in rows),
    )


def _terms(row: Attribute) -> tuple[str, ...]:
    if row.kind == "yes_no":
        return (YES,)
    return tuple(term.id for term in load_vocabulary().terms(row.vocabulary)) if row.kind == "terms" else ()


MINORS, GROWN = ("under_18", "children", "adolescents"), ("young_adults", "adults", "older_adults")
"""The terms of ``age_groups`` on either side of 18."""


def implied_age_groups(said: Collection[Value]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the age groups that follow from those a program states, and those that its list leaves out.

    "Children/Adolescents" takes both where nothing says which. Programs name the ages that they take as a whole list,
    so one that names grown people alone takes nobody under 18, and the other way round: the only silence that is no.
    """
    minors, grown = {*said} & {*MINORS}, {*said} & {*GROWN}
    both = ("children", "adolescents") if minors == {"under_18"} else ()
    return both, (MINORS if grown and not minors else GROWN if minors and not grown else ())


def broader_and_narrower() -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Return row → the rows it makes true, and row → the rows whose denial it makes true.

    Who states a kind of a thing states the thing; who denies a thing denies every kind of it.
    """
    numbers = current_rows().numbers()
    makes_true: dict[int, list[int]] = {}
    denies: dict[int, list[int]] = {}
    for attribute in load_attributes():
        for term in _terms(attribute) if attribute.kind == "terms" else ():
            row = numbers[attribute.key, term]
            for narrower in load_vocabulary().narrower(attribute.vocabulary, term):
                below = numbers[attribute.key, narrower]
                makes_true.setdefault(below, []).append(row)
                denies.setdefault(row, []).append(below)
    return makes_true, denies
