"""State lists on ArcGIS and Socrata: paged, counted, continued, and refused where anything is odd."""

import json
from collections import Counter

import pytest
from scrapy.http import Response

from catalog.settings import Settings
from catalog.sources import finished_runs, gathered, read_listings, read_report
from crawler.kept_pages import BadAnswer
from crawler.paged_table import answer_of, counted, paged
from crawler.run import GatherFailed, gather, reread
from crawler.settings import scrapy_settings
from crawler.spiders.ca_dhcs import CaDhcs
from crawler.spiders.ny_omh import NyOmh
from tests.replay_tables import TableServer


def ca_row(number=1, **fields):
    return {
        "OBJECTID": number, "Application_Number": f"19{number:04}AN", "Facility_Name": f"CEDAR HOUSE {number}",
        "Legal_Entity_Name": "CEDAR SERVICES, INC.", "Program_Code": "NON", "Facility_Address1": "100 MAIN STREET",
        "Facility_Address2": None, "Facility_City": "OAKLAND", "Facility_State": "CA", "Facility_Zip": "94612",
        "Facility_Phone": "(510) 213-4567", "Latitude": 37.81, "Longitude": -122.27,
        "Target_Population": "1.1 --- CO-ED", "Type_of_Application": "Certified", "Lic_Expiration_Date": "1/31/2028",
    } | fields  # fmt: skip


def ny_row(number=1, **fields):
    return {
        "agency_name": "Cedar Services", "facility_code": f"{number:04}", "program_code": "001",
        "program_name": f"Cedar Clinic {number}", "populations_served": "Adults", "program_phone": "(718)213-4567",
        "program_address_1": "1-21 27th Avenue", "program_city": "Astoria", "program_state": "NY",
        "program_zip": "11102-4510", "program_type_description": "Clinic Treatment",
        "location": {"latitude": "40.77", "longitude": "-73.92"},
    } | fields  # fmt: skip


KINDS = {
    "ca_dhcs": (ca_row, "arcgis", "Facility_Name", "resultOffset"),
    "ny_omh": (ny_row, "socrata", "program_name", "$offset"),
}


def hasty(name, server, tmp_path):
    return Settings(data=tmp_path, request_delay=0, **{f"{name}_url": getattr(server, KINDS[name][1])})


def run(name, server, tmp_path, **kwargs):
    return gather(name, tmp_path, hasty(name, server, tmp_path), **kwargs)


def kept(tmp_path):
    ((_, folder),) = gathered(tmp_path)
    return list(read_listings(folder / "listings.jsonl"))


def stated(listing):
    return {(fact.attribute, fact.value) for fact in listing.facts}


@pytest.mark.parametrize("name", KINDS)
def test_every_row_comes_once_page_after_page(tmp_path, name):
    make, _, _, offset = KINDS[name]
    seen = []
    with TableServer([make(n) for n in range(2_300)], most=900) as server:
        report = run(name, server, tmp_path, on_progress=seen.append)
        offsets = [asked[offset][0] for asked in server.asked if offset in asked]
        first = server.log[0].path
    assert (report.rows, report.kept) == (2_300, 2_300)
    assert offsets == (["0", "900", "1800"] if name == "ca_dhcs" else ["0", "1000", "2000"])
    assert len({listing.id for listing in kept(tmp_path)}) == 2_300
    assert first == "/robots.txt"
    assert max(step.done for step in seen) == seen[0].total == 4


@pytest.mark.parametrize("name", KINDS)
def test_an_interrupted_run_continues_with_the_missing_page(tmp_path, name):
    make, _, _, offset = KINDS[name]
    down = (503, {}, b"later")
    with TableServer([make(n) for n in range(1_500)]) as server:
        server.odd = lambda asked: down if asked.get(offset) == "1000" else None
        with pytest.raises(GatherFailed, match=r"rows from 1000: it answered 503.*again to continue"):
            run(name, server, tmp_path)
        assert gathered(tmp_path) == []
        server.odd, before = None, len(server.asked)
        assert run(name, server, tmp_path).kept == 1_500
        assert [asked[offset] for asked in server.asked[before:]] == [["1000"]]


ARCGIS_ERROR = {"error": {"code": 400, "message": "Invalid query", "details": ["Unknown layer"]}}


ODD = [
    ((200, {}, b"<html>We are down for maintenance</html>"), "sent a web page"),
    ((200, {}, b"oops"), "sent no JSON"),
    ((200, {}, b"[" * 100_000), "sent no JSON"),
    ((200, {}, json.dumps(ARCGIS_ERROR).encode()), "error.*Invalid query"),
    ((400, {}, b'{"error": true, "message": "Unrecognized arguments"}'), r"answered 400 \(Unrecognized"),
    ((200, {}, b'{"message": "Dataset not found"}'), "Dataset not found|its form has changed"),
    ((200, {}, b"{}"), "its form has changed"),
    ((200, {}, b"null"), "its form has changed"),
    ((200, {}, b"[1, 2]"), "its form has changed"),
    ((200, {}, b'{"features": [{"attributes": null}], "count": "many"}'), "its form has changed"),
    ((403, {}, b"no"), "answered 403, which means stop"),
    ((401, {}, b"no"), "answered 401, which means stop"),
    ((429, {"Retry-After": "120"}, b"slow"), "it asks to wait: 120"),
    ((302, {"Location": "http://127.0.0.1:1/"}, b""), "points to http://127.0.0.1:1/: set IOP_"),
]


@pytest.mark.parametrize("table", [CaDhcs, NyOmh])
@pytest.mark.parametrize(("answer", "said"), ODD)
@pytest.mark.parametrize("reader", [counted, paged])
def test_an_odd_answer_is_named(table, answer, said, reader):
    status, headers, body = answer
    with pytest.raises(BadAnswer, match=said):
        reader(table, answer_of(Response("http://127.0.0.1/", status, headers, body), table.name))


@pytest.mark.parametrize(
    ("name", "at", "answer", "said"),
    [("ca_dhcs", "count", *ODD[3]), ("ca_dhcs", "page", *ODD[3]), ("ca_dhcs", "page", *ODD[0]),
     ("ny_omh", "page", *ODD[12]), ("ny_omh", "count", *ODD[4])],
)  # fmt: skip
def test_an_odd_answer_ends_the_run_of_that_source_alone(tmp_path, name, at, answer, said):
    make, _, _, offset = KINDS[name]
    odd = lambda asked: answer if (offset in asked) == (at == "page") else None  # noqa: E731
    with TableServer([make(1)], odd=odd) as server, pytest.raises(GatherFailed, match=said) as failure:
        run(name, server, tmp_path)
    assert str(failure.value).startswith(name) and gathered(tmp_path) == []


@pytest.mark.parametrize("name", KINDS)
def test_a_changed_field_name_is_named(tmp_path, name):
    make, _, field, _ = KINDS[name]
    rows = [{"renamed" if key == field else key: value for key, value in make(n).items()} for n in range(3)]
    with (
        TableServer(rows) as server,
        pytest.raises(GatherFailed, match=f"no row has a field '{field}', only: .*renamed"),
    ):
        run(name, server, tmp_path)
    assert gathered(tmp_path) == []


@pytest.mark.parametrize(("name", "left"), [("ca_dhcs", 50), ("ny_omh", 0)])
def test_zero_rows_and_half_the_rows_change_nothing(tmp_path, name, left):
    make = KINDS[name][0]
    with TableServer([make(n) for n in range(100)]) as server:
        run(name, server, tmp_path)
        before = gathered(tmp_path)
        server.table = [make(n) for n in range(left)]
        with pytest.raises(GatherFailed, match=f"{name}: it brought {left} listings, the run before 100"):
            run(name, server, tmp_path)
        server.announced = 100
        with pytest.raises(GatherFailed, match=f"announced 100 rows and sent {left}"):
            run(name, server, tmp_path)
        assert gathered(tmp_path) == before
        server.table, server.announced = [make(n) for n in range(90)], None
        assert run(name, server, tmp_path).kept == 90
    assert len(finished_runs(tmp_path, name)) == 2


def test_the_first_run_of_an_empty_table_fails(tmp_path):
    with TableServer([]) as server, pytest.raises(GatherFailed, match="no listing"):
        run("ny_omh", server, tmp_path)


@pytest.mark.parametrize("name", KINDS)
def test_a_server_that_sends_the_first_page_for_ever_is_left(tmp_path, name):
    make, _, _, offset = KINDS[name]
    rows = [make(n) for n in range(1_000)]
    body = (
        {"features": [{"attributes": row} for row in rows], "exceededTransferLimit": True}
        if name == "ca_dhcs"
        else rows
    )
    answer = (200, {}, json.dumps(body).encode())
    odd = lambda asked: answer if offset in asked else None  # noqa: E731
    with TableServer(rows, odd=odd) as server, pytest.raises(GatherFailed, match="announced 1000 rows and sent 2000"):
        run(name, server, tmp_path)


def test_more_rows_that_never_come_are_an_error(tmp_path):
    empty = (200, {}, b'{"features": [], "exceededTransferLimit": true}')
    odd = lambda asked: empty if "resultOffset" in asked else None  # noqa: E731
    with TableServer([ca_row()], odd=odd) as server, pytest.raises(GatherFailed, match="follow and sends none"):
        run("ca_dhcs", server, tmp_path)


@pytest.mark.parametrize("name", ["ny_omh"])
def test_kept_pages_are_read_again_without_the_network(tmp_path, name):
    with TableServer([KINDS[name][0](n) for n in range(5)]) as server:
        settings = hasty(name, server, tmp_path)
        run(name, server, tmp_path)
    before = kept(tmp_path)
    assert reread(name, tmp_path, settings).kept == 5 and kept(tmp_path) == before


@pytest.mark.parametrize("name", ["ca_dhcs"])
def test_an_offline_run_leaves_the_public_address_alone(tmp_path, name):
    with pytest.raises(GatherFailed, match="this run is offline"):
        gather(name, tmp_path, Settings(data=tmp_path, offline=True))
    made = scrapy_settings(Settings(offline=True), "https://data.ny.gov/x")
    assert made["FENCE_ORIGINS"] == []


def test_california_confirms_by_name_and_takes_nonresidential_for_candidates(tmp_path):
    rows = [ca_row(1, Facility_Name="CEDAR IOP"), ca_row(2), ca_row(3, Program_Code="NON-DETOX"),
            ca_row(4, Program_Code="RES"),
            ca_row(5, Program_Code="RES-DETOX", Facility_Name="CEDAR INTENSIVE OUTPATIENT"),
            ca_row(6, Facility_State="XX"), ca_row(7, Program_Code=None)]  # fmt: skip
    with TableServer(rows) as server:
        report = run("ca_dhcs", server, tmp_path)
    listings = {listing.name: listing for listing in kept(tmp_path)}
    assert {name: listing.states_iop for name, listing in listings.items()} == {
        "CEDAR IOP": True, "CEDAR HOUSE 2": False, "CEDAR HOUSE 3": False, "CEDAR INTENSIVE OUTPATIENT": True,
    }  # fmt: skip
    assert "Program_Code NON)" in listings["CEDAR HOUSE 2"].candidate_for
    assert listings["CEDAR IOP"].candidate_for == ""
    assert sum(report.skipped.values()) == 3 and report.skipped["unknown state"] == 1
    iop = listings["CEDAR IOP"]
    assert (
        iop.organization == "CEDAR SERVICES, INC." and iop.phone == "(510) 213-4567" and iop.point.precision == "site"
    )
    level = next(fact for fact in iop.facts if fact.attribute == "level_of_care")
    assert (level.evidence[0].quote, level.evidence[0].scope) == ("CEDAR IOP", "facility")
    (licensed,) = [fact for fact in iop.facts if fact.attribute == "accreditation"]
    assert licensed.evidence[0].quote == (
        "Type_of_Application: Certified; Application_Number: 190001AN; Lic_Expiration_Date: 1/31/2028"
    )


@pytest.mark.parametrize(
    ("words", "facts"),
    [
        ("1.1 --- CO-ED", {("populations", "men_accepted"), ("populations", "women_accepted")}),
        ("1.3 --- WOMEN ONLY", {("populations", "women")}),
        ("1.5 --- YOUTH/ADOLESCENT", {("age_groups", "under_18"), ("age_groups", "adolescents")}),
        ("1.7 --- FAMILIES", set()),
    ],
)
def test_california_names_whom_a_program_is_for(words, facts):
    unmapped = Counter()
    record = CaDhcs.place(ca_row(Target_Population=words, Type_of_Application="Pending"), unmapped)
    assert {(told.attribute, told.value) for told in record.told} == facts
    unknown = {"Type_of_Application: Pending": 1} | ({} if facts else {"Target_Population: FAMILIES": 1})
    assert unmapped == unknown


def test_new_york_confirms_by_name_and_takes_clinics_for_candidates(tmp_path):
    rows = [ny_row(1, program_name="Cedar IOP", program_type_description="Support Program"), ny_row(2),
            ny_row(3, program_type_description="Partial Hospitalization", populations_served="Adolescents"),
            ny_row(4, program_type_description="Supported Housing"),
            ny_row(5, location=None, populations_served=None)]  # fmt: skip
    with TableServer(rows) as server:
        report = run("ny_omh", server, tmp_path)
    listings = {listing.name: listing for listing in kept(tmp_path)}
    assert {name for name, listing in listings.items() if listing.states_iop} == {"Cedar IOP"}
    assert listings["Cedar Clinic 2"].candidate_for == "New York lists it as Clinic Treatment"
    assert {("level_of_care", "php"), ("age_groups", "adolescents")} <= stated(listings["Cedar Clinic 3"])
    assert listings["Cedar Clinic 5"].point.precision == "zip"
    assert report.skipped == {"program type Supported Housing: not one that may hold an IOP": 1}
    assert report.unmapped["program_type_description: Clinic Treatment"] == 2


def test_invented_rows_cannot_enter_live_data_nor_real_ones_the_sample(tmp_path):
    with TableServer([ca_row(1), ca_row(2, Facility_Phone="(510) 555-0123")]) as server:
        assert run("ca_dhcs", server, tmp_path).skipped == {"invented record in live data": 1}
        settings = hasty("ca_dhcs", server, tmp_path)
        assert gather("ca_dhcs", settings.sample, settings).skipped == {"real record in the sample": 1}


@pytest.mark.parametrize(
    ("table", "file"), [(CaDhcs, "ca_dhcs_sud_facilities_subset"), (NyOmh, "ny_omh_6nvr-tbv8_sample")]
)
def test_recorded_rows_have_the_fields_that_are_read(shared_data, tmp_path, table, file):
    recorded = json.loads((shared_data / "state" / f"{file}.json").read_text("utf-8"))
    rows = [feature["attributes"] for feature in recorded["features"]] if isinstance(recorded, dict) else recorded
    with TableServer(rows) as server:
        report = run(table.name, server, tmp_path)
    listings = kept(tmp_path)
    if table is CaDhcs:
        assert (report.rows, report.kept, sum(listing.states_iop for listing in listings)) == (43, 40, 5)
        assert all(listing.phone and listing.point for listing in listings)
    else:
        assert (report.rows, report.kept) == (2, 1)
    assert read_report(finished_runs(tmp_path, table.name)[0]).origin.startswith(server.url)
