"""Facet counts, always exact: the programs of an answer in, how many state, deny or leave open each term out."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.columns import Bits, unpack
from index.filters import size
from index.queries import BadQuery, FacetCount
from index.rows import Rows

Counts = NDArray[np.integer[Any]]


class Facet(Mapping[str, FacetCount]):
    """The counts of one attribute's terms, in the terms' order. A mapping whose records are made as they are looked
    at; ``count_no`` counts the denials then, which few look at."""

    def __init__(self, places: dict[str, int], total: int, yes: Counts, count_no: Callable[[], Counts]) -> None:
        self._places, self._total, self._yes, self._count_no = places, total, yes, count_no

    @functools.cached_property
    def _no(self) -> Counts:
        return self._count_no()

    def __getitem__(self, term: str) -> FacetCount:
        place = self._places[term]
        yes, no = int(self._yes[place]), int(self._no[place])
        return FacetCount(yes, no, self._total - yes - no)

    @property
    def stated(self) -> dict[str, int]:
        """How many programs state each term."""
        return dict(zip(self._places, self._yes.tolist(), strict=True))

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mapping) and dict(self) == dict(other)

    __hash__ = None  # type: ignore[assignment]


def stated_counts(facet: Mapping[str, FacetCount]) -> dict[str, int]:
    """Return how many programs state each term of an attribute, without counting those that deny it."""
    return facet.stated if isinstance(facet, Facet) else {term: count.yes for term, count in facet.items()}


class _Place(NamedTuple):
    """Where an attribute's terms are: its stretch of rows, and each term's place in it."""

    first: int
    last: int
    places: dict[str, int]


class Facets:
    """Counts over the columns of one index; immutable, so threads may share it."""

    def __init__(self, rows: Rows, arrays: dict[str, NDArray[Any]]) -> None:
        self._rows, self._yes, self._said = rows, arrays["yes"], arrays["said"]
        self._no_docs, self._no_starts = arrays["no_docs"], arrays["no_starts"]
        self.count = len(arrays["state"])
        self._dtype = np.uint16 if self.count < 2**16 else np.uint32
        self._said_at = {key: number for number, key in enumerate(rows.said)}

    @functools.cached_property
    def _attributes(self) -> dict[str, _Place]:
        found = {key: _Place(0, 0, {}) for key in self._rows.said}
        for number, (key, term) in enumerate(self._rows.terms):
            first, _, places = found[key]
            first = number if not places else first
            places[term] = number - first
            found[key] = _Place(first, number + 1, places)
        return found

    def counts(self, base: Bits, keys: tuple[str, ...]) -> dict[str, Facet]:
        """Return how many of ``base`` state, deny or leave open each term of each attribute."""
        total, found = size(base), {}
        for key in keys:
            if key not in self._attributes:
                raise BadQuery(f"no attribute {key[:60]!r} to count: use one of {', '.join(self._rows.said)}")
            first, last, places = self._attributes[key]
            yes = np.add.reduce(np.bitwise_count(self._yes[first:last] & base), axis=1, dtype=self._dtype)
            found[key] = Facet(places, total, yes, functools.partial(self._denials, first, last, base))
        return found

    def _denials(self, first: int, last: int, base: Bits) -> Counts:
        """Return how many of ``base`` deny each row from ``first`` to before ``last``."""
        starts = self._no_starts[first : last + 1]
        counts = np.zeros(last - first, np.uint32)
        some = (starts[1:] > starts[:-1]).nonzero()[0]
        if len(some):
            denied = unpack(base, self.count)[self._no_docs[starts[0] : starts[-1]]].view(np.uint8)
            counts[some] = np.add.reduceat(denied, starts[some] - starts[0], dtype=np.uint32)
        return counts

    def silent(self, base: Bits, keys: tuple[str, ...]) -> dict[str, int]:
        """Return how many of ``base`` state nothing of each attribute, neither yes nor no."""
        rows = [self._said_at[key] for key in keys]
        said = np.bitwise_count(base & ~self._said[rows])
        return dict(zip(keys, np.add.reduce(said, axis=1, dtype=np.uint32).tolist(), strict=True))
