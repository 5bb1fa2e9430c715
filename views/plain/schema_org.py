"""A program as schema.org describes places of care (https://schema.org/MedicalClinic): stated facts only.

A program in, a JSON-LD record out. What is denied, disputed, or not stated is left out, for a record has no way to
say so; a point counts only where it is the program's own.
"""

from __future__ import annotations

from typing import Any

from catalog.attributes import attribute
from catalog.contacts import dialable
from catalog.display import value_words
from catalog.facts import Fact
from catalog.programs import Program
from views.language import Language
from views.markup import shown, web_address

SERVICES = ("level_of_care", "therapies")
"""Attributes whose terms are services of the clinic."""


def clinic(program: Program, url: str, words: Language) -> dict[str, Any]:
    """Return the record; ``url`` is the page that shows the program."""
    services = [{"@type": "MedicalTherapy", "name": name} for key in SERVICES for name in _stated(program, key, words)]
    record: dict[str, Any] = _kept(
        {
            "@context": "https://schema.org",
            "@type": ["MedicalClinic", "MedicalBusiness"],
            "@id": url,
            "url": url,
            "name": program.name,
            "parentOrganization": {"@type": "Organization", "name": program.owner} if program.owner else None,
            "address": _address(program),
            "geo": _geo(program),
            "telephone": _telephone(program.intake_phone or program.phone),
            "sameAs": web_address(program.website),
            "availableService": services,
            "availableLanguage": _stated(program, "languages", words),
            "paymentAccepted": ", ".join(_stated(program, "payment_options", words)),
        }
    )
    return record


def _stated(program: Program, key: str, words: Language) -> list[str]:
    facts: list[Fact] = [fact for fact in program.facts_of(key) if not fact.denied and not fact.disputed]
    return list(dict.fromkeys(value_words(attribute(key), fact.value, words) for fact in facts))


def _address(program: Program) -> dict[str, Any] | None:
    parts = {
        "streetAddress": " ".join(part for part in (program.street, program.street2) if part),
        "addressLocality": program.city,
        "addressRegion": program.state,
        "postalCode": program.zip,
    }
    if not any(parts.values()):
        return None
    return {"@type": "PostalAddress", **parts, "addressCountry": "US"}


def _geo(program: Program) -> dict[str, Any] | None:
    if program.point is None or program.point.precision != "site":
        return None
    return {"@type": "GeoCoordinates", "latitude": program.point.lat, "longitude": program.point.lon}


def _telephone(number: str) -> str:
    target = dialable(shown(number)).removeprefix("tel:")
    return target if target.startswith("+1") and len(target.partition(",")[0]) == 12 else ""


def _kept(value: Any) -> Any:
    """Return a record without what is empty, its texts without anything invisible."""
    if isinstance(value, dict):
        kept = {key: _kept(each) for key, each in value.items()}
        return {key: each for key, each in kept.items() if each not in ("", None, [], {})}
    if isinstance(value, list):
        return [_kept(each) for each in value]
    return shown(value) if isinstance(value, str) else value
