"""Where pins and the names of towns are drawn so that none covers another: wished places in, free places out."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from catalog.places import City, cities_by_people
from views.map_frame import HEIGHT, WIDTH, Frame

Spot = tuple[float, float]

APART = 25.0
"""Units between the middles of two pins: none covers another, and each can be tapped."""

EDGE = 14.0
MOST_TOWNS, MOST_TRIED = 9, 60
CLEAR_OF_DOT, CLEAR_OF_HOME = 6.0, 11.0
"""Units between a town's dot and its name; more where the dot lies under the mark of the place searched for."""

LETTER, LINE = 5.9, 12.0
"""Width of a letter and height of a line of a town's name, in units."""


def spread(wished: list[Spot], home: Spot | None) -> list[Spot]:
    """Return a place for each pin, its own or the nearest free one; the first pins have the first choice. ``home`` is
    a spot that none may cover."""
    kept = [home] if home else []
    taken: list[Spot] = []
    for spot in wished:
        free = (
            s for s in _around(spot) if _inside(s) and all(math.dist(s, other) >= APART for other in (*kept, *taken))
        )
        taken.append(next(free, spot))
    return taken


def _around(spot: Spot) -> Iterator[Spot]:
    yield spot
    for ring in range(1, 26):
        radius = ring * APART / 4
        for step in range(12):
            angle = math.tau * (step / 12 + ring / 24)
            yield round(spot[0] + radius * math.cos(angle), 1), round(spot[1] + radius * math.sin(angle), 1)


def _inside(spot: Spot) -> bool:
    return EDGE <= spot[0] <= WIDTH - EDGE and EDGE <= spot[1] <= HEIGHT - EDGE


class Town(NamedTuple):
    """A town's name and where it is written: it starts, ends or has its middle (``anchor``) at ``x``; ``dot`` is where
    the town lies."""

    name: str
    x: float
    y: float
    anchor: str
    dot: Spot


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def towns(frame: Frame, pins: list[Spot], home: Spot | None = None) -> list[Town]:
    """Return the largest towns of a frame whose names find room beside the pins, each other and the mark ``home``."""
    taken = [_Box(x - 13, y - 13, x + 13, y + 13) for x, y in pins]
    shown: list[Town] = []
    for city in _largest_cities(*frame.box):
        name = city.label.rsplit(",", 1)[0]
        dot = frame.place((city.lat, city.lon))
        wide = len(name) * LETTER
        for x, y, anchor in _beside(
            dot, CLEAR_OF_HOME if home and math.dist(dot, home) < CLEAR_OF_HOME else CLEAR_OF_DOT
        ):
            left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
            box = _Box(left - 2, y - LINE + 1, left + wide + 2, y + 4)
            if box.left < 2 or box.top < 2 or box.right > WIDTH - 2 or box.bottom > HEIGHT - 2:
                continue
            if not any(box.meets(other) for other in taken):
                taken += [box, _Box(dot[0] - 3, dot[1] - 3, dot[0] + 3, dot[1] + 3)]
                shown.append(Town(name, x, y, anchor, dot))
                break
        if len(shown) == MOST_TOWNS:
            break
    return shown


def _largest_cities(south: float, west: float, north: float, east: float) -> list[City]:
    """Return cities of a rectangle in degrees, the most people first, each place by one name."""
    lats, lons = _city_points()
    found: dict[tuple[float, float], City] = {}
    for number in ((lats >= south) & (lats <= north) & (lons >= west) & (lons <= east)).nonzero()[0].tolist():
        city = cities_by_people()[number]
        found.setdefault((city.lat, city.lon), city)
        if len(found) == MOST_TRIED:
            break
    return list(found.values())


@functools.cache
def _city_points() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    points = np.array([(city.lat, city.lon) for city in cities_by_people()])
    return points[:, 0], points[:, 1]


def _beside(dot: Spot, clear: float) -> Iterator[tuple[float, float, str]]:
    """Yield where a name may stand and which end of it is there: right of its dot, left of it, below, above."""
    x, y = dot
    beside = ((x + clear, y + 4, "start"), (x - clear, y + 4, "end"), (x, y + 15, "middle"), (x, y - 7, "middle"))
    for at, base, anchor in beside:
        yield round(at, 1), round(base, 1), anchor
