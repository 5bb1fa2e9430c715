"""Checks: what a release must hold before anybody is shown it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from catalog.attributes import load_attributes
from catalog.building import CANDIDATES, FILES, OFFSETS, PROGRAMS
from catalog.facts import Answer
from catalog.gate import outcomes
from catalog.measures import MEASURES, Measures, Measuring, counted
from catalog.programs import Program
from catalog.refused import ReleaseRefused
from catalog.releases import World
from catalog.reuse import Line, Lineage
from catalog.vocabulary import load_vocabulary

__all__ = ["ReleaseRefused", "check_release", "program_faults"]

FILE_OF = dict(FILES)

MOST_NAMED = 50
"""Faults named one by one; one that all programs share would fill the disk with itself."""


def check_release(folder: Path, kind: World, lineage: Lineage | None = None) -> Measures:
    """Return what a release holds, written to ``measures.json`` too.

    Programs that say what they said in the release before, which was checked, are not read again: ``lineage`` names
    them. Raises ``ReleaseRefused`` where it is empty, mixes worlds, or holds what the tables do not know.
    """
    faults: list[str] = []
    before: Measures | None = lineage.shelf_before.also(kind.encode()).read(MEASURES, Measures) if lineage else None
    if lineage is None or before is None or not lineage.lines_before:
        measuring, counts = Measuring(), {PROGRAMS: 0, CANDIDATES: 0}
        programs: Iterator[tuple[str, Program]] = (
            (name, program) for name in counts for program in _programs(folder / name)
        )
    else:
        measuring = Measuring(before)
        counts = {PROGRAMS: 0, CANDIDATES: 0} | Counter(
            FILE_OF[line.status] for name, line in lineage.lines.items() if name not in lineage.anew
        )
        programs = _changed(folder, lineage, measuring)
    for name, program in programs:
        faults += program_faults(program, kind)
        counts[name] += 1
        if name == PROGRAMS:
            measuring.add(counted(program))
            if program.answer("level_of_care", "iop") is not Answer.YES:
                faults.append(f"{program.id} ({program.name}) states no IOP")
    offsets = msgspec.json.decode((folder / OFFSETS).read_bytes(), type=dict[str, tuple[int, int]])
    if len(offsets) != counts[PROGRAMS]:
        faults.append(f"{counts[PROGRAMS]} programs have {len(offsets)} different ids")
    if not counts[PROGRAMS]:
        faults.append("it holds no program: gather a source that states IOPs")
    if faults:
        more = [f"and {len(faults) - MOST_NAMED} more faults"] if len(faults) > MOST_NAMED else []
        raise ReleaseRefused(faults[:MOST_NAMED] + more)
    measures = measuring.finish(counts[CANDIDATES], outcomes(folder))
    (folder / MEASURES).write_bytes(msgspec.json.format(msgspec.json.encode(measures, order="sorted")))
    if lineage:
        lineage.shelf.also(kind.encode()).write(MEASURES, measures)
    return measures


def _programs(path: Path) -> Iterator[Program]:
    decoder = msgspec.json.Decoder(Program)
    with path.open("rb") as file:
        for line in file:
            yield decoder.decode(line)


def _changed(folder: Path, lineage: Lineage, measuring: Measuring) -> Iterator[tuple[str, Program]]:
    """Yield the programs that say something new, each with its file; take what is gone out of ``measuring``."""
    assert lineage.before
    for _, program in _read(lineage.before, lineage.gone, ("confirmed",)):
        measuring.take_out(counted(program))
    yield from _read(folder, lineage.anew, tuple(FILE_OF))


def _read(folder: Path, lines: Mapping[str, Line], statuses: Sequence[str]) -> Iterator[tuple[str, Program]]:
    decoder = msgspec.json.Decoder(Program)
    for status in statuses:
        name = FILE_OF[status]
        with (folder / name).open("rb") as file:
            for line in lines.values():
                if line.status == status:
                    file.seek(line.offset)
                    yield name, decoder.decode(file.read(line.length))


def program_faults(program: Program, kind: World) -> list[str]:
    """Return what is wrong with one program in a release of ``kind``."""
    who = f"{program.id} ({program.name})"
    faults = []
    if program.invented != (kind == "sample"):
        faults.append(f"{who} is {'invented' if program.invented else 'not invented'} in a {kind} release")
    if program.point is None and not program.notes:
        faults.append(f"{who} has neither a point nor a reason for having none")
    rows = {row.key: row for row in load_attributes()}
    for fact in program.facts:
        row = rows.get(fact.attribute)
        if row is None:
            faults.append(f"{who} has a fact of the unknown attribute {fact.attribute!r}")
        elif row.kind == "terms" and not load_vocabulary().has(row.vocabulary, str(fact.value)):
            faults.append(f"{who} has the unknown {fact.attribute} term {fact.value!r}")
    return faults
