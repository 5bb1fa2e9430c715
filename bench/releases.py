"""Measures what happens to a finished release of 20,000 programs: compared, checked, copied, fetched again.

``python -m bench.releases`` prints a Markdown table; ``--write`` puts it into ``docs/performance.md``.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from bench.report import table, write_section
from catalog.changes_page import write_changes
from catalog.origins import FolderOrigin, WebOrigin
from catalog.programs import Program
from catalog.receiving import Receiving
from catalog.releases import Release
from commands.copying import check_copy
from tests.app_release import publish_programs
from tests.make_programs import make_programs
from tests.release_server import ReleaseServer

COUNT, KIND = 20_000, "sample"


def read_again(programs: list[Program]) -> Iterator[Program]:
    """Yield programs of which only the day they were read is another."""
    for program in programs:
        facts = tuple(
            msgspec.structs.replace(
                fact, evidence=tuple(msgspec.structs.replace(e, read_on="2027-01-01") for e in fact.evidence)
            )
            for fact in program.facts
        )
        yield msgspec.structs.replace(program, facts=facts, last_seen="2027-01-01")


def measured(what: str, act: Callable[[], object]) -> list[str]:
    """Return a row of the table: what was done, seconds of processor and of the clock."""
    clock, processor = time.perf_counter(), time.process_time()
    act()
    return [what, f"{time.process_time() - processor:.2f}", f"{time.perf_counter() - clock:.2f}"]


def measure(folder: Path, count: int) -> str:
    """Return the table for ``count`` programs."""
    programs = [msgspec.structs.replace(p, notes=() if p.point else ("no coordinates given",))
                for p in make_programs(count)]  # fmt: skip
    few = [
        msgspec.structs.replace(p, phone="(480) 555-0100") if number % 100 == 0 else p
        for number, p in enumerate(programs)
    ]
    first = publish_programs(folder / "origin", programs, KIND)
    releases = {
        "1 % changed": publish_programs(folder / "few", few, KIND),
        "all read again": publish_programs(folder / "again", list(read_again(programs)), KIND),
        "all changed": publish_programs(folder / "all", [msgspec.structs.replace(p, phone="") for p in programs], KIND),
    }
    rows = [measured(f"compare, {name}", lambda r=release: write_changes(first.path, r.path))  # type: ignore[misc]
            for name, release in releases.items()]  # fmt: skip
    rows.append(measured("compare every byte with the manifest", Release(first.path).damage))
    rows.append(measured("copy to a folder, checked", lambda: taken(FolderOrigin(folder / "origin"), folder / "copy")))
    with ReleaseServer(folder / "origin") as server:
        rows.append(measured("fetch from loopback, checked", lambda: taken(WebOrigin(server.url), folder / "fetched")))
    size = sum(path.stat().st_size for path in first.path.rglob("*") if path.is_file())
    return table([f"{count:,} programs, {size / 1e6:.0f} MB", "CPU s", "s"], rows)


def taken(origin: FolderOrigin | WebOrigin, root: Path) -> None:
    """Take a release over as ``iop pull`` does."""
    Receiving(origin, root, KIND, lambda folder: check_copy(folder, KIND)).receive()


def main() -> int:
    """Measure and print, or write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="iop-bench-"))
    try:
        text = measure(folder, chosen.count)
    finally:
        shutil.rmtree(folder)
    sys.stdout.write(text + "\n")
    if chosen.write:
        write_section("releases", f"## Releases compared and copied\n\n`python -m bench.releases`\n\n{text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
