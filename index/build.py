"""Builds the index of a release: ``programs.jsonl`` in, ``index/`` out, in one commit and always from nothing.

Each program is read once: its words are counted and go into Whoosh's blocks and, scored, into arrays; everything that
filters, counts and sorts becomes a column. The same ``programs.jsonl``, tables and code give the same files byte for
byte; a program that says what it said in the release before is not read again (``index.renewing``). The folder is built
aside and renamed, so a half-built index is never seen.
"""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from catalog.pausing import collection_paused
from catalog.programs import Program
from catalog.reuse import Lineage
from index.column_making import SheetMaker, columns_of
from index.counting import WordCounter
from index.files import COLUMNS, FOLDER, PROGRAMS, SCHEMA, WHOOSH, FileMark, Meta, mark, write_arrays, write_meta
from index.phrases import current_phrases, vocabulary_words
from index.postings import Postings
from index.program_text import name_words, text_words
from index.renewing import (
    Counted,
    Whole,
    changed_programs,
    copy_whoosh,
    keep,
    put_together,
    read_before,
    same_words,
)
from index.rows import current_rows
from index.schema import NAME, TEXT
from index.scoring import scored, unscored
from index.spelling import spelling_arrays
from index.words import stem, surface_words
from index.writing import write_index

Progress = Callable[[str, int], None]
"""Told the stage ("words", "columns") and how many programs it has done."""

PROGRESS_EVERY = 1000


class IndexReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was built: programs, how many of them were read, seconds a stage, bytes on disk, facts whose term the
    vocabulary does not know, and the SHA-256 of the arrays by their path in the release."""

    programs: int
    read: int
    seconds: dict[str, float]
    bytes: int
    unknown_terms: dict[str, int]
    digests: dict[str, str]


def build_index(release: Path, on_progress: Progress | None = None, lineage: Lineage | None = None) -> IndexReport:
    """Build ``release/index`` from ``release/programs.jsonl``, replacing what is there; raise ``ValueError`` where
    the programs are not in the order of their ids. ``lineage`` says what they have of the release before."""
    staging = release / f".{FOLDER}-{os.getpid()}"
    shutil.rmtree(staging, ignore_errors=True)
    try:
        with collection_paused():
            report = _Building(release, staging, on_progress or (lambda stage, done: None), lineage).fill()
        shutil.rmtree(release / FOLDER, ignore_errors=True)
        staging.rename(release / FOLDER)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return report


class _Building:
    """One build of an index into the folder ``staging``."""

    def __init__(self, release: Path, staging: Path, tell: Progress, lineage: Lineage | None) -> None:
        self.release, self.staging, self.tell, self.lineage = release, staging, tell, lineage
        self.rows = current_rows()
        self.read = 0
        self.clock, self.seconds = time.perf_counter(), dict[str, float]()

    def fill(self) -> IndexReport:
        before = read_before(self.lineage) if self.lineage else None
        counted = self._count(before[0] if before else None)
        self._stage("read")
        whole = before[1] if before else Whole({}, current_phrases(), vocabulary_words(), {}, "")
        same = before is not None and same_words(before[0], counted)
        copied = same and self._copied(whole)
        if not copied:
            write_index(self.staging / WHOOSH, counted.fields)
        self._stage("whoosh")
        arrays, stems = self._arrays(counted, whole)
        files = write_arrays(self.staging / COLUMNS, arrays)
        self._stage("columns")
        paths = sorted((self.staging / WHOOSH).iterdir())
        whoosh = whole.whoosh if copied else {path.name: mark(path).sha256 for path in paths}
        if self.lineage:
            keep(self.lineage, counted, whole._replace(stems=stems, whoosh=whoosh), same)
        self._write_meta(arrays, whole, files)
        self._stage("meta")
        size = sum(path.stat().st_size for path in self.staging.rglob("*") if path.is_file())
        count = len(counted.sheet.ids)
        self.tell("columns", count)
        return IndexReport(
            programs=count, read=self.read, seconds=self.seconds, bytes=size,
            unknown_terms=dict(Counter(term for terms in counted.sheet.unknown for term in terms)),
            digests={f"{FOLDER}/{COLUMNS}/{name}.npy": found.sha256 for name, found in files.items()}
            | {f"{FOLDER}/{WHOOSH}/{name}": digest for name, digest in whoosh.items()},
        )  # fmt: skip

    def _stage(self, name: str) -> None:
        now = time.perf_counter()
        self.seconds[name], self.clock = round(now - self.clock, 3), now

    def _count(self, before: Counted | None) -> Counted:
        """Return the sheet and the word counts of all programs; read those that changed, or all of them."""
        if before is None or self.lineage is None:
            return self._read(_read_programs(self.release))
        changed = self._read(changed_programs(self.release, self.lineage))
        return put_together(self.lineage, before, changed)

    def _read(self, programs: Iterable[Program]) -> Counted:
        text, name, maker = WordCounter(), WordCounter(), SheetMaker(self.rows)
        for program in programs:
            names = name_words(program)
            text.add(text_words(program, names))
            name.add(names)
            maker.add(program)
            self.read += 1
            if self.read % PROGRESS_EVERY == 0:
                self.tell("words", self.read)
        self.tell("words", self.read)
        return Counted(maker.sheet(), {TEXT: text.finish(), NAME: name.finish()})

    def _copied(self, whole: Whole) -> bool:
        return self.lineage is not None and copy_whoosh(self.lineage, whole.whoosh, self.staging / WHOOSH)

    def _arrays(self, counted: Counted, whole: Whole) -> tuple[dict[str, NDArray[Any]], dict[str, str]]:
        """Return every array by name, and the stems of the words that programs write."""
        text, names = scored(counted.fields[TEXT]), unscored(counted.fields[NAME])
        arrays = columns_of(counted.sheet, self.rows)
        surfaces = {word.decode() for word in counted.fields[NAME].words}
        surfaces.update(word for city in set(counted.sheet.cities) for word in surface_words(city))
        stems = {word: whole.stems.get(word) or stem(word) for word in sorted(surfaces)}
        finds = _findable(stems, text, arrays, whole.vocabulary)
        return arrays | _named("text", text) | _named("name", names) | spelling_arrays(finds), stems

    def _write_meta(self, arrays: dict[str, NDArray[Any]], whole: Whole, files: dict[str, FileMark]) -> None:
        path = self.release / PROGRAMS
        known = self.lineage.digests.get(PROGRAMS) if self.lineage else None
        meta = Meta(
            schema=SCHEMA, programs=len(arrays["state"]), newest=int(arrays["seen"].max(initial=0)),
            catalog=FileMark(path.stat().st_size, known) if known else mark(path), rows=self.rows,
            phrases=whole.phrases, files=files,
        )  # fmt: skip
        write_meta(self.staging, meta)


def _read_programs(release: Path) -> Iterator[Program]:
    """Yield the release's programs; document numbers follow ids, so any other order is refused."""
    decoder, last = msgspec.json.Decoder(Program), ""
    with (release / PROGRAMS).open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                program = decoder.decode(line)
            except ValueError as error:  # msgspec's errors are ValueErrors, as is wrong UTF-8
                raise ValueError(f"{PROGRAMS}, line {number}: {error}: run `iop build` to build it anew") from error
            if program.id <= last:
                raise ValueError(
                    f"{PROGRAMS}: program {program.id} stands after {last}: sort the file by id, each id once"
                )
            last = program.id
            yield program


def _named(field: str, postings: Postings) -> dict[str, NDArray[Any]]:
    return {f"{field}_{part}": array for part, array in postings._asdict().items()}


def _findable(
    stems: dict[str, str], text: Postings, arrays: dict[str, NDArray[Any]], vocabulary: dict[str, set[int]]
) -> dict[str, int]:
    """Return each word that a correction may suggest, with how many programs it finds."""
    sizes = np.diff(text.starts)
    wanted = np.array([word.encode() for word in stems.values()], text.words.dtype if len(text.words) else "S1")
    places = np.minimum(text.words.searchsorted(wanted), max(len(text.words) - 1, 0))
    there = (text.words[places] == wanted).tolist() if len(text.words) else [False] * len(stems)
    finds = {w: int(sizes[p]) for w, p, held in zip(stems, places.tolist(), there, strict=True) if held}
    stated = np.bitwise_count(arrays["yes"]).sum(axis=1)
    for word, rows in vocabulary.items():
        finds[word] = max(finds.get(word, 0), *(int(stated[row]) for row in rows))
    return finds
