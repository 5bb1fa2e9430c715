"""What a pattern needs: words, or pieces of words, without which it cannot match.

In comes a regular expression over folded text; out come clauses, each a set of pieces of which any match holds at
least one. A piece holds ``EDGE`` where a word must begin or end and ``DIGIT`` for any digit. Whatever is not
understood needs nothing, so that a pattern is never held to more than it asks for.
"""

from __future__ import annotations

import collections
import importlib
import itertools
from collections.abc import Iterable
from typing import Any

EDGE, DIGIT = "\x01", "\x02"
LONGEST_PIECE = 10
"""Characters of a piece, edges among them."""

_MOST_RUNS = 300
_MOST_CARRIED = 30
_COMMON = frozenset([
    "a", "an", "and", "are", "as", "at", "by", "can", "de", "for", "from", "in", "is", "of", "on", "or", "our", "that",
    "the", "their", "to", "we", "with", "y", "you", "your",
])  # fmt: skip
"""Words that nearly every sentence has: they tell nothing of what a pattern looks for."""

_parser: Any = importlib.import_module("re._parser")
_Nodes = Iterable[tuple[Any, Any]]


def needed_pieces(pattern: str) -> list[frozenset[str]]:
    """Return the two most telling clauses of ``pattern``, none where it can match without any certain word."""
    parsed = _parser.parse(pattern)
    if parsed.state.flags & ~_parser.parse("").state.flags:
        raise ValueError(f"{pattern!r} has flags: a cue is written for folded text and takes none")
    run = _Run({""})
    run.take(parsed)
    run.end()
    return sorted(run.clauses, key=_telling, reverse=True)[:2]


class _Run:
    """A walk along a pattern: the texts that the stretch since the last unknown can be, and the clauses so far."""

    def __init__(self, texts: set[str]) -> None:
        self.texts = texts
        self.clauses: list[frozenset[str]] = []

    def take(self, nodes: _Nodes) -> None:
        """Walk along ``nodes``."""
        for node in nodes:
            known = _known([node])
            if known is not None:
                self._add(known)
            else:
                self._take_unknown(str(node[0]), node[1])

    def end(self) -> None:
        """End the stretch: its texts become a clause, and what follows is unknown."""
        clause = _fewest(self.texts)
        if _telling(clause) >= 2:
            self.clauses.append(clause)
        self.texts = {""}

    def _add(self, known: set[str]) -> None:
        if len(self.texts) * len(known) > _MOST_RUNS:
            self.end()
        self.texts = {a + b for a, b in itertools.product(self.texts, known)}

    def _take_unknown(self, kind: str, what: Any) -> None:
        if kind == "SUBPATTERN" and not (what[1] or what[2]):
            self.take(what[-1])
        elif kind == "ATOMIC_GROUP":
            self.take(what)
        elif kind == "BRANCH":
            self._take_branches(what[1])
        elif kind.endswith("_REPEAT") and what[0] >= 1:
            self.take(what[2])
            if what[1] > 1:
                self.end()
        else:
            self.end()

    def _take_branches(self, branches: Iterable[_Nodes]) -> None:
        """Add the clause that says "the best of each branch"; the stretch before leads into every one of them."""
        lead = self.texts if len(self.texts) <= _MOST_CARRIED else {""}
        best: list[frozenset[str]] = []
        for branch in branches:
            run = _Run(set(lead))
            run.take(branch)
            run.end()
            best.append(max(run.clauses, key=_telling, default=frozenset()))
        self.end()
        if all(best):
            self.clauses.append(frozenset().union(*best))


def _known(nodes: _Nodes) -> set[str] | None:
    """Return every text that ``nodes`` can stand for, None where these are too many or not known."""
    texts = {""}
    for kind, what in nodes:
        known = _known_of(str(kind), what)
        if known is None or len(texts) * len(known) > _MOST_RUNS:
            return None
        texts = {a + b for a, b in itertools.product(texts, known)}
    return texts


def _known_of(kind: str, what: Any) -> set[str] | None:
    if kind == "LITERAL":
        return {_sign(what)}
    if kind == "IN":
        return _one_of(what)
    if kind == "AT":
        return None if "NON_BOUNDARY" in str(what) else {EDGE}
    if kind in ("ASSERT", "ASSERT_NOT"):
        return {""}
    if kind == "SUBPATTERN":
        return None if what[1] or what[2] else _known(what[-1])
    if kind == "BRANCH":
        every = [_known(branch) for branch in what[1]]
        texts = set().union(*(known or () for known in every))
        return texts if None not in every and len(texts) <= _MOST_RUNS else None
    return _repeated(what) if kind.endswith("_REPEAT") else None


def _repeated(what: tuple[int, int, _Nodes]) -> set[str] | None:
    least, most, nodes = what
    once = _known(nodes)
    if once is None:
        return None
    if once == {EDGE}:
        return {EDGE} if least else {"", EDGE}
    if (least, most) == (0, 1):
        return {"", *once}
    return once if (least, most) == (1, 1) else None


def _sign(code: int) -> str:
    """Return a character as it stands in a piece: outside letters and digits a word ends."""
    return chr(code) if chr(code).isalnum() else EDGE


def _one_of(members: _Nodes) -> set[str] | None:
    """Return what a character class can stand for, None where it is negated or wide."""
    found: set[str] = set()
    for kind, what in members:
        if str(kind) == "LITERAL":
            found.add(_sign(what))
        elif str(kind) == "CATEGORY" and str(what) in ("CATEGORY_DIGIT", "CATEGORY_SPACE", "CATEGORY_NOT_WORD"):
            found.add(DIGIT if str(what) == "CATEGORY_DIGIT" else EDGE)
        elif str(kind) == "RANGE" and chr(what[0]).isdecimal() and chr(what[1]).isdecimal():
            found.add(DIGIT)
        elif str(kind) == "RANGE" and what[1] - what[0] < 12:
            found.update(_sign(code) for code in range(what[0], what[1] + 1))
        else:
            return None
    return found if len(found) <= 16 else None


def _fewest(texts: set[str]) -> frozenset[str]:
    """Return few and telling pieces of which every text holds one, none where a text holds no piece at all."""
    left = [_pieces(text) for text in sorted(texts)]
    chosen: set[str] = set()
    while left:
        held: collections.Counter[str] = collections.Counter(itertools.chain.from_iterable(left))
        if not all(left):
            return frozenset()
        best = max(held, key=lambda piece: (held[piece] * max(0.1, _weight(piece) - 1.9), piece))
        chosen.add(best)
        left = [pieces for pieces in left if best not in pieces]
    return frozenset(chosen)


def _pieces(text: str) -> set[str]:
    """Return the words, and pieces of words, that a text holds."""
    words = text.split(EDGE)
    last = len(words) - 1
    cut = ((EDGE if n else "") + word + (EDGE if n < last else "") for n, word in enumerate(words) if word)
    return {_digits_alike(piece[:LONGEST_PIECE]) for piece in cut}


def _digits_alike(piece: str) -> str:
    return "".join(DIGIT if c.isdecimal() else c for c in piece) if DIGIT in piece else piece


def _weight(piece: str) -> float:
    word = piece.strip(EDGE)
    edges = len(piece) - len(word)
    return (0.5 if word in _COMMON else len(word) + 2.0 * (DIGIT in word)) + 0.7 * edges


def _telling(clause: frozenset[str]) -> float:
    """Return how rarely a clause will be met, by its commonest piece: the higher, the rarer."""
    return min(map(_weight, clause), default=0.0)
