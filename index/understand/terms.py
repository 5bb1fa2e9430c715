"""Finds the terms in a question: wordings of the vocabulary, the longest first, and drops repeats."""

from __future__ import annotations

from typing import NamedTuple

from index.understand.tokens import Token
from index.understand.unsaid import CAPITALS, TURNED_DOWN, UNSAID
from index.understand.wordings import LONGEST, Meaning, wordings


class Found(NamedTuple):
    """A wording in the words of a question, from ``first`` up to ``last``, and what it stands for."""

    first: int
    last: int
    meaning: Meaning
    excluded: bool = False


def find_terms(tokens: list[Token], shouted: bool) -> list[Found]:
    """Return the wordings of a question, none overlapping, the longest from the left first."""
    found: list[Found] = []
    at = 0
    while at < len(tokens):
        hit = _at(tokens, at, shouted)
        if hit:
            found.append(hit)
        at = hit.last if hit else at + 1
    return found


def _at(tokens: list[Token], at: int, shouted: bool) -> Found | None:
    """Return the longest wording that begins at a token."""
    runs = _runs(tokens, at)
    for last, words in reversed(runs):
        if len(words) == 1 and not shouted and tokens[at].typed in CAPITALS:
            return Found(at, last, (CAPITALS[tokens[at].typed],))
        if turned := TURNED_DOWN.get(" ".join(words)):
            return Found(at, last, (turned,), True)
        if " ".join(words) in UNSAID:
            return Found(at, last, ())
        meaning = wordings().find(words)
        if meaning:
            return Found(at, last, meaning)
    return None


def _runs(tokens: list[Token], at: int) -> list[tuple[int, list[str]]]:
    """Return the runs of words from a token up to a clause's end, dashes and slashes passed over."""
    runs: list[tuple[int, list[str]]] = []
    words: list[str] = []
    for n in range(at, len(tokens)):
        token = tokens[n]
        if token.kind in ("break", "raw") or len(words) >= LONGEST or (token.kind == "sign" and not words):
            break
        if token.kind != "sign":
            words.append(token.folded)
            runs.append((n + 1, list(words)))
    return runs


KINDS_OF_ADDICTION = frozenset({"alcohol_use", "opioid_use", "stimulant_use", "cannabis_use", "benzodiazepine_use",
    "prescription_drug_use", "tobacco_use", "gambling", "other_addiction"})  # fmt: skip


def without_repeats(tokens: list[Token], found: list[Found]) -> list[Found]:
    """Return the wordings, those that only repeat the one before more broadly, or say where it is, without meaning.

    "Fentanyl addiction" asks for opioids and not for every addiction; "psychiatry onsite" for psychiatry.
    """
    kept: list[Found] = []
    for n, hit in enumerate(found):
        before = found[n - 1] if n and found[n - 1].last == hit.first else None
        after = found[n + 1] if n + 1 < len(found) and found[n + 1].first == hit.last else None
        kinds = {term for _, term in before.meaning} if before else set()
        if hit.meaning == (("conditions", "substance_use"),) and _kind_named_later(tokens, hit, found[n + 1 : n + 2]):
            kept.append(hit._replace(meaning=()))
            continue
        repeats = hit.meaning == (("conditions", "substance_use"),) and bool(kinds & KINDS_OF_ADDICTION)
        repeats = repeats or (tokens[hit.first].folded in _SMOKING and _is_smoked(after))
        words = " ".join(token.folded for token in tokens[hit.first : hit.last])
        beside = {key for near in (before, after) if near for key, _ in near.meaning}
        where = words in ("onsite", "on site") and beside & {"care_team", "facility_services", "medication_management"}
        kept.append(hit._replace(meaning=()) if repeats or where else hit)
    return kept


_SMOKING = frozenset({"smoke", "smokes", "smoked", "smoking", "fuma", "fumar", "fumando"})


def _is_smoked(after: Found | None) -> bool:
    """Return whether another drug than tobacco is named right after "smoking"."""
    return after is not None and bool({term for _, term in after.meaning} & (KINDS_OF_ADDICTION - {"tobacco_use"}))


def _kind_named_later(tokens: list[Token], hit: Found, following: list[Found]) -> bool:
    """Return whether "addicted to" or "adicción a la" goes on with what: then that is asked for alone."""
    between = [t.folded for t in tokens[hit.last : following[0].first]] if following else []
    kinds = {term for after in following for _, term in after.meaning}
    return bool(kinds & KINDS_OF_ADDICTION and between and set(between) <= {"to", "a", "al", "la", "las", "el", "los"})
