"""Ways to take chosen programs along: links to the server's files, or Streamlit's buttons where it serves alone."""

from __future__ import annotations

import functools

import streamlit as st
from markupsafe import Markup

from exports.formats import FORMATS
from exports.selection import NothingSelected, select
from views.downloads import are_served, download_href
from views.language import Language
from views.markup import fill, join
from views.release import Opened


def take_along(ids: tuple[str, ...], words: Language) -> Markup:
    """Return the links to all files of the programs; without them where nothing answers such links."""
    links = [_link(name, ids, words) for name in FORMATS] if are_served() else []
    return fill(
        '<section class="take" aria-labelledby="take"><h2 id="take">{heading}</h2>{main}<p class="pills">{others}'
        '<button type="button" class="pill" data-print="yes">{print}</button></p><p class="quiet">{help} {privacy}</p>'
        "</section>",
        heading=words.say("take.heading"),
        main=fill("<p>{link}</p>", link=links[0]) if links else Markup(""),
        others=join(links[1:]),
        print=words.say("take.print"),
        help=words.say("take.pdf_help"),
        privacy=words.say("take.none_of_yours"),
    )


def _link(name: str, ids: tuple[str, ...], words: Language) -> Markup:
    return fill(
        '<a class="{kind}" href="{href}" download>{label}</a>',
        kind="pill main" if name == "pdf" else "pill", href=download_href(name, ids, words.code),
        label=words.say(f"take.{name}"),
    )  # fmt: skip


def download_buttons(ids: tuple[str, ...], found: Opened, words: Language) -> None:
    """Show a button for each file where Streamlit serves alone; the file is made when it is asked for."""
    if are_served() or not ids:
        return
    for name, form in FORMATS.items():
        st.download_button(
            words.say(f"take.{name}"), data=functools.partial(_content, name, ids, found, words), key=f"take {name}",
            file_name=form.file, mime=form.media_type, on_click="ignore",
        )  # fmt: skip


def _content(name: str, ids: tuple[str, ...], found: Opened, words: Language) -> bytes:
    try:
        return FORMATS[name].write(select(found.release, ids, words.code))
    except NothingSelected:
        return b""
