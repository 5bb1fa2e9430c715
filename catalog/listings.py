"""A listing: what one source said about one place, as the source said it. Spiders make them, merging reads them."""

from __future__ import annotations

import msgspec

from catalog.facts import Fact
from catalog.places import Point
from catalog.wording import digest


class Listing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One source's record of one place.

    ``id`` is ``source:digest`` (see ``listing_id``). ``kind`` is the source's own type of record ("SA", "MH").
    ``candidate_for`` says why a place that does not state an IOP may run one; such a listing is never shown as
    an IOP by itself. Phones are as ``catalog.contacts`` writes them, ``website`` is an http(s) address or "".
    """

    id: str
    source: str
    name: str
    url: str
    read_on: str
    organization: str = ""
    street: str = ""
    street2: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    phone: str = ""
    intake_phone: str = ""
    hotline: str = ""
    website: str = ""
    point: Point | None = None
    facts: tuple[Fact, ...] = ()
    kind: str = ""
    candidate_for: str = ""
    as_of: str = ""
    notes: tuple[str, ...] = ()

    @property
    def states_iop(self) -> bool:
        """True where the source itself states an intensive outpatient program here."""
        return any(f.attribute == "level_of_care" and f.value == "iop" and not f.denied for f in self.facts)


def listing_id(source: str, *parts: str) -> str:
    """Return a listing's id, minted from what names it in its source (sources without stable ids have no better)."""
    return f"{source}:{digest(*parts)}"
