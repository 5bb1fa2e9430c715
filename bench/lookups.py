"""Measures what else is typed into the search box: half a name, a phone number, a domain, and hostile text.

Each goes the whole way that ``iop search`` and the app take: the question is understood, then searched with all facets.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from bench.report import table
from catalog.contacts import registered_domain
from catalog.programs import Program
from index.queries import Results
from index.search import ProgramIndex, open_index
from index.understand import to_query, understand
from tests.hostile_texts import HOSTILE

SAMPLED = 60

HALVES: dict[str, Callable[[Program], str]] = {
    "half a name": lambda program: program.name[: max(len(program.name) // 2, 5)],
    "a phone number": lambda program: program.phone,
    "ten digits": lambda program: "".join(c for c in program.phone if c.isdigit()),
    "a web address": lambda program: program.website,
    "a domain": lambda program: registered_domain(program.website),
}


def lookup_table(folder: Path) -> str:
    """Return a Markdown table: CPU milliseconds (median, worst) and how often the program was on the first page."""
    index, programs = open_index(folder), _some(folder)
    rows = []
    for name, typed in HALVES.items():
        times, found, asked = [], 0, [program for program in programs if typed(program)]
        for program in asked:
            results, took = answered(index, typed(program))
            times.append(took)
            found += any(hit.id == program.id for hit in results.hits)
        rows.append([name, *_middle_and_worst(times), f"{found} of {len(asked)} on the first page"])
    slowest = {name: answered(index, text)[1] for name, text in HOSTILE.items()}
    worst = max(slowest, key=lambda name: slowest[name])
    rows.append(
        [f"hostile text, {len(HOSTILE)} kinds", *_middle_and_worst(list(slowest.values())), f"slowest: {worst}"]
    )
    return table(["typed", "CPU ms, median", "worst", ""], rows)


def answered(index: ProgramIndex, text: str) -> tuple[Results, float]:
    """Return the answer to what was typed, and the CPU milliseconds it took, the quicker of two."""
    took = []
    for _ in range(2):
        start = time.process_time()
        results = index.search(to_query(understand(text)))
        tuple(results.hits)
        took.append((time.process_time() - start) * 1000)
    return results, min(took)


def _middle_and_worst(times: list[float]) -> tuple[str, str]:
    times.sort()
    return f"{times[len(times) // 2]:.1f}", f"{times[-1]:.1f}"


def _some(folder: Path) -> list[Program]:
    """Return programs from all over the file."""
    lines = (folder / "programs.jsonl").read_bytes().splitlines()
    decoder = msgspec.json.Decoder(Program)
    return [decoder.decode(line) for line in lines[:: max(len(lines) // SAMPLED, 1)]]
