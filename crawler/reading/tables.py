"""Tables as blocks, from a page's markup or from the lines of plain text in which columns still show.

In come rows of cell texts, or lines; out go blocks: one a row, or one a cell where columns are levels of care, so that
the column's name stands over what it says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.reading.page import Block
from crawler.reading.wordforms import one_line

MOST_ROWS, MOST_CELLS = 300, 20

_LEVEL_COLUMN = re.compile(r"intensive|\biop\b|\bphp\b|partial|residential|outpatient", re.I)
_RULE = re.compile(r"[\s|:+=-]*")
_APART = re.compile(r" ?\t ?| {2,}")


def table_blocks(rows: list[list[str]], headed: bool, path: tuple[str, ...], aside: bool = False) -> list[Block]:
    """Return a block a row, "header: cell; header: cell", or a block a cell where columns are levels of care;
    ``headed`` where the first row is known to name the columns."""
    rows = [row for row in rows if any(row)]
    headed = headed and bool(rows) and not (len(rows[0]) == 2 and any(c.isdigit() for c in rows[0][1]))
    if not rows:
        return []
    header = rows[0] if headed or (len(rows) > 1 and not any(ch.isdigit() for ch in "".join(rows[0]))) else []
    if (
        header
        and len(header) > 1
        and sum(bool(_LEVEL_COLUMN.search(cell)) for cell in header[1:]) >= 1
        and not _LEVEL_COLUMN.search(header[0])
    ):
        return _columns(rows, header, path, aside)
    blocks = []
    for row in rows[1:] if header else rows:
        named = len(header) == len(row) and len(row) > 1
        words = [
            f"{h.rstrip(':')}: {c}" if named and h else c
            for h, c in zip(header if named else [""] * len(row), row, strict=True)
            if c
        ]
        joiner = "; " if named or len(row) > 2 else ": "
        blocks.append(Block(joiner.join(words), path, "row", aside))
    return blocks


def _columns(rows: list[list[str]], header: list[str], path: tuple[str, ...], aside: bool) -> list[Block]:
    blocks = []
    for row in rows[1:]:
        for name, cell in list(zip(header, row, strict=False))[1:]:
            if cell and name:
                blocks.append(Block(f"{row[0].rstrip(':')}: {cell}" if row[0] else cell, (*path, name), "row", aside))
    return blocks


def rows_from(lines: Sequence[str], first: int) -> tuple[list[list[str]], int]:
    """Return the rows of the table that begins at the line ``first``, and the number of its lines; none where fewer
    than two lines have the same three or more cells."""
    rows: list[list[str]] = []
    taken = 0
    for line in lines[first : first + MOST_ROWS]:
        if rows and "-" in line and _RULE.fullmatch(line):
            taken += 1
            continue
        cells = _cells(line)
        if not 3 <= len(cells) <= MOST_CELLS or (rows and len(cells) != len(rows[0])):
            break
        rows.append(cells)
        taken += 1
    return (rows, taken) if len(rows) > 1 else ([], 0)


def _cells(line: str) -> list[str]:
    """Return the cells of a line that columns part: by bars, tabs or wide blanks."""
    if " | " in line:
        bare = line.strip()
        return [one_line(cell) for cell in bare.removeprefix("|").removesuffix("|").split("|")]
    if "\t" not in line and "  " not in line.strip():
        return []
    return [one_line(cell) for cell in _APART.split(line.rstrip())]
