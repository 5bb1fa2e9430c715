"""What one Plan-Net directory sent to records of places: who is listed there, in which networks and plans.

No code of a directory means IOP: codes make candidates; a billing code, ASAM level 2.1 or the words "intensive
outpatient" confirm one. What is neither is kept only where another source lists a place at that address or NPI.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import msgspec

from catalog.listings import Listing
from crawler.insurers.answers import by_name, cuts, resources, wanted_services
from crawler.insurers.directories import Directory
from crawler.insurers.networks import Networks, read_networks
from crawler.insurers.resources import Owner, Place, Service, read_owner, read_place
from crawler.kept_pages import BadAnswer
from crawler.known_places import KnownPlaces
from crawler.records import PlaceRecord, Spoken, Told, listing_of, unusable
from crawler.reports import OTHER_STATE, RunCount
from crawler.samhsa.records import in_wrong_world

NEEDED = {"HealthcareService": ("providedBy", "location"), "Organization": ("name",), "Location": ("address",)}
"""Fields without which a directory cannot be read: one that no resource of a kind has was renamed."""

_CAME_WITH = ("services-", "read-")


def read_directory(
    directory: Directory, place: Path, spoken: Spoken, known: KnownPlaces, states: frozenset[str], sample: bool,
    count: RunCount,
) -> Iterator[Listing]:  # fmt: skip
    """Yield the listings of one directory; ``states`` are the postal codes wanted, all where it is empty.

    Raises ``BadAnswer`` where it sent no service, or a needed field is gone.
    """
    count.pages += sum(1 for _ in place.glob("*/*.json.gz"))
    _check_fields(place, count)
    services = wanted_services(place, known)
    count.pass_over("no specialty that may hold an IOP", count.rows - len(services))
    for question, why in cuts(place):
        count.notes[f"{directory.id}: {question.split('-')[0]} not complete: {why}"] += 1
    owners = by_name(resources(place, _CAME_WITH, "Organization"), read_owner)
    spots = by_name(resources(place, _CAME_WITH, "Location"), read_place)
    networks = read_networks(place, spoken.read_on)
    for key, here in _by_place(services, directory, count).items():
        owner, spot = owners.get(key[0]), spots.get(key[1])
        record = _record(directory, key, here, owner, spot, networks, known)
        if isinstance(record, PlaceRecord) and states and record.state not in states:
            count.pass_over(OTHER_STATE)
            continue
        reason = record if isinstance(record, str) else unusable(record)
        here_told = msgspec.structs.replace(spoken, url=f"{directory.url}/HealthcareService/{here[0].id}")
        listing = None if isinstance(record, str) or reason else listing_of(record, here_told)
        reason = reason or (in_wrong_world(listing, sample) if listing else "")
        if reason or listing is None:
            count.skip(f"{directory.id} {key[0]} {key[1]}".strip(), here[0].id, reason)
        else:
            yield listing


def _check_fields(place: Path, count: RunCount) -> None:
    """Count the services and raise ``BadAnswer`` where there are none, or where a needed field is on none of a kind."""
    for kind, fields in NEEDED.items():
        seen: set[str] = set()
        found = 0
        for resource in resources(place, _CAME_WITH, kind):
            seen.update(resource)
            found += 1
        if kind == "HealthcareService":
            count.rows += found
            if not found:
                raise BadAnswer("it sent no behavioral health service")
        missing = [field for field in fields if found and field not in seen]
        if missing:
            there = ", ".join(sorted(seen))[:300]
            raise BadAnswer(f"no {kind} has a field {missing[0]!r}, only: {there}. Its form has changed")


def _by_place(services: list[Service], directory: Directory, count: RunCount) -> dict[tuple[str, str], list[Service]]:
    """Return services by organization and location: what one organization does at one place is one listing."""
    found: dict[tuple[str, str], list[Service]] = defaultdict(list)
    for service in services:
        if not service.active:
            count.skip(f"{directory.id} {service.id}", service.id, "not active")
        elif not service.organization or not service.locations:
            count.skip(f"{directory.id} {service.id}", service.id, "names no organization or no place")
        else:
            for name in service.locations:
                found[service.organization, name].append(service)
    return found


def _record(
    directory: Directory, key: tuple[str, str], services: list[Service], owner: Owner | None, spot: Place | None,
    networks: Networks, known: KnownPlaces,
) -> PlaceRecord | str:  # fmt: skip
    """Return the record of one organization at one place, or why there is none."""
    if owner is None or spot is None:
        return "its organization or place could not be read"
    if not owner.active or not spot.active:
        return "not active"
    candidate = next((service.candidate for service in services if service.candidate), "")
    stated = any(service.stated for service in services)
    if not candidate and not stated and not known.has(owner.npi, spot.street, spot.zip):
        return "at no place that another source lists"
    aliases = tuple(dict.fromkeys(name for name in (*owner.aliases, spot.name) if name and name != owner.name))
    listed = networks.of(key[0], key[1], services)
    if listed.ended:
        return "every network it was in has ended"
    words = f"networks: {'; '.join(listed.networks)}" if listed.networks else f"listed as: {owner.name}"
    told = [Told("insurers", directory.insurer, words, networks=listed.networks, plans=listed.plans)]
    told += [Told("npi", owner.npi, owner.npi)] if owner.npi else []
    told += [Told("name", name, name) for name in aliases]
    return PlaceRecord(
        key=(directory.id, *key), name=owner.name, aliases=aliases, street=spot.street, street2=spot.street2,
        city=spot.city, state=spot.state, zip=spot.zip, latitude=spot.latitude, longitude=spot.longitude,
        phone=_first(*(service.phone for service in services), spot.phone, owner.phone),
        website=_first(*(service.website for service in services), spot.website, owner.website),
        told=(*told, *_service_facts(services)),
        candidate_for=f"{directory.name} lists it as {candidate}" if candidate else "",
    )  # fmt: skip


def _service_facts(services: list[Service]) -> Iterator[Told]:
    """Yield what services state: an IOP, whether it is given by video, whether new patients are taken."""
    for service in services:
        if service.stated:
            yield Told("level_of_care", "iop", service.stated)
        if service.virtual:
            yield Told("facility_services", "telehealth_at_facility", service.virtual)
            if service.stated:
                yield Told("setting", "hybrid" if service.physical else "virtual", service.virtual)
        for taken, words in service.accepting:
            yield Told("accepting_patients", True, words, denied=not taken)


def _first(*values: str) -> str:
    return next((value for value in values if value), "")
