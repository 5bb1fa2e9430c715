"""Times of a full rebuild and of those that follow it, stage by stage, with the memory and what had to be done.

``python -m bench.rebuild --programs 20000`` makes listings of so many invented programs, every fifth listed by two
sources, and builds them in processes of their own: all of them; after a hundredth of the listings changed (another
phone); after a hundredth changed in other ways (programs came and went, were renamed, state more); and after the same
was read on another day. Seconds are of the processor, so that a busy machine counts less.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from bench.report import machine, table, write_section
from catalog.building import build
from catalog.checks import check_release
from catalog.facts import Fact
from catalog.gate import doubts
from catalog.listings import Listing, listing_id
from catalog.overlap import read_overlap
from catalog.programs import Program
from catalog.releases import Filled, publish, served
from catalog.reuse import Lineage
from catalog.settings import ROOT
from catalog.sources import ASKED
from crawler.reports import peak_memory
from index.build import build_index
from index.findable import index_faults
from tests.make_listings import OWN_PAGE, SAMHSA, gather_into
from tests.make_programs import make_programs

CHANGED_EVERY, TWICE_EVERY = 100, 5
FIRST_DAY, OTHER_DAY = "2026-11-01", "2026-12-01"


def listings(programs: int, how: str = "full") -> tuple[list[Listing], list[Listing]]:
    """Return what two sources list, after the change that ``how`` names."""
    first, second = [], []
    day = OTHER_DAY if how == "another day" else FIRST_DAY
    for number, program in enumerate(make_programs(programs)):
        listing = _listing(program, "samhsa_locator", "SA", day)
        if number % CHANGED_EVERY == 0:
            first += _changed(listing, number // CHANGED_EVERY, how)
        else:
            first.append(listing)
        if number % TWICE_EVERY == 0:
            second.append(_listing(program, "program_sites", "", day))
    return first, second


def _changed(listing: Listing, number: int, how: str) -> list[Listing]:
    """Return what stands for a listing that is one of a hundred."""
    replace = msgspec.structs.replace
    if how == "1 % phones":
        return [replace(listing, phone=f"(480) 555-01{number % 100:02}")]
    if how != "1 % all ways":
        return [listing]
    if number % 4 == 0:
        return []
    if number % 4 == 1:
        return [listing, replace(listing, id=f"{listing.id}-new", name=f"New {listing.name}", street="1 New Street")]
    if number % 4 == 2:
        return [replace(listing, name=f"{listing.name} West")]
    return [replace(listing, facts=listing.facts[:-1])]


def _listing(program: Program, source: str, kind: str, day: str) -> Listing:
    facts = program.facts if day == FIRST_DAY else tuple(_read_on(fact, day) for fact in program.facts)
    place = {key: getattr(program, key) for key in ("street", "city", "state", "zip")}
    return Listing(
        id=listing_id(source, kind, program.id), source=source, kind=kind, name=program.name,
        organization=program.organization, url="https://made.example/", read_on=day, phone=program.phone,
        website=program.website, point=program.point, facts=facts,
        notes=() if program.point else ("no coordinates given; no point",), **place,
    )  # fmt: skip


@functools.lru_cache(maxsize=200_000)
def _read_on(fact: Fact, day: str) -> Fact:
    evidence = tuple(msgspec.structs.replace(one, read_on=day) for one in fact.evidence)
    return msgspec.structs.replace(fact, evidence=evidence)


def rebuild(root: Path) -> dict[str, float]:
    """Build and publish what is gathered under ``root``; return processor seconds by stage and the memory in MB."""
    stages: dict[str, float] = {}
    counts: dict[str, int] = {}
    lineage: Lineage | None = None
    clock = time.process_time()

    def stage(name: str) -> None:
        nonlocal clock
        now = time.process_time()
        stages[name], clock = round(now - clock, 2), now

    before = served(root)
    place = before.path if before else None

    def fill(folder: Path) -> Filled:
        nonlocal lineage
        built = build(root, folder, previous=place)
        lineage = built.lineage
        counts.update(built.work)
        stage("merge")
        report = build_index(folder, lineage=lineage)
        counts["read for the index"] = report.read
        stage("index")
        return Filled({"programs": built.programs}, {**lineage.digests, **report.digests}, lineage)

    def check(folder: Path, kind: str) -> None:
        stage("compare")
        measures = check_release(folder, "sample", lineage)
        assert doubts(folder, place, measures, ()) == []
        read_overlap(folder)
        stage("check")
        assert index_faults(folder, lineage) == []
        stage("find each by name")

    publish(root, "sample", fill, check)
    stage("publish")
    return stages | {"all": round(sum(stages.values()), 2), "MB": peak_memory()} | counts


def _apart(root: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.rebuild", "--root", str(root)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, env=os.environ)
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def measure(programs: int) -> str:
    """Return the table of a full rebuild and those that follow it, as Markdown."""
    names = ("full", "1 % phones", "1 % all ways", "another day")
    with tempfile.TemporaryDirectory() as place:
        roots, found = {name: Path(place) / name for name in names}, {}
        for name, root in roots.items():
            if name != "full":
                shutil.copytree(roots["full"], root, copy_function=os.link)
            run = "20261101T000000Z" if name == "full" else "20261201T000000Z"
            for source, made in zip((SAMHSA, OWN_PAGE), listings(programs, name), strict=True):
                (gather_into(root, *made, source=source, run=run) / ASKED).write_text("https://made.example")
            found[name] = _apart(root)
    full = found.pop("full")
    rows = [
        [
            key,
            f"{value:.10g}",
            *(cell for one in found.values() for cell in (f"{one[key]:.10g}", _ratio(one[key], value))),
        ]
        for key, value in full.items()
    ]
    return table(["", "full", *(cell for name in names[1:] for cell in (name, "ratio"))], rows)


def _ratio(value: float, full: float) -> str:
    return f"{value / full:.2f}" if full else "–"


NOTES = """
`python -m bench.rebuild`, {programs:,} programs of two sources, each rebuild in a process of its own: all of them;
after a hundredth of the listings had another phone; after a hundredth changed in other ways, so that programs came,
went and got new names; after the same was read on another day. Seconds of one processor, megabytes at most, then what
had to be done. Where programs come and go, those after them get other numbers in the index, so that Whoosh's files
are put together anew. {machine}.
"""


def main() -> None:
    """Print the table; with ``--root``, rebuild that root and print its stages as JSON."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--programs", type=int, default=20_000)
    words.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    words.add_argument("--root", type=Path, help=argparse.SUPPRESS)
    asked = words.parse_args()
    if asked.root:
        print(json.dumps(rebuild(asked.root)))
        return
    figures = measure(asked.programs)
    print(figures)
    if asked.write:
        notes = NOTES.format(programs=asked.programs, machine=machine())
        write_section("rebuild", f"## Rebuilding\n{notes}\n{figures}")


if __name__ == "__main__":
    main()
