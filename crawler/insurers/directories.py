"""The directories a source is made of: one row each in ``data/sources/<source>.toml``, checked when it is read."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from catalog.settings import DATA
from catalog.vocabulary import load_vocabulary


class Directory(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One insurer's directory. ``insurer`` is a term of the vocabulary, ``name`` what people call the insurer, ``url``
    where the directory lies. One that is not ``enabled`` is never asked; ``why_not`` says why."""

    id: str
    insurer: str
    name: str
    url: str
    enabled: bool = True
    why_not: str = ""
    quirks: tuple[str, ...] = ()


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    directory: tuple[Directory, ...]


def read_directories(source: str, folder: Path = DATA / "sources") -> tuple[Directory, ...]:
    """Return the rows of a source's table; raises ``ValueError`` naming the row that breaks a rule."""
    path = folder / f"{source}.toml"
    rows = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _Table).directory
    seen: set[str] = set()
    for row in rows:
        fault = _fault(row)
        if row.id in seen:
            fault = "its id stands twice: keep one row"
        if fault:
            raise ValueError(f"{path.name}: {row.id}: {fault}")
        seen.add(row.id)
    return rows


def _fault(row: Directory) -> str:
    if not re.fullmatch(r"[a-z0-9_]+", row.id):
        return "an id has small letters, digits and _ only: it names a folder"
    if not load_vocabulary().has("insurers", row.insurer):
        return f"{row.insurer!r} is no term of insurers.toml: add it there first"
    if urlsplit(row.url).scheme != "https" or row.url.endswith("/"):
        return "its url begins with https:// and has no / at its end"
    if not row.enabled and not row.why_not:
        return "it is not enabled: say why in why_not"
    return ""


def wanted(source: str, names: str) -> tuple[Directory, ...]:
    """Return the directories to ask: the enabled ones, or those of them whose ids ``names`` lists, with commas.

    Raises ``ValueError`` where it names one that must not be asked, or none that the table has.
    """
    rows = {row.id: row for row in read_directories(source)}
    named = [name.strip() for name in names.split(",") if name.strip()]
    for name in named:
        row = rows.get(name)
        if row is not None and not row.enabled:
            raise ValueError(f"IOP_INSURERS names {name}, which must not be asked: {row.why_not}")
    chosen = tuple(row for row in rows.values() if row.enabled and (not named or row.id in named))
    if not chosen:
        known = ", ".join(row.id for row in rows.values() if row.enabled)
        raise ValueError(f"IOP_INSURERS names no directory of {source}: use some of {known}")
    return chosen


def base_of(directory: Directory, replay: str) -> str:
    """Return where a directory is asked: its own address, or its place behind ``replay``."""
    return f"{replay}/{directory.id}" if replay else directory.url
