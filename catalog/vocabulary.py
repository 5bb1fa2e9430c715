"""The vocabulary: the terms of conditions, therapies, payment options and the rest, from ``data/vocabulary/*.toml``.

One file an attribute, one ``[[term]]`` each. Loading fails where two terms of one file claim the same words, so a
word met in a source or a question always means one thing.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from catalog.kept_tables import kept_table
from catalog.settings import DATA
from catalog.wording import plain

IGNORED_FILE = "samhsa_ignored.toml"


class Term(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One term. ``aliases`` and ``abbreviations`` are what programs write (abbreviations keep their capitals),
    ``beside`` short names that are words of their own and count only next to a payer's name ("Horizon"),
    ``everyday`` what people type in a search box; ``samhsa`` and ``samhsa_denied`` are service codes that state
    or deny it, ``broader`` ids of the same file that it is a kind of."""

    id: str
    label: str
    label_es: str
    help: str
    help_es: str
    aliases: tuple[str, ...] = ()
    aliases_es: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()
    everyday_es: tuple[str, ...] = ()
    samhsa: tuple[str, ...] = ()
    samhsa_denied: tuple[str, ...] = ()
    other_codes: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Every wording that stands for this term, its label included."""
        return (self.label, self.label_es, *self.aliases, *self.aliases_es, *self.abbreviations)


_Files = tuple[dict[str, tuple[Term, ...]], dict[str, str]]
"""The terms by attribute, and the ignored codes with the reason."""


class Meaning(msgspec.Struct, frozen=True):
    """What a SAMHSA code says: a term of an attribute, stated or denied."""

    attribute: str
    term: str
    denied: bool


class VocabularyError(ValueError):
    """A vocabulary file breaks a rule; the message names the file, the term and the way out."""


class Vocabulary:
    """The loaded terms, by attribute, by words and by SAMHSA code."""

    def __init__(self, terms: dict[str, tuple[Term, ...]], ignored: dict[str, str]) -> None:
        self._terms = terms
        self._ids = {attribute: {t.id: t for t in found} for attribute, found in terms.items()}
        self._words: dict[str, dict[str, Term]] = {}
        self.ignored = ignored
        """SAMHSA codes that state nothing a person chooses by, each with the reason."""
        self._codes: dict[str, list[Meaning]] = {}
        for attribute, found in terms.items():
            for term in found:
                for code in term.samhsa:
                    self._codes.setdefault(code, []).append(Meaning(attribute, term.id, False))
                for code in term.samhsa_denied:
                    self._codes.setdefault(code, []).append(Meaning(attribute, term.id, True))
        for code in ignored.keys() & self._codes.keys():
            raise VocabularyError(f"{IGNORED_FILE}: code {code} is also mapped to {self._codes[code]}: keep one")

    def check(self) -> None:
        """Raise ``VocabularyError`` where two terms claim the same words or a broader term is none."""
        for attribute in self._terms:
            self._claimed(attribute)
        for attribute, ids in self._ids.items():
            for term in ids.values():
                for parent in term.broader:
                    if parent not in ids or parent == term.id:
                        raise VocabularyError(f"{attribute}.toml: {term.id} names the unknown broader term {parent!r}")

    @property
    def attributes(self) -> tuple[str, ...]:
        """The vocabularies there are."""
        return tuple(self._terms)

    def terms(self, attribute: str) -> tuple[Term, ...]:
        """Return the terms of an attribute in their file's order."""
        return self._terms[attribute]

    def term(self, attribute: str, term_id: str) -> Term:
        """Return one term; KeyError where the id is unknown."""
        return self._ids[attribute][term_id]

    def has(self, attribute: str, term_id: str) -> bool:
        """Return whether an attribute has a term of this id."""
        return term_id in self._ids.get(attribute, {})

    def lookup(self, attribute: str, words: str) -> Term | None:
        """Return the term that ``words`` (an id, a label, an alias) stand for, else None."""
        known = self._ids[attribute].get(words)
        return known or self._claimed(attribute).get(plain(words))

    def _claimed(self, attribute: str) -> dict[str, Term]:
        """Return folded words → term; worked out when first asked for."""
        if attribute not in self._words:
            self._words[attribute] = _claims(attribute, self._terms[attribute])
        return self._words[attribute]

    def by_code(self, code: str) -> tuple[Meaning, ...]:
        """Return what a SAMHSA service code says; empty where it is ignored or unknown."""
        return tuple(self._codes.get(code, ()))

    def narrower(self, attribute: str, term_id: str) -> tuple[str, ...]:
        """Return the ids that are a kind of ``term_id``, itself first."""
        found = [term_id]
        for parent in found:
            found += [t.id for t in self._terms[attribute] if parent in t.broader and t.id not in found]
        return tuple(found)

    def is_known_code(self, code: str) -> bool:
        """Return whether a code is mapped or ignored by name."""
        return code in self._codes or code in self.ignored


def _claims(attribute: str, terms: Iterable[Term]) -> dict[str, Term]:
    """Return folded words → term; raise where two terms claim the same words or one id stands twice."""
    claimed: dict[str, Term] = {}
    seen: set[str] = set()
    for term in terms:
        if term.id in seen:
            raise VocabularyError(f"{attribute}.toml: two terms have the id {term.id!r}: rename one")
        seen.add(term.id)
        for words in (*term.words, *term.everyday, *term.everyday_es):
            owner = claimed.setdefault(plain(words), term)
            if owner.id != term.id:
                raise VocabularyError(
                    f"{attribute}.toml: {words!r} is claimed by both {owner.id} and {term.id}: keep it on one"
                )
    return claimed


def read_vocabulary(folder: Path) -> Vocabulary:
    """Read every file of ``folder``; raise ``VocabularyError`` naming file and fault."""
    return Vocabulary(*_read_checked(folder))


def _read_checked(folder: Path) -> _Files:
    terms: dict[str, tuple[Term, ...]] = {}
    ignored: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            if path.name == IGNORED_FILE:
                ignored = {row["code"]: f"{row['name']}: {row['reason']}" for row in data["ignored"]}
            else:
                terms[path.stem] = msgspec.convert(data["term"], tuple[Term, ...])
        except (KeyError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
            raise VocabularyError(f"{path.name}: {error}: compare it with a file beside it") from error
    Vocabulary(terms, ignored).check()
    return terms, ignored


@functools.cache
def load_vocabulary() -> Vocabulary:
    """Return the checked-in vocabulary, read once a process; what was checked is kept until a file changes."""
    folder = DATA / "vocabulary"
    files = [*sorted(folder.glob("*.toml")), Path(__file__)]
    return Vocabulary(*kept_table("vocabulary", _Files, files, lambda: _read_checked(folder)))
