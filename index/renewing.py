"""What an index has of the one before it: the programs that changed are read, the rest is put together from arrays.

A release's lineage and the shortcuts of the release before in, sheet and word counts out, the same as if every program
had been read. Without shortcuts every program is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from catalog.programs import Program
from catalog.reuse import Lineage
from catalog.shortcuts import Shelf, code_digest
from index.column_making import day_number
from index.counting import WordCounts, counts_taken
from index.files import FOLDER, PROGRAMS, WHOOSH
from index.phrases import Phrases
from index.schema import NAME, TEXT
from index.sheet import KeptSheet, Packed, Sheet, kept, pack_array, sheet_of, unpack_array

READ, WHOLE = "index-read", "index-whole"
"""Shortcuts: the sheet, and what belongs to the index as a whole."""


class Counted(NamedTuple):
    """Programs as they are indexed: their sheet, and the word counts of each field."""

    sheet: Sheet
    fields: Mapping[str, WordCounts]


class Whole(NamedTuple):
    """What belongs to an index as a whole: stems by word, wordings, the vocabulary's words, the SHA-256 of each of
    Whoosh's files, and the name under which the word counts are kept."""

    stems: dict[str, str]
    phrases: Phrases
    vocabulary: dict[str, set[int]]
    whoosh: dict[str, str]
    words: str


KeptWords = tuple[list[bytes], Packed, Packed, Packed, Packed]


def index_shelf(shelf: Shelf) -> Shelf:
    """Return a release's shelf for shortcuts of its index."""
    return shelf.also(code_digest("index"))


def read_before(lineage: Lineage) -> tuple[Counted, Whole] | None:
    """Return what is kept of the index before, None where it cannot be used."""
    shelf = index_shelf(lineage.shelf_before)
    whole, sheet = shelf.read(WHOLE, Whole), shelf.read(READ, KeptSheet)
    words = shelf.shared(whole.words, dict[str, KeptWords]) if whole else None
    if whole is None or sheet is None or words is None or not lineage.lines_before:
        return None
    return Counted(sheet_of(sheet), {field: _counts_of(one) for field, one in words.items()}), whole


def keep(lineage: Lineage, counted: Counted, whole: Whole, same: bool) -> None:
    """Keep an index for the next one; its words may be the ``same`` as those of the one before."""
    shelf = index_shelf(lineage.shelf)
    shelf.write(READ, kept(counted.sheet))
    shelf_before = index_shelf(lineage.shelf_before)
    if not same or not shelf.take_over(whole.words, shelf_before):
        words = {field: _kept_counts(counts) for field, counts in counted.fields.items()}
        whole = whole._replace(words=shelf.share(words))
    shelf.write(WHOLE, whole)


def _kept_counts(counts: WordCounts) -> KeptWords:
    arrays = (counts.starts, counts.docs, counts.counts, counts.lengths)
    return (counts.words, *(pack_array(part) for part in arrays))  # type: ignore[return-value]


def _counts_of(kept: KeptWords) -> WordCounts:
    starts, docs, counts, lengths = (unpack_array(part) for part in kept[1:])
    return WordCounts(kept[0], starts, docs, counts, lengths)


def changed_programs(release: Path, lineage: Lineage) -> Iterator[Program]:
    """Yield the programs that say something else than in the release before."""
    decoder = msgspec.json.Decoder(Program)
    with (release / PROGRAMS).open("rb") as file:
        for line in lineage.anew.values():
            if line.status == "confirmed":
                file.seek(line.offset)
                yield decoder.decode(file.read(line.length))


def put_together(lineage: Lineage, before: Counted, changed: Counted) -> Counted:
    """Return all programs of a release: those of the index before that say the same, and the changed ones."""
    old = {name: place for place, name in enumerate(before.sheet.ids)}
    new = {name: place for place, name in enumerate(changed.sheet.ids, len(old))}
    names = [name for name, line in lineage.lines.items() if line.status == "confirmed"]
    places = np.array([old[name] if name not in lineage.anew else new[name] for name in names], np.int64)
    sheet = before.sheet.taken(changed.sheet, places)
    for place, name in enumerate(names) if lineage.redated else ():
        if name in lineage.redated:
            sheet.seen[place] = day_number(lineage.redated[name])
    fields = {field: counts_taken(before.fields[field], changed.fields[field], places) for field in (TEXT, NAME)}
    return Counted(sheet, fields)


def same_words(one: Counted, other: Counted) -> bool:
    """Return whether two indexes count the same words in the same documents."""
    return all(_same(one.fields[field], other.fields[field]) for field in (TEXT, NAME))


def _same(one: WordCounts, other: WordCounts) -> bool:
    pairs: list[tuple[NDArray[np.generic], NDArray[np.generic]]] = [
        (one.starts, other.starts), (one.docs, other.docs), (one.counts, other.counts), (one.lengths, other.lengths)
    ]  # fmt: skip
    if one.docs is other.docs:
        return np.array_equal(one.lengths, other.lengths)
    return one.words == other.words and all(np.array_equal(a, b) for a, b in pairs)


def copy_whoosh(lineage: Lineage, files: Mapping[str, str], target: Path) -> bool:
    """Copy Whoosh's files of the release before where each is what it was; return whether they were."""
    if lineage.before is None or not files:
        return False
    source, found = lineage.before / FOLDER / WHOOSH, {}
    for name, digest in files.items():
        try:
            data = (source / Path(name).name).read_bytes()
        except OSError:
            return False
        if hashlib.sha256(data).hexdigest() != digest:
            return False
        found[Path(name).name] = data
    target.mkdir(parents=True)
    for name, data in found.items():
        (target / name).write_bytes(data)
    return True
