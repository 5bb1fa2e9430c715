"""The guide as a page of the app."""

from __future__ import annotations

from views.address import Address
from views.guide.content import guide_of
from views.guide.page import guide_html
from views.language import Language
from views.sheet import set_title, sheet


def show_guide(here: Address, words: Language) -> None:
    """Show the page; its button leads back to the search as it was."""
    guide = guide_of(words.code)
    set_title(guide.title, words)
    sheet("body", guide_html(guide, here.but(other="", page=here.page).href), view="guide", lang=words.code)
