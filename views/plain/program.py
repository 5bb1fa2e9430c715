"""One program on a plain page: how to reach it, what is stated with its evidence, and what to ask."""

from __future__ import annotations

from markupsafe import Markup
from starlette.requests import Request

from catalog.attributes import load_attributes
from catalog.programs import Program
from catalog.settings import Settings
from catalog.stated import is_known, own_value, unanswered
from catalog.states import STATES
from views.directory import city_slug, state_slug
from views.faces import freshness
from views.facts_shown import contact_html, fact_html
from views.language import Language
from views.markup import fill, join, outside_link, phone_link, web_address
from views.picked import find_program
from views.plain.answers import Moved, site_of
from views.plain.places import trail
from views.plain.schema_org import clinic
from views.plain.shell import PlainPage, link
from views.release import Opened


def one_program(request: Request, found: Opened, words: Language) -> PlainPage | Moved | None:
    """Show a program; an id that it had before leads to its own."""
    asked = request.path_params["id"]
    program = find_program(asked, found)
    if program is None:
        return None
    path = f"/program/{program.id}"
    if asked != program.id:
        return Moved(path)
    site = site_of(request, Settings())
    place = ", ".join(part for part in (program.city, STATES.get(program.state, "")) if part)
    return PlainPage(
        path,
        f"{program.name} – {place}" if place else program.name,
        _html(program, found, words),
        words.say("plain.program_description", name=program.name, place=place or words.say("value.not_stated")),
        data=None if found.is_sample else clinic(program, f"{site}{link(path, words)}", words),
        indexed=not found.is_sample,
    )


def _html(program: Program, found: Opened, words: Language) -> Markup:
    state = found.directory.states.get(state_slug(program.state))
    return fill(
        '{trail}<article class="program"><header><h1>{name}</h1>{owner}<p class="where">{address}</p></header>'
        '{reach}<section class="facts"><h2>{facts}</h2><p class="quiet">{help}</p><dl>{rows}</dl></section>{ask}'
        '<p class="quiet">{fresh}</p><p><a href="{app}">{app_label}</a></p></article>',
        trail=trail(words, state, state.cities.get(city_slug(program.city)) if state else None),
        name=program.name,
        owner=fill('<p class="organization">{name}</p>', name=program.owner) if program.owner else Markup(""),
        address=program.address or words.say("value.not_stated"),
        reach=_reach(program, words),
        facts=words.say("program.facts"),
        help=words.say("program.facts_help"),
        rows=_rows(program, found, words),
        ask=_ask(program, words),
        fresh=freshness(program, words, found.source_label),
        app=link("/", words, show=program.id),
        app_label=words.say("plain.program_in_app"),
    )


def _reach(program: Program, words: Language) -> Markup:
    numbers = (("program.intake", program.intake_phone), ("program.main_phone", program.phone))
    lines = [
        fill('<p><span class="quiet">{label}</span> {number}</p>', label=words.say(key), number=phone_link(number))
        for key, number in numbers
        if number
    ]
    if web_address(program.website):
        lines.append(fill("<p>{link}</p>", link=outside_link(program.website, words.say("program.website"))))
    if not lines:
        lines.append(fill("<p>{text}</p>", text=words.say("program.no_phone")))
    return fill('<section class="sheetbox"><h2>{heading}</h2>{lines}</section>',
                heading=words.say("program.call_list"), lines=join(lines))  # fmt: skip


def _rows(program: Program, found: Opened, words: Language) -> Markup:
    """Return each attribute of which something is known, each value with its evidence behind it."""
    rows = []
    for row in load_attributes():
        if not is_known(program, row.key):
            continue
        facts = program.facts_of(row.key)
        values = [fact_html(row, fact, words, found.source_label) for fact in facts]
        if not values:
            values = [fill('<p class="own">{value}</p>', value=contact_html(row, own_value(program, row.key)))]
        if any(fact.disputed for fact in facts):
            values.append(fill('<p class="quiet">{text}</p>', text=words.say("evidence.disputed_help")))
        rows.append(fill("<div><dt>{label}</dt><dd>{values}</dd></div>", label=words.label(row), values=join(values)))
    return join(rows)


def _ask(program: Program, words: Language) -> Markup:
    questions = [words.question(row) for row in unanswered(program)]
    if not questions:
        return Markup("")
    return fill(
        '<section class="asks"><h2>{heading}</h2><p class="quiet">{help}</p><ol>{questions}</ol></section>',
        heading=words.say("program.ask"),
        help=words.say("program.ask_help"),
        questions=join(fill("<li>{text}</li>", text=text) for text in questions),
    )
