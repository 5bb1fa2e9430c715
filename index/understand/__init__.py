"""Understands a question: a sentence in, the place, filters, numbers and free words of a search out, each with the
words it came from. English and Spanish; never a diagnosis."""

from index.understand.answers import Chip, Understanding, to_query
from index.understand.sentence import ready, understand

__all__ = ["Chip", "Understanding", "ready", "to_query", "understand"]
