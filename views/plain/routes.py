"""All plain pages by their addresses."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from views.plain.answers import plain_route
from views.plain.health import healthz
from views.plain.places import all_states, one_city, one_state
from views.plain.program import one_program
from views.plain.reading import about, guide
from views.plain.search import search
from views.plain.sitemap import robots, sitemap, sitemap_part
from views.sheet import STATIC


def icon(request: Request) -> Response:
    """Return the app's icon."""
    return FileResponse(STATIC / "icon.png", headers={"Cache-Control": "public, max-age=86400"})


def plain_routes() -> list[BaseRoute]:
    """Return the routes of the plain pages and of what machines ask for."""
    return [
        plain_route("/programs", all_states),
        plain_route("/programs/{state}", one_state),
        plain_route("/programs/{state}/{city}", one_city),
        plain_route("/program/{id}", one_program),
        plain_route("/guide", guide),
        plain_route("/about", about),
        plain_route("/search", search, cached=False),
        Route("/healthz", healthz),
        Route("/robots.txt", robots),
        Route("/sitemap.xml", sitemap),
        Route("/sitemap-{part:int}.xml", sitemap_part),
        Route("/favicon.png", icon),
        Route("/favicon.ico", icon),
    ]
