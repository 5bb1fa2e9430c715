"""Programs that belong together: those at the same address, and those of the same organization nearby.

Programs go in one by one; of each only what a link needs is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from catalog.places import Point, miles_between
from catalog.programs import Program
from catalog.wording import plain

NEARBY_MILES = 50.0
MOST = 8
"""Most programs that are named of each kind."""


class Neighbor(NamedTuple):
    """One program as a link needs it; ``miles`` from the program it is a neighbor of, None where that is unknown."""

    id: str
    name: str
    city: str
    state: str
    point: Point | None
    miles: float | None = None


class Neighbors:
    """All programs of a release by address and by organization."""

    def __init__(self, programs: Iterable[Program] = ()) -> None:
        self._at: dict[str, list[Neighbor]] = defaultdict(list)
        self._of: dict[str, list[Neighbor]] = defaultdict(list)
        for program in programs:
            self.add(program)

    def add(self, program: Program) -> None:
        """Remember a program."""
        kept = Neighbor(program.id, program.name, program.city, program.state, program.point)
        for key, table in ((_address(program), self._at), (plain(program.organization), self._of)):
            if key:
                table[key].append(kept)

    def at_the_same_place(self, program: Program) -> list[Neighbor]:
        """Return the other programs at a program's address, by name."""
        others = (n for n in self._at.get(_address(program), ()) if n.id != program.id)
        return sorted(others, key=lambda n: (n.name, n.id))[:MOST]

    def of_the_same_organization(self, program: Program) -> list[Neighbor]:
        """Return its organization's programs elsewhere, at most ``NEARBY_MILES`` away, the nearest first."""
        here = {n.id for n in self._at.get(_address(program), ())} | {program.id}
        found = []
        for other in self._of.get(plain(program.organization), ()):
            if other.id in here or not (program.point and other.point):
                continue
            miles = miles_between((program.point.lat, program.point.lon), (other.point.lat, other.point.lon))
            if miles <= NEARBY_MILES:
                found.append(other._replace(miles=miles))
        return sorted(found, key=lambda n: (n.miles, n.name, n.id))[:MOST]


def _address(program: Program) -> str:
    return f"{plain(program.street)} {program.zip[:5]}" if plain(program.street) and program.zip else ""
