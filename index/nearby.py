"""Programs around a place: a place and a radius in, the programs inside and their geodesic miles out."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.places import miles_between
from index.columns import Bits, Docs, holds
from index.distance import (
    BORDER_MILES,
    CHORD_MILES,
    LEAST_MILES_A_DEGREE,
    MILE,
    ROUGH_SLACK,
    Floats,
    chord_weights,
    exact_miles,
    home_on_ellipsoid,
    rough_miles,
    square_chord,
)
from index.queries import BadQuery
from index.ranking import first

Place = tuple[float, float]


def checked(near: Place, miles: float | None) -> None:
    """Raise ``BadQuery`` where a place or a radius cannot be one."""
    lat, lon = near
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        raise BadQuery(f"{lat}, {lon} is no place: latitude is within ±90, longitude within ±180 degrees")
    if miles is not None and not (math.isfinite(miles) and miles >= 0):
        raise BadQuery(f"{miles} is no distance: give miles as a number from 0 up")


class Nearby:
    """Measures from any place to the programs of one index; immutable, so threads may share it."""

    def __init__(self, arrays: dict[str, NDArray[Any]]) -> None:
        self._lat, self._lon = arrays["latlon"]
        self._xyz, self._by_lat = arrays["xyz"], arrays["by_lat"]
        self._lat_by_lat, self._chords = arrays["lat_by_lat"], arrays["chord_by_lat"]

    def within(self, near: Place, miles: float, kept: Bits | None = None) -> tuple[Docs, Floats]:
        """Return the programs (of ``kept``) at most ``miles`` geodesic miles away, rising, and their rough miles.

        The straight line to a program is never longer than the way over the ground, so programs in the right
        latitudes whose straight line is too long are out before anything is measured.
        """
        reach = miles * ROUGH_SLACK / LEAST_MILES_A_DEGREE + 1e-9
        low, high = bisect_left(self._lat_by_lat, near[0] - reach), bisect_right(self._lat_by_lat, near[0] + reach)
        home = home_on_ellipsoid(*near)
        weights, constant = chord_weights(home)
        close = weights @ self._chords[:, low:high] <= (miles * MILE + 1.0) ** 2 - constant
        docs = self._by_lat[low:high][close]
        if kept is not None:
            docs = docs[holds(kept, docs)]
        docs.sort()
        rough = rough_miles(near, square_chord(home, self._xyz[:, docs]))
        inside = rough <= miles
        border = BORDER_MILES if miles <= CHORD_MILES else miles * (ROUGH_SLACK - 1) + BORDER_MILES
        at = (abs(rough - miles) <= border).nonzero()[0]
        if len(at):
            inside[at] = self._settled(near, miles, docs[at], rough[at])
        return docs[inside], rough[inside]

    def _settled(self, near: Place, miles: float, docs: Docs, rough: Floats) -> NDArray[np.bool_]:
        """Return which of ``docs`` are inside, the last thousandths of a mile by geopy itself."""
        exact = self.exact(near, docs, rough)
        inside: NDArray[np.bool_] = exact <= miles
        for n in np.flatnonzero(np.abs(exact - miles) <= BORDER_MILES):
            inside[n] = miles_between(near, (float(self._lat[docs[n]]), float(self._lon[docs[n]]))) <= miles
        return inside

    def rough(self, near: Place, docs: Docs) -> Floats:
        """Return nearly the miles to ``docs``, NaN where a point is unknown: to rank by, not to show."""
        return rough_miles(near, square_chord(home_on_ellipsoid(*near), self._xyz[:, docs]))

    def exact(self, near: Place, docs: Docs, rough: Floats) -> Floats:
        """Return geodesic miles to ``docs``, given the rough ones; NaN where a point is unknown."""
        return exact_miles(near, self._lat[docs], self._lon[docs], rough)

    def miles(self, near: Place, docs: Docs) -> Floats:
        """Return geodesic miles to ``docs``, NaN where a point is unknown."""
        return self.exact(near, docs, self.rough(near, docs))

    def nearest(self, near: Place, docs: Docs, wanted: int, rough: Floats | None = None) -> Docs:
        """Return the ``wanted`` nearest of ``docs`` (rising) by geodesic miles, those without a point last.

        ``rough`` are the rough miles to them, where they are known already.
        """
        if wanted <= 0:
            return docs[:0]
        rough = self.rough(near, docs) if rough is None else rough
        if len(docs) > wanted:
            limit = np.partition(rough, wanted - 1)[wanted - 1] * ROUGH_SLACK + BORDER_MILES
            if not np.isnan(limit):
                close = rough <= limit
                docs, rough = docs[close], rough[close]
        return first(self.exact(near, docs, rough), docs, wanted)
