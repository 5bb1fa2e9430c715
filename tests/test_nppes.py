"""The NPI registry: nothing is clamped unseen, no person is kept, a name confirms and a code makes a candidate."""

import json
from collections import Counter

import pytest

from catalog.places import zip_table
from catalog.settings import Settings
from catalog.sources import finished_runs, gathered, read_listings
from crawler.kept_pages import BadAnswer, kept
from crawler.nppes.answers import read_answer
from crawler.nppes.records import names, place_records, unfit, updated
from crawler.nppes.shards import QUESTIONS, Shard, all_shards
from crawler.run import GatherFailed, gather, reread
from tests.replay_registry import RegistryServer, organization

ZIPS = sorted(code for code, place in zip_table().items() if place[3] == "AZ")


def hasty(server, tmp_path, states="AZ"):
    return Settings(data=tmp_path, nppes_url=server.base, request_delay=0, states=states)


def run(server, tmp_path, **kwargs):
    return gather("nppes", tmp_path, hasty(server, tmp_path), **kwargs)


def listings(tmp_path):
    ((_, folder),) = gathered(tmp_path)
    return list(read_listings(folder / "listings.jsonl"))


def many(count):
    return [organization(1_000_000_000 + n, f"Cedar {n}", zip_code=ZIPS[n % len(ZIPS)]) for n in range(count)]


def test_each_state_is_asked_each_question_once(tmp_path):
    with RegistryServer([organization(1568946812), organization(1568946813, state="NM", zip_code="87101")]) as server:
        report = gather("nppes", tmp_path, hasty(server, tmp_path, states="AZ,NM"))
        asked, first = server.asked, server.log[0].path
    assert (report.rows, report.kept) == (2, 2)
    assert len(asked) == 2 * len(QUESTIONS) == len(all_shards(["AZ", "NM"]))
    assert first == "/robots.txt"
    for question in asked:
        assert question["version"] == "2.1" and question["enumeration_type"] == "NPI-2"
        assert question["address_purpose"] == "LOCATION" and question["limit"] == "200"
    assert len(all_shards()) == 56 * len(QUESTIONS)


def test_a_question_with_more_than_the_registry_gives_is_cut_by_zip(tmp_path):
    with RegistryServer(many(3_000)) as server:
        report = run(server, tmp_path)
        prefixes = {asked["postal_code"] for asked in server.asked if "postal_code" in asked}
        skips = {int(asked["skip"]) for asked in server.asked}
    assert (report.rows, report.kept) == (3_000, 3_000)
    assert {"85*", "86*", "850*", "852*"} <= prefixes and all(len(prefix) >= 3 for prefix in prefixes)
    assert max(skips) == 1000
    assert "registry gives" not in " ".join(report.notes)
    assert len({listing.id for listing in listings(tmp_path)}) == 3_000


def test_exactly_as_many_as_the_registry_gives_are_cut_too(tmp_path):
    """1,200 records look the same as more of them."""
    with RegistryServer(many(1_200)) as server:
        assert run(server, tmp_path).kept == 1_200
        assert any("postal_code" in asked for asked in server.asked)


def test_a_zip_that_cannot_be_cut_is_told(tmp_path):
    with RegistryServer([organization(1_000_000_000 + n, f"Cedar {n}") for n in range(1_300)]) as server:
        report = run(server, tmp_path)
    assert report.kept == 1_200
    assert report.notes["a ZIP has more organizations than the registry gives"] == 1


def test_parts_cover_every_zip_of_the_state():
    parts = [Shard("mental", "AZ")]
    for _ in range(4):
        parts = [shorter for part in parts for shorter in part.parts()]
    assert sorted(part.prefix for part in parts) == ZIPS
    assert parts[0].parts() == ()


def test_an_interrupted_run_continues(tmp_path):
    def broken(asked):
        return (503, {}, b"") if asked.get("postal_code") == "86*" else None

    with RegistryServer(many(1_300), odd=broken) as server:
        with pytest.raises(GatherFailed, match="mental-az-86, from 0: it answered 503"):
            run(server, tmp_path)
        assert gathered(tmp_path) == []
        server.odd = None
        assert run(server, tmp_path).kept == 1_300
        questions = Counter((asked.get("postal_code"), *asked.values()) for asked in server.asked)
    assert {question[0] for question, times in questions.items() if times > 1} == {"86*"}


def test_no_persons_name_reaches_the_disk(tmp_path):
    person = {"number": 1003000126, "enumeration_type": "NPI-1", "basic": {"first_name": "SECRETNAME"},
              "addresses": [{"address_purpose": "LOCATION", "state": "AZ", "postal_code": "85251"}],
              "taxonomies": [{"code": "x", "desc": "Mental Health"}], "other_names": []}  # fmt: skip
    person["basic"]["organization_name"] = "x"
    with RegistryServer([organization(1568946812), person]) as server:
        report = run(server, tmp_path)
    assert report.kept == 1 and report.skipped == {"a person, not an organization": 1}
    ((_, folder),) = gathered(tmp_path)
    for path in folder.rglob("*"):
        if path.is_file():
            body = kept(path) if path.suffix == ".gz" else path.read_bytes()
            assert b"SECRETNAME" not in body.upper() and b"authorized_official" not in body, path


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            {"Errors": [{"description": "No valid search criteria provided", "number": "04"}]},
            "No valid search criteria",
        ),
        ({"Errors": ["odd"]}, "odd"),
        ({}, "its form has changed"),
        ([], "its form has changed"),
        (None, "its form has changed"),
        ({"result_count": 1, "results": [1]}, "its form has changed"),
        ({"result_count": 5, "results": []}, "counted 5 records and sent 0"),
        ({"result_count": 1, "results": [{"npi": 1, "basic": {}}]}, "no record has a field 'number', only: basic, npi"),
    ],
)
def test_an_answer_that_is_none_is_named(answer, said):
    with pytest.raises(BadAnswer, match=said):
        read_answer(answer)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((200, {}, b'{"Errors": [{"description": "Too broad"}]}'), "answered with an error: Too broad"),
        ((200, {}, b"<html>maintenance</html>"), "sent a web page"),
        ((429, {"Retry-After": "60"}, b""), "429, which means stop; it asks to wait: 60"),
    ],
)
def test_an_odd_answer_ends_the_run_of_this_source_alone(tmp_path, answer, said):
    odd = lambda asked: answer if "organization_name" in asked else None  # noqa: E731
    with (
        RegistryServer(many(3), odd) as server,
        pytest.raises(GatherFailed, match=f"nppes: named-az, from 0: .*{said}"),
    ):
        run(server, tmp_path)
    assert gathered(tmp_path) == []


def test_a_changed_field_name_is_named(tmp_path):
    records = [{"addrs" if key == "addresses" else key: value for key, value in organization(1).items()}]
    body = json.dumps({"result_count": 1, "results": records}).encode()
    odd = lambda asked: (200, {}, body)  # noqa: E731
    with RegistryServer([], odd) as server, pytest.raises(GatherFailed, match="no record has a field 'addresses'"):
        run(server, tmp_path)


def test_a_registry_that_sends_one_page_for_ever_is_left(tmp_path):
    body = json.dumps({"result_count": 200, "results": many(200)}).encode()
    odd = lambda asked: (200, {}, body)  # noqa: E731
    with RegistryServer([], odd) as server, pytest.raises(GatherFailed, match="sent the page before again"):
        run(server, tmp_path)


def test_zero_records_and_half_of_them_change_nothing(tmp_path):
    with RegistryServer(many(20)) as server:
        run(server, tmp_path)
        before = gathered(tmp_path)
        for records in ([], many(10)):
            server.records = records
            with pytest.raises(GatherFailed, match=f"it brought {len(records)} listings, the run before 20"):
                run(server, tmp_path)
        assert gathered(tmp_path) == before
        server.records = many(18)
        assert run(server, tmp_path).kept == 18
    assert len(finished_runs(tmp_path, "nppes")) == 2


def test_kept_pages_are_read_again_without_the_network(tmp_path):
    with RegistryServer(many(5)) as server:
        settings = hasty(server, tmp_path)
        run(server, tmp_path)
    before = listings(tmp_path)
    assert reread("nppes", tmp_path, settings).kept == 5 and listings(tmp_path) == before


def test_a_name_confirms_a_code_makes_a_candidate_and_the_rest_is_left_out(tmp_path):
    alias = {"organization_name": "CEDAR IOP", "code": "3", "type": "Doing Business As"}
    former = {"organization_name": "OLD INTENSIVE OUTPATIENT", "code": "4", "type": "Former Legal Business Name"}
    records = [
        organization("1568946812", "CEDAR HEALTH LLC", other_names=[alias]),
        organization(1568946820, "BIRCH HEALTH LLC", other_names=[former]),
        organization(1568946838, "INTENSIVE OUTPATIENT OF MESA", code="152W00000X"),
        organization(1568946846, "OAK DENTAL", code="261QD0000X"),
        organization(1568946853, "GONE CLINIC", basic={"organization_name": "GONE CLINIC", "status": "D"}),
    ]
    with RegistryServer(records) as server:
        report = run(server, tmp_path)
    found = {listing.name: listing for listing in listings(tmp_path)}
    assert {name: listing.states_iop for name, listing in found.items()} == {
        "CEDAR IOP": True, "BIRCH HEALTH LLC": False, "INTENSIVE OUTPATIENT OF MESA": True,
    }  # fmt: skip
    assert report.skipped == {"no specialty that may hold an IOP": 1, "its number is not active": 1}
    assert "(261QM0801X)" in found["BIRCH HEALTH LLC"].candidate_for
    cedar = found["CEDAR IOP"]
    assert cedar.organization == "CEDAR HEALTH LLC" and cedar.candidate_for == ""
    assert (cedar.street, cedar.street2, cedar.zip, cedar.phone) == ("100 MAIN ST", "STE 4", "85251", "(480) 213-4567")
    assert cedar.url == "https://npiregistry.cms.hhs.gov/provider-view/1568946812" and cedar.as_of == "2018-09-22"
    told = {(fact.attribute, fact.value) for fact in cedar.facts}
    assert {("npi", "1568946812"), ("name", "CEDAR IOP"), ("name", "CEDAR HEALTH LLC")} <= told


@pytest.mark.parametrize(
    ("basic", "epoch", "date"),
    [
        ({"last_updated": "2018-09-22"}, 1, "2018-09-22"),
        ({}, 1537639861, "2018-09-22"),
        ({}, "1537639861", "2018-09-22"),
        ({}, "1537639861000", "2018-09-22"),
        ({}, "soon", ""),
        ({}, None, ""),
    ],
)
def test_the_day_of_the_last_change_comes_in_many_forms(basic, epoch, date):
    assert updated({"basic": basic, "last_updated_epoch": epoch}) == date


def test_every_place_of_care_is_a_listing_and_no_mailbox_is():
    record = organization(1568946812)
    home = record["addresses"][0]
    record["practiceLocations"] = [home, home | {"address_1": "7 OAK AVE"}, home | {"country_code": "CA"}]
    assert [place.street for place in place_records(record)] == ["100 MAIN ST", "7 OAK AVE"]
    record["addresses"], record["practiceLocations"] = record["addresses"][1:], []
    assert unfit(record) == "no address in the United States"


def test_recorded_answers_are_read(shared_data):
    folder = shared_data / "nppes"
    records = read_answer(json.loads((folder / "ten_organizations.json").read_text("utf-8")))
    assert len(records) == 10 and all(unfit(r) == "no specialty that may hold an IOP" for r in records)
    assert all(names(record) and updated(record) and list(place_records(record)) for record in records)
    assert read_answer(json.loads((folder / "empty_result.json").read_text("utf-8"))) == []
    for name in ("error_no_criteria", "error_enumeration_type_needs_criteria"):
        with pytest.raises(BadAnswer, match="criteria"):
            read_answer(json.loads((folder / f"{name}.json").read_text("utf-8")))
