"""Releases never change, the pointer swap is all or nothing, and a failed build loses nothing."""

import os

import pytest

from catalog import releases
from catalog.building import build
from catalog.checks import check_release
from catalog.pointing import RECORD, served_record
from catalog.releases import Release, ReleaseDamaged, current, publish, release_ids, served
from catalog.settings import Settings
from tests.make_listings import IOP, gather_into, listing


def fill_from(root):
    def fill(folder):
        built = build(root, folder)
        return {"programs": built.programs}

    return fill


def published(root, name="Quiet Harbor", kind="live", run="20261101T000000Z", **fields):
    gather_into(root, listing(name, IOP, **fields), run=run)
    return publish(root, kind, fill_from(root), check_release)


def test_a_release_can_be_read_program_by_program(tmp_path):
    release = published(tmp_path)
    (program,) = release.programs()
    assert release.program(program.id) == program
    assert release.program("p000000000000") is None
    assert release.ids() == (program.id,)
    assert release.kind == "live"
    assert release.sources[0].source.id == "samhsa_locator"
    assert release.damage() == []


def test_a_build_that_fails_leaves_the_served_release(tmp_path):
    first = published(tmp_path)

    def breaks(folder):
        (folder / "half").write_text("x")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        publish(tmp_path, "live", breaks, check_release)
    assert served(tmp_path).id == first.id
    assert [path.name for path in (tmp_path / "releases").iterdir()] == [first.id]


@pytest.mark.parametrize("step", ["sync_folder", "write_durably", "sync", "point_at"])
def test_a_crash_at_any_step_leaves_a_whole_release_served(tmp_path, monkeypatch, step):
    first = published(tmp_path)

    def crash(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(releases, step, crash)
    with pytest.raises(KeyboardInterrupt):
        published(tmp_path, "Another Name", run="20261102T000000Z")
    monkeypatch.undo()
    assert served(tmp_path).id == first.id
    assert served(tmp_path).damage() == []


def test_a_broken_pointer_serves_the_newest_whole_release(tmp_path):
    release = published(tmp_path)
    (tmp_path / "current").write_text("../../etc\n")
    assert served(tmp_path).id == release.id


def test_damage_is_named(tmp_path):
    release = published(tmp_path)
    (release.path / "programs.jsonl").write_bytes(b"{}\n")
    assert release.damage() == ["programs.jsonl"]
    (release.path / "manifest.json").write_text("{")
    with pytest.raises(ReleaseDamaged, match="iop build"):
        Release(release.path)


def test_live_comes_before_the_sample(tmp_path, monkeypatch):
    monkeypatch.setenv("IOP_DATA", str(tmp_path))
    settings = Settings()
    assert current(settings) is None
    published(settings.sample, kind="sample", phone="(480) 555-0100")
    assert current(settings).kind == "sample"
    published(settings.live, phone="(480) 555-2368")
    assert current(settings).kind == "live"


@pytest.mark.parametrize("keep", [1, 3, 5])
def test_only_the_newest_are_kept(tmp_path, keep):
    made = []
    for day in range(1, 7):
        gather_into(tmp_path, listing(f"Quiet Harbor {day}", IOP), run=f"202611{day:02}T000000Z")
        made.append(publish(tmp_path, "live", fill_from(tmp_path), check_release, keep).id)
    assert release_ids(tmp_path) == made[-keep:]
    assert {path.name for path in (tmp_path / "releases").iterdir()} == set(made[-keep:])


def test_the_served_release_is_never_pruned(tmp_path):
    first = published(tmp_path)
    releases.prune(tmp_path, first.id, 1)
    for day in (2, 3):
        published(tmp_path, f"Quiet Harbor {day}", run=f"2026110{day}T000000Z")
    releases.point_at(tmp_path, first.id, "rolled back")
    releases.prune(tmp_path, first.id, 1)
    assert served(tmp_path).id == first.id and len(release_ids(tmp_path)) == 2


def test_what_dead_runs_left_is_removed_and_a_living_one_keeps_its_own(tmp_path):
    folder = tmp_path / "releases"
    dead, alive = folder / ".staging-999999999", folder / f".staging-{os.getppid()}"
    for path in (dead, alive, folder / ".gone-20260101T000000000Z-00000000-999999999"):
        path.mkdir(parents=True)
    release = published(tmp_path)
    assert {path.name for path in folder.iterdir()} == {release.id, alive.name}


def test_a_manifest_names_sizes_and_the_release_before(tmp_path):
    first = published(tmp_path)
    second = published(tmp_path, "Another Name", run="20261102T000000Z")
    assert (first.manifest.previous, second.manifest.previous) == ("", first.id)
    assert second.manifest.sizes == {name: (second.path / name).stat().st_size for name in second.manifest.files}


def test_the_record_says_what_was_served_since_when(tmp_path):
    first = published(tmp_path)
    (tmp_path / RECORD).open("ab").write(b'{"at": "2026-11-0')  # the power went
    second = published(tmp_path, "Another Name", run="20261102T000000Z")
    record = served_record(tmp_path)
    assert [(line.release, line.before, line.how) for line in record] == [
        (first.id, "", "published"), (second.id, first.id, "published"),
    ]  # fmt: skip
