"""``iop build``, ``iop rebuild`` and ``iop status``: from gathered listings to a checked, searchable release."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

import click
import msgspec
from rich.progress import Progress

from catalog.building import CANDIDATES, PROGRAMS, Built, NothingGathered, build
from catalog.changes import compare_releases
from catalog.changes_page import summary as changes_summary
from catalog.checks import ReleaseRefused, check_release
from catalog.gate import doubts, read_sentinels
from catalog.identity import ANCHORS
from catalog.overlap import read_overlap
from catalog.releases import Filled, Passed, Release, ReleaseDamaged, World, publish, remove_left_over, served
from catalog.settings import Settings
from catalog.sources import SourceReport, gathered
from commands.build_summary import build_summary
from commands.console import EXIT_CODES, FAILED, OK, USAGE, err, fail, locked, out, print_json, shown
from commands.gathering import default_sources, gather_sources, known_source, overlap_lines
from commands.rebuild_journal import begin, end, finished
from commands.rebuild_log import logged, note
from crawler.run import sources as all_sources
from index.build import build_index
from index.findable import index_faults

ACCEPT = click.option(
    "--accept", metavar="REASON", default="",
    help="Publish although the gate is in doubt; the reason is kept in the manifest.",
)  # fmt: skip
DRY_RUN = click.option("--dry-run", is_flag=True, help="Build and check, say what would change, and publish nothing.")


class _Making:
    """One build: fills a folder, judges it, and says what came of it."""

    def __init__(self, root: Path, accept: str, unrenewed: Mapping[str, str], bar: Progress) -> None:
        self.root, self.accept, self.unrenewed, self.bar = root, accept, dict(unrenewed), bar
        self.started = time.monotonic()
        self.before = release_before(root)
        self.built: Built | None = None
        self.lines: list[str] = []

    def fill(self, folder: Path) -> Filled:
        """Build the catalog and its index into ``folder``; return what came of it."""
        merging = self.bar.add_task("merging listings", total=None)
        self.built = built = build(
            self.root,
            folder,
            lambda done, total: self.bar.update(merging, completed=done, total=total),
            previous=self.before,
        )
        self.bar.add_task("indexing programs", total=None)
        report = build_index(folder, lineage=built.lineage)
        counts = {"programs": built.programs, "candidates": built.candidates} | built.outcomes
        return Filled(counts, {**built.lineage.digests, **report.digests}, built.lineage)

    def judge(self, folder: Path, kind: World) -> Passed:
        """Return what the manifest records; raises ``ReleaseRefused`` with all that speaks against the release."""
        assert self.built
        self.bar.add_task("checking the release", total=None)
        measures = check_release(folder, kind, self.built.lineage)
        seconds = time.monotonic() - self.started
        overlap = overlap_lines(read_overlap(folder))
        self.lines = build_summary(self.built, measures, overlap, seconds, self.unrenewed)
        faults = index_faults(folder, self.built.lineage)
        # The invented sample changes with the checkout; nobody relies on one of its programs.
        found = doubts(folder, self.before, measures, read_sentinels()) if kind == "live" else []
        if faults or (found and not self.accept):
            raise ReleaseRefused(faults, found)
        return Passed(unrenewed=self._last_good(self.built), doubts=tuple(found), accepted=self.accept if found else "")

    def forget(self) -> None:
        """Remove what was kept for a release that would follow this one."""
        lineage = self.built.lineage if self.built else None
        if lineage and lineage.shelf.folder and lineage.shelf.folder != lineage.shelf_before.folder:
            shutil.rmtree(lineage.shelf.folder, ignore_errors=True)

    def _last_good(self, built: Built) -> dict[str, str]:
        """Return for each source that failed which listings are used instead, and why."""
        days = {report.source.id: f"listings of {report.as_of or report.read_on} are used" for report in built.sources}
        return {name: f"{days.get(name, 'it has no listings')}: {why}" for name, why in self.unrenewed.items()}


def publish_release(root: Path, kind: World, accept: str = "", unrenewed: Mapping[str, str] | None = None) -> Release:
    """Build, index, check and publish what is gathered under ``root``; say on the console what came of it.

    ``accept`` is the reason for which doubts do not stop it; ``unrenewed`` are sources that failed just now, with the
    reasons. Ends the command where there is nothing to build from or the release is refused; what was served stays.
    """
    with Progress(console=err) as bar:
        making = _Making(root, accept, unrenewed or {}, bar)
        try:
            release = publish(root, kind, making.fill, making.judge, Settings().keep_releases)
        except ReleaseRefused as error:
            _say(making.lines)
            fail(str(error))
        except (NothingGathered, ValueError) as error:
            fail(str(error))
    _say([*making.lines, *(f"accepted: {doubt}" for doubt in release.manifest.doubts),
          f"release {release.id} ({release.kind}) is served"])  # fmt: skip
    return release


def try_release(root: Path, kind: World, accept: str = "") -> None:
    """Build, index and check what is gathered, say what would change, and leave nothing behind."""
    releases = root / "releases"
    releases.mkdir(parents=True, exist_ok=True)
    remove_left_over(releases)
    staging = releases / f".staging-{os.getpid()}"
    staging.mkdir()
    bar = Progress(console=err)
    making = _Making(root, accept, {}, bar)
    try:
        with bar:
            making.fill(staging)
            refused = None
            try:
                making.judge(staging, kind)
            except ReleaseRefused as error:
                refused = error
        _say(making.lines)
        if making.before:
            lineage = making.built.lineage if making.built else None
            out.print(f"would change: {shown(changes_summary(compare_releases(making.before, staging, lineage)))}")
    except (NothingGathered, ValueError) as error:
        fail(str(error))
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        making.forget()
    if refused:
        fail(f"it would be refused: {'; '.join([*refused.faults, *refused.doubts])}")
    out.print("It would be published.")


def _say(lines: list[str]) -> None:
    for line in lines:
        err.print(shown(line))
        note(line)


def release_before(root: Path) -> Path | None:
    """Return the folder of the release whose ids programs keep; None, said on the console, where it is damaged."""
    try:
        before = served(root)
        damaged = before.damage((PROGRAMS, CANDIDATES, ANCHORS)) if before else []
    except ReleaseDamaged as error:
        err.print(shown(f"{error}: programs get new ids"))
        return None
    if before and damaged:
        err.print(shown(f"release {before.id} is damaged ({', '.join(sorted(damaged))}): programs get new ids"))
        return None
    return before.path if before else None


@click.command("build", epilog=EXIT_CODES)
@ACCEPT
@DRY_RUN
def build_command(accept: str, dry_run: bool) -> None:
    """Build and publish a release from what has been gathered. Uses no network.

    A release that fails a check is not published, and the one people search stays as it is.
    """
    settings = Settings()
    with locked(settings.live), logged(settings.live):
        if dry_run:
            try_release(settings.live, "live", accept)
            return
        note("build begins")
        release = publish_release(settings.live, "live", accept)
    out.print(release.id)


@click.command(epilog=EXIT_CODES)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--sample", is_flag=True, help="Rebuild the invented sample network instead, from this checkout alone.")
@ACCEPT
@DRY_RUN
def rebuild(sources: tuple[str, ...], sample: bool, accept: str, dry_run: bool) -> None:
    """Gather, build and publish: what cron or a timer calls.

    A source that fails leaves its last good listings in use. Interrupted, the next run continues. With `--dry-run`
    nothing is gathered: what lies there is built and checked.
    """
    settings = Settings()
    if sample:
        from commands.first_run import build_sample

        out.print(build_sample(settings).id)
        return
    names = tuple(known_source(name) for name in sources) or default_sources(settings)
    with locked(settings.live), logged(settings.live):
        if dry_run:
            _say_plan(names, settings)
            try_release(settings.live, "live", accept)
            return
        failed = _gather_all(names, settings, bool(accept))
        try:
            release = publish_release(settings.live, "live", accept, failed)
        except click.ClickException:
            end(settings.live)  # Refused: the next rebuild begins anew. An interruption leaves the journal.
            raise
        end(settings.live)
    out.print(release.id)
    if failed:
        fail(f"{len(failed)} of {len(names)} sources failed; their last good listings stay in use")


def _gather_all(names: tuple[str, ...], settings: Settings, accept: bool) -> dict[str, str]:
    """Gather what this rebuild has not gathered yet; return why sources failed."""
    root, failed = settings.live, dict[str, str]()
    journal = begin(root, names, settings)
    note(f"rebuild of {', '.join(names)}; done before it was interrupted: {', '.join(journal.done) or 'none'}")
    todo = tuple(name for name in names if name not in journal.done)

    def on_end(name: str, outcome: SourceReport | str) -> None:
        nonlocal journal
        if isinstance(outcome, str):
            failed[name] = outcome
            note(f"failed: {outcome}")
        else:
            journal = finished(root, journal, name, outcome.run)
            note(f"gathered {name}: {outcome.kept} listings in {outcome.seconds:.0f} s, {outcome.peak_mb:.0f} MB")

    for name in journal.done:
        err.print(shown(f"{name} was gathered before this rebuild was interrupted"))
    try:
        gather_sources(todo, root, settings, accept=accept, on_end=on_end)
    except click.ClickException:
        if not failed:
            raise
    return failed


def _say_plan(names: tuple[str, ...], settings: Settings) -> None:
    last = {report.source.id: report for report, _ in gathered(settings.live)}
    for name in names:
        report = last.get(name)
        when = f"its last good run is of {report.read_on}" if report else "it was never gathered"
        limit = settings.source_seconds or all_sources()[name].time_limit
        out.print(shown(f"would gather {name}: {when}; it may take {limit / 3600:g} hours at most"))


@click.command(epilog=EXIT_CODES)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def status(context: click.Context, as_json: bool) -> None:
    """Say what is served, how old it is and whether it is whole: exit 0 fresh, 1 stale, 2 broken or missing."""
    from index.state import release_state

    found = release_state(Settings())
    if as_json:
        print_json(found)
    else:
        for key, value in msgspec.structs.asdict(found).items():
            if key not in ("damage", "sources"):
                out.print(f"{key}: {shown(str(value))}")
        for age in found.sources:
            stale = f", stale from {age.limit + 1} on" if age.stale else ""
            out.print(f"source {shown(age.label)}: {age.days} days old{stale}")
        for fault in found.damage:
            out.print(f"damage: {shown(fault)}")
    context.exit({"fresh": OK, "stale": FAILED}.get(found.state, USAGE))
