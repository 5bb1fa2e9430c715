"""The sheet: what the columns of an index are made from, program by program, as plain arrays.

A sheet can be put together from parts of two others, so that an index is built from what the one before it had and from
the programs that changed; the columns made of it are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
T = TypeVar("T")


class Segments(NamedTuple):
    """Values of one document after the other: ``flat`` holds them all, ``sizes`` how many each document has."""

    flat: NDArray[Any]
    sizes: NDArray[np.uint32]

    def owners(self) -> Numbers:
        """Return the document of each value."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)


class Sheet(NamedTuple):
    """One entry a document in each part. ``names`` are folded; ``points`` holds latitude, longitude (NaN without) and
    precision; ``phones`` the phone and the intake phone; ``yes``, ``no`` and ``said`` the rows that hold a document;
    ``spans`` (attribute, low, high) of each stated span. ``unknown`` are terms that the vocabulary does not know."""

    ids: list[str]
    names: list[str]
    domains: list[str]
    cities: list[str]
    unknown: list[tuple[str, ...]]
    state: NDArray[np.uint8]
    seen: NDArray[np.int32]
    sources: NDArray[np.int32]
    complete: NDArray[np.float32]
    phones: NDArray[np.int64]
    points: NDArray[np.float64]
    yes: Segments
    no: Segments
    said: Segments
    spans: Segments

    def taken(self, other: Sheet, places: Numbers) -> Sheet:
        """Return the sheet of the documents at ``places``: those of this sheet, then those of ``other``."""
        return Sheet(*(_taken(one, two, places) for one, two in zip(self, other, strict=True)))


def _taken(one: Any, other: Any, places: Numbers) -> Any:
    if isinstance(one, Segments):
        return _taken_segments(one, other, places)
    if isinstance(one, list):
        both = [*one, *other]
        return [both[place] for place in places.tolist()]
    return np.concatenate([one, other])[places]


def _taken_segments(one: Segments, other: Segments, places: Numbers) -> Segments:
    """Copy whole runs of neighbors: a few hundred where a hundredth of the documents changed."""
    sizes = np.concatenate([one.sizes, other.sizes])
    starts = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
    split = len(one.flat)
    pieces = [one.flat[:0]]
    for first, last in runs(places, len(one.sizes)):
        low, high = int(starts[first]), int(starts[last + 1])
        pieces.append(other.flat[low - split : high - split] if low >= split else one.flat[low:high])
    return Segments(np.concatenate(pieces), sizes[places])


def runs(places: Numbers, border: int) -> Iterable[tuple[int, int]]:
    """Return (first, last) of the stretches of neighbors in ``places``; none crosses ``border``."""
    if not len(places):
        return []
    breaks = np.flatnonzero((np.diff(places) != 1) | (places[1:] == border)) + 1
    firsts = places[np.concatenate([[0], breaks])]
    lasts = places[np.concatenate([breaks - 1, [len(places) - 1]])]
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))


Packed = tuple[str, list[int], bytes]
"""An array as it is kept: its type, its shape, its bytes."""


def pack_array(made: NDArray[Any]) -> Packed:
    """Return an array as plain data."""
    return made.dtype.str, list(made.shape), np.ascontiguousarray(made).tobytes()


def unpack_array(packed: Packed) -> NDArray[Any]:
    """Return an array from plain data; raises ``ValueError`` where it is none."""
    kind, shape, data = packed
    return np.frombuffer(data, np.dtype(kind)).reshape(shape)


class KeptSheet(NamedTuple):
    """A sheet as it is kept."""

    lists: list[list[str]]
    unknown: list[tuple[str, ...]]
    arrays: list[Packed]
    segments: list[tuple[Packed, Packed]]


def kept(sheet: Sheet) -> KeptSheet:
    """Return a sheet as plain data."""
    return KeptSheet(
        [list(part) for part in sheet[:4]], sheet.unknown, [pack_array(part) for part in sheet[5:11]],
        [(pack_array(part.flat), pack_array(part.sizes)) for part in sheet[11:]],
    )  # fmt: skip


def sheet_of(kept: KeptSheet) -> Sheet:
    """Return the sheet of plain data."""
    parts: list[Any] = [*kept.lists, kept.unknown, *(unpack_array(part) for part in kept.arrays)]
    parts += [Segments(unpack_array(flat), unpack_array(sizes)) for flat, sizes in kept.segments]
    return Sheet(*parts)


def ranks(values: Sequence[str]) -> NDArray[np.int32]:
    """Return each value's place in their order; equal ones in the order in which they stand."""
    order = sorted(range(len(values)), key=values.__getitem__)
    found = np.empty(len(order), np.int32)
    found[order] = np.arange(len(order))
    return found
