"""Chosen programs as CSV and XLSX: one row a program, every attribute a column; XLSX has comparison and evidence too.

Text from data is only ever text: no cell can become a formula or a link, and no mark turns its letters around.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from typing import Any

import xlsxwriter

from catalog.attributes import attribute, load_attributes
from catalog.comparing import MOST, Row, comparison
from catalog.display import fact_words
from catalog.programs import Program
from catalog.stated import unanswered
from catalog.wording import one_line
from exports.selection import Selection

FIRST_COLUMNS = ("name", "organization", "address", "phone", "intake_phone", "website")
"""What a person looks for first; the other attributes follow in the table's order."""

LONGEST_CELL = 32_000
"""Characters in one cell: a spreadsheet refuses more than 32,767."""

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def inert(text: str) -> str:
    """Return text that no spreadsheet takes for a formula when it opens a CSV file."""
    line = one_line(text, LONGEST_CELL)
    return f"'{line}" if line.startswith(_FORMULA) else line


def program_rows(chosen: Selection) -> Iterator[list[str]]:
    """Yield the header, then one row a program."""
    words = chosen.words
    keys = [*FIRST_COLUMNS, *(row.key for row in load_attributes() if row.key not in FIRST_COLUMNS)]
    rows = [attribute(key) for key in keys]
    ends = ("export.questions", "export.newest", "export.sources", "export.id")
    yield [*(words.label(row) for row in rows), *(words.say(key) for key in ends)]
    for program in chosen.programs:
        asked = " ".join(words.question(row) for row in unanswered(program))
        told = [chosen.stated(row, program) for row in rows]
        yield [*told, asked, program.last_seen, chosen.sources_of(program), program.id]
    if chosen.invented:
        yield [words.say("export.invented")]


def evidence_rows(chosen: Selection) -> Iterator[list[str]]:
    """Yield the header, then one row for each piece of evidence."""
    words = chosen.words
    heads = ("program", "attribute", "value", "disputed", "source", "dated", "quote", "about", "how", "address", "id")
    yield [words.say(f"export.{head}") for head in heads]
    for program in chosen.programs:
        for row in load_attributes():
            for fact in program.facts_of(row.key):
                disputed = words.say("value.yes" if fact.disputed else "value.no")
                for evidence in fact.evidence:
                    yield [
                        program.name, words.label(row), fact_words(fact, words), disputed,
                        chosen.source_label(evidence.source), evidence.dated, evidence.quote,
                        words.say(f"evidence.scope_{evidence.scope}"), words.say(f"evidence.how_{evidence.how}"),
                        evidence.url, program.id,
                    ]  # fmt: skip


def comparison_rows(chosen: Selection, programs: Sequence[Program]) -> Iterator[list[str]]:
    """Yield the header, then one row an attribute, what differs first."""
    words = chosen.words
    heads = ("export.attribute", "export.differs")
    yield [*(words.say(head) for head in heads), *(program.name for program in programs)]
    for row in comparison(programs):
        differs = words.say("export.differs_yes" if row.differs else "export.differs_no")
        cells = (cell_words(row, number, chosen, programs) for number in range(len(programs)))
        yield [words.label(row.attribute), differs, *cells]


def cell_words(row: Row, number: int, chosen: Selection, programs: Sequence[Program]) -> str:
    """Return one cell of a comparison, with the word that says it is the easiest of its row."""
    text = chosen.stated(row.attribute, programs[number])
    if not row.cells[number].easiest:
        return text
    return f"{text} ◆ {chosen.words.say('export.fewest' if row.attribute.compare == 'fewer' else 'export.most')}"


def to_csv(chosen: Selection) -> bytes:
    """Return one row a program as CSV, in UTF-8 with the mark by which spreadsheets know it."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([inert(cell) for cell in row] for row in program_rows(chosen))
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(chosen: Selection) -> bytes:
    """Return a workbook with sheets of programs, of comparison (up to five programs each) and of evidence."""
    out, words = io.BytesIO(), chosen.words
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": dt.datetime.fromisoformat(chosen.created).replace(tzinfo=None),
                             "title": words.say("referral.title")})  # fmt: skip
        _sheet(book, words.say("export.programs"), list(program_rows(chosen)))
        groups = groups_of(chosen.programs)
        for number, group in enumerate(groups, 1):
            name = words.say("export.comparison") + (f" {number}" if len(groups) > 1 else "")
            _sheet(book, name, list(comparison_rows(chosen, group)))
        _sheet(book, words.say("export.evidence"), list(evidence_rows(chosen)))
    return out.getvalue()


def groups_of(programs: Sequence[Program]) -> list[Sequence[Program]]:
    """Return the programs in groups that can be compared; none where there is only one."""
    if len(programs) < 2:
        return []
    count = -(-len(programs) // MOST)
    size = -(-len(programs) // count)
    return [programs[start : start + size] for start in range(0, len(programs), size)]


def _sheet(book: Any, name: str, rows: list[list[str]]) -> None:
    """Write rows as text into a new sheet whose header stays in view."""
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    cell = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(rows[0]) - 1, 28)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(number, column, one_line(text, LONGEST_CELL), cell if number else head)
    sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)
