"""A ready-made correction: a program and what is wrong in it in, an entry for ``data/corrections.toml`` out.

It is text for a person to complete and send; nothing is sent by itself. What is not filled in yet says so in words
that ``read_corrections`` refuses, so that an entry cannot be taken over half done.
"""

from __future__ import annotations

import datetime as dt
import json

from catalog.attributes import Attribute
from catalog.facts import Fact, Span, Value
from catalog.programs import Program
from catalog.stated import own_value
from catalog.wording import one_line

_KINDS = {
    "terms": "a term's id, such as {example}; one entry for each term",
    "span": "[lowest, highest], or [number, number] for one number",
    "yes_no": "true; for a no, write what = \"deny\"",
    "session": "\"17:30-20:30\", one entry for each session",
    "text": "text in quotes",
    "phone": "\"(480) 555-0100\"",
    "link": "a web address in quotes",
}  # fmt: skip


def correction_text(program: Program, row: Attribute | None, today: dt.date) -> str:
    """Return an entry for one attribute of a program, with what is stated now; without a row, one to leave it out."""
    head = [
        f"# {one_line(program.name, 120)}, {one_line(program.address, 120)}",
        "[[correction]]",
        f"program = {_text(program.id)}",
    ]
    if row is None:
        body = ['what = "remove"']
    else:
        facts = program.facts_of(row.key)
        stated = "; ".join(map(_stated, facts)) or own_value(program, row.key) or "nothing"
        value = facts[0].value if facts else own_value(program, row.key)
        example = _value(value) if value else '"…"'
        body = [
            f"# Stated now: {one_line(stated, 300)}",
            'what = "set"             # or "deny": the program says this is not so',
            f"attribute = {_text(row.key)}",
            f"value = {example}  # write what is right: {_KINDS.get(row.kind, 'text').format(example=example)}",
        ]
    end = [
        'why = ""                 # in a sentence: who says so, and how you know',
        f"date = {today.isoformat()}",
        'evidence = ""            # the web address where this can be checked',
    ]
    return "\n".join([*head, *body, *end]) + "\n"


def _stated(fact: Fact) -> str:
    return ("not " if fact.denied else "") + str(fact.value)


def _value(value: Value) -> str:
    """Return a value as TOML."""
    if isinstance(value, bool):
        return "true"
    if isinstance(value, Span):
        ends = [end for end in (value.low, value.high) if end is not None]
        return f"[{min(ends, default=0):g}, {max(ends, default=0):g}]"
    return f"{value:g}" if isinstance(value, float) else _text(str(value))


def _text(text: str) -> str:
    """Return a text as a TOML string: JSON's escapes are TOML's, too."""
    return json.dumps(one_line(text, 300), ensure_ascii=False)
