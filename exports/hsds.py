"""Chosen programs in the shape of the Human Services Data Specification 3 (HSDS), which directories exchange.

Each program is a service at one location. What HSDS has no field for becomes an attribute with a term of our
vocabulary. Only what is stated is written: a field that nobody states is left out. Format:
https://docs.openreferral.org/en/v3/hsds/schema_reference.html
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import msgspec

from catalog.attributes import attribute, load_attributes
from catalog.contacts import website
from catalog.display import fact_words
from catalog.facts import Fact, Span
from catalog.programs import Program
from catalog.schedule import how_much, when
from catalog.stated import unanswered
from catalog.vocabulary import load_vocabulary
from catalog.wording import one_line
from exports.selection import Selection

_OURS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:iop-finder")


def to_hsds(chosen: Selection) -> bytes:
    """Return a list of services as indented JSON in UTF-8."""
    services = [service(program, chosen) for program in chosen.programs]
    return msgspec.json.format(msgspec.json.encode(services)) + b"\n"


def service(program: Program, chosen: Selection) -> dict[str, Any]:
    """Return one program as an HSDS service; its ids are the same in every release."""
    told = {
        "id": _id(program.id),
        "name": one_line(program.name),
        "status": "active",
        "description": _description(program, chosen),
        "url": website(program.website),
        "assured_date": program.last_seen,
        "alert": chosen.words.say("export.invented") if chosen.invented else "",
        "fees_description": _said(program, "payment_options", chosen),
        "accreditations": _said(program, "accreditation", chosen),
        **_ages(program),
        "phones": list(_phones(program)),
        "schedules": list(_schedules(program, chosen)),
        "languages": list(_languages(program)),
        "service_at_locations": [_at_location(program)],
        "organization": _organization(program),
        "attributes": list(_attributes(program, chosen)),
    }
    return {key: value for key, value in told.items() if value not in ("", [], None)}


def _id(*parts: str) -> str:
    return str(uuid.uuid5(_OURS, "\x1f".join(parts)))


def _description(program: Program, chosen: Selection) -> str:
    asked = " ".join(chosen.words.question(row) for row in unanswered(program))
    week = "; ".join(part for part in (how_much(program, chosen.words), when(program, chosen.words)) if part)
    return " ".join(
        part for part in (week, f"{chosen.words.say('export.questions')}: {asked}" if asked else "") if part
    )


def _said(program: Program, key: str, chosen: Selection) -> str:
    return chosen.stated(attribute(key), program) if program.facts_of(key) else ""


def _ages(program: Program) -> dict[str, float]:
    """Return the ages that are stated, where sources agree on them."""
    spans = [fact.value for fact in program.facts_of("ages") if not fact.denied]
    if len(spans) != 1 or not isinstance(spans[0], Span):
        return {}
    ends = {"minimum_age": spans[0].low, "maximum_age": spans[0].high}
    return {name: end for name, end in ends.items() if end is not None}


def _phones(program: Program) -> Iterator[dict[str, Any]]:
    for number in dict.fromkeys((program.intake_phone, program.phone)):
        if number:
            main, _, extension = one_line(number).partition(" ext. ")
            phone = {"id": _id(program.id, number), "service_id": _id(program.id), "number": main, "type": "voice"}
            yield phone | ({"extension": int(extension)} if extension.isdecimal() else {})


def _schedules(program: Program, chosen: Selection) -> Iterator[dict[str, Any]]:
    days = [str(day) for day in program.values("days")]
    sessions = [str(session).split("-") for session in program.values("sessions")] or [[]]
    for ends in sessions if days or sessions != [[]] else []:
        told = {
            "id": _id(program.id, "schedule", *ends), "service_id": _id(program.id), "freq": "WEEKLY",
            "byday": ",".join(day[:2].upper() for day in days), "description": when(program, chosen.words),
        }  # fmt: skip
        if len(ends) == 2:
            told |= {"opens_at": f"{ends[0]}:00", "closes_at": f"{ends[1]}:00"}
        yield {key: value for key, value in told.items() if value}


def _languages(program: Program) -> Iterator[dict[str, str]]:
    for value in program.values("languages"):
        known = load_vocabulary().has("languages", str(value))
        name = load_vocabulary().term("languages", str(value)).label if known else str(value)
        yield {"id": _id(program.id, "language", str(value)), "service_id": _id(program.id), "name": one_line(name)}


def _at_location(program: Program) -> dict[str, Any]:
    location: dict[str, Any] = {
        "id": _id(program.id, "location"), "location_type": "physical", "name": one_line(program.name),
        "addresses": [{
            "id": _id(program.id, "address"), "address_1": one_line(program.street),
            "address_2": one_line(program.street2), "city": one_line(program.city),
            "state_province": one_line(program.state), "postal_code": one_line(program.zip), "country": "US",
            "address_type": "physical",
        }],
    }  # fmt: skip
    if program.point and program.point.precision == "site":
        location |= {"latitude": program.point.lat, "longitude": program.point.lon}
    return {
        "id": _id(program.id, "at"), "service_id": _id(program.id), "location_id": location["id"],
        "location": location,
    }  # fmt: skip


def _organization(program: Program) -> dict[str, str]:
    name = one_line(program.organization or program.name)
    return {"id": _id("organization", name.casefold()), "name": name, "description": name}


def _attributes(program: Program, chosen: Selection) -> Iterator[dict[str, Any]]:
    """Yield each stated or denied fact that is one of our terms, a span or a yes or no."""
    for row in load_attributes():
        for fact in program.facts_of(row.key) if row.kind in ("terms", "span", "yes_no") else ():
            yield _attribute(row.key, fact, program, chosen)


def _attribute(key: str, fact: Fact, program: Program, chosen: Selection) -> dict[str, Any]:
    row = attribute(key)
    known = row.kind == "terms" and load_vocabulary().has(row.vocabulary, str(fact.value))
    term = load_vocabulary().term(row.vocabulary, str(fact.value)) if known else None
    code = f"{key}:{term.id}" if term else key
    newest = max(fact.evidence, key=lambda evidence: evidence.dated)
    return {
        "id": _id(program.id, code, repr(fact.value), str(fact.denied)), "link_id": _id(program.id),
        "link_type": key, "link_entity": "service", "taxonomy_term_id": _id(code),
        "value": f"{fact_words(fact, chosen.words)} ({chosen.source_label(newest.source)}, {newest.dated})",
        "taxonomy_term": {
            "id": _id(code), "code": code, "name": chosen.words.label(term or row),
            "description": chosen.words.help(term or row), "taxonomy": "iop-finder", "language": chosen.words.code,
        },
    }  # fmt: skip
