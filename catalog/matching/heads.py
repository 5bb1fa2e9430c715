"""The head of a listing: what matching needs of it, so that builds need not hold whole listings in memory.

In goes a listing and where its record lies, out comes a ``Head``; groups of heads are what matching gives back.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from catalog.listings import Listing


class Head(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What matching needs of a listing, and where its whole record lies (``file``, byte ``offset``, ``length``)."""

    id: str
    source: str
    kind: str
    trust: int
    name: str
    organization: str
    street: str
    street2: str
    city: str
    state: str
    zip: str
    phone: str
    states_iop: bool
    candidate_for: str
    file: int
    offset: int
    length: int
    website: str = ""
    npi: str = ""


class Group(NamedTuple):
    """Listings of one place, the one that names it first, and for each other listing the rule that joined it."""

    heads: tuple[Head, ...]
    rules: dict[str, str]


def head_of(listing: Listing, trust: int, file: int = 0, offset: int = 0, length: int = 0) -> Head:
    """Return the head of ``listing``; ``trust`` is its source's rank, the lowest the best."""
    return Head(
        id=listing.id, source=listing.source, kind=listing.kind, trust=trust, name=listing.name,
        organization=listing.organization, street=listing.street, street2=listing.street2, city=listing.city,
        state=listing.state, zip=listing.zip, phone=listing.phone, states_iop=listing.states_iop,
        candidate_for=listing.candidate_for, website=listing.website, npi=_npi(listing), file=file, offset=offset,
        length=length,
    )  # fmt: skip


def _npi(listing: Listing) -> str:
    """Return the NPI that a listing states, "" where it states none or several."""
    stated = {str(fact.value) for fact in listing.facts if fact.attribute == "npi" and not fact.denied}
    return stated.pop() if len(stated) == 1 else ""


def naming_order(head: Head) -> tuple[bool, int, str, str]:
    """Order in which listings of one place name it: those that state an IOP, then the trusted, then by id."""
    return (not head.states_iop, head.trust, head.source, head.id)
