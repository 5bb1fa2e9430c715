"""The page of one program: whom to call and what to ask, then every stated fact with its evidence."""

from __future__ import annotations

from markupsafe import Markup

from catalog.attributes import Attribute, load_attributes
from catalog.programs import Program
from catalog.stated import is_known, own_value
from views.address import Address
from views.call_sheet import call_sheet
from views.facts_shown import contact_html, fact_html, scope_mark
from views.language import Language
from views.markup import fill, join
from views.mistake import chosen_mistake, mistake_box
from views.picked import find_program, pick_link
from views.release import Opened
from views.same_place import same_place
from views.sheet import set_title, sheet
from views.take_along import download_buttons, take_along
from views.travel import distance_parts, miles_to, week_on_the_road
from views.whereabouts import whereabouts

SAME_FOR_ALL = ("identity", "place", "contact")
"""Sections in which it says little that a source speaks of the whole facility: the IOP shares its name and door."""


def show_program(here: Address, found: Opened, words: Language) -> None:
    """Show the program that ``here`` names, or a calm page where there is none."""
    program = find_program(here.show, found)
    if program is None:
        body, title = _unknown(here, words), words.say("unknown.title")
    else:
        body, title = _page(program, here, found, words), program.name
    set_title(title, words)
    sheet("body", body, view=f"program:{here.show}:{here.fix}", lang=words.code)
    if program is not None:
        download_buttons((program.id,), found, words)


def _back(here: Address, words: Language) -> Markup:
    target = here.but(show="", fix="", page=here.page)
    if target.view in ("compare", "shortlist"):
        label = words.say(f"{target.view}.back")
    else:
        label = words.say("program.to_search" if target.but(lang="en", pick=()) == Address() else "program.back")
    return fill('<p class="back"><a href="{href}">← {label}</a></p>', href=target.href, label=label)


def _unknown(here: Address, words: Language) -> Markup:
    return fill(
        '<div class="message"><h1 tabindex="-1" data-focus="yes">{heading}</h1>'
        "<p>{body}</p><p>{stored}</p>{back}</div>",
        heading=words.say("unknown.heading"),
        body=words.say("unknown.body"),
        stored=words.say("unknown.stored"),
        back=_back(here, words),
    )


def _page(program: Program, here: Address, found: Opened, words: Language) -> Markup:
    return fill(
        '<article class="program">{back}<header><h1 tabindex="-1"{focus}>{name}</h1>{organization}'
        '<p class="where">{address}</p>{way}{pick}</header><div class="split"><div class="calls">{calls}</div>'
        '<div class="facts"><h2>{facts}</h2><p class="quiet">{help}<br>{note}</p>{sections}'
        '<p class="quiet">{seen} {sources}</p>{place}{take}{mistake}</div></div></article>',
        back=_back(here, words),
        focus=Markup("") if chosen_mistake(program, here) else Markup(' data-focus="yes"'),
        name=program.name,
        organization=fill('<p class="organization">{name}</p>', name=program.owner) if program.owner else Markup(""),
        address=program.address or words.say("value.not_stated"),
        way=_way(program, here, words),
        pick=_pick(program, here, words),
        calls=call_sheet(program, words),
        facts=words.say("program.facts"),
        help=words.say("program.facts_help"),
        note=words.say("program.facility_note"),
        sections=_sections(program, found, words),
        seen=words.say("program.last_seen", date=words.date(program.last_seen)) + ".",
        sources=words.say("program.sources", sources=_sources(program, found, words)) + ".",
        place=same_place(program, here, found, words),
        take=take_along((program.id,), words),
        mistake=mistake_box(program, here, words),
    )


def _way(program: Program, here: Address, words: Language) -> Markup:
    """Return how far it is and what its week means on the road, and what the point of the program is a point of."""
    place = whereabouts(here)
    lines = []
    miles = miles_to(program, place)
    if miles is not None and program.point is not None:
        far, _ = distance_parts(miles, program.point.precision, words)  # what it is measured from stands below
        from_where = words.say("travel.from", place=place.label)
        lines.append(fill('<p class="far"><strong>{far}</strong> {place}</p>', far=far, place=from_where))
    if miles is not None and (week := week_on_the_road(program, miles, words)):
        help_text = words.say("travel.help", place=place.label)
        lines.append(fill('<p>{week}. <span class="quiet">{help}</span></p>', week=week, help=help_text))
    precision = program.point.precision if program.point else "none"
    if precision != "site":
        lines.append(fill('<p class="quiet">{text}</p>', text=words.say(f"program.point_{precision}")))
    return join(lines)


def _pick(program: Program, here: Address, words: Language) -> Markup:
    """Return the link that puts the program on the list, and the way to the list where it holds something."""
    listed = Markup("")
    if here.pick:
        label = words.count("shortlist.heading", len(here.pick))
        href = here.but(show="", fix="", other="shortlist").href
        listed = fill('<a href="{href}">{label}</a>', href=href, label=label)
    return fill('<p class="pills">{pick} {listed}</p>', pick=pick_link(program, here, words), listed=listed)


def _sources(program: Program, found: Opened, words: Language) -> str:
    said = sorted({evidence.source for fact in program.facts for evidence in fact.evidence})
    return ", ".join(found.source_label(source, words) for source in said)


def _sections(program: Program, found: Opened, words: Language) -> Markup:
    sections: dict[str, list[Attribute]] = {}
    for row in load_attributes():
        # Silence on what nobody would ask about ("organization") is not worth a line.
        if row.question or is_known(program, row.key):
            sections.setdefault(row.section, []).append(row)
    return join(
        fill('<section data-key="{key}"><h3>{name}</h3><dl>{known}{silent}</dl></section>', key=key,
             name=words.say(f"section.{key}"),
             known=join(_attribute(row, program, found, words) for row in rows if is_known(program, row.key)),
             silent=_silent([row for row in rows if not is_known(program, row.key)], words))
        for key, rows in sections.items()
    )  # fmt: skip


def _silent(rows: list[Attribute], words: Language) -> Markup:
    """Return what nothing is stated of in one line: said once a section, it is read; said ten times, it hides the rest.
    The questions to ask stand above."""
    if not rows:
        return Markup("")
    return fill(
        '<div data-key="silent"><dt class="unstated">{text}</dt><dd class="unstated"><p>{what}</p></dd></div>',
        text=words.say("value.not_stated"),
        what=Markup(", ").join(
            fill('<span data-key="{key}">{label}</span>', key=row.key, label=words.label(row)) for row in rows
        ),
    )


def _attribute(row: Attribute, program: Program, found: Opened, words: Language) -> Markup:
    """Return one row: each stated or denied value, which opens to its evidence."""
    facts = program.facts_of(row.key)
    own = own_value(program, row.key)
    if facts:
        values = join(fact_html(row, fact, words, found.source_label) for fact in facts)
    else:
        values = fill('<p class="own">{value}</p>', value=contact_html(row, own))
    disputed = any(fact.disputed for fact in facts)
    return fill(
        '<div data-key="{key}"><dt>{label} {mark}</dt><dd>{values}{note}</dd></div>',
        key=row.key,
        label=words.label(row),
        mark=Markup("") if row.section in SAME_FOR_ALL else scope_mark(facts, words),
        values=values,
        note=fill('<p class="quiet">{text}</p>', text=words.say("evidence.disputed_help")) if disputed else Markup(""),
    )
