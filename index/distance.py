"""Distances in miles over the WGS 84 ellipsoid, for one place and many programs at once.

Figures are geodesic miles, as ``geopy.distance.geodesic`` gives them: nearby from the straight line through the
earth, which is exact to centimetres there, farther out by Vincenty's inverse formula (Survey Review XXIII, 176, 1975).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from catalog.places import miles_between

Floats = NDArray[np.float64]

Point = tuple[float, float, float]
"""Earth-centred x, y, z in metres."""

MILE = 1609.344
EQUATOR, FLATTENING = 6_378_137.0, 1 / 298.257223563
SQUARE = FLATTENING * (2 - FLATTENING)
"""Square of the first eccentricity."""

POLE = EQUATOR * (1 - FLATTENING)

CHORD_MILES = 100.0
"""Farthest that the straight line is trusted: its error grows with the cube of the distance, here to centimetres."""

LEAST_MILES_A_DEGREE = 68.7
"""Length of a degree of latitude where it is shortest, at the equator."""

BORDER_MILES = 0.0005
"""Programs this close to a radius are settled one by one by geopy, so that none is shown beyond the radius asked."""


def on_ellipsoid(lat: Floats, lon: Floats) -> Floats:
    """Return earth-centred x, y, z in metres, one row each, of points in degrees."""
    phi, lam = np.radians(lat), np.radians(lon)
    normal = EQUATOR / np.sqrt(1 - SQUARE * np.sin(phi) ** 2)
    return np.array(
        [normal * np.cos(phi) * np.cos(lam), normal * np.cos(phi) * np.sin(lam), normal * (1 - SQUARE) * np.sin(phi)]
    )


def square_chord(home: Point, xyz: Floats) -> Floats:
    """Return the squared straight lines, in square metres, from ``home`` to other points on the ellipsoid."""
    x, y, z = home
    away = xyz[0] - x
    square: Floats = away * away
    away = xyz[1] - y
    square += away * away
    away = xyz[2] - z
    square += away * away
    return square


def square_chord_to(home: Point, other: Point) -> float:
    """Return what ``square_chord`` does, for one point."""
    x, y, z = other[0] - home[0], other[1] - home[1], other[2] - home[2]
    return x * x + y * y + z * z


def chord_terms(xyz: Floats) -> Floats:
    """Return x, y, z and their squared length, one row each: with ``chord_weights`` of a place, one product gives
    nearly the squared straight lines to it."""
    return np.concatenate([xyz, (xyz * xyz).sum(axis=0, keepdims=True)])


def chord_weights(home: Point) -> tuple[Floats, float]:
    """Return the weights of ``chord_terms``, and what to add: good to a tenth of a square metre."""
    x, y, z = home
    return np.array([-2 * x, -2 * y, -2 * z, 1.0]), x * x + y * y + z * z


def home_on_ellipsoid(lat: float, lon: float) -> Point:
    """Return what ``on_ellipsoid`` does, for one point."""
    phi, lam = math.radians(lat), math.radians(lon)
    normal = EQUATOR / math.sqrt(1 - SQUARE * math.sin(phi) ** 2)
    wide = normal * math.cos(phi)
    return wide * math.cos(lam), wide * math.sin(lam), normal * (1 - SQUARE) * math.sin(phi)


def _twice_curved(near: tuple[float, float]) -> float:
    """Return twice the radius, in metres, of the sphere that the earth resembles around ``near``."""
    return 2 * EQUATOR * math.sqrt(1 - SQUARE) / (1 - SQUARE * math.sin(math.radians(near[0])) ** 2)


def rough_miles(near: tuple[float, float], square: Floats) -> Floats:
    """Return miles over the ground, given ``square_chord``: exact nearby, within 0.4 % anywhere."""
    twice = _twice_curved(near)
    miles: Floats = np.arcsin(np.minimum(np.sqrt(square) / twice, 1.0)) * (twice / MILE)
    return miles


def squares_of_miles(near: tuple[float, float], *miles: float) -> list[float]:
    """Return the squared straight lines, in square metres, whose ``rough_miles`` are ``miles``; -1 below 0 miles,
    infinite where no straight line is as long."""
    twice, squares = _twice_curved(near), []
    for far in miles:
        angle = far * MILE / twice
        longest = math.inf if angle >= math.pi / 2 else (twice * math.sin(angle)) ** 2
        squares.append(longest if angle >= 0 else -1.0)
    return squares


ROUGH_SLACK = 1.01
"""Factor that covers ``rough_miles`` against geodesic miles at any distance."""


def exact_miles(near: tuple[float, float], lat: Floats, lon: Floats, rough: Floats) -> Floats:
    """Return geodesic miles, given the rough ones; unknown points (NaN) stay NaN."""
    far = rough > CHORD_MILES
    if not far.any():
        return rough
    miles = rough.copy()
    miles[far] = _vincenty(near, lat[far], lon[far])
    return miles


def _vincenty(near: tuple[float, float], lat: Floats, lon: Floats) -> Floats:
    """Return geodesic miles by Vincenty's inverse formula; points it cannot settle (nearly opposite) by geopy."""
    u1 = np.arctan((1 - FLATTENING) * np.tan(np.radians(near[0])))
    u2 = np.arctan((1 - FLATTENING) * np.tan(np.radians(lat)))
    s1, c1, s2, c2 = np.sin(u1), np.cos(u1), np.sin(u2), np.cos(u2)
    span = np.radians((lon - near[1] + 180) % 360 - 180)
    lam, settled = span.copy(), np.zeros(len(span), bool)
    for _ in range(20):
        sin_lam, cos_lam = np.sin(lam), np.cos(lam)
        sin_sigma = np.hypot(c2 * sin_lam, c1 * s2 - s1 * c2 * cos_lam)
        cos_sigma = s1 * s2 + c1 * c2 * cos_lam
        sigma = np.arctan2(sin_sigma, cos_sigma)
        sin_alpha = c1 * c2 * sin_lam / np.maximum(sin_sigma, 1e-300)
        cos2_alpha = 1 - sin_alpha**2
        cos_middle = np.where(cos2_alpha > 1e-12, cos_sigma - 2 * s1 * s2 / np.maximum(cos2_alpha, 1e-12), 0.0)
        c = FLATTENING / 16 * cos2_alpha * (4 + FLATTENING * (4 - 3 * cos2_alpha))
        turn = sigma + c * sin_sigma * (cos_middle + c * cos_sigma * (2 * cos_middle**2 - 1))
        after = span + (1 - c) * FLATTENING * sin_alpha * turn
        settled = np.abs(after - lam) < 1e-11
        lam = after
        if settled.all():
            break
    miles = _along(cos2_alpha, sigma, sin_sigma, cos_sigma, cos_middle) / MILE
    for n in np.flatnonzero(~settled & ~np.isnan(lat)):
        miles[n] = miles_between(near, (float(lat[n]), float(lon[n])))
    return miles


def _along(cos2_alpha: Floats, sigma: Floats, sin_sigma: Floats, cos_sigma: Floats, cos_middle: Floats) -> Floats:
    """Return metres along the geodesic of angle ``sigma`` on the auxiliary sphere."""
    u = cos2_alpha * (EQUATOR**2 - POLE**2) / POLE**2
    a = 1 + u / 16384 * (4096 + u * (-768 + u * (320 - 175 * u)))
    b = u / 1024 * (256 + u * (-128 + u * (74 - 47 * u)))
    last = b / 6 * cos_middle * (4 * sin_sigma**2 - 3) * (4 * cos_middle**2 - 3)
    metres: Floats = POLE * a * (
        sigma - b * sin_sigma * (cos_middle + b / 4 * (cos_sigma * (2 * cos_middle**2 - 1) - last))
    )  # fmt: skip
    return metres
