"""The registry's questions, cut so small that none is answered in part only.

The registry gives at most 200 records a page and 1,200 a question, says no total, and leaves the rest out without a
word. So each question is asked state by state, and one whose last page is full again by ZIP prefix, longer and longer.
"""

from __future__ import annotations

import functools
from collections.abc import Collection
from typing import NamedTuple
from urllib.parse import urlencode

from catalog.places import zip_table
from catalog.states import STATES

PAGE_SIZE, LAST_SKIP = 200, 1000
"""Records a page, and the offset of the last page that the registry gives."""

ZIP_DIGITS = 5

TAXONOMIES = {
    "mental": "Mental Health*", "adult": "Adult Mental Health*", "youth": "Adolescent and Children Mental Health*",
    "rehabilitation": "Rehabilitation*", "community": "Community/Behavioral Health*",
    "hospital": "Psychiatric Hospital*", "unit": "Psychiatric Unit*",
}  # fmt: skip
"""Specialties of the provider taxonomy (NUCC) that may hold an IOP, as the registry searches them: by their words,
closed with "*". It finds no words that hold a comma, so "Rehabilitation*" stands for "Rehabilitation, Substance Use
Disorder". Which codes count is decided record by record."""

QUESTIONS = {name: {"taxonomy_description": words} for name, words in TAXONOMIES.items()} | {
    "named": {"organization_name": "Intensive Out*"}
}


class Shard(NamedTuple):
    """One question for one state and, where ``prefix`` is not "", for the ZIP codes that begin with it."""

    question: str
    state: str
    prefix: str = ""

    @property
    def name(self) -> str:
        """A short name, used for files and progress."""
        return "-".join(part for part in (self.question, self.state.lower(), self.prefix) if part)

    def url(self, base: str, skip: int) -> str:
        """Return the address of the page that begins after ``skip`` records."""
        asked = {"version": "2.1", "enumeration_type": "NPI-2", "address_purpose": "LOCATION", "state": self.state}
        asked |= QUESTIONS[self.question] | ({"postal_code": f"{self.prefix}*"} if self.prefix else {})
        return f"{base}/?{urlencode(asked | {'limit': str(PAGE_SIZE), 'skip': str(skip)}, safe='*')}"

    def parts(self) -> tuple[Shard, ...]:
        """Return the shards that this one is cut into, none where its prefix is a whole ZIP.

        The registry takes a "*" after two characters at least, so the first cut is at two digits.
        """
        if len(self.prefix) >= ZIP_DIGITS:
            return ()
        length = max(2, len(self.prefix) + 1)
        longer = sorted({code[:length] for code in _zips(self.state) if code.startswith(self.prefix)})
        return tuple(self._replace(prefix=prefix) for prefix in longer)


@functools.cache
def _zips(state: str) -> tuple[str, ...]:
    return tuple(code for code, place in zip_table().items() if place[3] == state)


def all_shards(states: Collection[str] = ()) -> tuple[Shard, ...]:
    """Return every question by state, or for ``states`` only, in an order that never changes."""
    chosen = [state for state in sorted(STATES) if state in states or not states]
    return tuple(Shard(question, state) for question in QUESTIONS for state in chosen)
