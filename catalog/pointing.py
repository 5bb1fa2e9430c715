"""Which release a root serves: ``current`` names it, ``served.jsonl`` records since when, instead of which, and why."""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path
from typing import Literal

import msgspec

from catalog.durable import append_line, sync, write_durably

POINTER, RECORD = "current", "served.jsonl"

How = Literal["published", "rolled back", "pulled"]


class Served(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of ``served.jsonl``: from ``at`` (ISO 8601 UTC) on ``release`` is served in place of ``before``."""

    at: str
    release: str
    how: How
    before: str = ""
    reason: str = ""


def point_at(root: Path, name: str, how: How = "published", reason: str = "") -> None:
    """Serve the release ``name`` from now on: one rename, so a reader sees the old one or the new one.

    What is about to be served, instead of what and why, is written to ``served.jsonl`` first.
    """
    at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    line = Served(at=at, release=name, how=how, before=pointed_at(root), reason=reason)
    append_line(root / RECORD, msgspec.json.encode(line))
    staged = root / f".{POINTER}.new"
    write_durably(staged, f"{name}\n".encode())
    staged.replace(root / POINTER)
    sync(root)


def pointed_at(root: Path) -> str:
    """Return the id that the pointer names, "" where there is none."""
    try:
        return Path((root / POINTER).read_text("utf-8").strip()).name
    except (OSError, ValueError):
        return ""


def served_record(root: Path) -> list[Served]:
    """Return what has been served under a root, the oldest first; a line that a crash cut short is left out."""
    path, decoder, lines = root / RECORD, msgspec.json.Decoder(Served), []
    for line in path.read_bytes().splitlines() if path.is_file() else []:
        with contextlib.suppress(msgspec.DecodeError):
            lines.append(decoder.decode(line))
    return lines
