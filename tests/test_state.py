"""The state of what is served: fresh, stale, broken or missing, the same for a person, a script and ``/healthz``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from catalog.pointing import POINTER
from catalog.releases import Release
from catalog.settings import Settings
from cli import iop
from index import state
from index.state import ReleaseState, release_state
from tests.app_release import by_hand, publish_programs

READ_ON = dt.date(2026, 11, 2)
ARRAY = "index/columns/ids.npy"


@pytest.fixture
def release(tmp_path: Path) -> Release:
    publish_programs(tmp_path, by_hand()[:1])
    return publish_programs(tmp_path, by_hand())


def found(tmp_path: Path, days: int = 0, **settings: int) -> ReleaseState:
    return release_state(Settings(data=tmp_path, **settings), READ_ON + dt.timedelta(days=days))


def test_fresh(release: Release, tmp_path: Path) -> None:
    answer = found(tmp_path)
    assert (answer.state, answer.kind, answer.release, answer.programs) == ("fresh", "live", release.id, 5)
    assert (answer.oldest_source_days, answer.damage, answer.way_out, answer.serves) == (0, (), "", True)
    assert {age.id for age in answer.sources} == {"samhsa_locator", "program_sites"}


@pytest.mark.parametrize(("days", "limit", "said"), [(45, 45, "fresh"), (46, 45, "stale"), (1, 0, "stale")])
def test_stale_counts_from_the_day_a_source_was_read(release: Release, tmp_path: Path, days: int, limit: int,
                                                     said: str) -> None:  # fmt: skip
    answer = found(tmp_path, days, stale_days=limit)
    assert (answer.state, answer.oldest_source_days, answer.serves) == (said, days, True)


@pytest.mark.parametrize(("cadence", "days", "said"), [(365, 380, "fresh"), (365, 381, "stale"), (7, 45, "fresh")])
def test_a_source_that_is_renewed_yearly_may_be_a_year_old(tmp_path: Path, cadence: int, days: int, said: str) -> None:
    made = publish_programs(tmp_path, by_hand())
    reports = [msgspec.structs.replace(r, source=msgspec.structs.replace(r.source, cadence_days=cadence))
               for r in made.sources]  # fmt: skip
    assert state._age(reports[0], 45, READ_ON + dt.timedelta(days=days)).stale == (said == "stale")


@pytest.mark.parametrize("file", ["programs.jsonl", "changes.md", ARRAY, "index/meta.json", "sources.json"])
@pytest.mark.parametrize("harm", ["changed", "missing"])
def test_a_harmed_file_is_broken_and_named(release: Release, tmp_path: Path, file: str, harm: str) -> None:
    assert found(tmp_path).state == "fresh"
    path = release.path / file
    if harm == "missing":
        path.unlink()
    else:
        data = path.read_bytes()
        path.write_bytes(bytes([data[0] ^ 1]) + data[1:])
    answer = found(tmp_path)
    assert (answer.state, answer.serves) == ("broken", False)
    assert file in answer.damage and "iop rollback" in answer.way_out


def test_a_pointer_that_leads_nowhere_is_broken_although_something_is_served(release: Release, tmp_path: Path) -> None:
    (tmp_path / POINTER).write_text("20990101T000000000Z-00000000\n")
    answer = found(tmp_path)
    assert (answer.state, answer.release) == ("broken", release.id)
    assert "is served instead" in answer.damage[0]


def test_missing(tmp_path: Path) -> None:
    answer = found(tmp_path)
    assert (answer.state, answer.release, answer.serves) == ("missing", "", False)


def test_nothing_readable_is_broken_not_an_exception(release: Release, tmp_path: Path) -> None:
    for manifest in tmp_path.glob("releases/*/manifest.json"):
        manifest.write_text("{")
    assert found(tmp_path).state in ("broken", "missing")


def test_a_whole_release_is_read_in_full_once(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(tmp_path).state == "fresh"
    monkeypatch.setattr(Release, "damage", lambda self: pytest.fail("read again although no file changed"))
    assert found(tmp_path).state == "fresh"


def test_status_says_the_same_with_its_exit_code(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IOP_DATA", str(tmp_path))
    monkeypatch.setenv("IOP_STALE_DAYS", "100000")
    result = CliRunner().invoke(iop, ["status", "--json"])
    assert result.exit_code == 0
    assert msgspec.json.decode(result.stdout, type=ReleaseState) == release_state(Settings())
    (release.path / "programs.jsonl").write_bytes(b"{}\n")
    result = CliRunner().invoke(iop, ["status"])
    assert result.exit_code == 2 and "damage: programs.jsonl" in result.stdout
