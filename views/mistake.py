"""Reporting a mistake: what is wrong is chosen, and a ready-made correction stands there to be copied or mailed.

Nothing is sent by itself. Who runs the app says with ``IOP_CONTACT`` where it can go.
"""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import quote

from markupsafe import Markup

from catalog.attributes import Attribute, load_attributes
from catalog.correction_text import correction_text
from catalog.programs import Program
from catalog.settings import Settings
from catalog.stated import is_known
from views.address import Address
from views.language import Language
from views.markup import fill, join, lines, outside_link, web_address
from views.pills import pill

REMOVE = "remove"
"""What is wrong where a program should not be listed at all."""


def chosen_mistake(program: Program, here: Address) -> str:
    """Return what is said to be wrong: an attribute's key or ``REMOVE``; "" where that is nothing of ours."""
    return here.fix if here.fix == REMOVE or here.fix in {row.key for row in _correctable(program)} else ""


def _correctable(program: Program) -> list[Attribute]:
    return [row for row in load_attributes() if row.question or is_known(program, row.key)]


def mistake_box(program: Program, here: Address, words: Language) -> Markup:
    """Return the choice of what is wrong or, once something is chosen, the text for it."""
    chosen = chosen_mistake(program, here)
    return fill(
        '<section class="mistake" aria-labelledby="mistake"><details data-key="mistake"{open}>'
        '<summary><h2 id="mistake">{heading}</h2></summary><p>{help}</p>{body}</details></section>',
        open=Markup(" open") if chosen else Markup(""),
        heading=words.say("mistake.heading"),
        help=words.say("mistake.help"),
        body=_text(program, chosen, here, words) if chosen else _choices(program, here, words),
    )


def _choices(program: Program, here: Address, words: Language) -> Markup:
    choices = [(row.key, words.label(row)) for row in _correctable(program)]
    links = (
        pill(here.but(fix=key, page=here.page), label)
        for key, label in [*choices, (REMOVE, words.say("mistake.remove"))]
    )
    return fill('<h3>{what}</h3><p class="pills">{links}</p>', what=words.say("mistake.what"), links=join(links))


def _text(program: Program, chosen: str, here: Address, words: Language) -> Markup:
    row = next((row for row in load_attributes() if row.key == chosen), None)
    text = correction_text(program, row, dt.datetime.now(dt.UTC).date())
    return fill(
        '<div class="correction" data-key="text"><h3 tabindex="-1" data-focus="here">{what}</h3><p>{fill}</p>'
        '<pre tabindex="0" data-copied="correction">{text}</pre><p class="pills">'
        '<button type="button" class="pill main" data-copy="correction" data-done="{done}">{copy}</button>{contact}</p>'
        '<p><a href="{back}">{other}</a></p></div>',
        what=words.label(row) if row else words.say("mistake.remove"),
        fill=words.say("mistake.fill"),
        text=lines(text.splitlines()),
        copy=words.say("mistake.copy"),
        done=words.say("shortlist.copied"),
        contact=_contact(Settings().contact, program, text, words),
        back=here.but(fix="", page=here.page).href,
        other=words.say("mistake.other"),
    )


def _contact(contact: str, program: Program, text: str, words: Language) -> Markup:
    """Return how the text reaches who runs the app: a mail that is begun, their page, or that nobody said."""
    if re.fullmatch(r"(mailto:)?[^@\s?&<>]+@[^@\s?&<>]+\.[^@\s?&<>]+", contact):
        subject = quote(words.say("mistake.subject", name=program.name[:80]))
        href = f"mailto:{contact.removeprefix('mailto:')}?subject={subject}&body={quote(text)}"
        return Markup(' <a class="pill" href="{}">{}</a>').format(href, words.say("mistake.mail"))
    if web_address(contact):
        return fill(" <span>{link}</span>", link=outside_link(contact, words.say("mistake.page")))
    return fill('<span class="quiet">{text}</span>', text=words.say("mistake.nobody"))
