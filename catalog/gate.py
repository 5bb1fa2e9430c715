"""The gate: what a release must not lose beside the one that is served, and what a whole country must hold.

The folders of two releases in, doubts in plain words out; none means that it may be served. A doubt is no fault: a
person who knows the reason may accept it.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import msgspec

from catalog.building import ACCOUNTS, FORWARDS, OFFSETS, SOURCES
from catalog.measures import Measures, read_measures
from catalog.settings import DATA
from catalog.sources import SourceReport
from catalog.states import STATES

SENTINELS = DATA / "sentinels.toml"

FEW = 20
"""Programs below which shares say nothing: one of ten that closes is no sign of a fault."""

LEAST_OF_LAST, MOST_REMOVED, MOST_LOST, IOP_BAND = 0.9, 0.1, 0.05, 0.25
"""Programs that must remain, of those served; those that may go; the fall of an attribute's coverage, in shares of all
programs; and how far the share of records that are IOPs may move, of what it was."""


class Sentinel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A state that must have at least so many programs wherever ``source`` brought ``listings`` or more, and why."""

    state: str
    least: int
    source: str
    listings: int
    why: str


class SentinelsWrong(ValueError):
    """The table of sentinels cannot be used; the message names the entry, the fault and what to write."""


def read_sentinels(path: Path = SENTINELS) -> tuple[Sentinel, ...]:
    """Return the entries; raises ``SentinelsWrong`` at the first that breaks a rule."""
    try:
        entries = tomllib.loads(path.read_text("utf-8")).get("sentinel", [])
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SentinelsWrong(f"{path}: {error}: write it as TOML") from error
    return tuple(_checked(entry, f"{path}, entry {number}") for number, entry in enumerate(entries, 1))


def _checked(entry: object, where: str) -> Sentinel:
    try:
        made = msgspec.convert(entry, Sentinel)
    except msgspec.ValidationError as error:
        raise SentinelsWrong(f"{where}: {error}") from error
    if made.state not in STATES:
        raise SentinelsWrong(f"{where}: {made.state!r} is no postal code of a state: write it as AZ")
    if min(made.least, made.listings) < 1 or not made.why.strip():
        raise SentinelsWrong(f"{where}: least and listings are numbers from 1 on, why is a sentence")
    return made


def doubts(folder: Path, before: Path | None, measures: Measures, sentinels: tuple[Sentinel, ...]) -> list[str]:
    """Return what is in doubt about the release in ``folder``; ``before`` is the folder of the served one."""
    found = sentinel_doubts(folder, measures, sentinels)
    if before is None:
        return found
    earlier = read_measures(before)
    if earlier is not None:
        found += measure_doubts(measures, earlier)
    return found + removal_doubts(folder, before)


def sentinel_doubts(folder: Path, measures: Measures, sentinels: tuple[Sentinel, ...]) -> list[str]:
    """Return the states that lack programs, where the source that lists them was gathered whole."""
    reports = msgspec.json.decode((folder / SOURCES).read_bytes(), type=list[SourceReport])
    brought = {report.source.id: report.kept for report in reports}
    return [
        f"{STATES[sentinel.state]} has {count} programs, at least {sentinel.least} must be there ({sentinel.why})"
        for sentinel in sentinels
        if brought.get(sentinel.source, 0) >= sentinel.listings
        and (count := measures.states.get(sentinel.state, 0)) < sentinel.least
    ]


def measure_doubts(now: Measures, before: Measures) -> list[str]:
    """Return which numbers have moved further than a quiet month moves them."""
    found = []
    if before.programs >= FEW and now.programs < before.programs * LEAST_OF_LAST:
        found.append(f"it holds {now.programs} programs, {before.programs} are served")
    if min(now.programs, before.programs) < FEW:
        return found
    if abs(now.iop_share / before.iop_share - 1) > IOP_BAND:
        found.append(f"{now.iop_share:.1%} of its records are IOPs, {before.iop_share:.1%} of those before")
    for attribute in sorted(before.stated):
        if before.coverage(attribute) - now.coverage(attribute) > MOST_LOST:
            found.append(
                f"{now.coverage(attribute):.0%} of its programs state {attribute}, "
                f"{before.coverage(attribute):.0%} of those that are served"
            )
    return found


def removal_doubts(folder: Path, before: Path) -> list[str]:
    """Return whether too many of the served programs would be gone; what became part of another program is not."""
    earlier, now = (_ids(place) for place in (before, folder))
    forwards = msgspec.json.decode((folder / FORWARDS).read_bytes(), type=dict[str, str])
    gone = [name for name in earlier if name not in now and forwards.get(name) not in now]
    if len(earlier) < FEW or len(gone) <= len(earlier) * MOST_REMOVED:
        return []
    return [f"{len(gone)} of the {len(earlier)} programs that are served would be gone"]


def _ids(folder: Path) -> set[str]:
    return set(msgspec.json.decode((folder / OFFSETS).read_bytes(), type=dict[str, tuple[int, int]]))


class _Outcome(msgspec.Struct, frozen=True):
    outcome: str


def outcomes(folder: Path) -> dict[str, int]:
    """Return how many records of a release came to what, from its accounts."""
    decoder = msgspec.json.Decoder(_Outcome)
    with (folder / ACCOUNTS).open("rb") as file:
        return dict(Counter(decoder.decode(line).outcome for line in file))
