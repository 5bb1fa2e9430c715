"""Is what is served fresh and whole? One answer for ``iop status``, for ``/healthz`` and for whoever watches them.

The release that the settings lead to in, ``ReleaseState`` out. Every byte is compared with the manifest; the result is
kept for as long as no file of the release changes, so that asking often costs a look at each file's date and size.
"""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path
from typing import Literal

import msgspec

from catalog.pointing import pointed_at
from catalog.releases import MANIFEST, Release, ReleaseDamaged, served
from catalog.settings import Settings
from catalog.sources import SourceReport
from index.search import IndexDamaged, open_index

State = Literal["fresh", "stale", "broken", "missing"]

MONTHLY = 30
"""Days between two readings of most sources; one that is renewed less often may be that much older."""

WAYS_OUT: dict[State, str] = {
    "fresh": "", "stale": "run `iop rebuild`",
    "broken": "run `iop rollback` to serve an earlier release, or `iop build` to make a new one",
    "missing": "run `iop app` or `iop rebuild`",
}  # fmt: skip

Stamp = tuple[tuple[str, int, int, int], ...]


class SourceAge(msgspec.Struct, frozen=True):
    """How many days old a source's newest listings are, and from how many on that is stale."""

    id: str
    label: str
    days: int
    limit: int

    @property
    def stale(self) -> bool:
        """Whether it is older than its limit."""
        return self.days > self.limit


class ReleaseState(msgspec.Struct, frozen=True, kw_only=True):
    """What is served and how it is: ``damage`` names files and reasons, ``oldest_source_days`` is None where the
    release names no source. Where there is no release, all but ``state`` and ``way_out`` are empty."""

    state: State
    kind: str = ""
    release: str = ""
    created: str = ""
    oldest_source_days: int | None = None
    programs: int = 0
    damage: tuple[str, ...] = ()
    sources: tuple[SourceAge, ...] = ()
    way_out: str = ""

    @property
    def serves(self) -> bool:
        """Whether people can search: stale listings are shown with their age, broken ones are not."""
        return self.state in ("fresh", "stale")


def release_state(settings: Settings, today: dt.date | None = None) -> ReleaseState:
    """Return the state of what is served, the live release before the sample; raises nothing."""
    for root in (settings.live, settings.sample):
        try:
            release = served(root)
        except ReleaseDamaged as error:
            return _answer("broken", damage=(str(error),))
        if release is not None:
            return _state_of(release, root, settings, today or dt.datetime.now(dt.UTC).date())
    return _answer("missing")


def _answer(state: State, **fields: object) -> ReleaseState:
    return ReleaseState(state=state, way_out=WAYS_OUT[state], **fields)  # type: ignore[arg-type]


def _state_of(release: Release, root: Path, settings: Settings, today: dt.date) -> ReleaseState:
    damage, ages = list(_damage(release.path, _stamp(release))), list[SourceAge]()
    named = pointed_at(root)
    if named != release.id:
        damage.append(f"current names {named!r}, which cannot be read: {release.id} is served instead")
    try:
        ages = [_age(report, settings.stale_days, today) for report in release.sources]
    except (OSError, ValueError, msgspec.DecodeError) as error:
        damage.append(f"its sources cannot be read ({error})")
    stale = not ages or any(age.stale for age in ages)
    return _answer(
        "broken" if damage else "stale" if stale else "fresh",
        kind=release.kind, release=release.id, created=release.created,
        oldest_source_days=max((age.days for age in ages), default=None),
        programs=release.manifest.counts.get("programs", 0), damage=tuple(damage), sources=tuple(ages),
    )  # fmt: skip


def _age(report: SourceReport, stale_days: int, today: dt.date) -> SourceAge:
    days = (today - dt.date.fromisoformat(report.as_of or report.read_on)).days
    limit = stale_days + max(0, report.source.cadence_days - MONTHLY)
    return SourceAge(report.source.id, report.source.label, days, limit)


def _stamp(release: Release) -> Stamp:
    """Return what changes when any file of a release does, without reading one."""
    stamps = []
    for name in (MANIFEST, *sorted(release.manifest.files)):
        try:
            found = (release.path / name).stat()
            stamps.append((name, found.st_ino, found.st_size, found.st_mtime_ns))
        except OSError:
            stamps.append((name, 0, 0, 0))
    return tuple(stamps)


@functools.lru_cache(maxsize=4)
def _damage(folder: Path, stamp: Stamp) -> tuple[str, ...]:
    """Return what is wrong with the files of a release: read in full once for each ``stamp``."""
    try:
        damage = Release(folder).damage()
    except (ReleaseDamaged, OSError) as error:
        return (str(error),)
    try:
        open_index(folder)
    except (IndexDamaged, OSError) as error:
        damage.append(str(error))
    return tuple(damage)
