"""Borders of states and counties for the map: a frame in, SVG paths out. The table is ``data/places/outlines.json``."""

from __future__ import annotations

import functools
import json
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from catalog.settings import DATA
from views.map_frame import HEIGHT, WIDTH, Frame

Line = NDArray[np.float64]
"""Longitude and latitude of each point of a line, in degrees."""

FINEST, FINEST_FAR = 0.8, 2.5
"""Units below which a step of a line is not drawn, close by and in a frame of many states."""

WIDEST_WITH_COUNTIES = 9.0
"""Degrees of latitude that a frame may show with the borders of counties in it."""


class _Lines(NamedTuple):
    lines: list[Line]
    boxes: NDArray[np.float64]


@functools.cache
def _table() -> tuple[_Lines, _Lines]:
    """Return the rings of states, and the lines between counties of a state."""
    table: dict[str, Any] = json.loads((DATA / "places" / "outlines.json").read_text(encoding="utf-8"))
    lines = [np.cumsum(np.array(steps, np.int64).reshape(-1, 2), axis=0) / 1000 for steps in table["lines"]]
    rings = [np.concatenate([lines[n] if n >= 0 else lines[~n][::-1] for n in ring]) for ring in table["states"]]
    return _boxed(rings), _boxed([lines[n] for n in table["counties"]])


def _boxed(lines: list[Line]) -> _Lines:
    return _Lines(lines, np.array([[*line.min(axis=0), *line.max(axis=0)] for line in lines]))


def state_path(frame: Frame) -> str:
    """Return the land of the states in a frame as one path of closed rings."""
    return _path(_table()[0], frame, "Z")


def county_path(frame: Frame) -> str:
    """Return the borders between counties; "" where the frame is too wide for them to help."""
    south, _, north, _ = frame.box
    return _path(_table()[1], frame, "") if north - south <= WIDEST_WITH_COUNTIES else ""


def _path(table: _Lines, frame: Frame, end: str) -> str:
    south, west, north, east = frame.box
    west_of, south_of, east_of, north_of = table.boxes.T
    near = np.flatnonzero((west_of <= east) & (east_of >= west) & (south_of <= north) & (north_of >= south))
    return "".join(filter(None, (_drawn(table.lines[n], frame, end) for n in near)))


def _drawn(line: Line, frame: Frame, end: str) -> str:
    """Return one line as a path, "" where nothing of it would be seen."""
    x = WIDTH / 2 + (line[:, 0] - frame.lon) * np.cos(np.radians(frame.lat)) * frame.scale
    y = HEIGHT / 2 - (line[:, 1] - frame.lat) * frame.scale
    finest = FINEST if HEIGHT / frame.scale <= WIDEST_WITH_COUNTIES else FINEST_FAR
    sides = (x < 0) * 1 | (x > WIDTH) * 2 | (y < 0) * 4 | (y > HEIGHT) * 8
    kept: list[tuple[float, float]] = []
    common, waiting = 0, None
    for point in zip(x.round(1).tolist(), y.round(1).tolist(), sides.tolist(), strict=True):
        # Points that all lie beyond one side of the frame are seen nowhere: the first and the last of them do.
        if kept and common & point[2]:
            common, waiting = common & point[2], point[:2]
            continue
        if waiting:
            kept.append(waiting)
            waiting = None
        common = point[2]
        if not kept or abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) > finest:
            kept.append(point[:2])
    if waiting:
        kept.append(waiting)
    if len(kept) < 2 or (len(kept) < 3 and end):
        return ""
    return "M" + "L".join(f"{px:g},{py:g}" for px, py in kept) + end
