"""Runs sources: each in a process of its own, with a time limit and progress; an interrupted run continues."""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
import shutil
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import crawler.spiders
from catalog.settings import Settings, is_loopback
from catalog.sources import ASKED, REFUSED, SourceReport, finished_runs, read_report, source_folder
from crawler.bands import Judged, judge_run, set_aside
from crawler.isolation import run_apart
from crawler.refusals import REFUSALS
from crawler.settings import user_agent
from crawler.spider import GatheringSpider, Progress

CONTINUED_FOR = dt.timedelta(hours=24)
"""An unfinished run younger than this continues; an older one would mix two days' listings."""

KEPT_RUNS = 2
STAMP = "%Y%m%dT%H%M%SZ"


class GatherFailed(RuntimeError):
    """A source could not be gathered; the message names it, the reason and the way out."""


def sources() -> dict[str, type[GatheringSpider]]:
    """Return every spider by its name: each module of ``crawler.spiders`` holds one, found without registration."""
    found: dict[str, type[GatheringSpider]] = {}
    for module in pkgutil.iter_modules(crawler.spiders.__path__):
        loaded = importlib.import_module(f"crawler.spiders.{module.name}")
        for value in vars(loaded).values():
            if isinstance(value, type) and issubclass(value, GatheringSpider) and hasattr(value, "source"):
                found[value.source.id] = value
    return found


def gather(
    name: str, root: Path, settings: Settings, *, on_progress: Callable[[Progress], None] | None = None,
    fresh: bool = False, time_limit: float | None = None, accept: bool = False,
    on_warning: Callable[[str], None] | None = None,
) -> SourceReport:  # fmt: skip
    """Gather a source into a run under ``root`` and return its report; raises ``GatherFailed``.

    An unfinished run continues unless ``fresh``. A run that brings nothing is a failure, and so is one that brings far
    too little, unless an operator says to ``accept`` it. ``time_limit`` is in seconds; without one the setting counts,
    else what the source declares.
    """
    spider = sources()[name]
    # The process starts in the checkout's folder, where a relative path would mean another place.
    root, settings = root.resolve(), settings.model_copy(update={"data": settings.data.resolve()})
    folder = _run_folder(root, name, _asked(spider, settings), fresh)
    command = [sys.executable, "-m", "crawler.fetch", name, str(root), folder.name]
    limit = time_limit or settings.source_seconds or spider.time_limit
    reason = run_apart(command, settings.model_dump_json().encode(), folder / "log.txt", limit, on_progress)
    if reason:
        raise GatherFailed(f"{name}: {reason}. What was served stays; run `iop gather {name}` again to continue")
    judged = judge_run(folder, read_report(folder), is_loopback(spider.base_url(settings)))
    report = _accepted(name, root, folder, judged, accept)
    for words in filter(None, (judged.warning, judged.refused)):
        if on_warning:
            on_warning(f"{name}: {words}")
    return report


def import_file(name: str, path: Path, root: Path, settings: Settings, as_of: str | None = None) -> SourceReport:
    """Read a source from a file into a run of its own; raises ``GatherFailed`` naming the file and what is wrong."""
    spider = sources()[name]
    keep = getattr(spider, "keep_file", None)
    if keep is None:
        raise GatherFailed(f"{name} is not read from files: use `iop gather {name}`")
    if as_of:
        _checked_date(as_of)
    folder = _new_run(root, name)
    try:
        for before in finished_runs(root, name)[-1:]:
            _carry_over(before, folder)
        keep(path, folder, as_of or "")
        spider.read_saved(folder, root == settings.sample, path.name)
    except (ValueError, OSError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise GatherFailed(f"{name}: {error}. Nothing that was gathered before is lost") from error
    # Somebody chose this file: it may hold fewer places than the one before.
    return _accepted(name, root, folder, Judged())


def reread(name: str, root: Path, settings: Settings) -> SourceReport:
    """Read the pages of a source's newest run again, without a network: readers or vocabulary have changed."""
    runs = finished_runs(root, name)
    if not runs:
        raise GatherFailed(f"{name} has no finished run to read again: run `iop gather {name}`")
    try:
        return sources()[name].read_saved(runs[-1], root == settings.sample, read_report(runs[-1]).origin)
    except ValueError as error:
        raise GatherFailed(f"{name}: {error}. Its listings stay as they were") from error


def _checked_date(text: str) -> None:
    try:
        dt.date.fromisoformat(text)
    except ValueError as error:
        raise GatherFailed(f"{text!r} is no date: write it as YYYY-MM-DD") from error


def _carry_over(before: Path, folder: Path) -> None:
    """Take the workbooks of the run before along: the two directories are imported one by one."""
    for kept in before.glob("workbooks/*.xlsx"):
        (folder / "workbooks").mkdir(exist_ok=True)
        shutil.copyfile(kept, folder / "workbooks" / kept.name)


def _new_run(root: Path, name: str) -> Path:
    """Make a folder for a new run; its name is the time in UTC, a later one where that second has a run."""
    now = dt.datetime.now(dt.UTC)
    while (folder := source_folder(root, name) / now.strftime(STAMP)).exists():
        now += dt.timedelta(seconds=1)
    folder.mkdir(parents=True)
    return folder


def _run_folder(root: Path, name: str, asked: str, fresh: bool) -> Path:
    """Return the folder of the run to continue, or of a new one; other unfinished runs are removed.

    Only a run that ``asked`` the same address continues: a replay's pages must not end up among the source's own.
    """
    place, done = source_folder(root, name), set(finished_runs(root, name))
    unfinished = [
        path for path in sorted(place.glob("*")) if path.is_dir() and path not in done and path.name != REFUSED
    ]
    young = dt.datetime.now(dt.UTC) - CONTINUED_FOR
    if unfinished and not fresh and unfinished[-1].name >= young.strftime(STAMP):
        told = unfinished[-1] / ASKED
        if told.exists() and told.read_text("utf-8") == asked:
            return unfinished[-1]
    for path in unfinished:
        shutil.rmtree(path)
    folder = _new_run(root, name)
    (folder / ASKED).write_text(asked, "utf-8")
    return folder


def _asked(spider: type[GatheringSpider], settings: Settings) -> str:
    """Return what a run asks for: the address, and a line for each setting that narrows it."""
    lines = [spider.base_url(settings)]
    lines += [f"{name}={value}" for name in ("states", "insurers") if (value := getattr(settings, name))]
    return "\n".join(lines)


def _accepted(name: str, root: Path, folder: Path, judged: Judged, accept: bool = False) -> SourceReport:
    """Return the report of a run that is good to use, and let the oldest runs go; another one is set aside."""
    report = read_report(folder)
    if judged.refused and not accept:
        place = set_aside(folder)
        raise GatherFailed(
            f"{name}: {judged.refused}, so its last good listings stay in use. Look at {place}; where this is right, "
            f'run `iop gather {name} --accept "why"`'
        )
    if not report.kept:
        shutil.rmtree(folder)
        raise GatherFailed(f"{name}: it brought no listing ({report.rows} rows read): nothing was changed")
    for old in finished_runs(root, name)[:-KEPT_RUNS]:
        shutil.rmtree(old)
    return report


def reachable(name: str, settings: Settings, seconds: float = 5) -> str:
    """Ask a source for its robots.txt, as every run does first; return why it cannot be gathered, "" where it can."""
    base = sources()[name].base_url(settings)
    request = urllib.request.Request(f"{base}/robots.txt", headers={"User-Agent": user_agent(settings)})  # noqa: S310
    try:
        # No proxy of the environment: the answer is about the source itself.
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=seconds):
            return ""
    except urllib.error.HTTPError as error:
        return "" if error.code < 500 and error.code not in REFUSALS else f"it answered {error.code}"
    except (OSError, ValueError) as error:
        return str(getattr(error, "reason", error))
