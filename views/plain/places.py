"""Browsing by place: all states, one state's cities, one city's programs."""

from __future__ import annotations

import functools

from markupsafe import Markup
from starlette.requests import Request

from catalog.states import STATES
from views.directory import NOWHERE, City, State, city_slug, state_named, state_slug
from views.language import Language
from views.markup import fill, join
from views.plain.answers import Moved
from views.plain.items import items, pager
from views.plain.search_form import search_form
from views.plain.shell import PlainPage, link
from views.release import Opened

PER_PAGE = 50


def all_states(request: Request, found: Opened, words: Language) -> PlainPage:
    """Show the states that have programs, with how many."""
    states = found.directory.states.values()
    total = sum(state.total for state in states)
    html = fill(
        '<h1>{heading}</h1><p>{lead}</p>{form}<h2>{by_state}</h2><p class="quiet">{count}</p>'
        '<ul class="places">{states}</ul>',
        heading=words.say("plain.states_heading"),
        lead=words.say("plain.states_lead"),
        form=search_form(words),
        by_state=words.say("plain.by_state"),
        count=words.count("start.count", total),
        states=join(_place(f"/programs/{state.slug}", state_name(state, words), state.total, words)
                    for state in states),
    )  # fmt: skip
    return PlainPage(
        "/programs", words.say("plain.states_heading"), html, words.say("plain.states_description"),
        indexed=not found.is_sample,
    )  # fmt: skip


def one_state(request: Request, found: Opened, words: Language) -> PlainPage | Moved | None:
    """Show the cities of a state; one without programs says so and where to look."""
    asked = request.path_params["state"]
    slug = state_named(asked)
    state = found.directory.states.get(slug) or _empty_states().get(slug)
    if state is None:
        return None
    if asked != slug:
        return Moved(f"/programs/{slug}")
    name = state_name(state, words)
    heading = words.say("plain.state_heading", state=name)
    html = fill(
        "{trail}<h1>{heading}</h1>{programs}{virtual}{form}",
        trail=trail(words),
        heading=heading,
        programs=_cities(state, words),
        virtual=_virtual(state, words),
        form=search_form(words, near=STATES.get(state.code, "")),
    )
    return PlainPage(
        f"/programs/{slug}", heading, html, words.say("plain.state_description", state=name),
        indexed=bool(state.total) and not found.is_sample,
    )  # fmt: skip


def _cities(state: State, words: Language) -> Markup:
    if not state.total:
        return fill(
            "<p>{body}</p><p>{helpline}</p>",
            body=words.say("plain.none_here", state=state_name(state, words)), helpline=words.say("empty.helpline"),
        )  # fmt: skip
    return fill(
        '<p class="quiet">{count}</p><h2>{by_city}</h2><ul class="places">{cities}</ul>',
        count=words.count("start.count", state.total),
        by_city=words.say("plain.by_city"),
        cities=join(_place(f"/programs/{state.slug}/{city.slug}", city_name(city, words), len(city.programs), words)
                    for city in state.cities.values()),
    )  # fmt: skip


@functools.cache
def _empty_states() -> dict[str, State]:
    """Return every state by slug, without a program."""
    return {state_slug(code): State(state_slug(code), code, {}) for code in STATES}


def one_city(request: Request, found: Opened, words: Language) -> PlainPage | Moved | None:
    """Show the programs of a city."""
    asked_state, asked_city = request.path_params["state"], request.path_params["city"]
    home, slug = state_named(asked_state), city_slug(asked_city.replace("-", " "))
    state = found.directory.states.get(home)
    city = state.cities.get(slug) if state else None
    if state is None or city is None:
        return None
    if (asked_state, asked_city) != (home, slug):
        return Moved(f"/programs/{home}/{slug}")
    number, last = _page_number(request, len(city.programs))
    place = f"{city_name(city, words)}, {state_name(state, words)}"
    path = f"/programs/{home}/{slug}"
    shown = city.programs[(number - 1) * PER_PAGE : number * PER_PAGE]
    heading = words.say("plain.city_heading", place=place)
    html = fill(
        "{trail}<h1>{heading}</h1><h2>{count}</h2>{items}{pager}{form}",
        trail=trail(words, state),
        heading=heading,
        count=words.count("start.count", len(city.programs)),
        items=items(shown, found, words),
        pager=pager(number, last, lambda page: link(path, words, page=page if page > 1 else ""), words),
        form=search_form(words, near=f"{city.name}, {state.code}" if city.name else ""),
    )
    query = (("page", str(number)),) if number > 1 else ()
    return PlainPage(
        path, heading, html, words.say("plain.city_description", place=place), query, indexed=not found.is_sample
    )


def _page_number(request: Request, total: int) -> tuple[int, int]:
    """Return the page that is asked for, within those there are, and the last one."""
    last = max(1, -(-total // PER_PAGE))
    asked = request.query_params.get("page", "1")
    return min(max(int(asked), 1), last) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1, last


def state_name(state: State, words: Language) -> str:
    """Return a state's name, or that no source states it."""
    return STATES.get(state.code) or words.say("plain.state_not_stated")


def city_name(city: City, words: Language) -> str:
    """Return a city's name, or that no source states it."""
    return city.name if city.slug != NOWHERE else words.say("plain.city_not_stated")


def _place(path: str, name: str, count: int, words: Language) -> Markup:
    return fill(
        '<li><a href="{href}">{name}</a> <span class="quiet">{count}</span></li>',
        href=link(path, words), name=name, count=f"{count:,}",
    )  # fmt: skip


def trail(words: Language, state: State | None = None, city: City | None = None) -> Markup:
    """Return the way back up: all states, the state, the city."""
    steps = [("/programs", words.say("plain.all_states"))]
    if state is not None:
        steps.append((f"/programs/{state.slug}", state_name(state, words)))
        if city is not None:
            steps.append((f"/programs/{state.slug}/{city.slug}", city_name(city, words)))
    return fill(
        '<nav class="trail" aria-label="{label}">{steps}</nav>',
        label=words.say("plain.trail"),
        steps=join((fill('<a href="{href}">{name}</a>', href=link(path, words), name=name) for path, name in steps),
                   " › "),
    )  # fmt: skip


def _virtual(state: State, words: Language) -> Markup:
    if not state.code:
        return Markup("")
    return fill(
        '<p><a href="{href}">{label}</a></p>',
        href=link("/search", words, state=state.code, setting="virtual"),
        label=words.say("plain.virtual", state=STATES[state.code]),
    )
