"""The gate: a release that lost too much is kept aside with a report and never served, unless a person says why."""

import json
import shutil

import msgspec
import pytest
from click.testing import CliRunner

from catalog.gate import SentinelsWrong, measure_doubts, read_sentinels, sentinel_doubts
from catalog.measures import MEASURES, Measures, read_measures
from catalog.refused import FAILED, FAILED_REPORT, KEPT_FAILED
from catalog.releases import served
from cli import iop
from index.findable import index_faults
from tests.app_release import program, publish_programs
from tests.make_listings import IOP, fact, gather_into, listing

DBT = fact("therapies", "dbt")


def place(number, *facts, **fields):
    return listing(f"Quiet Harbor {number}", IOP, *facts, street=f"{number} Main Street",
                   phone=f"(480) 555-{2000 + number}", **fields)  # fmt: skip


def run(root, *args):
    return CliRunner().invoke(iop, args, env={"IOP_DATA": str(root)})


def build(root, listings, day, *args):
    gather_into(root, *listings, run=f"202611{day:02}T000000Z")
    return run(root, "build", *args)


@pytest.fixture(scope="module")
def thirty(tmp_path_factory):
    """A root that serves thirty programs, half of which state a therapy."""
    root = tmp_path_factory.mktemp("thirty")
    result = build(root, [place(n, *([DBT] if n % 2 else [])) for n in range(1, 31)], 1)
    assert result.exit_code == 0, result.output
    return root


@pytest.fixture
def root(thirty, tmp_path):
    return shutil.copytree(thirty, tmp_path / "root")


WORSE = {
    "gone": ([place(n, *([DBT] if n % 2 else [])) for n in range(1, 27)], "4 of the 30 programs"),
    "silent": ([place(n, *([DBT] if n > 27 else [])) for n in range(1, 31)], "10% of its programs state therapies"),
    "mostly no IOPs": (
        [place(n, *([DBT] if n % 2 else [])) for n in range(1, 31)] + [listing(f"Clinic {n}", street=f"{n} Elm St")
                                                                        for n in range(1, 31)],
        "50.0% of its records are IOPs, 100.0% of those before",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("listings", "said"), WORSE.values(), ids=WORSE)
def test_a_release_that_lost_too_much_is_kept_aside(root, listings, said):
    before = served(root)
    result = build(root, listings, 2)
    assert result.exit_code == 1
    assert said in " ".join(result.stderr.split())
    assert served(root).id == before.id
    (kept,) = (root / FAILED).iterdir()
    report = (kept / FAILED_REPORT).read_text()
    assert said in report and "--accept" in report
    assert (kept / "programs.jsonl").is_file() and (kept / "changes.md").is_file()
    assert [path.name for path in (root / "releases").iterdir()] == [before.id]


def test_a_person_may_accept_it_and_the_reason_is_recorded(root):
    before, (listings, said) = served(root), WORSE["gone"]
    assert build(root, listings, 2).exit_code == 1
    result = run(root, "build", "--accept", "four programs closed for good")
    assert result.exit_code == 0
    manifest = json.loads((served(root).path / "manifest.json").read_bytes())
    assert manifest["accepted"] == "four programs closed for good"
    assert any(said in doubt for doubt in manifest["doubts"])
    assert served(root).id != before.id


def test_a_reason_without_a_doubt_is_not_recorded(root):
    assert run(root, "build", "--accept", "just in case").exit_code == 0
    assert served(root).manifest.accepted == "" and served(root).manifest.doubts == ()


def test_what_is_wrong_in_itself_cannot_be_accepted(root):
    before = served(root).id
    odd = [place(n) for n in range(1, 31)] + [place(31, fact("therapies", "wishing"))]
    result = build(root, odd, 2, "--accept", "please")
    assert result.exit_code == 1 and "unknown therapies term 'wishing'" in " ".join(result.stderr.split())
    (kept,) = (root / FAILED).iterdir()
    assert "cannot be accepted" in (kept / FAILED_REPORT).read_text()
    assert served(root).id == before


def test_only_a_few_refused_releases_are_kept(root):
    for day in range(2, 3 + KEPT_FAILED):
        assert build(root, WORSE["gone"][0], day).exit_code == 1
    assert len(list((root / FAILED).iterdir())) == KEPT_FAILED


def test_a_dry_run_says_what_would_change_and_leaves_nothing(root):
    before = sorted(path for path in root.rglob("*") if "logs" not in path.parts and path.name != ".lock")
    good = run(root, "rebuild", "samhsa_locator", "--dry-run")
    assert good.exit_code == 0 and "It would be published" in good.stdout
    assert "would gather samhsa_locator: its last good run is of 2026-11-01" in good.stdout
    assert "30 programs" in good.stderr
    folder = gather_into(root, *WORSE["gone"][0], run="20261102T000000Z")
    bad = run(root, "build", "--dry-run")
    assert bad.exit_code == 1 and "would be refused: it holds 26 programs, 30 are served; 4 of the 30" in " ".join(
        bad.stderr.split()
    )
    assert "would change:" in bad.stdout
    shutil.rmtree(folder)
    after = sorted(path for path in root.rglob("*") if "logs" not in path.parts and path.name != ".lock")
    assert [path for path in after if path not in before and "review" not in path.parts] == []


def measures(**fields):
    whole = {"programs": 100, "candidates": 10, "outcomes": {"program": 100, "no IOP": 100}, "states": {"AZ": 100},
             "stated": {"therapies": 60}}  # fmt: skip
    return Measures(**(whole | fields))


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ({"programs": 90, "outcomes": {"program": 90, "no IOP": 90}}, ""),
        ({"programs": 89, "outcomes": {"program": 89, "no IOP": 89}}, "it holds 89 programs, 100 are served"),
        ({"stated": {"therapies": 55}}, ""),
        ({"stated": {"therapies": 54}}, "54% of its programs state therapies, 60%"),
        ({"stated": {"therapies": 60, "languages": 90}}, ""),
        ({"outcomes": {"program": 100, "no IOP": 170}}, "37.0% of its records are IOPs, 50.0%"),
        ({"outcomes": {"program": 100, "no IOP": 50}}, "66.7% of its records are IOPs, 50.0%"),
        ({"outcomes": {"program": 100, "no IOP": 100, "skipped": 900}}, ""),
    ],
)
def test_what_may_move_from_one_release_to_the_next(now, said):
    found = measure_doubts(measures(**now), measures())
    assert [said] == [doubt[: len(said)] for doubt in found] if said else found == []


def test_shares_of_a_few_programs_say_nothing():
    few = measures(programs=10, outcomes={"program": 10}, stated={"therapies": 10})
    assert measure_doubts(measures(programs=9, outcomes={"program": 9}, stated={}), few) == []


def test_measures_are_kept_in_the_release(root):
    kept = read_measures(served(root).path)
    assert (kept.programs, kept.states, kept.stated["therapies"]) == (30, {"AZ": 30}, 15)
    assert MEASURES in served(root).manifest.files
    assert read_measures(root) is None


def test_sentinels_are_asked_for_where_their_source_is_whole(thirty, tmp_path):
    sentinels = read_sentinels()
    assert {sentinel.source for sentinel in sentinels} == {"samhsa_locator"}
    folder = shutil.copytree(served(thirty).path, tmp_path / "release")
    assert sentinel_doubts(folder, measures(states={"AZ": 1}), sentinels) == []
    reports = json.loads((folder / "sources.json").read_bytes())
    reports[0]["kept"] = 20_000
    (folder / "sources.json").write_text(json.dumps(reports))
    found = sentinel_doubts(folder, measures(states={"AZ": 80, "CA": 249}), sentinels)
    assert len(found) == len(sentinels) - 1
    assert "California has 249 programs, at least 250 must be there" in found[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[sentinel]", "write it as TOML"),
        ('[[sentinel]]\nstate = "AZ"\nleast = 3\nsource = "x"\nlistings = 9', "entry 1: .*why"),
        ('[[sentinel]]\nstate = "Arizona"\nleast = 3\nsource = "x"\nlistings = 9\nwhy = "y"', "no postal code"),
        ('[[sentinel]]\nstate = "AZ"\nleast = 0\nsource = "x"\nlistings = 9\nwhy = "y"', "from 1 on"),
        ('[[sentinel]]\nstate = "AZ"\nmost = 1\nleast = 1\nsource = "x"\nlistings = 9\nwhy = "y"', "entry 1"),
    ],
)
def test_a_table_of_sentinels_that_is_wrong_says_where(tmp_path, text, said):
    path = tmp_path / "sentinels.toml"
    path.write_text(text)
    with pytest.raises(SentinelsWrong, match=said):
        read_sentinels(path)


def test_an_index_of_another_catalog_is_a_fault(tmp_path):
    release = publish_programs(tmp_path, [program(n, f"Quiet Harbor {n}") for n in range(1, 5)])
    assert index_faults(release.path) == []
    lines = (release.path / "programs.jsonl").read_bytes().splitlines(keepends=True)
    (release.path / "programs.jsonl").write_bytes(b"".join(lines[:-1]))
    assert index_faults(release.path)


def test_a_program_that_its_own_name_does_not_find_is_named(tmp_path, monkeypatch):
    from index import build

    real = build.text_words
    monkeypatch.setattr(build, "text_words", lambda p, names: [w for w in real(p, names) if w != "meadow"])
    release = publish_programs(tmp_path, [program(1, "Quiet Harbor"), program(2, "Meadow Lane")])
    (fault,) = index_faults(release.path)
    assert "Meadow Lane" in fault and "cannot be found by its own name" in fault
    assert msgspec.json.decode((release.path / "offsets.json").read_bytes())
