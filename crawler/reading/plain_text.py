"""Blocks of plain text as programs' pages leave it: a line each, under the lines that lead them.

In come at most ``LARGEST_TEXT`` characters without markup; out go blocks with their headings. A short line leads what
follows it; a line such as "In network with:" leads the short lines below it, which are a list and lead nothing.
"""

from __future__ import annotations

import re

from crawler.reading.levels import CARE, find_mentions
from crawler.reading.page import Block
from crawler.reading.tables import rows_from, table_blocks
from crawler.reading.wordforms import TEASERS, folded, one_line

_BULLET = re.compile(r"^\s*(?:[-*•·●▪◦–—✓✔]|\d{1,2}[.)])\s+")
_LEADS_LIST = re.compile(
    r":$|\b(?:therap(?:y|ies)|treats?|conditions?|disorders?|services|includ\w+|offer\w*|insurances?|network|accept\w*|"
    r"plans|carriers|covered|diagnos[ei]s|specialt\w+|modalities|help with|issues|concerns|aceptamos|tratamos|"
    r"servicios|"
    r"seguros)\b",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"[:?]$|^(?:our|what|who|when|where|why|how|about|meet|get|call|contact)\b|"
    r"\b(?:insurances?|coverage|payment|costs?|fees|schedule|hours|locations?|team|staff|admissions?|referrals?|treat|"
    r"services|faqs?|testimonials?|clients say|approach|therapies|modalities|network)\b",
    re.IGNORECASE,
)
_PART_OF_SECTION = re.compile(
    r"(?:schedule|hours|days|times?|when|who|where|how long|length|duration|what(?:'s| is)? included|includ|"
    r"services includ|"
    r"a typical day|eligib|what to expect)",
    re.IGNORECASE,
)
"""Headings below that of a level of care which go on speaking of it."""

_FIELD = re.compile(r"[^:]{2,40}: +\S")
_IN_COLUMNS = re.compile(r" \| |\t|\S {2,}\S")
_NOBODYS = re.compile(r"(?:©|\(c\) |copyright\b|all rights reserved)", re.IGNORECASE)
_FIELD_OF_TIMES = re.compile(r"^[^:]{2,25}: +\S|\d ?[ap]\.?m\b|\d:\d\d", re.IGNORECASE)
LONGEST_ITEM = 60
"""Characters of a line that can be one of a list."""


def text_blocks(text: str) -> list[Block]:
    """Return the blocks of plain text in order; lines of a copyright notice are boilerplate."""
    written = text.split("\n")
    lines = [(bool(_BULLET.match(line)), one_line(_BULLET.sub("", line, count=1))) for line in written]
    blocks: list[Block] = []
    section = heading = ""
    leads = teases = False
    below = 0
    for n, (bullet, line) in enumerate(lines):
        if n < below:
            continue
        rows, taken = rows_from(written, n) if _IN_COLUMNS.search(written[n]) else ([], 0)
        if rows:
            blocks += table_blocks(rows, False, _path(section, heading))
            below = n + taken
            continue
        if not line:
            heading = "" if n and not lines[n - 1][1] else heading
            section, leads = (section if heading else ""), False
            continue
        teases = teases and _is_title_elsewhere(line)
        if teases:
            blocks.append(Block(line, (), "item", boilerplate=True))
            continue
        teases = bool(TEASERS.fullmatch(folded(line)))
        following = next((text for _, text in lines[n + 1 : n + 3] if text), "")
        if leads and not bullet and _is_item(line):
            blocks.append(Block(line, _path(section, heading), "item"))
        elif not bullet and following and looks_like_heading(line):
            section, heading = _opened(section, line), line
            leads = bool(_LEADS_LIST.search(line)) and _is_item(following)
            blocks.append(Block(line, (section,) if section not in ("", line) else (), "heading"))
        else:
            kind = "item" if bullet else "paragraph"
            blocks.append(Block(line, _path(section, heading), kind, bool(_NOBODYS.match(line))))
            leads = leads and bullet
    return blocks


def _is_title_elsewhere(line: str) -> bool:
    """Return whether a line below "Latest articles" can be the title of one: some words, no sentence, no field."""
    return len(line) <= 110 and len(line.split()) >= 4 and line[-1] not in ".:" and not _FIELD_OF_TIMES.search(line)


def _path(section: str, heading: str) -> tuple[str, ...]:
    """Return the headings of a line, outermost first."""
    return tuple(dict.fromkeys(part for part in (section, heading) if part))


def _opened(section: str, line: str) -> str:
    """Return the heading of a level of care under which ``line`` stands, "" where it opens something else."""
    if _names_level(line):
        return line
    return section if _PART_OF_SECTION.match(line) else ""


def _names_level(line: str) -> bool:
    return any(mention.kind in CARE for mention in find_mentions(folded(line)))


def _is_item(line: str) -> bool:
    """Return whether a line can be one of a list that another leads: short, no sentence, and no new section."""
    if len(line) > LONGEST_ITEM or line[-1] in ".!?:" or _FIELD.match(line):
        return False
    return not _SECTION.search(line) and not _names_level(line)


def looks_like_heading(line: str) -> bool:
    """Return whether a line of plain text leads the lines below it: short, no sentence, no clock time and no field
    ("Who: adults") in it."""
    if len(line) > 70 or (not line[0].isupper() and not line[0].isdigit() and line[0] not in "¿¡"):
        return False
    if line.endswith((":", "?")):
        return True
    if _FIELD.match(line) and not _names_level(line):
        return False
    return line[-1] not in ".!,;" and len(line.split()) <= 9 and not re.search(r"\d:\d\d|\d ?[ap]\.?m", line, re.I)
