"""Results as a dense table, for those who know what they look for: the same programs as the cards, a row each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from catalog.attributes import attribute
from catalog.display import span_words, value_words
from catalog.facts import Span
from catalog.programs import Program
from catalog.schedule import when
from index.queries import Hit, Sort
from views.address import Address
from views.cards import pick_box
from views.faces import AGES, PAYS, TREATS, in_order, shortened
from views.language import Language
from views.markup import fill, join, phone_link

SHOWN_VALUES = 3
"""Values of one attribute in a field; the others are counted."""

SORTED_BY: dict[str, Sort] = {"name": "name", "far": "distance", "hours": "hours", "fresh": "fresh"}
"""Columns that the list can be sorted by."""

COLUMNS = ("name", "far", "treats", "hours", "when", "ages", "pays", "call", "fresh")


def program_table(
    pairs: Sequence[tuple[Hit, Program]], hrefs: Mapping[str, str], here: Address, words: Language,
    first_silent: int | None,
) -> Markup:  # fmt: skip
    """Return the table; ``hrefs`` lead to the programs, from ``first_silent`` on they leave some of the question
    open."""
    rows = [_row(hit, program, hrefs[program.id], here, words) for hit, program in pairs]
    if first_silent:
        rows.insert(first_silent, fill(
            '<tr class="divider"><th colspan="{n}" scope="rowgroup">{text}</th></tr>', n=len(COLUMNS) + 1,
            text=words.say("table.silent"),
        ))  # fmt: skip
    return fill(
        '<div class="wide" role="region" tabindex="0" aria-label="{label}"><table class="programs"><thead><tr>'
        '<th scope="col">{list}</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>',
        label=words.say("table.region"),
        list=words.say("table.list"),
        heads=join(_head(column, here, words) for column in COLUMNS if column != "far" or here.near),
        rows=join(rows),
    )


def _head(column: str, here: Address, words: Language) -> Markup:
    label, sort = words.say(f"table.{column}"), SORTED_BY.get(column)
    if sort is None:
        return fill('<th scope="col">{label}</th>', label=label)
    on, down = here.sort == sort, sort == "fresh"
    return fill(
        '<th scope="col"{sorted}><a href="{href}" aria-label="{says}">{label} '
        '<span aria-hidden="true">{mark}</span></a></th>',
        sorted=fill(' aria-sort="{way}"', way="descending" if down else "ascending") if on else Markup(""),
        href=here.but(sort="best" if on else sort).href, label=label,
        says=f"{label}. {words.say('results.sort')}: {words.say(f'sort.{sort}')}",
        mark=("↓" if down else "↑") if on else "",
    )  # fmt: skip


def _row(hit: Hit, program: Program, href: str, here: Address, words: Language) -> Markup:
    far = "" if hit.miles is None else f"{'' if hit.precision == 'site' else '~'}{hit.miles:.1f}"
    number = program.intake_phone or program.phone
    fields: dict[str, object] = {
        "far": far, "treats": _values(program, TREATS, words), "hours": _hours(program, words),
        "when": when(program, words), "ages": _values(program, AGES, words), "pays": _values(program, PAYS, words),
        "call": phone_link(number) if number else "", "fresh": words.date(program.last_seen),
    }  # fmt: skip
    return fill(
        '<tr data-key="{id}"><td>{pick}</td><th scope="row"><a href="{href}">{name}</a><br>'
        '<span class="quiet">{city}</span></th>{fields}</tr>',
        id=program.id, pick=pick_box(program, here, words), href=href,
        name=program.name, city=", ".join(part for part in (program.city, program.state) if part),
        fields=join(
            fill('<td class="{key}">{value}</td>', key=key, value=value or _unstated(words))
            for key, value in fields.items() if key != "far" or here.near
        ),
    )  # fmt: skip


def _unstated(words: Language) -> Markup:
    return fill('<span class="unstated">{text}</span>', text=words.say("table.not_stated"))


def _hours(program: Program, words: Language) -> str:
    spans = [value for value in program.values("hours_per_week") if isinstance(value, Span)]
    return " / ".join(dict.fromkeys(span_words(span, "", words).strip() for span in spans))


def _values(program: Program, keys: tuple[str, ...], words: Language) -> str:
    facts = [fact for key in keys for fact in in_order(key, program.facts_of(key)) if not fact.denied]
    told = (value_words(attribute(fact.attribute), fact.value, words) for fact in facts)
    return shortened(list(dict.fromkeys(told)), SHOWN_VALUES, words)
