"""The README is true line by line: every command in it is run here, and every setting it names exists."""

import json
import os
import re
import signal
import socket
import subprocess
import urllib.error
import urllib.request

import pytest
from click.testing import CliRunner

from catalog.settings import ROOT, Settings
from cli import COMMANDS, iop
from commands.console import EXIT_CODES
from commands.first_run import build_sample
from sample.server import SampleServer
from tests.make_workbook import write_workbook

README = (ROOT / "README.md").read_text(encoding="utf-8")
LINES = [line for block in re.findall(r"^```\n(.*?)^```", README, re.S | re.M) for line in block.splitlines()]
PREFIX = ".venv/bin/iop "


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The invented network, gathered and published once for this file."""
    settings = Settings(data=tmp_path_factory.mktemp("readme"))
    build_sample(settings)
    return settings


def invoke(settings, *args, **env):
    return CliRunner().invoke(iop, args, env={"IOP_DATA": str(settings.data), **env})


def words(line):
    return [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)]


SEARCHES = [line for line in LINES if line.startswith(PREFIX + "search")]
UNDERSTOOD = [line for line in LINES if line.startswith(PREFIX + "understand")]
ELSEWHERE = {
    "make app": "test_make_app_opens_the_sample_where_no_source_answers",
    "make test": "what runs this file",
    ".venv/bin/iop show ID": "test_show_and_compare",
    ".venv/bin/iop compare ID ID": "test_show_and_compare",
    ".venv/bin/iop export ID ID": "test_programs_are_exported",
    ".venv/bin/iop export ID ID --format xlsx -o programs.xlsx": "test_programs_are_exported",
    ".venv/bin/iop rebuild": "test_rebuild_status_and_sources",
    ".venv/bin/iop status": "test_rebuild_status_and_sources",
    ".venv/bin/iop sources": "test_rebuild_status_and_sources",
    ".venv/bin/iop sources --overlap": "test_rebuild_status_and_sources",
    ".venv/bin/iop releases": "test_releases_are_listed_compared_and_rolled_back",
    ".venv/bin/iop diff": "test_releases_are_listed_compared_and_rolled_back",
    ".venv/bin/iop rollback": "test_releases_are_listed_compared_and_rolled_back",
    ".venv/bin/iop push FOLDER": "test_a_release_is_copied_to_another_host",
    ".venv/bin/iop pull FOLDER": "test_a_release_is_copied_to_another_host",
    ".venv/bin/iop gather samhsa_locator": "test_each_step_alone",
    ".venv/bin/iop import samhsa_directory FILE.xlsx": "test_each_step_alone",
    ".venv/bin/iop import own_list FILE.csv": "test_each_step_alone",
    ".venv/bin/iop build": "test_each_step_alone",
    ".venv/bin/iop gather program_sites": "test_each_step_alone",
    ".venv/bin/iop read-page PAGE.html": "test_a_page_is_read",
    ".venv/bin/iop match FILE.jsonl": "test_listings_are_matched",
}


def test_every_command_of_the_readme_is_run_by_a_test():
    assert set(LINES) == {*SEARCHES, *UNDERSTOOD, *ELSEWHERE}


@pytest.mark.parametrize("line", SEARCHES)
def test_searches(sample, line):
    result = invoke(sample, *words(line.removeprefix(PREFIX)))
    assert result.exit_code == 0, result.stderr
    if "--json" in line:
        assert json.loads(result.stdout)["total"] >= 0
    else:
        assert "programs" in result.stdout


@pytest.mark.parametrize("line", UNDERSTOOD)
def test_questions_are_understood(sample, line):
    answer = json.loads(invoke(sample, *words(line.removeprefix(PREFIX))).stdout)
    assert answer["place"]["label"] == "Phoenix, AZ"
    assert answer["filters"] == {"time_of_day": ["afternoon"]}


def test_show_and_compare(sample):
    hits = json.loads(invoke(sample, "search", "--near", "85251", "--json").stdout)["hits"]
    shown = invoke(sample, "show", hits[0]["id"])
    assert hits[0]["name"] in shown.stdout and "invented" in shown.stdout
    compared = invoke(sample, "compare", hits[0]["id"], hits[1]["id"])
    assert compared.exit_code == 0 and "not stated" in compared.stdout


def test_programs_are_exported(sample, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    hits = json.loads(invoke(sample, "search", "--near", "85251", "--json").stdout)["hits"]
    ids = [hit["id"] for hit in hits[:2]]
    assert invoke(sample, "export", *ids).exit_code == 0
    assert (tmp_path / "referral.pdf").read_bytes().startswith(b"%PDF")
    assert invoke(sample, "export", *ids, "--format", "xlsx", "-o", "programs.xlsx").exit_code == 0
    assert (tmp_path / "programs.xlsx").read_bytes().startswith(b"PK")


def test_rebuild_status_and_sources(locator_rows, tmp_path):
    rows = [row for row in locator_rows if row["state"] == "AZ"]
    settings = Settings(data=tmp_path)
    with SampleServer(rows=rows) as server:
        env = {"IOP_SAMHSA_LOCATOR_URL": server.url, "IOP_REQUEST_DELAY": "0", "IOP_STATES": "AZ"}
        result = invoke(settings, "rebuild", **env)
    assert result.exit_code == 0, result.stderr
    assert "program_sites" not in result.stderr, "a replay's rows lead to no real web site"
    assert invoke(settings, "status").exit_code == 0
    assert "samhsa_locator" in invoke(settings, "sources").stdout
    assert "program_sites" in invoke(settings, "sources").stdout
    assert "samhsa_locator" in invoke(settings, "sources", "--overlap").stdout


def test_releases_are_listed_compared_and_rolled_back(tmp_path):
    settings, own = Settings(data=tmp_path), tmp_path / "FILE.csv"
    for phone in ("480-213-4567", "480-213-4568"):
        own.write_text(f"name,city,state,phone\nCedar IOP,Mesa,AZ,{phone}\n", encoding="utf-8")
        assert invoke(settings, "import", "own_list", str(own)).exit_code == 0
        assert invoke(settings, "build").exit_code == 0
    assert invoke(settings, "releases").stdout.count("1 programs") == 2
    assert "phone changed from (480) 213-4567 to (480) 213-4568" in invoke(settings, "diff").stdout
    assert invoke(settings, "rollback").exit_code == 0
    assert "(480) 213-4567" in invoke(settings, "search", "cedar").stdout


def test_a_release_is_copied_to_another_host(tmp_path):
    here, there, own = Settings(data=tmp_path / "here"), Settings(data=tmp_path / "there"), tmp_path / "FILE.csv"
    own.write_text("name,city,state,phone\nCedar IOP,Mesa,AZ,480-213-4567\n", encoding="utf-8")
    assert invoke(here, "import", "own_list", str(own)).exit_code == 0
    assert invoke(here, "build").exit_code == 0
    assert invoke(here, "push", str(tmp_path / "FOLDER")).exit_code == 0
    assert invoke(there, "pull", str(tmp_path / "FOLDER")).exit_code == 0
    assert "(480) 213-4567" in invoke(there, "search", "cedar").stdout


def test_each_step_alone(tmp_path):
    settings = Settings(data=tmp_path)
    book = write_workbook(tmp_path / "FILE.xlsx")
    assert invoke(settings, "import", "samhsa_directory", str(book)).exit_code == 0
    own = tmp_path / "FILE.csv"
    own.write_text("name,city,state,phone\nCedar IOP,Mesa,AZ,480-213-4567\n", encoding="utf-8")
    assert invoke(settings, "import", "own_list", str(own)).exit_code == 0
    assert invoke(settings, "build").exit_code == 0
    result = invoke(settings, "gather", "samhsa_locator")
    assert result.exit_code == 1, "no locator answers here, and that is said"
    assert "could not be fetched" in " ".join(result.stderr.split())
    result = invoke(settings, "gather", "program_sites")
    assert result.exit_code == 1, "a workbook names no web site, and that is said"


def test_a_page_is_read(tmp_path):
    page = tmp_path / "PAGE.html"
    page.write_text("<title>IOP</title><h1>Our Intensive Outpatient Program</h1><p>Our IOP meets three days a week "
                    "for three hours a day. We do not accept Medicaid.</p>")  # fmt: skip
    said = invoke(Settings(data=tmp_path), "read-page", str(page)).stdout
    assert "three days a week" in said
    record = json.loads(invoke(Settings(data=tmp_path), "read-page", str(page), "--json").stdout)
    assert (record["days_per_week_min"], record["session_hours"]) == (3, 3)
    assert record["hours_per_week_derived_min"] == 9 and record["hours_per_week_min"] is None
    assert record["evidence"]["session_hours"]


def test_listings_are_matched(tmp_path):
    file = tmp_path / "FILE.jsonl"
    place = {"street": "100 Main Street", "city": "Scottsdale", "state": "AZ", "zip": 85251}
    rows = [{"id": "a", "name": "Quiet Harbor Trt Ctr"}, {"id": "b", "name": "Quiet Harbor Treatment Center"}]
    file.write_text("\n".join(json.dumps(row | place) for row in rows))
    said = invoke(Settings(data=tmp_path), "match", str(file)).stdout
    assert "2 listings, 1 clusters, 0 pairs left open" in said
    assert "same distinctive words" in said


def test_every_setting_of_the_readme_exists_and_every_setting_is_in_it():
    named = {name.lower() for name in re.findall(r"`IOP_([A-Z_]+)`", README)}
    assert named == set(Settings.model_fields) - {"program_sites_url"}


def test_the_exit_codes_of_the_readme_are_those_of_the_help():
    (sentence,) = re.findall(r"Every command exits (.*?)\n\n", README, re.S)
    assert set(re.findall(r"\b\d+\b", sentence)) == set(re.findall(r"^ +(\d+)  ", EXIT_CODES, re.M))


def test_the_readme_links_to_files_that_exist():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_every_command_named_in_help_is_one(sample):
    assert set(COMMANDS) <= set(re.findall(r"[a-z-]+", invoke(sample, "--help").stdout))


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def healthy(url, process):
    """Return what ``/healthz`` says once the server listens; until then its connections are refused at once."""
    while process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=20) as response:
                return json.load(response)
        except urllib.error.URLError:
            continue
    raise AssertionError(f"the app ended with {process.returncode}")


@pytest.mark.skipif(not (ROOT / ".venv" / "ready-dev").is_file(), reason="runs under `make test` only")
def test_make_app_opens_the_sample_where_no_source_answers(tmp_path):
    port = free_port()
    env = os.environ | {"IOP_DATA": str(tmp_path), "IOP_PORT": str(port)}
    process = subprocess.Popen(
        ["make", "app"], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        stdin=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    said = []
    try:
        for line in process.stdout:
            said.append(line)
            if f"http://127.0.0.1:{port}" in line:
                break
        health = healthy(f"http://127.0.0.1:{port}/healthz", process)
        assert health["state"] == "fresh" and health["kind"] == "sample", said
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20).status == 200
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.communicate(timeout=20)
    told = " ".join("".join(said).split())
    assert "Live data cannot be had now" in told
    assert "its programs do not exist" in told
