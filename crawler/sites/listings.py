"""The readings of one domain become one listing for each of its places, with the facts that are that place's.

In come the places and the readings of the pages; out come listings under the names and addresses by which the other
sources know the places, so that merging joins them, and an account of what gave no listing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from catalog.attributes import attribute
from catalog.facts import Fact, Scope
from catalog.listings import Listing, listing_id
from catalog.merging import merge_facts
from catalog.sources import Skipped
from crawler.sites.attribution import Belongs, belongs, domain_of_pages
from crawler.sites.readings import SiteReading
from crawler.sites.seeds import SOURCE, Crawl, Site

MOST_EVIDENCE = 4
"""Quotes kept for one fact: the strongest; fifteen pages with one footer say a thing no better than four."""

MOST_PHONES = 3
"""Phones above which a page is a telephone list, not this place's contact."""

OWN_WINS = frozenset({"days", "time_of_day", "weekends", "age_groups", "setting", "rolling_admission"})
"""Attributes, beside spans and sessions, of which what a place says itself replaces what holds for the organization."""


class ReadPage(NamedTuple):
    """One page of a domain: its address, the ISO date it was last confirmed, and its reading."""

    url: str
    read_on: str
    reading: SiteReading


class SiteListings(NamedTuple):
    """The listings of one domain, what gave none, and counts of what was kept but marked."""

    listings: tuple[Listing, ...]
    skipped: tuple[Skipped, ...]
    notes: Counter[str]


class _Told(NamedTuple):
    """The pages that speak of one place alone, and those that speak of all of its organization's."""

    own: list[ReadPage]
    shared: list[ReadPage]


def listings_of(crawl: Crawl, pages: Sequence[ReadPage], reason: str = "") -> SiteListings:
    """Return the listings that ``pages`` give the places of ``crawl``; ``reason`` says why pages may be missing."""
    notes: Counter[str] = Counter()
    told = _sorted_out(crawl.sites, pages, notes)
    listings: list[Listing] = []
    skipped: list[Skipped] = []
    for site in crawl.sites:
        found = _listing(site, told[site.id], notes)
        if isinstance(found, Listing):
            listings.append(found)
        else:
            why = found if pages else (reason or "no page of it could be read")
            skipped.append(Skipped(record=own_id(site), page=site.starts[0], reason=why))
    return SiteListings(tuple(listings), tuple(skipped), notes)


def own_id(site: Site) -> str:
    """Return the id that this source gives a place."""
    return listing_id(SOURCE, site.organization, site.name, site.street, site.street2, site.city, site.state, site.zip)


def _sorted_out(sites: Sequence[Site], pages: Sequence[ReadPage], notes: Counter[str]) -> dict[str, _Told]:
    told = {site.id: _Told([], []) for site in sites}
    domain = domain_of_pages([page.reading.names for page in pages], sites)
    for page in pages:
        found: Belongs = belongs(page.reading.names, sites, domain)
        if found.owner == "elsewhere":
            notes["pages about another place"] += 1
        for key in found.sites:
            (told[key].own if found.owner == "program" else told[key].shared).append(page)
    return told


def _listing(site: Site, told: _Told, notes: Counter[str]) -> Listing | str:
    """Return the listing of one place, or why its pages give none."""
    closed = next((page for page in told.own if page.reading.not_open and page.reading.is_program_page), None)
    if closed is not None:
        note = "its own page says that the program is not open"
        return (
            _written(site, [closed], (), (note,)) if site.states_iop else "its own page says that the IOP is not open"
        )
    confirmed = any(page.reading.states_iop for page in told.own)
    if not site.states_iop and any(page.reading.denies_iop for page in told.own):
        return "its own page says that it runs no IOP"
    if not confirmed and not site.states_iop:
        return "its pages confirm no IOP"
    facts = _facts(site, told)
    if not facts:
        return "its pages state nothing of the program"
    if confirmed and not site.states_iop:
        notes["candidates confirmed by their own page"] += 1
    pages = sorted(told.own, key=lambda page: not page.reading.states_iop) + told.shared
    return _written(site, pages, facts, ())


def _facts(site: Site, told: _Told) -> tuple[Fact, ...]:
    """Return a place's facts: its own pages' first, then what holds for its organization where it says nothing else."""
    own = merge_facts((fact for page in told.own for fact in _fitting(page, site)), {SOURCE: 1})
    shared = merge_facts((_widened(fact) for page in told.shared for fact in _common(page)), {SOURCE: 1})
    spoken = {fact.attribute for fact in own if fact.attribute in OWN_WINS or _is_timetable(fact.attribute)}
    opposed = {(fact.attribute, repr(fact.value), not fact.denied) for fact in own}
    weaker = (f for f in shared if f.attribute not in spoken and f.order_key not in opposed)
    merged = merge_facts([*own, *weaker], {SOURCE: 1})
    return tuple(replace(fact, evidence=fact.evidence[:MOST_EVIDENCE]) for fact in merged)


def _is_timetable(key: str) -> bool:
    return attribute(key).kind in ("span", "session")


def _fitting(page: ReadPage, site: Site) -> Iterable[Fact]:
    """Yield the facts of a place's own page that can be this place's: no address of elsewhere, no telephone list."""
    facts = [*page.reading.facts, *page.reading.supporting]
    phones = sum(fact.attribute in ("phone", "intake_phone") for fact in facts)
    for fact in facts:
        if fact.attribute == "address" and site.zip[:5] not in str(fact.value):
            continue
        if fact.attribute in ("phone", "intake_phone") and phones > MOST_PHONES:
            continue
        yield fact


def _common(page: ReadPage) -> Iterable[Fact]:
    """Yield the facts of a page about several places that can hold for each; a phone or address is one place's."""
    if page.reading.not_open:
        return
    for fact in (*page.reading.facts, *page.reading.supporting):
        if fact.attribute not in ("phone", "intake_phone", "address"):
            yield fact


def _widened(fact: Fact) -> Fact:
    scope: Scope = "organization"
    return replace(fact, evidence=tuple(replace(evidence, scope=scope) for evidence in fact.evidence))


def _written(site: Site, pages: Sequence[ReadPage], facts: tuple[Fact, ...], notes: tuple[str, ...]) -> Listing:
    lines = [str(fact.value) for fact in facts if fact.attribute == "intake_phone"]
    return Listing(
        id=own_id(site),
        source=SOURCE,
        name=site.name,
        organization=site.organization,
        street=site.street,
        street2=site.street2,
        city=site.city,
        state=site.state,
        zip=site.zip,
        phone=site.phones[0] if site.phones else "",
        intake_phone=lines[0] if len(lines) == 1 else "",
        website=site.starts[0],
        point=site.point,
        facts=facts,
        url=pages[0].url,
        read_on=max(page.read_on for page in pages),
        notes=notes,
    )
