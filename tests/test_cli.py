"""The command line: JSON for programs, plain words for people, clear errors and documented exit codes."""

import json

import pytest
from click.testing import CliRunner

from catalog.facts import Span
from catalog.places import Point
from catalog.settings import Settings
from cli import COMMANDS, iop
from commands.console import locked
from commands.publishing import publish_release
from tests.make_listings import IOP, fact, gather_into, listing, says

SITE = says("Evening groups, 9 hours a week.", source="program_sites", how="text", scope="program")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A live release of three programs around Phoenix and one in Tucson."""
    root = tmp_path_factory.mktemp("data")
    gather_into(
        root,
        listing("Quiet Harbor", IOP, fact("conditions", "trauma"), fact("therapies", "dbt"), phone="(480) 555-2368",
                website="https://quiet.org/"),
        listing("Meadow Lane", IOP, fact("conditions", "trauma"), fact("hours_per_week", Span(9, 9), SITE),
                street="7 Oak Ave", city="Mesa", zip="85201", phone="(480) 555-2369",
                point=Point(33.43, -111.85, "site")),
        listing("Stone Bridge", IOP, fact("payment_options", "medicaid", denied=True), street="9 Elm St",
                phone="(480) 555-2370"),
        listing("Far Away", IOP, fact("conditions", "trauma"), street="1 Sun Rd", city="Tucson", zip="85701",
                phone="(520) 555-2371", point=Point(32.22, -110.97, "site")),
    )  # fmt: skip
    publish_release(root, "live")
    return root


@pytest.fixture
def run(data, monkeypatch):
    monkeypatch.setenv("IOP_DATA", str(data))

    def invoke(*args):
        return CliRunner().invoke(iop, args)

    return invoke


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches(run, command):
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Usage: iop " in result.stdout.replace("root", "iop")
    assert "Exit codes:" in result.stdout


def test_help_names_every_command(run):
    assert all(command in run("--help").stdout for command in COMMANDS)


def test_search_gives_json_with_evidence(run):
    answer = json.loads(run("search", "trauma", "--near", "85251", "--within", "25", "--json").stdout)
    assert answer["total"] == 3
    assert answer["interpretation"]["place"]["label"] == "Scottsdale, AZ 85251"
    first = answer["hits"][0]
    assert {"id", "name", "city", "state", "zip", "phone", "website", "miles", "facts"} <= first.keys()
    assert [hit["name"] for hit in answer["hits"]] == ["Quiet Harbor", "Meadow Lane", "Stone Bridge"]
    assert [hit["not_stated"] for hit in answer["hits"]] == [[], [], ["conditions"]]
    assert all(hit["miles"] <= 25 and hit["phone"] for hit in answer["hits"])
    assert "https://findtreatment.gov/locator?sAddr=85251" in [link["url"] for link in answer["elsewhere"]]
    (trauma,) = (f for f in first["facts"]["conditions"] if f["value"] == "trauma")
    assert trauma["answer"] == "yes"
    assert trauma["evidence"][0]["source"] == "samhsa_locator"
    assert trauma["evidence"][0]["date"] == "2026-11-01"
    assert answer["facets"]["therapies"]["dbt"] == 1


def test_search_for_people(run):
    result = run("search", "trauma", "--near", "85251", "--within", "25")
    assert "3 programs" in result.stdout
    assert "Quiet Harbor" in result.stdout and "(480) 555-2368" in result.stdout
    assert "not stated" in result.stdout
    assert "988" in result.stdout


def test_a_program_is_listed_with_what_to_ask_it(run):
    result = run("search", "--near", "85251", "--within", "25", "--therapies", "dbt", "--conditions", "trauma")
    first, second = result.stdout.split("\nMeadow Lane")
    assert "Ask the program" not in first
    assert "Ask the program, it does not say: Dialectical behavior therapy (DBT)" in second


def test_one_program_is_one_program(run):
    assert "\n1 program\n" in run("search", "--near", "85701", "--within", "5").stdout


def test_help_names_a_unit_once(run):
    words = " ".join(run("search", "--help").stdout.split())
    assert "Ages in years --" in words and "Hours a week, in hours" not in words


@pytest.mark.parametrize(
    "flags",
    [("--therapies", "dbt", "cbt"), ("--therapies", "dbt,cbt"), ("--therapies", "dbt", "--therapies", "cbt"),
     ("--therapies", "Dialectical Behavior Therapy", "CBT")],
)  # fmt: skip
def test_a_filter_takes_several_terms(run, flags):
    answer = json.loads(run("search", *flags, "--json").stdout)
    assert answer["interpretation"]["filters"] == {"therapies": ["dbt", "cbt"]}


def test_a_question_is_understood_and_says_so(run):
    answer = json.loads(run("search", "DBT within 25 miles of 85251, not virtual", "--json").stdout)
    said = answer["interpretation"]
    assert (said["place"]["label"], said["miles"], said["text"]) == ("Scottsdale, AZ 85251", 25, "")
    assert (said["filters"], said["excluded"]) == ({"therapies": ["dbt"]}, {"setting": ["virtual"]})
    assert {"words": "DBT", "attribute": "therapies", "term": "dbt"} in said["chips"]
    assert answer["hits"][0]["name"] == "Quiet Harbor"
    assert "Far Away" not in {hit["name"] for hit in answer["hits"]}


def test_flags_win_over_the_question(run):
    flags = ("--near", "85701", "--within", "9", "--conditions", "grief")
    said = json.loads(run("search", "trauma and dbt near 85251", *flags, "--json").stdout)["interpretation"]
    assert (said["place"]["label"], said["miles"]) == ("Tucson, AZ 85701", 9)
    assert said["filters"] == {"conditions": ["grief"], "therapies": ["dbt"]}


def test_literal_reads_words_and_nothing_else(run):
    answer = json.loads(run("search", "trauma", "--literal", "--json").stdout)
    assert (answer["interpretation"]["filters"], answer["interpretation"]["text"]) == ({}, "trauma")
    assert answer["total"] == 3


def test_words_of_a_crisis_bring_the_lines_first_and_still_search(run):
    shown = run("search", "suicidal trauma", "--near", "85251").stdout
    assert shown.startswith("In a crisis call or text 988")
    assert "Quiet Harbor" in shown


def test_understand_shows_each_chip_with_its_words(run):
    shown = run("understand", "not virtual, max 3 days, weekends, age 15, near Mesa AZ, quiet").stdout
    assert "In person or by video: not By video from home ← “virtual”" in shown
    assert "Days a week: at most 3" in shown and "Weekend sessions" in shown and "Age: 15" in shown
    assert "Near: Mesa, AZ" in shown and "Words: quiet" in shown
    assert "Nothing to look for" in run("understand", "please help").stdout
    assert run("understand", "i want to die").stdout.startswith("In a crisis call or text 988")


def test_words_after_a_filter_that_are_no_terms_are_text(run):
    answer = json.loads(run("search", "--therapies", "dbt", "harbor", "--json").stdout)
    assert answer["interpretation"]["text"] == "harbor"


def test_not_stated_stays_and_stated_only_drops_it(run):
    names = lambda *flags: {h["name"] for h in json.loads(run("search", *flags, "--json").stdout)["hits"]}  # noqa: E731
    assert names("--payment-options", "medicaid") == {"Quiet Harbor", "Meadow Lane", "Far Away"}
    assert names("--therapies", "dbt", "--stated-only") == {"Quiet Harbor"}
    assert names("--hours-per-week", "9-12", "--stated-only") == {"Meadow Lane"}


@pytest.mark.parametrize("text", ["9", "9-12", "9+", "-12", "9–12", "9.5"])
def test_numbers_as_people_write_them(run, text):
    assert run("search", "--hours-per-week", text, "--json").exit_code == 0


@pytest.mark.parametrize("text", ["nine", "9-", "1e9", "12345", ""])
def test_numbers_nobody_can_read_are_refused_or_left_out(run, text):
    result = run("search", "--hours-per-week", text, "--json")
    assert result.exit_code == (0 if text == "" else 2)


def test_nothing_found_shows_a_way_on(run):
    result = run("search", "trauma", "--near", "00901", "--within", "5")
    assert result.exit_code == 0
    assert "0 programs" in result.stdout
    assert "•" in result.stdout


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("search", "--near", "00000"), 3, "5-digit ZIP"),
        (("search", "--near", "Nowhere At All"), 3, "We do not know the place"),
        (("search", "--near", "Scotsdale AZ"), 3, "Did you mean Scottsdale, AZ"),
        (("search", "--therapies", "wishing"), 2, "no term of --therapies"),
        (("search", "--within", "5"), 2, "--within needs --near"),
        (("search", "--sort", "price"), 2, "'price' is not one of"),
        (("show", "p000000000000"), 3, "iop search"),
        (("show", "../../etc/passwd"), 3, "iop search"),
        (("compare", "p1"), 2, "two to five"),
        (("compare", "p1", "p1"), 2, "two to five"),
        (("gather", "yelp"), 3, "samhsa_locator"),
        (("import", "samhsa_directory", "no/such/file.xlsx"), 1, "there is no file"),
    ],
)
def test_errors_name_the_thing_and_the_way_out(run, args, code, said):
    result = run(*args)
    assert result.exit_code == code
    assert said in " ".join(result.stderr.split())


def test_show_says_everything_with_evidence_and_what_to_ask(run):
    hit = json.loads(run("search", "meadow", "--json").stdout)["hits"][0]
    shown = run("show", hit["id"]).stdout
    assert "Evening groups, 9 hours a week." in shown
    assert "program_sites, 2026-11-01" in shown and "9 hours a week.” https://" in shown
    assert "988" in shown
    assert "of the whole facility" in shown
    assert "Not stated — ask the program" in shown
    record = json.loads(run("show", hit["id"], "--json").stdout)
    assert record["facts"]["hours_per_week"][0]["words"] == "9 hours"
    assert "therapies" in record["not_stated"]


def test_compare_puts_differences_first(run):
    ids = [h["id"] for h in json.loads(run("search", "trauma", "--json").stdout)["hits"]][:3]
    rows = json.loads(run("compare", *ids, "--json").stdout)["rows"]
    differs = [row["differs"] for row in rows]
    assert differs == sorted(differs, reverse=True)
    assert "Quiet Harbor" in run("compare", *ids).stdout


def test_no_release_says_what_to_run(tmp_path, monkeypatch):
    monkeypatch.setenv("IOP_DATA", str(tmp_path))
    for args in (("search", "trauma"), ("show", "p1"), ("compare", "p1", "p2")):
        result = CliRunner().invoke(iop, args)
        assert (result.exit_code, "iop app" in result.stderr) == (4, True)
    assert CliRunner().invoke(iop, ["status"]).exit_code == 2
    assert CliRunner().invoke(iop, ["build"]).exit_code == 1


def test_a_second_run_is_told_to_wait(data, run):
    with locked(Settings(data=data).live):
        result = run("build")
    assert result.exit_code == 75
    assert "another iop run" in result.stderr


def test_status_is_json_for_machines(run, monkeypatch):
    monkeypatch.setenv("IOP_STALE_DAYS", "100000")
    result = run("status", "--json")
    assert (result.exit_code, json.loads(result.stdout)["state"]) == (0, "fresh")
    monkeypatch.setenv("IOP_STALE_DAYS", "0")
    assert run("status").exit_code == 1


def test_a_damaged_release_is_broken_and_can_be_built_again(tmp_path, monkeypatch):
    gather_into(tmp_path, listing("Quiet Harbor", IOP, phone="(480) 555-2368"))
    release = publish_release(tmp_path, "live")
    monkeypatch.setenv("IOP_DATA", str(tmp_path))
    (release.path / "programs.jsonl").write_bytes(b"{}\n")
    assert CliRunner().invoke(iop, ["status"]).exit_code == 2
    assert CliRunner().invoke(iop, ["build"]).exit_code == 0
    assert CliRunner().invoke(iop, ["search", "harbor"]).exit_code == 0


def test_names_from_data_cannot_style_the_console(tmp_path, monkeypatch):
    gather_into(tmp_path, listing("Quiet [bold red]Harbor[/]\x1b[31m", IOP, phone="(480) 555-2368"))
    publish_release(tmp_path, "live")
    monkeypatch.setenv("IOP_DATA", str(tmp_path))
    shown = CliRunner().invoke(iop, ["search", "harbor"]).stdout
    assert "[bold red]" in shown
    assert "\x1b" not in shown
