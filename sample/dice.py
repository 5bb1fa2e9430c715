"""Chance that falls the same way on every machine and Python: choices drawn from a seed and a name.

Only ``random.Random(text).random()`` is used, whose sequence Python promises to keep.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
SEED = "iop-finder sample 1"


class Dice:
    """A stream of choices named by ``name``: streams of different names do not disturb each other."""

    def __init__(self, *name: object) -> None:
        self._random = random.Random(":".join([SEED, *map(str, name)]))

    def between(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def chance(self, share: float) -> bool:
        """True in ``share`` (0 to 1) of the draws."""
        return self._random.random() < share

    def pick(self, options: Sequence[T]) -> T:
        """One of ``options``, which must not be empty."""
        return options[self.between(0, len(options) - 1)]

    def some(self, options: Sequence[T], count: int) -> list[T]:
        """``count`` different ones of ``options`` (all where there are fewer), in the order given."""
        places = list(range(len(options)))
        chosen = [places.pop(self.between(0, len(places) - 1)) for _ in range(min(count, len(options)))]
        return [options[place] for place in sorted(chosen)]
