"""A release that is not published: why, and where it is kept to be looked at.

The folder of a refused release in; ``<root>/failed/<time>/`` with a ``report.md`` for people out. Nothing serves it.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from pathlib import Path

FAILED, FAILED_REPORT = "failed", "report.md"

KEPT_FAILED = 2
"""Refused releases that are kept; one may be as large as what is served."""

SHOWN = 5


class ReleaseRefused(RuntimeError):
    """A release failed a check and is not published.

    ``faults`` make it wrong in itself; ``doubts`` come from comparing it with what was served, and a person who knows
    the reason may accept them. ``place`` is where it is kept, None until it is.
    """

    def __init__(self, faults: Sequence[str], doubts: Sequence[str] = ()) -> None:
        self.faults, self.doubts = tuple(faults), tuple(doubts)
        self.place: Path | None = None
        super().__init__()

    def __str__(self) -> str:
        reasons = [*self.faults, *self.doubts]
        more = f" and {len(reasons) - SHOWN} more" if len(reasons) > SHOWN else ""
        kept = f". It is kept in {self.place}: read {FAILED_REPORT} there" if self.place else ""
        return "this release is not published: " + "; ".join(reasons[:SHOWN]) + more + kept + self.way_out

    @property
    def way_out(self) -> str:
        """What a person can do about it."""
        if self.faults:
            return ""
        return '. Where all of this is right, run `iop build --accept "why"`: it gathers nothing again'


def keep_failed(root: Path, staging: Path, error: ReleaseRefused) -> None:
    """Move a refused release's folder to where it can be looked at, with a report; only the newest few stay."""
    place = root / FAILED
    place.mkdir(exist_ok=True)
    now = dt.datetime.now(dt.UTC)
    target = place / f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03}Z"
    staging.rename(target)
    (target / FAILED_REPORT).write_text(_report(error), "utf-8")
    error.place = target
    for old in sorted(place.iterdir())[:-KEPT_FAILED]:
        shutil.rmtree(old, ignore_errors=True)


def _report(error: ReleaseRefused) -> str:
    lines = ["# This release was not published", ""]
    for title, reasons in (("Wrong in itself", error.faults), ("In doubt beside what was served", error.doubts)):
        if reasons:
            lines += [f"## {title}", "", *(f"- {reason}" for reason in reasons), ""]
    lines += ["What was served before is served still. `changes.md` here says what would have changed.", ""]
    if error.faults:
        lines += ["A release that is wrong in itself cannot be accepted: mend what the lines above name.", ""]
    else:
        lines += ['Where all of this is right, run `iop build --accept "why"`; the reason is kept in the manifest.', ""]
    return "\n".join(lines)
