"""An answer of the registry to the organizations in it, without any person's name."""

from __future__ import annotations

import json
from typing import Any

from crawler.kept_pages import BadAnswer
from crawler.nppes.shards import PAGE_SIZE

NEEDED = ("number", "enumeration_type", "basic", "addresses", "taxonomies", "other_names")
"""Fields of a record without which it cannot be read."""

PERSONAL = ("authorized_official_", "endpoints")
"""Beginnings of the fields that name a person or hold a person's mail address."""

Organization = dict[str, Any]


def read_answer(answer: Any) -> list[Organization]:
    """Return the records of an answer; raises ``BadAnswer`` where it is an error or has another form.

    Of a person's own record nothing is left but that there was one.
    """
    if isinstance(answer, dict) and answer.get("Errors"):
        errors = answer["Errors"] if isinstance(answer["Errors"], list) else [answer["Errors"]]
        raise BadAnswer(f"the registry answered with an error: {'; '.join(map(_error, errors))[:300]}")
    try:
        records = [dict(record.items()) for record in answer["results"]]
    except (KeyError, TypeError, AttributeError) as error:
        raise BadAnswer(f"the registry sent no results ({str(answer)[:120]}): its form has changed") from error
    if len(records) > PAGE_SIZE or answer.get("result_count", len(records)) != len(records):
        raise BadAnswer(f"the registry counted {answer.get('result_count')} records and sent {len(records)}")
    known = {field for record in records for field in record}
    for field in NEEDED:
        if records and field not in known:
            there = ", ".join(sorted(known))[:300]
            raise BadAnswer(f"no record has a field {field!r}, only: {there}. Its form has changed: mend the spider")
    return [_without_persons(record) for record in records]


def _error(error: Any) -> str:
    return str(error.get("description", error)) if isinstance(error, dict) else str(error)


def _without_persons(record: Organization) -> Organization:
    if record.get("enumeration_type") != "NPI-2":
        return dict.fromkeys(NEEDED) | {"enumeration_type": "NPI-1"}
    return {field: _cleaned(value) for field, value in record.items() if not field.startswith(PERSONAL)}


def _cleaned(value: Any) -> Any:
    if isinstance(value, dict):
        return {field: inner for field, inner in value.items() if not field.startswith(PERSONAL)}
    return value


def kept_form(records: list[Organization]) -> bytes:
    """Return cleaned records in the registry's own form, to be kept in place of its answer."""
    return json.dumps({"result_count": len(records), "results": records}, sort_keys=True).encode()
