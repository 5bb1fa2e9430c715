"""``iop releases``, ``iop rollback`` and ``iop diff``: which releases are kept, going back to one, what changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import msgspec

from catalog.changes import Changes, compare_releases
from catalog.changes_page import field_label, summary
from catalog.pointing import pointed_at, served_record
from catalog.releases import Release, ReleaseDamaged, release_ids
from catalog.rollback import RollbackRefused, UnknownRelease, find_release, release_before, roll_back
from catalog.settings import Settings
from commands.console import EXIT_CODES, NOTHING_YET, UNKNOWN, fail, locked, out, print_json, shown

SAMPLE = click.option("--sample", is_flag=True, help="The invented sample's releases instead.")


def root_of(settings: Settings, sample: bool) -> Path:
    """Return the root whose releases are meant: the live one where it has any, or where no sample has either."""
    if sample or (not release_ids(settings.live) and release_ids(settings.sample)):
        return settings.sample
    return settings.live


def kept_ids(root: Path) -> list[str]:
    """Return the ids of the kept releases, the oldest first, or end saying that there are none."""
    kept = release_ids(root)
    if not kept:
        fail(f"there is no release under {root}: run `iop rebuild`", NOTHING_YET)
    return kept


@click.command(epilog=EXIT_CODES)
@SAMPLE
@click.option("--check", is_flag=True, help="Read every byte and name what is damaged; exit 1 where anything is.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def releases(context: click.Context, sample: bool, check: bool, as_json: bool) -> None:
    """List the releases that are kept, the newest first, and mark the one that is served."""
    root = root_of(Settings(), sample)
    kept = kept_ids(root)
    served, records = pointed_at(root), {line.release: line for line in served_record(root)}
    rows = [_row(root, name, served, check) for name in reversed(kept)]
    for row in rows:
        record = records.get(row["id"])
        row["how"] = record.how if record else ""
        row["reason"] = record.reason if record else ""
    if as_json:
        print_json(rows)
    else:
        for row in rows:
            _print_row(row)
    context.exit(1 if any(row["state"].startswith("damaged") for row in rows) else 0)


def _print_row(row: dict[str, Any]) -> None:
    when = row["created"][:16].replace("T", " ")
    state = "" if row["state"] == "not checked" else f", {row['state']}"
    size = f"{row['programs']:,} programs, {row['bytes'] / 1e6:.1f} MB"
    mark = "[bold]served[/bold]" if row["served"] else "      "
    out.print(f"{mark}  {shown(row['id'])}  {when}  {shown(size + state)}")
    if row["reason"]:
        out.print(f"        {shown(row['how'])}: {shown(row['reason'])}")


def _row(root: Path, name: str, served: str, check: bool) -> dict[str, Any]:
    folder = root / "releases" / name
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    row = {"id": name, "served": name == served, "created": "", "kind": "", "programs": 0, "candidates": 0,
           "previous": "", "bytes": size, "state": "not checked"}  # fmt: skip
    try:
        release = Release(folder)
    except ReleaseDamaged as error:
        return row | {"state": f"damaged: {error}"}
    counts, damage = release.manifest.counts, release.damage() if check else []
    state = f"damaged: {', '.join(damage[:5])}" if damage else "whole" if check else "not checked"
    return row | {
        "created": release.created, "kind": release.kind, "programs": counts.get("programs", 0),
        "candidates": counts.get("candidates", 0), "previous": release.manifest.previous, "state": state,
    }  # fmt: skip


@click.command(epilog=EXIT_CODES)
@click.argument("release_id", metavar="[ID]", default="")
@click.option("--reason", default="", help="Why, for the record that `iop releases` shows.")
@SAMPLE
def rollback(release_id: str, reason: str, sample: bool) -> None:
    """Serve an earlier release again: ID or the start of it, or the one before the served one.

    Takes effect at once, for running apps too. A damaged release is refused. The next `iop rebuild` publishes a new
    release and goes forward from there.

    \b
    Examples:
      iop rollback
      iop rollback 20261101T --reason "evening sessions were misread"
    """
    from index.search import open_index

    root = root_of(Settings(), sample)
    kept_ids(root)
    with locked(root):
        served = pointed_at(root)
        try:
            name = find_release(root, release_id) if release_id else release_before(root, served)
            release = roll_back(root, name, reason, open_index)
        except UnknownRelease as error:
            fail(str(error), UNKNOWN)
        except RollbackRefused as error:
            fail(str(error))
    out.print(f"{shown(release.id)} is served now, in place of {shown(served)}.")


@click.command(epilog=EXIT_CODES)
@click.argument("before", metavar="[A]", default="")
@click.argument("after", metavar="[B]", default="")
@click.option("--limit", type=click.IntRange(0), default=50, show_default=True, help="Programs to list in each part.")
@SAMPLE
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with every program.")
def diff(before: str, after: str, limit: int, sample: bool, as_json: bool) -> None:
    """Say what changed from release A to release B: programs added, removed, joined, and changed field by field.

    Names are ids or the start of them. Without B: from A to the served release. Without both: what the served release
    changed.

    \b
    Examples:
      iop diff
      iop diff 20261101T 20261201T --json
    """
    root = root_of(Settings(), sample)
    kept_ids(root)
    try:
        new = find_release(root, after or pointed_at(root))
        old = find_release(root, before) if before else release_before(root, new)
        changes = compare_releases(root / "releases" / old, root / "releases" / new)
    except UnknownRelease as error:
        fail(str(error), UNKNOWN)
    except (OSError, KeyError, msgspec.DecodeError) as error:
        fail(f"they cannot be compared ({error}): look with `iop releases --check`")
    if as_json:
        print_json({"before": old, "after": new} | msgspec.to_builtins(changes))
        return
    out.print(f"From {shown(old)} to {shown(new)}: {summary(changes)}")
    for field, counts in changes.fields.items():
        out.print(f"  {shown(field_label(field))}: {', '.join(f'{n:,} {kind}' for kind, n in counts.items())}")
    for line in _listed(changes, limit):
        out.print(line)


def _listed(changes: Changes, limit: int) -> list[str]:
    lines = []
    for title, gone in (("Added", changes.added), ("Removed", changes.removed), ("Joined", changes.joined)):
        lines += [f"[bold]{title}[/bold]"] if gone and limit else []
        lines += ["  " + shown(f"{p.name}, {p.place} ({p.id})" + (f": {p.why}" if p.why else "")) for p in gone[:limit]]
        lines += _more(len(gone), limit)
    lines += ["[bold]Changed[/bold]"] if changes.changed and limit else []
    for program in changes.changed[:limit]:
        words = "; ".join(change.words for change in program.changes)
        lines.append("  " + shown(f"{program.name}, {program.place} ({program.id}): {words}"))
    return lines + _more(len(changes.changed), limit)


def _more(count: int, limit: int) -> list[str]:
    return [f"  … and {count - limit:,} more: --limit or --json shows them"] if count > limit and limit else []
