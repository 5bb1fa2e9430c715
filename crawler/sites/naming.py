"""What a page names: addresses, phones and towns, each told apart by where it stands (the page itself, or its frame).

A page comes in as the reader opens it; out goes a small ``PageNames`` from which attribution decides, so that it can
be kept beside the page's reading.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

import msgspec

from catalog.places import folded
from catalog.states import state_code
from crawler.reading.page import Page
from crawler.reading.place import find_lines, find_sites
from crawler.sites.urls import segments

OPENING = 1_500
"""Characters of a page's own text in which a town's name counts as what the page is about."""

_TOWN = re.compile(
    r"\b([A-Z][A-Za-z.'-]{1,20}(?: [A-Z][A-Za-z.'-]{1,20}){0,3}),? ([A-Z]{2}|[A-Z][a-z]{3,12}(?: [A-Z][a-z]{4,9})?)\b"
)
_NUMBER = re.compile(r"\d{1,6}")


class NamedAddress(msgspec.Struct, frozen=True, array_like=True):
    """An address on a page: house number ("" for "One Main Street"), folded street and city, state, ZIP."""

    number: str
    street: str
    city: str
    state: str
    zip: str


class PageNames(msgspec.Struct, frozen=True):
    """The names on one page. ``label`` is its title, headings and address, folded; ``towns`` are "city, state" pairs
    of that label; ``frame`` holds the addresses of header, footer and structured data; ``opening`` folded text."""

    url: str
    label: str
    addresses: tuple[NamedAddress, ...]
    frame: tuple[NamedAddress, ...]
    phones: tuple[str, ...]
    towns: tuple[tuple[str, str], ...]
    opening: str


def names_of(page: Page) -> PageNames:
    """Return what ``page`` names."""
    own = dataclasses.replace(page, blocks=tuple(b for b in page.blocks if not b.boilerplate), structured=())
    rest = dataclasses.replace(page, blocks=tuple(b for b in page.blocks if b.boilerplate))
    headings = [block.text for block in own.blocks if block.kind == "heading"][:2]
    shown = " | ".join([page.title[:300], *headings])[:1_000]
    slug = folded(" ".join(segments(page.url)))
    return PageNames(
        url=page.url,
        label=f" {folded(shown)} {slug} ",
        addresses=_addresses(own),
        frame=_addresses(rest),
        phones=tuple(line.number for line in find_lines(own)),
        towns=tuple(_towns(shown)),
        opening=f" {folded(own.text[:OPENING])} ",
    )


def _addresses(page: Page) -> tuple[NamedAddress, ...]:
    found: dict[NamedAddress, None] = {}
    for site in find_sites(page):
        number = _NUMBER.match(site.street)
        street = folded(site.street[number.end() :] if number else site.street)
        found.setdefault(NamedAddress(number[0] if number else "", street, folded(site.city), site.state, site.zip))
    return tuple(found)


def _towns(text: str) -> Iterable[tuple[str, str]]:
    """Yield the "City, ST" pairs of a text; the words before a city's own name may come along ("in Denver")."""
    for match in _TOWN.finditer(text):
        state = state_code(match[2])
        if state:
            yield folded(match[1]), state
