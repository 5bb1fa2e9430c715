"""Programs as JSON: each fact with its value, its words and its evidence, and the questions that silence leaves."""

from __future__ import annotations

from typing import Any

import msgspec

from catalog.attributes import load_attributes
from catalog.display import fact_words
from catalog.facts import Evidence, Fact
from catalog.insurers import ATTRIBUTE as INSURERS
from catalog.insurers import standing, standing_words
from catalog.language import Language, language
from catalog.programs import Program
from catalog.stated import unanswered
from exports.selection import Selection


def fact_record(fact: Fact, words: Language) -> dict[str, Any]:
    """Return a fact as JSON output shows it: value, words, answer, whether disputed, and its evidence."""
    record = {
        "value": fact.value,
        "words": fact_words(fact, words),
        "answer": "no" if fact.denied else "yes",
        "disputed": fact.disputed,
        "evidence": [evidence_record(evidence) for evidence in fact.evidence],
    }
    return record | {"standing": standing_record(fact, words)} if fact.attribute == INSURERS else record


def standing_record(fact: Fact, words: Language) -> dict[str, Any]:
    """Return who says that an insurer is taken as JSON output shows it: the program, directories, or both."""
    who = standing(fact)
    return {
        "said_by": who.said.source if who.said else None, "said_on": who.said.dated if who.said else None,
        "listed": [{"directory": e.directory, "networks": list(e.networks), "plans": list(e.plans), "date": e.dated,
                    "source": e.source} for e in who.listed],
        "agree": who.agree, "words": list(standing_words(fact, words)),
    }  # fmt: skip


def evidence_record(evidence: Evidence) -> dict[str, Any]:
    """Return evidence with every field written out, and the date it is true of as ``date``."""
    return {
        "source": evidence.source, "url": evidence.url, "date": evidence.dated, "read_on": evidence.read_on,
        "quote": evidence.quote, "how": evidence.how, "scope": evidence.scope, "directory": evidence.directory,
        "networks": list(evidence.networks), "plans": list(evidence.plans),
    }  # fmt: skip


def facts_record(program: Program, words: Language | None = None) -> dict[str, list[dict[str, Any]]]:
    """Return all facts of a program by attribute, in the attribute table's order."""
    words = words or language("en")
    keys = [row.key for row in load_attributes()]
    return {key: [fact_record(f, words) for f in program.facts_of(key)] for key in keys if program.facts_of(key)}


def program_record(program: Program, words: Language | None = None) -> dict[str, Any]:
    """Return a program as JSON output shows it, with the questions its silence leaves."""
    words = words or language("en")
    plain = {key: value for key, value in msgspec.to_builtins(program).items() if key != "facts"}
    return plain | {
        "address": program.address,
        "facts": facts_record(program, words),
        "not_stated": {row.key: words.question(row) for row in unanswered(program)},
    }


def to_json(chosen: Selection) -> bytes:
    """Return the chosen programs as indented JSON in UTF-8."""
    record = {
        "release": chosen.release, "kind": "sample" if chosen.invented else "live", "created": chosen.created,
        "language": chosen.words.code, "sources": chosen.sources, "missing": list(chosen.missing),
        "programs": [program_record(program, chosen.words) for program in chosen.programs],
    }  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(record)) + b"\n"
