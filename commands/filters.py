"""Flags for every filter of the attribute table, and what people write behind them."""

from __future__ import annotations

import re

import click

from catalog.attributes import Attribute, filters
from catalog.facts import Span
from catalog.vocabulary import load_vocabulary


class TermCommand(click.Command):
    """A command whose term flags take several terms: ``--therapies dbt cbt`` reads as the flag given twice."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Repeat a term flag before each further word that is one of its terms."""
        spread: list[str] = []
        flag: Attribute | None = None
        taken = 0
        for arg in args:
            if flag and taken and not arg.startswith("-") and load_vocabulary().lookup(flag.vocabulary, arg):
                spread.append(f"--{flag.key.replace('_', '-')}")
            elif arg.startswith("-"):
                flag, taken = _term_row(arg), -1
            spread.append(arg)
            taken += 1
        return super().parse_args(ctx, spread)


def _term_row(flag: str) -> Attribute | None:
    return next((r for r in filters() if r.kind == "terms" and flag == f"--{r.key.replace('_', '-')}"), None)


def with_filters(command: click.Command) -> click.Command:
    """Add one flag for each filter of the attribute table to ``command``."""
    for row in filters():
        name = f"--{row.key.replace('_', '-')}"
        if row.kind == "terms":
            option = click.Option([name, row.key], multiple=True, metavar="TERM...", help=row.label)
        elif row.kind == "span":
            option = click.Option([name, row.key], metavar="N|N-N|N+|-N", help=_ask_number(row))
        elif row.kind == "yes_no":
            option = click.Option([name, row.key], is_flag=True, help=row.label)
        else:
            continue
        command.params.append(option)
    return command


def _ask_number(row: Attribute) -> str:
    named = row.unit.lower() in row.label.lower()
    return row.label if named else f"{row.label}, in {row.unit}"


def wanted_terms(row: Attribute, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the term ids that ``words`` (ids, labels or aliases, commas allowed) stand for; raise naming the terms."""
    found = []
    for word in (part.strip() for text in words for part in ([text] if _known(row, text) else text.split(","))):
        term = load_vocabulary().lookup(row.vocabulary, word)
        if term is None:
            known = ", ".join(t.id for t in load_vocabulary().terms(row.vocabulary))
            raise click.UsageError(f"{word!r} is no term of --{row.key.replace('_', '-')}. Use one of: {known}")
        found.append(term.id)
    return tuple(dict.fromkeys(found))


def _known(row: Attribute, text: str) -> bool:
    return load_vocabulary().lookup(row.vocabulary, text) is not None


def wanted_span(row: Attribute, text: str) -> Span:
    """Return the span that "9", "9-12", "9+" or "-12" stands for."""
    number = r"(\d{1,4}(?:\.\d+)?)"
    if match := re.fullmatch(rf"{number}(?:\s*[-–]\s*{number}|(\+))?", text.strip()):
        low = float(match[1])
        return Span(low, None if match[3] else float(match[2] or low))
    if match := re.fullmatch(rf"[-–]\s*{number}", text.strip()):
        return Span(None, float(match[1]))
    raise click.UsageError(f"--{row.key.replace('_', '-')} takes 9, 9-12, 9+ or -12 ({row.unit}), not {text!r}")
