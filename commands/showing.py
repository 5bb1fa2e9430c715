"""``iop show`` and ``iop compare``: everything known of a program, or of several side by side, with evidence."""

from __future__ import annotations

from typing import Any

import click
from rich.table import Table

from catalog.attributes import Attribute, load_attributes
from catalog.comparing import FEWEST, MOST, Cell, Row, comparison
from catalog.display import fact_words, say
from catalog.facts import Fact
from catalog.insurers import ATTRIBUTE as INSURERS
from catalog.insurers import standing_words
from catalog.language import language
from catalog.programs import Program
from catalog.releases import Release, current
from catalog.settings import Settings
from catalog.stated import unanswered
from commands.console import CRISIS_LINES, EXIT_CODES, NOTHING_YET, UNKNOWN, fail, out, print_json, shown
from exports.records import program_record

NOT_STATED = "not stated"
BANNER = "These programs are invented: they are a sample and do not exist. Run `iop rebuild` for real ones."


def opened_release(settings: Settings) -> Release:
    """Return the served release, or end with what to run."""
    release = current(settings)
    if release is None:
        fail("there is no release yet: run `iop app`, or `iop rebuild` to gather real listings", NOTHING_YET)
    return release


def known_program(release: Release, program_id: str) -> Program:
    """Return a program by id, or end saying that there is none."""
    program = release.program(program_id)
    if program is None:
        fail(f"release {release.id} has no program {program_id!r}: find its id with `iop search`", UNKNOWN)
    return program


@click.command(epilog=EXIT_CODES)
@click.argument("program_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(program_id: str, as_json: bool) -> None:
    """Show everything known of the program ID: each fact with its source, date and words, and what to ask."""
    release = opened_release(Settings())
    program = known_program(release, program_id)
    if as_json:
        print_json({"release": release.id, "kind": release.kind} | program_record(program))
        return
    if release.kind == "sample":
        out.print(f"[bold]{BANNER}[/bold]")
    out.print(f"[bold]{shown(program.name)}[/bold]")
    for line in (program.owner, program.address, program.phone, program.website):
        if line:
            out.print(shown(line))
    labels = {report.source.id: report.source.label for report in release.sources}
    for row in load_attributes():
        _print_facts(row, program.facts_of(row.key), labels)
    questions = [row.question for row in unanswered(program)]
    if questions:
        out.print("\n[bold]Not stated — ask the program[/bold]")
    for question in questions:
        out.print(f"  • {shown(question)}")
    for note in program.notes:
        out.print(f"Note: {shown(note)}", style="dim")
    out.print(f"\n{CRISIS_LINES} Call a program before you go.", style="dim")


def _print_facts(row: Attribute, facts: tuple[Fact, ...], labels: dict[str, str]) -> None:
    if facts:
        out.print(f"\n[bold]{shown(row.label)}[/bold]")
    for fact in facts:
        disputed = " (sources disagree)" if fact.disputed else ""
        out.print(f"  {shown(say(fact.attribute, fact.value, denied=fact.denied))}{disputed}")
        for sentence in standing_words(fact, language("en")) if fact.attribute == INSURERS else ():
            out.print(f"    {shown(sentence)}")
        for evidence in fact.evidence:
            scope = {"facility": ", of the whole facility", "organization": ", of all its locations"}
            source = labels.get(evidence.source, evidence.source)
            page = f" {evidence.url}" if evidence.how == "text" else ""
            said = f"{source}, {evidence.dated}{scope.get(evidence.scope, '')}: “{evidence.quote}”{page}"
            out.print(f"    {shown(said)}", style="dim")


@click.command(epilog=EXIT_CODES)
@click.argument("ids", nargs=-1, required=True, metavar="ID ID...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def compare(ids: tuple[str, ...], as_json: bool) -> None:
    """Compare two to five programs on every attribute, what differs first."""
    if not FEWEST <= len(set(ids)) <= MOST:
        raise click.UsageError("name two to five different programs")
    release = opened_release(Settings())
    programs = [known_program(release, program_id) for program_id in dict.fromkeys(ids)]
    rows = comparison(programs)
    if as_json:
        told = [_row_record(row) for row in rows if row.known]
        print_json({"release": release.id, "programs": [program_record(p) for p in programs], "rows": told})
        return
    if release.kind == "sample":
        out.print(f"[bold]{BANNER}[/bold]")
    table = Table("", *(shown(program.name) for program in programs), show_lines=True)
    for row in rows:
        if row.known:
            mark = " (differs)" if row.differs else ""
            table.add_row(shown(row.attribute.label + mark), *(shown(_cell(row.attribute, c)) for c in row.cells))
    out.print(table)
    silent = ", ".join(row.attribute.label for row in rows if not row.known)
    if silent:
        out.print(f"Nobody states: {shown(silent)}", style="dim")
    out.print(f"\n{CRISIS_LINES} Call a program before you go.", style="dim")


def _row_record(row: Row) -> dict[str, Any]:
    """Return a row as JSON output shows it; ``easiest`` holds the numbers of the columns that are, from 0."""
    return {
        "attribute": row.attribute.key, "label": row.attribute.label, "differs": row.differs,
        "cells": [_cell(row.attribute, cell) for cell in row.cells],
        "easiest": [number for number, cell in enumerate(row.cells) if cell.easiest],
    }  # fmt: skip


def _cell(row: Attribute, cell: Cell) -> str:
    """Return a cell in words: what is said, that sources disagree, and which one is the easier."""
    said = [fact_words(f, language("en")) + (" (sources disagree)" if f.disputed else "") for f in cell.facts]
    words = "; ".join(said) or cell.own or NOT_STATED
    return f"{words} ← {'fewest' if row.compare == 'fewer' else 'most'}" if cell.easiest else words
