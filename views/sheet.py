"""Shows our own HTML as one Streamlit component, whose links and forms lead on within the app.

A whole list of cards is one element this way, follows the theme, keeps focus and open details across reruns, and
its links are real ones: they open in a new tab, too. In goes HTML from ``views.markup``; out comes nothing. The browser
alone changes the URL (``static/sheet.js``), and each change is one rerun, whether a link, a form, Back or a reload
made it. The server never sets it: on a busy one, that would put an older view's address back.
"""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from views.address import Address
from views.downloads import are_served
from views.language import Language
from views.markup import shown
from views.static_files import OUR_FILES

STATIC = Path(__file__).parent / "static"


def current_params() -> dict[str, list[str]]:
    """Return the names and values of the URL's query."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def sheet(key: str, html: Markup, *, view: str, lang: str = "en", becomes: Address | None = None) -> None:
    """Show ``html`` (one of ``views.markup``'s). ``view`` names what is seen: when it changes, focus and scroll go to
    the top of it. ``lang`` is the language of the document. ``becomes`` is the address that says in full what
    this one asks for: the browser puts it in its place."""
    if not isinstance(html, Markup):
        raise TypeError("a sheet shows Markup only: build it with views.markup.fill")
    data = {"html": str(html), "view": view, "lang": lang, "at": urlencode(current_params(), doseq=True)}
    if becomes is not None:
        data["becomes"] = becomes.href
    _component()(key=key, data=data)


def set_title(title: str, words: Language) -> None:
    """Set the document's title: the view's, never what somebody searched for."""
    st.set_page_config(page_title=f"{shown(title)} · {words.say('app.name')}")


def _component() -> st.components.v2.types.ComponentRenderer:
    """Return the component, registered with this runtime; it holds no value from data."""
    js = _loader() if are_served() else script()
    return st.components.v2.component("iop_sheet", html='<div class="sheet"></div>', js=js)


@functools.cache
def styles() -> str:
    """Return the styles of all views: the base first, then one file a view or part of one."""
    folder = STATIC / "styles"
    files = sorted(folder.glob("*.css"), key=lambda path: (path.stem != "base", path.stem == "print", path.stem))
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


@functools.cache
def frame_styles() -> str:
    """Return the styles of Streamlit's own frame around the sheets."""
    return (STATIC / "page.css").read_text(encoding="utf-8")


@functools.cache
def script() -> str:
    """Return the module that shows sheets and leads on from them, with the styles they wear."""
    return f"const STYLES = {json.dumps(styles())}\n{(STATIC / 'sheet.js').read_text(encoding='utf-8')}"


@functools.cache
def script_path() -> str:
    """Return where our own server has the module; its name holds a hash of its content."""
    return f"{OUR_FILES}sheet.{hashlib.sha256(script().encode()).hexdigest()[:12]}.js"


@functools.cache
def _loader() -> str:
    """Return what stands for the module in each message, of which it would be the most. Streamlit takes text for the
    name of a file where it is but one line."""
    return f"""
const path = "{script_path()}"
export default async all => (await import(location.origin + path)).default(all)"""


def script_file(request: Request) -> Response:
    """Answer with the module."""
    headers = {"Cache-Control": "public, immutable, max-age=31536000"}
    return Response(script(), media_type="text/javascript", headers=headers)
