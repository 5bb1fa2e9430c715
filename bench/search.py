"""Measures searching: builds synthetic programs, asks six kinds of question of each engine, prints one table a size.

    python -m bench.search                 20,000 programs
    python -m bench.search --large         200,000 programs as well (half an hour)
    python -m bench.search --write         puts the tables into docs/performance.md

Kinds: a free text, top 20; b text and three filters; c filters within 25 miles by distance; d text, filters and
radius, best first; e counts of five facets over a text's result; f spelling.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from bench.engines import Asked, Engine, Ours, OursInFull, Row, Sqlite, Tantivy
from bench.lookups import lookup_table
from bench.report import machine, table, write_section
from catalog.attributes import attribute
from catalog.facts import Fact
from catalog.programs import Program
from catalog.vocabulary import load_vocabulary
from index.files import PROGRAMS
from index.program_text import name_words, text_words
from tests.make_programs import make_programs

WORDS = "words.txt"
"""File of a folder of programs: the analysed words of each, a line a program."""

KINDS = "abcdef"
QUESTIONS, SQLITE_QUESTIONS = 300, 30
REPEATS = 3
"""Times each question is timed; the quickest counts, because other work on the machine only ever adds."""

SIZE, LARGE_SIZE = 20_000, 200_000
DRAWN_FROM = 4000
"""Programs that questions are drawn from, spread over all of them."""

WISHED = ("conditions", "therapies", "payment_options", "age_groups", "languages")

NOTES = """
Milliseconds, p50/p95 over {questions} drawn questions ({sqlite} for SQLite), each asked of one engine after the other
in one process, warm, one thread, the quickest of {repeats} times. {machine}.

- **a** free text, **b** text and three filters, **c** filters within 25 miles, by distance, **d** text, filters and
  radius, best first: each answers with the number found and the ids of the first 20 in order. **e** counts the terms
  of five facets over the programs that have a word. **f** a misspelled word.
- iop-finder reads the question (stop words, phone numbers, half names, wordings that stand for terms), ranks by the
  table of weights in `index/ranking.py`, and measures geodesic miles. "Hits in full" adds to each hit its distance,
  what it states and why it stands where it does. Of facets it also knows how many deny a term or do not say; of a
  misspelled word it says what was meant, and what would find something.
- tantivy and SQLite get stemmed words, rank by BM25, search a box instead of a circle and do not sort by distance.
  For **f**, tantivy finds 20 programs with a word one letter away, and does not say which; SQLite has no such thing.
  Reading numbers from a column instead of stored ids would save tantivy about 0.015 ms a page.
- "Build" leaves out making the programs, and for the others analysing the words. "Open" and "memory" are those of a
  process of its own: opening, with checksums of all files for iop-finder, and what it grew by after all questions,
  mapped files included.
"""


def write_world(folder: Path, count: int) -> list[Program]:
    """Write ``count`` programs and their analysed words into ``folder``; return some to draw questions from."""
    kept = []
    encoder, every = msgspec.json.Encoder(), max(count // DRAWN_FROM, 1)
    with (
        (folder / PROGRAMS).open("wb") as programs,
        (folder / WORDS).open("w", encoding="ascii") as words,
    ):
        for number, program in enumerate(make_programs(count)):
            programs.write(encoder.encode(program) + b"\n")
            words.write(" ".join(text_words(program, name_words(program))) + "\n")
            if number % every == 0:
                kept.append(program)
    return kept


def rows(folder: Path) -> Iterator[Row]:
    """Yield the programs of ``folder`` as the other engines index them."""
    decoder = msgspec.json.Decoder(Program)
    with (folder / PROGRAMS).open("rb") as programs, (folder / WORDS).open(encoding="ascii") as words:
        for line, said in zip(programs, words, strict=True):
            program, stated = decoder.decode(line), dict[str, list[str]]()
            for fact in program.facts:
                if isinstance(fact.value, str) and not fact.denied:
                    stated.setdefault(fact.attribute, []).append(fact.value)
            point = (program.point.lat, program.point.lon) if program.point else None
            yield Row(program.id, said.rstrip("\n"), stated, point)


def draw(programs: list[Program], seed: int = 4) -> list[Asked]:
    """Draw questions from the programs themselves, so that most of them find something."""
    chance, vocabulary = random.Random(seed), load_vocabulary()
    drawn: list[Asked] = []
    while len(drawn) < QUESTIONS:
        program = chance.choice(programs)
        stated = [f for f in program.facts if f.attribute in ("conditions", "therapies") and not f.denied]
        if not _three(program, chance) or not program.point or len(stated) < 2:
            continue
        labels = [vocabulary.term(attribute(f.attribute).vocabulary, str(f.value)).label for f in stated]
        words = [w.lower() for label in chance.sample(labels, 2) for w in label.split() if len(w) > 3 and w.isalpha()]
        if not words:
            continue
        word = chance.choice(program.organization.split()).lower()
        wishes = tuple((fact.attribute, str(fact.value)) for fact in _three(program, chance))
        drawn.append(Asked(
            words=tuple(dict.fromkeys(words[: chance.randint(1, 3)])), wishes=wishes,
            near=(program.point.lat, program.point.lon), misspelled=word[:2] + word[3:4] + word[2:3] + word[4:] + "x",
        ))  # fmt: skip
    return drawn


def _three(program: Program, chance: random.Random) -> list[Fact]:
    """Return three of a program's stated terms, of three attributes, none where it has not as many."""
    stated = {f.attribute: f for f in program.facts if f.attribute in WISHED and not f.denied}
    return chance.sample(list(stated.values()), 3) if len(stated) >= 3 else []


def build_seconds(engine: Engine, folder: Path) -> float:
    """Build an engine; return the CPU seconds that took, without those of reading the programs for it."""
    waited = 0.0

    def timed() -> Iterator[Row]:
        nonlocal waited
        source = rows(folder)
        while True:
            start = time.thread_time()
            row = next(source, None)
            waited += time.thread_time() - start
            if row is None:
                return
            yield row

    start = time.process_time()
    engine.build(timed())
    return time.process_time() - start - waited


def answer_times(chosen: list[Engine], questions: list[Asked]) -> dict[str, dict[str, list[float]]]:
    """Return kind → engine → sorted milliseconds. Engines take turns at each question, so all meet the same noise."""
    found: dict[str, dict[str, list[float]]] = {}
    gc.collect()
    gc.disable()
    for kind in KINDS:
        times = found[kind] = {engine.name: [] for engine in chosen}
        for timed in (False, True):
            for number, question in enumerate(questions):
                for engine in chosen:
                    if isinstance(engine, Sqlite) and number >= SQLITE_QUESTIONS:
                        continue
                    took = min(_milliseconds(engine, kind, question) for _ in range(REPEATS if timed else 1))
                    if timed:
                        times[engine.name].append(took)
        for each in times.values():
            each.sort()
    gc.enable()
    return found


def _milliseconds(engine: Engine, kind: str, question: Asked) -> float:
    start = time.perf_counter()
    engine.ask(kind, question)
    return (time.perf_counter() - start) * 1000


def in_its_own_process(engine: Engine, folder: Path, questions: list[Asked]) -> tuple[float, float]:
    """Return milliseconds to open and megabytes grown by, of a process that does nothing else."""
    ran = subprocess.run(
        [sys.executable, "-m", "bench.search", "--alone", type(engine).__name__, str(folder)],
        input=msgspec.json.encode(questions), capture_output=True, check=True,
    )  # fmt: skip
    opened, grown = json.loads(ran.stdout)
    return opened, grown


def alone(name: str, folder: Path) -> None:
    """Open one engine, ask every question of standard input, print milliseconds and megabytes as JSON."""
    engine = {kind.__name__: kind for kind in ENGINES}[name](folder)
    questions = msgspec.json.decode(sys.stdin.buffer.read(), type=list[Asked])
    before, start = _resident(), time.perf_counter()
    engine.open()
    opened = (time.perf_counter() - start) * 1000
    for kind in KINDS:
        for question in questions[:SQLITE_QUESTIONS] if isinstance(engine, Sqlite) else questions:
            engine.ask(kind, question)
    print(json.dumps([opened, _resident() - before]))


def _resident() -> float:
    """Return the megabytes of this process that are in memory, mapped files included."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(float(line.split()[1]) / 1000 for line in lines if line.startswith("VmRSS"))


ENGINES: tuple[Callable[[Path], Engine], ...] = (Ours, OursInFull, Tantivy, Sqlite)


def engines(folder: Path) -> list[Engine]:
    """Return the engines that can run here, saying which cannot."""
    if importlib.util.find_spec("tantivy"):
        return [make(folder) for make in ENGINES]
    print("tantivy is not installed, so it is left out: `pip install tantivy` adds it to the comparison\n")
    return [make(folder) for make in ENGINES if make is not Tantivy]


def measure(count: int, ours_alone: bool) -> str:
    """Build everything for ``count`` programs and return the table as Markdown."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        questions = draw(write_world(folder, count))
        chosen = [Ours(folder), OursInFull(folder)] if ours_alone else engines(folder)
        told = []
        for engine in chosen:
            before = _size(folder)
            built = build_seconds(engine, folder)
            told.append((f"{built:.1f}", f"{(_size(folder) - before) / 1e6:.0f}"))
        for n, engine in enumerate(chosen):
            opened, grown = in_its_own_process(engine, folder, questions)
            told[n] = (*told[n], f"{opened:.0f}", f"{grown:.0f}")
            engine.open()
        times = answer_times(chosen, questions)
        lines = [[engine.name, *told[n], *_cells(engine, times)] for n, engine in enumerate(chosen)]
        lines[1][1:5] = ["", "", "", lines[1][4]]
        if not ours_alone and "tantivy" in times["a"]:
            lines.append(["iop-finder / tantivy", "", "", "", "", *(_ratio(times[kind]) for kind in KINDS)])
        lookups = lookup_table(folder)
    head = [f"{count:,} programs", "build CPU s", "MB", "open ms", "memory MB", *KINDS]
    return f"{table(head, lines)}\n\n{lookups}"


def _cells(engine: Engine, times: dict[str, dict[str, list[float]]]) -> list[str]:
    cells = []
    for kind in KINDS:
        found = times[kind][engine.name]
        cells.append(f"{_at(found, 0.5):.3f}/{_at(found, 0.95):.3f}")
    return [*cells[:-1], "–"] if isinstance(engine, Sqlite) else cells


def _ratio(times: dict[str, list[float]]) -> str:
    ours, theirs = times["iop-finder"], times["tantivy"]
    return f"{_at(ours, 0.5) / _at(theirs, 0.5):.2f}/{_at(ours, 0.95) / _at(theirs, 0.95):.2f}"


def _at(times: list[float], share: float) -> float:
    return times[int(len(times) * share)]


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> None:
    """Print a table for each size asked for, and write them where asked to."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--large", action="store_true", help=f"also {LARGE_SIZE:,} programs")
    options.add_argument("--programs", type=int, default=SIZE, help="how many programs (default: %(default)s)")
    options.add_argument("--ours", action="store_true", help="measure this project's index alone")
    options.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    options.add_argument("--alone", nargs=2, metavar=("ENGINE", "FOLDER"), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.alone:
        alone(chosen.alone[0], Path(chosen.alone[1]))
        return
    tables = []
    for count in (chosen.programs, *((LARGE_SIZE,) if chosen.large else ())):
        tables.append(measure(count, chosen.ours))
        print(tables[-1], "\n")
    if chosen.write:
        notes = NOTES.format(questions=QUESTIONS, sqlite=SQLITE_QUESTIONS, repeats=REPEATS, machine=machine())
        write_section("search", "## Searching\n" + notes + "\n" + "\n\n".join(tables))


if __name__ == "__main__":
    main()
