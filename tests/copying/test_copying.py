"""``iop push`` and ``iop pull``: the same release on many hosts, whole or not at all."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import catalog.origins
from catalog.origins import WebOrigin
from catalog.pointing import POINTER, pointed_at, served_record
from catalog.receiving import Receiving, Refused
from catalog.releases import MANIFEST, Release, release_ids, served
from cli import iop
from commands.copying import check_copy
from index.search import Query, open_index
from tests.app_release import program, publish_programs
from tests.copying.hosts import INVENTED, PROGRAMS, REAL, Hosts, said
from tests.release_server import ReleaseServer


def test_a_pulled_release_is_served_and_searched(hosts: Hosts, web: ReleaseServer) -> None:
    before = hosts.serve_older()
    result = hosts.pull(web.url)
    assert result.exit_code == 0, result.stderr
    release = served(hosts.here)
    assert release is not None and release.id == pointed_at(hosts.origin) and release.damage() == []
    assert list(release.programs()) == list(Release(hosts.release).programs())
    assert open_index(release.path).search(Query(text="harbor")).total == 1
    record = served_record(hosts.here)[-1]
    assert (record.how, record.before, record.reason) == ("pulled", before, web.url)


def test_a_folder_is_as_good_as_an_address(hosts: Hosts) -> None:
    assert hosts.pull().exit_code == 0
    assert pointed_at(hosts.here) == pointed_at(hosts.origin)


def test_a_copy_holds_nothing_that_can_carry_code(hosts: Hosts, monkeypatch: pytest.MonkeyPatch) -> None:
    assert any("whoosh" in path.parts for path in hosts.release.rglob("*"))
    assert hosts.pull().exit_code == 0
    release = served(hosts.here)
    assert release is not None
    files = [path for path in release.path.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".json", ".jsonl", ".md", ".npy"}
    for name in ("load", "loads", "Unpickler"):
        monkeypatch.setattr(pickle, name, lambda *args, **more: pytest.fail("a pickle was opened"))
    assert open_index(release.path).search(Query(text="anxiety")).total
    assert release.program("p000000000001") and release.sources


def test_every_file_of_a_release_is_of_a_kind_that_copies_take(hosts: Hosts) -> None:
    """A new kind of file in releases must be judged before copies of it are read."""
    names = [name for name in Release(hosts.release).manifest.files if not name.startswith("index/whoosh/")]
    assert {name.rpartition(".")[2] for name in names} <= {"json", "jsonl", "npy", "md", "csv"}


def test_what_is_here_already_is_not_fetched(hosts: Hosts, web: ReleaseServer) -> None:
    hosts.pull(web.url)
    del web.asked[:]
    result = hosts.pull(web.url)
    assert result.exit_code == 0 and "served here already" in result.stdout
    assert [path for path, _ in web.asked] == ["/current"]
    publish_programs(hosts.origin, [*REAL, program(9, "New", invented=False, phone="(480) 213-4567")])
    del web.asked[:]
    assert hosts.pull(web.url).exit_code == 0
    asked = {path.rpartition("/")[2] for path, _ in web.asked}
    assert PROGRAMS in asked and "sources.json" not in asked, "files that did not change come from the release before"


def test_an_older_release_is_refused(hosts: Hosts, web: ReleaseServer) -> None:
    hosts.pull(web.url)
    newer = pointed_at(hosts.here)
    (hosts.origin / POINTER).write_text(release_ids(hosts.origin)[0])
    result = hosts.pull(web.url)
    assert result.exit_code == 1 and "is older than" in said(result) and hosts.nothing_changed(newer)


def test_a_release_that_was_rolled_back_here_does_not_come_back(hosts: Hosts) -> None:
    older = hosts.serve_older()
    hosts.pull()
    CliRunner().invoke(iop, ["rollback", "--reason", "wrong ages"])
    result = hosts.pull()
    assert result.exit_code == 0 and "was rolled back here" in result.stdout and hosts.nothing_changed(older)
    publish_programs(hosts.origin, REAL[:4])
    assert hosts.pull().exit_code == 0 and pointed_at(hosts.here) == pointed_at(hosts.origin)


def test_a_full_disk_is_told_before_anything_is_fetched(hosts: Hosts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 9, 1))  # type: ignore[attr-defined]
    result = hosts.pull()
    assert result.exit_code == 1 and "MB free" in said(result)


def test_a_damaged_copy_is_mended_by_pulling_again(hosts: Hosts, web: ReleaseServer) -> None:
    hosts.pull(web.url)
    release = served(hosts.here)
    assert release is not None
    (release.path / PROGRAMS).write_bytes(b"{}")
    del web.asked[:]
    assert hosts.pull(web.url).exit_code == 0
    assert served(hosts.here).damage() == []  # type: ignore[union-attr]
    assert {path.rpartition("/")[2] for path, _ in web.asked} == {POINTER, MANIFEST, PROGRAMS}


def push(hosts: Hosts, dest: Path | str, *more: str, data: Path | None = None) -> Result:
    return CliRunner().invoke(iop, ["push", str(dest), *more], env={"IOP_DATA": str(data or hosts.origin)})


def test_push_makes_a_folder_that_others_pull(hosts: Hosts, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    assert push(hosts, shared).exit_code == 0
    assert hosts.pull(str(shared)).exit_code == 0
    assert pointed_at(hosts.here) == pointed_at(hosts.origin)
    again = push(hosts, shared)
    assert again.exit_code == 0 and "served here already" in again.stdout


def test_push_refuses_what_is_damaged_or_older(hosts: Hosts, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    push(hosts, shared)
    newer = pointed_at(shared)
    result = push(hosts, shared, data=hosts.older)
    assert result.exit_code == 1 and "is older than" in said(result)
    publish_programs(hosts.origin, REAL[:2])
    (hosts.release / PROGRAMS).write_bytes(b"{}")
    assert push(hosts, shared).exit_code == 1
    assert pointed_at(shared) == newer and Release(shared / "releases" / newer).damage() == []


def test_push_goes_to_folders_only_and_not_upon_itself(hosts: Hosts, tmp_path: Path) -> None:
    for dest in ("https://quiet.org/x", "me@quiet.org:/srv"):
        assert "is no folder" in said(push(hosts, dest))
    assert "own releases" in said(push(hosts, hosts.origin))
    assert push(hosts, tmp_path / "x", data=tmp_path / "empty").exit_code == 4


def test_the_sample_goes_to_samples_only(hosts: Hosts, tmp_path: Path) -> None:
    publish_programs(hosts.origin / "sample", INVENTED, "sample")
    shared = tmp_path / "shared"
    assert push(hosts, shared, "--sample").exit_code == 0
    assert "its programs are invented" in said(hosts.pull(str(shared)))
    result = CliRunner().invoke(iop, ["pull", str(shared), "--sample"])
    assert result.exit_code == 0 and pointed_at(hosts.here / "sample") == pointed_at(shared)


@pytest.mark.parametrize("step", range(12))
def test_a_pull_killed_at_any_file_serves_the_old_release_and_continues(hosts: Hosts, step: int) -> None:
    """Whatever file it was at when it died, the old release is served whole and the next pull ends the work."""
    before = hosts.serve_older()

    class Died(BaseException):
        pass

    counted: list[int] = []

    def told(done: int, total: int) -> None:
        counted.append(done)
        if len(counted) > step:
            raise Died

    taking = Receiving(catalog.origins.FolderOrigin(hosts.origin), hosts.here, "live",
                       lambda folder: check_copy(folder, "live"), told=told)  # fmt: skip
    with pytest.raises(Died):
        taking.receive()
    assert hosts.nothing_changed(before)
    assert hosts.pull().exit_code == 0
    assert not served(hosts.here).damage() and pointed_at(hosts.here) == pointed_at(hosts.origin)  # type: ignore[union-attr]


def test_the_python_server_of_the_manual_is_enough(hosts: Hosts, web: ReleaseServer) -> None:
    """A server without ranges and with HTTP/1.0 serves releases as well."""
    web.ranges = False
    origin = WebOrigin(web.url + "/")
    assert origin.small(POINTER, 200).decode().strip() == pointed_at(hosts.origin)
    with pytest.raises(Refused, match="names no release"):
        (hosts.origin / POINTER).write_text("x")
        Receiving(origin, hosts.here, "live", lambda folder: None).receive()
