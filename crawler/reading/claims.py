"""Claims: what one sentence says about the program, before the sentences of a page are weighed against each other."""

from __future__ import annotations

import dataclasses

from catalog.facts import How, Scope, Value
from crawler.reading.sentences import quote_around
from crawler.reading.statements import Statement


@dataclasses.dataclass(frozen=True, slots=True)
class Claim:
    """One value read from one sentence; ``also`` are further sentences without which it could not be read."""

    attribute: str
    value: Value
    statement: Statement
    start: int
    end: int
    denied: bool = False
    how: How = "text"
    scope: Scope = "program"
    also: tuple[Claim, ...] = ()

    @property
    def quote(self) -> str:
        """The words that say it."""
        return quote_around(self.statement.text, self.start, self.end)
