"""Counties: a name and a state in, the point that its ZIPs lie around out, offline.

County names come with the ``zipcodes`` package (GeoNames, CC BY 4.0); a parish, borough or municipio counts as one.
"""

from __future__ import annotations

import functools
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from catalog.kept_tables import kept_table
from catalog.place_spelling import folded
from catalog.states import STATES

KINDS = frozenset({"county", "parish", "borough", "municipio"})
"""Words that stand behind a county's name, folded."""

FAR_LARGER = 2.5
"""Times as many ZIPs as the next of its name that a county needs to be meant without a state."""


class County(NamedTuple):
    """A county: ``label`` to show, its point in degrees, which is the mean of its ZIPs' and lies where its people do,
    how many ZIPs it has, and up to three others of its name."""

    label: str
    lat: float
    lon: float
    state: str
    zips: int
    others: tuple[str, ...] = ()


@functools.cache
def _counties() -> dict[str, dict[str, County]]:
    """Return folded name without its kind → state → county."""
    spec = find_spec("zipcodes")
    sources = [Path(spec.origin)] if spec and spec.origin else []
    return kept_table("counties", dict[str, dict[str, County]], sources, _read_counties)


def _read_counties() -> dict[str, dict[str, County]]:
    import zipcodes  # reads its whole table, which is kept here in a form that loads in a hundredth of the time

    points: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for row in zipcodes.list_all():
        if row["lat"] and row["county"] and row["state"] in STATES:
            points.setdefault((row["county"], row["state"]), []).append((float(row["lat"]), float(row["long"])))
    table: dict[str, dict[str, County]] = {}
    for (name, state), found in sorted(points.items()):
        words = folded(name).split()
        if len(words) > 1 and words[-1] in KINDS:
            lat, lon = (sum(axis) / len(found) for axis in zip(*found, strict=True))
            table.setdefault(" ".join(words[:-1]), {})[state] = County(f"{name}, {state}", lat, lon, state, len(found))
    return table


def county_named(name: str, state: str = "") -> County | None:
    """Return the county of a folded name ("maricopa", without "county"), None where none or several could be meant."""
    states = _counties().get(name, {})
    sized = sorted(states.values(), key=lambda county: (-county.zips, county.state))
    if state:
        sized = [states[state]] if state in states else []
    elif len(sized) > 1 and sized[0].zips < FAR_LARGER * sized[1].zips:
        return None
    if not sized:
        return None
    others = tuple(states[code].label for code in sorted(states) if code != sized[0].state)[:3]
    return sized[0]._replace(others=others)
