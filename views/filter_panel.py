"""The filters, made from the attribute table: an address and the counts of its results in, fields of a form out.

Every box is a field, named as in the URL, so a change is simply another address.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from markupsafe import Markup

from catalog.attributes import Attribute, filters
from catalog.facts import Span
from catalog.vocabulary import load_vocabulary
from index.facets import stated_counts
from index.queries import Results
from views.address import Address
from views.language import Language
from views.markup import fill, join
from views.week_grid import WEEK_KEYS, WeekCounts, week_grid

GROUPS: dict[str, tuple[str, ...]] = {
    "who": ("age_groups", "ages", "populations", "languages"),
    "what": ("conditions",),
    "when": ("days", "time_of_day", "weekends", "hours_per_week", "days_per_week", "session_hours"),
    "how": ("setting",),
    "pay": ("insurers", "payment_options", "insurance_accepted"),
    "therapies": ("therapies",),
}
"""Filters in the order in which people decide; the others follow in that of the attribute table."""

OPEN = ("age_groups", "conditions", "setting")
"""Filters that stand open from the start on a wide screen: what most people choose by."""


FEW = 10
"""Terms of one filter that are shown at first: the ones that most programs state."""


def filter_panel(here: Address, results: Results, week: WeekCounts, words: Language) -> Markup:
    """Return every filter with its exact counts, and how many programs do not say."""
    rows = {row.key: row for row in filters()}
    named = {key for keys in GROUPS.values() for key in keys}
    groups = GROUPS | {"more": tuple(key for key in rows if key not in named)}
    return fill(
        '<details class="panel" data-key="panel-{layout}"{open}><summary><h2>{heading}</h2>{chosen}</summary>'
        '<div class="filters">{groups}<section data-key="stated"><label class="switch"><input type="checkbox" '
        'name="stated" value="yes"{on}><span>{stated}</span></label><p class="quiet">{help}</p></section>'
        '<button type="button" class="go show" data-shows="panel-{layout}">{show}</button></div>'
        "</details>",
        layout=here.layout,
        open=_attribute('data-wide-open="yes"', here.layout == "cards"),
        heading=words.say("filters.heading"),
        chosen=_chosen(here.wishes, words),
        show=words.count("filters.show", results.total),
        stated=words.say("filters.stated_only"),
        help=words.say("filters.stated_only_help"),
        on=_attribute("checked", here.stated_only),
        groups=join(
            fill(
                '<section data-key="{key}"><h3>{name}</h3>{rows}</section>',
                key=group, name=words.say(f"filters.group_{group}"),
                rows=join(_in_group(group, [rows[key] for key in keys if key in rows], here, results, week, words)),
            )
            for group, keys in groups.items()
        ),
    )  # fmt: skip


def _in_group(
    group: str, rows: list[Attribute], here: Address, results: Results, week: WeekCounts, words: Language
) -> Iterator[Markup]:
    """Yield the filters of a group; weekdays and times of day are one grid."""
    if group == "when":
        yield week_grid(here, results, week, words)
        rows = [row for row in rows if row.key not in WEEK_KEYS]
    for row in rows:
        yield _filter(row, here, results, words)


def _attribute(name: str, on: bool) -> Markup:
    return Markup(" " + name) if on else Markup("")  # noqa: S704  a name of ours


def _chosen(number: int, words: Language) -> Markup:
    return fill('<span class="chosen">{n}</span>', n=words.count("filters.chosen", number)) if number else Markup("")


def _filter(row: Attribute, here: Address, results: Results, words: Language) -> Markup:
    chosen = len(here.terms.get(row.key, ())) + (row.key in here.spans) + (row.key in here.yes)
    body = {"terms": _terms, "yes_no": _yes_no, "span": _span}[row.kind](row, here, results, words)
    silent = results.silent.get(row.key, 0)
    return fill(
        '<details class="filter" data-key="{key}"{open}><summary><span>{label}</span>{chosen}</summary>'
        '<fieldset><legend class="quiet">{help}</legend>{body}</fieldset>{silent}</details>',
        key=row.key,
        open=_attribute('data-wide-open="yes"', row.key in OPEN or bool(chosen)),
        label=words.label(row),
        chosen=_chosen(chosen, words),
        help=words.help(row),
        body=body,
        silent=fill('<p class="quiet">{text}</p>', text=words.count("filters.silent", silent))
        if silent
        else Markup(""),
    )


def _terms(row: Attribute, here: Address, results: Results, words: Language) -> Markup:
    """Return the terms that most programs state, in the vocabulary's order; all of them where more is asked for."""
    counts = stated_counts(results.facets.get(row.key, {}))
    chosen = here.terms.get(row.key, ())
    stated = [term for term in load_vocabulary().terms(row.vocabulary) if counts.get(term.id) or term.id in chosen]
    if not stated:
        return fill('<p class="quiet">{text}</p>', text=words.say("filters.none"))
    shown = stated
    if here.more != row.key and len(stated) > FEW + 2:
        leading = set(sorted((term.id for term in stated), key=lambda term: -counts.get(term, 0))[:FEW])
        shown = [term for term in stated if term.id in leading or term.id in chosen]
    return fill(
        '<div class="options">{options}</div>{more}',
        options=join(_option(row.key, t.id, words.label(t), counts.get(t.id, 0), t.id in chosen) for t in shown),
        more=_more(row, here, len(stated), words) if len(stated) > FEW + 2 else Markup(""),
    )


def _more(row: Attribute, here: Address, number: int, words: Language) -> Markup:
    """Return the link that shows all terms of a filter, or the few again."""
    every = here.more == row.key
    target = here.but(page=here.page, more="" if every else row.key)
    label = words.say("filters.fewer") if every else words.say("filters.more", n=number)
    return fill('<a class="more" href="{href}">{label}</a>', href=target.href, label=label)


def _yes_no(row: Attribute, here: Address, results: Results, words: Language) -> Markup:
    count = stated_counts(results.facets.get(row.key, {})).get("yes", 0)
    return _option(row.key, "yes", words.say("filters.yes"), count, row.key in here.yes)


def _option(key: str, value: str, label: str, count: int, on: bool) -> Markup:
    """Return one box with its count. There are a hundred on a page, so its HTML is short, and its ends are kept."""
    first, last = _ends_of_option(key, value, label)
    return Markup(f"{first}{' checked' if on else ''}{last}{count:,}</b></label>")  # noqa: S704  a number of ours


@functools.cache
def _ends_of_option(key: str, value: str, label: str) -> tuple[Markup, Markup]:
    """Return what stands before and after the mark of a box that is chosen; terms and labels are the vocabulary's."""
    box = fill('<label data-key="{v}"><input type="checkbox" name="{key}" value="{v}"', key=key, v=value)
    return box, fill("><span>{label}</span><b>", label=label)


def _span(row: Attribute, here: Address, results: Results, words: Language) -> Markup:
    wished = here.spans.get(row.key, Span(None, None))
    ends = (("from", wished.low), ("to", wished.high))
    return fill(
        '<div class="ends">{ends}<span class="quiet">{unit}</span></div>',
        unit=words.unit(row),
        ends=join(
            fill(
                '<label><span>{label}</span><input type="number" min="0" max="999" step="1" inputmode="numeric"'
                ' name="{key}.{end}" value="{value}"></label>',
                label=words.say(f"filters.{end}"), key=row.key, end=end, value="" if value is None else f"{value:g}",
            )
            for end, value in ends
        ),
    )  # fmt: skip
