"""What a Plan-Net directory sent, as it lies on disk: answers by question, the services of interest among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from crawler.insurers.bundles import CAP, Answer, Resource, read_answer
from crawler.insurers.resources import Owner, Place, Service, read_owner, read_place, read_service
from crawler.kept_pages import kept
from crawler.known_places import KnownPlaces

Read = TypeVar("Read")

CUT = "cut.txt"
"""File in a question's folder that says why it ended before its last page."""

NEARLY_ALL = 0.95
"""Share of what a server says it found that it must send."""

_NOWHERE = "https://asked.invalid/"
"""Stands for the address asked where only the resources of an answer are wanted."""


def page_file(folder: Path, page: int) -> Path:
    """Return where a page of a question is kept."""
    return folder / f"{page:05}.json.gz"


def answers(place: Path, prefix: str) -> Iterator[Answer]:
    """Yield the kept answers to the questions whose names begin with ``prefix``, in order; raises ``BadAnswer``."""
    for path in sorted(place.glob(f"{prefix}*/*.json.gz")):
        body = kept(path)
        if body is not None:
            yield read_answer(body, _NOWHERE)


def resources(place: Path, prefixes: Iterable[str], kind: str) -> Iterator[Resource]:
    """Yield the kept resources of one kind that came for some questions."""
    for prefix in prefixes:
        for answer in answers(place, prefix):
            yield from (resource for resource in answer.resources if resource["resourceType"] == kind)


def by_name(found: Iterable[Resource], read: Callable[[Resource], Read]) -> dict[str, Read]:
    """Return resources by their id, and by the address that a Bundle gives them in its place."""
    known: dict[str, Read] = {}
    for resource in found:
        names = [name for name in (resource.get("id"), resource.get("fullUrl")) if isinstance(name, str)]
        if any(name not in known for name in names):
            value = read(resource)
            for name in names:
                known.setdefault(name, value)
    return known


def cuts(place: Path) -> Iterator[tuple[str, str]]:
    """Yield the questions that did not bring all there is, each with why."""
    for path in sorted(place.glob(f"*/{CUT}")):
        yield path.parent.name, path.read_text("utf-8")
    for folder in sorted(path for path in place.glob("services-*") if path.is_dir()):
        count = total = 0
        for answer in answers(place, folder.name):
            count += sum(resource["resourceType"] == "HealthcareService" for resource in answer.resources)
            total = max(total, answer.total or 0)
        if not (folder / CUT).exists() and (count == CAP or count < min(total, CAP) * NEARLY_ALL):
            yield folder.name, f"it found {total} and sent {count}"


def wanted_services(place: Path, known: KnownPlaces) -> list[Service]:
    """Return the services that may be an IOP, or are at a place that other sources list; each once."""
    owners: dict[str, Owner] = by_name(resources(place, ("services-",), "Organization"), read_owner)
    spots: dict[str, Place] = by_name(resources(place, ("services-",), "Location"), read_place)
    found: dict[str, Service] = {}
    for resource in resources(place, ("services-",), "HealthcareService"):
        service = read_service(resource)
        npi = owners[service.organization].npi if service.organization in owners else ""
        here = [spots[name] for name in service.locations if name in spots]
        if service.stated or service.candidate or any(known.has(npi, spot.street, spot.zip) for spot in here):
            found.setdefault(service.id, service)
    return list(found.values())


def missing_references(place: Path, services: list[Service]) -> set[tuple[str, str]]:
    """Return the kind and id of what ``services`` refer to and did not bring along."""
    needed = {("Organization", s.organization) for s in services if s.organization}
    needed |= {("Location", name) for s in services for name in s.locations}
    came = {kind: by_name(resources(place, ("services-",), kind), str) for kind in ("Organization", "Location")}
    have = {(kind, name) for kind, names in came.items() for name in names}
    return {(kind, name) for kind, name in needed - have if not name.startswith("urn:")}
