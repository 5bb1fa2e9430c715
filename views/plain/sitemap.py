"""What search engines read: ``/robots.txt``, and the sitemap of all pages that may be listed.

The invented sample is never listed. A sitemap holds at most 50,000 addresses (https://www.sitemaps.org/protocol.html);
with more, ``/sitemap.xml`` names its parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from markupsafe import escape
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from catalog.settings import Settings
from views.plain.answers import BY_RELEASE, site_of
from views.release import NotReady, Opened, opened

MOST_ADDRESSES = 50_000

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

OWN_PAGES = ("/guide", "/guide?lang=es")
"""Pages that are true whatever is served."""


def robots(request: Request) -> Response:
    """Say that all but searches may be listed, and where the sitemap is."""
    site = site_of(request, Settings())
    return PlainTextResponse(f"User-agent: *\nDisallow: /search\nDisallow: /_stcore/\nSitemap: {site}/sitemap.xml\n")


def sitemap(request: Request) -> Response:
    """Return the sitemap, or the list of its parts where there are too many addresses for one."""
    site, found = site_of(request, Settings()), _found()
    total = len(OWN_PAGES) + (sum(1 for _ in _pages(found)) if found else 0)
    if total <= MOST_ADDRESSES:
        return _answer(_urls(site, _all(found)))
    parts = -(-total // MOST_ADDRESSES)
    listed = "".join(f"<sitemap><loc>{escape(site)}/sitemap-{n}.xml</loc></sitemap>" for n in range(1, parts + 1))
    return _answer(f'<sitemapindex xmlns="{NAMESPACE}">{listed}</sitemapindex>')


def sitemap_part(request: Request) -> Response:
    """Return one part of the sitemap, counted from 1; 404 where there is none."""
    first = (request.path_params["part"] - 1) * MOST_ADDRESSES
    pages = list(islice(_all(_found()), max(first, 0), max(first, 0) + MOST_ADDRESSES))
    if first < 0 or not pages:
        return PlainTextResponse("There is no such part.\n", status_code=404)
    return _answer(_urls(site_of(request, Settings()), pages))


def _found() -> Opened | None:
    """Return what is served where it may be listed."""
    try:
        found = opened(Settings())
    except NotReady:
        return None
    return None if found.is_sample else found


def _all(found: Opened | None) -> Iterator[tuple[str, str]]:
    yield from ((path, "") for path in OWN_PAGES)
    if found is not None:
        yield from _pages(found)


def _pages(found: Opened) -> Iterator[tuple[str, str]]:
    """Yield (path, ISO date of the last change or "") of each page of a release."""
    yield from (("/programs", ""), ("/about", ""))
    for state in found.directory.states.values():
        yield f"/programs/{state.slug}", ""
        yield from ((f"/programs/{state.slug}/{city}", "") for city in state.cities)
    yield from ((f"/program/{id}", seen[:10]) for id, seen in found.directory.seen)


def _urls(site: str, pages: Iterable[tuple[str, str]]) -> str:
    urls = (
        f"<url><loc>{escape(site + path)}</loc>{f'<lastmod>{escape(date)}</lastmod>' if date else ''}</url>"
        for path, date in pages
    )
    return f'<urlset xmlns="{NAMESPACE}">{"".join(urls)}</urlset>'


def _answer(xml: str) -> Response:
    return Response(
        '<?xml version="1.0" encoding="UTF-8"?>' + xml, media_type="application/xml",
        headers={"Cache-Control": BY_RELEASE},
    )  # fmt: skip
