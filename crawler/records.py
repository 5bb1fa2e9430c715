"""One record of a place, from any source that is a table, to one listing: facts with the source's own words."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import msgspec

from catalog.contacts import phone, website
from catalog.facts import Evidence, Fact, How, Scope, Value, quoted
from catalog.listings import Listing, listing_id
from catalog.places import site_point
from catalog.states import STATES
from catalog.wording import one_line
from crawler.iop_names import names_iop

LONGEST_FIELD = 300
"""Characters of a name or an address line that are kept."""


class Told(NamedTuple):
    """One thing that a record states: an attribute's value and the words that state it. ``networks`` and ``plans`` are
    those in which an insurer's own directory lists the place."""

    attribute: str
    value: Value
    quote: str
    denied: bool = False
    networks: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()


class PlaceRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A place as a source states it, in the source's spelling; ``key`` is what names the record in its source.

    ``aliases`` are other names that the source gives; ``candidate_for`` says why the place may run an IOP.
    """

    key: tuple[str, ...]
    name: str
    organization: str = ""
    aliases: tuple[str, ...] = ()
    street: str = ""
    street2: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    phone: str = ""
    intake_phone: str = ""
    website: str = ""
    latitude: str | float | None = None
    longitude: str | float | None = None
    told: tuple[Told, ...] = ()
    candidate_for: str = ""
    kind: str = ""


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """Where, when and how a record was read; ``as_of`` is the ISO date it speaks for, where that is older,
    ``directory`` the insurer whose own directory it is."""

    source: str
    url: str
    read_on: str
    as_of: str = ""
    how: How = "structured"
    scope: Scope = "facility"
    directory: str = ""

    def evidence(
        self, words: str, how: How | None = None, networks: tuple[str, ...] = (), plans: tuple[str, ...] = ()
    ) -> Evidence:
        """Return evidence for ``words``."""
        return Evidence(
            source=self.source, url=self.url, read_on=self.read_on, quote=quoted(words), how=how or self.how,
            scope=self.scope, as_of=self.as_of, directory=self.directory, networks=networks, plans=plans,
        )  # fmt: skip


def unusable(record: PlaceRecord) -> str:
    """Return why a record can give no listing, "" where it can."""
    if not record.name:
        return "no name"
    if record.state not in STATES:
        return "no state" if not record.state else "unknown state"
    return ""


def listing_of(record: PlaceRecord, spoken: Spoken) -> Listing:
    """Return the listing of a usable record. A name that says IOP confirms one; a code alone makes a candidate."""
    place = {key: one_line(getattr(record, key), LONGEST_FIELD) for key in ("street", "street2", "city", "state")}
    contacts = {
        "phone": phone(record.phone),
        "intake_phone": phone(record.intake_phone),
        "website": website(record.website),
    }
    point, note = site_point(record.latitude, record.longitude, record.zip, record.city, record.state)
    facts = _facts(record, contacts, spoken)
    listing = Listing(
        id=listing_id(spoken.source, *record.key), source=spoken.source, url=spoken.url, read_on=spoken.read_on,
        as_of=spoken.as_of, name=one_line(record.name, LONGEST_FIELD),
        organization=one_line(record.organization, LONGEST_FIELD), zip=one_line(record.zip)[:10], point=point,
        kind=one_line(record.kind, LONGEST_FIELD), facts=facts, notes=(note,) if note else (), **contacts, **place,
    )  # fmt: skip
    return listing if listing.states_iop else msgspec.structs.replace(listing, candidate_for=record.candidate_for)


def _facts(record: PlaceRecord, contacts: dict[str, str], spoken: Spoken) -> tuple[Fact, ...]:
    """Values are written our way, quotes as the record has them; equal facts are one with all their words."""
    found: dict[tuple[str, Value, bool], list[Evidence]] = defaultdict(list)
    for told in (*_identity(record, contacts), *record.told):
        evidence = spoken.evidence(told.quote, networks=told.networks, plans=told.plans)
        if evidence not in found[told.attribute, told.value, told.denied]:
            found[told.attribute, told.value, told.denied].append(evidence)
    stated = ("level_of_care", "iop", False) in found or ("level_of_care", "iop", True) in found
    named = next((name for name in (record.name, *record.aliases) if names_iop(name)), "")
    if named and not stated:
        found["level_of_care", "iop", False].append(spoken.evidence(named, None if spoken.how == "person" else "text"))
    facts = [Fact(attribute=a, value=v, denied=d, evidence=tuple(e)) for (a, v, d), e in found.items()]
    return tuple(sorted(facts, key=lambda fact: fact.order_key))


def _identity(record: PlaceRecord, contacts: dict[str, str]) -> list[Told]:
    street = ", ".join(part for part in (record.street, record.street2) if part)
    town = f"{record.city}, {record.state} {record.zip}".strip(" ,")
    address = f"{street}, {town}" if street else ""
    written = {"name": record.name, "organization": record.organization, "address": address}
    told = [Told(key, one_line(words, LONGEST_FIELD), words) for key, words in written.items() if words]
    return told + [Told(key, value, getattr(record, key)) for key, value in contacts.items() if value]
