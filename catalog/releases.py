"""Releases: a folder of files that never changes, built aside, checked, made durable, then pointed at.

``<root>/releases/<id>/`` holds one; ``<root>/current`` names the one that is served. Readers need no lock. Live
data and the invented sample have roots of their own and never meet.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from catalog.building import FORWARDS, OFFSETS, PROGRAMS, SOURCES
from catalog.changes_page import write_changes
from catalog.durable import sync, sync_folder, write_durably
from catalog.pausing import collection_paused
from catalog.pointing import point_at, pointed_at
from catalog.programs import Program
from catalog.refused import ReleaseRefused, keep_failed
from catalog.reuse import Lineage
from catalog.settings import Settings
from catalog.sources import SourceReport

SCHEMA = 1
"""Version of the files of a release; a reader refuses another one."""

KEEP = 3
"""Releases kept unless a setting says otherwise, the served one included."""

MANIFEST = "manifest.json"

BUILD_ONLY, DERIVED = "index/whoosh/", "index/"
"""Files of a release that no reader opens: they hold pickles, so a copy goes without them. And files made from the
programs, which another version of the program may make otherwise."""

World = Literal["live", "sample"]


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a release is: its id, world, time (ISO 8601 UTC), counts, the SHA-256 and the size in bytes of every file
    in it, and the id of the release before it, which ``changes.md`` compares it with. ``unrenewed`` names sources whose
    newest run failed, with the day of the listings used instead and the reason; ``doubts`` are what the checks found
    and a person accepted for the reason in ``accepted``."""

    id: str
    kind: World
    created: str
    schema: int
    counts: dict[str, int]
    files: dict[str, str]
    sizes: dict[str, int] = {}
    previous: str = ""
    unrenewed: dict[str, str] = {}
    doubts: tuple[str, ...] = ()
    accepted: str = ""


class Passed(msgspec.Struct, frozen=True, kw_only=True):
    """What the manifest records of a release that may be served: see there."""

    unrenewed: dict[str, str] = {}
    doubts: tuple[str, ...] = ()
    accepted: str = ""


class Filled(NamedTuple):
    """What filled a release's folder: counts, the SHA-256 of files by name as far as it knows them, and what the
    release has of the one before."""

    counts: dict[str, int]
    digests: Mapping[str, str] = {}
    lineage: Lineage | None = None


class ReleaseDamaged(RuntimeError):
    """A release cannot be read; the message says which file and how to make it anew."""


class Release:
    """A published release, opened for reading. Programs are read one by one from their place in the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.manifest = msgspec.json.decode((path / MANIFEST).read_bytes(), type=Manifest)
            self._offsets = msgspec.json.decode((path / OFFSETS).read_bytes(), type=dict[str, tuple[int, int]])
        except (OSError, msgspec.DecodeError) as error:
            raise ReleaseDamaged(f"release {path.name} cannot be read ({error}): run `iop build` again") from error
        if self.manifest.schema != SCHEMA:
            raise ReleaseDamaged(
                f"release {path.name} has files of version {self.manifest.schema}, this program reads {SCHEMA}: "
                "run `iop build`"
            )

    @property
    def id(self) -> str:
        """The release's id."""
        return self.manifest.id

    @property
    def kind(self) -> World:
        """Whether its programs are real ("live") or invented ("sample")."""
        return self.manifest.kind

    @property
    def created(self) -> str:
        """ISO 8601 time it was published, UTC."""
        return self.manifest.created

    @property
    def sources(self) -> list[SourceReport]:
        """What it was built from."""
        return msgspec.json.decode((self.path / SOURCES).read_bytes(), type=list[SourceReport])

    def ids(self) -> tuple[str, ...]:
        """Ids of all programs, sorted."""
        return tuple(sorted(self._offsets))

    def forwarded(self, program_id: str) -> str:
        """Return the id that an id of an earlier release leads to; an id that is held, or unknown, as it is."""
        path = self.path / FORWARDS
        if program_id in self._offsets or not path.is_file():
            return program_id
        return msgspec.json.decode(path.read_bytes(), type=dict[str, str]).get(program_id, program_id)

    def program(self, program_id: str) -> Program | None:
        """Return one program, by its id or one that leads to it; None where the release has no such id."""
        place = self._offsets.get(program_id) or self._offsets.get(self.forwarded(program_id))
        if place is None:
            return None
        with (self.path / PROGRAMS).open("rb") as file:
            file.seek(place[0])
            return msgspec.json.decode(file.read(place[1]), type=Program)

    def programs(self) -> Iterator[Program]:
        """Yield all programs in the order of their ids."""
        decoder = msgspec.json.Decoder(Program)
        with (self.path / PROGRAMS).open("rb") as file:
            for line in file:
                yield decoder.decode(line)

    def damage(self, among: Collection[str] | None = None) -> list[str]:
        """Return the files that are missing or differ from the manifest; reads every byte that a reader may, or those
        of the files ``among`` them."""
        return [
            name
            for name, digest in self.manifest.files.items()
            if not name.startswith(BUILD_ONLY)
            and (among is None or name in among)
            and (not (self.path / name).is_file() or sha256(self.path / name) != digest)
        ]


def current(settings: Settings) -> Release | None:
    """Return the served release: the live one, else the sample, else None."""
    return served(settings.live) or served(settings.sample)


def served(root: Path) -> Release | None:
    """Return the release that ``root`` points at; where the pointer is broken, the newest whole one; else None."""
    for name in [pointed_at(root), *reversed(release_ids(root))]:
        try:
            if name:
                return Release(root / "releases" / name)
        except ReleaseDamaged:
            if not release_ids(root):
                raise
    return None


def release_ids(root: Path) -> list[str]:
    """Return the ids of a root's releases, the oldest first."""
    folder = root / "releases"
    return sorted(path.parent.name for path in folder.glob(f"[!.]*/{MANIFEST}")) if folder.exists() else []


def publish(
    root: Path,
    kind: World,
    fill: Callable[[Path], dict[str, int] | Filled],
    check: Callable[[Path, World], object],
    keep: int = KEEP,
) -> Release:
    """Build a release aside, check it, make it durable, then point at it; return it.

    ``fill`` writes the files into the folder it is given and returns the counts, or a ``Filled``; ``check`` raises
    where it must not be served, and may return what ``Passed`` holds for the manifest. ``keep`` releases stay. Whatever
    fails, what was published before stays as it is; a release that is refused is kept in ``failed/``.
    """
    with collection_paused():
        return _publish(root, kind, fill, check, keep)


def _publish(
    root: Path, kind: World, fill: Callable[[Path], dict[str, int] | Filled], check: Callable[[Path, World], object],
    keep: int,
) -> Release:  # fmt: skip
    releases = root / "releases"
    releases.mkdir(parents=True, exist_ok=True)
    remove_left_over(releases)
    staging = releases / f".staging-{os.getpid()}"
    staging.mkdir()
    try:
        made = fill(staging)
        filled = made if isinstance(made, Filled) else Filled(made)
        before = _before(root)
        write_changes(before.path if before else None, staging, filled.lineage)
        passed = check(staging, kind)
        manifest = _manifest(kind, filled, staging, before.id if before else "", passed)
        put_in_place(staging, releases / manifest.id, encode_manifest(manifest))
    except ReleaseRefused as error:
        keep_failed(root, staging, error)
        raise
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    point_at(root, manifest.id)
    prune(root, manifest.id, keep)
    return Release(releases / manifest.id)


def put_in_place(staging: Path, place: Path, manifest: bytes) -> None:
    """Make a finished folder durable, its manifest last, and give it its name: it is there whole or not at all."""
    sync_folder(staging)
    write_durably(staging / MANIFEST, manifest)
    sync(staging)
    staging.rename(place)
    sync(place.parent)


def encode_manifest(manifest: Manifest) -> bytes:
    """Return the bytes of ``manifest.json``."""
    return msgspec.json.format(msgspec.json.encode(manifest, order="sorted"))


def remove_left_over(releases: Path) -> None:
    """Remove what runs that died left half built or half removed."""
    for path in [*releases.glob(".staging-*"), *releases.glob(".gone-*")]:
        if not _works(path.name.rpartition("-")[2]):
            shutil.rmtree(path, ignore_errors=True)


def _works(pid: str) -> bool:
    """Return whether another process of that number lives."""
    if not pid.isdigit() or int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _before(root: Path) -> Release | None:
    try:
        return served(root)
    except ReleaseDamaged:
        return None


def _manifest(kind: World, filled: Filled, folder: Path, previous: str, passed: object = None) -> Manifest:
    """Return the manifest of a release made now; its id sorts by time, to the millisecond, and ends in its content."""
    now = dt.datetime.now(dt.UTC)
    paths = {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*")) if path.is_file()}
    files = {name: filled.digests.get(name) or sha256(path) for name, path in paths.items()}
    return Manifest(
        id=f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03}Z-{content_digest(files)}",
        kind=kind, created=now.replace(microsecond=0).isoformat(), schema=SCHEMA, counts=filled.counts, files=files,
        sizes={name: path.stat().st_size for name, path in paths.items()}, previous=previous,
        **(msgspec.structs.asdict(passed) if isinstance(passed, Passed) else {}),
    )  # fmt: skip


def content_digest(files: dict[str, str]) -> str:
    """Return 8 hex digits for the files of a release, without those that are made from the others."""
    named = sorted(item for item in files.items() if not item[0].startswith(DERIVED))
    return hashlib.sha256(repr(named).encode()).hexdigest()[:8]


def prune(root: Path, served_id: str, keep: int) -> None:
    """Remove all but the newest ``keep`` releases; the served one always stays. One goes as a whole: by its name.

    What cannot be removed is no failure of what was published before: it goes with a later release.
    """
    releases = root / "releases"
    for name in release_ids(root)[: -max(keep, 1)]:
        if name != served_id:
            gone = releases / f".gone-{name}-{os.getpid()}"
            with contextlib.suppress(OSError):
                (releases / name).rename(gone)
                shutil.rmtree(gone)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
