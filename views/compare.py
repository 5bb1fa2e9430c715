"""The page that sets two to five picked programs side by side: what differs first, silence seen, evidence at hand.

One table serves both widths: on a phone its rows become blocks in which each value names its program.
"""

from __future__ import annotations

from markupsafe import Markup

from catalog.comparing import FEWEST, MOST, Cell, Row, comparison
from catalog.display import fact_words
from catalog.facts import Value
from catalog.insurers import ATTRIBUTE as INSURERS
from catalog.programs import IN_OWN_ORDER, Program
from catalog.stated import OF_THE_PROGRAM
from views.address import Address
from views.facts_shown import answer_list, answers_html, contact_html, scope_mark, who_says
from views.language import Language
from views.markup import fill, join, phone_link, safe
from views.picked import moved, picked, without
from views.pills import pill
from views.release import Opened
from views.sheet import set_title, sheet
from views.take_along import download_buttons, take_along
from views.travel import distance_to
from views.whereabouts import Whereabouts, whereabouts

LETTERS = "ABCDE"

SAID_ONCE_FROM = 4
"""Answers that all programs give, from which on they stand once, below what sets the programs apart."""


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
        '<a href="{href}">{name}</a></p>{town}{phone}{miles}'
        '<p><a class="small" href="{remove}" aria-label="{remove_name}">{remove_label}</a></p></th>',
        id=program.id,
        letter=LETTERS[number],
        href=here.but(show=program.id).href,
        name=program.name,
        town=_line(_town(program)),
        phone=fill("<p>{link}</p>", link=phone_link(phone)) if phone else Markup(""),
        miles=_line(distance_to(program, place, words)),
        remove=without(here, program.id).href,
        remove_name=words.say("shortlist.remove_name", name=program.name),
        remove_label=words.say("shortlist.remove"),
    )


def _town(program: Program) -> str:
    """Return where a program is: those of one organization often share a name."""
    return ", ".join(part for part in (program.city, program.state) if part)


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
    """Return what each program states. What all of them say in a long list is said once: below what sets them apart,
    or in their stead where nothing does."""
    said_once = _said_once(row)
    shared = [fact for fact in row.cells[0].facts if (fact.value, fact.denied) in said_once]
    line = fill(
        '<td role="cell" colspan="{span}" class="all">{told}</td>',
        span=len(programs), told=Markup(", ").join(safe(fact_words(fact, words)) for fact in shared),
    )  # fmt: skip
    cells = join(
        _cell(n, row, cell, name, _said(row, cell, said_once, found, words), words)
        for n, (cell, name) in enumerate(zip(row.cells, _short_names(programs), strict=True))
    )
    if not shared:
        return _table_row(row.attribute.key, words.label(row.attribute), cells)
    if not row.differs:
        unseen = fill('<span class="unseen">{text}</span>', text=words.say("evidence.who"))
        first = _table_row(row.attribute.key, words.label(row.attribute), line, "goes-on")
        return first + _table_row(f"{row.attribute.key}-who", unseen, cells, "follows who-says")
    first = _table_row(row.attribute.key, words.label(row.attribute), cells, "goes-on")
    return first + _table_row(f"{row.attribute.key}-all", words.say("compare.all"), line, "follows")


def _table_row(key: str, label: str | Markup, cells: Markup, kind: str = "") -> Markup:
    return fill(
        '<tr role="row" data-key="{key}"{kind}><th role="rowheader" scope="row">{label}</th>{cells}</tr>',
        key=key, label=label, cells=cells, kind=fill(' class="{kind}"', kind=kind) if kind else Markup(""),
    )  # fmt: skip


def _short_names(programs: tuple[Program, ...]) -> list[str]:
    """Return what tells the programs apart in one line: their names, their towns where names are the same."""
    same = len({program.name for program in programs}) < len(programs)
    return [(_town(program) if same else "") or program.name for program in programs]


def _said_once(row: Row) -> frozenset[tuple[Value, bool]]:
    """Return the answers of a row that are said once for all programs. An insurer stays with whoever says that it is
    taken, and days stay in their order where they differ."""
    if row.attribute.key == INSURERS or (row.differs and row.attribute.key in IN_OWN_ORDER):
        return frozenset()
    return row.shared if len(row.shared) >= SAID_ONCE_FROM else frozenset()


def _cell(number: int, row: Row, cell: Cell, name: str, said: Markup, words: Language) -> Markup:
    """Return the cell of what one program states of one attribute (``said``); on a phone it begins with whose it is."""
    mark = Markup("")
    if cell.easiest:
        text = words.say("compare.fewest" if row.attribute.compare == "fewer" else "compare.most")
        mark = fill('<span class="easiest"><span aria-hidden="true">◆</span> {text}</span>', text=text)
    return fill(
        '<td role="cell"{silent}><span class="who"><span class="letter">{letter}</span> '
        '<span class="name">{name}</span></span><div class="said">{said}{mark} {scope}</div></td>',
        silent=Markup("") if cell.known else Markup(' class="silent"'),
        letter=LETTERS[number],
        name=name,
        said=said,
        mark=mark,
        scope=Markup("") if row.attribute.key in OF_THE_PROGRAM else scope_mark(cell.facts, words),
    )


def _said(row: Row, cell: Cell, said_once: frozenset[tuple[Value, bool]], found: Opened, words: Language) -> Markup:
    """Return the answers of one cell, without those that are said once for all, and who says all of them."""
    if not cell.known:
        return fill('<span class="unstated">{text}</span>', text=words.say("compare.not_stated"))
    if not cell.facts:
        return fill('<span class="own">{value}</span>', value=contact_html(row.attribute, cell.own))
    if not said_once:
        return answers_html(row.attribute, cell.facts, words, found.source_label)
    alone = [fact for fact in cell.facts if (fact.value, fact.denied) not in said_once]
    told = answer_list(alone, words) if alone else Markup("")
    if row.differs and not alone:
        told = fill('<p class="nothing-more">{text}</p>', text=words.say("compare.nothing_more"))
    return told + who_says(cell.facts, words, found.source_label)


def _nobody(rows: list[Row], words: Language) -> Markup:
    if not rows:
        return Markup("")
    return fill(
        '<section class="nobody"><h2>{heading}</h2><ul>{items}</ul></section>',
        heading=words.say("compare.nobody"),
        items=join(fill("<li>{text}</li>", text=words.question(row.attribute)) for row in rows),
    )
