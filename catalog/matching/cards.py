"""A listing prepared for comparison: its name and address read, its phone and web site reduced to what compares.

In goes a ``Head``, out comes a ``Card``; rules and blocking read cards only.
"""

from __future__ import annotations

from typing import NamedTuple

from catalog.contacts import dialable, registered_domain
from catalog.matching.addresses import Address, read_address
from catalog.matching.heads import Head
from catalog.matching.names import Name, read_name

SHARED_BY = 6
"""Streets at which one phone makes it a switchboard or a tracking number, which says nothing of a place."""


class Card(NamedTuple):
    """A listing prepared for comparison. ``line`` is its phone's number, ``shared`` whether many places give it,
    ``domain`` the registered domain of its web site."""

    head: Head
    address: Address
    name: Name
    line: str
    extension: str
    shared: bool
    domain: str
    zip: str
    town: tuple[str, str]


def card(head: Head, shared_lines: frozenset[str] = frozenset()) -> Card:
    """Return ``head`` prepared; ``shared_lines`` are numbers that many places give."""
    line, _, extension = (dialable(head.phone) if head.phone else "").partition(",")
    return Card(
        head=head,
        address=read_address(head.street, head.street2),
        name=read_name(head.organization, head.name, head.city),
        line=line,
        extension=extension,
        shared=line in shared_lines,
        domain=registered_domain(head.website) if head.website else "",
        zip=head.zip[:5],
        town=(head.city.casefold().strip(), head.state),
    )
