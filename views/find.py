"""The page to find programs: place, distance and words above, what was found or how to begin below."""

from __future__ import annotations

from markupsafe import Markup

from catalog.attributes import filters
from views.address import Address
from views.asked import asked_row
from views.chosen import chosen_chips
from views.elsewhere import elsewhere
from views.language import Language
from views.list_bar import list_bar
from views.markup import fill, join
from views.pills import pill
from views.question import Heard
from views.release import Opened
from views.results import offered_places, results_html
from views.sheet import current_params, set_title, sheet
from views.whereabouts import Whereabouts, geocoder_note, whereabouts


def show_find(here: Address, said: Heard, found: Opened, words: Language) -> None:
    """Show the page: one form, so that any change in it is an address made of all that was asked."""
    place = whereabouts(here)
    if place.unknown:
        body, shown = _unknown_place(here, place, words), ASKED
    elif not has_begun(here):
        body, shown = _start(here, found, words), ASKED
    else:
        body, shown = results_html(here, place, said, found, words), ASKED | FILTERS | LISTED
    html = fill(
        '<form class="finder {kind}" autocomplete="off">{asked}{geocoder}{kept}{chips}{body}{bar}</form>',
        kind="brief" if has_begun(here) else "new",
        asked=asked_row(here, words), geocoder=geocoder_note(words), kept=_kept(here, shown),
        chips=chosen_chips(here, said, words), body=body, bar=list_bar(here, words),
    )  # fmt: skip
    set_title(words.say("find.title"), words)
    sheet("body", html, view="find", lang=words.code, becomes=here if "ask" in current_params() else None)


ASKED = frozenset({"near", "state", "within", "text", "ask"})
"""Names of the fields in the row that asks."""

FILTERS = frozenset({"stated", *(row.key for row in filters()), *(f"{row.key}.{end}" for row in filters()
                    if row.kind == "span" for end in ("from", "to"))})  # fmt: skip
"""Names of the fields in the filters."""


LISTED = frozenset({"list", "sort"})
"""Names of the fields in the list of results."""


def has_begun(here: Address) -> bool:
    """Whether anything was asked; until then the page explains itself instead of listing the whole country."""
    return here.but(lang="en", pick=()) != Address()


def _kept(here: Address, shown: frozenset[str]) -> Markup:
    """Return hidden fields for what stands in the address and in no field of the form. A change of what is asked
    starts at the first page; putting a program on the list stays on the one it is on."""
    return join(
        fill(
            '<input type="hidden" name="{name}" value="{value}"{only}>', name=name, value=value,
            only=Markup(' data-only="list"') if name == "page" else Markup(""),
        )
        for name, values in here.params().items()
        if name not in shown
        for value in values
    )  # fmt: skip


def _start(here: Address, found: Opened, words: Language) -> Markup:
    total = found.release.manifest.counts.get("programs", 0)
    return fill(
        '<div class="start"><h2 tabindex="-1" data-focus="yes">{heading}</h2><p>{body}</p>'
        '<div class="examples"><h3>{examples_title}</h3><ul>{examples}</ul></div>'
        '<p>{count} <a href="{browse_href}">{browse}</a></p><div class="notes"><div><h3>{t1}</h3><p>{p1}</p></div>'
        "<div><h3>{t2}</h3><p>{p2}</p></div></div></div>",
        heading=words.say("start.heading"),
        body=words.say("start.body"),
        examples_title=words.say("start.examples"),
        examples=join(_example(here, words.say(f"start.example_{n}")) for n in (1, 2, 3)),
        count=words.count("start.count", total),
        browse_href=here.but(sort="name").href,
        browse=words.say("start.browse"),
        t1=words.say("start.not_stated_title"),
        p1=words.say("start.not_stated"),
        t2=words.say("start.call_title"),
        p2=words.say("start.call"),
    )


def _example(here: Address, question: str) -> Markup:
    return fill("<li>{link}</li>", link=pill(here.but(ask=question), f"“{question}”"))


def _unknown_place(here: Address, place: Whereabouts, words: Language) -> Markup:
    """Return what else to type, other places, the same without a place, and where else to look."""
    anywhere = here.but(near="", state="")
    if not has_begun(anywhere):
        anywhere = anywhere.but(sort="name")
    return fill(
        '<div class="message"><div role="status"><h2 tabindex="-1" data-focus="yes">{unknown}</h2></div>'
        '<p>{hint}</p>{others}<p class="pills">{anywhere}</p></div>{elsewhere}',
        unknown=words.say("place.unknown", text=place.label[:60]),
        hint=words.say("place.try"),
        others=offered_places(here, place, "place.suggestions", words),
        anywhere=pill(anywhere, words.say("empty.anywhere")),
        elsewhere=elsewhere(here, 0, place, words),
    )
