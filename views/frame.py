"""What stands around every page, the empty and the broken ones too: crisis lines, the sample's warning, the way home.

``show_page()`` reads the address and shows the page it names. No error of ours hides the crisis lines.
"""

from __future__ import annotations

import logging
import os
import threading

import streamlit as st
from markupsafe import Markup

from catalog.settings import settings_now
from views.about import show_about
from views.address import Address, View, read
from views.compare import show_compare
from views.downloads import are_served
from views.find import has_begun, show_find
from views.guide.show import show_guide
from views.language import Language, language
from views.markup import fill, join
from views.notices import crisis_block, sample_banner
from views.program import show_program
from views.question import Heard, heard, settled
from views.release import NotReady, Opened, opened
from views.sheet import STATIC, current_params, frame_styles, set_title, sheet
from views.shortlist import show_shortlist
from views.start_page import plain_address

_AT_ONCE = threading.BoundedSemaphore(max(2, os.cpu_count() or 2))
"""Reruns that work at the same time: more than the cores can do would only make all of them slow."""

log = logging.getLogger("iop.views")


def configure() -> None:
    """Set what Streamlit shows around the page. The icon is a file of ours: a named one would load a font host."""
    st.set_page_config(page_title="IOP Finder", page_icon=str(STATIC / "icon.png"), layout="wide")
    if not are_served():  # the start page of our own server holds them
        st.html(f"<style>{frame_styles()}</style>")


def show_page() -> None:
    """Show the page that the URL names."""
    with _AT_ONCE:
        _show(read(current_params()))


def _show(asked: Address) -> None:
    here = settled(asked)
    said = heard(here)
    words = language(here.lang)
    try:
        found, reason = opened(settings_now()), None
    except NotReady as error:
        log.error("%s", error)
        found, reason = None, error
    _top(here, said, found, words)
    if found is None:
        _not_ready(reason, here, words)
        return
    try:
        _show_view(here, said, found, words)
    except Exception:
        # Streamlit's own control flow is no Exception; anything else here is a fault of ours, and somebody in need
        # must still see a page. The log names the fault, never the address or the query.
        log.exception("the %s view failed", here.view)
        _wrong(here, words)
    _foot(here, words)


def _show_view(here: Address, said: Heard, found: Opened, words: Language) -> None:
    if here.view == "find":
        show_find(here, said, found, words)
    elif here.view == "program":
        show_program(here, found, words)
    elif here.view == "compare":
        show_compare(here, found, words)
    elif here.view == "shortlist":
        show_shortlist(here, found, words)
    elif here.view == "guide":
        show_guide(here, words)
    else:
        show_about(here, found, words)


def _top(here: Address, said: Heard, found: Opened | None, words: Language) -> None:
    """Show the header, the crisis lines (first of all where a question holds words of a crisis), the sample's warning,
    and what an IOP is until something was asked."""
    lead = Markup("")
    if here.view == "find" and found is not None:
        lead = fill(
            '<div class="lead {brief}"><h1>{heading}</h1>{lead}</div>',
            brief="brief" if has_begun(here) else "",
            heading=words.say("find.heading"),
            lead="" if has_begun(here) else fill("<p>{lead}</p>", lead=words.say("find.lead")),
        )
    html = fill(
        "{header}{crisis}{sample}{lead}",
        header=_header(here, words),
        crisis=crisis_block(words, urgent=said.crisis and here.view == "find"),
        sample=sample_banner(words) if found is not None and found.is_sample else Markup(""),
        lead=lead,
    )
    sheet("top", html, view="", lang=words.code)


def _header(here: Address, words: Language) -> Markup:
    other = "es" if here.lang == "en" else "en"
    return fill(
        '<header class="top"><a class="brand" href="{home}">{name}</a><nav aria-label="{nav}">{guide}{about}'
        '<a href="{language}" lang="{other}" aria-label="{switch}">{other_name}</a></nav></header>',
        home=Address(lang=here.lang, pick=here.pick).href,
        name=words.say("app.name"),
        nav=words.say("app.main_navigation"),
        guide=_page_link(here, "guide", words.say("plain.guide")),
        about=_page_link(here, "about", words.say("app.about")),
        language=here.but(lang=other, page=here.page).href,
        other=other,
        switch=words.say("app.language_label"),
        other_name=words.say("app.skip_language"),
    )


def _page_link(here: Address, view: View, label: str) -> Markup:
    current = Markup(' aria-current="page"') if here.view == view else Markup("")
    href = here.but(show="", other=view, page=here.page).href
    return fill('<a href="{href}"{current}>{label}</a>', href=Markup("{}").format(href), current=current, label=label)


def _foot(here: Address, words: Language) -> None:
    """Show where the same can be read without a script."""
    if not are_served():
        return
    html = fill(
        '<footer class="foot"><p><a href="{href}">{label}</a></p></footer>',
        href=Markup("{}").format(plain_address(here, words)),
        label=words.say("plain.without_script"),
    )
    sheet("foot", html, view="", lang=words.code)


def _message(heading: str, paragraphs: list[Markup]) -> Markup:
    return fill(
        '<div class="message"><h1 tabindex="-1" data-focus="yes">{heading}</h1>{paragraphs}</div>',
        heading=heading,
        paragraphs=join(paragraphs),
    )


def _not_ready(reason: NotReady | None, here: Address, words: Language) -> None:
    kind = reason.kind if reason else "damaged"
    paragraphs = [
        fill("<p>{text}</p>", text=words.say(f"notready.{kind}_body")),
        fill('<p><b class="command">{text}</b></p>', text=words.say(f"notready.{kind}_command")),
        fill("<p>{text}</p>", text=words.say("notready.meanwhile")),
    ]
    html = _message(words.say(f"notready.{kind}_heading"), paragraphs)
    set_title(words.say("notready.title"), words)
    sheet("body", html, view="notready", lang=here.lang)


def _wrong(here: Address, words: Language) -> None:
    paragraphs = [
        fill("<p>{text}</p>", text=words.say("wrong.body")),
        fill('<p><a href="{href}">{label}</a></p>', href=Address(lang=here.lang).href,
             label=words.say("program.to_search")),
    ]  # fmt: skip
    html = _message(words.say("wrong.heading"), paragraphs)
    set_title(words.say("wrong.title"), words)
    sheet("fault", html, view="wrong", lang=here.lang)
