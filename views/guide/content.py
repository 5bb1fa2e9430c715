"""Reads the guide: ``en.toml`` or ``es.toml`` in, a ``Guide`` out. Raises where a file breaks its form."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path

import msgspec

FOLDER = Path(__file__).parent


class Level(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One level of care: how much of it there is in a week, and what it is like. ``here`` marks what is listed here."""

    name: str
    amount: str
    text: str
    here: bool = False


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One section: paragraphs, then the levels where it shows them, points, paragraphs after them, and the ids of
    the sources it stands on."""

    id: str
    heading: str
    sources: tuple[str, ...]
    paragraphs: tuple[str, ...] = ()
    levels: bool = False
    points: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    more_questions: bool = False


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A public page that sections stand on."""

    id: str
    name: str
    url: str


class Guide(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole guide in one language."""

    title: str
    heading: str
    lead: str
    contents: str
    sources_heading: str
    sources_lead: str
    own_words: str
    based_on: str
    here: str
    search: str
    questions_more: str
    level: tuple[Level, ...]
    section: tuple[Section, ...]
    source: tuple[Source, ...]

    def source_number(self, source_id: str) -> int:
        """Return a source's place in the list at the end, counted from 1; ``KeyError`` where it is not there."""
        for number, source in enumerate(self.source, 1):
            if source.id == source_id:
                return number
        raise KeyError(f"the guide names the source {source_id!r}, which is not in its list")


@functools.cache
def guide_of(code: str) -> Guide:
    """Return the guide in a language, read once a process."""
    text = (FOLDER / f"{code}.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Guide)
