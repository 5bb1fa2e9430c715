"""Searching on a plain page: the same addresses as the app's in, the programs found as cards out.

A whole sentence is read as the app reads it, and each thing read is a chip that can be taken out again.
"""

from __future__ import annotations

import msgspec
from markupsafe import Markup
from starlette.requests import Request

from index.queries import Results
from views.address import PAGE_SIZE, Address, read_query
from views.chosen import chosen_chips
from views.language import Language
from views.markup import fill
from views.plain.answers import Moved
from views.plain.items import items, pager
from views.plain.search_form import search_form
from views.plain.shell import PlainPage
from views.question import Heard, heard, raised, settled
from views.release import Opened
from views.results import offered_places, query_of, results_head
from views.ways_on import ways_on
from views.whereabouts import Whereabouts, geocoder_note, whereabouts


def search(request: Request, found: Opened, words: Language) -> PlainPage | Moved | None:
    """Show what an address finds, or the form alone where nothing was asked."""
    asked = msgspec.structs.replace(read_query(request.url.query), lang=words.code, other="", pick=())
    if asked.show:
        return Moved(f"/program/{asked.show}")
    here = settled(asked)
    said = heard(here)
    html = fill(
        "<h1>{heading}</h1>{form}{geocoder}{body}",
        heading=words.say("find.heading"),
        form=search_form(words, here),
        geocoder=geocoder_note(words),
        body=_body(here, said, found, words) if here.but(lang="en") != Address() else Markup(""),
    )
    query = tuple((name, value) for name, values in here.but(lang="en").params().items() for value in values)
    return PlainPage("/search", words.say("plain.search_title"), html, query=query, indexed=False, urgent=said.crisis)


def _body(here: Address, said: Heard, found: Opened, words: Language) -> Markup:
    place = whereabouts(here)
    if place.unknown:
        return fill(
            '<section role="status"><h2>{unknown}</h2><p>{hint}</p>{others}</section>',
            unknown=words.say("place.unknown", text=place.label[:60]),
            hint=words.say("place.try"),
            others=offered_places(here, place, "place.suggestions", words),
        )
    results, here = _results(here, said, place, found)
    last = _last_page(results)
    return fill(
        "<section>{head}{chips}{list}{pager}</section>",
        head=results_head(here, results, place, found, words),
        chips=chosen_chips(here, said, words),
        list=items(results.hits, found, words) if results.total else ways_on(here, results.widen, place, found, words),
        pager=pager(here.page, last, lambda page: here.but(page=page).href, words),
    )


def _last_page(results: Results) -> int:
    return max(1, -(-results.total // PAGE_SIZE))


def _results(here: Address, said: Heard, place: Whereabouts, found: Opened) -> tuple[Results, Address]:
    """Return what is found, and the address that finds it: a page past the last is the last."""
    results = found.index.search(raised(query_of(here, place, facets=()), here, said))
    if here.page > _last_page(results):
        here = here.but(page=_last_page(results))
        results = found.index.search(raised(query_of(here, place, facets=()), here, said))
    return results, here
