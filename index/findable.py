"""Whether an index holds its catalog: the same programs, and each of them found by its own name.

The folder of a release in, faults in plain words out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from catalog.reuse import Lineage
from index.columns import holds
from index.files import PROGRAMS
from index.postings import Postings
from index.renewing import index_shelf
from index.search import IndexDamaged, ProgramIndex, open_index
from index.words import stems

SEARCHED = 25
"""Programs, evenly spread, that are looked for with a whole search; all are looked for in the words of the index."""


NAMES = "index-names"
"""Shortcut: the name of each program, and the words of it that are looked for."""


class _Name(msgspec.Struct, frozen=True):
    id: str
    name: str


class _Named(NamedTuple):
    """A program with its name and the stems of its name."""

    id: str
    name: str
    stems: tuple[str, ...]


def index_faults(release: Path, lineage: Lineage | None = None) -> list[str]:
    """Return what is wrong with the index of the release in ``release``; none where every program is found.

    ``lineage`` belongs to a release that is being built: its files were written just now, and programs that say what
    they said before are called what they were called.
    """
    try:
        index = open_index(release, verify=lineage is None)
    except IndexDamaged as error:
        return [str(error)]
    named = list(_names(release / PROGRAMS, lineage))
    if index.ids() != [program.id for program in named]:
        return [f"its index holds {index.count} programs that are not the {len(named)} of its catalog"]
    lost = [*_lost(index.texts.text, named), *_unmet(index, named)]
    if lineage:
        index_shelf(lineage.shelf).write(NAMES, {program.id: program for program in named})
    return [f"{program.id} ({program.name}) cannot be found by its own name" for program in lost]


def _names(path: Path, lineage: Lineage | None) -> Iterator[_Named]:
    """Yield what programs are called; only those that say something new are read where the others are known."""
    decoder = msgspec.json.Decoder(_Name)
    known: dict[str, _Named] | None = None
    if lineage:
        known = index_shelf(lineage.shelf_before).read(NAMES, dict[str, _Named])
    with path.open("rb") as file:
        if lineage is None or known is None:
            yield from (_named(decoder.decode(line)) for line in file)
            return
        anew = lineage.anew
        for name, line in lineage.lines.items():
            if name not in anew and name in known:
                yield known[name]
            elif line.status == "confirmed":
                file.seek(line.offset)
                yield _named(decoder.decode(file.read(line.length)))


def _named(program: _Name) -> _Named:
    return _Named(program.id, program.name, tuple(sorted(set(stems(program.name)))))


def _lost(text: Postings, named: list[_Named]) -> list[_Named]:
    """Return the programs that do not stand among the postings of each word of their own name."""
    flat = [word for program in named for word in program.stems]
    owners = np.repeat(np.arange(len(named)), [len(program.stems) for program in named])
    words = sorted({*flat})
    places = _numbers(text, words)
    place = dict(zip(words, places.tolist(), strict=True))
    numbers = np.array([place[word] for word in flat], np.int64)
    lost = owners[~_stand(text, numbers, owners)]
    return [named[number] for number in sorted(set(lost.tolist()))]


def _numbers(text: Postings, words: list[str]) -> NDArray[np.int64]:
    """Return the place of each word among the words of a field, -1 where it has none."""
    wanted = np.array([word.encode() for word in words], text.words.dtype)
    at = np.minimum(text.words.searchsorted(wanted), len(text.words) - 1)
    return np.where(text.words[at] == wanted, at, -1) if len(text.words) else np.full(len(words), -1)


def _stand(text: Postings, words: NDArray[np.int64], docs: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return whether each document stands among the postings of the word beside it; all are looked for at once."""
    low, high = text.starts[words], np.where(words < 0, text.starts[words], text.starts[words + 1])
    end = high
    while (open_ := low < high).any():
        middle = (low + high) >> 1
        before = open_ & (text.docs[np.minimum(middle, len(text.docs) - 1)] < docs)
        low, high = np.where(before, middle + 1, low), np.where(open_ & ~before, middle, high)
    return (low < end) & (text.docs[np.minimum(low, len(text.docs) - 1)] == docs) if len(text.docs) else end < 0


def _unmet(index: ProgramIndex, named: list[_Named]) -> list[_Named]:
    """Return which of a few programs a search for their whole name does not find."""
    found = []
    for number in range(0, len(named), max(len(named) // SEARCHED, 1)):
        match = index.texts.match(named[number].name)
        if match is not None and not holds(match.found, np.array([number]))[0]:
            found.append(named[number])
    return found
