"""Traits: what of a listing alone decides which others it is compared with, worked out once for each listing.

In go ``Card``s, out come their phone and street, the row they repeat, and the blocks they stand in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import msgspec

from catalog.matching.addresses import street_line
from catalog.matching.cards import Card
from catalog.wording import plain

BETWEEN = "\x1f"
"""Stands between the parts of a key; no part holds it."""


class Traits(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """``line`` is the phone's number and ``spot`` the street it is given for, ``row`` the same for listings of one
    wording and place, ``keys`` are the blocks within which listings are compared."""

    line: str
    spot: str
    row: str
    keys: tuple[int, ...]


def traits_of(card: Card) -> Traits:
    """Return the traits of a listing."""
    head = card.head
    return Traits(
        line=card.line, spot=f"{head.zip[:5]} {plain(head.street)}", row=_row(card), keys=block_keys(card)
    )  # fmt: skip


def _row(card: Card) -> str:
    head, address = card.head, card.address
    line = "" if address.number or any(c.isdigit() for c in address.line) else card.line
    units = " ".join(f"{kind} {' '.join(sorted(ids))}" for kind, ids in address.units)
    place = (card.zip or card.town[0], street_line(head.street), units, line)
    return _key(*place, plain(head.organization), plain(head.name))


def block_keys(card: Card) -> tuple[int, ...]:
    """Return the blocks of a listing, each as a number. Should two blocks have one number, a few more listings are
    compared, and nothing else is different."""
    return tuple([_number(key) for key in _blocks(card)])


def _number(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(errors="replace"), digest_size=8).digest()) >> 1


def _blocks(card: Card) -> Iterator[str]:
    """Yield what a listing shares: its street, its phone and town, its site and town, its name and town."""
    number, first = card.address.number.partition("-")[0], card.address.name[:1]
    words = " ".join(sorted(card.name.words)) or card.name.text
    if number:
        if card.zip:
            yield _key("street", card.zip, number, first)
        if card.town[0]:
            yield _key("street in town", *card.town, number, first)
        if not card.zip or not card.town[0]:
            yield _key("street", number, card.address.name)
    else:
        yield _key("no number", card.zip or card.town[0], card.address.name or words)
    if card.line:
        yield _key("phone", card.line, card.zip)
        yield _key("phone in town", card.line, *card.town)
        if not card.zip and not card.town[0]:
            yield _key("phone", card.line)
    yield _key("name", words, card.zip)
    if card.domain:
        yield _key("site", card.domain, card.zip, number)


def _key(*parts: str) -> str:
    return BETWEEN.join(part.replace(BETWEEN, " ") for part in parts)
