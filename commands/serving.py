"""``iop app``: make sure there is something to search, then serve the pages."""

from __future__ import annotations

import click

from catalog.settings import Settings
from commands.console import EXIT_CODES, err
from commands.first_run import ensure_release


@click.command(epilog=EXIT_CODES)
@click.option("--host", default=None, help="Address to listen on (default 127.0.0.1: this machine only).")
@click.option("--port", type=int, default=None, help="Port to listen on (default 8501).")
def app(host: str | None, port: int | None) -> None:
    """Open the app. The first time, it gathers data: live where SAMHSA can be reached, else an invented sample."""
    settings = Settings()
    settings = settings.model_copy(update={"host": host or settings.host, "port": port or settings.port})
    release = ensure_release(settings)
    programs = release.manifest.counts.get("programs", 0)
    err.print(f"Serving {programs} {'invented ' if release.kind == 'sample' else ''}programs.")
    err.print(f"Open http://{settings.host}:{settings.port} in a browser. Stop with Ctrl-C.")
    from views.server import serve

    serve(settings)
