"""A bound on work, not on time: the processor seconds that a reader may use, however busy the machine is.

A reader whose work grows with the square of a hostile text, or worse, uses minutes; the bound is far above what any
needs for 100 kB, so that it is met by a fault and by nothing else.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TooMuchWork(AssertionError):
    """A reader used more processor time than any text is worth."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise ``TooMuchWork`` where the block uses more than ``seconds`` of processor time."""

    def late(number: int, frame: FrameType | None) -> None:
        raise TooMuchWork(f"more than {seconds:g} seconds of processor time")

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
