"""One SAMHSA record, from the locator or a workbook, to one listing: facts with evidence, points, candidates.

SAMHSA lists services for a whole facility, so what its codes say carries the scope "facility".
"""

from __future__ import annotations

import functools
from collections import defaultdict

import msgspec

from catalog.contacts import is_invented, phone, website
from catalog.facts import Evidence, Fact, How, Value, quoted
from catalog.listings import Listing, listing_id
from catalog.places import site_point
from catalog.states import STATES
from catalog.vocabulary import Meaning, load_vocabulary
from catalog.wording import one_line
from crawler.iop_names import names_iop

HOME = "https://findtreatment.gov/locator"
"""Where a person can look a facility up."""

LONGEST_FIELD = 300
"""Characters of a name or an address line that are kept; real ones have 38."""

CANDIDATE_CODES = {"PHDT": "partial hospitalization", "PH": "partial hospitalization", "OP": "outpatient care"}


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A facility as SAMHSA states it; ``services`` are (code, label) pairs, ``kind`` is "SA" or "MH"."""

    name1: str
    name2: str
    street1: str
    street2: str
    city: str
    state: str
    zip: str
    phone: str
    intake: str = ""
    hotline: str = ""
    website: str = ""
    latitude: str = ""
    longitude: str = ""
    kind: str
    services: tuple[tuple[str, str], ...] = ()


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """Which source a record was read from and when; ``as_of`` is the day it speaks for, where that is older."""

    source: str
    read_on: str
    as_of: str = ""
    url: str = HOME


@functools.lru_cache(maxsize=4096)
def _evidence(reading: Reading, words: str, how: How = "structured") -> Evidence:
    """Return evidence of a reading for ``words``; the same labels come again and again, so they are kept."""
    return Evidence(
        source=reading.source, url=reading.url, read_on=reading.read_on, quote=quoted(words), how=how,
        scope="facility", as_of=reading.as_of,
    )  # fmt: skip


def unusable(record: Record) -> str:
    """Return why a record can give no listing, "" where it can."""
    if not one_line(record.name1):
        return "no name"
    if record.state not in STATES:
        return "no state" if not record.state else "unknown state"
    return ""


def in_wrong_world(listing: Listing, sample: bool) -> str:
    """Return why a listing may not enter the sample (or live data), "" where it may."""
    invented = is_invented(listing.website, listing.phone, listing.intake_phone, listing.hotline)
    if invented and not sample:
        return "invented record in live data"
    return "real record in the sample" if sample and not invented else ""


def read_record(record: Record, reading: Reading) -> Listing:
    """Return the listing of a usable record; what had to be mended stands in its notes."""
    names = [one_line(text, LONGEST_FIELD) for text in (record.name1, record.name2)]
    place = [one_line(text, LONGEST_FIELD) for text in (record.street1, record.street2, record.city)]
    contacts = {"phone": phone(record.phone), "intake_phone": phone(record.intake), "website": website(record.website)}
    point, note = site_point(record.latitude, record.longitude, record.zip, record.city, record.state)
    facts = _service_facts(record, reading) | _name_fact(record, reading) | _contact_facts(record, contacts, reading)
    listed = Listing(
        id=listing_id(reading.source, record.kind, *names, *place, record.state, record.zip),
        source=reading.source,
        name=names[1] or names[0],
        organization=names[0] if names[1] else "",
        url=reading.url,
        read_on=reading.read_on,
        as_of=reading.as_of,
        street=place[0],
        street2=place[1],
        city=place[2],
        state=record.state,
        zip=record.zip[:10],
        hotline=phone(record.hotline),
        point=point,
        facts=tuple(Fact(attribute=k[0], value=k[1], denied=k[2], evidence=tuple(e)) for k, e in sorted(facts.items())),
        kind=record.kind,
        notes=tuple(words for words in (note, _cut_note(record)) if words),
        **contacts,
    )
    return msgspec.structs.replace(listed, candidate_for=_candidate(record, listed))


_Facts = dict[tuple[str, Value, bool], list[Evidence]]


def _service_facts(record: Record, reading: Reading) -> _Facts:
    facts: _Facts = defaultdict(list)
    for code, label in record.services:
        meaning: Meaning
        for meaning in load_vocabulary().by_code(code):
            facts[meaning.attribute, meaning.term, meaning.denied].append(_evidence(reading, label, "code"))
    return dict(facts)


def _name_fact(record: Record, reading: Reading) -> _Facts:
    """A name that says IOP confirms one, unless a service code says so already."""
    name = one_line(f"{record.name1} {record.name2}")
    if any(code == "OIT" for code, _ in record.services) or not names_iop(name):
        return {}
    return {("level_of_care", "iop", False): [_evidence(reading, name, "text")]}


def _contact_facts(record: Record, contacts: dict[str, str], reading: Reading) -> _Facts:
    """Values are written our way, quotes as the record has them: a phone's odd spelling can be checked."""
    street = " ".join(part for part in (record.street1, record.street2) if part)
    written = {
        "name": " – ".join(part for part in (record.name1, record.name2) if part),
        "address": f"{street}, {record.city}, {record.state} {record.zip}",
    }
    quotes = written | {"phone": record.phone, "intake_phone": record.intake, "website": record.website}
    told = {key: one_line(value, LONGEST_FIELD) for key, value in (written | contacts).items() if value}
    return {(key, value, False): [_evidence(reading, quotes[key])] for key, value in told.items()}


def _candidate(record: Record, listing: Listing) -> str:
    """Return why a mental-health facility may run an IOP: SAMHSA has no code that would say so."""
    offers = sorted({CANDIDATE_CODES[code] for code, _ in record.services if code in CANDIDATE_CODES})
    if record.kind != "MH" or listing.states_iop or not listing.website or not offers:
        return ""
    return f"a mental-health facility with {' and '.join(offers)} and a website"


def _cut_note(record: Record) -> str:
    longest = max(len(getattr(record, field)) for field in ("name1", "name2", "street1", "street2", "city"))
    return "a field of too many characters was cut" if longest > LONGEST_FIELD else ""
