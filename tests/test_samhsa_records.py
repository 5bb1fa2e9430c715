"""Every trap of SAMHSA's records: labels, names, candidates, coordinates, odd answers, odd workbooks."""

import zipfile
from collections import Counter

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.facts import Answer, answer
from crawler.iop_names import names_iop
from crawler.samhsa.codes import code_of, labels
from crawler.samhsa.locator_page import BadAnswer, open_page, read_row
from crawler.samhsa.records import Reading, in_wrong_world, read_record, unusable
from crawler.samhsa.workbook import MOST_UNPACKED, BadWorkbook, open_workbook
from tests.make_workbook import FACILITIES, REFERENCE, write_workbook

READING = Reading(source="samhsa_locator", read_on="2026-11-01")


def row(**fields):
    """A row of the API, as the developer guide shows it."""
    return {
        "name1": "Quiet Harbor", "name2": None, "street1": "100 Main Street", "street2": None, "city": "Scottsdale",
        "state": "AZ", "zip": "85251", "phone": "480-555-2368", "intake1": None, "hotline1": None,
        "website": "https://quiet.org", "latitude": "33.49", "longitude": "-111.92", "typeFacility": "SA",
        "services": [{"f1": " Service Setting", "f2": "SET", "f3": "Outpatient; Intensive outpatient treatment"}],
    } | fields  # fmt: skip


def read(**fields):
    return read_record(read_row(row(**fields), Counter()), READING)


def page(*rows, **fields):
    body = {"page": 1, "totalPages": 1, "recordCount": len(rows), "rows": list(rows)} | fields
    return msgspec.json.encode(body)


@pytest.mark.parametrize(
    ("category", "label", "code"),
    [
        ("SET", "Intensive outpatient treatment", "OIT"),
        ("SET", "  INTENSIVE   outpatient Treatment ", "OIT"),
        ("SN", "Female", "FEM"),
        ("GN", "Female", "FEM"),
        ("AGE", "Young adults", "YAD"),
        ("TC", "Mental health treatment services", "MH"),
        ("SET", "Outpatient detoxification", "OD"),
        ("TAP", "Intensive outpatient treatment", ""),
        ("SET", "A new kind of care", ""),
    ],
)
def test_labels_mean_codes_by_category(category, label, code):
    assert code_of(category, label) == code


def test_no_label_holds_the_separator():
    assert [label for label in labels().values() if ";" in label] == []


def test_the_code_confirms_an_iop_of_the_facility():
    listing = read()
    (fact,) = [f for f in listing.facts if f.value == "iop"]
    assert listing.states_iop
    assert (fact.evidence[0].how, fact.evidence[0].scope) == ("code", "facility")
    assert fact.evidence[0].quote == "Intensive outpatient treatment"


def test_labels_nobody_knows_are_counted():
    unmapped = Counter()
    read_row(row(services=[{"f1": "x", "f2": "TAP", "f3": "Sound baths; Cognitive behavioral therapy; ;"}]), unmapped)
    assert unmapped == {"TAP: Sound baths": 1}


def test_null_services_are_none():
    listing = read(services=None)
    assert not listing.states_iop
    assert {fact.attribute for fact in listing.facts} <= {"name", "address", "phone", "website"}


def test_the_guides_other_name_of_the_type_is_read():
    guide = row(type_facility="MH")
    del guide["typeFacility"]
    assert read_row(guide, Counter()).kind == "MH"


@pytest.mark.parametrize("site", ["https://", "http://", "", None, "javascript:alert(1)", "http://10.0.0.1/"])
def test_a_website_that_is_none_is_none(site):
    listing = read(website=site)
    assert listing.website == ""
    assert not any(fact.attribute == "website" for fact in listing.facts)


@pytest.mark.parametrize(
    ("lat", "lon", "precision"),
    [("33.49", "-111.92", "site"), (None, None, "zip"), ("0", "0", "zip"), ("61.1", "-149.8", "zip"),
     (33.49, -111.92, "site"), ("NaN", "NaN", "zip")],
)  # fmt: skip
def test_coordinates_that_cannot_be_right_give_way_to_the_zip(lat, lon, precision):
    listing = read(latitude=lat, longitude=lon)
    assert listing.point.precision == precision
    assert bool(listing.notes) == (precision == "zip")


@pytest.mark.parametrize(
    "name",
    ["Four Directions Trt Ctr IOP", "Mental Health PHP/IOP", "SAIOP", "CDIOP", "Intensive Outpatient Program",
     "Outpatient Services and Intensive Outp", "Partial Hosp and Intensive Outpt Prog", "Tri City Intensive OP",
     "LAT Intensive Outpatient Programs", "(CASA)/IOP", "Intensive Out-Patient", "IOP and OMHC"],
)  # fmt: skip
def test_names_that_say_iop(name):
    assert names_iop(name)


@pytest.mark.parametrize(
    "name",
    ["Intensive Residential Treatment", "Intensive Day Treatment", "Intensive Treatment Systems LLC", "Biopsy Center",
     "Intensive InHome", "Adult Intensive Services", "RECO Intensive", "Intermediate Care Home", "iopath", "",
     "Outpatient Services", "Low Intensity Residential", "Intensive Opioid Care"],
)  # fmt: skip
def test_names_that_do_not(name):
    assert names_iop(name) == ""


def test_a_name_confirms_what_no_code_says():
    listing = read(name2="Adult IOP", typeFacility="MH", services=None)
    (fact,) = [f for f in listing.facts if f.value == "iop"]
    assert (fact.evidence[0].how, fact.evidence[0].quote) == ("text", "Quiet Harbor Adult IOP")
    assert (listing.organization, listing.name) == ("Quiet Harbor", "Adult IOP")


def services(label):
    return [{"f1": "Service Setting", "f2": "SET", "f3": label}]


@pytest.mark.parametrize(
    ("fields", "candidate"),
    [
        ({"typeFacility": "MH", "services": services("Outpatient")}, True),
        ({"typeFacility": "MH", "services": services("Partial hospitalization/day treatment")}, True),
        ({"typeFacility": "MH", "services": services("Outpatient"), "website": "https://"}, False),
        ({"typeFacility": "MH", "services": services("Residential/24-hour residential")}, False),
        ({"typeFacility": "MH", "services": services("Outpatient"), "name2": "IOP"}, False),
        ({"typeFacility": "SA", "services": services("Outpatient")}, False),
    ],
)
def test_candidates_are_mental_health_facilities_that_may_run_one(fields, candidate):
    listing = read(**fields)
    assert bool(listing.candidate_for) == candidate
    assert not (listing.candidate_for and listing.states_iop)


def test_a_denial_is_a_denial():
    listing = read(services=[{"f1": "", "f2": "AUT", "f3": "Does not treat alcohol use disorder"}])
    assert answer(listing.facts, "conditions", "alcohol_use") is Answer.NO


def test_a_row_of_200_kilobytes_is_cut_and_marked():
    unmapped = Counter()
    record = read_row(row(name1="x" * 200_000, services=[{"f1": "", "f2": "TAP", "f3": "y" * 200_000}]), unmapped)
    listing = read_record(record, READING)
    assert len(listing.name) == 300
    assert any("cut" in note for note in listing.notes)
    assert len(next(iter(unmapped))) < 100


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({"name1": None}, "no name"), ({"name1": "  "}, "no name"), ({"name1": "\u200b"}, "no name"),
     ({"state": None}, "no state"),
     ({"state": "ZZ"}, "unknown state"), ({}, "")],
)  # fmt: skip
def test_records_that_give_no_listing_say_why(fields, reason):
    assert unusable(read_row(row(**fields), Counter())) == reason


def test_invented_and_real_records_never_meet():
    real, invented = read(), read(phone="480-555-0100")
    site = read(website="http://quiet.example/")
    assert in_wrong_world(invented, sample=False) == in_wrong_world(site, sample=False) != ""
    assert in_wrong_world(real, sample=True) != ""
    assert in_wrong_world(real, sample=False) == in_wrong_world(invented, sample=True) == ""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html><body>Down for maintenance</body></html>", "sent a web page"),
        (b"Invalid request parameters", "sent no JSON"),
        (b"", "sent no JSON"),
        (b'{"page": 1', "sent no JSON"),
        (b"[]", "no list of rows"),
        (b'{"rows": {}}', "no list of rows"),
        (b'{"rows": [], "page": "1", "totalPages": 1, "recordCount": 0}', "is no number"),
        (b'{"rows": [], "page": NaN, "totalPages": 1, "recordCount": 0}', "sent no JSON"),
        (b"[" * 100_000, "sent no JSON"),
        (page({"facility": "renamed"}), "no field 'name1'"),
        (page("a string"), "no field 'name1'"),
        (b'\xff\xfe{"rows": []}', "sent no JSON"),
        (b'{"rows": [{"name1": "\\ud800"}]}', "sent no JSON"),
    ],
)
def test_an_answer_that_is_no_page_says_what_came(body, said):
    with pytest.raises(BadAnswer, match=said):
        open_page(body)


def test_services_of_another_shape_are_a_changed_format():
    with pytest.raises(BadAnswer, match="format has changed"):
        read_row(row(services=[{"name": "OIT"}]), Counter())


def test_a_page_past_the_end_has_no_rows():
    assert open_page(page(page=4, totalPages=3, recordCount=274)).rows == []


@given(st.dictionaries(st.sampled_from(sorted(row())), st.none() | st.integers() | st.floats() | st.text()))
def test_no_field_breaks_the_reader(fields):
    odd = row(**fields | {"services": None})
    record = read_row(odd, Counter())
    if not unusable(record):
        assert read_record(record, READING).name


def test_a_workbook_is_read_as_the_locator_is(tmp_path):
    path = write_workbook(tmp_path / "su.xlsx")
    book = open_workbook(path)
    assert (book.kind, book.as_of, len(book.rows)) == ("SA", "2023-06-29", 2)


def test_both_spellings_of_the_headers_are_read(tmp_path):
    header = [name.capitalize() for name in FACILITIES[0]]
    assert len(open_workbook(write_workbook(tmp_path / "su.xlsx", [header, *FACILITIES[1:]])).rows) == 2


def test_a_workbook_gives_the_programs_identity_of_the_locator(tmp_path):
    from catalog.merging import program_id
    from crawler.samhsa import workbook

    book = open_workbook(write_workbook(tmp_path / "su.xlsx"))
    imported = read_record(workbook.read_row(book.rows[0], "SA", Counter()), READING)
    assert program_id(imported) == program_id(read())
    assert imported.zip == "85251"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sheet": "Sheet1"}, "no sheet 'Facilities List', only: Sheet1"),
        ({"facilities": [["name1", "city"], ["Quiet Harbor", "Mesa"]]}, "has no column 'name2'"),
        ({"facilities": []}, "has no column 'name1'"),
        ({"reference": [["category_code", "x", "service_code"], ["SET", "", "RES"]]}, "it names neither"),
        ({"reference": [*REFERENCE, ["SET", "", "PHDT", "Partial"]]}, "it names both"),
    ],
)
def test_a_wrong_workbook_says_what_was_expected(tmp_path, change, said):
    with pytest.raises(BadWorkbook, match=said):
        open_workbook(write_workbook(tmp_path / "wrong.xlsx", **change))


def test_a_truncated_workbook_says_to_download_it_again(tmp_path):
    path = write_workbook(tmp_path / "cut.xlsx")
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(BadWorkbook, match=r"cut\.xlsx .* download it again"):
        open_workbook(path)


def test_a_file_that_is_no_workbook_is_refused(tmp_path):
    (tmp_path / "x.xlsx").write_text("name1,name2\n")
    with pytest.raises(BadWorkbook, match="no whole XLSX"):
        open_workbook(tmp_path / "x.xlsx")


def test_a_workbook_that_unpacks_to_far_too_much_is_not_opened(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (MOST_UNPACKED // 10))
    with pytest.raises(BadWorkbook, match="unpacks to"):
        open_workbook(tmp_path / "bomb.xlsx")


def test_codes_nobody_knows_are_counted():
    from crawler.samhsa import workbook

    unmapped = Counter()
    cells = dict(zip(FACILITIES[0], FACILITIES[1], strict=True)) | {"service_code_info": "SA * OIT XYZ9 * CBT"}
    record = workbook.read_row(cells, "SA", unmapped)
    assert [code for code, _ in record.services] == ["SA", "OIT", "CBT"]
    assert unmapped == {"code: XYZ9": 1}
