"""Places: a ZIP or "city, state" to a point, without a network, and how precise that point is.

``catalog.geocoder`` answers with them as any geopy geocoder does. ZIP points come with the ``zipcodes`` package, city
points from ``data/places/cities.csv``; both are GeoNames data, CC BY 4.0. The tables made from them are kept, and geopy
is loaded when a distance is asked for: a search from the command line starts anew each time.
"""

from __future__ import annotations

import csv
import functools
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec
from rapidfuzz import fuzz
from rapidfuzz import process as closest

from catalog.counties import KINDS, county_named
from catalog.kept_tables import kept_table
from catalog.place_spelling import folded as folded
from catalog.settings import DATA
from catalog.states import STATES, state_code
from catalog.wording import one_line

Precision = Literal["site", "zip", "city"]

CITIES = DATA / "places" / "cities.csv"

FARTHEST_FROM_ZIP_KM = 50.0
"""A coordinate farther than this from its own ZIP's centre is not believed."""


class Point(msgspec.Struct, frozen=True):
    """Latitude and longitude in degrees (WGS 84), and what they are the point of."""

    lat: float
    lon: float
    precision: Precision


class Place(NamedTuple):
    """A place somebody named: ``label`` to show, ``kind`` zip, city, county, address or point,
    ``others`` of the same name."""

    label: str
    lat: float
    lon: float
    kind: str
    state: str
    others: tuple[str, ...] = ()


class UnknownPlace(ValueError):
    """Nothing is known of a place; ``suggestions`` holds places spelled much the same."""

    def __init__(self, text: str, suggestions: tuple[str, ...] = ()) -> None:
        self.text, self.suggestions = text, suggestions
        hint = f" Did you mean {' or '.join(suggestions)}?" if suggestions else ""
        super().__init__(f"We do not know the place “{text[:60]}”.{hint} Try a 5-digit ZIP code or “city, state”.")


class _City(NamedTuple):
    label: str
    state: str
    lat: float
    lon: float
    population: int


@functools.cache
def zip_table() -> dict[str, tuple[float, float, str, str]]:
    """Return ZIP → (lat, lon, city, state) for every ZIP of the states, DC and the territories."""
    return kept_table("zips", dict[str, tuple[float, float, str, str]], _sources(), _read_zips)


def _sources() -> list[Path]:
    """Return the files that the tables of places are made from, this one included."""
    found = find_spec("zipcodes")
    package = Path(found.origin).parent if found and found.origin else Path()
    return [*sorted(package.glob("*.*")), CITIES, Path(__file__)]


def _read_zips() -> dict[str, tuple[float, float, str, str]]:
    import zipcodes  # reads its whole table, which is kept here in a form that loads in a hundredth of the time

    return {
        r["zip_code"]: (float(r["lat"]), float(r["long"]), r["city"], r["state"])
        for r in zipcodes.list_all()
        if r["lat"] and r["state"] in STATES
    }


@functools.cache
def _cities() -> dict[str, dict[str, _City]]:
    """Return folded name → state → city. Cities that only ZIPs know lie at the mean of their ZIPs."""
    return kept_table("cities", dict[str, dict[str, _City]], _sources(), _read_cities)


def _read_cities() -> dict[str, dict[str, _City]]:
    sums: dict[tuple[str, str], list[float]] = {}
    for lat, lon, city, state in zip_table().values():
        entry = sums.setdefault((city, state), [0.0, 0.0, 0.0])
        entry[0] += lat
        entry[1] += lon
        entry[2] += 1
    table: dict[str, dict[str, _City]] = {}
    for (name, state), (lats, lons, count) in sorted(sums.items()):
        table.setdefault(folded(name), {})[state] = _City(f"{name}, {state}", state, lats / count, lons / count, 0)
    with CITIES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            known = _City(
                f"{row['name']}, {row['state']}", row["state"], float(row["lat"]), float(row["lon"]),
                int(row["population"]),
            )  # fmt: skip
            table.setdefault(folded(row["name"]), {})[row["state"]] = known
    return table


def _by_zip(text: str) -> list[Place]:
    match = re.fullmatch(r"(\d{5})(?:-\d{4})?", text)
    if not match or match[1] not in zip_table():
        return []
    lat, lon, city, state = zip_table()[match[1]]
    return [Place(f"{city}, {state} {match[1]}", lat, lon, "zip", state)]


def _by_point(text: str) -> list[Place]:
    match = re.fullmatch(r"(-?\d{1,2}\.\d{1,8}),? (-?\d{1,3}\.\d{1,8})", text.replace(",", ", ").replace("  ", " "))
    if not match or abs(float(match[1])) > 90 or abs(float(match[2])) > 180:
        return []
    return [Place(text, float(match[1]), float(match[2]), "point", "")]


def _by_city(text: str) -> list[Place]:
    """Read "city, state zip", "city state" and "city": a ZIP at the end wins, then the state, then the most people."""
    if (match := re.search(r"\b(\d{5})(?:-\d{4})?$", text)) and (found := _by_zip(match[1])):
        return found
    words = text.replace(",", " ").split()
    for cut in range(len(words) - 1, max(0, len(words) - 4), -1):
        state = state_code(" ".join(words[cut:]))
        city = _cities().get(folded(" ".join(words[:cut])), {}).get(state or "")
        if city:
            return [Place(city.label, city.lat, city.lon, "city", city.state)]
    same_name = sorted(_cities().get(folded(text), {}).values(), key=lambda c: (-c.population, c.label))
    return [Place(c.label, c.lat, c.lon, "city", c.state) for c in same_name]


def _by_county(text: str) -> list[Place]:
    """Read "Orange County, CA" and "Maricopa County"."""
    words = text.replace(",", " ").split()
    for cut in range(len(words), max(1, len(words) - 4), -1):
        *name, kind = folded(" ".join(words[:cut])).split() or [""]
        state = state_code(" ".join(words[cut:])) if cut < len(words) else ""
        if kind in KINDS and name and state is not None and (county := county_named(" ".join(name), state)):
            return [Place(county.label, county.lat, county.lon, "county", county.state, county.others)]
    return []


def places_named(text: str) -> list[Place]:
    """Return the places that ``text`` may name, the most populous first."""
    return _by_zip(text) or _by_point(text) or _by_city(text) or _by_county(text)


def find_place(text: str) -> Place:
    """Return the place that ``text`` names, or raise ``UnknownPlace`` with suggestions."""
    text = " ".join(text.split())[:100]
    found = places_named(text)
    if not found:
        raise UnknownPlace(text, _suggestions(text))
    return found[0]._replace(others=tuple(place.label for place in found[1:4]))


def _suggestions(text: str) -> tuple[str, ...]:
    """Return up to three places spelled like ``text``; a state at its end narrows them."""
    words = text.replace(",", " ").split()
    state = state_code(words[-1]) if len(words) > 1 else None
    name = folded(" ".join(words[:-1]) if state else text)
    if not name or any(c.isdigit() for c in name):
        return ()
    hits = closest.extract(name, _cities().keys(), scorer=fuzz.ratio, score_cutoff=82, limit=12)
    cities = [c for hit, _, _ in hits for c in _cities()[hit].values() if state in (None, c.state)]
    score = {hit: s for hit, s, _ in hits}
    cities.sort(key=lambda c: (-round(score[folded(c.label.rsplit(",", 1)[0])]), -c.population))
    return tuple(c.label for c in cities[:3])


def miles_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the geodesic distance in miles between two (lat, lon) pairs: the figure that people are shown."""
    from geopy.distance import geodesic  # with its geocoders, half of the time that a search takes to start

    return float(geodesic(a, b).miles)


def site_point(lat: str | float | None, lon: str | float | None, zip_code: str, city: str, state: str
               ) -> tuple[Point | None, str]:  # fmt: skip
    """Return the best point for a listing and a note on what was wrong with its coordinates ("" where nothing was).

    Falls back to the ZIP's centre, then the city's; None with a note where neither is known.
    """
    home = zip_table().get(zip_code[:5])
    note = "no coordinates given"
    if lat not in (None, "") and lon not in (None, ""):
        try:
            stated = (float(lat or 0), float(lon or 0))
        except (ValueError, TypeError, OverflowError):  # what a source sends may be anything
            stated = (0.0, 0.0)
        if _believable(stated, home):
            return Point(round(stated[0], 6), round(stated[1], 6), "site"), ""
        note = one_line(f"coordinates {str(lat)[:20]}, {str(lon)[:20]} are not in ZIP {zip_code[:10]}")
    if home:
        return Point(home[0], home[1], "zip"), note
    known = _cities().get(folded(city), {}).get(state)
    if known:
        return Point(round(known.lat, 6), round(known.lon, 6), "city"), note
    return None, one_line(f"{note}; ZIP {zip_code[:10] or '(none)'} and city {city[:80] or '(none)'} are unknown")


def _believable(point: tuple[float, float], home: tuple[float, float, str, str] | None) -> bool:
    lat, lon = point
    if not (-15 <= lat <= 72) or (lat == 0 and lon == 0) or not -180 <= lon <= 180:
        return False
    if home is None:
        return lon < -60 or lon > 140  # the states and the territories, Guam included
    from geopy.distance import great_circle

    return bool(great_circle(point, home[:2]).km <= FARTHEST_FROM_ZIP_KM)


class City(NamedTuple):
    """A city by one name: ``label`` to show, ``people`` who live there (0 where only ZIPs know it)."""

    label: str
    state: str
    lat: float
    lon: float
    people: int


def cities_named(name: str) -> tuple[City, ...]:
    """Return the cities of a ``folded`` name, the most people first."""
    found = (City(*city) for city in _cities().get(name, {}).values())
    return tuple(sorted(found, key=lambda city: (-city.people, city.label)))


@functools.cache
def cities_by_people() -> tuple[City, ...]:
    """Return the cities of the table, the most people first; of two names of one place the shorter."""
    cities = (City(*city) for states in _cities().values() for city in states.values() if city.population)
    return tuple(sorted(cities, key=lambda city: (-city.people, len(city.label), city.label)))


@functools.cache
def city_names(people: int = 0) -> dict[str, tuple[str, ...]]:
    """Return state → folded names of its cities that have at least so many people; "" holds those of all states."""
    names: dict[str, list[str]] = {"": []}
    for name, states in _cities().items():
        large = [code for code, city in states.items() if city.population >= people]
        for code in (*large, *([""] if large else [])):
            names.setdefault(code, []).append(name)
    return {code: tuple(found) for code, found in names.items()}


@functools.cache
def _state_centres() -> dict[str, tuple[float, float]]:
    """Return state → the mean of its ZIPs' points."""
    sums: dict[str, list[float]] = {}
    for lat, lon, _, code in zip_table().values():
        entry = sums.setdefault(code, [0.0, 0.0, 0.0])
        entry[0] += lat
        entry[1] += lon
        entry[2] += 1
    return {code: (lats / count, lons / count) for code, (lats, lons, count) in sums.items()}


def state_place(code: str) -> Place:
    """Return a state as a place of kind "state", at the middle of its ZIPs."""
    return Place(STATES[code], *_state_centres()[code], "state", code)
