"""A federal-exchange issuer's files to records of places: which plans list a facility, in which tier.

``providers.json`` lists every doctor and facility of an issuer. Kept are the facilities at an NPI or address that
another source lists, and those whose name or type says IOP. Format:
https://github.com/CMSgov/QHP-provider-formulary-APIs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from catalog.states import state_code
from crawler.insurers.directories import Directory
from crawler.insurers.networks import PLANS_KEPT
from crawler.insurers.resources import items, text
from crawler.iop_names import states_iop
from crawler.known_places import KnownPlaces
from crawler.records import PlaceRecord, Told

Record = dict[str, Any]

PERSON, UNKNOWN_PLACE = "a person, not a facility", "a facility at no place that another source lists"


def left_out(record: Record, known: KnownPlaces) -> str:
    """Return why a record of ``providers.json`` is not kept, "" where it is."""
    if text(record, "type").upper() != "FACILITY":
        return PERSON
    if iop_words(record):
        return ""
    npi = number(record)
    return "" if any(known.has(npi, *_street_zip(at)) for at in items(record, "addresses")) else UNKNOWN_PLACE


def number(record: Record) -> str:
    """Return a record's NPI, which comes as text or as a number, "" where it is none."""
    stated = record.get("npi")
    npi = str(stated).strip() if isinstance(stated, (str, int)) else ""
    return npi if re.fullmatch(r"\d{10}", npi) else ""


def kinds(record: Record) -> list[str]:
    """Return what a facility is said to be, in the issuer's words."""
    stated = record.get("facility_type")
    found = stated if isinstance(stated, list) else [stated]
    return [" ".join(kind.split()) for kind in found if isinstance(kind, str)]


def iop_words(record: Record) -> str:
    """Return the words of a facility's name or type that state an IOP, "" where none do."""
    return next((quote for line in (text(record, "facility_name"), *kinds(record)) if (quote := states_iop(line))), "")


def _street_zip(address: Record) -> tuple[str, str]:
    return text(address, "address"), _zip(address)


def _zip(address: Record) -> str:
    stated = address.get("zip")
    digits = str(stated) if isinstance(stated, (str, int)) else ""
    return digits.strip()[:5].zfill(5) if digits.strip() else ""


def plan_names(plans: Iterable[Record]) -> dict[str, str]:
    """Return the names under which plans are sold, by their ids."""
    named = ((text(plan, "plan_id"), text(plan, "marketing_name")) for plan in plans)
    return {plan: name for plan, name in named if plan and name}


def place_records(
    directory: Directory, facilities: Iterable[Record], names: dict[str, str], year: int, known: KnownPlaces
) -> Iterator[tuple[PlaceRecord | str, str, str]]:
    """Yield one record for each place of the facilities kept, with the NPI and the ISO date it was last updated on.

    What an issuer's files say of one place is one record. A text in the record's place is why there is none.
    """
    found: dict[tuple[str, ...], list[Record]] = defaultdict(list)
    where: dict[tuple[str, ...], Record] = {}
    for facility in facilities:
        for address in _wanted_addresses(facility, known):
            state = state_code(text(address, "state")) or text(address, "state")
            key: tuple[str, ...] = (
                number(facility), text(address, "address"), text(address, "address_2"), text(address, "city"), state,
                _zip(address),
            )  # fmt: skip
            found[key].append(facility)
            where.setdefault(key, address)
    for key in sorted(found):
        told = _record(directory, key, where[key], found[key], names, year)
        yield told, key[0], max(text(facility, "last_updated_on") for facility in found[key])


def _wanted_addresses(facility: Record, known: KnownPlaces) -> list[Record]:
    """Return the addresses that another source lists; all of a facility that says IOP, or known by its NPI alone."""
    addresses = items(facility, "addresses")
    listed = [address for address in addresses if known.has("", *_street_zip(address))]
    return addresses if iop_words(facility) or not listed else listed


def _record(
    directory: Directory, key: tuple[str, ...], address: Record, facilities: list[Record], names: dict[str, str],
    year: int,
) -> PlaceRecord | str:  # fmt: skip
    npi, street, street2, city, state, zip_code = key
    facility = facilities[0]
    plans = sorted({name for one in facilities for name in _plans(one, names, year)})
    if not plans:
        return f"in no plan of {year}"
    kept = tuple(plans[:PLANS_KEPT])
    words = f"plans: {'; '.join(kept)}" + (f" and {len(plans) - len(kept)} more" if len(plans) > len(kept) else "")
    stated = next(filter(None, map(iop_words, facilities)), "")
    told = [Told("insurers", directory.insurer, words, plans=kept)]
    told += [Told("npi", npi, npi)] if npi else []
    told += [Told("level_of_care", "iop", stated)] if stated else []
    for word in sorted({text(one, "accepting").lower() for one in facilities} & {"accepting", "not accepting"}):
        told.append(Told("accepting_patients", True, f"accepting: {word}", denied=word != "accepting"))
    return PlaceRecord(
        key=(directory.id, *key), name=text(facility, "facility_name"), street=street, street2=street2, city=city,
        state=state, zip=zip_code, phone=str(address.get("phone") or ""), told=tuple(told),
    )  # fmt: skip


def _plans(facility: Record, names: dict[str, str], year: int) -> Iterator[str]:
    """Yield the plans of a year that list a facility: "Gold HMO (PREFERRED)". One that names no years counts."""
    for plan in items(facility, "plans"):
        years = plan.get("years")
        if isinstance(years, list) and years and str(year) not in map(str, years):
            continue
        code, tier = text(plan, "plan_id"), text(plan, "network_tier")
        if code:
            yield names.get(code, f"plan {code}") + (f" ({tier})" if tier else "")
