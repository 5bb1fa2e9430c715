"""Shortcuts: what a build worked out and the next one would work out again, kept in ``<root>/cache/<release>/``.

A shortcut is never needed. Each file begins with a digest of its bytes, of the code and tables they were worked out
with, and of the release they belong to: one that is lost, old, damaged or another root's is not used, and the release
is the same to the byte. The folder of the release that a build follows is kept beside its own, so a build that is
refused or only tried does no harm. Plain data (MessagePack), no pickles.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.metadata
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from catalog.settings import DATA, ROOT

CACHE = "cache"

SHARED = 32
"""Characters in the name of a shortcut that releases may share; others have shorter names."""

LIBRARIES = ("geopy", "msgspec", "numpy", "rapidfuzz", "tldextract", "usaddress", "whoosh-reloaded")
"""What else results depend on: another version may read names or write files otherwise."""


class Shelf:
    """The shortcuts of one release; without a folder an empty one that takes nothing."""

    def __init__(self, folder: Path | None, made_with: bytes) -> None:
        """``made_with`` is a digest of all that the shortcuts depend on and do not say themselves."""
        self.folder = folder
        self._made_with = made_with

    def also(self, made_with: bytes) -> Shelf:
        """Return the same shelf for shortcuts that depend on more."""
        return Shelf(self.folder, digest([self._made_with, made_with]))

    def read(self, name: str, kind: Any) -> Any:
        """Return the shortcut ``name`` as a ``kind``, None where there is none that can be used."""
        data = self.read_bytes(name)
        with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError):
            return None if data is None else msgspec.msgpack.decode(data, type=kind)
        return None

    def read_bytes(self, name: str) -> memoryview | None:
        """Return a shortcut's bytes, None where there are none that can be used."""
        if self.folder is None:
            return None
        try:
            data = memoryview((self.folder / name).read_bytes())
        except OSError:
            return None
        return data[32:] if data[:32] == self._seal(name, data[32:]) else None

    def write(self, name: str, value: Any) -> None:
        """Keep a value; a disk that takes no more costs the next build time only."""
        self.write_bytes(name, msgspec.msgpack.encode(value))

    def write_bytes(self, name: str, data: bytes) -> None:
        """Keep bytes."""
        if self.folder is None:
            return
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            staged = self.folder / f".{name}-{os.getpid()}"
            with staged.open("wb") as file:
                file.write(self._seal(name, data))
                file.write(data)
            staged.replace(self.folder / name)

    def share(self, value: Any) -> str:
        """Keep a value that releases may share; return its name, a digest of it. Of what release it is, a shortcut
        that holds the name says."""
        data = msgspec.msgpack.encode(value)
        name = hashlib.sha256(data).hexdigest()[:32]
        self.write_bytes(name, data)
        return name

    def shared(self, name: str, kind: Any) -> Any:
        """Return a shared value as a ``kind``, None where there is none that can be used."""
        return self.read(name, kind) if len(name) == SHARED and name.isalnum() else None

    def take_over(self, name: str, before: Shelf) -> bool:
        """Keep a shared value of the release before; return whether that could be done."""
        if self.folder is None or before.folder is None:
            return False
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileExistsError):
                os.link(before.folder / name, self.folder / name)
            return True
        return False

    def _seal(self, name: str, data: bytes | memoryview) -> bytes:
        place = self.folder.name if self.folder and len(name) != SHARED else ""
        return digest([self._made_with, place.encode(), name.encode(), hashlib.sha256(data).digest()])


def shelf_of(root: Path, files: Mapping[str, str] | None, made_with: bytes = b"") -> Shelf:
    """Return the shelf of the release whose files have these SHA-256; an empty one where there is no release."""
    if files is None:
        return Shelf(None, b"")
    name = digest(part.encode() for item in sorted(files.items()) for part in item).hex()[:16]
    return Shelf(root / CACHE / name, digest([code_digest("catalog"), made_with]))


def clear_shelves(root: Path, kept: Iterable[Shelf]) -> None:
    """Remove what is kept of other releases, and what earlier versions of this program left."""
    names = {shelf.folder.name for shelf in kept if shelf.folder}
    for path in (root / CACHE).glob("*"):
        if path.name not in names:
            with contextlib.suppress(OSError):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def digest(parts: Iterable[bytes]) -> bytes:
    """Return one digest of several byte strings, each told apart from the next by its length."""
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "big"))
        found.update(part)
    return found.digest()


@functools.cache
def code_digest(*rooms: str) -> bytes:
    """Return a digest of the code of some rooms, of the tables, and of the libraries that they use."""
    paths = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    paths += [*(DATA / "vocabulary").glob("*.toml"), DATA / "attributes.toml"]
    versions = [sys.version, *(importlib.metadata.version(name) for name in LIBRARIES)]
    return digest([*(path.read_bytes() for path in sorted(paths)), *(version.encode() for version in versions)])
