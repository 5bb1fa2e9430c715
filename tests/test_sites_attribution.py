"""Whose facts a page tells, and the listings that places get from the pages of their domain."""

from __future__ import annotations

import pytest

from catalog.facts import Fact
from catalog.listings import Listing
from crawler.sites.attribution import Domain, belongs, domain_of_pages
from crawler.sites.confirming import stance_of
from crawler.sites.listings import ReadPage, listings_of
from crawler.sites.seeds import Site
from tests.make_sites import MESA, TEMPE, TUCSON, make_crawl, make_site, page_names, read_html

ALL = (MESA, TEMPE, TUCSON)
MESA_2 = make_site("mesa2", "900 Oak Road", "Mesa", "AZ", "85203", "(480) 555-0109")
IOP = "<p>Our intensive outpatient program (IOP) meets Monday, Wednesday and Friday from 9:00 a.m. to 12:00 p.m.</p>"
AT_MESA = "12 Elm Street, Mesa, AZ 85201"
FOOT = "<footer>{}</footer>"


@pytest.mark.parametrize(
    ("body", "path", "title", "sites", "found", "owner"),
    [
        ("12 Elm Street, Mesa, AZ 85201", "/iop", "", ALL, "mesa", "program"),
        ("12 Elm St., Suite 4, Mesa, Arizona 85201-1234", "/iop", "", ALL, "mesa", "program"),
        ("400 West Main Street, Tucson, AZ 85701", "/iop", "", ALL, "tucson", "program"),
        ("Call (520) 555-0101 today", "/iop", "", ALL, "tucson", "program"),
        ("<p>x</p>", "/locations/tucson", "", ALL, "tucson", "program"),
        ("<p>x</p>", "/iop", "Our Tempe IOP", ALL, "tempe", "program"),
        ("<h1>IOP in Mesa, AZ</h1>", "/iop", "", ALL, "mesa", "program"),
        ("<p>The Tucson office is near the park.</p>", "/x", "", ALL, "tucson", "program"),
        ("<p>We serve Mesa, Tempe and Tucson.</p>", "/x", "", ALL, "mesa tempe tucson", "organization"),
        (AT_MESA + "<p>77 Mill Avenue, Tempe, AZ 85281</p>", "/x", "", ALL, "mesa tempe", "organization"),
        ("<p>Nothing named.</p>", "/iop", "", ALL, "mesa tempe tucson", "organization"),
        ("<p>Nothing named.</p>", "/iop", "", (MESA,), "mesa", "program"),
        ("<p>x</p>", "/locations/mesa", "", (MESA, MESA_2, TUCSON), "mesa mesa2", "organization"),
        ("900 Oak Road, Mesa, AZ 85203", "/locations/mesa", "", (MESA, MESA_2), "mesa2", "program"),
        ("55 Pine Street, Denver, CO 80202", "/iop", "", ALL, "", "elsewhere"),
        ("55 Pine Street, Denver, CO 80202", "/iop", "", (MESA,), "", "elsewhere"),
        ("<p>x</p>", "/locations/denver", "", (MESA,), "", "elsewhere"),
        ("<p>x</p>", "/locations/denver-co", "", ALL, "", "elsewhere"),
        ("<p>x</p>", "/iop", "IOP in Denver, CO | Larkspur", (MESA,), "", "elsewhere"),
        (AT_MESA + "<p>55 Pine Street, Denver, CO 80202</p>", "/x", "", (MESA,), "mesa", "organization"),
        ("1400 Elm Street, Mesa, AZ 85204", "/contact", "", (MESA,), "mesa", "program"),
        ("1400 Oak Street, Mesa, AZ 85204", "/contact", "", ALL, "", "elsewhere"),
        ("<p>x</p>" + FOOT.format(AT_MESA), "/iop", "", ALL, "mesa tempe tucson", "organization"),
        ("<p>Our programs help.</p>", "/programs/adult-iop", "Adult IOP | Larkspur", (MESA,), "mesa", "program"),
        ("<p>Serving Phoenix, Gilbert and Chandler.</p>", "/iop", "", (MESA,), "mesa", "program"),
    ],
)  # fmt: skip
def test_whose_page_it_is(body: str, path: str, title: str, sites: tuple[Site, ...], found: str, owner: str) -> None:
    verdict = belongs(page_names(body, path, title or "Larkspur Recovery"), sites)
    assert (" ".join(sorted(verdict.sites)), verdict.owner) == (found, owner)


def test_a_phone_of_several_places_names_none() -> None:
    central = tuple(
        make_site(name, street, city, phone="(800) 555-0100")
        for name, street, city in (("a", "1 A St", "Mesa"), ("b", "2 B St", "Tempe"))
    )
    assert belongs(page_names("<p>Call (800) 555-0100</p>"), central).owner == "organization"


def test_footers_that_differ_tell_whose_page_it_is() -> None:
    one = page_names("<p>x</p>" + FOOT.format("12 Elm Street, Mesa, AZ 85201"), "/a")
    other = page_names("<p>y</p>" + FOOT.format("400 W Main St, Tucson, AZ 85701"), "/b")
    assert domain_of_pages([one, one], ALL) == Domain(framed=False)
    domain = domain_of_pages([one, other], ALL)
    assert domain.framed and belongs(one, ALL, domain).sites == ("mesa",)


def test_a_domain_with_places_that_are_not_ours_has_pages_that_are_not_ours() -> None:
    contact = page_names("<p>55 Pine Street, Denver, CO 80202</p><p>12 Elm Street, Mesa, AZ 85201</p>", "/contact")
    general = page_names(IOP)
    domain = domain_of_pages([contact, general], (MESA,))
    assert domain.has_others
    assert belongs(general, (MESA,), domain).owner == "organization"


def listed(pages: list[ReadPage], *sites: Site) -> dict[str, Listing]:
    """Return place → its listing."""
    crawl = make_crawl(*sites)
    found = {listing.street: listing for listing in listings_of(crawl, pages).listings}
    return {site.id: found[site.street] for site in crawl.sites if site.street in found}


def stated(listing: Listing, attribute: str) -> dict[str, str]:
    """Return value (with "not " where denied) → scope of its first evidence."""
    return {
        ("not " if f.denied else "") + str(f.value): f.evidence[0].scope
        for f in listing.facts
        if f.attribute == attribute
    }


def test_a_candidate_is_confirmed_by_its_own_page() -> None:
    found = listed([read_html(IOP)], TEMPE)["tempe"]
    assert found.states_iop and found.source == "program_sites" and found.read_on == "2026-02-01"
    (fact,) = [f for f in found.facts if f.attribute == "level_of_care" and f.value == "iop"]
    assert (fact.evidence[0].scope, fact.evidence[0].how, fact.evidence[0].url) == (
        "program",
        "text",
        "http://larkspur.example/iop",
    )
    assert stated(found, "days").keys() == {"mon", "wed", "fri"} and "09:00-12:00" in stated(found, "sessions")
    assert (found.name, found.street, found.city, found.state, found.zip) == (
        TEMPE.name,
        TEMPE.street,
        "Tempe",
        "AZ",
        "85281",
    )


def test_a_page_about_all_places_confirms_no_candidate_and_is_weaker() -> None:
    general = read_html(IOP + "<p>Our IOP uses cognitive behavioral therapy (CBT).</p>")
    own = read_html(
        "<p>400 W Main St, Tucson, AZ 85701</p>" + IOP.replace("9:00 a.m. to 12:00 p.m.", "6:00 p.m. to 9:00 p.m."),
        "/tucson",
    )
    found = listed([general, own], MESA, TEMPE, TUCSON)
    assert set(found) == {"mesa", "tucson"}
    assert stated(found["mesa"], "sessions") == {"09:00-12:00": "organization"}
    assert stated(found["tucson"], "sessions") == {"18:00-21:00": "program"}
    assert stated(found["tucson"], "therapies")["cbt"] == "organization"


def test_a_place_that_denies_what_its_organization_states_is_believed() -> None:
    general = read_html(IOP + "<p>We accept Medicaid.</p>")
    own = read_html("<p>400 W Main St, Tucson, AZ 85701</p>" + IOP + "<p>We do not accept Medicaid.</p>", "/tucson")
    assert stated(listed([general, own], MESA, TUCSON)["tucson"], "payment_options") == {"not medicaid": "program"}


@pytest.mark.parametrize(
    "body",
    [
        "<p>Our partial hospitalization program (PHP) meets Monday to Friday from 9:00 a.m. to 3:00 p.m.</p>",
        "<h1>Opening soon</h1><p>Our intensive outpatient program is not open yet.</p>" + IOP,
        "<p>Welcome to our clinic. We see people for weekly visits.</p>",
    ],
)
def test_partial_unopened_and_silent_sites_give_a_candidate_nothing(body: str) -> None:
    assert listed([read_html(body)], TEMPE) == {}


def test_an_article_gives_nothing() -> None:
    article = read_html(
        "<p>IOPs usually offer 9 to 19 hours a week.</p>" + IOP, "/blog/what-is-an-iop", "What is an IOP?"
    )
    assert listed([article], TEMPE) == {}


def test_a_page_that_says_it_is_not_open_silences_its_place_and_leaves_a_note() -> None:
    soon = read_html("<h1>Opening soon</h1><p>Our intensive outpatient program is not open yet.</p>" + IOP)
    home = read_html(IOP, "/")
    found = listings_of(make_crawl(MESA), [home, soon])
    (listing,) = found.listings
    assert not listing.facts and not listing.states_iop and listing.url == "http://larkspur.example/iop"
    assert listing.notes == ("its own page says that the program is not open",)


def test_what_a_payment_page_says_holds_for_the_house() -> None:
    payment = read_html(
        "<h1>Paying for care</h1><p>We are in network with Cigna and Humana.</p><p>We offer a sliding scale.</p>",
        "/insurance",
        "Insurance",
    )
    found = listed([read_html(IOP), payment], MESA)["mesa"]
    assert stated(found, "insurers") == {"cigna": "facility", "humana": "facility"}
    assert listed([payment], TEMPE) == {}


def test_other_addresses_and_telephone_lists_are_not_a_places_contact() -> None:
    lines = "".join(f"<p>Office {n}: (480) 555-01{n:02}</p>" for n in range(20, 26))
    found = listed([read_html("<p>12 Elm Street, Mesa, AZ 85201</p>" + IOP + lines)], MESA)["mesa"]
    assert not stated(found, "phone") and len(stated(found, "address")) == 1


def test_without_pages_the_reason_is_told() -> None:
    found = listings_of(make_crawl(MESA), [], "the host answered 403")
    assert [(s.reason, s.page) for s in found.skipped] == [("the host answered 403", "http://larkspur.example/")]


def test_every_fact_keeps_at_most_four_quotes() -> None:
    pages = [read_html(IOP, f"/iop-{n}") for n in range(9)]
    facts: tuple[Fact, ...] = listed(pages, MESA)["mesa"].facts
    assert facts and max(len(fact.evidence) for fact in facts) == 4


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("The Mesa office runs an intensive outpatient program (IOP).", "states"),
        ("IOP groups meet three times a week.", "states"),
        ("Ofrecemos un programa ambulatorio intensivo.", "states"),
        ("We do not run an intensive outpatient program.", "denies"),
        ("Intensive outpatient is not offered here.", "denies"),
        ("Intensive Outpatient Program (closed)", "ended"),
        ("Our intensive outpatient program closed last year and no longer takes new clients.", "ended"),
        ("We no longer offer an IOP.", "ended"),
        ("The IOP runs closed groups of eight people.", "states"),
        ("The IOP is closed on holidays.", "states"),
        ("Larkspur Recovery", "silent"),
        ("We offer outpatient visits.", "silent"),
    ],
)
def test_what_a_sentence_says_of_an_iop(quote: str, found: str) -> None:
    assert stance_of(quote) == found


def test_a_page_that_denies_an_iop_leaves_a_candidate_one_and_disputes_another_source() -> None:
    page = read_html(
        "<p>We do not run an intensive outpatient program. We offer outpatient visits.</p>",
        "/our-services",
        "Our services",
    )
    assert listed([page], TEMPE) == {}
    assert "not iop" in stated(listed([page], MESA)["mesa"], "level_of_care")
