"""How many listings a run may bring: against the source's last good run, and against what the source declares.

A run's report and the runs before it in, a ``Judged`` out. A run that is refused is set aside: the listings of the last
good run stay in use.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

from catalog.sources import ASKED, REFUSED, SourceReport, finished_runs, read_report
from crawler.reports import LEAST_OF_LAST

MOST_OF_LAST = 2.0
"""Share of the last good run's listings above which a run is worth a look."""

KEPT_REFUSED = 2
"""Refused runs of a source that are kept to be looked at."""


class Judged(NamedTuple):
    """Why a run is not used, and what an operator should look at all the same; "" for nothing."""

    refused: str = ""
    warning: str = ""


def judge_run(folder: Path, report: SourceReport, loopback: bool = False) -> Judged:
    """Judge a finished run by its count; a ``loopback`` replay, or one that a setting narrows, owes no declared one."""
    kept, (least, most) = report.kept, report.source.expected
    earlier = [run for run in finished_runs(folder.parent.parent.parent, report.source.id) if run.name < folder.name]
    last = read_report(earlier[-1]).kept if earlier and narrowed(earlier[-1]) == narrowed(folder) else 0
    if kept < last * LEAST_OF_LAST:
        return Judged(refused=f"it brought {kept} listings, the run before {last}")
    whole = not loopback and not narrowed(folder)
    if whole and kept < least and not 0 < last < least:
        return Judged(refused=f"it brought {kept} listings, at least {least} are expected")
    if last and kept > last * MOST_OF_LAST:
        return Judged(warning=f"it brought {kept} listings, the run before {last}: look whether they are right")
    if whole and kept > most:
        return Judged(warning=f"it brought {kept} listings, at most {most} are expected: look whether they are right")
    return Judged()


def narrowed(folder: Path) -> list[str]:
    """Return the settings that narrowed what a run asked for, such as "states=AZ"; none for an import."""
    path = folder / ASKED
    return path.read_text("utf-8").splitlines()[1:] if path.is_file() else []


def set_aside(folder: Path) -> Path:
    """Move a refused run to where no build reads it, keep the newest few such runs, and return its new place."""
    place = folder.parent / REFUSED
    place.mkdir(exist_ok=True)
    target = place / folder.name
    shutil.rmtree(target, ignore_errors=True)
    folder.rename(target)
    for old in sorted(place.iterdir())[:-KEPT_REFUSED]:
        shutil.rmtree(old, ignore_errors=True)
    return target
