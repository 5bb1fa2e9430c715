"""How many programs each source speaks for, and which sources speak for the same ones.

The accounts of a release go in, counts come out. A listing's id begins with its source.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from catalog.building import ACCOUNTS


class _Account(msgspec.Struct, frozen=True):
    listing: str
    outcome: str
    program: str = ""


class Overlap(NamedTuple):
    """Counts of programs: by source, by two sources that both list one, and by how many sources list one."""

    programs: int
    by_source: dict[str, int]
    together: dict[tuple[str, str], int]
    by_number: dict[int, int]

    def record(self) -> dict[str, Any]:
        """Return the counts as JSON output shows them, pairs as lists."""
        return {
            "programs": self.programs, "by_source": self.by_source,
            "together": [{"sources": list(pair), "programs": number} for pair, number in self.together.items()],
            "by_number_of_sources": {str(number): count for number, count in self.by_number.items()},
        }  # fmt: skip


def read_overlap(release: Path) -> Overlap:
    """Return the counts of the programs of a release's folder, the most frequent first; a tie goes by name."""
    decoder, first, more = msgspec.json.Decoder(_Account), dict[str, str](), defaultdict[str, set[str]](set)
    with (release / ACCOUNTS).open("rb") as file:
        for line in file:
            account = decoder.decode(line)
            source = account.listing.partition(":")[0]
            if account.outcome == "program":
                first[account.program] = source
            elif account.outcome == "merged":
                more[account.program].add(source)
    alike = Counter(
        tuple(sorted({source, *more[program]})) if program in more else (source,) for program, source in first.items()
    )
    by_source, together, by_number = Counter[str](), Counter[tuple[str, str]](), Counter[int]()
    for names, programs in alike.items():
        by_number[len(names)] += programs
        by_source.update(dict.fromkeys(names, programs))
        together.update(dict.fromkeys(itertools.combinations(names, 2), programs))
    return Overlap(len(first), _ranked(by_source), _ranked(together), dict(sorted(by_number.items())))


def _ranked(counts: Any) -> Any:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
