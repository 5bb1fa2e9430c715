"""Seeds: which web sites to crawl, and for which places, from what the other sources gathered.

In come the newest finished runs under a root; out comes one ``Crawl`` for each territory (a registered domain, or a
corner of a shared host) with every place that gives it as its website, and the places left out, each with the reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from catalog.listings import Listing
from catalog.matching import Decisions, Group, Head, group_listings, head_of
from catalog.matching.decisions import DECISIONS, read_decisions
from catalog.places import Point
from catalog.sources import LISTINGS, Skipped, gathered, read_listings
from crawler.sites.hosting import Territory, territory
from crawler.sites.urls import absolute

SOURCE = "program_sites"


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """One place that a web site may speak of: the identity that the other sources' listings of it share.

    ``id`` and the address fields are those of the listing that names the place. ``starts`` are the addresses that
    its listings give; ``states_iop`` says that one of them states an IOP, ``candidate_for`` why one may be there.
    """

    id: str
    name: str
    organization: str
    street: str
    street2: str
    city: str
    state: str
    zip: str
    phones: tuple[str, ...]
    point: Point | None
    starts: tuple[str, ...]
    states_iop: bool
    candidate_for: str


class Crawl(NamedTuple):
    """One crawl: where it may go and the places it is for, in the order of their ids."""

    territory: Territory
    sites: tuple[Site, ...]

    @property
    def starts(self) -> tuple[str, ...]:
        """Addresses to begin with: the home page of a domain that is the owner's, then what the listings give."""
        given = dict.fromkeys(url for site in self.sites for url in site.starts)
        homes = {} if self.territory.prefix else dict.fromkeys(absolute(url, "/") for url in list(given)[:1])
        return tuple(homes | given)


class Seeds(NamedTuple):
    """The crawls by the name of their territory, the places without one, and how many places there are."""

    crawls: dict[str, Crawl]
    skipped: tuple[Skipped, ...]
    places: int


class _Contact(NamedTuple):
    websites: tuple[str, ...]
    phones: tuple[str, ...]
    point: Point | None


def seeds_of(root: Path, decisions: Path = DECISIONS) -> Seeds:
    """Return the seeds of everything gathered under ``root``; empty where nothing has been.

    What people decided (the table ``decisions``) holds as in a build; a broken table raises ``ValueError``.
    """
    decided = read_decisions(decisions)
    runs = [(report, folder) for report, folder in gathered(root) if report.source.id != SOURCE]
    listings = ((li, report.source.trust) for report, folder in runs for li in read_listings(folder / LISTINGS))
    return plan(listings, decided)


def plan(listings: Iterable[tuple[Listing, int]], decisions: Decisions | None = None) -> Seeds:
    """Return the seeds of ``listings``, each given with its source's trust.

    Listings of one place are joined by the rules of the catalog and by what people decided, so that a place with two
    records is one site.
    """
    contacts: dict[str, _Contact] = {}
    heads: list[Head] = []
    for listing, trust in listings:
        heads.append(head_of(listing, trust))
        phones = tuple(p for p in (listing.phone, listing.intake_phone) if p)
        contacts[listing.id] = _Contact((listing.website,) if listing.website else (), phones, listing.point)
    found: dict[str, tuple[Territory, list[Site]]] = {}
    skipped: list[Skipped] = []
    places = 0
    for group in group_listings(heads, decisions):
        if not any(head.states_iop or head.candidate_for for head in group.heads):
            continue
        places += 1
        _place(group, contacts, found, skipped)
    crawls = {name: Crawl(where, tuple(sites)) for name, (where, sites) in sorted(found.items())}
    return Seeds(crawls, tuple(skipped), places)


def _place(
    group: Group, contacts: dict[str, _Contact], found: dict[str, tuple[Territory, list[Site]]], skipped: list[Skipped]
) -> None:
    """Put one place into the territory of its first usable website, or into ``skipped`` with the reason."""
    own = [contacts[head.id] for head in group.heads]
    starts = tuple(dict.fromkeys(url for c in own for site in c.websites if (url := absolute(site, site))))
    reasons: list[str] = []
    by_territory: dict[Territory, list[str]] = defaultdict(list)
    for url in starts:
        where = territory(url)
        if isinstance(where, str):
            reasons.append(where)
        else:
            by_territory[where].append(url)
    if not by_territory:
        reason = f"website: {reasons[0]}" if reasons else "no website"
        skipped.append(Skipped(record=group.heads[0].id, page=starts[0] if starts else "", reason=reason))
        return
    where, urls = next(iter(by_territory.items()))
    site = _site(group, own, tuple(urls))
    found.setdefault(where.name, (where, []))[1].append(site)


def _site(group: Group, own: list[_Contact], starts: tuple[str, ...]) -> Site:
    head = group.heads[0]
    return Site(
        id=head.id,
        name=head.name,
        organization=head.organization,
        street=head.street,
        street2=head.street2,
        city=head.city,
        state=head.state,
        zip=head.zip,
        phones=tuple(dict.fromkeys(phone for contact in own for phone in contact.phones)),
        point=next((contact.point for contact in own if contact.point), None),
        starts=starts,
        states_iop=any(h.states_iop for h in group.heads),
        candidate_for=next((h.candidate_for for h in group.heads if h.candidate_for), ""),
    )
