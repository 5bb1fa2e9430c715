"""Build ``data/places/outlines.json``: the borders of states and counties for the app's map, from ``us-atlas`` (ISC).

Run by hand when borders should be refreshed, in a folder where ``npm pack us-atlas`` was unpacked:
``python tools/build_outlines.py package/counties-10m.json``. The atlas is made of the US Census Bureau's public-domain
boundaries. A line is a polyline of thousandths of a degree, each point the step from the one before; points that lie
within ``TOLERANCE`` of the line through their neighbors are left out.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "data" / "places" / "outlines.json"
TOLERANCE = 0.004
"""Degrees, about 400 m: less than a pixel in the map's closest view."""

Line = list[tuple[float, float]]


def main(atlas: Path) -> None:
    """Write the table: ``lines``, ``states`` (rings of line numbers, ~n for one that runs backward) and ``counties``,
    the numbers of the lines that divide counties of one state."""
    topology = json.loads(atlas.read_text(encoding="utf-8"))
    lines = [thinned(line) for line in absolute(topology)]
    states = [polygon for shape in topology["objects"]["states"]["geometries"] for polygon in rings(shape)]
    used = {n if n >= 0 else ~n for ring in states for n in ring}
    county = {
        n if n >= 0 else ~n
        for shape in topology["objects"]["counties"]["geometries"]
        for ring in rings(shape)
        for n in ring
    } - used
    numbers = {old: new for new, old in enumerate(sorted(used | county))}
    table = {
        "lines": [steps(lines[n]) for n in sorted(numbers)],
        "states": [[numbers[n] if n >= 0 else ~numbers[~n] for n in ring] for ring in states],
        "counties": sorted(numbers[n] for n in county),
    }
    OUT.write_text(json.dumps(table, separators=(",", ":")) + "\n", encoding="utf-8")


def absolute(topology: dict) -> list[Line]:
    """Return the arcs as (longitude, latitude) in degrees."""
    (scale_x, scale_y), (from_x, from_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((x * scale_x + from_x, y * scale_y + from_y))
        lines.append(line)
    return lines


def rings(shape: dict) -> list[list[int]]:
    """Return the outer and inner rings of a shape as numbers of arcs."""
    polygons = {"Polygon": [shape.get("arcs")], "MultiPolygon": shape.get("arcs")}.get(shape.get("type"), [])
    return [ring for polygon in polygons for ring in polygon]


def thinned(line: Line) -> Line:
    """Return a line without the points that hardly bend it (Douglas and Peucker's way)."""
    if len(line) < 3:
        return line
    (x1, y1), (x2, y2) = line[0], line[-1]
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5

    def off(point: tuple[float, float]) -> float:
        x, y = point
        if not length:
            return ((x - x1) ** 2 + (y - y1) ** 2) ** 0.5
        return abs((y2 - y1) * x - (x2 - x1) * y + x2 * y1 - y2 * x1) / length

    at = max(range(1, len(line) - 1), key=lambda n: off(line[n]))
    if off(line[at]) <= TOLERANCE:
        return [line[0], line[-1]]
    return thinned(line[: at + 1])[:-1] + thinned(line[at:])


def steps(line: Line) -> list[int]:
    """Return a line as whole thousandths of a degree, x and y in turn: the first point, then the way to each next."""
    found, x, y = [], 0, 0
    for lon, lat in line:
        new_x, new_y = round(lon * 1000), round(lat * 1000)
        found += [new_x - x, new_y - y]
        x, y = new_x, new_y
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
