"""Publishing dies, the disk fills, files rot: what was published stays whole, and a reader never sees half of anything.

A process of its own searches the root throughout.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from catalog import durable, pointing
from catalog import releases as publishing
from catalog.pointing import POINTER, RECORD, pointed_at, served_record
from catalog.releases import MANIFEST, Release, publish, release_ids, served
from catalog.settings import ROOT
from cli import iop
from commands.console import locked
from tests.app_release import program, publish_programs
from tests.make_listings import IOP, gather_into, listing
from tests.publish_and_die import filling
from tests.test_releases import fill_from


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a finished release, to publish again and again; and not those that no reader opens."""
    release = publish_programs(tmp_path_factory.mktemp("made"), [program(n, f"Quiet Harbor {n}") for n in range(1, 4)])
    (release.path / MANIFEST).unlink()
    shutil.rmtree(release.path / "index" / "whoosh")
    return release.path


def start(root: Path, files: Path) -> Release:
    return publish(root, "live", filling(files, lambda: None), lambda folder, kind: None)


@contextmanager
def a_reader(root: Path) -> Iterator[dict[str, Any]]:
    """Search ``root`` throughout; the dictionary is filled at the end."""
    saw: dict[str, Any] = {}
    reader = subprocess.Popen([sys.executable, "-m", "tests.read_throughout", str(root)], cwd=ROOT, text=True,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
    assert reader.stdout
    try:
        assert reader.stdout.readline() == "ready\n"
        yield saw
        saw |= json.loads(reader.communicate("end\n", timeout=60)[0])
    finally:
        reader.kill()
        reader.wait()


@pytest.mark.parametrize("how", ["torn", "full"])
def test_published_at_no_boundary_and_all_of_them(tmp_path: Path, files: Path, how: str) -> None:
    """Ended at one boundary after the other: until the pointer moves the old release is served, then the new one."""
    first = start(tmp_path, files)
    with a_reader(tmp_path) as saw:
        ran = subprocess.run([sys.executable, "-m", "tests.publish_and_die", str(tmp_path), str(files), how],
                             cwd=ROOT, capture_output=True, text=True, timeout=300)  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    steps = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(steps) > 60
    _judge(steps, how)
    assert saw["wrong"] == [] and saw["looks"] > 10
    assert set(saw["seen"]) <= {first.id, *(name for step in steps for name in step["kept"])}


def _judge(steps: list[dict[str, Any]], how: str) -> None:
    *broken, last = steps
    # A full disk is no failure where nothing had to be written, or where all was published already.
    assert {step["ended"] for step in broken} == ({4, 5} if how == "full" else {9}) and last["ended"] == 0
    assert not [step for step in steps if step["damage"]]
    moved = [step["after"] != step["before"] for step in steps if step["ended"] != 4]
    assert moved[-1] and not any(moved[: len(moved) // 2]), "the pointer moves near the end of a publication"
    for step in steps:
        assert step["after"] in {step["before"], step["kept"][-1]}
        left = [name for name in step["lies"] if name not in step["kept"]]
        assert len(left) <= 2 and (how != "full" or all(name.startswith(".gone-") for name in left)), step
    assert last["lies"] == last["kept"], "what the dead left behind is gone"


def test_every_byte_is_on_the_disk_before_anything_points_at_it(
    tmp_path: Path, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files and folders first, then the manifest, then the name, then the record and the pointer, each made durable."""
    start(tmp_path, files)
    told: list[tuple[str, str]] = []
    fsync, rename, replace = os.fsync, os.rename, os.replace

    def path_of(descriptor: int) -> str:
        return str(Path(f"/proc/self/fd/{descriptor}").readlink())

    monkeypatch.setattr(os, "fsync", lambda fd: (told.append(("sync", path_of(fd))), fsync(fd))[1])
    monkeypatch.setattr(os, "rename", lambda a, b: (told.append(("name", str(b))), rename(a, b))[1])
    monkeypatch.setattr(os, "replace", lambda a, b: (told.append(("point", str(b))), replace(a, b))[1])
    release = start(tmp_path, files)
    monkeypatch.undo()
    staging = f"{tmp_path}/releases/.staging-{os.getpid()}"
    expected = {f"{staging}/{name}" for name in release.manifest.files} | {
        f"{staging}/index/columns",
        f"{staging}/index",
    }
    at = {step: number for number, step in enumerate(told)}
    manifest = at["sync", f"{staging}/{MANIFEST}"]
    assert all(at["sync", path] < manifest for path in expected)
    in_order = [
        ("sync", f"{staging}/{MANIFEST}"), ("sync", staging), ("name", str(release.path)),
        ("sync", str(tmp_path / "releases")), ("sync", str(tmp_path / RECORD)), ("sync", f"{tmp_path}/.{POINTER}.new"),
        ("point", str(tmp_path / POINTER)), ("sync", str(tmp_path)),
    ]  # fmt: skip
    places = [at[step] for step in in_order]
    assert places == sorted(places)


@pytest.mark.parametrize("most", [0, 1, 100, 1_000, 4_000, 20_000])
def test_a_disk_that_takes_no_more_bytes(tmp_path: Path, most: int) -> None:
    """No file may grow past a size: the build fails, says so in one line, and what was served stays."""
    gather_into(tmp_path, listing("Quiet Harbor", IOP, phone="(480) 555-2368"))
    before = publish(tmp_path, "live", fill_from(tmp_path), lambda folder, kind: None)
    limit = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2); " \
            "sys.argv[1:] = ['build']; import cli; cli.main()"  # fmt: skip
    ran = subprocess.run([sys.executable, "-c", limit, str(most)], cwd=ROOT, capture_output=True, text=True,
                         env=os.environ | {"IOP_DATA": str(tmp_path)}, timeout=120)  # fmt: skip
    assert ran.returncode == 1 and "Traceback" not in ran.stderr
    assert "Error: " in ran.stderr and "stays" in " ".join(ran.stderr.split())
    after = served(tmp_path)
    assert after is not None and after.id == before.id and after.damage() == []
    assert release_ids(tmp_path) == [before.id]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_full_disk(tmp_path: Path, files: Path) -> None:
    """A disk with room for one release and a half: a second one fails and the first stays, until there is room."""
    size = sum(4096 + -(-path.stat().st_size // 4096) * 4096 for path in files.rglob("*"))
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size * 5 // 2}", "none", str(disk)]
    mounted = subprocess.run(mount, capture_output=True)
    if mounted.returncode:
        pytest.skip(f"NOT TESTED: no small disk can be mounted here ({mounted.stderr.decode().strip()})")
    try:
        filler = disk / "something else"
        first = start(disk, files)
        room = shutil.disk_usage(disk).free
        filler.write_bytes(b"x" * (room - (size * 5 // 2 - room) // 2))
        for _ in range(3):
            with pytest.raises(OSError, match="No space left"):
                start(disk, files)
            assert pointed_at(disk) == first.id and Release(first.path).damage() == []
            assert [path.name for path in (disk / "releases").iterdir()] == [first.id]
        filler.unlink()
        assert start(disk, files).id == pointed_at(disk) != first.id
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.parametrize("error", [OSError("busy"), KeyboardInterrupt()])
def test_an_old_release_goes_as_a_whole_or_stays_as_a_whole(
    tmp_path: Path, files: Path, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [start(tmp_path, files).id for _ in range(3)]
    remove = shutil.rmtree

    def breaks(path: Path, ignore_errors: bool = False) -> None:
        if "gone" in path.name and not ignore_errors:
            (path / "programs.jsonl").unlink()
            raise error
        remove(path, ignore_errors)

    monkeypatch.setattr(shutil, "rmtree", breaks)
    try:
        made.append(start(tmp_path, files).id)
    except KeyboardInterrupt:
        made.append(pointed_at(tmp_path))
    monkeypatch.undo()
    assert release_ids(tmp_path) == made[1:]
    assert [Release(tmp_path / "releases" / name).damage() for name in made[1:]] == [[], [], []]
    start(tmp_path, files)
    assert sorted(path.name for path in (tmp_path / "releases").iterdir()) == release_ids(tmp_path)


def test_a_byte_that_rots_is_never_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checksum that is not right ends the search with what to do; no wrong program is shown."""
    monkeypatch.setenv("IOP_DATA", str(tmp_path))
    release = publish_programs(tmp_path, [program(1, "Quiet Harbor")])
    programs = release.path / "programs.jsonl"
    data = programs.read_bytes()
    programs.write_bytes(data.replace(b"Quiet", b"Wrong"))
    result = CliRunner().invoke(iop, ["search", "harbor"])
    assert result.exit_code != 0 and "Harbor" not in result.stdout and "iop build" in " ".join(result.stderr.split())
    programs.write_bytes(data)
    assert "Quiet Harbor" in CliRunner().invoke(iop, ["search", "harbor"]).stdout


def test_an_array_that_rots_is_made_anew_from_the_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOP_DATA", str(tmp_path))
    release = publish_programs(tmp_path, [program(1, "Quiet Harbor")])
    ids = release.path / "index/columns/ids.npy"
    ids.write_bytes(ids.read_bytes()[:-1] + b"z")
    assert release.damage() == ["index/columns/ids.npy"]
    assert "Quiet Harbor" in CliRunner().invoke(iop, ["search", "harbor"]).stdout
    assert release.damage() == [], "what is made anew is what was published, to the byte"


@pytest.mark.parametrize("pointer", [b"", b"\xff\xfe\x00", b"../../etc\n", b"x" * 10_000, b"a\nb\n", b".\n", b"..\n"])
def test_a_pointer_that_is_garbage_serves_the_newest_whole_release(tmp_path: Path, pointer: bytes) -> None:
    publish_programs(tmp_path, [program(1, "Quiet Harbor")])
    newest = publish_programs(tmp_path, [program(2, "Meadow Lane")])
    (tmp_path / POINTER).write_bytes(pointer)
    found = served(tmp_path)
    assert found is not None and found.id == newest.id


def test_a_record_of_garbage_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / RECORD).write_bytes(b'\xff{}\n[[[\nnull\n{"at":')
    release = publish_programs(tmp_path, [program(1, "Quiet Harbor")])
    assert [line.release for line in served_record(tmp_path)] == [release.id]


def test_a_second_run_at_once_is_sent_away_and_a_dead_one_holds_nothing(tmp_path: Path) -> None:
    gather_into(tmp_path, listing("Quiet Harbor", IOP, phone="(480) 555-2368"))
    env = os.environ | {"IOP_DATA": str(tmp_path)}
    hold = "import sys; from pathlib import Path; from commands.console import locked\n" \
           "with locked(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"  # fmt: skip
    holder = subprocess.Popen([sys.executable, "-c", hold, str(tmp_path)], cwd=ROOT, text=True,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
    try:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        for command in (["build"], ["rollback"], ["pull", str(tmp_path)]):
            busy = CliRunner().invoke(iop, command, env=env)
            assert busy.exit_code in (75, 4), busy.stderr
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
        assert CliRunner().invoke(iop, ["build"], env=env).exit_code == 0
    finally:
        holder.kill()
        holder.wait()
    with locked(tmp_path):
        assert CliRunner().invoke(iop, ["rollback"], env=env).exit_code == 75


def test_the_limits_of_this_process_are_as_they_were() -> None:
    """The tests above limit processes of their own, never this one."""
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    assert durable.write_durably is pointing.write_durably is publishing.write_durably
