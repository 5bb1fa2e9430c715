"""What was found: counts, filters, cards and pages, put together as one block of HTML."""

from __future__ import annotations

import msgspec
from markupsafe import Markup

from catalog.attributes import filters
from catalog.programs import Program
from catalog.states import STATES
from index.queries import SORTS, Hit, Query, Results
from index.week import week_counts
from views.address import PAGE_SIZE, Address, Layout
from views.cards import answers_of, card, card_html
from views.elsewhere import elsewhere
from views.filter_panel import filter_panel
from views.language import Language
from views.markup import fill, join
from views.pills import pill
from views.program_map import program_map
from views.program_table import program_table
from views.question import Heard, raised
from views.release import Opened
from views.ways_on import ways_on
from views.whereabouts import Whereabouts

MOST_NEAREST = 3
"""Programs beyond the distance that are shown where none lies within it."""


def results_html(here: Address, place: Whereabouts, said: Heard, found: Opened, words: Language) -> Markup:
    """Return the filters and the list of what ``here`` finds; a page past the last shows the last."""
    results = found.index.search(raised(query_of(here, place), here, said))
    last = _last_page(results)
    beyond = here.page > last
    if beyond:
        here = here.but(page=last)
        results = found.index.search(raised(query_of(here, place), here, said))
    note = words.say("results.beyond", page=last + 1) if beyond else ""
    listed = Listed(here, results, place, found, words)
    week = week_counts(found.index, query_of(here, place))
    return fill(
        '<div class="find {layout}" data-key="find"><div class="side" data-key="side">{panel}</div>'
        '<div class="list" data-key="list">{head}{note}{main}{elsewhere}'
        "</div>{map}</div>{picked}",
        layout=f"as-{here.layout}",
        panel=filter_panel(here, results, week, words),
        head=results_head(here, results, place, found, words),
        note=fill('<p class="quiet">{note}</p>', note=note) if note else Markup(""),
        main=_list(listed) if results.total else _nothing(listed),
        elsewhere=elsewhere(here, results.total, place, words),
        picked=_not_shown(listed),
        map=program_map(listed.programs, here, place, words) if here.layout == "cards" else Markup(""),
    )


class Listed:
    """The programs of one page of results with what showing them needs."""

    def __init__(self, here: Address, results: Results, place: Whereabouts, found: Opened, words: Language) -> None:
        self.here, self.results, self.place, self.found, self.words = here, results, place, found, words
        both = [(hit, found.release.program(hit.id)) for hit in results.hits]
        self.pairs: list[tuple[Hit, Program]] = [(hit, program) for hit, program in both if program]
        self.programs = [program for _, program in self.pairs]
        self.hrefs = here.opening(program.id for program in self.programs)

    @property
    def first_silent(self) -> int | None:
        """Number of the first hit from which on each leaves something of the question open; None where none does, or
        where another order mixes them."""
        if self.here.sort != "best":
            return None
        at = len(self.pairs)
        while at and self.pairs[at - 1][0].not_stated:
            at -= 1
        return at if at < len(self.pairs) else None


def _last_page(results: Results) -> int:
    return max(1, -(-results.total // PAGE_SIZE))


def query_of(here: Address, place: Whereabouts, facets: tuple[str, ...] | None = None) -> Query:
    """Return the question to the index that an address asks."""
    return Query(
        facets=facets,
        text=here.text, near=place.point, miles=float(here.miles) if place.point and here.miles else None,
        state=place.state, home_state=place.home_state, terms=here.terms, excluded=here.excluded, spans=here.spans,
        yes=here.yes,
        stated_only=here.stated_only, sort=here.sort, limit=PAGE_SIZE, offset=(here.page - 1) * PAGE_SIZE,
    )  # fmt: skip


def results_head(here: Address, results: Results, place: Whereabouts, found: Opened, words: Language) -> Markup:
    """Return how many were found and where, what was chosen, and what became of the words."""
    if place.point and here.miles:
        heading = words.count("results.near", results.total, miles=here.miles, place=place.label)
    elif place.point:
        heading = words.count("results.around", results.total, place=place.label)
    elif place.state:
        heading = words.count("results.state", results.total, place=place.label)
    else:
        heading = words.count("results.anywhere", results.total)
    lines = [_how_many_say_so(here, results, place, found, words)]
    if results.did_you_mean:
        lines.append(fill(
            "<p>{say} <a href=\"{href}\">{text}</a>?</p>", say=words.say("results.did_you_mean"),
            href=here.but(text=results.did_you_mean).href, text=results.did_you_mean,
        ))  # fmt: skip
    if results.unmatched:
        unmatched = words.say("results.unmatched", words=", ".join(results.unmatched))
        lines.append(fill('<p class="quiet">{text}</p>', text=unmatched))
    if results.some_words and results.total:
        lines.append(fill('<p class="quiet">{text}</p>', text=words.say("results.some_words")))
    return fill(
        '<div role="status"><h2 tabindex="-1" data-focus="yes">{heading}</h2></div>{others}{lines}',
        heading=heading,
        others=offered_places(here, place, "place.others", words),
        lines=join(lines),
    )


def _how_many_say_so(here: Address, results: Results, place: Whereabouts, found: Opened, words: Language) -> Markup:
    """Return how many of the programs state every choice, since those that do not say stay in the list."""
    if not here.wishes or here.stated_only or not results.total:
        return Markup("")
    stated = found.index.search(query_of(here.but(stated_only=True, sort="name"), place, facets=())).total
    told = words.count("results.say_so", stated) if stated else words.say("results.none_says_so")
    return fill('<p class="quiet">{text}</p>', text=told)


def offered_places(here: Address, place: Whereabouts, key: str, words: Language) -> Markup:
    """Return other places as links, "" where there are none."""
    links = [pill(here.but(near=label, state=""), label) for label in place.others]
    if place.other_state:
        label = words.say("place.all_of", state=STATES[place.other_state])
        links.append(pill(here.but(near="", state=place.other_state), label))
    if not links:
        return Markup("")
    return fill('<p class="pills"><span>{text}</span> {links}</p>', text=words.say(key), links=join(links))


def _not_shown(listed: Listed) -> Markup:
    """Return hidden fields for the order of an empty list, and for what is on the visitor's list but not here."""
    shown = {program.id for program in listed.programs}
    kept = [("list", program_id) for program_id in listed.here.pick if program_id not in shown]
    kept += [] if listed.results.total else [("sort", listed.here.sort)]
    return join(fill('<input type="hidden" name="{name}" value="{value}">', name=n, value=v) for n, v in kept)


def _list(listed: Listed) -> Markup:
    here, words = listed.here, listed.words
    measured = any(hit.miles is not None for hit, _ in listed.pairs)
    note = words.say("results.distance_note", place=listed.place.label) if measured else ""
    return fill(
        '<div class="tools" data-key="tools">{sorts}{layouts}</div>{programs}{pages}<p class="quiet">{note}</p>',
        sorts=_sorts(here, words),
        layouts=_layouts(here, words),
        programs=_table(listed) if here.layout == "table" else _cards(listed),
        pages=_pages(here, _last_page(listed.results), words),
        note=note,
    )


def _nothing(listed: Listed) -> Markup:
    """Return the ways on from nothing, and the nearest programs that fit but lie too far away."""
    here, place, found, words = listed.here, listed.place, listed.found, listed.words
    ways = ways_on(here, listed.results.widen, place, found, words)
    if not place.point:
        return ways
    query = msgspec.structs.replace(query_of(here, place, facets=()), miles=None, sort="distance", limit=MOST_NEAREST)
    nearest = Listed(here, found.index.search(query), place, found, words)
    if not nearest.programs:
        return ways
    return fill(
        '{ways}<h3>{heading}</h3><div class="cards" data-key="cards">{cards}</div>',
        ways=ways,
        heading=words.say("empty.nearest_heading"),
        cards=join(
            card_html(
                program, hit, nearest.hrefs[program.id], words, found, answers=answers_of(program, hit, here, words)
            )
            for hit, program in nearest.pairs
        ),
    )


def _cards(listed: Listed) -> Markup:
    """Return the cards; a line divides those that say yes to all that was asked from those that leave some open. Where
    all of them do, the head of the list says so."""
    here, words = listed.here, listed.words
    cards = [
        card(program, hit, number, listed.hrefs[program.id], here, words, listed.found)
        for number, (hit, program) in enumerate(listed.pairs, 1)
    ]
    at = listed.first_silent
    if at:
        cards.insert(at, _divider(listed, at))
    return fill('<div class="cards" data-key="cards">{cards}</div>', cards=join(cards))


def _divider(listed: Listed, at: int) -> Markup:
    open_keys = {key for hit, _ in listed.pairs[at:] for key in hit.not_stated}
    what = ", ".join(listed.words.label(row) for row in filters() if row.key in open_keys)
    return fill(
        '<div class="divider" data-key="divider"><h3>{heading}</h3><p class="quiet">{help}</p></div>',
        heading=listed.words.say("results.silent_from_here", what=what), help=listed.words.say("results.silent_help"),
    )  # fmt: skip


def _table(listed: Listed) -> Markup:
    return program_table(listed.pairs, listed.hrefs, listed.here, listed.words, listed.first_silent)


def _layouts(here: Address, words: Language) -> Markup:
    def link(layout: Layout) -> Markup:
        current = Markup(' aria-current="true"') if layout == here.layout else Markup("")
        return fill(
            '<a href="{href}"{current}>{label}</a>', href=here.but(layout=layout, page=here.page).href,
            current=current, label=words.say(f"layout.{layout}"),
        )  # fmt: skip

    return fill(
        '<nav class="sorts" aria-label="{name}">{links}</nav>', name=words.say("layout.name"),
        links=join((link("cards"), link("table"))),
    )  # fmt: skip


def _sorts(here: Address, words: Language) -> Markup:
    usable = [sort for sort in SORTS if sort != "distance" or here.near]
    return fill(
        '<label class="sort"><span>{label}</span><select name="sort" data-usual="best">{options}</select></label>',
        label=words.say("results.sort"),
        options=join(
            fill(
                '<option value="{sort}"{on}>{label}</option>', sort=sort, label=words.say(f"sort.{sort}"),
                on=Markup(" selected") if sort == here.sort else Markup(""),
            )
            for sort in usable
        ),
    )  # fmt: skip


def _pages(here: Address, last: int, words: Language) -> Markup:
    if last == 1:
        return Markup("")
    steps = [
        fill('<a class="pill" href="{href}">{label}</a>', href=here.but(page=number).href, label=words.say(key))
        for key, number in (("results.previous", here.page - 1), ("results.next", here.page + 1))
        if 1 <= number <= last
    ]
    return fill(
        '<nav class="pages" aria-label="{name}"><span>{where}</span> {steps}</nav>', name=words.say("results.pages"),
        where=words.say("results.page", page=here.page, pages=last), steps=join(steps),
    )  # fmt: skip
