"""Where on a small map a place lies: points in degrees in, a frame that holds them all and places in it out."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

Point = tuple[float, float]
"""(latitude, longitude) in degrees."""

WIDTH = HEIGHT = 360
"""Units of the drawing, about pixels where it is shown."""

MARGIN = 30
LEAST_MILES = 8.0
"""Width that a map shows at least, so that one pin is not seen from a few feet away."""

MILES_A_DEGREE = 69.0


@dataclass(frozen=True)
class Frame:
    """A rectangle of the earth, small enough to be drawn flat: its middle in degrees and units a degree of latitude."""

    lat: float
    lon: float
    scale: float

    def place(self, point: Point) -> tuple[float, float]:
        """Return where a point lies, in units from the upper left."""
        lat, lon = point
        x = WIDTH / 2 + (lon - self.lon) * math.cos(math.radians(self.lat)) * self.scale
        return round(x, 1), round(HEIGHT / 2 - (lat - self.lat) * self.scale, 1)

    def units(self, miles: float) -> float:
        """Return a distance in units."""
        return miles / MILES_A_DEGREE * self.scale

    @property
    def box(self) -> tuple[float, float, float, float]:
        """South, west, north and east in degrees."""
        high = HEIGHT / 2 / self.scale
        wide = WIDTH / 2 / self.scale / math.cos(math.radians(self.lat))
        return self.lat - high, self.lon - wide, self.lat + high, self.lon + wide


def frame_of(points: Iterable[Point]) -> Frame:
    """Return the closest frame that shows all of ``points`` (at least one) inside its margin."""
    lats, lons = zip(*points, strict=True)
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    high = max(lats) - min(lats)
    wide = (max(lons) - min(lons)) * math.cos(math.radians(lat))
    span = max(high, wide, LEAST_MILES / MILES_A_DEGREE)
    return Frame(lat, lon, (WIDTH - 2 * MARGIN) / span)
