"""Answers in the server's place where it has no page: a calm one with crisis lines and ways on, in HTML.

Streamlit shows the app at every unknown path, which search engines take for pages; here such a path is a 404.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from views.plain.answers import failed, missing

log = logging.getLogger("iop.server")

STREAMLITS = frozenset({"_stcore", "static", "media", "component", "app", "manifest.json"})
"""First parts of the paths that Streamlit answers itself."""


class CalmErrors:
    """ASGI middleware. A path that neither Streamlit nor one of ``routes`` answers, the app where a file was asked for,
    an answer of 404 or 500 without a page, and a fault that nothing caught become calm pages."""

    def __init__(self, app: ASGIApp, routes: Iterable[BaseRoute]) -> None:
        self.app = app
        self.known = STREAMLITS | {_first_part(getattr(route, "path", "")) for route in routes}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        part = _first_part(scope["path"])
        if part not in self.known and not part.startswith("sitemap-"):
            await missing(request)(scope, receive, send)
            return
        await self._watched(request, scope, receive, send)

    async def _watched(self, request: Request, scope: Scope, receive: Receive, send: Send) -> None:
        instead: list[Response] = []
        begun = False

        async def watch(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                if _first_part(scope["path"]) in STREAMLITS and _is_page(message):
                    instead.append(missing(request))
                elif _wants_page(request) and message["status"] in (404, 500) and not _is_page(message):
                    instead.append(missing(request) if message["status"] == 404 else failed(request))
                begun = not instead
            if not instead:
                await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception:
            # The log names the fault, never the path or the query.
            log.exception("an answer failed")
            if begun:
                raise
            instead.append(failed(request))
        if instead:
            await instead[0](scope, receive, send)


def _first_part(path: str) -> str:
    return path.lstrip("/").split("/", 1)[0]


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _is_page(message: Message) -> bool:
    return any(
        name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in message.get("headers", ())
    )
