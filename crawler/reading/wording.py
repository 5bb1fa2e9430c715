"""What a sentence says by its words alone: folded, its topics, numbers and times marked, the levels and terms it names.

A sentence's text comes in; its ``Wording`` goes out, each part of it worked out when first asked for. Wordings are
remembered by their text, for the pages of one site say many sentences over and over.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from crawler.reading.cues import words_in
from crawler.reading.levels import Mention, find_mentions, find_rivals, subject
from crawler.reading.marks import Marked, marked
from crawler.reading.terms import Hit, find_terms
from crawler.reading.topics import LEVEL, RIVAL, topics_of
from crawler.reading.wordforms import folded

MOST_REMEMBERED = 4_096
"""Sentences of which the wording is kept: those of some twenty long pages."""

Part = TypeVar("Part")


class _once(Generic[Part]):
    """A property worked out when first asked for; unlike ``functools.cached_property`` of 3.11 it takes no lock."""

    def __init__(self, work: Callable[[Any], Part]) -> None:
        self._work = work

    def __get__(self, wording: Any, _: type) -> Part:
        part = wording.__dict__[self._work.__name__] = self._work(wording)
        return part


class Wording:
    """One sentence's words. ``low`` is the sentence folded, ``topics`` what it can be about, as bits."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.low = folded(text)
        self.topics = topics_of(words_in(self.low))

    @_once
    def marked(self) -> Marked:
        """The sentence with signs for numbers, times and weekdays."""
        return marked(self.text, self.low, self.topics)

    @_once
    def terms(self) -> tuple[Hit, ...]:
        """The vocabulary terms it names."""
        return tuple(find_terms(self.text, self.low))

    @_once
    def mentions(self) -> tuple[Mention, ...]:
        """The levels and settings it names."""
        return find_mentions(self.low) if self.topics & LEVEL else ()

    @_once
    def rivals(self) -> tuple[Mention, ...]:
        """The levels, meetings, family groups and offices it names, in order: all that can own a time."""
        found = find_rivals(self.low) if self.topics & RIVAL else ()
        return tuple(sorted((*self.mentions, *found), key=lambda m: m.start)) if found else self.mentions

    @_once
    def subject(self) -> str:
        """The level it is about by its own words, "" where it names none outright."""
        return subject(self.mentions, self.low) if self.mentions else ""


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def wording_of(text: str) -> Wording:
    """Return the wording of a sentence."""
    return Wording(text)
