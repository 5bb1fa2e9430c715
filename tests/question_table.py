"""The tables of questions: how a row is written, and how an understanding is held against it.

A table is TOML, one ``[[question]]`` each: ``text``, then everything understood: ``place`` (its label), ``miles``,
``age``, ``filters``, ``excluded``, numbers such as ``days_per_week_max``, ``rest`` (the text left, any case) and
``crisis``. What a row does not name must stay empty, but for the level of care "iop", which every program has.
``unsolved`` says why a row cannot pass yet.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from index.understand import understand

TABLES = Path(__file__).parent / "tables" / "questions"
HOLDOUT = "holdout"


def rows(holdout: bool = False) -> list[dict[str, Any]]:
    """Return the rows of every table but the one set aside, or of that one alone."""
    paths = [path for path in sorted(TABLES.glob("*.toml")) if (path.stem == HOLDOUT) == holdout]
    found = []
    for path in paths:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        found += [row | {"table": path.stem} for row in data["question"]]
    return found


def faults(row: dict[str, Any]) -> list[str]:
    """Return what was understood otherwise than a row says, in words."""
    got = understand(row["text"]).record()
    got["place"] = got["place"]["label"] if got["place"] else None
    got["rest"] = got.pop("text").lower()
    del got["chips"]
    expected = {key: value for key, value in row.items() if key not in ("text", "table", "unsolved")}
    unknown = expected.keys() - got.keys()
    assert not unknown, f"a row names {unknown}, which no understanding has"
    found = []
    for key, value in got.items():
        wanted = expected.get(key, {} if key in ("filters", "excluded") else "" if key == "rest" else None)
        if key in ("filters", "excluded"):
            value, wanted = _sorted(value), _sorted(wanted)
        if key == "crisis":
            wanted = bool(wanted)
        if value != wanted:
            found.append(f"{key}: {value!r}, not {wanted!r}")
    return found


def _sorted(terms: dict[str, list[str]]) -> dict[str, list[str]]:
    kept = {key: sorted(found) for key, found in terms.items()}
    levels = [term for term in kept.pop("level_of_care", []) if term != "iop"]
    return kept | ({"level_of_care": levels} if levels else {})
