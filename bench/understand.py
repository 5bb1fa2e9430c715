"""Measures understanding: reads the sentences of ``tests/tables/questions``, prints milliseconds and shares.

    python -m bench.understand

Sentences are timed when read for the first time and again, when spellings are remembered; hostile
texts are read cold, the worst of them is named.
"""

from __future__ import annotations

import time

from index.understand import ready, understand
from tests.question_table import faults, rows
from tests.test_understanding import HOSTILE

ROUNDS = 5


def _timed(text: str) -> float:
    start = time.perf_counter()
    understand(text)
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Print the figures."""
    start = time.perf_counter()
    ready()
    print(f"tables loaded in {(time.perf_counter() - start) * 1000:.0f} ms")
    worst = max((_timed(text), name) for name, text in HOSTILE.items())
    print(f"worst hostile text: {worst[0]:.2f} ms ({worst[1]})")
    tables = {"tables": rows(), "set aside": rows(holdout=True)}
    texts = [row["text"] for table in tables.values() for row in table]
    for name, rounds in (("read for the first time", 1), ("read again", ROUNDS)):
        times = sorted(_timed(text) for _ in range(rounds) for text in texts)
        middle, late = times[len(times) // 2], times[int(len(times) * 0.95)]
        print(f"{len(texts)} sentences {name}: p50 {middle:.2f} ms, p95 {late:.2f} ms, worst {times[-1]:.2f} ms")
    for name, table in tables.items():
        solved = sum(not faults(row) for row in table)
        print(f"{name}: {solved} of {len(table)} understood whole")


if __name__ == "__main__":
    main()
