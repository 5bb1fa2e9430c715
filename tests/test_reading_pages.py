"""Whole invented pages in five site styles: each is read as its truth says, and the files are those the
builder writes."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from crawler.reading.reader import PageReading, read_page
from crawler.reading.truth import KEYS
from tests.pages.build import build

PAGES = Path(__file__).parent / "pages"
ENTRIES: list[dict[str, Any]] = tomllib.loads((PAGES / "content.toml").read_text(encoding="utf-8"))["page"]
WHERE_NAMED = ("conditions", "therapies", "age_groups")


def _read(entry: dict[str, Any]) -> PageReading:
    body = (PAGES / f"{entry['id']}.html").read_bytes()
    return read_page(body, entry["url"], "2026-01-15", "text/html; charset=utf-8")


def _plain(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, list) else value


@pytest.mark.parametrize("entry", ENTRIES, ids=[e["id"] for e in ENTRIES])
def test_a_page_is_read_as_its_truth_says(entry: dict[str, Any]) -> None:
    reading = _read(entry)
    wanted = {"is_program_page": True, **entry["truth"]}
    read = reading.truth()
    wrong = {
        key: (wanted.get(key), read[key])
        for key in KEYS
        if (key in wanted or key not in WHERE_NAMED) and _plain(read[key]) != _plain(wanted.get(key))
    }
    assert wrong == {}
    assert reading.not_open == entry.get("not_open", False)


@pytest.mark.parametrize(
    "entry", [e for e in ENTRIES if {"sites", "denied", "disputed"} & e.keys()], ids=lambda e: e["id"]
)
def test_a_page_names_its_sites_denials_and_disputes(entry: dict[str, Any]) -> None:
    reading = _read(entry)
    assert {site.zip for site in reading.sites} == set(entry.get("sites", []))
    assert set(entry.get("denied", [])) <= {f.value for f in reading.facts if f.denied}
    assert {f.attribute for f in reading.facts if f.disputed} == set(entry.get("disputed", []))


def test_the_pages_are_those_of_the_builder_and_many() -> None:
    written = build()
    assert len(written) >= 40
    assert {e["style"] for e in ENTRIES} == {"hospital", "marketing", "clinic", "plain", "builder"}
    for name, text in written.items():
        assert (PAGES / name).read_text(encoding="utf-8") == text, f"{name} is out of date: run tests/pages/build.py"
