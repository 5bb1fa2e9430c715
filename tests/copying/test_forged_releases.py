"""What who controls an origin can write into a release: none of it is served, and the old release stays."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from catalog.pointing import POINTER
from catalog.releases import served, sha256
from cli import iop
from index.search import Query, open_index
from tests.app_release import fact, program, publish_programs
from tests.copying.hosts import INVENTED, PROGRAMS, REAL, Hosts, said
from tests.forge_index import forged
from tests.release_server import ReleaseServer


@pytest.mark.parametrize("name", [PROGRAMS, "index/meta.json", "index/columns/ids.npy", "changes.md"])
@pytest.mark.parametrize("over", ["folder", "web"])
def test_a_tampered_file_is_refused(hosts: Hosts, web: ReleaseServer, name: str, over: str) -> None:
    before = hosts.serve_older()
    data = (hosts.release / name).read_bytes()
    (hosts.release / name).write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    result = hosts.pull(web.url if over == "web" else "")
    assert result.exit_code == 1 and "not what its manifest says" in said(result) and hosts.nothing_changed(before)


@pytest.mark.parametrize("over", ["folder", "web"])
def test_a_truncated_or_a_longer_file_is_refused(hosts: Hosts, web: ReleaseServer, over: str) -> None:
    before, source = hosts.serve_older(), web.url if over == "web" else ""
    data = (hosts.release / PROGRAMS).read_bytes()
    (hosts.release / PROGRAMS).write_bytes(data[:-100])
    assert "broke off" in said(hosts.pull(source)) and hosts.nothing_changed(before)
    (hosts.release / PROGRAMS).write_bytes(data + data)
    result = hosts.pull(source)
    assert result.exit_code == 1 and "larger than the" in said(result) and hosts.nothing_changed(before)


def named(name: str) -> Callable[[dict[str, Any]], None]:
    def add(manifest: dict[str, Any]) -> None:
        manifest["files"][name], manifest["sizes"][name] = "0" * 64, 5

    return add


@pytest.mark.parametrize(
    "name",
    [
        "../../../../tmp/evil.json", "/etc/cron.d/evil.json", "..", "a/../../b.json", ".hidden.json", "a/.b/c.json",
        "a\\..\\b.json", "evil.py", "evil.pickle", "index/evil.so", "evil.json\n", "e\u0301vil.json", "a//b.json", "",
        "manifest.json/x", "C:evil.json", "a/b/c/d/e/f.json", "x" * 300 + ".json", "PROGRAMS.jsonl", "-rf.json",
    ],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(hosts: Hosts, name: str) -> None:
    before = hosts.serve_older()
    hosts.forge(named(name))
    result = hosts.pull()
    assert result.exit_code == 1 and "is refused" in said(result) and hosts.nothing_changed(before)
    assert not list(hosts.here.glob("releases/.incoming-*"))


def put(**fields: Any) -> Callable[[dict[str, Any]], None]:
    return lambda manifest: manifest.update(fields)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (put(kind="sample"), "its programs are invented"),
        (put(schema=2), "of version 2"),
        (put(created="2020-01-01T00:00:00+00:00"), "its id says otherwise"),
        (put(created="yesterday"), "which is no time"),
        (put(created=5), "cannot be read"),
        (put(sizes={}), "has the size unknown"),
        (lambda m: m["sizes"].update({PROGRAMS: -1}), "has the size -1"),
        (lambda m: m["sizes"].update({PROGRAMS: 10**12}), "has the size"),
        (lambda m: m["sizes"].update(dict.fromkeys(m["sizes"], 2000000000)), "is larger than"),
        (lambda m: m["files"].update({PROGRAMS: "abc"}), "has no SHA-256"),
        (lambda m: m["files"].pop("offsets.json"), "has no offsets.json"),
    ],
)  # fmt: skip
def test_a_manifest_that_cannot_be_one_is_refused(
    hosts: Hosts, change: Callable[[dict[str, Any]], None], reason: str
) -> None:
    before = hosts.serve_older()
    hosts.forge(change)
    result = hosts.pull()
    assert result.exit_code == 1 and reason in said(result) and hosts.nothing_changed(before)


def test_an_id_that_is_not_that_of_the_files_is_refused(hosts: Hosts) -> None:
    before = hosts.serve_older()
    hosts.forge(lambda manifest: manifest["files"].update({PROGRAMS: "0" * 64}), rename=False)
    assert "does not belong to its files" in said(hosts.pull()) and hosts.nothing_changed(before)


def test_a_release_from_the_future_is_refused(hosts: Hosts) -> None:
    def later(manifest: dict[str, Any]) -> None:
        manifest.update(created="2099-01-01T00:00:00+00:00", id="20990101T000000000Z-00000000")

    hosts.forge(later)
    result = hosts.pull()
    assert result.exit_code == 1 and "has not come yet" in said(result)


@pytest.mark.parametrize("pointer", ["", "../../etc", "x" * 500, "20261101T000000000Z-0000000g", "\x00", "a\nb"])
def test_a_pointer_that_names_no_release_is_refused(hosts: Hosts, pointer: str) -> None:
    (hosts.origin / POINTER).write_text(pointer)
    result = hosts.pull()
    assert result.exit_code == 1 and "What is served stays" in said(result)


def test_a_link_in_the_origin_is_not_followed(hosts: Hosts, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    shutil.copy(hosts.release / PROGRAMS, secret)
    (hosts.release / PROGRAMS).unlink()
    (hosts.release / PROGRAMS).symlink_to(secret)
    assert "cannot be read" in said(hosts.pull())


def test_an_array_with_objects_is_never_unpickled(hosts: Hosts, tmp_path: Path) -> None:
    """Who controls the origin can make checksums agree; an array of objects still opens nowhere, it is made anew."""
    mark = tmp_path / "it ran"

    class Evil:
        def __reduce__(self) -> tuple[Any, tuple[str]]:
            return (Path.touch, (mark,))  # type: ignore[return-value]

    file = tmp_path / "ids.npy"
    np.save(file, np.array([Evil()] * len(REAL), dtype=object), allow_pickle=True)
    hosts.replace("index/columns/ids.npy", file.read_bytes())
    marked = {"bytes": file.stat().st_size, "sha256": sha256(file)}
    sealed = (hosts.release / "index/meta.json").read_bytes()
    hosts.replace("index/meta.json", forged(sealed, lambda meta: meta["files"].update(ids=marked)))
    result = hosts.pull()
    assert result.exit_code == 0 and "Making the index here" in said(result)
    release = served(hosts.here)
    assert release is not None and release.damage() == [] and not mark.exists()
    assert open_index(release.path).search(Query(text="harbor")).total == 1


def test_an_index_of_another_vocabulary_is_made_anew_and_the_copy_is_whole(hosts: Hosts) -> None:
    sealed = (hosts.release / "index/meta.json").read_bytes()
    hosts.replace("index/meta.json", forged(sealed, lambda meta: meta["rows"]["said"].pop()))
    assert hosts.pull().exit_code == 0
    release = served(hosts.here)
    assert release is not None and release.damage() == []
    assert open_index(release.path).search(Query(text="harbor")).total == 1
    third = hosts.here.parent / "third"
    assert CliRunner().invoke(iop, ["pull", str(hosts.here)], env={"IOP_DATA": str(third)}).exit_code == 0


def test_programs_that_this_version_does_not_know_are_refused(hosts: Hosts) -> None:
    before = hosts.serve_older()
    publish_programs(hosts.origin, [program(1, "Odd", fact("therapies", "wishing"), invented=False)])
    assert "unknown therapies term" in said(hosts.pull()) and hosts.nothing_changed(before)


def test_invented_programs_never_come_among_live_ones(hosts: Hosts) -> None:
    publish_programs(hosts.origin, INVENTED)
    assert "invented in a live release" in said(hosts.pull())


def test_places_that_do_not_fit_the_programs_are_refused(hosts: Hosts) -> None:
    hosts.replace("offsets.json", b'{"p000000000001":[0,5]}')
    assert "does not fit" in said(hosts.pull())


@pytest.mark.parametrize("line", [b"[" * 100_000 + b"\n", b"{}\n", b"\xff\xfe\n", b'{"id": "\\ud800"}\n'])
def test_programs_that_are_none_are_refused(hosts: Hosts, line: bytes) -> None:
    hosts.replace(PROGRAMS, line)
    result = hosts.pull()
    assert result.exit_code == 1 and "cannot be read" in said(result)
