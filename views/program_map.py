"""The map beside the list, drawn by us as one SVG: no tiles, no other host. Programs in, HTML out.

Its pins are buttons: one leads to the program's card, and the card that has the focus lights up its pin.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from markupsafe import Markup

from catalog.programs import Program
from views.address import Address
from views.language import Language
from views.map_frame import HEIGHT, WIDTH, Frame, frame_of
from views.map_places import Spot, spread, towns
from views.markup import fill, join
from views.outlines import county_path, state_path
from views.whereabouts import Whereabouts

FARTHEST_SHOWN = 2.5
"""Degrees a search's own place may lie from the programs and still be on their map."""


def program_map(programs: Sequence[Program], here: Address, place: Whereabouts, words: Language) -> Markup:
    """Return the map of the programs of one page, numbered from 1 as their cards are; "" where none has a point."""
    points = {n: (p.point.lat, p.point.lon) for n, p in enumerate(programs, 1) if p.point}
    if not points:
        return Markup("")
    frame = frame_of([*points.values(), *([place.point] if place.point else [])])
    wished = [frame.place(point) for point in points.values()]
    home = frame.place(place.point) if place.point else None
    spots = spread(wished, home)
    notes = [words.say("map.rough")] if any(p.point and p.point.precision != "site" for p in programs) else []
    if lacking := len(programs) - len(points):
        notes.append(words.count("map.lacking", lacking))
    return fill(
        '<details class="map" data-wide-open="yes" data-key="map"><summary><h2>{heading}</h2></summary>'
        '<svg viewBox="0 0 {width} {height}" role="group" aria-label="{label}">{ground}{home}{towns}{leads}{pins}</svg>'
        "{notes}</details>",
        heading=words.say("map.heading"), width=WIDTH, height=HEIGHT, label=words.say("map.label"),
        ground=_ground(frame), home=_home(frame, here, place), towns=_towns(frame, spots, home),
        leads=_leads(wished, spots),
        pins=join(
            _pin(programs[n - 1], n, spot, words) for n, spot in zip(points, spots, strict=True)
        ),
        notes=fill('<p class="quiet">{text}</p>', text=" ".join(notes)) if notes else "",
    )  # fmt: skip


@functools.lru_cache(maxsize=64)
def _ground(frame: Frame) -> Markup:
    return fill(
        '<path class="land" d="{states}"></path><path class="county" d="{counties}"></path>',
        states=Markup(state_path(frame)),  # noqa: S704  numbers of ours, and longer than a shown text may be
        counties=Markup(county_path(frame)),  # noqa: S704
    )


def _home(frame: Frame, here: Address, place: Whereabouts) -> Markup:
    """Return the searched place with the circle of its distance."""
    if not place.point:
        return Markup("")
    x, y = frame.place(place.point)
    ring = Markup("")
    if here.miles:
        ring = fill('<circle class="ring" cx="{x}" cy="{y}" r="{r}"></circle>', x=x, y=y,
                    r=round(frame.units(here.miles), 1))  # fmt: skip
    cross = f"M{x - 7},{y}H{x + 7}M{x},{y - 7}V{y + 7}"
    return fill('{ring}<path class="home" d="{cross}"></path>', ring=ring, cross=cross)


def _towns(frame: Frame, pins: list[Spot], home: Spot | None) -> Markup:
    return fill(
        '<g class="towns" aria-hidden="true">{towns}</g>',
        towns=join(
            fill(
                '<circle cx="{cx}" cy="{cy}" r="2"></circle>'
                '<text x="{x}" y="{y}" text-anchor="{anchor}">{name}</text>',
                cx=town.dot[0], cy=town.dot[1], x=town.x, y=town.y, anchor=town.anchor, name=town.name,
            )
            for town in towns(frame, pins, home)
        ),
    )  # fmt: skip


def _leads(own: list[Spot], shown: list[Spot]) -> Markup:
    """Return the lines from pins that had to make room to their own places."""
    lines = "".join(f"M{a},{b}L{x},{y}" for (a, b), (x, y) in zip(own, shown, strict=True) if (a, b) != (x, y))
    return fill('<path class="leads" d="{lines}"></path>', lines=Markup(lines))  # noqa: S704  numbers of ours


def _pin(program: Program, number: int, spot: Spot, words: Language) -> Markup:
    """Return one pin; one whose place is only about right says so."""
    x, y = spot
    rough = program.point is not None and program.point.precision != "site"
    says = words.say("map.pin_about" if rough else "map.pin", n=number, name=program.name)
    return fill(
        '<g class="pin {rough}" role="button" tabindex="0" data-pin="{id}" aria-label="{says}">'
        '<circle cx="{x}" cy="{y}" r="12"></circle><text x="{x}" y="{base}" text-anchor="middle">{n}</text></g>',
        rough="rough" if rough else "sure", id=program.id, says=says, x=x, y=y, base=round(y + 4, 1), n=number,
    )  # fmt: skip
