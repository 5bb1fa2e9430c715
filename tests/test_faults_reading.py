"""Hostile bytes in every format that is read: a clear error or a plain reading, never a crash, never endless work."""

from __future__ import annotations

import contextlib
import json
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from catalog.contacts import phone, website
from catalog.facts import Evidence
from catalog.listings import Listing
from catalog.matching import head_of, match_listings
from catalog.merging import merge
from catalog.places import UnknownPlace, find_place
from catalog.settings import Settings
from catalog.wording import digest, one_line, plain
from crawler.kept_pages import BadAnswer as BadTable
from crawler.nppes.answers import read_answer as read_registry
from crawler.own_list.table_file import BadList, open_table
from crawler.paged_table import counted, opened, paged
from crawler.reading.reader import PageReading, read_page
from crawler.records import Spoken, listing_of, unusable
from crawler.run import GatherFailed, import_file
from crawler.samhsa.locator_page import BadAnswer, open_page, read_row
from crawler.samhsa.workbook import BadWorkbook, open_workbook
from crawler.sites.links import outline, sitemap_outline
from crawler.sites.robots import rules_of
from crawler.spiders.ca_dhcs import CaDhcs
from crawler.spiders.ny_omh import NyOmh
from index.questions import read_text
from index.understand import understand
from tests.cpu_clock import at_most
from tests.make_listings import IOP, listing
from tests.make_workbook import write_workbook
from tests.test_state_lists import ca_row, ny_row

JSON_BODIES = {
    "empty": b"", "blank": b"  \n", "NUL": b"\0\0\0", "BOM": b"\xef\xbb\xbf{}",
    "UTF-16": '{"rows": []}'.encode("utf-16"), "cut": b'{"rows": [{"name1": "Qui',
    "deep list": b"[" * 200_000, "deep object": b'{"a":' * 100_000,
    "closed deep list": b"[" * 5_000 + b"]" * 5_000, "NaN": b'{"rows": NaN, "count": NaN, "results": NaN}',
    "infinite": b'{"count": 1e999, "page": 1e999, "rows": []}', "huge integer": b'{"count": ' + b"9" * 100_000 + b"}",
    "huge exponent": b'{"count": 1E+99999999}', "lone surrogate": b'{"rows": ["\\ud800"], "count": "\\udfff"}',
    "same key twice": b'{"count": 1, "count": {}, "rows": [], "rows": 5}', "text": b'"only words"', "null": b"null",
    "not UTF-8": b'{"rows": ["\xff\xfe"]}', "comment": b'// hello\n{"rows": []}', "page": b"<html>Down</html>",
}  # fmt: skip

JSON_READERS: dict[str, tuple[Callable[[bytes], Any], type[Exception]]] = {
    "locator": (open_page, BadAnswer),
    "ArcGIS count": (lambda body: counted(CaDhcs, opened(body)), BadTable),
    "ArcGIS rows": (lambda body: paged(CaDhcs, opened(body)), BadTable),
    "Socrata count": (lambda body: counted(NyOmh, opened(body)), BadTable),
    "Socrata rows": (lambda body: paged(NyOmh, opened(body)), BadTable),
    "registry": (lambda body: read_registry(opened(body)), BadTable),
}


@pytest.mark.parametrize("body", JSON_BODIES.values(), ids=JSON_BODIES)
@pytest.mark.parametrize("reader", JSON_READERS)
def test_json_that_is_no_answer_is_named(reader: str, body: bytes) -> None:
    read, error = JSON_READERS[reader]
    with at_most(10):
        try:
            read(body)
        except error as told:
            assert str(told)


ODD_VALUES = [
    "\ud800", "x\0y", "\u202eevil\u202c", float("nan"), float("inf"), 10**400, -1, True, [], {}, [[[]]],
    {"a": {"b": 1}}, "9" * 100_000, "<script>alert(1)</script>", "=1+1", "a" * 100_000, None, "",
]  # fmt: skip


@pytest.mark.parametrize("value", ODD_VALUES, ids=[repr(value)[:20] for value in ODD_VALUES])
@pytest.mark.parametrize(("table", "make"), [(CaDhcs, ca_row), (NyOmh, ny_row)])
def test_any_value_in_any_field_gives_a_listing_that_can_be_kept_or_a_reason(
    table: Any, make: Callable[..., dict[str, Any]], value: Any
) -> None:
    for field in make():
        unmapped: Counter[str] = Counter()
        record = table.place(make(**{field: value}), unmapped)
        if isinstance(record, str):
            assert record
        elif not unusable(record):
            made = listing_of(record, Spoken(source=table.name, url="https://quiet.org/", read_on="2026-11-01"))
            kept = msgspec.json.decode(msgspec.json.encode(made), type=Listing)
            assert kept == made and "\ud800" not in repr(made)


@pytest.mark.parametrize("value", ODD_VALUES[:12], ids=[repr(value)[:20] for value in ODD_VALUES[:12]])
def test_any_value_in_a_row_of_the_locator_is_read_or_refused(value: Any) -> None:
    row = {"name1": "Quiet Harbor", "city": "Mesa", "state": "AZ", "services": []}
    for field in (*row, "zip", "phone", "website", "latitude", "typeFacility"):
        try:
            record = read_row(row | {field: value}, Counter())
        except BadAnswer as told:
            assert "changed" in str(told)
        else:
            assert isinstance(record.name1, str)


LD = (
    "<script type='application/ld+json'>{}</script><h1>Our intensive outpatient program</h1><p>IOP, 9 hours a week.</p>"
)


@pytest.mark.parametrize("body", JSON_BODIES.values(), ids=JSON_BODIES)
def test_structured_data_of_any_kind_leaves_the_words_readable(body: bytes) -> None:
    page = LD.format(body.decode("utf-8", "surrogateescape").replace("<", "&lt;"))
    with at_most(10):
        reading = read_page(page.encode("utf-8", "surrogateescape"), "https://quiet.org/", "2026-11-01", "text/html")
    assert reading.truth()["hours_per_week_min"] == 9


BOMB = "<!DOCTYPE z [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 8}'>" for n in range(1, 12)) + "]>"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text("TOP-SECRET-WORDS")
    return path


def test_xml_bombs_and_entities_of_other_files_mean_nothing(secret: Path) -> None:
    outside = f'<!DOCTYPE z [<!ENTITY x SYSTEM "file://{secret}">]>'
    for start in (BOMB, outside):
        body = f"<?xml version='1.0'?>{start}<urlset><url><loc>https://quiet.org/&a11;&x;</loc></url></urlset>".encode()
        page = f"{start}<html><body><h1>IOP</h1><p>&a11;&x;</p><a href='/iop&x;'>x</a></body></html>"
        with at_most(10):
            found = repr(sitemap_outline(body, "https://quiet.org/")) + repr(
                outline(page.encode(), "https://quiet.org/")
            )
            found += repr(read_page(page, "https://quiet.org/", "2026-11-01", "text/html"))
        assert "TOP-SECRET" not in found and len(found) < 5_000


def test_a_workbook_with_a_bomb_or_an_entity_of_another_file_is_refused_or_means_nothing(
    tmp_path: Path, secret: Path
) -> None:
    for start in (BOMB, f'<!DOCTYPE z [<!ENTITY x SYSTEM "file://{secret}">]>'):
        path = write_workbook(tmp_path / "odd.xlsx")
        parts = {name: zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()}
        with zipfile.ZipFile(path, "w") as archive:
            for name, body in parts.items():
                changed = start.encode() + body.replace(b"Quiet Harbor", b"&a11;&x;") if "sheet" in name else body
                archive.writestr(name, changed)
        with at_most(10):
            try:
                found = repr(open_workbook(path).rows)
            except BadWorkbook as told:
                found = str(told)
        assert "TOP-SECRET" not in found and len(found) < 50_000


def test_a_workbook_that_unpacks_to_gigabytes_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    part = "xl/worksheets/sheet1.xml"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(part, "w", force_zip64=True) as sheet,
    ):
        for _ in range(250):
            sheet.write(b" " * 1_000_000)
    for read, error in ((open_workbook, BadWorkbook), (open_table, BadWorkbook)):
        with at_most(10), pytest.raises(error, match="far more than"):
            read(path)  # type: ignore[operator]


CSVS = {
    "giant field": b"name,city,state\n" + b"x" * 5_000_000 + b",Mesa,AZ\n",
    "NUL": b"name,city,state\nCedar\0,Mesa,AZ\n",
    "open quote": b'name,city,state\n"' + b"Cedar,Mesa,AZ\n" * 50_000, "only quotes": b'"' * 200_000,
    "wide": b"name,city,state\nCedar,Mesa,AZ" + b"," * 200_000, "headings only": b"name,city,state\n",
    "binary": bytes(range(256)) * 100, "surrogates": b"name,city,state\n\xed\xa0\x80,Mesa,AZ\n",
    "one line": b"name,city,state" * 10_000, "returns": b"name,city,state\r" * 10_000,
}  # fmt: skip


@pytest.mark.parametrize("body", CSVS.values(), ids=CSVS)
def test_a_csv_file_of_any_kind_is_a_list_or_named(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(body)
    with at_most(10):
        try:
            open_table(path)
        except BadList as told:
            assert "own.csv" in str(told)
        try:
            import_file("own_list", path, tmp_path, Settings(data=tmp_path))
        except GatherFailed as told:
            assert "Nothing that was gathered before is lost" in str(told) or "brought no listing" in str(told)


LONG = 100_000
"""Characters of a hostile page; other texts are a fifth of that, which no form or source lets through either."""

HOSTILE = {
    "letters": "a", "blanks": " ", "digits": "9", "numbers": "9 ", "dashes": "1-", "clocks": "9:00 am - ",
    "levels": "iop ", "denials": "not ", "brackets": "(", "commas": ",a", "lines": "\n", "hours": "three hours a day ",
    "days": "monday, ", "addresses": "9 Main Street, ", "phones": "(480) 555-0100 ", "dots": "a.b@",
    "bidi": "\u202e", "accents": "e\u0301", "addresses of sites": "http://", "payers": "we accept aetna, ",
    "ages": "ages 5 to ", "tags": "<b>", "entities": "&amp;",
}  # fmt: skip


def repeated(piece: str, length: int) -> str:
    return piece * (length // len(piece))


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_a_page_of_one_hundred_thousand_hostile_characters_is_read_with_bounded_work(piece: str) -> None:
    text = repeated(piece, LONG)
    with at_most(20):
        read_page(f"<h1>Our IOP</h1><p>{text}</p>", "https://quiet.org/", "2026-11-01", "text/html")
        outline(f"<a href='{text}'>{text}</a>".encode(), "https://quiet.org/")
        rules_of(200, f"User-agent: *\nDisallow: /{text}\n{text}".encode())
        sitemap_outline(f"<urlset><url><loc>{text}</loc></url></urlset>".encode(), "https://quiet.org/")


def find(text: str) -> None:
    with contextlib.suppress(UnknownPlace):
        find_place(text)


def match(text: str) -> None:
    one, other = (listing(text + end, IOP, street=text, city=text, phone=text) for end in ("", "b"))
    list(match_listings(iter([head_of(one, 30, 0, 0, 1), head_of(other, 30, 0, 0, 1)])).groups)
    merge([one, other], {})


TEXT_READERS: list[Callable[[str], Any]] = [
    understand, read_text, find, match, phone, website, plain, digest, one_line,
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_questions_names_and_contacts_are_read_with_bounded_work(piece: str) -> None:
    text = repeated(piece, LONG // 5)
    for read in TEXT_READERS:
        with at_most(20):
            read(text)


def test_a_fact_of_hostile_words_keeps_a_short_quote() -> None:
    reading: PageReading = read_page(
        "<h1>Our IOP</h1><p>Our IOP meets 9 hours a week" + repeated(" and so on", LONG) + "</p>",
        "https://quiet.org/", "2026-11-01", "text/html",
    )  # fmt: skip
    quotes = [e.quote for fact in reading.facts for e in fact.evidence if isinstance(e, Evidence)]
    assert quotes and max(map(len, quotes)) <= 300
    assert json.dumps(quotes)
