"""Measures whether answers come in an order that a person would agree with, by the questions judged in
``tests/tables/relevance``.

    python -m bench.relevance [--show] [--real FILE]

The invented network is gathered from loopback with its sites; the real questions are asked of the treatment locator's
rows in FILE (JSON lines, gzipped) and left out, saying so, where it is absent. Prints nDCG@10, the share of questions
whose top hit is one that belongs first, and how many showed a program that must not be shown.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import tempfile
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from catalog.releases import Release, served
from catalog.settings import Settings
from commands.first_run import build_sample
from commands.gathering import gather_sources
from commands.publishing import publish_release
from index.search import ProgramIndex, ensure_index
from index.understand import to_query, understand
from sample.server import SampleServer

HERE = Path(__file__).resolve().parent.parent
TABLES = HERE / "tests" / "tables" / "relevance"
REAL_ROWS = HERE.parent / "shared" / "data" / "samhsa" / "locator_rows.jsonl.gz"

DEPTH = 10
"""Hits looked at: a page of them."""

FIRST, SECOND = 3, 1
"""What a program is worth that belongs first, and one that may follow."""


class Judged(NamedTuple):
    """How one question was answered: its gain against the best order's, whether the top hit is right, and the
    programs shown that must not be."""

    text: str
    gain: float
    top: bool
    shown: tuple[str, ...]
    hits: tuple[str, ...]


def judged_questions(name: str) -> list[dict[str, Any]]:
    """Return the rows of a table, "sample" or "real"."""
    rows: list[dict[str, Any]] = tomllib.loads((TABLES / f"{name}.toml").read_text("utf-8"))["question"]
    return rows


def judge(index: ProgramIndex, row: dict[str, Any]) -> Judged:
    """Ask one question and hold the answer against its row."""
    hits = tuple(hit.id for hit in index.search(to_query(understand(row["text"]), limit=DEPTH, facets=())).hits)
    first, second = row.get("first", []), row.get("second", [])
    worth = dict.fromkeys(second, SECOND) | dict.fromkeys(first, FIRST)
    gain = _discounted([worth.get(hit, 0) for hit in hits])
    best = _discounted(sorted(worth.values(), reverse=True)[:DEPTH])
    right = bool(hits) and hits[0] in (first or second)
    return Judged(row["text"], gain / best, right, tuple({*hits} & {*row.get("never", [])}), hits)


def _discounted(worths: list[int]) -> float:
    return sum(worth / math.log2(place + 2) for place, worth in enumerate(worths))


def figures(judged: list[Judged]) -> tuple[float, float, int]:
    """Return the mean nDCG@10, the share of right top hits and how many questions showed what must not be shown."""
    count = len(judged)
    return sum(j.gain for j in judged) / count, sum(j.top for j in judged) / count, sum(bool(j.shown) for j in judged)


def sample_release(folder: Path) -> Release:
    """Gather the invented network and its sites into ``folder`` and publish them."""
    return build_sample(Settings(data=folder))


def real_release(folder: Path, rows: Path) -> Release:
    """Replay the treatment locator's ``rows`` over loopback into ``folder`` and publish them."""
    with gzip.open(rows, "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    with SampleServer(rows=found) as server:
        settings = Settings(data=folder, samhsa_locator_url=server.url, request_delay=0)
        gather_sources(("samhsa_locator",), settings.live, settings)
        publish_release(settings.live, "live")
    release = served(settings.live)
    assert release is not None
    return release


def main() -> None:
    """Build both releases, ask everything, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print every question whose top hit is wrong")
    parser.add_argument("--real", type=Path, default=REAL_ROWS, metavar="FILE", help="rows of the treatment locator")
    args = parser.parse_args()
    everything: list[Judged] = []
    with tempfile.TemporaryDirectory() as folder:
        releases = {"sample": sample_release(Path(folder) / "sample")}
        if args.real.is_file():
            releases["real"] = real_release(Path(folder) / "real", args.real)
        else:
            print(f"{args.real} is not there: the real questions are left out")
        for name, release in releases.items():
            index = ensure_index(release.path)
            judged = [judge(index, row) for row in judged_questions(name)]
            _print(name, judged, args.show)
            everything += judged
    _print("all", everything, False)


def _print(name: str, judged: list[Judged], show: bool) -> None:
    gain, top, shown = figures(judged)
    print(f"{name}: {len(judged)} questions, nDCG@{DEPTH} {gain:.3f}, top hit right {top:.1%}, "
          f"{shown} show a program that they must not")  # fmt: skip
    for one in judged if show else ():
        if not one.top or one.shown:
            print(f"  {one.text}: {', '.join(one.hits[:3])}; must not: {', '.join(one.shown) or 'none'}")


if __name__ == "__main__":
    main()
