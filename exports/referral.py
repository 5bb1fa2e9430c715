"""The referral sheet: chosen programs as a tagged PDF (PDF/UA-1), one page a program, then side by side.

Text from data reaches typst as data, never as its markup; signs that the font lacks are put in words or become "□"
(``exports/printable.py``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import typst

from catalog.attributes import Attribute, load_attributes
from catalog.comparing import Cell, comparison
from catalog.contacts import website
from catalog.display import fact_words, scope_of
from catalog.facts import Evidence, Fact
from catalog.programs import Program
from catalog.stated import unanswered
from catalog.wording import one_line
from exports.printable import UNPRINTABLE, printable
from exports.selection import Selection
from exports.spreadsheets import groups_of

TEMPLATE = Path(__file__).with_name("referral.typ")

LONGEST_TEXT, LONGEST_NAME = 1200, 140
"""Characters of one text and of one name: a name of 200 kB must not push everything else off the page."""

MOST_VALUES, BRIEF, MOST_IN_CELL = 14, 5, 8
"""Values of one attribute on a program's page, on one that would not hold so many, and in a cell of the comparison;
the others are counted."""

HEAD = ("name", "organization", "address", "phone", "intake_phone", "website")
"""Attributes that stand in a page's head."""


def to_pdf(chosen: Selection) -> bytes:
    """Return the sheet as a PDF on US letter paper; the same selection of the same release gives the same bytes."""
    data = msgspec.json.encode(sheet_data(chosen)).decode()
    made = dt.datetime.fromisoformat(chosen.created)
    pdf = typst.compile(
        TEMPLATE, root=TEMPLATE.parent, format="pdf", sys_inputs={"data": data}, ignore_system_fonts=True,
        pdf_standards=["ua-1"], timestamp=made,
    )  # fmt: skip
    assert isinstance(pdf, bytes)
    return pdf


def sheet_data(chosen: Selection) -> dict[str, Any]:
    """Return what the template prints: sentences of ours, and text from data that the font can show."""
    words, only = chosen.words, chosen.programs[0]
    data = {
        "lang": words.code,
        "title": words.say("referral.title_one", name=one_line(only.name, 80)) if len(chosen.programs) == 1
        else words.say("referral.title"),
        "crisis": _crisis(chosen),
        "invented": words.say("export.invented") if chosen.invented else "",
        "made": words.say("referral.made_from", date=words.date(chosen.created)),
        "advice": words.say("referral.not_advice"),
        "programs": [_page(program, chosen) for program in chosen.programs],
        "comparisons": list(_comparisons(chosen)),
        "words": {
            key: words.say(f"referral.{key}") for key in
            ("stated", "ask", "ask_help", "nothing_to_ask", "sources", "comparison_help", "row", "nobody", "phone_none")
        },
        "page": words.say("referral.page"),
    }  # fmt: skip
    shown = _printable(data)
    return {**shown, "letters": words.say("referral.letters") if UNPRINTABLE in str(shown) else ""}


def _crisis(chosen: Selection) -> str:
    say = chosen.words.say
    return (
        f"{say('crisis.danger')} 911. {say('crisis.crisis')} 988 ({say('crisis.veterans')}, {say('crisis.spanish')}). "
        f"{say('crisis.helpline')} 1-800-662-4357 ({say('crisis.helpline_name')})."
    )


def _page(program: Program, chosen: Selection) -> dict[str, Any]:
    """Return one program: its head, its stated facts by section with numbers of their sources, what to ask."""
    words = chosen.words
    notes = _Notes(chosen)
    numbers = (("intake_phone", program.intake_phone), ("phone", program.phone))
    labels = {row.key: words.label(row) for row in load_attributes()}
    return {
        "name": _name(program),
        "organization": one_line(program.owner, LONGEST_NAME),
        "address": one_line(program.address, LONGEST_NAME),
        "phones": [[labels[key], number] for key, number in numbers if number],
        "website": website(program.website),
        "full": _sections(program, notes, MOST_VALUES, chosen),
        "brief": _sections(program, notes, BRIEF, chosen),
        "ask": [words.question(row) for row in unanswered(program)],
        "notes": notes.lines,
        "newest": f"{words.say('export.newest')}: {words.date(program.last_seen)}",
    }


def _sections(program: Program, notes: _Notes, most: int, chosen: Selection) -> list[dict[str, Any]]:
    """Return the stated facts by section, at most so many values of an attribute."""
    sections: dict[str, list[dict[str, Any]]] = {}
    for row in load_attributes():
        if row.key not in HEAD and (facts := program.facts_of(row.key)):
            told = {"label": chosen.words.label(row), "said": _said(facts, notes, most, chosen)}
            sections.setdefault(row.section, []).append(told)
    return [{"name": chosen.words.say(f"section.{key}"), "rows": rows} for key, rows in sections.items()]


def _name(program: Program) -> str:
    """Return the program's name; where no letter of it can be printed, with its web site or id."""
    name = one_line(program.name, LONGEST_NAME)
    if any(sign.isalnum() for sign in printable(name)):
        return name
    return " · ".join(part for part in (name, website(program.website) or program.id) if part)


class _Notes:
    """The sources of one page, each with a number: who, when, and of what it speaks."""

    def __init__(self, chosen: Selection) -> None:
        self._chosen = chosen
        self.lines: list[str] = []

    def numbers(self, fact: Fact) -> list[int]:
        """Return the numbers of a fact's evidence."""
        return sorted({self._number(evidence) for evidence in fact.evidence})

    def _number(self, evidence: Evidence) -> int:
        words = self._chosen.words
        dated = words.say("evidence.as_of", date=words.date(evidence.dated))
        line = f"{self._chosen.source_label(evidence.source)}, {dated}"
        if evidence.scope != "program":
            line += f", {words.say(f'scope.{evidence.scope}')}"
        if line not in self.lines:
            self.lines.append(line)
        return self.lines.index(line) + 1


def _said(facts: Sequence[Fact], notes: _Notes, most: int, chosen: Selection) -> list[dict[str, Any]]:
    """Return what is said of one attribute in runs that have the same sources: text, numbers of sources, disputed."""
    runs: list[dict[str, Any]] = []
    for fact in facts[:most]:
        numbers, text = notes.numbers(fact), fact_words(fact, chosen.words)
        disputed = chosen.words.say("export.disputed") if fact.disputed else ""
        if runs and (runs[-1]["notes"], runs[-1]["disputed"]) == (numbers, disputed):
            runs[-1]["text"] += f", {text}"
        else:
            runs.append({"text": text, "notes": numbers, "disputed": disputed})
    if len(facts) > most:
        more = chosen.words.say("referral.more", n=len(facts) - most)
        runs.append({"text": more, "notes": [], "disputed": ""})
    return runs


def _comparisons(chosen: Selection) -> Iterator[dict[str, Any]]:
    """Yield the tables that set programs side by side, up to five in each."""
    words, at = chosen.words, 1
    groups = groups_of(chosen.programs)
    for programs in groups:
        rows = comparison(programs)
        last = at + len(programs) - 1
        title = words.say("referral.comparison")
        if len(groups) > 1:
            title = words.say("referral.comparison_of", first=at, last=last, total=len(chosen.programs))
        yield {
            "title": title,
            "names": [one_line(_name(program), 70) for program in programs],
            "rows": [
                {"label": words.label(row.attribute), "cells": [_cell(row.attribute, c, chosen) for c in row.cells]}
                for row in rows if row.known and row.attribute.key not in ("address", "website")
            ],
            "nobody": ", ".join(words.label(row.attribute) for row in rows if not row.known),
        }  # fmt: skip
        at = last + 1


def _cell(row: Attribute, cell: Cell, chosen: Selection) -> dict[str, Any]:
    words = chosen.words
    disputed = f" ({words.say('export.disputed')})"
    said = [fact_words(fact, words) + (disputed if fact.disputed else "") for fact in cell.facts[:MOST_IN_CELL]]
    if len(cell.facts) > MOST_IN_CELL:
        said.append(words.say("referral.more", n=len(cell.facts) - MOST_IN_CELL))
    mark = words.say("export.fewest" if row.compare == "fewer" else "export.most") if cell.easiest else ""
    scope = scope_of(cell.facts) if row.section not in ("identity", "place", "contact") else ""
    return {
        "text": ", ".join(said) or one_line(cell.own, LONGEST_NAME),
        "mark": mark,
        "scope": words.say(f"scope.{scope}") if scope else "",
        "silent": "" if cell.known else words.say("export.not_stated"),
    }


def _printable(value: Any) -> Any:
    """Return data in which every text is one line of signs that the font has."""
    if isinstance(value, str):
        return printable(one_line(value, LONGEST_TEXT))
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    return [_printable(item) for item in value] if isinstance(value, list) else value
