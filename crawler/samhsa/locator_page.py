"""A page of the locator's JSON API to records; says clearly what is wrong where it is none.

The format is that of the locator's developer guide, v1.9 (2025): ``{"page", "totalPages", "recordCount", "rows"}``.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from crawler.samhsa.codes import code_of
from crawler.samhsa.records import Record

NEEDED = ("name1", "city", "state", "services")
"""Fields that every row of the API has had; a row without one means that the format has changed."""

LONGEST_LABEL = 80


class BadAnswer(ValueError):
    """What the locator sent is no page of listings; the message says what came instead."""


class Page(msgspec.Struct, frozen=True):
    """One page: its number, how many there are, how many records in all, and the rows as they came."""

    page: int
    total_pages: int
    record_count: int
    rows: list[dict[str, Any]]


def open_page(body: bytes) -> Page:
    """Return the page in ``body``, or raise ``BadAnswer`` naming what came instead."""
    try:
        data = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        start = " ".join(body[:120].decode("utf-8", "replace").split())
        kind = "a web page" if body.lstrip()[:1] == b"<" else "no JSON"
        raise BadAnswer(f"the locator sent {kind} ({start!r}): {error}") from error
    if not isinstance(data, dict) or not isinstance(data.get("rows"), list):
        raise BadAnswer(f"the locator's answer has no list of rows: {str(data)[:120]!r}")
    number, pages, records = (data.get(key) for key in ("page", "totalPages", "recordCount"))
    if not (isinstance(number, int) and isinstance(pages, int) and isinstance(records, int)):
        raise BadAnswer(f"page, totalPages or recordCount is no number: {number}, {pages}, {records}")
    for row in data["rows"]:
        missing = [key for key in NEEDED if not isinstance(row, dict) or key not in row]
        if missing:
            raise BadAnswer(f"a row has no field {missing[0]!r}: the locator's format has changed")
        _check_services(row["services"])
    return Page(number, pages, records, data["rows"])


def read_row(row: dict[str, Any], unmapped: Counter[str]) -> Record:
    """Return the record in a row; labels that no code is known for are counted in ``unmapped``."""
    kind = _text(row.get("typeFacility") or row.get("type_facility"))
    return Record(
        name1=_text(row["name1"]), name2=_text(row.get("name2")), street1=_text(row.get("street1")),
        street2=_text(row.get("street2")), city=_text(row["city"]), state=_text(row["state"]).upper(),
        zip=_text(row.get("zip")), phone=_text(row.get("phone")), intake=_text(row.get("intake1")),
        hotline=_text(row.get("hotline1")), website=_text(row.get("website")), latitude=_text(row.get("latitude")),
        longitude=_text(row.get("longitude")), kind=kind.upper(), services=_services(row["services"], unmapped),
    )  # fmt: skip


def _check_services(services: Any) -> None:
    """Raise ``BadAnswer`` where services are neither none nor a list of f2 and f3.

    Asked for a whole page before it is kept: a kept page that cannot be read would stop every later run.
    """
    if services is not None and (
        not isinstance(services, list) or not all(isinstance(s, dict) and "f2" in s and "f3" in s for s in services)
    ):
        raise BadAnswer("a row's services are no list of f2 and f3: the locator's format has changed")


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _services(services: Any, unmapped: Counter[str]) -> tuple[tuple[str, str], ...]:
    """Return (code, label) pairs; no label of SAMHSA holds a semicolon (a test looks)."""
    _check_services(services)
    found: dict[str, str] = {}
    for service in services or ():
        category = _text(service["f2"])
        for label in _text(service["f3"]).split(";"):
            code = code_of(category, label)
            if code:
                found.setdefault(code, " ".join(label.split()))
            elif label.strip():
                unmapped[f"{category}: {' '.join(label.split())[:LONGEST_LABEL]}"] += 1
    return tuple(found.items())
