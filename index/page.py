"""The hits of one page: programs in order, each with its distance, what it states and why it stands where it does.

What a hit says is worked out when it is looked at, for the whole page at once: the order is known without it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import overload

from index.queries import Hit


class Page(Sequence[Hit]):
    """A sequence of hits; equal to any sequence of the same hits. ``ids`` are the programs' ids, in order."""

    def __init__(self, ids: tuple[str, ...], describe: Callable[[], tuple[Hit, ...]]) -> None:
        self.ids, self._describe = ids, describe

    @functools.cached_property
    def _hits(self) -> tuple[Hit, ...]:
        return self._describe()

    @overload
    def __getitem__(self, place: int) -> Hit: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Hit, ...]: ...

    def __getitem__(self, place: int | slice) -> Hit | tuple[Hit, ...]:
        return self._hits[place]

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self._hits)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(other) != len(self):
            return False
        return not self.ids or self._hits == tuple(other)

    def __hash__(self) -> int:
        return hash(self.ids)

    def __repr__(self) -> str:
        return f"Page{self._hits!r}"


NO_HITS = Page((), tuple)
"""A page without hits."""
