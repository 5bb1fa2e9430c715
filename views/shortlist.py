"""The page of the list a visitor picked: reorder, remove, compare, take along. Only the address keeps it."""

from __future__ import annotations

from markupsafe import Markup

from catalog.comparing import FEWEST, MOST
from catalog.programs import Program
from catalog.schedule import how_much, when
from views.address import Address
from views.faces import freshness
from views.language import Language
from views.markup import fill, join, phone_link
from views.picked import Picked, moved, picked, without
from views.pills import pill
from views.release import Opened
from views.sheet import set_title, sheet
from views.take_along import download_buttons, take_along
from views.travel import distance_to
from views.whereabouts import Whereabouts, whereabouts


def show_shortlist(here: Address, found: Opened, words: Language) -> None:
    """Show the list that the address holds, or how to begin one."""
    listed = picked(here, found)
    here = listed.written_in(here)
    set_title(words.say("shortlist.title"), words)
    sheet("body", _page(listed, here, found, words), view="shortlist", lang=words.code)
    download_buttons(listed.ids, found, words)


def _page(listed: Picked, here: Address, found: Opened, words: Language) -> Markup:
    count = len(listed.programs)
    return fill(
        '<article class="shortlist"><p class="back"><a href="{back}">← {back_label}</a></p><header>'
        '<h1 tabindex="-1" data-focus="yes">{heading}</h1><p>{lead}</p>{gone}{ways}</header>{entries}{take}</article>',
        back=here.but(other="", page=here.page).href,
        back_label=words.say("shortlist.back_search"),
        heading=words.count("shortlist.heading", count) if count else words.say("shortlist.empty_heading"),
        lead=words.say("shortlist.kept" if count else "shortlist.empty"),
        gone=_gone(listed, here, words) if listed.gone else Markup(""),
        ways=_ways(listed, here, words) if count else Markup(""),
        entries=_entries(listed, here, found, words) if count else Markup(""),
        take=take_along(listed.ids, words) if count else Markup(""),
    )


def _gone(listed: Picked, here: Address, words: Language) -> Markup:
    return fill(
        '<p role="status">{text} <a href="{href}">{forget}</a></p>',
        text=words.count("shortlist.gone", len(listed.gone)),
        href=here.but(pick=listed.ids).href,
        forget=words.say("shortlist.forget"),
    )


def _ways(listed: Picked, here: Address, words: Language) -> Markup:
    """Return the way to the comparison, the link to copy, and the one that empties the list."""
    count = len(listed.programs)
    if count < FEWEST:
        compare = fill('<p class="quiet">{text}</p>', text=words.say("shortlist.needs_two"))
    else:
        label = words.say("shortlist.compare" if count <= MOST else "shortlist.compare_first", n=min(count, MOST))
        href = here.but(other="compare").href
        compare = fill('<p><a class="pill main" href="{href}">{label}</a></p>', href=href, label=label)
    return fill(
        '{compare}<p class="pills"><button type="button" class="pill" data-copy="address" data-done="{done}">{copy}'
        "</button>{clear}</p>",
        compare=compare,
        copy=words.say("shortlist.copy"),
        done=words.say("shortlist.copied"),
        clear=pill(here.but(pick=()), words.say("shortlist.clear")),
    )


def _entries(listed: Picked, here: Address, found: Opened, words: Language) -> Markup:
    place = whereabouts(here)
    entries = (_entry(n, listed, here, place, found, words) for n in range(len(listed.programs)))
    return fill('<ol class="entries">{entries}</ol>', entries=join(entries))


def _entry(number: int, listed: Picked, here: Address, place: Whereabouts, found: Opened, words: Language) -> Markup:
    program = listed.programs[number]
    phone = program.intake_phone or program.phone
    week = " · ".join(part for part in (how_much(program, words), when(program, words)) if part)
    return fill(
        '<li data-key="{id}"><div><h2><a href="{href}">{name}</a></h2>{organization}<p>{where}</p><p>{phone}</p>'
        '<p>{week}</p><p class="quiet">{fresh}</p></div><p class="moves">{moves}</p></li>',
        id=program.id,
        href=here.but(show=program.id).href,
        name=program.name,
        organization=fill('<p class="organization">{name}</p>', name=program.owner) if program.owner else Markup(""),
        where=_where(program, place, words),
        phone=phone_link(phone) if phone else words.say("card.no_phone"),
        week=week or fill('<span class="unstated">{label}: {text}</span>', label=words.say("section.schedule"),
                          text=words.say("value.not_stated")),
        fresh=freshness(program, words, found.source_label),
        moves=_moves(number, listed, here, words),
    )  # fmt: skip


def _where(program: Program, place: Whereabouts, words: Language) -> Markup:
    miles = distance_to(program, place, words)
    far = fill('<strong class="miles">{miles}</strong> ', miles=miles) if miles else Markup("")
    return fill("{far}{address}", far=far, address=program.address or words.say("value.not_stated"))


def _moves(number: int, listed: Picked, here: Address, words: Language) -> Markup:
    program, last = listed.programs[number], len(listed.programs) - 1
    ways = [("up", moved(here, listed.ids, program.id, number - 1))] if number else []
    ways += [("down", moved(here, listed.ids, program.id, number + 1))] if number < last else []
    ways.append(("remove", without(here, program.id)))
    return join(
        (
            fill('<a class="small" href="{href}" aria-label="{name}">{label}</a>', href=target.href,
                 name=words.say(f"shortlist.{way}_name", name=program.name), label=words.say(f"shortlist.{way}"))
            for way, target in ways
        ))  # fmt: skip
