"""The page that sets two to five picked programs side by side: what differs first, silence seen, evidence at hand.

One table serves both widths: on a phone its rows become blocks in which each value names its program.
"""

from __future__ import annotations

from markupsafe import Markup

from catalog.comparing import FEWEST, MOST, Cell, Row, comparison
from catalog.programs import Program
from catalog.stated import OF_THE_PROGRAM
from views.address import Address
from views.facts_shown import answers_html, contact_html, scope_mark
from views.language import Language
from views.markup import fill, join, phone_link
from views.picked import moved, picked, without
from views.pills import pill
from views.release import Opened
from views.sheet import set_title, sheet
from views.take_along import download_buttons, take_along
from views.travel import distance_to
from views.whereabouts import Whereabouts, whereabouts

LETTERS = "ABCDE"


def show_compare(here: Address, found: Opened, words: Language) -> None:
    """Show the first programs of the list side by side, or how to choose some."""
    listed = picked(here, found)
    here = listed.written_in(here)
    programs = listed.programs[:MOST]
    body = _too_few(here, words) if len(programs) < FEWEST else _page(programs, listed.programs, here, found, words)
    set_title(words.say("compare.title"), words)
    sheet("body", body, view="compare", lang=words.code)
    if len(programs) >= FEWEST:
        download_buttons(tuple(program.id for program in programs), found, words)


def _too_few(here: Address, words: Language) -> Markup:
    return fill(
        '<div class="message"><h1 tabindex="-1" data-focus="yes">{heading}</h1><p>{body}</p><p class="pills">{ways}</p>'
        "</div>",
        heading=words.say("compare.too_few_heading"),
        body=words.say("compare.too_few"),
        ways=join((pill(here.but(other="shortlist"), words.say("compare.list")),
                   pill(here.but(other=""), words.say("program.to_search")))),
    )  # fmt: skip


def _page(
    programs: tuple[Program, ...], listed: tuple[Program, ...], here: Address, found: Opened, words: Language
) -> Markup:
    rows = comparison(programs)
    ids = tuple(program.id for program in programs)
    return fill(
        '<article class="compare"><p class="back"><a href="{back}">← {back_label}</a></p><header>'
        '<h1 tabindex="-1" data-focus="yes">{heading}</h1><p class="quiet">{help}</p>{others}</header>'
        '<div class="across" role="region" tabindex="0" aria-label="{region}">'
        '<table role="table" class="of{count}">{head}{differ}{same}'
        "</table></div>{nobody}{take}</article>",
        back=here.but(other="shortlist").href,
        back_label=words.say("shortlist.back"),
        count=len(programs),
        heading=words.say("compare.heading", n=len(programs)),
        help=words.say("compare.help"),
        others=_others(programs, listed, here, words),
        region=words.say("compare.region"),
        head=_head(programs, here, words),
        differ=_group("differ", [row for row in rows if row.known and row.differs], programs, found, words),
        same=_group("same", [row for row in rows if row.known and not row.differs], programs, found, words),
        nobody=_nobody([row for row in rows if not row.known], words),
        take=take_along(ids, words),
    )


def _others(programs: tuple[Program, ...], listed: tuple[Program, ...], here: Address, words: Language) -> Markup:
    """Return the programs of a longer list that do not fit, each as a link that shows it in the last column."""
    if len(listed) == len(programs):
        return Markup("")
    ids = tuple(program.id for program in listed)
    links = (
        pill(moved(here, ids, other.id, MOST - 1), words.say("compare.bring", name=other.name))
        for other in listed[len(programs) :]
    )
    return fill(
        '<p class="quiet">{first}</p><p class="pills"><span>{others}</span> {links}</p>',
        first=words.say("compare.first_only", n=len(programs)),
        others=words.say("compare.others"),
        links=join(links),
    )


def _head(programs: tuple[Program, ...], here: Address, words: Language) -> Markup:
    place = whereabouts(here)
    return fill(
        '<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col" class="corner">{row}</th>{heads}'
        "</tr></thead>",
        row=words.say("compare.row"),
        heads=join(_program_head(n, program, here, place, words) for n, program in enumerate(programs)),
    )


def _program_head(number: int, program: Program, here: Address, place: Whereabouts, words: Language) -> Markup:
    phone = program.intake_phone or program.phone
    return fill(
        '<th role="columnheader" scope="col" data-key="{id}"><p><span class="letter">{letter}</span> '
        '<a href="{href}">{name}</a></p>{phone}{miles}'
        '<p><a class="small" href="{remove}" aria-label="{remove_name}">{remove_label}</a></p></th>',
        id=program.id,
        letter=LETTERS[number],
        href=here.but(show=program.id).href,
        name=program.name,
        phone=fill("<p>{link}</p>", link=phone_link(phone)) if phone else Markup(""),
        miles=_line(distance_to(program, place, words)),
        remove=without(here, program.id).href,
        remove_name=words.say("shortlist.remove_name", name=program.name),
        remove_label=words.say("shortlist.remove"),
    )


def _line(text: str) -> Markup:
    return fill('<p class="quiet">{text}</p>', text=text) if text else Markup("")


def _group(key: str, rows: list[Row], programs: tuple[Program, ...], found: Opened, words: Language) -> Markup:
    if not rows:
        return Markup("")
    return fill(
        '<tbody role="rowgroup" data-key="{key}"><tr role="row" class="group"><th role="rowheader" scope="rowgroup" '
        'colspan="{span}"><span>{heading}</span></th></tr>{rows}</tbody>',
        key=key,
        span=len(programs) + 1,
        heading=words.say(f"compare.{key}"),
        rows=join(_row(row, programs, found, words) for row in rows),
    )


def _row(row: Row, programs: tuple[Program, ...], found: Opened, words: Language) -> Markup:
    pairs = enumerate(zip(row.cells, programs, strict=True))
    return fill(
        '<tr role="row" data-key="{key}"><th role="rowheader" scope="row">{label}</th>{cells}</tr>',
        key=row.attribute.key,
        label=words.label(row.attribute),
        cells=join(_cell(n, row, cell, program, found, words) for n, (cell, program) in pairs),
    )


def _cell(number: int, row: Row, cell: Cell, program: Program, found: Opened, words: Language) -> Markup:
    """Return what one program states of one attribute; on a phone it begins with whose it is."""
    if cell.facts:
        said = answers_html(row.attribute, cell.facts, words, found.source_label)
    elif cell.own:
        said = fill('<span class="own">{value}</span>', value=contact_html(row.attribute, cell.own))
    else:
        said = fill('<span class="unstated">{text}</span>', text=words.say("compare.not_stated"))
    mark = Markup("")
    if cell.easiest:
        text = words.say("compare.fewest" if row.attribute.compare == "fewer" else "compare.most")
        mark = fill('<span class="easiest"><span aria-hidden="true">◆</span> {text}</span>', text=text)
    return fill(
        '<td role="cell"{silent}><span class="who"><span class="letter">{letter}</span> '
        '<span class="name">{name}</span></span><div class="said">{said}{mark} {scope}</div></td>',
        silent=Markup("") if cell.known else Markup(' class="silent"'),
        letter=LETTERS[number],
        name=program.name,
        said=said,
        mark=mark,
        scope=Markup("") if row.attribute.key in OF_THE_PROGRAM else scope_mark(cell.facts, words),
    )


def _nobody(rows: list[Row], words: Language) -> Markup:
    if not rows:
        return Markup("")
    return fill(
        '<section class="nobody"><h2>{heading}</h2><ul>{items}</ul></section>',
        heading=words.say("compare.nobody"),
        items=join(fill("<li>{text}</li>", text=words.question(row.attribute)) for row in rows),
    )
