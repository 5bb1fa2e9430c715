"""``iop push`` and ``iop pull``: one host builds, any number of others serve a checked copy of the same release."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import urlsplit

import click
import msgspec
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from catalog.building import CANDIDATES, OFFSETS, PROGRAMS
from catalog.checks import program_faults
from catalog.origins import FolderOrigin, Origin, OriginDown, OriginRefused, WebOrigin
from catalog.pointing import pointed_at
from catalog.programs import Program
from catalog.receiving import Received, Receiving, Refused
from catalog.releases import DERIVED, World
from catalog.settings import Settings
from commands.console import EXIT_CODES, NOTHING_YET, err, fail, locked, out, shown

SAMPLE = click.option("--sample", is_flag=True, help="The invented sample instead; live and sample never mix.")


@click.command(epilog=EXIT_CODES)
@click.argument("dest")
@SAMPLE
def push(dest: str, sample: bool) -> None:
    """Copy the served release into the folder DEST, from which other hosts pull it.

    DEST may be a mounted share, or a folder that you then copy elsewhere or put behind a web server. A reader of DEST
    sees the old release or the new one, never a part. Where it was interrupted, the next push continues.

    \b
    Example:
      iop push /srv/iop-releases
    """
    settings = Settings()
    root, target = _root(settings, sample), _folder(dest)
    if not pointed_at(root):
        fail(f"there is no release under {root} to copy: run `iop rebuild`", NOTHING_YET)
    if target.resolve() == root.resolve():
        fail(f"{dest} is the folder of this host's own releases: name another one")
    with locked(target):
        received = _taken(FolderOrigin(root), target, "sample" if sample else "live", settings)
    out.print(f"{shown(str(target))}: {shown(received.nothing_new or f'{received.release} is served there now')}")


@click.command(epilog=EXIT_CODES)
@click.argument("source")
@SAMPLE
def pull(source: str, sample: bool) -> None:
    """Fetch the release that SOURCE serves, a folder or an http(s) address, and serve it here.

    It is checked against its manifest before anybody sees it. A damaged, oversized or older one is refused, and what
    is served stays. An interrupted pull continues where it stopped; what is here already is not fetched again.

    \b
    Examples:
      iop pull /srv/iop-releases
      iop pull https://data.example.org/iop-releases
    """
    settings = Settings()
    root = _root(settings, sample)
    with locked(root):
        received = _taken(_origin(source), root, "sample" if sample else "live", settings)
    err.print(shown(f"{received.fetched / 1e6:.1f} MB fetched, {received.reused / 1e6:.1f} MB were here already"))
    out.print(shown(received.nothing_new or f"{received.release} is served now"))


def _root(settings: Settings, sample: bool) -> Path:
    return settings.sample if sample else settings.live


def _folder(dest: str) -> Path:
    """Return DEST as a folder, or end where it is an address of another machine."""
    if "://" in dest or (":" in dest and not Path(dest).exists()):
        fail(f"{dest} is no folder: push to a folder here, then copy that (docs/operate.md says in which order)")
    return Path(dest)


def _origin(source: str) -> Origin:
    if "://" not in source:
        if not Path(source).is_dir():
            fail(f"there is no folder {source}: name a folder or an address that starts with https://")
        return FolderOrigin(Path(source))
    try:
        origin = WebOrigin(source)
    except OriginRefused as error:
        fail(str(error))
    if urlsplit(source).scheme == "http" and urlsplit(source).hostname not in ("localhost", "127.0.0.1", "::1"):
        err.print("http:// lets anybody on the way change what comes: use https:// where you can", style="yellow")
    return origin


def _taken(origin: Origin, root: Path, kind: World, settings: Settings) -> Received:
    """Take over what ``origin`` serves into ``root``, or end saying why not."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=err) as bar:
        task = bar.add_task("copying", total=None)
        receiving = Receiving(
            origin, root, kind, lambda folder: check_copy(folder, kind), keep=settings.keep_releases,
            told=lambda done, total: bar.update(task, completed=done, total=total),
        )  # fmt: skip
        try:
            return receiving.receive()
        except OriginDown as error:
            fail(f"{error}. What was fetched is kept: run this again to continue. What is served stays")
        except (Refused, OSError) as error:
            fail(f"{error}. What is served stays")


def check_copy(folder: Path, kind: World) -> None:
    """Raise ``Refused`` where a copy holds what must not be served here; index it anew where its index does not fit.

    An index made with another vocabulary or attribute table is made again from the copy's programs.
    """
    from index.build import build_index
    from index.search import IndexDamaged, open_index

    try:
        _check_programs(folder, kind)
    except (OSError, msgspec.DecodeError, RecursionError) as error:
        raise Refused(f"its programs cannot be read ({error})") from error
    try:
        open_index(folder)
    except (IndexDamaged, ValueError, IndexError, TypeError) as error:
        err.print(shown(f"{error.reason if isinstance(error, IndexDamaged) else error}. Making the index here …"))
        shutil.rmtree(folder / DERIVED, ignore_errors=True)
        try:
            build_index(folder)
            open_index(folder)
        except (IndexDamaged, ValueError) as problem:
            raise Refused(f"it cannot be indexed ({problem})") from problem


def _check_programs(folder: Path, kind: World) -> None:
    """Raise ``Refused`` where a record is none of this version's, or the table of places does not fit the programs."""
    offsets = msgspec.json.decode((folder / OFFSETS).read_bytes(), type=dict[str, tuple[int, int]])
    found, at, decoder = {}, 0, msgspec.json.Decoder(Program)
    for name in (PROGRAMS, CANDIDATES):
        with (folder / name).open("rb") as file:
            for line in file:
                program = decoder.decode(line)
                faults = program_faults(program, kind)
                if faults:
                    raise Refused(f"its programs are not what this version shows: {'; '.join(faults[:3])}")
                if name == PROGRAMS:
                    found[program.id] = (at, len(line))
                    at += len(line)
    if found != offsets:
        raise Refused(f"its {OFFSETS} does not fit its {PROGRAMS}")
