"""Makes what the crawl of programs' own sites works on: places, crawls, pages in memory and their readings."""

from __future__ import annotations

from crawler.reading.page import open_page
from crawler.sites.hosting import Territory
from crawler.sites.listings import ReadPage
from crawler.sites.naming import PageNames, names_of
from crawler.sites.readings import read_body
from crawler.sites.seeds import Crawl, Site

HOST = "http://larkspur.example"


def make_site(
    name: str = "mesa", street: str = "12 Elm Street", city: str = "Mesa", state: str = "AZ", zip_code: str = "85201",
    phone: str = "(480) 555-0100", states_iop: bool = True, start: str = HOST + "/",
) -> Site:  # fmt: skip
    """Return a place called ``name`` in its id."""
    return Site(
        id=name, name="Larkspur Recovery", organization="", street=street, street2="", city=city, state=state,
        zip=zip_code, phones=(phone,) if phone else (), point=None, starts=(start,), states_iop=states_iop,
        candidate_for="" if states_iop else "outpatient care",
    )  # fmt: skip


MESA = make_site()
TUCSON = make_site("tucson", "400 W Main St", "Tucson", "AZ", "85701", "(520) 555-0101")
TEMPE = make_site("tempe", "77 Mill Avenue", "Tempe", "AZ", "85281", "(480) 555-0102", states_iop=False)


def make_crawl(*sites: Site) -> Crawl:
    """Return a crawl of the places' common domain."""
    return Crawl(Territory("larkspur.example", "larkspur.example"), sites or (MESA,))


def make_html(body: str, title: str = "Larkspur Recovery", head: str = "") -> bytes:
    """Return an HTML page."""
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


def page_names(body: str, path: str = "/iop", title: str = "Larkspur Recovery") -> PageNames:
    """Return what a page of the invented domain names."""
    return names_of(open_page(make_html(body, title), HOST + path, "text/html"))


def read_html(body: str, path: str = "/iop", title: str = "Larkspur Recovery", read_on: str = "2026-02-01") -> ReadPage:
    """Return a page of the invented domain as the reader reads it."""
    url = HOST + path
    return ReadPage(url, read_on, read_body(make_html(body, title), url, read_on, "text/html"))
