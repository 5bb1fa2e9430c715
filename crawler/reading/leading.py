"""What a pattern begins with, put before it so that it fails at once where it cannot begin.

The engine tries every branch of a pattern at every letter of a text. In comes a pattern; out goes one of the same
matches and groups, led by the word's edge and the first letters that all its branches have in common.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Sequence
from typing import Any

_parser: Any = importlib.import_module("re._parser")
_Nodes = Sequence[tuple[Any, Any]]
_MOST_FIRST = 40


def led(pattern: str) -> str:
    """Return ``pattern`` with its lead, itself where it has none."""
    nodes = list(_parser.parse(pattern))
    if _is_looked_for(nodes):
        return pattern
    first = _first(nodes)
    edge = r"\b" if _at_edge(nodes) else ""
    if not edge and (first is None or len(nodes) == 0):
        return pattern
    letters = f"(?=[{''.join(re.escape(c) for c in sorted(first))}])" if first else ""
    return f"{edge}{letters}(?:{pattern})" if edge or letters else pattern


def _is_looked_for(nodes: _Nodes) -> bool:
    """Return whether the engine finds by itself where ``nodes`` can begin: they lead with a letter or a class."""
    kind: Any
    what: Any
    kind, what = nodes[0] if nodes else ("", ())
    if str(kind) == "SUBPATTERN":
        return not (what[1] or what[2]) and _is_looked_for(what[-1])
    if str(kind) == "BRANCH":
        return all(len(branch) > 0 and str(branch[0][0]) == "LITERAL" for branch in what[1])
    return str(kind) in ("LITERAL", "IN")


def _at_edge(nodes: _Nodes) -> bool:
    """Return whether ``nodes`` can begin at a word's edge only."""
    for kind, what in nodes:
        if str(kind) == "AT":
            return str(what) == "AT_BOUNDARY"
        if str(kind) == "SUBPATTERN":
            return not (what[1] or what[2]) and _at_edge(what[-1])
        if str(kind) == "BRANCH":
            return all(_at_edge(branch) for branch in what[1])
        if str(kind) not in ("ASSERT", "ASSERT_NOT"):
            return False
    return False


def _first(nodes: Iterable[tuple[Any, Any]]) -> set[str] | None:
    """Return the characters that a match of ``nodes`` can begin with, None where these are many or it can be empty."""
    found: set[str] = set()
    for kind, what in nodes:
        if str(kind) in ("AT", "ASSERT", "ASSERT_NOT"):
            continue
        chars, may_be_empty = _first_of(str(kind), what)
        if chars is None or len(found := found | chars) > _MOST_FIRST:
            return None
        if not may_be_empty:
            return found
    return None


def _first_of(kind: str, what: Any) -> tuple[set[str] | None, bool]:
    """Return the first characters of one node, and whether it may be left out."""
    if kind == "LITERAL":
        return {chr(what)}, False
    if kind == "IN":
        return _of_class(what), False
    if kind == "SUBPATTERN" and not (what[1] or what[2]):
        return _first(what[-1]), False
    if kind == "BRANCH":
        every = [_first(branch) for branch in what[1]]
        return (None if None in every else set().union(*(chars or () for chars in every))), False
    if kind.endswith("_REPEAT"):
        return _first(what[2]), what[0] == 0
    return None, False


def _of_class(members: Iterable[tuple[Any, Any]]) -> set[str] | None:
    found: set[str] = set()
    for kind, what in members:
        if str(kind) == "LITERAL":
            found.add(chr(what))
        elif str(kind) == "RANGE" and what[1] - what[0] < 12:
            found.update(map(chr, range(what[0], what[1] + 1)))
        else:
            return None
    return found
