"""The invented network: made the same way every time, varied enough to search, and never mistaken for a real place."""

from __future__ import annotations

import csv
import filecmp
import json
import re
from collections import Counter
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import zipcodes

from sample.facilities import invent_facilities
from sample.generate import SAMPLE, write_sample
from sample.locator import read_labels
from sample.looks import MARK
from sample.passages import TRUTH_KEYS, Passage, union
from sample.server import sample_rows

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
ROWS = list(sample_rows())
LABELS = read_labels()
FACILITIES = invent_facilities()
TRUTHS = [json.loads(line) for line in (SAMPLE / "truth.jsonl").read_text("utf-8").splitlines()]


def codes(row: dict[str, Any]) -> set[str]:
    return {
        LABELS[service["f2"], label.lower()] for service in row["services"] or () for label in service["f3"].split("; ")
    }


def states_iop(row: dict[str, Any]) -> bool:
    name = f"{row['name1']} {row['name2'] or ''}"
    return "OIT" in codes(row) or bool(re.search(r"Intensive Outpatient|\bIOP\b", name))


def page_file(domain: str, path: str) -> Path:
    name = path.strip("/") or "index"
    return SAMPLE / "sites" / domain / (name if name.endswith((".htm", ".html")) else f"{name}.html")


def same_files(one: Path, other: Path) -> bool:
    names = {path.relative_to(one) for path in one.rglob("*") if path.is_file()}
    others = {path.relative_to(other) for path in other.rglob("*") if path.is_file()} - {Path("README.md")}
    _, differ, odd = filecmp.cmpfiles(one, other, [str(name) for name in names], shallow=False)
    return names == others and not differ and not odd


def test_generator_writes_the_checked_in_bytes(tmp_path: Path) -> None:
    write_sample(tmp_path)
    assert same_files(tmp_path, SAMPLE), "data/sample is not what `python -m sample.generate` writes: run it"


def test_second_run_replaces_the_first(tmp_path: Path) -> None:
    write_sample(tmp_path)
    left_over = tmp_path / "sites" / "gone.example" / "index.html"
    left_over.parent.mkdir()
    left_over.write_text("from an older run")
    write_sample(tmp_path)
    assert same_files(tmp_path, SAMPLE)


def test_enough_programs_in_enough_places() -> None:
    iops = {(row["street1"], row["zip"]) for row in ROWS if states_iop(row)}
    metros = {f.place.metro for f in FACILITIES}
    assert len(iops) >= 120 and len(FACILITIES) >= 140
    assert len(metros) >= 12 and len({row["state"] for row in ROWS if states_iop(row)}) >= 8
    both = sum(len(f.kinds) == 2 for f in FACILITIES)
    assert 0.25 <= both / len(FACILITIES) <= 0.35
    assert len({t["domain"] for t in TRUTHS}) >= 70


def test_no_real_phone_or_site() -> None:
    phones = [row[key] for row in ROWS for key in ("phone", "intake1", "hotline1") if row[key]]
    assert all(re.fullmatch(r"\d{3}-555-01\d\d( x\d+)?", phone) for phone in phones)
    assert len({f.phone for f in FACILITIES}) == len(FACILITIES)
    sites = Counter(row["website"] for row in ROWS)
    assert sites.pop("https://") >= 3 and sites.pop(None) >= 3
    assert all((urlsplit(site).hostname or "").endswith(".example") for site in sites)


def test_pages_name_no_real_phone_or_host() -> None:
    pages = [path for path in (SAMPLE / "sites").rglob("*") if path.is_file()]
    known = {"schema.org", "www.sitemaps.org"}
    for page in pages:
        text = page.read_text("utf-8")
        hosts = {urlsplit(url).hostname or "" for url in re.findall(r"https?://[^\s\"'<]+", text)}
        assert all(host.endswith(".example") for host in hosts - known), page
        assert all("555-01" in phone for phone in re.findall(r"\d{3}-\d{3}-\d{4}", text)), page
        assert page.suffix not in (".html", ".htm") or MARK in text, page


def test_sample_stays_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file()) < 3_000_000


def test_places_are_real_and_near_their_zip() -> None:
    real = {entry["zip_code"]: entry for entry in zipcodes.list_all()}
    for facility in FACILITIES:
        entry = real[facility.place.zip]
        assert entry["active"] and entry["zip_code_type"] == "STANDARD"
        assert (entry["city"], entry["state"]) == (facility.place.city, facility.place.state)
        assert kilometres((float(entry["lat"]), float(entry["long"])), facility.point) < 5


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    (a, b), (c, d) = (tuple(map(radians, point)) for point in (one, other))
    return 12742 * asin(sqrt(sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2))


def test_rows_have_the_dirt_of_real_rows() -> None:
    assert any(row["latitude"] is None for row in ROWS)
    absurd = [row for row in ROWS if row["latitude"] and abs(float(row["latitude"]) - centre(row)) > 0.5]
    assert len(absurd) >= 4 and any(row["latitude"] == "0.0" for row in absurd)
    assert any(" x" in row["phone"] for row in ROWS) and any(row["intake1"] for row in ROWS)
    assert any(row["services"] is None for row in ROWS)
    assert any(len(row["name1"]) == 38 for row in ROWS) and all(len(row["name1"]) <= 38 for row in ROWS)
    assert any(row["street1"].startswith("P.O. Box") for row in ROWS)
    candidates = [row for row in ROWS if row["typeFacility"] == "MH" and not states_iop(row) and row["website"]]
    assert len([row for row in candidates if codes(row) & {"OP", "PHDT", "PH"}]) >= 20


def centre(row: dict[str, Any]) -> float:
    return next(f.place.lat for f in FACILITIES if f.place.zip == row["zip"])


def test_rows_have_the_keys_of_the_locator() -> None:
    keys = (
        "_irow name1 name2 street1 street2 city state zip phone intake1 hotline1 website latitude longitude miles "
        "services typeFacility"
    )
    assert all(list(row) == keys.split() for row in ROWS)
    assert [row["_irow"] for row in ROWS] == list(range(1, len(ROWS) + 1))


def test_every_label_is_the_directory_s_own() -> None:
    file = SHARED / "samhsa" / "service_codes.csv"
    if not file.is_file():
        pytest.skip(f"{file} is not there: labels were not compared with the directories'")
    with file.open(encoding="utf-8", newline="") as lines:
        real = {
            ({"GN": "SN"}.get(entry["category_code"], entry["category_code"]), entry["service_name"].lower()): code
            for entry in csv.DictReader(lines)
            if (code := entry["service_code"])
        }
    assert {key: real.get(key) for key in LABELS} == LABELS


def test_truth_uses_the_vocabulary() -> None:
    vocabulary = pytest.importorskip("catalog.vocabulary").load_vocabulary()
    for attribute in ("conditions", "therapies", "payment_options", "insurers", "age_groups"):
        try:
            known = {term.id for term in vocabulary.terms(attribute)}
        except KeyError:
            pytest.skip(f"the vocabulary has no {attribute}: their ids were not compared")
        told = {term for truth in TRUTHS for term in truth["truth"][attribute] or ()}
        assert told <= known, f"{attribute}: {told - known}"


def test_truth_has_every_key_and_ties_to_rows() -> None:
    rows = {(row["zip"], row["phone"].split(" x")[0]) for row in ROWS}
    for truth in TRUTHS:
        assert tuple(truth["truth"]) == tuple(truth["page_truth"]) == TRUTH_KEYS
        assert (truth["zip"], truth["phone"]) in rows
        assert all(page_file(truth["domain"], path).is_file() for path in truth["pages"]), truth["domain"]


def test_sites_are_varied() -> None:
    assert len({t["look"] for t in TRUTHS}) >= 9
    assert {"open", "silent", "disputed", "opening_soon", "closed", "none"} == {t["status"] for t in TRUTHS}
    confirmed = Counter((t["story"], t["confirms_iop"]) for t in TRUTHS)
    assert confirmed["candidate_confirmed", True] >= 10 and confirmed["candidate_refuted", False] >= 10
    stated = Counter(key for t in TRUTHS for key, value in t["truth"].items() if value is not None)
    assert all(stated[key] >= 8 for key in TRUTH_KEYS), stated
    values = {
        "time_of_day": {"morning", "afternoon", "evening"},
        "age_groups": {"adolescents", "young_adults", "adults", "older_adults"},
        "days": {"sat", "sun"},
    }
    for key, wanted in values.items():
        assert wanted <= {value for t in TRUTHS for value in t["truth"][key] or ()}
    assert {True, False, None} == {t["truth"]["telehealth"] for t in TRUTHS}


def test_disputed_pages_say_both_and_closed_ones_say_so() -> None:
    for truth in TRUTHS:
        text = page_file(truth["domain"], truth["page"]).read_text("utf-8") if truth["page"] else ""
        if truth["status"] == "disputed":
            assert "9 hours a week" in text and "12 hours a week" in text
            assert truth["truth"]["hours_per_week_min"] is None
        assert (truth["status"] == "closed") == ("closed last year" in text)
        assert (truth["status"] == "opening_soon") == ("Opening soon" in text)


def test_union_refuses_two_values_for_one_number() -> None:
    with pytest.raises(ValueError, match="session_hours"):
        union([Passage((), {"session_hours": 3}), Passage((), {"session_hours": 2})])


def test_stated_hours_take_the_place_of_derived_ones() -> None:
    derived = Passage((), {"hours_per_week_derived_min": 9, "hours_per_week_derived_max": 9})
    assert union([derived, Passage((), {"hours_per_week_min": 10})]).facts == {"hours_per_week_min": 10}
