"""Invented facilities as rows of the treatment locator's API, with the dirt that real rows have.

A facility gives an SA row, an MH row or both; both rows of one facility are not always written alike.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from typing import Any

from sample.dice import Dice
from sample.facilities import Facility, read_profiles
from sample.locator import LABELS_FILE
from sample.places import short_street

NAME_LIMIT = 38
"""Characters that a name field of a real row holds."""

_OPTIONAL = {
    "SA": (
        "BIA",
        "TELE",
        "TCC",
        "STU",
        "SPS",
        "HS",
        "EMP",
        "OFD",
        "NRT",
        "FCO",
        "MCO",
        "NOE",
        "TGD",
        "TOD",
        "RC",
        "AH",
    ),
    "MH": ("TELE", "FPSY", "CFT", "STU", "AT", "WI", "SPS", "CM", "SSA", "AH", "SSD"),
}
_OTHER_LANGUAGES = ("F17", "F19", "F47", "F67", "F70", "F92")

Row = dict[str, Any]


class ServiceTable:
    """The categories in the API's order; turns a set of codes into a row's services."""

    def __init__(self) -> None:
        self._categories = tomllib.loads(LABELS_FILE.read_text("utf-8"))["category"]

    def services(self, codes: Iterable[str], kind: str) -> list[dict[str, str]]:
        """Return ``{"f1", "f2", "f3"}`` for each category that ``codes`` touch. A code without a label is an error."""
        wanted, found = set(codes), []
        known = {code for category in self._categories for code in category["labels"]}
        if wanted - known:
            raise KeyError(f"{sorted(wanted - known)} have no label in {LABELS_FILE.name}")
        for category in self._categories:
            labels = [label for code, label in category["labels"].items() if code in wanted]
            if labels and not (category["f2"] == "FT" and kind == "SA"):
                found.append({"f1": category["f1"], "f2": category["f2"], "f3": "; ".join(labels)})
        return found


def locator_rows(facilities: Iterable[Facility]) -> list[Row]:
    """Return the rows of all facilities, in their order; ``_irow`` counts them, ``miles`` is null."""
    table = ServiceTable()
    rows = [_row(facility, kind, table) for facility in facilities for kind in facility.kinds]
    return [{"_irow": number, **row} for number, row in enumerate(rows, 1)]


def _row(facility: Facility, kind: str, table: ServiceTable) -> Row:
    name1, name2 = _names(facility, kind)
    website, (lat, lon) = _website(facility), _coordinates(facility)
    second = kind == "MH" and len(facility.kinds) == 2 and facility.number % 4 == 0
    return {
        "name1": name1[:NAME_LIMIT].rstrip(),
        "name2": name2[:NAME_LIMIT].rstrip() or None,
        "street1": short_street(facility.street) if second else _street(facility),
        "street2": facility.street2.replace("Suite", "Ste")
        if second and facility.street2
        else facility.street2 or None,
        "city": facility.place.city,
        "state": facility.place.state,
        "zip": facility.place.zip,
        "phone": facility.phone + (f" x{facility.number + 10}" if int(facility.key[1:]) % 19 == 4 else ""),
        "intake1": _intake(facility),
        "hotline1": None,
        "website": website,
        "latitude": lat,
        "longitude": lon,
        "miles": None,
        "services": None if facility.story == "no_services" else table.services(_codes(facility, kind), kind),
        "typeFacility": kind,
    }


def _names(facility: Facility, kind: str) -> tuple[str, str]:
    """name1 and name2; a mental-health IOP is known by name only."""
    if facility.story == "code_chain":
        return facility.name, facility.place.city
    if facility.story.startswith("named"):
        forms = (
            (facility.name, "Intensive Outpatient Program"),
            (f"{facility.stem} Intensive Outpatient", ""),
            (facility.name, facility.profile.program.replace("Intensive Outpatient Program", "IOP")),
        )
        return forms[facility.number % len(forms)]
    number = int(facility.key[1:])
    if number % 11 == 3:
        return f"{facility.name} of the {facility.place.city} Region", "Outpatient Services"
    if number % 13 == 5:
        return facility.name.replace("Treatment", "Trt").replace("Center", "Ctr"), "Outpt Servs"
    differs = kind == "MH" and len(facility.kinds) == 2 and facility.number % 3 == 0
    return facility.name, "Mental Health Services" if differs else ""


def _street(facility: Facility) -> str:
    return (
        f"P.O. Box {facility.number + 410}" if facility.story == "other" and facility.number == 1 else facility.street
    )


def _intake(facility: Facility) -> str | None:
    """A second number for some: the same line with an extension, so that no further number is needed."""
    return f"{facility.phone} x2" if int(facility.key[1:]) % 5 == 2 else None


def _website(facility: Facility) -> str | None:
    number = int(facility.key[1:])
    if not facility.domain:
        return ("https://", None, None)[number % 3]
    return f"http://www.{facility.domain}" if number % 3 == 0 else f"http://{facility.domain}/"


def _coordinates(facility: Facility) -> tuple[str | None, str | None]:
    """Latitude and longitude as text; missing for some, absurd for a few."""
    number = int(facility.key[1:])
    if number % 17 == 9:
        return None, None
    lat, lon = facility.point
    if number % 53 == 21:
        lat, lon = round(lat - 4.2, 5), round(lon + 6.1, 5)
    if number == 61:
        lat, lon = 0.0, 0.0
    return str(lat), str(lon)


def _codes(facility: Facility, kind: str) -> set[str]:
    """The SAMHSA codes of one row."""
    base, _ = read_profiles()
    dice = Dice("services", facility.key, kind)
    codes = set(base[kind].split()) | set(facility.profile.codes[kind]) | facility.payment.codes
    codes |= set(dice.some(_OPTIONAL[kind], dice.between(2, 6)))
    codes |= {code for group in facility.profile.age_groups for code in base["ages"][group].split()}
    codes |= {dice.pick(("SMON", "SMPD")), dice.pick(("VAPN", "VPPD")), dice.pick(("PVTP", "PVTN", "PVTN", "LCCG"))}
    codes |= set(dice.some(("CARF", "JC", "STDH", "COA"), dice.between(0, 2)))
    if facility.spanish or dice.chance(0.2):
        codes.add("SP")
    if dice.chance(0.12):
        codes |= {"FX", dice.pick(_OTHER_LANGUAGES)}
    if kind == "SA":
        return codes | _substance_use_codes(facility, dice)
    if kind == "MH" and not codes & {"CMHC", "OMH"}:
        codes.add("OMH")
    if facility.story.startswith(("named", "candidate")) and facility.number % 3 != 1:
        codes.add("PHDT")
    return codes


def _substance_use_codes(facility: Facility, dice: Dice) -> set[str]:
    codes = set() if facility.story == "other" else {"OIT"}
    if "PMAT" not in facility.profile.codes["SA"]:
        codes.add(dice.pick(("NMAUT", "ACMA")))
    if "OMB" not in facility.profile.codes["SA"]:
        codes.add(dice.pick(("MOA", "NMOA")))
    if facility.number % 4 == 3 and codes & {"OIT"}:
        codes.add("ODT")
    return codes
