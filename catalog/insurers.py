"""Who says that an insurer covers a program: the program itself and the insurer's own directory, kept apart.

A fact of the attribute "insurers" goes in, its ``Standing`` or sentences come out. Nothing here says "in network"
without the insurer, its network or plan, the source and the date.
"""

from __future__ import annotations

from typing import NamedTuple

from catalog.facts import Evidence, Fact
from catalog.language import Language
from catalog.vocabulary import load_vocabulary

ATTRIBUTE = "insurers"
OWN_LIST = "own_list"
"""Id of the source that is the operator's own list: neither the program nor an insurer speaks there."""

NAMES_SHOWN = 3
"""Networks or plans named in a sentence; the others are counted."""


class Standing(NamedTuple):
    """``said`` is the best evidence that is no insurer's own, ``listed`` the newest of each directory."""

    said: Evidence | None
    listed: tuple[Evidence, ...]

    @property
    def agree(self) -> bool:
        """Whether the program and an insurer's directory say the same."""
        return self.said is not None and bool(self.listed)


def standing(fact: Fact) -> Standing:
    """Return who says what a fact on an insurer states; its evidence comes with the best first."""
    newest: dict[str, Evidence] = {}
    for evidence in fact.evidence:
        before = newest.get(evidence.directory)
        if evidence.directory and (before is None or before.dated < evidence.dated):
            newest[evidence.directory] = evidence
    said = next((evidence for evidence in fact.evidence if not evidence.directory), None)
    return Standing(said, tuple(newest[name] for name in sorted(newest)))


def standing_mark(fact: Fact, words: Language) -> str:
    """Return in two or three words who says that a program takes an insurer."""
    who = standing(fact)
    if who.agree:
        return words.say("insurer.mark_both")
    if who.listed:
        return words.say("insurer.mark_listed")
    return words.say("insurer.mark_own_list" if _is_own_list(who.said) else "insurer.mark_said")


def standing_words(fact: Fact, words: Language) -> tuple[str, ...]:
    """Return one sentence for each who says what a fact on an insurer states, and one more where two agree."""
    who, insurer = standing(fact), _name(str(fact.value), words)
    told = [_said(who.said, insurer, fact.denied, words)] if who.said else []
    told += [_listed(evidence, insurer, words) for evidence in who.listed]
    return (*told, words.say("insurer.agree")) if who.agree and not fact.denied else tuple(told)


def _said(evidence: Evidence, insurer: str, denied: bool, words: Language) -> str:
    who = "own_list" if _is_own_list(evidence) else "program"
    key = f"insurer.{who}_{'denies' if denied else 'says'}"
    return words.say(key, insurer=insurer, date=words.date(evidence.dated))


def _is_own_list(evidence: Evidence | None) -> bool:
    return evidence is not None and evidence.source == OWN_LIST


def _listed(evidence: Evidence, insurer: str, words: Language) -> str:
    told = [words.say(f"insurer.{kind}", names=_names(names, words))
            for kind, names in (("networks", evidence.networks), ("plans", evidence.plans)) if names]  # fmt: skip
    where = "; ".join(told) or words.say("insurer.no_network")
    return words.say("insurer.lists", insurer=insurer, directory=evidence.directory, where=where,
                     date=words.date(evidence.dated))  # fmt: skip


def _names(names: tuple[str, ...], words: Language) -> str:
    more = len(names) - NAMES_SHOWN
    return ", ".join(names[:NAMES_SHOWN]) + (f" {words.say('value.and_more', n=more)}" if more > 0 else "")


def _name(insurer: str, words: Language) -> str:
    known = load_vocabulary().has(ATTRIBUTE, insurer)
    return words.label(load_vocabulary().term(ATTRIBUTE, insurer)) if known else insurer
