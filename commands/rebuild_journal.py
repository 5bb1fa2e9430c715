"""Where a rebuild stands: ``rebuild.json`` under a root, from its start until its release is published or refused.

A rebuild that finds one of the same sources and settings continues: what it has gathered is not gathered again.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from pathlib import Path

import msgspec

from catalog.durable import sync, write_durably
from catalog.settings import Settings
from catalog.sources import REPORT, source_folder
from crawler.run import CONTINUED_FOR

JOURNAL = "rebuild.json"


class Journal(msgspec.Struct, frozen=True, kw_only=True):
    """A rebuild under way: when it began (ISO 8601 UTC), its sources, a digest of the settings they are gathered with,
    and the finished run of each source that is done."""

    started: str
    sources: tuple[str, ...]
    asked: str
    done: dict[str, str] = {}


def begin(root: Path, sources: tuple[str, ...], settings: Settings) -> Journal:
    """Return the journal of the rebuild to continue, else of one that begins now."""
    now = dt.datetime.now(dt.UTC)
    asked = hashlib.sha256(settings.model_dump_json().encode()).hexdigest()[:16]
    found = _read(root)
    same = found and (found.sources, found.asked) == (sources, asked)
    if found and same and now - dt.datetime.fromisoformat(found.started) < CONTINUED_FOR:
        return msgspec.structs.replace(found, done={n: run for n, run in found.done.items() if _whole(root, n, run)})
    journal = Journal(started=now.isoformat(timespec="seconds"), sources=sources, asked=asked)
    _write(root, journal)
    return journal


def finished(root: Path, journal: Journal, source: str, run: str) -> Journal:
    """Record that a source is done; return the journal that says so."""
    journal = msgspec.structs.replace(journal, done=journal.done | {source: run})
    _write(root, journal)
    return journal


def end(root: Path) -> None:
    """Forget the journal: the next rebuild begins anew."""
    with contextlib.suppress(FileNotFoundError):
        (root / JOURNAL).unlink()


def _whole(root: Path, source: str, run: str) -> bool:
    return (source_folder(root, source) / run / REPORT).is_file()


def _read(root: Path) -> Journal | None:
    try:
        return msgspec.json.decode((root / JOURNAL).read_bytes(), type=Journal)
    except (OSError, msgspec.DecodeError):
        return None


def _write(root: Path, journal: Journal) -> None:
    staged = root / (JOURNAL + ".new")
    write_durably(staged, msgspec.json.format(msgspec.json.encode(journal)))
    staged.replace(root / JOURNAL)
    sync(root)
