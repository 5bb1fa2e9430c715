"""Turns a plain view into an HTTP answer: language, caching by release, redirects, and calm pages where all fails.

A view gets the request, the opened release and the words; it returns a ``PlainPage``, an address to move to, or None
for what does not exist.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import logging
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from catalog.language import LANGUAGES
from catalog.settings import Settings
from views.language import Language, language
from views.markup import fill, join
from views.plain.shell import PlainPage, document, link, plain_policy
from views.release import NotReady, Opened, opened

log = logging.getLogger("iop.plain")

BY_RELEASE = "public, no-cache"
"""A copy may be kept, and is asked about each time: an unchanged release answers 304 without making the page."""

NOT_KEPT = "no-store"
"""For answers to what somebody typed: no browser and no proxy keeps them."""


class Moved(NamedTuple):
    """The page is at another path of this server, for good."""

    path: str


View = Callable[[Request, Opened, Language], PlainPage | Moved | None]


def words_of(request: Request) -> Language:
    """Return the language a request names, English where it names none we have."""
    code = request.query_params.get("lang", "en")
    return language(code if code in LANGUAGES else "en")


def site_of(request: Request, settings: Settings) -> str:
    """Return where the app is reached, "https://host": the setting, else what the request says of itself."""
    return settings.site_url or f"{request.url.scheme}://{request.url.netloc}"


def plain_route(path: str, view: View, *, cached: bool = True) -> Route:
    """Return the route of a view. ``cached`` answers depend on nothing but the release and the address."""

    def endpoint(request: Request) -> Response:
        words = words_of(request)
        try:
            return _answer(request, view, words, cached)
        except NotReady as reason:
            log.error("%s", reason)
            return _page(request, not_ready(reason, words), words, status=503, headers={"Retry-After": "60"})
        except Exception:
            # Somebody in need must still see a page. The log names the fault, never the address or the query.
            log.exception("the plain view %s failed", path)
            return failed(request)

    return Route(path, endpoint, methods=["GET"])


def _answer(request: Request, view: View, words: Language, cached: bool) -> Response:
    found = opened(Settings())
    headers = {"Cache-Control": BY_RELEASE if cached else NOT_KEPT}
    if cached:
        headers["ETag"] = f'W/"{found.release.id}-{words.code}-{made_by()}"'
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
    page = view(request, found, words)
    if isinstance(page, Moved):
        return RedirectResponse(link(page.path, words), status_code=301, headers={"Cache-Control": BY_RELEASE})
    if page is None:
        return missing(request, found.is_sample)
    return _page(request, page, words, invented=found.is_sample, headers=headers)


@functools.cache
def made_by() -> str:
    """Return a digest of the code, words and styles that pages are made of: a new version of the app is new pages."""
    content = hashlib.blake2b(digest_size=6)
    folder = Path(__file__).parent.parent
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".py", ".toml", ".css"):
            content.update(path.read_bytes())
    return content.hexdigest()


def _page(
    request: Request,
    page: PlainPage,
    words: Language,
    *,
    invented: bool = False,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    body = document(page, words, site_of(request, Settings()), invented).encode()
    sent = {"Content-Language": words.code, "Content-Security-Policy": plain_policy(), "Vary": "Accept-Encoding"}
    if not page.indexed:
        sent["X-Robots-Tag"] = "noindex"
    if "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, 6, mtime=0)
        sent["Content-Encoding"] = "gzip"
    return HTMLResponse(body, status_code=status, headers=sent | (headers or {"Cache-Control": NOT_KEPT}))


def missing(request: Request, invented: bool = False) -> Response:
    """Return the calm answer to an address where nothing is: crisis lines and ways on."""
    words = words_of(request)
    html = message(words.say("plain.missing_heading"), [words.say("plain.missing_body")], words)
    page = PlainPage("/programs", words.say("plain.missing_title"), html, indexed=False)
    return _page(request, page, words, invented=invented, status=404)


def failed(request: Request) -> Response:
    """Return the answer where a fault of ours left no page."""
    words = words_of(request)
    html = message(words.say("wrong.heading"), [words.say("plain.failed_body")], words)
    page = PlainPage("/programs", words.say("wrong.title"), html, indexed=False)
    return _page(request, page, words, status=500)


def not_ready(reason: NotReady, words: Language) -> PlainPage:
    """Return the page that stands where there is no release to show."""
    told = [words.say(f"notready.{reason.kind}_body"), words.say(f"notready.{reason.kind}_command"),
            words.say("notready.meanwhile")]  # fmt: skip
    html = message(words.say(f"notready.{reason.kind}_heading"), told, words)
    return PlainPage("/programs", words.say("notready.title"), html, indexed=False)


def message(heading: str, paragraphs: list[str], words: Language) -> Markup:
    """Return a heading, what is to be said, and the ways on."""
    ways = (("/programs", "plain.way_browse"), ("/search", "plain.way_search"), ("/guide", "plain.way_guide"))
    return fill(
        '<div class="message"><h1>{heading}</h1>{paragraphs}<ul class="ways">{ways}</ul></div>',
        heading=heading,
        paragraphs=join(fill("<p>{text}</p>", text=text) for text in paragraphs),
        ways=join(
            fill('<li><a href="{href}">{label}</a></li>', href=link(path, words), label=words.say(key))
            for path, key in ways
        ),
    )
