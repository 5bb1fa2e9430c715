"""The words of the interface in each language: those of facts and evidence, the app's own (``views/words``), and those
of the plain pages (``views/plain/words``)."""

from __future__ import annotations

from pathlib import Path

from catalog import language as shared
from catalog.language import WORDS, Language

__all__ = ["FOLDER", "Language", "language", "read_sentences"]

FOLDER = Path(__file__).parent / "words"
PLAIN = Path(__file__).parent / "plain" / "words"


def read_sentences(code: str) -> dict[str, str]:
    """Return a language's sentences with their tables flattened: ``[card] phone`` is "card.phone"."""
    return shared.read_sentences(code, WORDS, FOLDER, PLAIN)


def language(code: str) -> Language:
    """Return a language, read once a process."""
    return shared.language(code, FOLDER, PLAIN)
