"""``iop understand``: how a question in words is read, before anything is searched."""

from __future__ import annotations

import click

from catalog.attributes import attribute, load_attributes
from catalog.display import label, say
from commands.console import CRISIS_LINES, EXIT_CODES, out, print_json, shown
from index.understand import Chip, Understanding
from index.understand import understand as read_question


@click.command(epilog=EXIT_CODES)
@click.argument("text", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def understand(text: tuple[str, ...], as_json: bool) -> None:
    """Show how a question is understood, in English or Spanish: place, filters, numbers, and what stays text.

    At most 800 characters and 150 words are read.

    \b
    Examples:
      iop understand "evening DBT for my 15 year old near 85251, takes Aetna"
      iop understand "terapia en la tarde cerca de Phoenix" --json
    """
    found = read_question(" ".join(text))
    if as_json:
        print_json(found.record())
    else:
        print_understanding(found)


def print_understanding(found: Understanding) -> None:
    """Print an understanding for people: crisis lines first where they may be needed, then chip by chip."""
    if found.crisis:
        out.print(f"[bold]{CRISIS_LINES}[/bold]")
    for chip in found.chips:
        out.print(f"  {shown(say_chip(chip))} [dim]← “{shown(chip.words)}”[/dim]")
    if found.text:
        out.print(f"  Words: {shown(found.text)}")
    if not found.chips and not found.text:
        out.print("Nothing to look for: name a condition, a place, a way to pay or a time of day.")


def say_chip(chip: Chip) -> str:
    """Return what a chip stands for, in words."""
    kinds = {row.key: row.kind for row in load_attributes()}
    denied = "not " if chip.excluded else ""
    if chip.attribute in kinds:
        row = attribute(chip.attribute)
        if row.kind == "yes_no":
            return denied + label(row)
        return f"{label(row)}: {denied}{say(chip.attribute, chip.term)}"
    key, _, end = chip.attribute.rpartition("_")
    if key in kinds:
        return f"{label(attribute(key))}: {'at least' if end == 'min' else 'at most'} {chip.term}"
    names = {"place": "Near", "miles": "Within miles", "age": "Age"}
    return f"{names[chip.attribute]}: {chip.term}"
