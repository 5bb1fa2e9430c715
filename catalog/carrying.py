"""Listings that a source's newest run lacks and the one before it had: kept for that one run, with their age.

A place that a list leaves out once may be back the next time; it goes after two good runs without it. The newest runs
of the sources in, the listings to keep out. What is listed under another name, or has moved, is no longer kept: its
new listing is there already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from catalog.listing_heads import Known, ListingHeads
from catalog.matching import Card, card, judge
from catalog.matching.blocking import candidate_pairs
from catalog.matching.rules import MOVED
from catalog.sources import ASKED, LISTINGS, SourceReport, finished_runs


class Carried(NamedTuple):
    """A file of listings, what is known of each that is kept, and what is noted on them."""

    path: Path
    listings: tuple[Known, ...]
    note: str


def carried_listings(runs: Sequence[tuple[SourceReport, Path]], first_file: int, heads: ListingHeads) -> list[Carried]:
    """Return what is kept of each source whose two newest runs asked the same; files are numbered from ``first_file``.

    An imported file says what it says, so nothing is kept beside it.
    """
    found = list[Carried]()
    for newest_file, (report, newest) in enumerate(runs):
        before = [run for run in finished_runs(newest.parent.parent.parent, report.source.id) if run < newest][-1:]
        if before and _asked(newest) and _asked(newest) == _asked(before[0]):
            now = heads.read(newest / LISTINGS, newest_file, report.source.trust)
            earlier = heads.read(before[0] / LISTINGS, first_file + len(found), report.source.trust)
            kept = tuple(_kept(now, earlier))
            if kept:
                note = f"not in the newest list of {report.source.label} ({report.as_of or report.read_on})"
                found.append(Carried(before[0] / LISTINGS, kept, note))
    return found


def _asked(run: Path) -> str:
    path = run / ASKED
    return path.read_text("utf-8") if path.is_file() else ""


def _kept(now: Sequence[Known], before: Sequence[Known]) -> Iterator[Known]:
    """Yield the listings of ``before`` that ``now`` neither has nor names otherwise."""
    there, earlier = {one.head.id for one in now}, {one.head.id: one for one in before}
    gone = [earlier[name] for name in sorted(earlier.keys() - there)]
    if not gone:
        return
    new = sorted((one for one in now if one.head.id not in earlier), key=lambda one: one.head.id)
    # Judged as if two lists gave them: within one list, two names are two places.
    cards = [card(msgspec.structs.replace(one.head, kind="")) for one in (*gone, *new)]
    replaced = {
        one for one, other in candidate_pairs(cards) if one < len(gone) <= other and _is_one(cards[one], cards[other])
    }  # fmt: skip
    yield from (one for position, one in enumerate(gone) if position not in replaced)


def _is_one(gone: Card, new: Card) -> bool:
    verdict = judge(gone, new)
    return bool(verdict.same) or verdict.rule == MOVED
