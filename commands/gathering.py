"""``iop gather``, ``iop import`` and ``iop sources``: listings in, from the network or from a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from catalog.overlap import Overlap, read_overlap
from catalog.releases import current
from catalog.settings import Settings, is_loopback
from catalog.sources import SKIPPED, SourceReport, gathered, read_skipped, source_folder
from commands.console import EXIT_CODES, NOTHING_YET, UNKNOWN, err, fail, locked, out, print_json, shown
from commands.rebuild_log import logged, note
from crawler import run
from crawler.spider import Progress as Step

QUICK_SOURCES = ("samhsa_locator",)
"""What the first run gathers: enough to search within minutes."""

SAMPLE_SOURCES = (*QUICK_SOURCES, "program_sites")
"""What the invented network serves."""

ALL_SOURCES = (*QUICK_SOURCES, "ca_dhcs", "ny_omh", "program_sites")
"""What is gathered where no source is named, in this order: web sites are found in other sources' listings. Sources of
many hours or gigabytes (the NPI registry, insurers' directories) are an operator's choice."""


def default_sources(settings: Settings) -> tuple[str, ...]:
    """Return what is gathered where no source is named: what the setting ``IOP_SOURCES`` lists, else ``ALL_SOURCES``.

    Rows that a replay on loopback serves lead to no real web site unless somebody asks for it by name. Ends the
    command where the setting names a source that there is not.
    """
    if settings.sources:
        return tuple(known_source(name) for name in settings.sources)
    return QUICK_SOURCES if is_loopback(settings.samhsa_locator_url) else ALL_SOURCES


LINES_SHOWN = 20
"""Rows and words that are listed after an import; ``skipped.jsonl`` and ``report.json`` have them all."""


def gather_sources(
    names: tuple[str, ...], root: Path, settings: Settings, fresh: bool = False, accept: bool = False,
    on_end: Callable[[str, SourceReport | str], None] = lambda name, outcome: None,
) -> list[SourceReport]:  # fmt: skip
    """Gather sources one after the other with a progress bar each; a failed one is reported, the others go on.

    ``on_end`` is told how each ended, by its report or the reason it failed. Raises ``Failure`` at the end where any
    failed.
    """
    reports, failures = [], []
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
               TimeElapsedColumn())  # fmt: skip
    with Progress(*columns, console=err) as bar:
        for name in names:
            task = bar.add_task(name, total=None)

            def moved(step: Step, task: object = task, name: str = name) -> None:
                words = f"{name}: {step.message}"
                bar.update(task, description=shown(words[:60]), completed=step.done, total=step.total or None)  # type: ignore[arg-type]

            try:
                report = run.gather(name, root, settings, on_progress=moved, fresh=fresh, accept=accept,
                                    on_warning=lambda words: err.print(f"[yellow]{shown(words)}[/yellow]"))  # fmt: skip
                reports.append(report)
                on_end(name, report)
            except run.GatherFailed as error:
                failures.append(str(error))
                err.print(f"[red]{shown(str(error))}[/red]")
                on_end(name, str(error))
    for report in reports:
        err.print(shown(summary(report)))
    if failures:
        fail(f"{len(failures)} of {len(names)} sources failed; their last good listings stay as they were")
    return reports


def summary(report: SourceReport) -> str:
    """Return one line on a run: counts, what was skipped and marked, time and memory."""
    parts = [f"{report.source.id}: {report.rows} rows, {report.kept} kept"]
    parts += [f"{count} skipped ({reason})" for reason, count in report.skipped.items()]
    parts += [f"{count} marked ({note})" for note, count in report.notes.items()]
    if report.unmapped:
        parts.append(f"{sum(report.unmapped.values())} words not in the vocabulary")
    return "; ".join(parts) + f"; {report.seconds:.1f} s, {report.peak_mb:.0f} MB"


def known_source(name: str) -> str:
    """Return ``name`` where such a source exists, else end with the names there are."""
    if name not in run.sources():
        fail(f"there is no source {name!r}: use one of {', '.join(sorted(run.sources()))}", UNKNOWN)
    return name


@click.command(epilog=EXIT_CODES)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--fresh", is_flag=True, help="Start anew instead of continuing an unfinished run.")
@click.option("--accept", metavar="REASON", default="", help="Use a source's run that brings far too little, too.")
def gather(sources: tuple[str, ...], fresh: bool, accept: str) -> None:
    """Gather listings from public SOURCEs (default: what $IOP_SOURCES lists, else SAMHSA's locator,
    the states' lists and the programs' own web sites).

    Asks at most one page a second, continues where an interrupted run stopped, and changes nothing that people
    see: `iop build` does.

    \b
    Examples:
      iop gather
      iop gather samhsa_locator --fresh
    """
    settings = Settings()
    names = tuple(known_source(name) for name in sources) or default_sources(settings)
    with locked(settings.live), logged(settings.live):
        if accept:
            note(f"what {', '.join(names)} brings now is used, however little: {accept}")
        gather_sources(names, settings.live, settings, fresh, bool(accept))


@click.command("import", epilog=EXIT_CODES)
@click.argument("source")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as-of", default=None, help="The day the file speaks for, YYYY-MM-DD (default: the file's own date).")
def import_(source: str, file: Path, as_of: str | None) -> None:
    """Read listings of SOURCE from FILE instead of the network.

    \b
    Examples:
      iop import samhsa_directory national_directory_su.xlsx
      iop import own_list my_programs.csv    (start from data/own_list_template.csv)
    """
    settings = Settings()
    known_source(source)
    if not file.is_file():
        fail(f"there is no file {file}: check the path")
    with locked(settings.live):
        try:
            report = run.import_file(source, file, settings.live, settings, as_of)
        except run.GatherFailed as error:
            fail(str(error))
    err.print(shown(summary(report)))
    for line in left_out(report, settings.live):
        err.print(shown(line))


def left_out(report: SourceReport, root: Path) -> list[str]:
    """Return what a person should look at after an import: rows left out with the reason, words nobody knows."""
    skipped = read_skipped(source_folder(root, report.source.id) / report.run / SKIPPED)
    lines = [f"{row.record} left out: {row.reason}" for row in skipped]
    lines += [f"not in the vocabulary, so it states nothing: {words}" for words in report.unmapped]
    more = [f"and {len(lines) - LINES_SHOWN} more"] if len(lines) > LINES_SHOWN else []
    return lines[:LINES_SHOWN] + more


@click.command("sources", epilog=EXIT_CODES)
@click.option("--overlap", is_flag=True, help="Show which sources speak for the same programs instead.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_sources(overlap: bool, as_json: bool) -> None:
    """Show every source: its last good run, age, rows, kept, skipped by reason, and terms.

    Ages are days since the source was read, or since the day it speaks for.
    """
    settings = Settings()
    if overlap:
        show_overlap(settings, as_json)
        return
    records = source_records(settings)
    if as_json:
        print_json(records)
        return
    table = Table("source", "last good run", "days", "rows", "kept", "skipped", box=None, pad_edge=False)
    for name, record in records.items():
        last = record["last"]
        cells = ["never"] if last is None else [
            last.as_of or last.read_on, record["age_days"], last.rows, last.kept, sum(last.skipped.values()),
        ]  # fmt: skip
        table.add_row(name, *(shown(str(cell)) for cell in cells))
    out.print(table)
    for name, record in records.items():
        out.print(f"\n[bold]{name}[/bold] · {shown(record['source'].label)}")
        out.print(f"  {shown(record['source'].terms)}", style="dim")
        for line in _run_lines(record["last"]):
            out.print(f"  {shown(line)}")


def source_records(settings: Settings) -> dict[str, dict[str, Any]]:
    """Return each source by id: what is known of it, its last good run (None: never), and that run's age in days."""
    reports = {report.source.id: report for report, _ in gathered(settings.live)}
    today = dt.datetime.now(dt.UTC).date()
    found = {}
    for name, spider in sorted(run.sources().items()):
        last = reports.get(name)
        age = (today - dt.date.fromisoformat(last.as_of or last.read_on)).days if last else None
        found[name] = {"source": spider.source, "last": last, "age_days": age}
    return found


def _run_lines(last: SourceReport | None) -> Iterator[str]:
    """Yield what a run skipped, by reason, and what it noted."""
    if last is None:
        return
    if last.skipped:
        yield "skipped: " + "; ".join(f"{count} {reason}" for reason, count in last.skipped.items())
    if last.notes:
        yield "noted: " + "; ".join(f"{count} × {note}" for note, count in last.notes.items())
    if last.unmapped:
        yield f"not in the vocabulary: {sum(last.unmapped.values())} words"


def show_overlap(settings: Settings, as_json: bool) -> None:
    """Print for the served release how many programs each source speaks for, and two of them together."""
    release = current(settings)
    if release is None:
        fail("there is no release yet: run `iop build`", NOTHING_YET)
    overlap = read_overlap(release.path)
    if as_json:
        print_json({"release": release.id} | overlap.record())
        return
    for line in overlap_lines(overlap, most=len(overlap.together)):
        out.print(shown(line))


def overlap_lines(overlap: Overlap, most: int = 6) -> list[str]:
    """Return the lines a person reads: programs by source, by number of sources, and the pairs that share the most."""
    lines = ["programs by source: " + (", ".join(f"{n} {name}" for name, n in overlap.by_source.items()) or "none")]
    several = sum(count for number, count in overlap.by_number.items() if number > 1)
    if several:
        numbers = ", ".join(f"{count} by {number}" for number, count in overlap.by_number.items())
        pairs = [f"{count} {one} + {other}" for (one, other), count in list(overlap.together.items())[:most]]
        lines += [f"programs by number of sources that list them: {numbers}", f"listed together: {', '.join(pairs)}"]
    return lines
