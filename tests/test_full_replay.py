"""The whole line over every real row: spider, listings, programs, release, search. Nothing is lost on the way."""

import json
from collections import Counter

import msgspec
import pytest
from click.testing import CliRunner

from catalog.building import ACCOUNTS, Account
from catalog.merging import WRITTEN
from catalog.places import find_place, miles_between
from catalog.programs import Program
from catalog.releases import served
from catalog.settings import Settings
from catalog.sources import LISTINGS, gathered, read_listings
from catalog.wording import plain
from cli import iop
from crawler.run import import_file
from sample.server import SampleServer

pytestmark = pytest.mark.replay
OIT = "Intensive outpatient treatment"


def invoke(root, *args):
    return CliRunner().invoke(iop, args, env={"IOP_DATA": str(root)}, catch_exceptions=False)


@pytest.fixture(scope="module")
def replayed(locator_rows, tmp_path_factory):
    """Everything gathered over loopback and published; the server's log of requests beside it."""
    root = tmp_path_factory.mktemp("replay")
    with SampleServer(rows=locator_rows) as server:
        env = {"IOP_DATA": str(root), "IOP_SAMHSA_LOCATOR_URL": server.url, "IOP_REQUEST_DELAY": "0"}
        result = CliRunner().invoke(iop, ["rebuild", "samhsa_locator"], env=env, catch_exceptions=False)
        assert result.exit_code == 0, result.stderr
        log = list(server.log)
    return root, log


@pytest.fixture(scope="module")
def release(replayed):
    return served(replayed[0])


@pytest.fixture(scope="module")
def accounts(release):
    return [msgspec.json.decode(line, type=Account) for line in (release.path / ACCOUNTS).read_bytes().splitlines()]


def has_oit(row):
    return any(service["f2"] == "SET" and OIT in service["f3"] for service in row["services"])


def test_every_state_and_territory_is_asked_once_and_page_by_page(replayed):
    asked = Counter(f"{entry.path}?{entry.query}" for entry in replayed[1] if "exportsAsJson" in entry.path)
    assert set(asked.values()) == {1}
    assert len(asked) >= 56 * 2


def test_every_row_is_kept(replayed, locator_rows):
    ((report, _),) = gathered(replayed[0])
    assert (report.rows, report.kept) == (len(locator_rows), len(locator_rows))
    assert report.unmapped == {}


def test_all_rows_with_the_iop_code_are_accounted_for(replayed, locator_rows, accounts):
    expected = sum(has_oit(row) for row in locator_rows)
    ((_, folder),) = gathered(replayed[0])
    stated = {
        listing.id
        for listing in read_listings(folder / LISTINGS)
        for fact in listing.facts
        if fact.value == "iop" and fact.attribute == "level_of_care" and fact.evidence[0].how == "code"
    }
    assert len(stated) == expected == 5736
    fate = {account.listing: account for account in accounts}
    assert {fate[listing].outcome for listing in stated} <= {"program", "merged"}
    assert all(fate[listing].program for listing in stated)


def test_every_listing_has_exactly_one_account(accounts, locator_rows):
    assert len(accounts) == len({account.listing for account in accounts}) == len(locator_rows)


def test_no_program_is_without_a_point_or_a_reason(release):
    programs = list(release.programs())
    assert all(program.point or program.notes for program in programs)
    assert all(program.status == "confirmed" for program in programs)
    assert not any(program.invented for program in programs)
    assert len(programs) == release.manifest.counts["programs"] > 5700


def test_the_sa_and_mh_rows_of_a_facility_are_one_program(release, accounts):
    both = [p for p in release.programs() if len(p.listings) == 2]
    assert len(both) > 900
    assert Counter(a.outcome for a in accounts)["merged"] > 1800
    dbt_and_oit = [p for p in both if "dbt" in p.values("therapies")]
    assert dbt_and_oit, "DBT is a code of mental-health rows only: it must reach the program"


def test_mental_health_facilities_are_kept_as_candidates_and_not_shown(release):
    lines = (release.path / "candidates.jsonl").read_bytes().splitlines()
    candidates = [msgspec.json.decode(line, type=Program) for line in lines]
    assert len(candidates) > 3000
    assert all(c.candidate_for and c.website for c in candidates)
    assert not {c.id for c in candidates} & set(release.ids())


def test_search_finds_real_programs_near_a_zip_nearest_first(replayed):
    result = invoke(replayed[0], "search", "trauma", "--near", "85251", "--within", "25", "--json", "--limit", "200")
    answer = json.loads(result.stdout)
    assert answer["total"] == len(answer["hits"]) > 20
    home = find_place("85251")
    for hit in answer["hits"]:
        assert hit["phone"]
        assert hit["miles"] <= 25
        evidence = hit["facts"]["level_of_care"][0]["evidence"][0]
        assert evidence["source"] == "samhsa_locator" and evidence["date"]
    program = served(replayed[0]).program(answer["hits"][0]["id"])
    true_miles = miles_between(home[1:3], (program.point.lat, program.point.lon))
    assert answer["hits"][0]["miles"] == pytest.approx(true_miles, abs=0.06)
    sorted_by_distance = ("search", "--near", "85251", "--within", "25", "--sort", "distance", "--json")
    near = [hit["miles"] for hit in json.loads(invoke(replayed[0], *sorted_by_distance).stdout)["hits"]]
    assert near == sorted(near)


def test_puerto_rico_and_the_islands_are_there(replayed):
    answer = json.loads(invoke(replayed[0], "search", "--near", "00901", "--within", "100", "--json").stdout)
    assert answer["total"] >= 5
    assert {hit["state"] for hit in answer["hits"]} == {"PR"}


def test_the_workbook_gives_the_same_programs_but_for_coordinates_and_websites(release, shared_data, tmp_path):
    settings = Settings(data=tmp_path)
    samhsa = shared_data / "samhsa"
    import_file("samhsa_directory", samhsa / "national_directory_su_2023.xlsx", tmp_path, settings)
    report = import_file("samhsa_directory", samhsa / "national_directory_mh_2024.xlsx", tmp_path, settings)
    assert report.rows == report.kept == 21_063
    assert invoke(tmp_path, "build").exit_code == 0
    imported = served(tmp_path)
    assert imported.ids() == release.ids()
    for program in imported.programs():
        other = release.program(program.id)
        assert facts_but_contacts(program) == facts_but_contacts(other)
        assert (program.name, program.address, program.phone) == (other.name, other.address, other.phone)
        assert program.point is None or program.point.precision != "site"


def facts_but_contacts(program):
    """Return what is stated, names as they are compared: which of two spellings is shown depends on their dates."""
    return {(f.attribute, plain(f.value) if f.attribute in WRITTEN else f.value, f.denied)
            for f in program.facts if f.attribute != "website"}  # fmt: skip
