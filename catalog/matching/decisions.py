"""What a person decides on pairs no rule settles: read from the checked-in table, asked for in the review file.

``data/decisions.csv`` goes in, pairs of listing ids with "same" or "different" come out; ``write_review`` writes the
pairs left open for a person to judge.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path

from catalog.matching.clustering import Decisions, Unsure
from catalog.matching.heads import Head
from catalog.settings import DATA
from catalog.wording import one_line

DECISIONS = DATA / "decisions.csv"
COLUMNS = ["listing_a", "listing_b", "decision", "date", "reason"]
_SHOWN = ("organization", "name", "street", "street2", "city", "state", "zip", "phone", "website", "kind")
_REVIEW = ["listing_a", "listing_b", "rule", *(f"{field}_{side}" for field in _SHOWN for side in "ab")]
_FORMULA = ("=", "+", "-", "@")


class DecisionsWrong(ValueError):
    """The table of decisions cannot be used; the message names the line and what to write."""


def read_decisions(path: Path = DECISIONS) -> Decisions:
    """Return each judged pair of listing ids with True for "same"; no file means no decisions.

    Raises ``DecisionsWrong`` for a missing column, an unknown word, a bad date, or a pair judged twice.
    """
    if not path.is_file():
        return {}
    found: dict[frozenset[str], bool] = {}
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        if rows.fieldnames != COLUMNS:
            raise DecisionsWrong(f"{path}: its first line must be {','.join(COLUMNS)}")
        for row in rows:
            pair, same = _decision(row, f"{path}, line {rows.line_num}")
            if pair in found:
                raise DecisionsWrong(f"{path}, line {rows.line_num}: this pair is judged above: keep one line")
            found[pair] = same
    return found


def _decision(row: dict[str, str], where: str) -> tuple[frozenset[str], bool]:
    values = {key: (value or "").strip() for key, value in row.items() if isinstance(value, str) or value is None}
    if row.get(None) or any(not values.get(column) for column in COLUMNS):  # type: ignore[call-overload]
        raise DecisionsWrong(f"{where}: fill in every one of {', '.join(COLUMNS)}, and no more")
    if values["decision"] not in ("same", "different"):
        raise DecisionsWrong(f"{where}: decision is {values['decision']!r}: write same or different")
    try:
        dt.date.fromisoformat(values["date"])
    except ValueError:
        raise DecisionsWrong(f"{where}: date is {values['date']!r}: write it as 2026-11-30") from None
    pair = frozenset((values["listing_a"], values["listing_b"]))
    if len(pair) != 2:
        raise DecisionsWrong(f"{where}: listing_a and listing_b are one listing: name two")
    return pair, values["decision"] == "same"


def write_review(path: Path, pairs: Iterable[Unsure]) -> int:
    """Write the pairs a person should judge, both listings beside the rule that left them open; return how many.

    Copy the two ids into ``data/decisions.csv`` with "same" or "different", the date and the reason.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = path.with_suffix(".new")
    count = 0
    with staged.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(_REVIEW)
        for pair in pairs:
            cells = [_cell(head, field) for field in _SHOWN for head in (pair.one, pair.other)]
            writer.writerow([pair.one.id, pair.other.id, pair.rule, *cells])
            count += 1
        file.flush()
        os.fsync(file.fileno())
    staged.replace(path)
    return count


def _cell(head: Head, field: str) -> str:
    """Return one field as a cell no spreadsheet takes for a formula."""
    text = one_line(str(getattr(head, field)))
    return "'" + text if text.startswith(_FORMULA) else text
