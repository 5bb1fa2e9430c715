"""The pages to read as plain pages: the guide, and what there is to know about the data."""

from __future__ import annotations

from markupsafe import Markup
from starlette.requests import Request

from views.about import about_html
from views.guide.content import guide_of
from views.guide.page import guide_html
from views.language import Language
from views.plain.shell import PlainPage, link
from views.release import Opened


def guide(request: Request, found: Opened, words: Language) -> PlainPage:
    """Show the guide; it is true whatever is served, so search engines may list it with the sample, too."""
    content = guide_of(words.code)
    html = guide_html(content, link("/search", words))
    return PlainPage("/guide", content.title, html, content.lead)


def about(request: Request, found: Opened, words: Language) -> PlainPage:
    """Show where the data comes from, how old and complete it is, and what is never done."""
    html = about_html(found, words, Markup(""))
    title = words.say("aboutdata.title")
    return PlainPage("/about", title, html, words.say("aboutdata.lead"), indexed=not found.is_sample)
