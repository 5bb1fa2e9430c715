"""The files of an index: arrays as ``.npy`` without pickles, and ``meta.json``, which says what they must be.

Opening maps the arrays into memory, so that any number of processes share one copy and nothing is parsed.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from index.phrases import Phrases
from index.rows import Rows

SCHEMA = 4
"""Version of these files; an index of another version is built anew."""

FOLDER, WHOOSH, COLUMNS, META = "index", "whoosh", "columns", "meta.json"
PROGRAMS = "programs.jsonl"
"""The catalog of a release, beside its index."""

SMALL = 4096
"""Bytes of a file that is read rather than mapped: a mapping takes a page at least."""


HASHED_AT_ONCE = 4
"""Files whose checksums are worked out at the same time; hashing leaves the interpreter free."""


class IndexDamaged(RuntimeError):
    """An index cannot be used: a file is missing, changed, or of another release. ``ensure_index`` builds it anew."""

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder, self.reason = folder, reason
        super().__init__(f"the index in {folder} cannot be used: {reason}. Run `iop build` to build it anew")


class FileMark(msgspec.Struct, frozen=True):
    """What a file must be: its size in bytes and its SHA-256."""

    bytes: int
    sha256: str


class Meta(msgspec.Struct, frozen=True, kw_only=True):
    """``meta.json``: what was indexed, from which catalog file, by which rows, in which files."""

    schema: int
    programs: int
    newest: int
    catalog: FileMark
    rows: Rows
    phrases: Phrases
    files: dict[str, FileMark]


def mark(path: Path) -> FileMark:
    """Return a file's size and SHA-256."""
    with path.open("rb") as file:
        return FileMark(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def write_arrays(folder: Path, arrays: dict[str, NDArray[Any]]) -> dict[str, FileMark]:
    """Write each array as ``<name>.npy`` into ``folder``; return what the files are."""
    folder.mkdir(parents=True, exist_ok=True)
    marks = {}
    for name in sorted(arrays):
        path = folder / f"{name}.npy"
        np.save(path, arrays[name], allow_pickle=False)
        marks[name] = mark(path)
    return marks


class _Sealed(msgspec.Struct, frozen=True):
    """``meta.json``: the meta as it was written, and its SHA-256."""

    sha256: str
    meta: msgspec.Raw


def write_meta(folder: Path, meta: Meta) -> None:
    """Write ``meta.json`` into ``folder``."""
    raw = msgspec.json.encode(meta)
    sealed = _Sealed(hashlib.sha256(raw).hexdigest(), msgspec.Raw(raw))
    (folder / META).write_bytes(msgspec.json.encode(sealed))


def read_meta(folder: Path) -> Meta:
    """Return the meta of the index in ``folder``, or raise ``IndexDamaged``."""
    try:
        data = (folder / META).read_bytes()
        sealed = msgspec.json.decode(data, type=_Sealed)
        if hashlib.sha256(bytes(sealed.meta)).hexdigest() != sealed.sha256:
            raise IndexDamaged(folder, f"{META} is not as it was written")
        version = msgspec.json.decode(sealed.meta, type=_Version).schema
        if version != SCHEMA:
            raise IndexDamaged(folder, f"its files are of version {version}, this program reads {SCHEMA}")
        return msgspec.json.decode(sealed.meta, type=Meta)
    except (OSError, ValueError) as error:  # msgspec's errors are ValueErrors, as is wrong UTF-8
        raise IndexDamaged(folder, f"{META} cannot be read ({error})") from error


class _Version(msgspec.Struct, frozen=True):
    schema: int


def read_arrays(folder: Path, meta: Meta) -> dict[str, NDArray[Any]]:
    """Map every array of the index, or raise ``IndexDamaged`` naming the file that is not what it was; sizes are
    compared, bytes are not (see ``verify``)."""
    arrays = {}
    for name, expected in meta.files.items():
        path = column_path(folder, name)
        try:
            if path.stat().st_size != expected.bytes:
                raise IndexDamaged(folder, f"{path.name} is not as it was written")
            mapped = np.load(path, mmap_mode="r" if expected.bytes > SMALL else None, allow_pickle=False)
            arrays[name] = np.asarray(mapped)  # a plain array over the same memory: np.memmap is slow to slice
        except (OSError, ValueError, EOFError, SyntaxError, MemoryError) as error:
            raise IndexDamaged(folder, f"{path.name} cannot be read ({error})") from error
    return arrays


def column_path(folder: Path, name: str) -> Path:
    """Return the file of an array, always inside ``folder``."""
    return folder / COLUMNS / f"{Path(name).name}.npy"


def verify(release: Path, meta: Meta) -> None:
    """Read every byte of the index and of its catalog, several files at once; raise ``IndexDamaged`` where a checksum
    differs."""
    folder = release / FOLDER
    columns = {column_path(folder, name): expected for name, expected in meta.files.items()}
    expected = {release / PROGRAMS: meta.catalog} | columns
    try:
        with ThreadPoolExecutor(HASHED_AT_ONCE) as pool:
            marks = dict(zip(expected, pool.map(mark, expected), strict=True))
    except OSError as error:
        raise IndexDamaged(folder, f"a file cannot be read ({error})") from error
    check_catalog(release, meta, marks[release / PROGRAMS])
    for path in columns:
        if marks[path] != expected[path]:
            raise IndexDamaged(folder, f"{path.name} is not as it was written")


def check_catalog(release: Path, meta: Meta, found: FileMark | None = None) -> None:
    """Raise ``IndexDamaged`` where the index was made from another catalog than the one beside it: one of another
    size, or another than ``found``."""
    try:
        size = (release / PROGRAMS).stat().st_size
    except OSError as error:
        raise IndexDamaged(release / FOLDER, f"its catalog {PROGRAMS} cannot be read ({error})") from error
    if size != meta.catalog.bytes or (found and found != meta.catalog):
        raise IndexDamaged(release / FOLDER, f"it was built from another {PROGRAMS} than the one beside it")


@contextlib.contextmanager
def locked(release: Path) -> Iterator[None]:
    """Hold a release's folder for oneself while its index is built anew; wait for whoever holds it."""
    try:
        folder = os.open(release, os.O_RDONLY)
    except OSError as error:
        raise IndexDamaged(release / FOLDER, f"the release cannot be read ({error})") from error
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def check_published(release: Path) -> None:
    """Raise ``ValueError`` where a release's manifest names another catalog than the one that is there: an index built
    from a damaged catalog would look whole."""
    from catalog.releases import MANIFEST  # reads all that a release is made of, which answering does without

    path = release / MANIFEST
    if path.is_file():
        digest = msgspec.json.decode(path.read_bytes(), type=_Manifest).files.get(PROGRAMS)
        if digest and digest != mark(release / PROGRAMS).sha256:
            raise ValueError(f"{PROGRAMS} is not as it was published")


class _Manifest(msgspec.Struct, frozen=True):
    """What is read of a release's manifest: the SHA-256 of its files."""

    files: dict[str, str] = {}
