"""The places that other sources list, by NPI and by address: what an insurer's directory is looked through for.

Only listings that state an IOP or may run one count. An address is its ZIP, its house number and the first word of its
street, which many neighbors share: being known keeps a record, it joins nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from pathlib import Path

from catalog.matching import street_line
from catalog.sources import LISTINGS, gathered, read_listings

_STREET = re.compile(r"(\d+)[a-z]? (?:(?:n|s|e|w|ne|nw|se|sw|the) )*(\w+)")


class KnownPlaces:
    """Digests of NPIs and addresses: a few bytes each, so that hundreds of thousands fit."""

    def __init__(self) -> None:
        self._digests: set[int] = set()

    def add(self, npis: Collection[str], street: str, zip_code: str) -> None:
        """Remember a place."""
        self._digests.update(map(_npi, npis))
        address = _address(street, zip_code)
        if address:
            self._digests.add(address)

    def has(self, npi: str, street: str, zip_code: str) -> bool:
        """Return whether a place's NPI or address is known."""
        return (bool(npi) and _npi(npi) in self._digests) or _address(street, zip_code) in self._digests

    def __len__(self) -> int:
        return len(self._digests)


def known_places(root: Path, but: Collection[str]) -> KnownPlaces:
    """Return the places gathered under ``root`` by all sources but those named."""
    known = KnownPlaces()
    for report, folder in gathered(root):
        if report.source.id in but:
            continue
        for listing in read_listings(folder / LISTINGS):
            if listing.states_iop or listing.candidate_for:
                npis = [str(fact.value) for fact in listing.facts if fact.attribute == "npi" and not fact.denied]
                known.add(npis, listing.street, listing.zip)
    return known


def _npi(npi: str) -> int:
    return int.from_bytes(hashlib.blake2b(npi.encode(), digest_size=8).digest())


def _address(street: str, zip_code: str) -> int:
    """Return the digest of an address, 0 where it has no house number or no ZIP."""
    found = _STREET.match(street_line(street[:200])) if len(zip_code) >= 5 else None
    return _npi(f"{zip_code[:5]}/{found[1]}/{found[2]}") if found else 0
