"""``changes.md``: what changed since the release before, for a person to read.

``Changes`` in, Markdown out. Lists are cut at a length a person reads, the counts are always whole. Words from data
are escaped, so that no name becomes a link, an image or HTML where the file is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from catalog.attributes import load_attributes
from catalog.changes import Changed, Changes, Named, compare_releases
from catalog.reuse import Lineage
from catalog.wording import one_line

CHANGES = "changes.md"
"""File of a release: what changed since the release before it."""

SHOWN, SHOWN_FIELDS = 200, 12
"""Programs listed in each part, and changes listed for one program."""

FIRST = "This is the first release: there is nothing to compare it with.\n"
UNREADABLE = "The release before cannot be read, so what changed is not known.\n"

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$&#!@])")
_LINK = re.compile(r"(?i)(?<=:)(?=//)|(?<=www)(?=\.)")


def write_changes(before: Path | None, folder: Path, lineage: Lineage | None = None) -> Changes | None:
    """Write ``changes.md`` into the release in ``folder``, whose ``lineage`` may be known; return what changed, None
    where there is no release before or it cannot be read, which the file says."""
    try:
        changes = compare_releases(before, folder, lineage) if before else None
        page = changes_page(changes) if changes else FIRST
    except (OSError, KeyError, msgspec.DecodeError):
        changes, page = None, UNREADABLE
    (folder / CHANGES).write_text(page, encoding="utf-8")
    return changes


def changes_page(changes: Changes) -> str:
    """Return ``changes`` as Markdown."""
    return "\n".join(_lines(changes)) + "\n"


def summary(changes: Changes) -> str:
    """Return the counts as one sentence."""
    counts = changes.counts
    parts = [f"{counts[name]:,} {name}" for name in ("added", "removed", "joined", "changed", "read again")
             if counts[name]]  # fmt: skip
    parts.append(f"{counts['unchanged']:,} unchanged")
    return f"{counts['before']:,} programs before, {counts['after']:,} now: {', '.join(parts)}."


def field_label(field: str) -> str:
    """Return how people call a field of a change."""
    labels = {row.key: row.label for row in load_attributes()} | {"point": "Place on the map", "sources": "Sources"}
    return labels.get(field, field)


def _lines(changes: Changes) -> Iterator[str]:
    yield "# What changed since the release before"
    yield ""
    yield summary(changes)
    if changes.fields:
        yield from ("", "## By field", "", "| field | added | removed | changed |", "|---|---:|---:|---:|")
        for field, counts in changes.fields.items():
            cells = " | ".join(f"{counts.get(kind, 0):,}" for kind in ("added", "removed", "changed"))
            yield f"| {_escaped(field_label(field))} | {cells} |"
    for title, programs in (("Added", changes.added), ("Removed", changes.removed), ("Joined", changes.joined)):
        yield from _came_or_went(title, programs)
    yield from _changed(changes.changed)


def _came_or_went(title: str, programs: tuple[Named, ...]) -> Iterator[str]:
    if programs:
        yield from ("", f"## {title}: {len(programs):,}", "")
    for program in programs[:SHOWN]:
        yield f"- {_who(program)}" + (f": {_escaped(program.why)}" if program.why else "")
    yield from _rest(len(programs))


def _changed(programs: tuple[Changed, ...]) -> Iterator[str]:
    if programs:
        yield from ("", f"## Changed: {len(programs):,}", "")
    for program in programs[:SHOWN]:
        words = [_escaped(change.words) for change in program.changes[:SHOWN_FIELDS]]
        if len(program.changes) > SHOWN_FIELDS:
            words.append(f"and {len(program.changes) - SHOWN_FIELDS} more")
        yield f"- {_who(program)}: {'; '.join(words)}"
    yield from _rest(len(programs))


def _who(program: Named | Changed) -> str:
    place = f", {_escaped(program.place)}" if program.place else ""
    return f"**{_escaped(program.name)}**{place} ({_escaped(program.id)})"


def _rest(count: int) -> Iterator[str]:
    if count > SHOWN:
        yield f"- … and {count - SHOWN:,} more: `iop diff --json` lists them all"


def _escaped(text: str) -> str:
    """Return words from data as Markdown that shows exactly them."""
    return _LINK.sub(r"\\", _SPECIAL.sub(r"\\\1", one_line(text, 300)))
