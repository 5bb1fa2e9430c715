"""Addresses, territories, ranking and robots rules of programs' own sites."""

from __future__ import annotations

import pytest

from crawler.sites.hosting import Territory, neighbourhood, territory
from crawler.sites.ranking import forbidden, score, sitemap_score
from crawler.sites.robots import LONGEST_DELAY, rules_of
from crawler.sites.urls import absolute, page_key

BASE = "https://www.larkspur.example/programs/"


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("iop", "https://www.larkspur.example/programs/iop"),
        ("/iop#schedule", "https://www.larkspur.example/iop"),
        ("//other.example//a//b", "https://other.example/a/b"),
        ("HTTP://WWW.Larkspur.EXAMPLE/IOP", "http://www.larkspur.example/IOP"),
        ("?utm_source=x&b=2&a=1&fbclid=9", "https://www.larkspur.example/programs/?a=1&b=2"),
        ("/iop;jsessionid=1F2E?PHPSESSID=3", "https://www.larkspur.example/iop"),
        ("/a b", "https://www.larkspur.example/a%20b"),
        ("#top", ""), ("", ""), ("mailto:a@b.example", ""), ("tel:+15555550100", ""), ("javascript:alert(1)", ""),
        ("data:text/html,x", ""), ("ftp://larkspur.example/", ""), ("http://127.0.0.1/", ""), ("http://[::1]/", ""),
        ("http://2130706433/", ""), ("http://localhost/", ""), ("http://larkspur.example:8080/", ""),
        ("http://user:pass@larkspur.example/", ""), ("http://[bad", ""), ("/" + "a" * 400, ""),
    ],
)  # fmt: skip
def test_links_become_one_spelling(link: str, found: str) -> None:
    assert absolute(BASE, link) == found


def test_spellings_of_one_page_share_a_key() -> None:
    spellings = ("http://www.a.example/iop/", "https://a.example/iop", "https://a.example/iop/index.html")
    assert len({page_key(url) for url in spellings}) == 1
    assert page_key("https://a.example/?p=1") != page_key("https://a.example/?p=2")


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://www.larkspur.org/iop", Territory("larkspur.org", "larkspur.org")),
        ("https://iop.larkspur.org", Territory("larkspur.org", "larkspur.org")),
        ("https://larkspur.wixsite.com/home",
         Territory("larkspur.wixsite.com/home", "wixsite.com", "larkspur.wixsite.com/home")),
        ("https://larkspur.weebly.com", Territory("larkspur.weebly.com", "weebly.com", "larkspur.weebly.com")),
        ("https://sites.google.com/view/larkspur/home",
         Territory("sites.google.com/view/larkspur/home", "google.com", "sites.google.com/view/larkspur/home")),
        ("https://www.facebook.com/larkspur", "social network"),
        ("https://linktr.ee/larkspur", "social network"),
        ("https://www.psychologytoday.com/us/treatment-rehab/1", "directory of others"),
        ("https://bit.ly/3x", "short link"),
        ("https://www.google.com/maps/place/x", "search engine"),
        ("https://wordpress.com/", "hosting platform's own page"),
        ("https://com/", "no registered domain"),
    ],
)  # fmt: skip
def test_territories(url: str, found: Territory | str) -> None:
    assert territory(url) == found


def test_a_corner_of_a_shared_host_ends_at_its_path() -> None:
    corner = territory("https://larkspur.wixsite.com/home")
    assert isinstance(corner, Territory)
    assert corner.holds("https://larkspur.wixsite.com/home/iop")
    assert not corner.holds("https://larkspur.wixsite.com/homestead")
    assert not corner.holds("https://other.wixsite.com/home")
    assert neighbourhood("https://larkspur.wixsite.com/home") == "larkspur.wixsite.com"
    assert neighbourhood("https://iop.larkspur.org/") == "larkspur.org"


BETTER = (
    ("/intensive-outpatient", "IOP", "/services", "Services"),
    ("/programs", "Our programs", "/about", "About us"),
    ("/insurance", "Insurance", "/contact", "Contact"),
    ("/programa-ambulatorio-intensivo", "Programa", "/servicios", "Servicios"),
    ("/horario", "Horario", "/nuestro-equipo", "Equipo"),
    ("/p7", "Intensive Outpatient Program", "/p8", "Our building"),
    ("/locations/mesa", "Mesa", "/locations/denver", "Denver"),
    ("/faq", "FAQ", "/team", "Meet the team"),
    ("/levels-of-care", "Levels of care", "/what-is-an-iop", "What is an IOP?"),
)


@pytest.mark.parametrize(("good", "good_words", "lesser", "lesser_words"), BETTER)
def test_one_link_promises_more_than_another(good: str, good_words: str, lesser: str, lesser_words: str) -> None:
    host = "https://larkspur.example"
    first = score(host + good, good_words, places=("mesa",))
    assert first > score(host + lesser, lesser_words, places=("mesa",)) > 0


NEVER = (
    "/blog/iop", "/news/2026/iop-opens", "/careers/iop-therapist", "/privacy-policy", "/wp-login.php", "/portal/iop",
    "/iop.pdf", "/iop/flyer.DOCX", "/events/iop-open-house", "/calendar?month=2026-01", "/2025/03/iop", "/tag/iop",
    "/iop?date=2026-01-01", "/iop?a=1&b=2&c=3", "/a/a/a/iop", "/x/y/z/1/2/3/4/5/iop", "/cart", "/feed", "/empleos/iop",
    "/search?q=iop", "/testimonials", "/iop?replytocom=4&s=1",
)  # fmt: skip


@pytest.mark.parametrize("path", NEVER)
def test_rooms_that_are_never_asked_for(path: str) -> None:
    url = "https://larkspur.example" + path
    assert forbidden(url)
    assert score(url, "Intensive Outpatient Program") == 0


def test_unknown_words_are_tried_near_the_start_only() -> None:
    assert 0 < score("https://larkspur.example/zinnia", "Zinnia House", depth=1) < 1
    assert score("https://larkspur.example/zinnia", "Zinnia House", depth=2) == 0


def test_sitemaps_of_pages_come_before_those_of_posts() -> None:
    assert sitemap_score("https://a.example/page-sitemap.xml") > sitemap_score("https://a.example/sitemap-1.xml") > 0
    assert sitemap_score("https://a.example/post-sitemap.xml") == 0


RULES = b"User-agent: *\nDisallow: /private\nCrawl-delay: 7\nSitemap: https://a.example/s.xml\n"
RULES += b"\nUser-agent: iop-finder\nDisallow: /iop\n"


@pytest.mark.parametrize(
    ("status", "body", "home", "private"),
    [
        (200, RULES.split(b"\n\n")[0], True, False),
        (200, b"\xef\xbb\xbf" + RULES.split(b"\n\n")[0], True, False),
        (200, b"User-agent: *\nDisallow: /", False, False),
        (200, b"<!doctype html><title>Not found</title>", True, True),
        (200, b"\0\0User-agent: *\nDisallow: /private", True, False),
        (404, b"", True, True), (410, b"", True, True), (400, b"", True, True),
        (401, b"", False, False), (403, b"", False, False), (429, b"", False, False),
        (500, b"", False, False), (503, RULES, False, False), (0, b"", False, False), (302, b"", False, False),
    ],
)  # fmt: skip
def test_robots_rules(status: int, body: bytes, home: bool, private: bool) -> None:
    rules = rules_of(status, body)
    assert rules.allows("https://a.example/") is home
    assert rules.allows("https://a.example/private") is private


def test_robots_may_speak_to_us_by_name_and_ask_for_patience() -> None:
    assert not rules_of(200, RULES).allows("https://a.example/iop")
    general = rules_of(200, RULES.split(b"\n\n")[0])
    assert general.delay == 7 and general.sitemaps == ("https://a.example/s.xml",)
    assert rules_of(200, b"User-agent: *\nCrawl-delay: 86400\n").delay == LONGEST_DELAY
