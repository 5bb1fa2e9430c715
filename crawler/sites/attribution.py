"""Whose facts a page tells: the places of a crawl that it names, else the only place there is, else all of them.

A page's own address counts before its phone, that before the town in its title, that before a town in its opening
words. A page about another place than ours tells nothing of ours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

from catalog.geocoder import geocoder
from catalog.places import folded
from crawler.sites.naming import NamedAddress, PageNames
from crawler.sites.seeds import Site

Owner = Literal["program", "organization", "elsewhere"]

ELSEWHERE = "speaks of another place"


class Belongs(NamedTuple):
    """The ids of the places that a page speaks of, how closely ("program": this one place; "organization": several or
    all of an organization's; "elsewhere": none of ours), and by what it was known."""

    sites: tuple[str, ...]
    owner: Owner
    why: str


class Domain(NamedTuple):
    """What a domain's pages together tell. ``framed``: its footers differ from place to place, so that the address in
    one tells whose page it stands on. ``has_others``: it names places in towns where none of ours is, so that a page
    which names no place may be about those."""

    framed: bool = False
    has_others: bool = False


def belongs(names: PageNames, sites: Sequence[Site], domain: Domain = Domain()) -> Belongs:
    """Return whose page it is."""
    found = _by_address(names.addresses, sites) or _by_phone(names.phones, sites) or _by_label(names, sites)
    if found is None and domain.framed:
        found = _by_address(names.frame, sites)
    if found is None and len(sites) > 1:
        found = _by_opening(names, sites)
    if found is not None:
        return found
    if len(sites) == 1 and not domain.has_others:
        return Belongs((sites[0].id,), "program", "the only place of this web site")
    return Belongs(tuple(site.id for site in sites), "organization", "names no place of several")


def domain_of_pages(pages: Sequence[PageNames], sites: Sequence[Site]) -> Domain:
    """Return what the pages of a domain together tell of its places."""
    framed = {found.sites for page in pages if (found := _by_address(page.frame, sites)) and found.owner == "program"}
    towns = {(folded(site.city), site.state) for site in sites}
    others = {(a.city, a.state) for page in pages for a in (*page.addresses, *page.frame)} - towns
    return Domain(len(framed) > 1, bool(others))


def _verdict(named: Sequence[Site], strangers: int, why: str) -> Belongs:
    """One place named alone is spoken of; several share what is said."""
    alone = len(named) == 1 and not strangers
    return Belongs(tuple(site.id for site in named), "program" if alone else "organization", why)


def _by_address(addresses: Sequence[NamedAddress], sites: Sequence[Site]) -> Belongs | None:
    if not addresses:
        return None
    matched = {address: [site for site in sites if _is_at(address, site)] for address in addresses}
    own = [site for site in sites if any(site in found for found in matched.values())]
    strangers = [address for address, found in matched.items() if not found]
    if own:
        return _verdict(own, len(strangers), "its address")
    only = sites[0]
    if len(sites) == 1 and all((a.city, a.state) == (folded(only.city), only.state) for a in strangers):
        return Belongs((only.id,), "program", "an address in its town")
    return Belongs((), "elsewhere", ELSEWHERE)


def _is_at(address: NamedAddress, site: Site) -> bool:
    """Return whether an address is a site's: the same house number and ZIP, or number, street and town."""
    number = re.match(r"\d+", site.street)
    if not number or not address.number:
        return (
            bool(address.zip)
            and address.zip == site.zip[:5]
            and _street(address.street) == _street(folded(site.street))
        )
    if address.number != number[0]:
        return False
    same_street = _street(address.street) == _street(folded(site.street[number.end() :]))
    same_town = (address.city, address.state) == (folded(site.city), site.state)
    return address.zip == site.zip[:5] or (same_street and same_town)


def _street(street: str) -> str:
    """Return the first telling word of a folded street: "n main st" and "north main street" give "main"."""
    words = [
        w
        for w in street.split()
        if w not in ("n", "s", "e", "w", "north", "south", "east", "west", "ne", "nw", "se", "sw")
    ]
    return words[0] if words else ""


def _by_phone(phones: Sequence[str], sites: Sequence[Site]) -> Belongs | None:
    """A phone that several places share is the organization's and names none of them."""
    shared = Counter(phone for site in sites for phone in site.phones)
    named = [site for site in sites if any(shared[phone] == 1 for phone in site.phones if phone in phones)]
    return _verdict(named, 0, "its phone") if named and len(sites) > 1 else None


def _by_label(names: PageNames, sites: Sequence[Site]) -> Belongs | None:
    """Judge by the towns in title, headings and address; a town that is none of ours makes it another place's page."""
    named = _in_town(names.label, sites)
    if named:
        others = [town for town in names.towns if not any(town[0].endswith(folded(site.city)) for site in sites)]
        strangers = [town for town in others if _is_town(*town)]
        return _verdict(named, len(strangers), "its town in title or address") if len(sites) > 1 or strangers else None
    if any(_is_town(*town) for town in names.towns) or _slug_town(names.url):
        return Belongs((), "elsewhere", ELSEWHERE)
    return None


def _by_opening(names: PageNames, sites: Sequence[Site]) -> Belongs | None:
    named = _in_town(names.opening, sites)
    return _verdict(named, 0, "its town in the opening words") if len(named) == 1 else None


def _in_town(text: str, sites: Sequence[Site]) -> list[Site]:
    return [site for site in sites if site.city and f" {folded(site.city)} " in text]


def _is_town(city: str, state: str) -> bool:
    """Return whether the last words of ``city`` name a town of ``state`` ("programs in denver" of Colorado)."""
    words = city.split()
    found = (geocoder().geocode(f"{' '.join(words[start:])}, {state}") for start in range(len(words)))
    return any(place is not None and place.raw["state"] == state for place in found)


_PLACES_ROOM = re.compile(
    r"/(?:locations?|our-locations|offices?|clinics?|ubicaciones|sedes|areas-we-serve|service-areas?)/([a-z-]{3,40})",
    re.I,
)


def _slug_town(url: str) -> bool:
    """Return whether an address such as /locations/denver-co names a town."""
    match = _PLACES_ROOM.search(url)
    words = folded(match[1].replace("-", " ")) if match else ""
    return bool(words) and geocoder().geocode(words) is not None
