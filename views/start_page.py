"""The app's start page: Streamlit's own document, with crisis lines and plain links that show before any script runs.

On a slow phone Streamlit needs seconds to load, and without scripts it never does; until its first page replaces
them, these lines are what people see. The document asks early for the scripts that show our pages, and wears our frame
from the first moment, so that nothing of Streamlit's own shows and goes.
"""

from __future__ import annotations

import functools
import gzip
import re
from pathlib import Path
from urllib.parse import urlencode

import streamlit
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from views.address import Address, read_query
from views.language import Language, language
from views.markup import fill
from views.notices import crisis_block
from views.plain.shell import link, plain_styles
from views.sheet import frame_styles, script_path

STREAMLIT = Path(streamlit.__file__).parent / "static"
SHOWS_SHEETS = "BidiComponent.*.js"
"""The script that shows a component. Streamlit asks for it once it has seen one, and then for what that needs."""

IMPORTS = re.compile(r"""(?:from|import) ?["`']\./([^"`']+\.js)""")


def start_page(request: Request) -> Response:
    """Return the document, in the language of the address and with a link to the plain page that shows the same."""
    here = read_query(request.url.query)
    body = _document(here.lang).replace("{first}", str(_first(here, language(here.lang)))).encode()
    headers = {"Cache-Control": "no-cache", "Content-Language": here.lang, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, 5, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return HTMLResponse(body, headers=headers)


@functools.cache
def _document(code: str) -> str:
    """Return Streamlit's document with our title, language and description; ``{first}`` is what shows first."""
    words = language(code)
    page = (STREAMLIT / "index.html").read_text(encoding="utf-8")
    page = re.sub(r"<noscript>.*?</noscript>", "", page, flags=re.DOTALL)
    page = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    page = re.sub(r'<link rel="service-desc"[^>]*>', "", page)
    page = re.sub(r'<link\s+rel="preload"[^>]*as="font"[^>]*>', "", page)  # letters of another font show meanwhile
    head = fill(
        '<title>{name}</title><meta name="description" content="{lead}"><meta name="referrer" content="no-referrer">',
        name=words.say("app.name"),
        lead=words.say("find.lead"),
    )
    page = re.sub(r"<title>.*?</title>", lambda match: str(head), page, flags=re.DOTALL)
    page = page.replace('<html lang="en">', f'<html lang="{code}">')
    page = page.replace("</head>", f"{_early_scripts(page)}<style>{frame_styles()}</style></head>")
    return page.replace('<div id="root"></div>', '<div id="root">{first}</div>')


def _early_scripts(page: str) -> str:
    """Return links to the scripts that show our sheets and that the document does not name yet."""
    folder = STREAMLIT / "static" / "js"
    found = sorted(path.name for path in folder.glob(SHOWS_SHEETS))
    for name in found:  # grows on the way
        imported = IMPORTS.findall((folder / name).read_text(encoding="utf-8"))
        found += [other for other in dict.fromkeys(imported) if other not in found and other not in page]
    paths = [*(f"./static/js/{name}" for name in found), script_path()]
    return "".join(f'<link rel="modulepreload" crossorigin href="{path}">' for path in paths)


def _first(here: Address, words: Language) -> Markup:
    """Return what shows until the app does; it goes with its styles when the app takes its place."""
    return fill(
        '<style>{styles}</style><div class="sheet plain first"><header class="top"><b class="brand">{name}</b></header>'
        '{crisis}<main><h1>{heading}</h1><p>{lead}</p><p class="loading">{loading}</p>'
        '<ul class="ways"><li><a href="{same}">{same_label}</a></li><li><a href="{guide}">{guide_label}</a></li></ul>'
        "</main></div>",
        styles=Markup(plain_styles()),  # noqa: S704
        name=words.say("app.name"),
        crisis=crisis_block(words),
        heading=words.say("find.heading"),
        lead=words.say("find.lead"),
        loading=words.say("plain.loading"),
        same=Markup("{}").format(plain_address(here, words)),
        same_label=words.say("plain.without_script"),
        guide=link("/guide", words),
        guide_label=words.say("plain.way_guide"),
    )


def plain_address(here: Address, words: Language) -> str:
    """Return the plain page that shows what an address of the app shows, as far as there is one."""
    if here.view == "program":
        return link(f"/program/{here.show}", words)
    if here.view in ("guide", "about"):
        return link(f"/{here.view}", words)
    if here.view == "find" and here.but(lang="en") != Address():
        return "/search?" + urlencode(here.params(), doseq=True)
    return link("/programs", words)
