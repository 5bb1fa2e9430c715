"""When somebody can come: weekdays by morning, afternoon and evening as one grid of boxes and counts."""

from __future__ import annotations

from markupsafe import Markup

from catalog.schedule import WEEK
from catalog.vocabulary import load_vocabulary
from index.queries import Results
from index.week import DAYS, TIMES
from views.address import Address
from views.language import Language
from views.markup import fill, join

WEEK_KEYS = (DAYS, TIMES)

WeekCounts = dict[tuple[str, str], int]
"""(weekday, time of day) → programs that state both."""


class _Links:
    """Links to ``here`` with a day and a time more, or with both taken away. What they share is written once."""

    def __init__(self, here: Address) -> None:
        self.here = here
        self.days, self.times = (here.terms.get(key, ()) for key in WEEK_KEYS)
        others = {key: terms for key, terms in here.terms.items() if key not in WEEK_KEYS}
        self._rest = here.but(terms=others).href

    def has(self, day: str, time: str) -> bool:
        """Return whether both are chosen."""
        return day in self.days and time in self.times

    def toggled(self, day: str, time: str) -> str:
        """Return the link of one field."""
        on = self.has(day, time)
        fields = [
            f"{key}={value}"
            for key, chosen, this in ((DAYS, self.days, day), (TIMES, self.times, time))
            for value in ([v for v in chosen if v != this] if on else dict.fromkeys((*chosen, this)))
        ]
        return "?" + "&".join(filter(None, (self._rest.removeprefix("?"), *fields)))


def week_grid(here: Address, results: Results, counts: WeekCounts, words: Language) -> Markup:
    """Return the grid: a box for each weekday and each time, and in each field a link that chooses both."""
    times = [term.id for term in load_vocabulary().terms("time_of_day")]
    links = _Links(here)
    return fill(
        '<details class="filter week" data-key="week" data-wide-open="yes"><summary><span>{label}</span>{chosen}'
        '</summary><p class="quiet">{help}</p><table><thead><tr><td></td>{times}</tr></thead><tbody>{rows}</tbody>'
        "</table>{silent}</details>",
        label=words.say("filters.week"),
        chosen=_chosen(here, words),
        help=words.say("filters.week_help"),
        times=join(
            fill('<th scope="col">{box}</th>', box=_box(TIMES, time, words.say(f"filters.{time}"), here))
            for time in times
        ),
        rows=join(_row(day, times, links, counts, words) for day in WEEK),
        silent=_silent(results, words),
    )


def _chosen(here: Address, words: Language) -> Markup:
    number = sum(len(here.terms.get(key, ())) for key in WEEK_KEYS)
    return fill('<span class="chosen">{n}</span>', n=words.count("filters.chosen", number)) if number else Markup("")


def _row(day: str, times: list[str], links: _Links, counts: WeekCounts, words: Language) -> Markup:
    return fill(
        '<tr><th scope="row">{box}</th>{fields}</tr>',
        box=_box(DAYS, day, words.say(f"weekday.{day}"), links.here),
        fields=join(_field(day, time, links, counts.get((day, time), 0), words) for time in times),
    )


def _box(key: str, value: str, label: str, here: Address) -> Markup:
    on = Markup(" checked") if value in here.terms.get(key, ()) else Markup("")
    return fill(
        '<label><input type="checkbox" name="{key}" value="{value}"{on}><span>{label}</span></label>',
        key=key, value=value, on=on, label=label,
    )  # fmt: skip


def _field(day: str, time: str, links: _Links, count: int, words: Language) -> Markup:
    """Return how many programs state a day and a time, as a link that chooses both or takes both away."""
    on = links.has(day, time)
    if not count and not on:
        return Markup("<td><span>0</span></td>")
    what = f"{words.say(f'weekday.{day}')}, {words.say(f'filters.{time}')}: {words.count('empty.brings', count)}"
    says = words.say("results.remove", what=what) if on else what
    return fill(
        '<td class="{on}"><a href="{href}" aria-label="{says}">{count}{mark}</a></td>',
        on="on" if on else "", href=links.toggled(day, time), says=says, count=f"{count:,}",
        mark=Markup(' <span aria-hidden="true">✓</span>') if on else "",
    )  # fmt: skip


def _silent(results: Results, words: Language) -> Markup:
    days, times = (results.silent.get(key, 0) for key in WEEK_KEYS)
    if not days and not times:
        return Markup("")
    told = words.say("filters.week_silent", days=f"{days:,}", times=f"{times:,}")
    return fill('<p class="quiet">{told}</p>', told=told)
