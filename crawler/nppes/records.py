"""One organization of the registry to the places where it practices.

No code of the provider taxonomy means IOP, so codes make candidates; a name that says IOP confirms one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from crawler.iop_names import names_iop
from crawler.nppes.answers import Organization
from crawler.records import PlaceRecord, Told
from crawler.specialties import CANDIDATES

DOING_BUSINESS_AS, OTHER_NAME = "3", "5"
"""Kinds of other names in use. "4" is a former legal name, which states nothing of today."""


def unfit(record: Organization) -> str:
    """Return why a record gives no listing, "" where it may."""
    if record["enumeration_type"] != "NPI-2":
        return "a person, not an organization"
    if not re.fullmatch(r"\d{10}", number(record)):
        return "no NPI"
    if _basic(record).get("status", "A") != "A":
        return "its number is not active"
    if not any(map(names_iop, names(record))) and not _candidate(record):
        return "no specialty that may hold an IOP"
    return "" if any(places(record)) else "no address in the United States"


def number(record: Organization) -> str:
    """Return the NPI, which comes as a number or as text."""
    return str(record.get("number") or "").strip()


def names(record: Organization) -> list[str]:
    """Return the names in use: those it does business under, then the legal one."""
    others = [
        _text(other.get("organization_name"))
        for other in record.get("other_names") or ()
        if str(other.get("code")) in (DOING_BUSINESS_AS, OTHER_NAME)
    ]
    legal = _text(_basic(record).get("organization_name") or _basic(record).get("name"))
    return [name for name in dict.fromkeys([*others, legal]) if name]


def updated(record: Organization) -> str:
    """Return the ISO date of the record's last change, "" where it says none.

    The epoch comes as a number or as text, in seconds or in milliseconds.
    """
    stated = _text(_basic(record).get("last_updated"))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", stated):
        return stated
    epoch = str(record.get("last_updated_epoch") or "").strip()
    if not re.fullmatch(r"\d{9,14}", epoch):
        return ""
    seconds = int(epoch) / (1000 if len(epoch) > 11 else 1)
    return dt.datetime.fromtimestamp(seconds, dt.UTC).date().isoformat()


def places(record: Organization) -> Iterator[dict[str, Any]]:
    """Yield the addresses in the United States where care is given; a mailing address is none."""
    located = [a for a in record.get("addresses") or () if a.get("address_purpose") == "LOCATION"]
    for address in (*located, *(record.get("practiceLocations") or ())):
        if address.get("country_code") in ("US", None):
            yield address


def place_records(record: Organization) -> Iterator[PlaceRecord]:
    """Yield a fit record's places, each once."""
    named, npi = names(record), number(record)
    seen = set()
    for address in places(record):
        street, street2, city = (_text(address.get(key)) for key in ("address_1", "address_2", "city"))
        state, code = _text(address.get("state")).upper(), _text(address.get("postal_code"))[:5]
        key = (npi, street, street2, city, state, code)
        if key in seen:
            continue
        seen.add(key)
        yield PlaceRecord(
            key=key, name=named[0], organization=named[-1] if len(named) > 1 else "", aliases=tuple(named[1:]),
            street=street, street2=street2, city=city, state=state, zip=code,
            phone=_text(address.get("telephone_number")), candidate_for=_candidate(record),
            told=(Told("npi", npi, npi), *(Told("name", alias, alias) for alias in named[1:])),
        )  # fmt: skip


def _candidate(record: Organization) -> str:
    """Return why an organization may run an IOP, by its first code that may hold one."""
    for taxonomy in record.get("taxonomies") or ():
        if taxonomy.get("code") in CANDIDATES:
            return f"the NPI registry lists it as {_text(taxonomy.get('desc'))} ({taxonomy['code']})"
    return ""


def _basic(record: Organization) -> dict[str, Any]:
    return record.get("basic") or {}


def _text(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())
