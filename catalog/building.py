"""Building: every gathered listing becomes part of a program, a candidate, or an account of why it is neither.

Reads the newest finished run of each source under a root, what the run before had and it lacks, what people decided
and corrected, and the ids of the release before; writes ``programs.jsonl``, ``candidates.jsonl``, ``offsets.json``,
``accounts.jsonl``, ``sources.json``, ``anchors.json`` and ``forwards.json`` into a folder. Listings are read as heads
first and in full only where they matter, so memory stays small.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections import Counter
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path

import msgspec

from catalog.carrying import carried_listings
from catalog.corrections import CORRECTIONS, Corrections, read_corrections
from catalog.identity import Held, Told, identify, read_held
from catalog.listing_heads import ListingHeads
from catalog.matching import Group, Head, match_listings
from catalog.matching.decisions import DECISIONS, read_decisions, write_review
from catalog.pausing import collection_paused
from catalog.program_writing import CANDIDATES, FILES, FORWARDS, OFFSETS, PROGRAMS, Account, ProgramWriting
from catalog.reuse import MADE, Line, Lineage, Reuse
from catalog.shortcuts import clear_shelves, shelf_of
from catalog.sources import LISTINGS, SKIPPED, SourceReport, gathered, read_skipped, write_lines

__all__ = [
    "ACCOUNTS", "CANDIDATES", "FILES", "FORWARDS", "OFFSETS", "PROGRAMS", "REVIEW", "SOURCES", "Account", "Built",
    "NothingGathered", "build",
]  # fmt: skip

ACCOUNTS, SOURCES = "accounts.jsonl", "sources.json"

REVIEW = Path("review") / "pairs.csv"
"""File under a root: pairs of listings that no rule could settle, for a person to judge."""


class Built(msgspec.Struct, frozen=True):
    """Counts of one build; ``review`` pairs wait for a person, ``carried`` listings are kept from the runs before,
    ``reused`` programs are those of the release before, ``unmet`` are ids that corrections name in vain; ``work``
    counts what had to be done: lines decoded, pairs judged, programs merged, programs re-dated; ``lineage`` says what
    the release has of the one before."""

    programs: int
    candidates: int
    outcomes: dict[str, int]
    rules: dict[str, int]
    sources: list[SourceReport]
    review: int
    carried: int
    reused: int
    unmet: tuple[str, ...]
    work: dict[str, int]
    lineage: Lineage


class NothingGathered(RuntimeError):
    """There is no finished run of any source to build from."""


def build(
    root: Path,
    folder: Path,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
    *,
    previous: Path | None = None,
    decisions: Path = DECISIONS,
    corrections: Path = CORRECTIONS,
) -> Built:
    """Build the catalog of ``root`` into ``folder``; raises ``NothingGathered`` where no source has been gathered.

    ``previous`` is the folder of the release before, whose ids programs keep; ``decisions`` and ``corrections`` are
    the tables people keep. A table that breaks a rule raises ``ValueError`` naming the line.
    """
    with collection_paused():
        return _build(root, folder, on_progress, previous, decisions, corrections)


def _build(
    root: Path, folder: Path, on_progress: Callable[[int, int], None], previous: Path | None, decisions: Path,
    corrections: Path,
) -> Built:  # fmt: skip
    runs = gathered(root)
    if not runs:
        raise NothingGathered(f"no source has been gathered under {root}: run `iop gather` or `iop import` first")
    decided, corrected = read_decisions(decisions), Corrections(read_corrections(corrections))
    reports = [report for report, _ in runs]
    trust = {report.source.id: report.source.trust for report in reports}
    trusted = msgspec.json.encode(sorted(trust.items()))
    shelf_before = shelf_of(root, _digests(previous) if previous else None, trusted)
    heads = ListingHeads(shelf_before)
    files = [run / LISTINGS for _, run in runs]
    known = [one for n, path in enumerate(files) for one in heads.read(path, n, reports[n].source.trust)]
    carried = carried_listings(runs, len(files), heads)
    known += [one for part in carried for one in part.listings]
    by_id = {one.head.id: one for one in known}
    memory = heads.memory(by_id)
    matching = match_listings([one.head for one in known], decided, memory)
    notes = {len(files) + n: part.note for n, part in enumerate(carried)}
    files += [part.path for part in carried]
    wanted, dropped = list[Group](), list[Group]()
    for group in matching.groups:
        (wanted if _matters(group.heads[0]) or any(map(_matters, group.heads)) else dropped).append(group)
    open_pairs = [pair for pair in matching.unsure if _matters(pair.one) or _matters(pair.other)]
    accounts = [Account(s.record, "skipped", why=s.reason) for _, run in runs for s in read_skipped(run / SKIPPED)]
    accounts += [Account(head.id, "no IOP", why="states none") for group in dropped for head in group.heads]
    with contextlib.ExitStack() as stack:
        lent = {status: stack.enter_context((previous / name).open("rb")) for status, name in FILES} if previous else {}
        reuse = Reuse(shelf_before, lent)
        held = _held(reuse) or read_held(previous, (PROGRAMS, CANDIDATES))
        identities = identify(wanted, held, lambda head: by_id[head.id].minted)
        writing = ProgramWriting(files, notes, by_id, trust, corrected, accounts, reuse, on_progress)
        counts, digests = writing.write(wanted, identities, folder, lent)
    shelf = shelf_of(root, digests, trusted)
    heads.keep(shelf, known, memory)
    shelf.write(MADE, writing.lines)
    took = reuse.same | reuse.redated.keys()
    clear_shelves(root, (shelf, shelf_before))
    write_lines(folder / ACCOUNTS, sorted(accounts, key=attrgetter("listing", "outcome", "why")))
    (folder / SOURCES).write_bytes(msgspec.json.encode(reports, order="sorted"))
    return Built(
        programs=counts["confirmed"],
        candidates=counts["candidate"],
        outcomes=dict(sorted(Counter(account.outcome for account in accounts).items())),
        rules=dict(sorted(Counter(rule for group in wanted for rule in group.rules.values()).items())),
        sources=reports,
        carried=sum(len(part.listings) for part in carried),
        reused=len(reuse.same) + len(reuse.redated),
        review=write_review(root / REVIEW, open_pairs),
        unmet=corrected.unmet,
        work={"decoded": heads.decoded, "judged": memory.judged, "merged": writing.merged,
              "redated": len(reuse.redated)},
        lineage=Lineage(
            before=previous, same=frozenset(reuse.same), redated=reuse.redated, lines=writing.lines,
            lines_before=reuse.before, anew={name: line for name, line in writing.lines.items() if name not in took},
            gone={name: line for name, line in reuse.before.items() if name not in took},
            shelf=shelf, shelf_before=shelf_before, digests=digests,
        ),
    )  # fmt: skip


def _digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of the files of programs in a release's folder."""
    found = {}
    for _, name in FILES:
        with (folder / name).open("rb") as file:
            found[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _held(reuse: Reuse) -> list[Held]:
    """Return the programs of the release before as far as the shortcut knows them: their lines are read when asked."""

    def told(line: Line) -> Callable[[], Told]:
        return lambda: msgspec.json.decode(reuse.line(line), type=Told)

    return [Held(name, line.previous_ids, line.anchor, told(line)) for name, line in sorted(reuse.before.items())]


def _matters(head: Head) -> bool:
    return head.states_iop or bool(head.candidate_for)
