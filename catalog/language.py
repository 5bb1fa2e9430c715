"""Sentences in English and Spanish: a folder with one TOML file a language in, a key's sentence out.

``catalog/words`` holds those that facts and evidence are put into; rooms above add their own folders to them.
"""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Protocol

from catalog.attributes import Attribute
from catalog.vocabulary import Term

WORDS = Path(__file__).parent / "words"
LANGUAGES = ("en", "es")


class Named(Protocol):
    """What has a name in both languages; "" where the English one does for both."""

    @property
    def label(self) -> str: ...
    @property
    def label_es(self) -> str: ...


class Language:
    """One language's sentences. A key that is missing is a fault of ours and raises ``KeyError``."""

    def __init__(self, code: str, sentences: dict[str, str]) -> None:
        self.code = code
        self.sentences = sentences

    def say(self, key: str, **values: object) -> str:
        """Return a sentence with its ``{places}`` filled in. It is text, not HTML."""
        sentence = self.sentences[key]
        return sentence.format(**values) if values else sentence

    def count(self, key: str, number: int, **values: object) -> str:
        """Return the sentence ``key.one`` or ``key.many``, in which ``{n}`` is the number."""
        return self.say(f"{key}.{'one' if number == 1 else 'many'}", n=f"{number:,}", **values)

    def label(self, row: Named) -> str:
        """Return the name of an attribute, a term or a source."""
        return row.label_es if self.code == "es" and row.label_es else row.label

    def help(self, row: Attribute | Term) -> str:
        """Return what an attribute or a term means."""
        return row.help_es if self.code == "es" and row.help_es else row.help

    def question(self, row: Attribute) -> str:
        """Return what to ask a program that does not state the attribute, "" where there is nothing to ask."""
        return row.question_es if self.code == "es" and row.question_es else row.question

    def unit(self, row: Attribute) -> str:
        """Return the unit of a span."""
        return row.unit_es if self.code == "es" and row.unit_es else row.unit

    def date(self, iso: str) -> str:
        """Return an ISO date as people write it ("Nov 1, 2026"); the text itself where it is none."""
        parts = iso[:10].split("-")
        if len(parts) != 3 or not all(p.isdigit() for p in parts) or not 1 <= int(parts[1]) <= 12:
            return iso
        month = self.say("date.months").split()[int(parts[1]) - 1]
        return self.say("date.day", year=int(parts[0]), month=month, day=int(parts[2]))


def read_sentences(code: str, *folders: Path) -> dict[str, str]:
    """Return a language's sentences of several folders with their tables flattened: ``[card] phone`` is "card.phone".

    Raises ``ValueError`` where two folders say the same key.
    """
    found: dict[str, str] = {}

    def flatten(table: dict[str, object], prefix: str) -> None:
        for key, value in table.items():
            if isinstance(value, dict):
                flatten(value, f"{prefix}{key}.")
            elif prefix + key in found:
                raise ValueError(f"{code}.toml: {prefix + key} stands in two folders: keep it in one")
            else:
                found[prefix + key] = str(value)

    for folder in folders:
        flatten(tomllib.loads((folder / f"{code}.toml").read_text(encoding="utf-8")), "")
    return found


@functools.cache
def language(code: str, *folders: Path) -> Language:
    """Return a language with the sentences of ``catalog/words`` and of ``folders``, read once a process."""
    return Language(code, read_sentences(code, WORDS, *folders))
