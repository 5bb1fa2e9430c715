"""Where the invented facilities stand: real towns and ZIP codes, invented streets, reserved 555-01xx phones."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import NamedTuple

from sample.dice import Dice

FIRST_PHONE, LAST_PHONE = 100, 199
"""555-0100 to 555-0199 are set aside for fiction in every area code."""

_STREETS = (
    "Almond Wren", "Birch Lantern", "Copper Thimble", "Drover Oak", "East Marigold", "Foxglove", "Gentle Creek",
    "Hollow Reed", "Indigo Hill", "Jasper Field", "Kettle Pond", "Linden Gate", "Mossy Bank", "North Clover",
    "Old Orchard Bend", "Paper Mill", "Quarry Meadow", "River Sage", "South Hazel", "Tall Heron", "Upper Willow",
    "Violet Mesa", "West Thistle", "Yellow Barn",
)  # fmt: skip
_WAYS = ("Street", "Avenue", "Road", "Drive", "Boulevard", "Lane")
_SHORT_WAYS = {"Street": "St", "Avenue": "Ave", "Road": "Rd", "Drive": "Dr", "Boulevard": "Blvd", "Lane": "Ln"}


class Place(NamedTuple):
    """A ZIP code's town. ``lat`` and ``lon`` are the ZIP's centre in degrees."""

    metro: str
    zip: str
    city: str
    state: str
    lat: float
    lon: float


class Metro(NamedTuple):
    """A metropolitan area: its area codes and the ZIP codes in use."""

    name: str
    area_codes: tuple[str, ...]
    places: tuple[Place, ...]


@functools.cache
def read_metros() -> tuple[Metro, ...]:
    """Read the table of real places."""
    table = tomllib.loads(Path(__file__).with_name("metros.toml").read_text("utf-8"))["metro"]
    return tuple(
        Metro(
            entry["name"], tuple(entry["area_codes"]), tuple(Place(entry["name"], *place) for place in entry["places"])
        )
        for entry in table
    )


def invent_street(dice: Dice) -> tuple[str, str]:
    """Return an invented street line and a second line, which is often empty."""
    street = f"{dice.between(11, 98) * 10 + dice.between(1, 9)} {dice.pick(_STREETS)} {dice.pick(_WAYS)}"
    return street, f"Suite {dice.between(1, 4)}{dice.between(0, 2)}0" if dice.chance(0.35) else ""


def short_street(street: str) -> str:
    """The same street with its last word abbreviated, as another record of the place may write it."""
    head, _, way = street.rpartition(" ")
    return f"{head} {_SHORT_WAYS.get(way, way)}"


def invent_point(place: Place, dice: Dice) -> tuple[float, float]:
    """Return coordinates within about 2 km of the ZIP's, in degrees."""
    return round(place.lat + dice.between(-150, 150) / 10_000, 5), round(
        place.lon + dice.between(-150, 150) / 10_000, 5
    )


class PhoneBook:
    """Gives out each fictional number once: 100 an area code."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def next(self, area_codes: tuple[str, ...]) -> str:
        """Return a number not given before, from the area code with the most left."""
        area = min(area_codes, key=lambda code: self._given.get(code, 0))
        number = self._given.get(area, 0)
        if FIRST_PHONE + number > LAST_PHONE:
            raise ValueError(f"area code {area} has no fictional number left: add an area code to sample/metros.toml")
        self._given[area] = number + 1
        return f"{area}-555-0{FIRST_PHONE + number * 37 % 100}"
