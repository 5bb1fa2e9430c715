"""Programs around a place: a place and a radius in, the programs inside and their geodesic miles out."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.places import miles_between
from index.columns import ONE_BY_ONE, Bits, Docs, few_documents, holds
from index.distance import (
    BORDER_MILES,
    CHORD_MILES,
    LEAST_MILES_A_DEGREE,
    MILE,
    ROUGH_SLACK,
    Floats,
    Point,
    chord_weights,
    exact_miles,
    home_on_ellipsoid,
    rough_miles,
    square_chord,
    square_chord_to,
    squares_of_miles,
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
        """Return the programs (of ``kept``) at most ``miles`` geodesic miles away, rising, and the squared straight
        lines to them in square metres, which ``rough_miles`` makes miles of."""
        home = home_on_ellipsoid(*near)
        border = BORDER_MILES if miles <= CHORD_MILES else miles * (ROUGH_SLACK - 1) + BORDER_MILES
        sure, most = squares_of_miles(near, miles - border, miles + border)
        docs = None if kept is None else few_documents(kept)
        if docs is None:
            docs = self._in_reach(near, miles, home, kept)
        docs, square = self._no_longer(home, docs, most)
        unsure = (square > sure).nonzero()[0]
        if len(unsure):
            inside = square <= sure
            inside[unsure] = self._settled(near, miles, docs[unsure], rough_miles(near, square[unsure]))
            docs, square = docs[inside], square[inside]
        return docs, square

    def _no_longer(self, home: Point, docs: Docs, most: float) -> tuple[Docs, Floats]:
        """Return those of ``docs`` whose squared straight line is at most ``most``, and these lines."""
        points = self._xyz.take(docs, axis=1)
        if len(docs) > ONE_BY_ONE:
            square = square_chord(home, points)
            close = square <= most
            return docs[close], square[close]
        lines = zip(docs.tolist(), points.T.tolist(), strict=True)
        found = [(doc, line) for doc, point in lines if (line := square_chord_to(home, point)) <= most]
        return np.array([doc for doc, _ in found], np.intp), np.array([line for _, line in found], np.float64)

    def _in_reach(self, near: Place, miles: float, home: Point, kept: Bits | None) -> Docs:
        """Return the programs (of ``kept``), rising, that may be at most ``miles`` away.

        The straight line to a program is never longer than the way over the ground, so programs in the right
        latitudes whose straight line is too long are out before anything is measured.
        """
        reach = miles * ROUGH_SLACK / LEAST_MILES_A_DEGREE + 1e-9
        low, high = self._lat_by_lat.searchsorted((near[0] - reach, near[0] + reach))
        weights, constant = chord_weights(home)
        close = weights @ self._chords[:, low:high] <= (miles * MILE + 1.0) ** 2 - constant
        docs: Docs = self._by_lat[low:high][close]
        if kept is not None:
            docs = docs.compress(holds(kept, docs))
        docs.sort()
        return docs

    def _settled(self, near: Place, miles: float, docs: Docs, rough: Floats) -> NDArray[np.bool_]:
        """Return which of ``docs`` are inside, the last thousandths of a mile by geopy itself."""
        exact = self.exact(near, docs, rough)
        inside: NDArray[np.bool_] = exact <= miles
        for n in np.flatnonzero(np.abs(exact - miles) <= BORDER_MILES):
            inside[n] = miles_between(near, (float(self._lat[docs[n]]), float(self._lon[docs[n]]))) <= miles
        return inside

    def rough(self, near: Place, docs: Docs, square: Floats | None = None) -> Floats:
        """Return nearly the miles to ``docs``, NaN where a point is unknown: to rank by, not to show. ``square`` are
        the squared straight lines to them, where they are known already."""
        if square is None:
            square = square_chord(home_on_ellipsoid(*near), self._xyz.take(docs, axis=1))
        return rough_miles(near, square)

    def exact(self, near: Place, docs: Docs, rough: Floats) -> Floats:
        """Return geodesic miles to ``docs``, given the rough ones; NaN where a point is unknown."""
        return exact_miles(near, self._lat[docs], self._lon[docs], rough)

    def miles(self, near: Place, docs: Docs) -> Floats:
        """Return geodesic miles to ``docs``, NaN where a point is unknown."""
        return self.exact(near, docs, self.rough(near, docs))

    def nearest(self, near: Place, docs: Docs, wanted: int, square: Floats | None = None) -> Docs:
        """Return the ``wanted`` nearest of ``docs`` (rising) by geodesic miles, those without a point last.

        ``square`` are the squared straight lines to them, where they are known already.
        """
        if wanted <= 0:
            return docs[:0]
        rough = self.rough(near, docs, square)
        if len(docs) > wanted:
            limit = np.partition(rough, wanted - 1)[wanted - 1] * ROUGH_SLACK + BORDER_MILES
            if not np.isnan(limit):
                close = rough <= limit
                docs, rough = docs[close], rough[close]
        return first(self.exact(near, docs, rough), docs, wanted)
