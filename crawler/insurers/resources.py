"""FHIR resources of a Plan-Net directory, both generations of shapes, reduced to what listings need.

In goes a resource as a server sent it, out come small records; a field of another type than the profile says counts as
missing. Profile: https://hl7.org/fhir/us/davinci-pdex-plan-net/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from catalog.states import state_code
from catalog.wording import one_line
from crawler.insurers.bundles import Resource
from crawler.iop_names import states_iop
from crawler.specialties import CANDIDATES, billing_codes

NPI_SYSTEM = "us-npi"
LONGEST_TEXT = 2_000
"""Characters of a service's own description that are read."""

_ACCEPTING = {"newpt": True, "nopt": False, "existptonly": False, "existptfam": False, "true": True, "false": False}


class Coded(NamedTuple):
    """One code of a resource and the words beside it."""

    code: str
    words: str


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """A HealthcareService: ids of the organization and the places it is given at, and what it says of itself.

    ``stated`` are the words that state an IOP, ``candidate`` the code under which there may be one. ``accepting`` maps
    whether new patients are taken to the words that say so.
    """

    id: str
    active: bool
    organization: str
    locations: tuple[str, ...]
    name: str
    stated: str
    candidate: str
    virtual: str
    physical: bool
    accepting: tuple[tuple[bool, str], ...]
    networks: tuple[str, ...]
    phone: str
    website: str


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A Location or the address of an Organization."""

    name: str
    street: str
    street2: str
    city: str
    state: str
    zip: str
    phone: str
    website: str
    latitude: float | None
    longitude: float | None
    active: bool


class Owner(msgspec.Struct, frozen=True, kw_only=True):
    """An Organization: ``network`` says that it is one of the insurer's networks, not a provider."""

    id: str
    name: str
    aliases: tuple[str, ...]
    npi: str
    phone: str
    website: str
    network: bool
    active: bool


class Affiliation(msgspec.Struct, frozen=True, kw_only=True):
    """An OrganizationAffiliation: an organization takes part in networks, at some places or for some services, at all
    of them where none are named. ``until`` is the ISO date it ends, "" for none."""

    organization: str
    networks: tuple[Coded, ...]
    locations: frozenset[str]
    services: frozenset[str]
    active: bool
    until: str


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """An InsurancePlan and the networks it uses."""

    name: str
    networks: tuple[Coded, ...]
    active: bool
    until: str


def read_service(resource: Resource) -> Service:
    """Return a HealthcareService."""
    virtual, physical = _delivery(resource)
    codes = tuple(_codes(resource, "specialty", "type", "category", "characteristic", "program"))
    words = [text(resource, field)[:LONGEST_TEXT] for field in ("name", "comment", "extraDetails")]
    phone, website = contacts(resource)
    return Service(
        id=text(resource, "id"), active=resource.get("active") is not False,
        organization=reference(resource.get("providedBy"), "Organization"),
        locations=tuple(filter(None, (reference(at, "Location") for at in items(resource, "location")))),
        name=text(resource, "name"), stated=_stated(codes, words), candidate=_candidate(codes),
        virtual=virtual, physical=physical, accepting=tuple(_accepting(resource)),
        networks=tuple(coded.code for coded in _network_extensions(resource)), phone=phone, website=website,
    )  # fmt: skip


def _stated(codes: tuple[Coded, ...], words: list[str]) -> str:
    """Return the words that state an IOP: a billing code that only an IOP has, or a text that names one."""
    billed = next((coded for coded in codes if coded.code in billing_codes()), None)
    if billed:
        return f"{billed.code} {billed.words}".strip()
    return next((quote for line in (*words, *(c.words for c in codes)) if (quote := states_iop(line))), "")


def _candidate(codes: tuple[Coded, ...]) -> str:
    found = next((coded for coded in codes if coded.code in CANDIDATES), None)
    return f"{found.words or CANDIDATES[found.code]} ({found.code})" if found else ""


def _codes(resource: Resource, *fields: str) -> Iterator[Coded]:
    for field in fields:
        for concept in items(resource, field):
            for coding in items(concept, "coding"):
                yield Coded(text(coding, "code"), text(coding, "display") or text(concept, "text"))
            if not items(concept, "coding") and text(concept, "text"):
                yield Coded("", text(concept, "text"))


def _extensions(resource: Resource, name: str) -> Iterator[Resource]:
    """Yield extensions by their profile's name, which the two generations write differently ("newpatients" and
    "plannet-NewPatients-extension")."""
    for extension in items(resource, "extension"):
        tail = text(extension, "url").rsplit("/", 1)[-1].lower()
        if tail.removeprefix("plannet-").removesuffix("-extension").replace("-", "") == name:
            yield extension


def _delivery(resource: Resource) -> tuple[str, bool]:
    """Return the words that say that a service is given by video, and whether it is given in person too."""
    virtual, physical = "", False
    for extension in _extensions(resource, "deliverymethod"):
        parts = [(text(p, "url"), concept_code(p.get("valueCodeableConcept"))) for p in items(extension, "extension")]
        kinds = [code for url, code in parts if url == "type"]
        physical = physical or "physical" in kinds
        if "virtual" in kinds:
            ways = ", ".join(code for url, code in parts if url == "virtualModalities" and code)
            virtual = "delivery method: virtual" + (f" ({ways})" if ways else "")
    return virtual, physical


def _accepting(resource: Resource) -> Iterator[tuple[bool, str]]:
    for extension in _extensions(resource, "newpatients"):
        for part in items(extension, "extension"):
            if text(part, "url") != "acceptingPatients":
                continue
            code = concept_code(part.get("valueCodeableConcept")) or text(part, "valueCode")
            flag = part.get("valueBoolean")
            word = str(flag).lower() if isinstance(flag, bool) else code
            if word in _ACCEPTING:
                yield _ACCEPTING[word], f"accepting patients: {word}"


def _network_extensions(resource: Resource) -> Iterator[Coded]:
    for extension in _extensions(resource, "networkreference"):
        value = extension.get("valueReference")
        name = reference(value, "Organization")
        if name:
            yield Coded(name, text(value, "display"))


def read_owner(resource: Resource) -> Owner:
    """Return an Organization."""
    phone, website = contacts(resource)
    kinds = {coded.code for coded in _codes(resource, "type")}
    profiles = " ".join(map(str, (resource.get("meta") or {}).get("profile") or ()))
    numbers = [text(i, "value") for i in items(resource, "identifier") if text(i, "system").endswith(NPI_SYSTEM)]
    return Owner(
        id=text(resource, "id"), name=text(resource, "name"),
        aliases=tuple(one_line(str(alias)) for alias in resource.get("alias") or () if isinstance(alias, str)),
        npi=next((n for n in numbers if re.fullmatch(r"\d{10}", n)), ""), phone=phone, website=website,
        network="ntwk" in kinds or profiles.lower().endswith("plannet-network"),
        active=resource.get("active") is not False,
    )  # fmt: skip


def read_place(resource: Resource) -> Place:
    """Return a Location."""
    address = resource.get("address")
    address = address if isinstance(address, dict) else {}
    lines = [one_line(str(line)) for line in address.get("line") or () if isinstance(line, str)]
    position = resource.get("position")
    position = position if isinstance(position, dict) else {}
    phone, website = contacts(resource)
    return Place(
        name=text(resource, "name"), street=lines[0] if lines else "", street2=", ".join(lines[1:3]),
        city=text(address, "city"), state=state_code(text(address, "state")) or text(address, "state"),
        zip=text(address, "postalCode")[:5], phone=phone, website=website,
        latitude=_number(position.get("latitude")), longitude=_number(position.get("longitude")),
        active=text(resource, "status") in ("", "active"),
    )  # fmt: skip


def read_affiliation(resource: Resource) -> Affiliation:
    """Return an OrganizationAffiliation; networks stand in a field of their own or in an extension."""
    named = [Coded(reference(net, "Organization"), text(net, "display")) for net in items(resource, "network")]
    return Affiliation(
        organization=reference(resource.get("participatingOrganization"), "Organization"),
        networks=tuple(coded for coded in (*named, *_network_extensions(resource)) if coded.code),
        locations=frozenset(filter(None, (reference(at, "Location") for at in items(resource, "location")))),
        services=frozenset(
            filter(None, (reference(s, "HealthcareService") for s in items(resource, "healthcareService")))
        ),
        active=resource.get("active") is not False, until=_until(resource),
    )  # fmt: skip


def read_plan(resource: Resource) -> Plan:
    """Return an InsurancePlan; its networks stand at the plan itself and at each of its kinds."""
    networks = items(resource, "network")
    networks += [network for kind in items(resource, "plan") for network in items(kind, "network")]
    found = [Coded(reference(net, "Organization"), text(net, "display")) for net in networks]
    return Plan(
        name=text(resource, "name"), networks=tuple(coded for coded in found if coded.code),
        active=text(resource, "status") in ("", "active"), until=_until(resource),
    )  # fmt: skip


def _until(resource: Resource) -> str:
    period = resource.get("period")
    return text(period, "end")[:10] if isinstance(period, dict) else ""


def contacts(resource: Resource) -> tuple[str, str]:
    """Return the phone and the web site of a resource, those it ranks first."""
    points = sorted(items(resource, "telecom"), key=lambda point: _rank(point.get("rank")))
    phones = [text(point, "value") for point in points if text(point, "system") == "phone"]
    sites = [text(point, "value") for point in points if text(point, "system") == "url"]
    return next(filter(None, phones), ""), next(filter(None, sites), "")


def _rank(value: Any) -> int:
    return value if isinstance(value, int) else 99


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def reference(value: Any, kind: str) -> str:
    """Return the id that a reference to a resource of ``kind`` names, however it is written; "" where it is to none."""
    stated = text(value, "reference") if isinstance(value, dict) else ""
    if stated.startswith("urn:"):
        return stated
    found = re.search(rf"(?:^|/){kind}/([A-Za-z0-9.\-_]{{1,128}})(?:/_history/.*)?$", stated)
    return found[1] if found else ""


def concept_code(value: Any) -> str:
    """Return the first code of a CodeableConcept."""
    return next((text(coding, "code") for coding in items(value, "coding")), "") if isinstance(value, dict) else ""


def items(resource: Any, field: str) -> list[Resource]:
    """Return the objects of a list field; one object alone counts as a list of one."""
    value = resource.get(field) if isinstance(resource, dict) else None
    found = value if isinstance(value, list) else [value]
    return [item for item in found if isinstance(item, dict)]


def text(resource: Any, field: str) -> str:
    """Return a text field on one line, "" where it is none."""
    value = resource.get(field) if isinstance(resource, dict) else None
    return one_line(value) if isinstance(value, str) else ""
