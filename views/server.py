"""Serves the pages: Streamlit's app behind uvicorn, the plain pages beside it, private headers, no access log.

``serve(settings)`` blocks until it is stopped. ``asgi_app()`` is the same app for another ASGI server.
"""

from __future__ import annotations

import gc
import importlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from catalog.settings import ROOT, Settings
from views.calm_errors import CalmErrors
from views.downloads import ROUTES as DOWNLOADS
from views.downloads import say_served
from views.headers import PrivateHeaders
from views.plain.routes import plain_routes
from views.release import NotReady, opened
from views.sheet import script_file, script_path
from views.start_page import start_page
from views.static_files import StaticFiles

SCRIPT = ROOT / "app.py"


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Load what every session needs, then freeze it: the collector never walks through it again."""
    importlib.import_module("pandas")  # Streamlit imports it in the first rerun otherwise

    from catalog.places import UnknownPlace, find_place
    from views import frame  # noqa: F401

    try:
        opened(Settings())
        find_place("Phoenix, AZ")
    except (NotReady, UnknownPlace):
        pass  # the pages say what to do, and look again at each rerun
    say_served()
    gc.collect()
    gc.freeze()
    yield {}


def own_routes() -> list[BaseRoute]:
    """Return every route that is ours and not Streamlit's."""
    pages = [Route("/", start_page), Route("/index.html", start_page), Route(script_path(), script_file)]
    return [*pages, *plain_routes(), *DOWNLOADS]


def own_middleware(routes: list[BaseRoute]) -> list[Middleware]:
    """Return what stands around every answer, the outermost first."""
    return [Middleware(PrivateHeaders), Middleware(CalmErrors, routes=routes), Middleware(StaticFiles)]


def asgi_app() -> st.App:
    """Return the app for an ASGI server."""
    routes = own_routes()
    return st.App(SCRIPT, lifespan=lifespan, routes=routes, middleware=own_middleware(routes))


def silence_access_log() -> None:
    """Keep visitors' addresses and queries out of every log.

    Streamlit gives uvicorn's loggers handlers of its own, whatever uvicorn was told, so the records are refused here.
    """
    logging.getLogger("uvicorn.access").addFilter(lambda record: False)
    logging.getLogger("uvicorn.error").addFilter(lambda record: record.levelno >= logging.WARNING)


def serve(settings: Settings) -> None:
    """Serve on ``settings.host`` and ``settings.port`` until interrupted."""
    silence_access_log()
    uvicorn.run(
        asgi_app(),
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_level="warning",
        server_header=False,
        ws_max_size=1_000_000,
        timeout_graceful_shutdown=3,
    )
