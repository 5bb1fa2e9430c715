"""JSON-LD in pages: its items flattened, the questions it answers, the services, phone and address it states.

Opening hours (``openingHoursSpecification``) are an office's, never an IOP's timetable, and are not read at all.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator

from crawler.reading.wordforms import one_line

LARGEST_SCRIPT = 1_000_000
MOST_ITEMS = 500
LONGEST_NAME = 200
"""Characters of a service's name; what is longer describes it."""

_TAGS = re.compile(r"<[^<>]{0,500}>")


def items(scripts: Iterable[str]) -> Iterator[object]:
    """Yield what each script holds; one that is no JSON, or nested too deep to be read, yields nothing."""
    for script in scripts:
        try:
            yield json.loads(script.strip().removesuffix(";")[:LARGEST_SCRIPT], strict=False)
        except (ValueError, RecursionError):
            continue


def flattened(found: Iterable[object]) -> list[dict[str, object]]:
    """Return every object in ``found``, outer ones first, however it is nested; at most ``MOST_ITEMS``."""
    queue = list(found)
    flat: list[dict[str, object]] = []
    for item in queue:
        if isinstance(item, dict):
            flat.append(item)
            queue += [
                v for k, v in item.items() if isinstance(v, (dict, list)) and "openinghours" not in str(k).lower()
            ]
        elif isinstance(item, list):
            queue += item
        if len(flat) >= MOST_ITEMS or len(queue) > 20 * MOST_ITEMS:
            break
    return flat


def kind_of(item: dict[str, object]) -> set[str]:
    """Return an item's types, in lower case and without a namespace."""
    kinds = item.get("@type", "")
    return {str(k).rsplit("/", 1)[-1].lower() for k in (kinds if isinstance(kinds, list) else [kinds])}


def text_of(value: object) -> str:
    """Return a JSON-LD text value as one plain line, "" where it is no text."""
    return one_line(html.unescape(_TAGS.sub(" ", value[:20_000]))) if isinstance(value, str) else ""


def answered_questions(data: list[dict[str, object]]) -> list[tuple[str, str]]:
    """Return the (question, answer) pairs of FAQ pages."""
    found = []
    for item in data:
        if "question" not in kind_of(item):
            continue
        answers = item.get("acceptedAnswer")
        for answer in answers if isinstance(answers, list) else [answers]:
            if isinstance(answer, dict) and (text := text_of(answer.get("text"))):
                found.append((text_of(item.get("name")), text))
    return found


def service_names(data: list[dict[str, object]]) -> list[str]:
    """Return the names of the therapies and services that items state as available, each once.

    They stand in ``availableService`` (a clinic's, MedicalTherapy or MedicalProcedure) or, as offers of services, in
    ``hasOfferCatalog``.
    """
    found: dict[str, None] = {}
    for item in data:
        for service in (*_each(item.get("availableService")), *_in_catalog(item.get("hasOfferCatalog"))):
            name = text_of(service.get("name") if isinstance(service, dict) else service)
            if name and len(name) <= LONGEST_NAME:
                found[name] = None
    return list(found)[:MOST_ITEMS]


def _in_catalog(catalog: object) -> Iterator[object]:
    """Yield the services of a catalog's offers."""
    for one in _each(catalog):
        for offer in _each(one.get("itemListElement")) if isinstance(one, dict) else ():
            if isinstance(offer, dict):
                yield offer.get("itemOffered") or offer


def _each(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
