"""Makes an invented organization of many places and its web site, to crawl on loopback: pages, listings and the truth.

``make_chain(300)`` gives one web site with 300 places; with ``domains=300`` each place has a site of its own. The same
numbers give the same bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from catalog.listings import Listing, listing_id
from catalog.places import site_point, zip_table
from catalog.sources import Source, SourceReport, finish_run, write_listings

STYLES = ("address", "phone", "title", "address", "partial only", "address", "opening soon", "address")
"""What the place's own page names it by, in turn; two of eight run no IOP that is open."""

SLOTS = (("9:00 a.m.", "12:00 p.m.", "09:00-12:00"), ("1:00 p.m.", "4:00 p.m.", "13:00-16:00"),
         ("6:00 p.m.", "9:00 p.m.", "18:00-21:00"))  # fmt: skip


class Place(NamedTuple):
    """One place: its listing in the other source, the path and style of its page, and the session its page states."""

    listing: Listing
    path: str
    style: str
    session: str


class Chain(NamedTuple):
    """The places and the web sites (host → path → body) that speak of them."""

    places: tuple[Place, ...]
    sites: dict[str, dict[str, str]]


def make_chain(count: int, domains: int = 1) -> Chain:
    """Return an organization of ``count`` places on one web site, or on ``count`` of them."""
    towns = _towns(count)
    hosts = [f"chain{number}.example" for number in range(domains)]
    places = tuple(_place(number, towns[number], hosts[number % domains]) for number in range(count))
    sites = {host: _site(host, [p for p in places if p.listing.website == f"http://{host}/"]) for host in hosts}
    return Chain(places, sites)


def _towns(count: int) -> list[tuple[str, str, str]]:
    """Return ZIPs of different towns, every tenth in the town of the one before it, under another ZIP."""
    by_town: dict[tuple[str, str], list[str]] = {}
    for code, (_, _, city, state) in sorted(zip_table().items()):
        by_town.setdefault((city, state), []).append(code)
    names = [city for city, _ in by_town]
    single = [(zips, town) for town, zips in by_town.items() if len(zips) >= 2 and names.count(town[0]) == 1]
    found: list[tuple[str, str, str]] = []
    for zips, (city, state) in single:
        found.append((zips[0], city, state))
        if len(found) % 10 == 9:
            found.append((zips[1], city, state))
        if len(found) >= count:
            return found[:count]
    raise ValueError(f"there are not {count} towns to put places in: ask for fewer")


def _place(number: int, town: tuple[str, str, str], host: str) -> Place:
    code, city, state = town
    street = f"{100 + number} Larkspur Avenue"
    name = "Chainbeck Recovery"
    phone = f"({201 + number // 100}) 555-{100 + number % 100:04}"
    point, _ = site_point(None, None, code, city, state)
    listing = Listing(
        id=listing_id("samhsa_locator", "MH", name, street, city, state, code), source="samhsa_locator", name=name,
        url="https://findtreatment.gov", read_on="2026-01-01", street=street, city=city, state=state, zip=code,
        phone=phone, website=f"http://{host}/", point=point, kind="MH", candidate_for="outpatient care",
    )  # fmt: skip
    style = STYLES[number % len(STYLES)]
    # A town of two places cannot tell them apart.
    style = "address" if style == "title" and number % 10 >= 8 else style
    slug = "".join(c if c.isalnum() else "-" for c in city.lower())
    return Place(listing, f"/locations/{slug}-{number}", style, SLOTS[number % 3][2])


def _site(host: str, places: list[Place]) -> dict[str, str]:
    links = "".join(f'<li><a href="{p.path}">{p.listing.city}</a></li>' for p in places)
    nav = '<nav><a href="/">Home</a> <a href="/locations">Locations</a> <a href="/iop">Intensive Outpatient</a></nav>'
    shared = (
        "<p>Our intensive outpatient program (IOP) uses cognitive behavioral therapy (CBT).</p>"
        "<p>Our IOP serves adults 18 and older.</p>"
    )
    pages = {
        "/": _html("Chainbeck Recovery", f"{nav}<p>Welcome.</p><a href='/blog/what-is-an-iop'>What is an IOP?</a>"),
        "/locations": _html("Locations", f"{nav}<ul>{links}</ul>"),
        "/iop": _html("Intensive Outpatient Program", nav + shared),
        "/blog/what-is-an-iop": _html("What is an IOP?", "<p>IOPs usually offer 9 to 19 hours a week.</p>"),
        "/robots.txt": f"User-agent: *\nDisallow: /private/\nSitemap: http://{host}/sitemap.xml\n",
    }
    pages |= {place.path: _location(place, number, nav) for number, place in enumerate(places)}
    urls = "".join(f"<url><loc>http://{host}{path}</loc></url>" for path in pages if path != "/robots.txt")
    return pages | {"/sitemap.xml": f'<?xml version="1.0"?><urlset>{urls}</urlset>'}


def _location(place: Place, number: int, nav: str) -> str:
    at, style = place.listing, place.style
    start, end, _ = next(slot for slot in SLOTS if slot[2] == place.session)
    title = "Chainbeck Recovery" + (f" in {at.city}, {at.state}" if style == "title" else "")
    where = f"<p>{at.street}, {at.city}, {at.state} {at.zip}</p>" if style not in ("phone", "title") else ""
    where += f"<p>Call us: {at.phone}</p>" if style == "phone" else ""
    program = (
        f"<p>Our intensive outpatient program (IOP) meets Monday, Wednesday and Friday from {start} to {end}.</p>"
        f"<p>The IOP lasts {8 + number % 5} weeks.</p>"
    )
    if style == "partial only":
        program = "<p>Our partial hospitalization program (PHP) meets Monday to Friday from 9:00 a.m. to 3:00 p.m.</p>"
    if style == "opening soon":
        program = "<p>Opening soon: our intensive outpatient program is not open yet.</p>" + program
    return _html(title, nav + where + program)


def _html(title: str, body: str) -> str:
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
    )


def plant(root: Path, listings: list[Listing], run: str = "20260101T000000Z") -> None:
    """Leave ``listings`` under ``root`` as a finished run of the locator, which is where the crawl takes its seeds."""
    folder = root / "gather" / "samhsa_locator" / run
    folder.mkdir(parents=True)
    write_listings(folder, listings)
    source = Source(
        id="samhsa_locator", label="Locator", home="https://findtreatment.gov", terms="", cadence_days=30,
        expected=(0, 100_000), trust=30,
    )  # fmt: skip
    report = SourceReport(
        source=source, run=run, started="2026-01-01T00:00:00+00:00", finished="2026-01-01T00:00:00+00:00",
        read_on="2026-01-01", as_of="", pages=1, rows=len(listings), kept=len(listings), skipped={},
    )  # fmt: skip
    finish_run(folder, report, [])
