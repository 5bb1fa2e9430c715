"""Where the programs of a release are: states, their cities, and the programs in each, with names for addresses.

The programs of a release in, a ``Directory`` out, in one pass; it is made when a release is opened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from catalog.places import folded
from catalog.programs import Program
from catalog.states import STATES, state_code
from catalog.wording import plain

NOWHERE = "not-stated"
"""Stands in an address for the state or the city that no source states."""


class City(NamedTuple):
    """A city and the ids of its programs in the order of their names. ``name`` is "" where no city is stated."""

    slug: str
    name: str
    programs: tuple[str, ...]


class State(NamedTuple):
    """A state by its postal code ("" where none is stated) and its cities by slug, in the order of their names."""

    slug: str
    code: str
    cities: dict[str, City]

    @property
    def total(self) -> int:
        """How many programs it has."""
        return sum(len(city.programs) for city in self.cities.values())


class Directory(NamedTuple):
    """All states by slug, in the order of their names; ``seen`` holds the id of each program and the ISO date of its
    newest information, ``forwards`` previous id → id of the program that has it now."""

    states: dict[str, State]
    seen: tuple[tuple[str, str], ...]
    forwards: dict[str, str]


def city_slug(name: str) -> str:
    """Return a city's name in an address: "St. Louis" and "Saint Louis" are both "saint-louis", "Bayamón" "bayamon"."""
    return folded(name).replace(" ", "-") or NOWHERE


def state_slug(code: str) -> str:
    """Return a state's name in an address: "new-york"."""
    return plain(STATES.get(code, "")).replace(" ", "-") or NOWHERE


def state_named(text: str) -> str:
    """Return the slug that a state's code, name or slug stands for; the folded text itself where it is none."""
    words = plain(text)
    code = state_code(text) or state_code(words)
    return state_slug(code) if code else words.replace(" ", "-")


def directory_of(programs: Iterable[Program]) -> Directory:
    """Return where programs are; candidates are not among them."""
    homes: dict[str, dict[str, list[tuple[str, str]]]] = {}
    spelled: dict[tuple[str, str], Counter[str]] = {}
    seen, forwards = [], dict[str, str]()
    for program in programs:
        if program.status != "confirmed":
            continue
        seen.append((program.id, program.last_seen))
        forwards |= dict.fromkeys(program.previous_ids, program.id)
        state, city = state_slug(program.state), city_slug(program.city)
        homes.setdefault(state, {}).setdefault(city, []).append((plain(program.name), program.id))
        spelled.setdefault((state, city), Counter())[program.city] += 1
    codes = {state_slug(code): code for code in STATES}
    states = {}
    for state in sorted(homes, key=lambda slug: (slug == NOWHERE, slug)):
        cities = {
            city: City(city, _spelling(spelled[state, city]), tuple(id for _, id in sorted(members)))
            for city, members in sorted(homes[state].items(), key=lambda item: (item[0] == NOWHERE, item[0]))
        }
        states[state] = State(state, codes.get(state, ""), cities)
    return Directory(states, tuple(seen), forwards)


def _spelling(names: Counter[str]) -> str:
    """Return the spelling that most programs use; of equals, the one with marks and mixed case."""
    return max(names, key=lambda name: (names[name], not name.isupper(), not name.isascii(), name))
