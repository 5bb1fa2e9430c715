"""Links out: directories and insurers' finders that people can look in themselves, their place filled in.

None of them is ever crawled. A place and insurers go in, links to show go out, read from ``data/links_out.toml``.
Nothing is sent anywhere: an address carries a person's place only to the site they open.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Collection
from typing import Literal, NamedTuple
from urllib.parse import quote, urlsplit

import msgspec

from catalog.places import Place
from catalog.settings import DATA
from catalog.states import STATES
from catalog.vocabulary import load_vocabulary
from catalog.wording import plain

Fills = Literal["zip", "city", "state", ""]

FEW = 5
"""Programs found below which it is worth saying where else to look."""


class LinkOut(NamedTuple):
    """One link to show: ``fills`` is how exactly the address tells the place, "" where it tells none."""

    id: str
    label: str
    url: str
    note: str
    fills: Fills


class LinkRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of the table; the addresses are patterns with slots."""

    id: str
    kind: Literal["directory", "association", "insurer"]
    label: str
    label_es: str
    note: str
    note_es: str
    home: str
    by_zip: str = ""
    by_city: str = ""
    by_state: str = ""
    insurers: tuple[str, ...] = ()


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    link: tuple[LinkRow, ...]
    links_by_state: dict[str, dict[str, str]] = {}


@functools.cache
def _table() -> _Table:
    table = msgspec.convert(tomllib.loads((DATA / "links_out.toml").read_text(encoding="utf-8")), _Table)
    for row in table.link:
        for insurer in row.insurers:
            if not load_vocabulary().has("insurers", insurer):
                raise ValueError(f"links_out.toml: {row.id} names the insurer {insurer!r}, which no term has")
    return table


def links_out(
    *, zip: str = "", city: str = "", state: str = "", insurers: Collection[str] = (), lang: str = "en"
) -> list[LinkOut]:
    """Return where else a person can look, their insurers' own finders first.

    ``zip`` has five digits, ``state`` is a postal code, ``city`` counts only beside its state; what is malformed or
    unknown is left out. ``insurers`` are ids of the vocabulary: a brand's finder is that of the insurer behind it.
    """
    place = _Slots(zip if re.fullmatch(r"[0-9]{5}", zip) else "", " ".join(city.split())[:80], state.upper())
    theirs = {wider for insurer in insurers for wider in _with_broader(insurer)}
    rows = [row for row in _table().link if not row.insurers or theirs.intersection(row.insurers)]
    rows.sort(key=lambda row: row.kind != "insurer")
    return [_link(row, place, lang) for row in rows]


def links_for(place: Place | None, insurers: Collection[str] = (), lang: str = "en") -> list[LinkOut]:
    """Return ``links_out`` for a place as ``catalog.places`` finds it; None is nowhere in particular."""
    if place is None:
        return links_out(insurers=insurers, lang=lang)
    written = re.fullmatch(r"(.+?), [A-Z]{2}(?: (\d{5}))?", place.label) if place.kind in ("zip", "city") else None
    city, code = (written[1], written[2] or "") if written else ("", "")
    return links_out(zip=code, city=city, state=place.state, insurers=insurers, lang=lang)


def linked_hosts() -> frozenset[str]:
    """Return the hosts of every address in the table: no spider may be made for them without a look at this page."""
    table = _table()
    urls = [url for row in table.link for url in (row.home, row.by_zip, row.by_city, row.by_state) if url]
    urls += [url for states in table.links_by_state.values() for url in states.values()]
    return frozenset(urlsplit(url).hostname or "" for url in urls)


class _Slots(NamedTuple):
    zip: str
    city: str
    state: str

    def fill(self, pattern: str) -> str:
        """Return an address with its slots filled, each quoted for an address."""
        name = STATES.get(self.state, "")
        return pattern.format(
            zip=self.zip, city=quote(self.city, safe=""), city_slug=_slug(self.city), state=self.state,
            state_lower=self.state.lower(), state_name=quote(name, safe=""), state_slug=_slug(name),
        )  # fmt: skip


def _slug(name: str) -> str:
    return plain(name).replace(" ", "-")


def _link(row: LinkRow, place: _Slots, lang: str) -> LinkOut:
    known = place.state in STATES
    by_state = _table().links_by_state.get(row.id, {}).get(place.state, row.by_state)
    label, note = (row.label_es, row.note_es) if lang == "es" else (row.label, row.note)
    ways: tuple[tuple[Fills, str, bool], ...] = (
        ("zip", row.by_zip, bool(place.zip)),
        ("city", row.by_city, bool(known and place.city)),
        ("state", by_state, known),
    )
    fills, pattern = next(((exact, url) for exact, url, have in ways if url and have), ("", row.home))
    return LinkOut(row.id, label, place.fill(pattern), note, fills)


def _with_broader(insurer: str) -> set[str]:
    """Return an insurer's id and those of the companies behind it; an id that no term has stands for nothing."""
    found, waiting = set(), [insurer]
    while waiting:
        name = waiting.pop()
        if name in found or not load_vocabulary().has("insurers", name):
            continue
        found.add(name)
        waiting.extend(load_vocabulary().term("insurers", name).broader)
    return found
