"""The frontier: what is asked for next follows from the answers kept, whoever counts them up."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from crawler.sites.frontier import Caps, Frontier, Step
from crawler.sites.links import Link, Outline
from crawler.sites.seeds import Crawl
from crawler.sites.store import StoredPage
from tests.make_sites import HOST, MESA, TEMPE, make_crawl, make_site

Web = Callable[[Step], StoredPage]


def page(step: Step, *links: str, status: int = 200, **more: object) -> StoredPage:
    found = tuple(Link(link if "://" in link else HOST + link, "") for link in links)
    row = StoredPage(url=step.url, kind=step.kind, depth=step.depth, status=status, outline=Outline(found))
    return replace(row, hash="1" if status == 200 else "", **more)


def crawl_all(
    web: Web, crawl: Crawl | None = None, caps: Caps = Caps()
) -> tuple[list[str], Frontier, list[StoredPage]]:
    """Crawl ``web`` to its end; return the paths asked for, the frontier, and the rows."""
    frontier, rows = Frontier(crawl or make_crawl(), caps), list[StoredPage]()
    while (step := frontier.next()) is not None:
        row = replace(web(step), attempts=frontier.attempts(step.url) + 1)
        rows.append(row)
        frontier.add(row)
        assert len(rows) < 2_000
    return [row.url.removeprefix(HOST) for row in rows], frontier, rows


def site_of(pages: dict[str, tuple[str, ...]], robots: bytes = b"") -> Web:
    """Return a web whose pages link as ``pages`` says; others are 404."""

    def answer(step: Step) -> StoredPage:
        path = step.url.removeprefix(HOST)
        if step.kind == "robots":
            return page(step, status=200 if robots else 404, body=robots)
        return page(step, *pages[path]) if path in pages else page(step, status=404)

    return answer


def test_robots_come_first_then_the_start_the_sitemap_and_the_best_links() -> None:
    web = site_of({"/": ("/contact", "/iop", "/insurance", "/blog/iop"), "/iop": (), "/insurance": (), "/contact": ()})
    asked, _, _ = crawl_all(web)
    assert asked == ["/robots.txt", "/", "/sitemap.xml", "/iop", "/insurance", "/contact"]


def test_what_robots_forbid_is_never_asked_for() -> None:
    asked, frontier, _ = crawl_all(
        site_of({"/": ("/iop", "/fees")}, b"User-agent: *\nDisallow: /iop\nDisallow: /sitemap.xml")
    )
    assert asked == ["/robots.txt", "/", "/fees"]
    assert frontier.left_out[HOST + "/iop"] == "robots.txt forbids it"
    assert frontier.cut_short == ""


@pytest.mark.parametrize("status", [0, 401, 403, 429, 500, 503])
def test_a_host_without_readable_robots_is_left_alone(status: int) -> None:
    asked, frontier, _ = crawl_all(lambda step: page(step, status=status if step.kind == "robots" else 200))
    assert asked == ["/robots.txt"]
    assert "robots.txt" in frontier.cut_short


def test_a_host_that_does_not_answer_is_looked_for_under_its_other_spellings() -> None:
    crawl = make_crawl(make_site(start="https://larkspur.example/"))
    alive = "http://larkspur.example"

    def web(step: Step) -> StoredPage:
        if not step.url.startswith(alive):
            return page(step, status=0, reason="its host name is not known")
        return page(step, status=200 if step.kind == "page" else 404)

    asked = [row.url for row in crawl_all(web, crawl)[2]]
    first = "https://larkspur.example/robots.txt"
    assert asked == [first, alive + "/robots.txt", alive + "/", alive + "/sitemap.xml"]
    dead = [
        row.url for row in crawl_all(lambda step: page(step, status=0, reason="the connection failed (X)"), crawl)[2]
    ]
    assert dead == [
        f"{host}/robots.txt" for host in ("https://larkspur.example", alive, "https://www.larkspur.example")
    ]


def test_robots_redirects_are_followed_and_end() -> None:
    def web(step: Step) -> StoredPage:
        if step.url == HOST + "/robots.txt":
            return page(step, status=301, target=HOST + "/rules.txt")
        if step.url == HOST + "/rules.txt":
            return page(step, body=b"User-agent: *\nDisallow: /iop")
        return page(step, "/iop", "/fees")

    assert crawl_all(web)[0] == ["/robots.txt", "/rules.txt", "/", "/sitemap.xml", "/fees"]

    def endless(step: Step) -> StoredPage:
        return page(step, status=302, target=step.url + "x")

    asked, frontier, _ = crawl_all(endless)
    assert len(asked) == 6 and frontier.cut_short


@pytest.mark.parametrize("status", [401, 403, 429])
def test_a_refusal_stops_the_host(status: int) -> None:
    web = site_of({"/": ("/iop", "/insurance", "/fees")})
    asked, frontier, _ = crawl_all(lambda step: page(step, status=status) if step.url.endswith("/iop") else web(step))
    assert asked == ["/robots.txt", "/", "/sitemap.xml", "/iop"]
    assert frontier.cut_short == f"the host answered {status}"


def test_a_failing_page_gets_a_second_chance_at_the_end() -> None:
    web = site_of({"/": ("/iop", "/insurance", "/contact"), "/insurance": (), "/contact": ()})
    asked, _, _ = crawl_all(lambda step: page(step, status=0) if step.url.endswith("/iop") else web(step))
    assert asked == ["/robots.txt", "/", "/sitemap.xml", "/iop", "/insurance", "/contact", "/iop"]


def test_a_host_that_mostly_fails_is_left_alone() -> None:
    links = tuple(f"/iop-{n}" for n in range(30))
    asked, frontier, _ = crawl_all(
        lambda step: page(step, *links, status=404 if step.kind != "page" else 500 if step.depth else 200)
    )
    assert len(asked) == 6
    assert frontier.cut_short == "3 requests failed"


def test_the_budget_ends_a_trap_and_grows_with_the_places() -> None:
    def endless(step: Step) -> StoredPage:
        number = int(step.url.rpartition("-")[2] or 0) if "-" in step.url else 0
        links = (f"/iop-{number * 3 + n}" for n in (1, 2, 3))
        return page(step, *links, status=200 if step.kind == "page" else 404)

    deep = Caps(depth=50)
    _, frontier, rows = crawl_all(endless, caps=deep)
    assert sum(row.kind == "page" for row in rows) <= frontier.budget == 15
    _, frontier, rows = crawl_all(endless, make_crawl(MESA, TEMPE), deep)
    assert sum(row.kind == "page" for row in rows) <= frontier.budget == 30
    many = make_crawl(*(make_site(str(n)) for n in range(300)))
    assert Frontier(many).budget == Caps().most_pages


def test_one_room_of_a_site_does_not_eat_the_budget() -> None:
    towns = tuple(f"/locations/town-{n}" for n in range(40))
    asked, _, _ = crawl_all(site_of({"/": (*towns, "/insurance", "/admissions", "/locations/mesa")}))
    assert {"/insurance", "/admissions", "/locations/mesa"} <= set(asked)
    assert sum(path.startswith("/locations/town") for path in asked) < 9


def test_links_end_at_depth_three() -> None:
    pages = {"/": ("/iop-1",), "/iop-1": ("/iop-2",), "/iop-2": ("/iop-3",), "/iop-3": ("/iop-4",), "/iop-4": ()}
    assert crawl_all(site_of(pages))[0][-1] == "/iop-3"


def test_redirects_stay_in_the_domain_but_for_a_home_page_that_moved() -> None:
    def web(step: Step) -> StoredPage:
        if step.url == HOST + "/":
            return page(step, status=301, target="http://moved.example/")
        if step.url == "http://moved.example/":
            return page(step, "http://moved.example/iop", HOST + "/iop")
        if step.url == HOST + "/iop":
            return page(step, status=302, target="http://elsewhere.example/")
        return page(step, status=404)

    asked, frontier, _ = crawl_all(web)
    assert asked == ["/robots.txt", "/", "http://moved.example/robots.txt", "http://moved.example/", "/iop"]
    assert frontier.left_out["http://elsewhere.example/"] == "redirected to another domain"


def test_a_home_page_that_moved_to_a_social_network_is_not_followed() -> None:
    web = site_of({})
    asked, _, _ = crawl_all(
        lambda step: page(step, status=301, target="https://www.facebook.com/x") if step.kind == "page" else web(step)
    )
    assert asked == ["/robots.txt", "/"]


def test_redirect_loops_and_chains_end() -> None:
    web = site_of({})

    def loop(step: Step) -> StoredPage:
        target = HOST + ("/a" if step.url != HOST + "/a" else "/")
        return page(step, status=302, target=target) if step.kind == "page" else web(step)

    assert crawl_all(loop)[0] == ["/robots.txt", "/", "/a"]

    def chain(step: Step) -> StoredPage:
        return page(step, status=302, target=step.url + "x") if step.kind == "page" else web(step)

    asked, frontier, _ = crawl_all(chain)
    assert len(asked) == 7 and "too many redirects" in frontier.left_out.values()


def test_sitemaps_are_few_and_indexes_lead_to_those_of_pages() -> None:
    def web(step: Step) -> StoredPage:
        if step.url == HOST + "/sitemap.xml":
            links = tuple(Link(f"{HOST}/{name}-sitemap.xml", "") for name in ("post", "page", "a", "b", "c", "d"))
            return replace(page(step), outline=Outline(links, is_index=True))
        if step.kind == "sitemap":
            return page(step, "/iop", "http://other.example/iop")
        return page(step, status=404 if step.kind == "robots" else 200)

    asked, _, _ = crawl_all(web)
    assert asked == ["/robots.txt", "/", "/sitemap.xml", "/page-sitemap.xml", "/a-sitemap.xml", "/iop"]


paths = st.sampled_from(
    ["/", "/iop", "/insurance", "/contact", "/locations/mesa", "/fees", "/zinnia", "/iop/", "/about"]
)


@st.composite
def webs(draw: st.DrawFn) -> dict[str, tuple[int, tuple[str, ...], str]]:
    """Return a small web: path → status, links, redirect target."""
    statuses = st.sampled_from([200, 200, 200, 301, 404, 500, 0])
    return {
        path: (draw(statuses), tuple(draw(st.lists(paths, max_size=5))), draw(paths))
        for path in ("/", "/iop", "/insurance", "/fees", "/contact", "/about")
    }


@settings(max_examples=60, deadline=None)
@given(webs())
def test_killed_at_any_point_the_crawl_goes_on_as_if_it_had_not_been(
    web: dict[str, tuple[int, tuple[str, ...], str]],
) -> None:
    def answer(step: Step) -> StoredPage:
        status, links, target = web.get(step.url.removeprefix(HOST), (404, (), ""))
        if step.kind != "page":
            return page(step, status=404)
        return page(step, *links, status=status, target=HOST + target if status == 301 else "")

    asked, _, rows = crawl_all(answer)
    for cut in range(len(rows) + 1):
        resumed = Frontier(make_crawl())
        for row in _as_kept(rows[:cut]):
            resumed.add(row)
        step = resumed.next()
        expected = asked[cut] if cut < len(asked) else None
        assert (step.url.removeprefix(HOST) if step else None) == expected


def _as_kept(rows: list[StoredPage]) -> Iterator[StoredPage]:
    """Yield the rows as the store keeps them: the last answer of an address, in the order of answers."""
    last = {row.url: number for number, row in enumerate(rows)}
    return (row for number, row in enumerate(rows) if last[row.url] == number)
