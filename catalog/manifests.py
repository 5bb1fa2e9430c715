"""Judges a manifest that comes from elsewhere: names that stay inside, known kinds of files, sizes within bounds.

The bytes of a ``manifest.json`` in, a ``Manifest`` out; everything else raises ``ManifestRefused`` with the reason.
"""

from __future__ import annotations

import datetime as dt
import re

import msgspec

from catalog.building import OFFSETS, PROGRAMS, SOURCES
from catalog.releases import BUILD_ONLY, SCHEMA, Manifest, World, content_digest

RELEASE_ID = re.compile(r"[0-9]{8}T[0-9]{9}Z-[0-9a-f]{8}")

KINDS = ("json", "jsonl", "npy", "md", "csv")
"""Kinds of files that are read from a copy. None of them can carry code."""

NEEDED = (PROGRAMS, OFFSETS, SOURCES)

MOST_FILES, MOST_FILE, MOST_BYTES = 1_000, 2_000_000_000, 4_000_000_000
"""Files of a release, bytes of one of them, and of all."""

AHEAD = dt.timedelta(days=1)
"""How far a release may lie in the future: clocks differ, but a far one would make every later release an older one."""

_NAME = re.compile(rf"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/){{0,4}}[A-Za-z0-9_][A-Za-z0-9_.-]*\.(?:{'|'.join(KINDS)})")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class ManifestRefused(RuntimeError):
    """A manifest is not what a release's manifest can be; the message says in what."""


def check_manifest(data: bytes, name: str, kind: World, now: dt.datetime) -> Manifest:
    """Return the manifest of the release ``name`` of the world ``kind``; raises ``ManifestRefused``."""
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ManifestRefused(f"the manifest of {name} cannot be read ({error})") from error
    fault = _fault(manifest, name, kind, now) or _files_fault(manifest)
    if fault:
        raise ManifestRefused(f"release {name} is refused: {fault}")
    return manifest


def travelling(manifest: Manifest) -> list[str]:
    """Return the names of the files that a copy holds, sorted."""
    return sorted(name for name in manifest.files if not name.startswith(BUILD_ONLY))


def _fault(manifest: Manifest, name: str, kind: World, now: dt.datetime) -> str:
    if manifest.id != name:
        return f"its manifest is that of {manifest.id[:60]!r}"
    if manifest.schema != SCHEMA:
        return f"its files are of version {manifest.schema}, this program reads {SCHEMA}"
    if manifest.kind != kind:
        return f"its programs are {'invented' if manifest.kind == 'sample' else 'real'}, which {kind} data never are"
    try:
        made = dt.datetime.fromisoformat(manifest.created).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return f"it was made at {manifest.created[:40]!r}, which is no time"
    if f"{made:%Y%m%dT%H%M%S}" != name[:15]:
        return f"it was made at {manifest.created}, its id says otherwise"
    if made > now + AHEAD:
        return f"it was made at {manifest.created}, which has not come yet: look at the clocks of both hosts"
    if content_digest(manifest.files) != name.rpartition("-")[2]:
        return "its id does not belong to its files"
    return ""


def _files_fault(manifest: Manifest) -> str:
    names = travelling(manifest)
    for name in names:
        if len(name) > 200 or not _NAME.fullmatch(name):
            return f"{name[:80]!r} is no name of a file of a release"
        if not _DIGEST.fullmatch(manifest.files[name]):
            return f"{name} has no SHA-256"
        if not 0 <= manifest.sizes.get(name, -1) <= MOST_FILE:
            return f"{name} has the size {manifest.sizes.get(name, 'unknown')}"
    missing = [name for name in NEEDED if name not in names]
    if missing:
        return f"it has no {missing[0]}"
    if len({name.casefold() for name in names}) < len(names):
        return "two of its files differ in upper and lower case only"
    if len(names) > MOST_FILES or sum(manifest.sizes[name] for name in names) > MOST_BYTES:
        return f"it is larger than {MOST_FILES:,} files or {MOST_BYTES:,} bytes"
    return ""
