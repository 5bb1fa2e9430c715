"""``iop releases``, ``iop diff`` and ``iop rollback``: the kept releases, what changed, and the way back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from catalog.pointing import pointed_at, served_record
from catalog.releases import release_ids, served
from cli import iop
from commands.console import locked
from tests.app_release import fact, program, publish_programs

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Three releases: a first one, one with another program, one in which the first program has evening sessions."""
    monkeypatch.setenv("IOP_DATA", str(tmp_path))
    one, other = program(1, "Quiet Harbor"), program(2, "Meadow Lane")
    publish_programs(tmp_path, [one])
    publish_programs(tmp_path, [one, other])
    publish_programs(tmp_path, [program(1, "Quiet Harbor", fact("time_of_day", "evening")), other])
    return lambda *args: CliRunner().invoke(iop, args)


def test_releases_are_listed_the_newest_first(run: Run, tmp_path: Path) -> None:
    rows = json.loads(run("releases", "--check", "--json").stdout)
    assert [row["id"] for row in rows] == release_ids(tmp_path)[::-1]
    assert [row["served"] for row in rows] == [True, False, False]
    assert [row["programs"] for row in rows] == [2, 2, 1]
    assert {row["state"] for row in rows} == {"whole"} and all(row["bytes"] > 0 for row in rows)
    shown = run("releases").stdout
    assert "served" in shown and all(name in shown for name in release_ids(tmp_path))


def test_damage_is_named_and_is_an_exit_code(run: Run, tmp_path: Path) -> None:
    (tmp_path / "releases" / release_ids(tmp_path)[0] / "programs.jsonl").write_bytes(b"{}\n")
    assert run("releases").exit_code == 0
    result = run("releases", "--check")
    assert result.exit_code == 1 and "damaged: programs.jsonl" in result.stdout


def test_diff_says_what_the_served_release_changed(run: Run) -> None:
    shown = run("diff").stdout
    assert "1 changed, 1 unchanged" in shown
    assert "Quiet Harbor, Scottsdale, AZ (p000000000001): evening sessions added" in shown


def test_diff_of_two_named_releases_as_json(run: Run, tmp_path: Path) -> None:
    first, _, last = release_ids(tmp_path)
    told = json.loads(run("diff", first, last, "--json").stdout)
    assert (told["before"], told["after"]) == (first, last)
    assert [p["name"] for p in told["added"]] == ["Meadow Lane"]
    assert told["changed"][0]["changes"] == [
        {"field": "time_of_day", "change": "added", "words": "evening sessions added", "after": "Evening"}
    ]
    assert run("diff", first).stdout == run("diff", first, last).stdout


def test_each_release_carries_its_changes(run: Run, tmp_path: Path) -> None:
    pages = [(tmp_path / "releases" / name / "changes.md").read_text() for name in release_ids(tmp_path)]
    assert "first release" in pages[0]
    assert "**Meadow Lane**, Scottsdale, AZ (p000000000002)" in pages[1]
    assert "evening sessions added" in pages[2]


def test_rollback_serves_the_one_before_and_is_recorded(run: Run, tmp_path: Path) -> None:
    _, second, third = release_ids(tmp_path)
    result = run("rollback", "--reason", "evening sessions were misread")
    assert result.exit_code == 0 and second in result.stdout
    assert pointed_at(tmp_path) == second
    record = served_record(tmp_path)[-1]
    assert (record.release, record.before, record.how) == (second, third, "rolled back")
    assert "evening sessions were misread" in run("releases").stdout


def test_rollback_takes_the_start_of_an_id(run: Run, tmp_path: Path) -> None:
    first = release_ids(tmp_path)[0]
    assert run("rollback", first[:-3]).exit_code == 0
    assert served(tmp_path).id == first  # type: ignore[union-attr]


def test_the_next_release_goes_forward(run: Run, tmp_path: Path) -> None:
    run("rollback", release_ids(tmp_path)[0])
    release = publish_programs(tmp_path, [program(3, "Stone Bridge")])
    assert pointed_at(tmp_path) == release.id == release_ids(tmp_path)[-1]
    assert release.manifest.previous == served_record(tmp_path)[-1].before


@pytest.mark.parametrize("file", ["programs.jsonl", "index/meta.json", "manifest.json", "sources.json"])
def test_a_damaged_release_is_refused(run: Run, tmp_path: Path, file: str) -> None:
    first, _, third = release_ids(tmp_path)
    (tmp_path / "releases" / first / file).write_bytes(b"{}")
    result = run("rollback", first)
    assert result.exit_code == 1 and f"{third} stays served" in " ".join(result.stderr.split())
    assert pointed_at(tmp_path) == third


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("rollback", "2020"), 3, "the ones kept are"),
        (("rollback", "20"), 3, "3 releases start with"),
        (("rollback", "../../etc"), 3, "there is no release"),
        (("diff", "2020"), 3, "there is no release"),
    ],
)
def test_names_that_lead_nowhere(run: Run, args: tuple[str, ...], code: int, said: str) -> None:
    result = run(*args)
    assert result.exit_code == code and said in " ".join(result.stderr.split())


def test_the_served_one_is_no_way_back_and_the_first_has_none(run: Run, tmp_path: Path) -> None:
    first, _, third = release_ids(tmp_path)
    assert "served already" in " ".join(run("rollback", third).stderr.split())
    run("rollback", first)
    assert run("rollback").exit_code == 3
    assert run("diff").exit_code == 3


def test_rollback_waits_for_no_other_run(run: Run, tmp_path: Path) -> None:
    with locked(tmp_path):
        assert run("rollback").exit_code == 75


def test_without_a_release_there_is_nothing_to_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOP_DATA", str(tmp_path))
    for command in ("releases", "diff", "rollback"):
        result = CliRunner().invoke(iop, [command])
        assert result.exit_code == 4 and "iop rebuild" in " ".join(result.stderr.split())
