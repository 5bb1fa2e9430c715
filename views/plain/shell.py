"""The frame of every plain page: what a view says in, one HTML document out, with crisis lines and without a script.

Nothing in it is loaded from anywhere: styles stand in the page, and the policy below allows exactly them.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import tomllib
from typing import Any, NamedTuple
from urllib.parse import urlencode

from markupsafe import Markup

from catalog.language import LANGUAGES
from catalog.settings import ROOT
from views.language import Language
from views.markup import fill, join
from views.notices import crisis_block, sample_banner
from views.sheet import STATIC, styles

THEME = ROOT / ".streamlit" / "config.toml"
"""The colours of the app: the plain pages wear the same."""


class PlainPage(NamedTuple):
    """What a plain page says. ``path`` is its own address without language; ``query`` what else belongs to the
    address; ``data`` schema.org's record; ``indexed`` whether search engines may list it; ``urgent`` brings the crisis
    lines to the front."""

    path: str
    title: str
    html: Markup
    description: str = ""
    query: tuple[tuple[str, str], ...] = ()
    data: dict[str, Any] | None = None
    indexed: bool = True
    urgent: bool = False


def link(path: str, words: Language, **query: str | int) -> str:
    """Return the address of a plain page in the language of ``words``; what is empty is left out."""
    asked = {name: value for name, value in query.items() if value}
    if words.code != "en":
        asked["lang"] = words.code
    return f"{path}?{urlencode(asked)}" if asked else path


def document(page: PlainPage, words: Language, site: str, invented: bool) -> str:
    """Return the whole document. ``site`` is where the app is reached ("https://host"), ``invented`` brings the
    sample's warning."""
    return str(
        fill(
            '<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">{robots}'
            '<title>{title} · {name}</title>{description}{addresses}<link rel="icon" href="/favicon.png">'
            '<style>{styles}</style>{data}</head><body class="sheet plain">'
            '<a class="skip" href="#main">{skip}</a>{header}{crisis}{sample}<main id="main">{html}</main>{footer}'
            "</body></html>",
            lang=words.code,
            robots=Markup("") if page.indexed else Markup('<meta name="robots" content="noindex">'),
            title=page.title,
            name=words.say("app.name"),
            description=fill('<meta name="description" content="{text}">', text=page.description)
            if page.description
            else Markup(""),
            addresses=_addresses(page, words, site) if page.indexed else Markup(""),
            styles=Markup(plain_styles()),  # noqa: S704
            data=_data(page.data),
            skip=words.say("plain.skip"),
            header=_header(page, words),
            crisis=crisis_block(words, urgent=page.urgent),
            sample=sample_banner(words) if invented else Markup(""),
            html=page.html,
            footer=_footer(words),
        )
    )


def _addresses(page: PlainPage, words: Language, site: str) -> Markup:
    """Return the page's one address, and that of each language."""

    def address(code: str) -> str:
        asked = [*page.query, *([("lang", code)] if code != "en" else [])]
        return f"{site}{page.path}{'?' + urlencode(asked) if asked else ''}"

    others = [("x-default", address("en")), *((code, address(code)) for code in LANGUAGES)]
    return fill(
        '<link rel="canonical" href="{own}">{others}',
        own=Markup("{}").format(address(words.code)),
        others=join(
            Markup('<link rel="alternate" hreflang="{}" href="{}">').format(code, target) for code, target in others
        ),
    )


def _data(record: dict[str, Any] | None) -> Markup:
    """Return a record as a block of data: nothing in it can end the block, and no browser runs it."""
    if not record:
        return Markup("")
    text = json.dumps(record, ensure_ascii=True, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup('<script type="application/ld+json">') + Markup(text) + Markup("</script>")  # noqa: S704


def _header(page: PlainPage, words: Language) -> Markup:
    other = "es" if words.code == "en" else "en"
    asked = dict(page.query) | ({"lang": other} if other != "en" else {})
    rows = (("/programs", "plain.browse"), ("/search", "plain.search"), ("/guide", "plain.guide"))
    return fill(
        '<header class="top"><a class="brand" href="{home}">{name}</a><nav aria-label="{label}">{links}'
        '<a href="{language}" lang="{other}" hreflang="{other}" aria-label="{switch}">{other_name}</a></nav></header>',
        home=link("/programs", words),
        name=words.say("app.name"),
        label=words.say("app.main_navigation"),
        links=join(
            fill('<a href="{href}"{current}>{label}</a>', href=link(path, words), label=words.say(key),
                 current=Markup(' aria-current="page"') if path == page.path else Markup(""))
            for path, key in rows
        ),
        language=f"{page.path}?{urlencode(asked)}" if asked else page.path,
        other=other,
        switch=words.say("app.language_label"),
        other_name=words.say("app.skip_language"),
    )  # fmt: skip


def _footer(words: Language) -> Markup:
    return fill(
        '<footer class="foot"><p><a href="{app}">{app_label}</a></p><p><a href="{about}">{about_label}</a></p>'
        '<p class="quiet">{kept}</p></footer>',
        app=link("/", words),
        app_label=words.say("plain.to_app"),
        about=link("/about", words),
        about_label=words.say("app.about"),
        kept=words.say("plain.kept"),
    )


@functools.cache
def plain_styles() -> str:
    """Return the styles of the plain pages: the theme's colours by day and by night, the app's styles, their own."""
    theme = tomllib.loads(THEME.read_text(encoding="utf-8"))["theme"]
    names = {
        "primaryColor": "primary-color", "backgroundColor": "background-color",
        "secondaryBackgroundColor": "secondary-background-color", "textColor": "text-color",
        "linkColor": "link-color", "borderColor": "border-color",
    }  # fmt: skip

    def colours(scheme: str) -> str:
        return ":root{" + "".join(f"--st-{names[key]}:{value};" for key, value in theme[scheme].items()) + "}"

    own = (STATIC / "plain.css").read_text(encoding="utf-8")
    return f"{colours('light')}@media(prefers-color-scheme:dark){{{colours('dark')}}}\n{styles()}\n{own}"


@functools.cache
def plain_policy() -> str:
    """Return the Content-Security-Policy of the plain pages: no script at all, and exactly the styles above."""
    styles_hash = base64.b64encode(hashlib.sha256(plain_styles().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{styles_hash}'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
