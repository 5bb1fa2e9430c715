"""Writes what a bench measured into ``docs/performance.md``: a section by name and its text in, the page out.

Each section stands between two markers, so a bench replaces its own and leaves the others and all that is written by
hand as they are.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import timeit
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"


def write_section(name: str, text: str, page: Path = PAGE) -> None:
    """Put ``text`` (Markdown) between the markers of ``name``; where they are not there, they are added at the end."""
    begin, end = f"<!-- {name}: written by a bench -->", f"<!-- end of {name} -->"
    before = page.read_text(encoding="utf-8") if page.exists() else "# How fast it is\n"
    block = f"{begin}\n{text.strip()}\n{end}"
    head, found, rest = before.partition(begin)
    if not found:
        after = f"{before.rstrip()}\n\n{block}\n"
    else:
        _, closed, tail = rest.partition(end)
        if not closed:
            raise ValueError(f"{page}: {begin!r} has no {end!r} after it: put it back and run the bench again")
        after = head + block + tail
    page.write_text(after, encoding="utf-8")


def machine() -> str:
    """Return one line on where and when something was measured, with a yardstick of how fast it was just then."""
    took = min(timeit.repeat("sum(range(1_000_000))", number=1, repeat=9)) * 1000
    return (
        f"{dt.date.today():%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}, "
        f"on which `sum(range(1_000_000))` took {took:.0f} ms"
    )


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
