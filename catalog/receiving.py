"""Taking a release over from elsewhere: checked against its manifest, complete or not at all, never an older one.

An origin and a root in, the served release out. What was fetched before an interruption is kept and continued. Files
that no reader opens (``BUILD_ONLY``) hold pickles and are never taken.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from catalog.manifests import RELEASE_ID, ManifestRefused, check_manifest, travelling
from catalog.origins import Origin, OriginDown, OriginRefused
from catalog.pointing import point_at, pointed_at, served_record
from catalog.releases import (
    DERIVED,
    KEEP,
    MANIFEST,
    Manifest,
    Release,
    ReleaseDamaged,
    World,
    encode_manifest,
    prune,
    put_in_place,
    sha256,
)

MOST_POINTER, MOST_MANIFEST = 200, 4_000_000
"""Bytes of a pointer and of a manifest."""

ATTEMPTS, PAUSE = 4, 1.0
"""Times a file is asked for where the origin breaks off, and seconds by which each pause between them is longer."""

SPARE = 100_000_000
"""Bytes that must stay free on the disk."""


Answer = TypeVar("Answer")


class Refused(RuntimeError):
    """A release is not taken over; the message says why. What is served stays."""


class Received(msgspec.Struct, frozen=True):
    """What came of it: the served release, why nothing was taken ("" where something was), bytes fetched, bytes that
    were here already."""

    release: str
    nothing_new: str = ""
    fetched: int = 0
    reused: int = 0


class Receiving:
    """One release on its way from ``origin`` to ``root``.

    ``prepare`` gets the finished folder before anything points at it and raises where it must not be served; it may
    make the derived files anew. ``told`` hears the bytes that are there, of how many.
    """

    def __init__(
        self, origin: Origin, root: Path, kind: World, prepare: Callable[[Path], None], *, keep: int = KEEP,
        told: Callable[[int, int], None] = lambda done, total: None,
    ) -> None:  # fmt: skip
        self.origin, self.root, self.kind, self.prepare, self.keep = origin, root, kind, prepare, keep
        self.told = told
        self.fetched = self.reused = 0

    def receive(self) -> Received:
        """Take over what the origin serves; raises ``Refused`` or, where it does not answer, ``OriginDown``."""
        try:
            return self._receive()
        except (OriginRefused, ManifestRefused) as error:
            raise Refused(str(error)) from error

    def _receive(self) -> Received:
        name = self._asked(lambda: self.origin.small("current", MOST_POINTER)).decode("ascii", "replace").strip()
        if not RELEASE_ID.fullmatch(name):
            raise Refused(f"{self.origin.label}/current names no release ({name[:60]!r})")
        kept, served = self.root / "releases" / name, pointed_at(self.root)
        why_not = self._nothing_new(name, served)
        if why_not:
            return Received(served or name, why_not)
        data = self._asked(lambda: self.origin.small(f"releases/{name}/{MANIFEST}", MOST_MANIFEST))
        manifest = check_manifest(data, name, self.kind, dt.datetime.now(dt.UTC))
        if not _is_whole(kept):
            staging = self._filled(manifest)
            data = self._prepared(staging, manifest, data)
            _set_aside(kept)
            put_in_place(staging, kept, data)
        point_at(self.root, name, "pulled", self.origin.label)
        prune(self.root, name, self.keep)
        return Received(name, "", self.fetched, self.reused)

    def _nothing_new(self, name: str, served: str) -> str:
        """Return why the release named is not asked for; raises ``Refused`` where it is older than the served one."""
        if name == served and _is_whole(self.root / "releases" / name):
            return f"{name} is served here already"
        if any(line.how == "rolled back" and line.before == name for line in served_record(self.root)):
            return f"{name} was rolled back here: a newer one is waited for"
        if served and name < served and (self.root / "releases" / served / MANIFEST).is_file():
            raise Refused(f"{name} is older than {served}, which is served here: use `iop rollback` to go back")
        return ""

    def _filled(self, manifest: Manifest) -> Path:
        """Fetch what is missing into a folder that the next run finds again; return it."""
        releases = self.root / "releases"
        releases.mkdir(parents=True, exist_ok=True)
        staging = releases / f".incoming-{manifest.id}"
        for old in releases.glob(".incoming-*"):
            if old != staging:
                shutil.rmtree(old)
        names = travelling(manifest)
        total = sum(manifest.sizes[name] for name in names)
        _check_space(self.root, total)
        self._remove_others(staging, names)
        done = 0
        for name in names:
            self._fill(manifest, name, staging)
            done += manifest.sizes[name]
            self.told(done, total)
        return staging

    def _remove_others(self, staging: Path, names: list[str]) -> None:
        """Leave nothing in the staging folder but whole or begun files of this release."""
        wanted = {*names, *(f"{name}.part" for name in names)}
        for path in sorted(staging.rglob("*"), reverse=True):
            if path.is_symlink() or (path.is_file() and str(path.relative_to(staging)) not in wanted):
                path.unlink()

    def _fill(self, manifest: Manifest, name: str, staging: Path) -> None:
        place, digest, size = staging / name, manifest.files[name], manifest.sizes[name]
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.is_file() and sha256(place) == digest:
            self.reused += size
            return
        served = self.root / "releases" / pointed_at(self.root) / name
        if served.is_file() and served.stat().st_size == size and sha256(served) == digest:
            shutil.copyfile(served, place)
            if sha256(place) == digest:
                self.reused += size
                return
        part = place.with_name(place.name + ".part")
        resumed = part.is_file()
        if not self._fetched(manifest, name, part) and resumed:
            part.unlink()  # what an earlier run had begun is of no use
            resumed = self._fetched(manifest, name, part)
        if not part.is_file() or sha256(part) != digest:
            part.unlink(missing_ok=True)
            raise Refused(f"{self.origin.label}/releases/{manifest.id}/{name} is not what its manifest says")
        part.replace(place)

    def _fetched(self, manifest: Manifest, name: str, part: Path) -> bool:
        """Fetch a file from where it was left off; return whether it is what the manifest says."""
        self._asked(lambda: self._append(f"releases/{manifest.id}/{name}", part, manifest.sizes[name]))
        return sha256(part) == manifest.files[name]

    def _append(self, path: str, part: Path, size: int) -> None:
        start = part.stat().st_size if part.is_file() else 0
        if start > size:
            part.unlink()
            start = 0
        if start == size and part.is_file():
            return
        at, pieces = self.origin.pieces(path, start, size)
        with part.open("ab" if at else "wb") as file:
            for piece in pieces:
                if at + len(piece) > size:
                    raise Refused(f"{self.origin.label}/{path} is larger than the {size:,} bytes of its manifest")
                at += file.write(piece)
                self.fetched += len(piece)
        if at < size:
            raise OriginDown(f"{self.origin.label}/{path} broke off after {at:,} of {size:,} bytes")

    def _asked(self, ask: Callable[[], Answer]) -> Answer:
        """Ask the origin, a few times where it breaks off."""
        for attempt in range(1, ATTEMPTS):
            try:
                return ask()
            except OriginDown:
                time.sleep(attempt * PAUSE)
        return ask()

    def _prepared(self, staging: Path, manifest: Manifest, data: bytes) -> bytes:
        """Let ``prepare`` judge the folder; return the manifest's bytes, with the derived files as they are now."""
        self.prepare(staging)
        for name in travelling(manifest):
            if not name.startswith(DERIVED) and sha256(staging / name) != manifest.files[name]:
                raise Refused(f"{name} changed while the release was prepared: try again")
        made = {str(p.relative_to(staging)): p for p in sorted((staging / DERIVED).rglob("*")) if p.is_file()}
        files = {name: sha256(path) for name, path in made.items()}
        if all(manifest.files.get(name) == digest for name, digest in files.items()):
            return data
        kept = [name for name in manifest.files if not name.startswith(DERIVED)]
        return encode_manifest(
            msgspec.structs.replace(
                manifest, files={name: manifest.files[name] for name in kept} | files,
                sizes={name: manifest.sizes[name] for name in kept} | {n: p.stat().st_size for n, p in made.items()},
            )
        )  # fmt: skip


def _is_whole(folder: Path) -> bool:
    try:
        return not Release(folder).damage()
    except (ReleaseDamaged, OSError):
        return False


def _set_aside(folder: Path) -> None:
    """Make room for a whole copy where a damaged one lies; what is left of that goes with the next run."""
    if folder.exists():
        folder.rename(folder.with_name(f".gone-{folder.name}-{os.getpid()}"))


def _check_space(root: Path, wanted: int) -> None:
    free = shutil.disk_usage(root).free
    if free < wanted + SPARE:
        raise Refused(f"{root} has {free / 1e6:,.0f} MB free, the release needs {(wanted + SPARE) / 1e6:,.0f} MB")
