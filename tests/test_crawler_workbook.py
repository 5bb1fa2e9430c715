"""Workbooks as files of strangers: sheets that would fill the memory, passwords, years that replace one another."""

import zipfile

import pytest

from catalog.settings import Settings
from catalog.sources import gathered, read_listings
from crawler.run import GatherFailed, gather, import_file, reread
from crawler.samhsa.workbook import BadWorkbook, open_workbook
from sample.server import SampleServer
from tests.make_workbook import FACILITIES, MH_REFERENCE, write_workbook

NAME = "samhsa_directory"


def with_rows(path, rows):
    """A workbook with ``rows``, as XML, at the end of its first sheet."""
    made = write_workbook(path.with_name("before.xlsx"))
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            body = old.read(part)
            new.writestr(part, body.replace(b"</sheetData>", rows + b"</sheetData>", 1) if "sheet1" in part else body)
    return path


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row><c r='XFD3'><v>1</v></c></row>",
        b'<row r="1048576"><c><v>1</v></c></row>',
        b"<row>" + b"<c><v>1</v></c>" * 16_384 + b"</row>",
    ],
)
def test_a_cell_far_out_does_not_fill_the_memory(tmp_path, rows):
    with pytest.raises(BadWorkbook, match="far more than a directory: not opened"):
        open_workbook(with_rows(tmp_path / "far.xlsx", rows))


def test_a_workbook_behind_a_password_is_named(tmp_path):
    path = write_workbook(tmp_path / "locked.xlsx")
    body = bytearray(path.read_bytes())
    entry = body.find(b"PK\x01\x02")
    while entry >= 0:
        body[entry + 8] |= 1  # the flag "encrypted" of an entry in the archive's directory
        entry = body.find(b"PK\x01\x02", entry + 4)
    path.write_bytes(body)
    with pytest.raises(BadWorkbook, match=r"locked\.xlsx .*encrypted.* download it again"):
        open_workbook(path)


def test_an_archive_without_a_sheet_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "other.xlsx", "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
    with pytest.raises(BadWorkbook, match="holds no sheet"):
        open_workbook(tmp_path / "other.xlsx")


def dates_by_kind(root):
    ((_, folder),) = gathered(root)
    return {
        listing.kind: {evidence.as_of for fact in listing.facts for evidence in fact.evidence}
        for listing in read_listings(folder / "listings.jsonl")
    }


def test_a_given_date_dates_the_facts_of_its_own_file_only(tmp_path):
    settings = Settings(data=tmp_path)
    import_file(NAME, write_workbook(tmp_path / "su.xlsx"), tmp_path, settings, "2022-01-31")
    mental = write_workbook(tmp_path / "mh.xlsx", reference=MH_REFERENCE)
    report = import_file(NAME, mental, tmp_path, settings, "2025-02-01")
    assert dates_by_kind(tmp_path) == {"SA": {"2022-01-31"}, "MH": {"2025-02-01"}}
    assert report.as_of == "2022-01-31"
    reread(NAME, tmp_path, settings)
    assert dates_by_kind(tmp_path) == {"SA": {"2022-01-31"}, "MH": {"2025-02-01"}}


def test_a_newer_workbook_replaces_the_one_of_its_kind(tmp_path):
    """A facility that the newer year no longer lists has closed."""
    settings = Settings(data=tmp_path)
    import_file(NAME, write_workbook(tmp_path / "su_2022.xlsx"), tmp_path, settings)
    report = import_file(NAME, write_workbook(tmp_path / "su_2023.xlsx", FACILITIES[:2]), tmp_path, settings)
    assert (report.rows, report.kept) == (1, 1)


def test_an_address_that_redirects_is_followed_and_a_page_there_is_named(tmp_path):
    body = write_workbook(tmp_path / "su.xlsx").read_bytes()
    answers = {
        "/old.xlsx": (302, {"Location": "/new.xlsx"}, b""),
        "/new.xlsx": (200, {}, body),
        "/page.xlsx": (200, {}, b"<html>Moved</html>"),
        "/out.xlsx": (302, {"Location": "http://169.254.169.254/x"}, b""),
        "/gone.xlsx": (404, {}, b""),
    }
    with SampleServer(rows=[], faults=lambda request: answers.get(request.path)) as server:

        def fetched(path):
            return gather(
                NAME, tmp_path, Settings(data=tmp_path, samhsa_directory_url=server.url + path, request_delay=0)
            )

        assert fetched("/old.xlsx").kept == 2
        for path, said in {"/page": "no whole XLSX", "/out": "not a public address", "/gone": "answered 404"}.items():
            with pytest.raises(GatherFailed, match=said):
                fetched(f"{path}.xlsx")
