"""Days: a program whose listings say the same on other days is not merged again, its days are moved instead.

Evidence is put in the order of its days, so a program is only re-dated where that order stays as it was. The days of
its listings before and now in, moved lines out.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_READ_ON = re.compile(rb'(?<="read_on":")\d{4}-\d\d-\d\d(?=")')
_LAST_SEEN = b'"last_seen":"'


def moved_days(before: Sequence[str], now: Sequence[str], fixed: Iterable[str]) -> dict[str, str] | None:
    """Return day → day for listings read on the days ``before`` and again on the days ``now``; ``fixed`` are days they
    name that stay. None where one day would become two, or the order of any two days would change."""
    moved = {day: day for day in fixed}
    for old, new in zip(before, now, strict=True):
        if moved.setdefault(old, new) != new:
            return None
    if not all(_DAY.fullmatch(day) for pair in moved.items() for day in pair):
        return None
    ordered = [moved[day] for day in sorted(moved)]
    return moved if all(one < other for one, other in itertools.pairwise(ordered)) else None


def redated(line: bytes, moved: Mapping[str, str], last_seen: str) -> bytes:
    """Return a program's encoded line with its days moved and another day last seen.

    Quotation marks within a text are escaped, so nothing but the days themselves looks like them.
    """
    changed = [(old.encode(), new.encode()) for old, new in moved.items() if old != new]
    if len(changed) == 1:
        ((old, new),) = changed
        line = line.replace(b'"read_on":"%s"' % old, b'"read_on":"%s"' % new)
    else:
        days = dict(changed)
        line = _READ_ON.sub(lambda match: days.get(match[0], match[0]), line)
    at = line.rindex(_LAST_SEEN) + len(_LAST_SEEN)
    return line[:at] + last_seen.encode() + line[at + 10 :]
