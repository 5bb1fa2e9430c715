"""The files of an index: opened only where whole, rebuilt where not, the same on every build, safe to share."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from catalog.facts import Span
from catalog.releases import MANIFEST
from index.build import build_index
from index.files import COLUMNS, FOLDER, META, PROGRAMS, mark
from index.queries import Query, Results
from index.search import IndexDamaged, ProgramIndex, ensure_index, open_index
from tests.forge_index import forged
from tests.make_programs import write_programs

COUNT = 300

QUERIES = [
    Query(text="anxiety"), Query(text="harbor light"), Query(text="panik"), Query(near=(40.0, -90.0), miles=300.0),
    Query(text="trauma", near=(33.4, -111.9)), Query(spans={"hours_per_week": Span(6.0, 10.0)}, sort="hours"),
    Query(state="CA", sort="name"), Query(yes=("weekends",), stated_only=True), Query(text="qqqq", state="WY"),
]  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    write_programs(folder, COUNT, seed=11)
    build_index(folder)
    return folder


@pytest.fixture
def release(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "release"))


def answers(index: ProgramIndex) -> list[Results]:
    return [index.search(query) for query in QUERIES]


def files_of(release: Path) -> dict[str, bytes]:
    folder = release / FOLDER
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_builds_are_alike_to_the_byte_whatever_the_hash_seed(built: Path, release: Path) -> None:
    command = f"from pathlib import Path; from index.build import build_index; build_index(Path({str(release)!r}))"
    root = str(Path(__file__).parent.parent)
    subprocess.run([sys.executable, "-c", command], check=True, cwd=root, env={"PYTHONHASHSEED": "12345"})
    assert files_of(built) == files_of(release)


def test_two_builds_are_alike_to_the_byte(built: Path, release: Path) -> None:
    report = build_index(release)
    assert report.programs == COUNT and report.unknown_terms == {} and report.bytes > 0
    assert files_of(built) == files_of(release)
    assert answers(open_index(built)) == answers(open_index(release))


def test_progress_is_told(release: Path) -> None:
    told: list[tuple[str, int]] = []
    build_index(release, on_progress=lambda stage, done: told.append((stage, done)))
    assert told[0] == ("words", COUNT) and told[-1] == ("columns", COUNT)


def test_opening_reads_no_pickle(release: Path) -> None:
    shutil.rmtree(release / FOLDER / "whoosh")
    assert open_index(release).search(Query(text="anxiety")).total > 0
    array = release / FOLDER / COLUMNS / "state.npy"
    np.save(array, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(IndexDamaged, match=r"state\.npy"):
        open_index(release, verify=False)


def test_a_flipped_bit_anywhere_is_noticed_and_mended(built: Path, release: Path) -> None:
    """Each file that is opened, at a place drawn for each; what is built anew is what was built first."""
    chance, whole = random.Random(3), files_of(built)
    for name in sorted(name for name in whole if not name.startswith("whoosh")):
        path, data = release / FOLDER / name, bytearray(whole[name])
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        with pytest.raises(IndexDamaged, match="iop build"):
            open_index(release)
        path.write_bytes(whole[name])
    (release / FOLDER / COLUMNS / "yes.npy").write_bytes(bytes(data))
    told: list[IndexDamaged] = []
    assert answers(ensure_index(release, on_damage=told.append)) == answers(open_index(built))
    assert files_of(release) == whole and "yes.npy" in told[0].reason


def test_the_index_of_another_release_is_not_this_ones(built: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    write_programs(other, COUNT, seed=12)
    shutil.copytree(built / FOLDER, other / FOLDER)
    with pytest.raises(IndexDamaged, match=r"another programs\.jsonl"):
        open_index(other)
    assert ensure_index(other).search(Query()).total == COUNT


def test_a_catalog_of_the_same_size_with_one_byte_changed_is_noticed(release: Path) -> None:
    data = bytearray((release / PROGRAMS).read_bytes())
    data[len(data) // 2] ^= 1
    (release / PROGRAMS).write_bytes(data)
    with pytest.raises(IndexDamaged, match=r"another programs\.jsonl"):
        open_index(release)


def test_no_index_is_built_from_a_catalog_that_is_not_the_one_published(built: Path, release: Path) -> None:
    published = {"files": {PROGRAMS: mark(built / PROGRAMS).sha256}}
    (release / MANIFEST).write_bytes(msgspec.json.encode(published))
    shutil.rmtree(release / FOLDER)
    assert ensure_index(release).count == COUNT
    _cut(release / PROGRAMS)
    with pytest.raises(IndexDamaged, match=r"programs\.jsonl is not as it was published"):
        ensure_index(release)


def test_a_line_that_is_no_program_is_named(release: Path) -> None:
    with (release / PROGRAMS).open("ab") as file:
        file.write(b'{"id": "zz"}\n')
    with pytest.raises(IndexDamaged, match=rf"line {COUNT + 1}"):
        ensure_index(release)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def _change_meta(release: Path, **changes: Any) -> None:
    path = release / FOLDER / META
    path.write_bytes(forged(path.read_bytes(), lambda meta: meta.update(changes)))


DAMAGES = {
    "no index": lambda r: shutil.rmtree(r / FOLDER),
    "no meta": lambda r: (r / FOLDER / META).unlink(),
    "meta cut": lambda r: _cut(r / FOLDER / META),
    "meta that is no text": lambda r: (r / FOLDER / META).write_bytes(b"\xff\xfe{"),
    "meta of another kind": lambda r: (r / FOLDER / META).write_text("[1, 2]"),
    "another version": lambda r: _change_meta(r, schema=99),
    "another count": lambda r: _change_meta(r, programs=COUNT + 1),
    "another vocabulary": lambda r: _change_meta(r, rows={"terms": [["conditions", "x"]], "spans": [], "said": []}),
    "no array": lambda r: (r / FOLDER / COLUMNS / "yes.npy").unlink(),
    "array cut": lambda r: _cut(r / FOLDER / COLUMNS / "latlon.npy"),
    "array emptied": lambda r: (r / FOLDER / COLUMNS / "state.npy").write_bytes(b""),
    "a column missing from meta": lambda r: _change_meta(r, files={}),
    "another catalog": lambda r: (r / PROGRAMS).write_bytes((r / PROGRAMS).read_bytes()[:-1]),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_says_so_and_is_built_anew(release: Path, damage: str) -> None:
    DAMAGES[damage](release)
    with pytest.raises(IndexDamaged, match="iop build") as raised:
        open_index(release, verify=False)
    assert str(release / FOLDER) in str(raised.value)
    assert ensure_index(release).search(Query()).total == COUNT


def test_a_whole_index_is_opened_as_it_is(release: Path) -> None:
    before = (release / FOLDER / META).stat().st_mtime_ns
    assert ensure_index(release).count == COUNT
    assert (release / FOLDER / META).stat().st_mtime_ns == before


def test_programs_out_of_order_are_refused(release: Path) -> None:
    lines = (release / PROGRAMS).read_bytes().splitlines(keepends=True)
    (release / PROGRAMS).write_bytes(b"".join([*lines[1:], lines[0]]))
    with pytest.raises(ValueError, match="sort the file by id"):
        build_index(release)
    assert not list(release.glob(f".{FOLDER}-*"))


def test_no_programs_make_an_index_that_finds_nothing(tmp_path: Path) -> None:
    (tmp_path / PROGRAMS).write_bytes(b"")
    assert build_index(tmp_path).programs == 0
    index = open_index(tmp_path)
    for query in [*QUERIES, Query(near=(40.0, -90.0), sort="distance"), Query(sort="fresh")]:
        results = index.search(query)
        assert results.total == 0 and results.hits == () and results.widen == ()


def test_several_may_mend_one_index_at_once(built: Path, release: Path) -> None:
    _cut(release / FOLDER / COLUMNS / "latlon.npy")
    with ThreadPoolExecutor(4) as pool:
        assert [index.count for index in pool.map(lambda _: ensure_index(release), range(4))] == [COUNT] * 4
    assert files_of(release) == files_of(built)
    assert not list(release.glob(f".{FOLDER}-*"))


def test_many_threads_get_the_same_answers(built: Path) -> None:
    index = open_index(built)
    expected = answers(index)
    with ThreadPoolExecutor(8) as pool:
        for got in pool.map(lambda _: answers(index), range(60)):
            assert got == expected
