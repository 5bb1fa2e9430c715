"""Facts and the evidence they stand on.

A fact says one thing about one program ("therapies: cbt"), who said it, and in which words. A fact without
evidence cannot be built, and silence is no fact: what nobody stated is answered with ``Answer.NOT_STATED``.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import Literal

import msgspec

from catalog.wording import one_line

How = Literal["code", "structured", "text", "derived", "person"]
Scope = Literal["program", "facility", "organization"]

QUOTE_LIMIT = 300
"""Longest quote kept, in characters: one sentence checks a fact, a page's prose is not ours."""


class Answer(enum.Enum):
    """What is known about a yes-or-no question. Has no truth value, so silence never becomes "no" by accident."""

    YES = "yes"
    NO = "no"
    NOT_STATED = "not stated"

    def __bool__(self) -> bool:
        raise TypeError(f"Answer.{self.name} has no truth value: compare it with Answer.YES, NO or NOT_STATED")


class Evidence(msgspec.Struct, frozen=True, order=True, omit_defaults=True):
    """One source's words for a fact.

    ``source`` is the source's id, ``url`` where a person can check it, ``read_on`` and ``as_of`` ISO dates: when
    it was read, and the day the source speaks for where that is older (an annual workbook). ``how`` says how it
    was read, ``scope`` whether it speaks of this program, its whole facility, or all places of an organization.
    ``directory`` names the insurer where the source is that insurer's own directory, ``networks`` and ``plans`` those
    it lists the place in, by the names it gives them.
    """

    source: str
    url: str
    read_on: str
    quote: str
    how: How
    scope: Scope = "program"
    as_of: str = ""
    directory: str = ""
    networks: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()

    @property
    def dated(self) -> str:
        """ISO date the statement is true of, as far as is known."""
        return self.as_of or self.read_on


class Span(msgspec.Struct, frozen=True, order=True, array_like=True):
    """A number or a range of them in the attribute's unit; None on a side that is open ("at least 9" has no high)."""

    low: float | None
    high: float | None

    def __str__(self) -> str:
        if self.low is not None and self.high is not None:
            return f"{self.low:g}" if self.low == self.high else f"{self.low:g}–{self.high:g}"
        if self.low is not None:
            return f"at least {self.low:g}"
        return f"up to {self.high:g}" if self.high is not None else ""


Value = str | bool | float | Span
"""A term id, a text, a phone, a session "09:00-12:00" (24 h), a yes (True), a number, or a span."""


class Fact(msgspec.Struct, frozen=True, omit_defaults=True):
    """One stated thing: ``attribute`` is a key of the attribute table, ``value`` a ``Value`` of its kind.

    ``denied`` facts say that the source denies the value ("we do not accept Medicaid"). ``disputed`` facts are
    those on which sources, or one source with itself, disagree; all sides stay, each with its evidence.
    """

    attribute: str
    value: Value
    evidence: tuple[Evidence, ...]
    denied: bool = False
    disputed: bool = False

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"fact {self.attribute}={self.value!r} has no evidence: give at least one Evidence")
        if not self.attribute:
            raise ValueError(f"fact {self.value!r} names no attribute: give a key of data/attributes.toml")

    @property
    def order_key(self) -> tuple[str, str, bool]:
        """Sort key that is the same on every run: attribute, value, denied."""
        return (self.attribute, repr(self.value), self.denied)


def quoted(words: str) -> str:
    """Return ``words`` as a quote: one line, at most ``QUOTE_LIMIT`` characters, the cut marked with "…"."""
    return one_line(words, QUOTE_LIMIT)


def answer(facts: Iterable[Fact], attribute: str, value: Value) -> Answer:
    """Answer whether ``facts`` state ``value`` of ``attribute``; a stated yes wins over a denial (both are shown)."""
    said = {fact.denied for fact in facts if fact.attribute == attribute and fact.value == value}
    if False in said:
        return Answer.YES
    return Answer.NO if said else Answer.NOT_STATED
