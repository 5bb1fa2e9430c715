"""The first run: live data where a source can be reached, else the invented sample, which says that it is.

A later run tries live data again as long as only the sample is there.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import click

from catalog.releases import Release, served
from catalog.settings import DATA, Settings
from commands.console import err, locked
from commands.gathering import QUICK_SOURCES, SAMPLE_SOURCES, gather_sources
from commands.publishing import publish_release
from crawler import run
from index.search import IndexDamaged, open_index
from sample.server import SampleServer, sample_rows

MADE_FROM = "made-from"


def ensure_release(settings: Settings) -> Release:
    """Return a release to serve: the live one, one gathered now, or the sample."""
    live = served(settings.live)
    if live:
        return usable(live, settings)
    source = QUICK_SOURCES[0]
    err.print(f"No live data yet. Asking {settings.samhsa_locator_url} …")
    why_not = run.reachable(source, settings)
    if why_not == "":
        try:
            with locked(settings.live):
                gather_sources(QUICK_SOURCES, settings.live, settings)
                return publish_release(settings.live, "live")
        except click.ClickException as error:
            why_not = error.message
    err.print(f"Live data cannot be had now ({why_not}).")
    err.print("Using the invented sample: its programs do not exist. `iop rebuild` fetches real ones.")
    return build_sample(settings)


def usable(release: Release, settings: Settings) -> Release:
    """Return ``release`` where its index fits this program's tables, else one built anew from the same listings."""
    try:
        open_index(release.path)
    except IndexDamaged as error:
        err.print(f"{error}. Building it anew from what was gathered …")
        with locked(settings.live):
            return publish_release(settings.live, "live")
    return release


def build_sample(settings: Settings) -> Release:
    """Gather the invented network from loopback with the real spiders and publish it; reuse one made from the same."""
    root, origin = settings.sample, sample_digest(DATA / "sample")
    release = served(root)
    if release and (root / MADE_FROM).is_file() and (root / MADE_FROM).read_text() == origin:
        return release
    with locked(root), SampleServer() as server:
        replay = settings.model_copy(
            update={
                "samhsa_locator_url": server.url,
                "program_sites_url": server.url,
                "request_delay": 0.0,
                "offline": True,
                "states": ",".join(sorted({row["state"] for row in sample_rows()})),
            }
        )
        gather_sources(SAMPLE_SOURCES, root, replay, fresh=True)
        release = publish_release(root, "sample")
        (root / MADE_FROM).write_text(origin)
    return release


def sample_digest(folder: Path) -> str:
    """Return a digest of the sample, the tables and the code it is read with: any change rebuilds the sample."""
    digest = hashlib.sha256()
    checkout = folder.parent.parent
    tables = [*(folder.parent / "vocabulary").glob("*.toml"), folder.parent / "attributes.toml"]
    code = [path for room in ("catalog", "crawler", "index") for path in (checkout / room).rglob("*.py")]
    for path in sorted([*folder.rglob("*"), *tables, *code]):
        if path.is_file():
            digest.update(f"{path.relative_to(checkout)}\0".encode() + path.read_bytes())
    return digest.hexdigest()
