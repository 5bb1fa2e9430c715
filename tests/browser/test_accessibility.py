"""axe-core finds nothing on any page or state, by day and by night, at three widths; and what axe cannot see.

axe is evaluated through the browser's own debugger, so the pages keep the policy that people get. Within the app one
page moves from state to state as a visitor does; size and theme change while it stands.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from catalog.building import PROGRAMS
from catalog.pointing import POINTER, pointed_at
from tests.browser.chromium import wait_until

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
OPTIONS = {
    "light": "{resultTypes: ['violations'], rules: {'target-size': {enabled: true}}}",
    "dark": "{resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block']}",
}
"""What axe looks for: everything by day, and by night what another colour can change."""

WIDTHS = (1280, 390, 320)
SCHEMES = ("light", "dark")


class State(NamedTuple):
    """Where a state is, the text by which one sees that it stands, and whether all that can be opened is opened."""

    query: str
    shows: str
    opened: bool = False


LIST = "list=p000000000001,p000000000002,p000000000004"
STATES = {
    "start": State("", "Start with a place"),
    "results": State("?near=85251", "programs within 25 miles"),
    "results with choices": State("?near=85251&conditions=anxiety&time_of_day=evening", "Clear all choices"),
    "nothing found": State("?near=99501&conditions=anxiety", "Nothing is wrong with what you asked"),
    "unknown place": State("?near=Qqqqq", "We do not know the place"),
    "words of crisis": State("?near=85251&ask=suicidal", "You can talk to someone right now"),
    "program": State("?show=p000000000001&near=85251", "What is stated"),
    "program with evidence open": State("?show=p000000000001", "nine hours in all", opened=True),
    "a mistake to report": State("?show=p000000000001&fix=hours_per_week", "Report a mistake"),
    "silent program": State("?show=p000000000002", "Silent House"),
    "unknown program": State("?show=p00000000ffff", "We cannot find this program"),
    "compare": State(f"?view=compare&{LIST}", "Side by side"),
    "compare with evidence open": State(f"?view=compare&{LIST}", "Side by side", opened=True),
    "nothing to compare": State("?view=compare", "Nothing to compare yet"),
    "shortlist": State(f"?view=shortlist&{LIST}", "Take it along"),
    "empty shortlist": State("?view=shortlist", "Your list"),
    "guide": State("?view=guide", "From weekly therapy to hospital"),
    "about": State("?view=about", "How much is stated"),
    "Spanish results": State("?near=85251&lang=es", "programas a menos de 25 millas"),
    "Spanish program": State("?show=p000000000001&lang=es", "Antes de llamar"),
    "Spanish comparison": State(f"?view=compare&{LIST}&lang=es", "Lado a lado"),
    "Spanish shortlist": State(f"?view=shortlist&{LIST}&lang=es", "Su lista"),
    "Spanish guide": State("?view=guide&lang=es", "De la terapia semanal al hospital"),
}
PLAIN = {
    "states": "programs",
    "state": "programs/arizona",
    "city": "programs/arizona/tucson",
    "program": "program/p000000000001",
    "search": "search?near=85251&conditions=anxiety",
    "nothing found": "search?near=99501&conditions=anxiety",
    "words of crisis": "search?near=85251&ask=suicidal",
    "guide": "guide?lang=es",
    "about": "about",
    "not found": "nothing/here",
}


PUSH = "query => { history.pushState({}, '', '/' + query); dispatchEvent(new PopStateEvent('popstate')) }"


def move_to(page: Page, state: State) -> None:
    """Go to a state as Back and Forward do: the document stays."""
    page.evaluate(PUSH, state.query)
    if state.opened:
        expect(page.locator(".sheet").get_by_text(state.shows).first).to_be_attached()
        page.evaluate(OPEN)
    expect(page.locator(".sheet").get_by_text(state.shows).first).to_be_visible()


OPEN = """() => {
  const all = root => [...root.querySelectorAll('*')].flatMap(e => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])])
  for (const details of all(document).filter(e => e.nodeName === 'DETAILS')) details.open = true
}"""


def violations(page: Page, scheme: str) -> list[str]:
    """Return what axe finds wrong, a line a rule, with the first element."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    found = page.evaluate(f"axe.run({OPTIONS[scheme]})")["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]} ({v['nodes'][0].get('failureSummary', '')})" for v in found]


IN_ONE_THEME = """scheme => {
  const dark = color => color.match(/[\\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) < 300
  const app = document.querySelector('.stApp')
  if (!app) return true
  const inks = [...document.querySelectorAll('*')].filter(e => e.shadowRoot?.querySelector('.sheet'))
    .map(e => getComputedStyle(e.shadowRoot.querySelector('.sheet')).color)
  return dark(getComputedStyle(app).backgroundColor) === (scheme === 'dark')
    && inks.every(ink => dark(ink) === (scheme === 'light'))
}"""
"""Whether Streamlit has dressed all of the page in a theme: it takes a moment after the system's has changed."""


def everywhere(page: Page) -> dict[str, list[str]]:
    """Return what axe finds in both themes at each width; nothing where there is nothing."""
    found = {}
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        wait_until(page, IN_ONE_THEME, scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if wrong := violations(page, scheme):
                found[f"{scheme} {width}"] = wrong
    return found


@pytest.fixture(scope="module")
def app(browser, server):
    page = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce").new_page()
    page.goto(server.url)
    expect(page.get_by_role("heading", name=STATES["start"].shows)).to_be_visible()
    yield page
    page.context.close()


@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing_in_the_app(app, name):
    move_to(app, STATES[name])
    assert everywhere(app) == {}
    headings = app.evaluate(VISIBLE_HEADINGS)
    assert [level for level, _ in headings].count(1) == 1, headings
    lang = "es" if "lang=es" in STATES[name].query else "en"
    expect(app.locator("html")).to_have_attribute("lang", lang)
    assert app.evaluate(SMALL_TARGETS) == []
    assert app.evaluate(MOVING) == []


ALL = """
  const all = root => [...root.querySelectorAll('*')].flatMap(e => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])])
  const seen = all(document).filter(e => e.checkVisibility())
"""

VISIBLE_HEADINGS = (
    "() => {" + ALL + "return seen.filter(e => /^H[1-6]$/.test(e.nodeName)).map(e => [+e.nodeName[1], e.textContent]) }"
)

SMALL_TARGETS = (
    "() => {"
    + ALL
    + """
  return seen.filter(e => e.matches('a[href], button, summary, select, input:not([type=hidden])'))
    .filter(e => !(e.closest('label')?.getBoundingClientRect().height >= 24))
    .filter(e => { const r = e.getBoundingClientRect(); return r.width < 24 || r.height < 24 })
    .map(e => e.outerHTML.slice(0, 120))
}"""
)

MOVING = (
    "() => {"
    + ALL
    + """
  const long = times => times.split(',').some(t => parseFloat(t) * (t.endsWith('ms') ? 1 : 1000) > 20)
  const moves = s => long(s.transitionDuration) || (s.animationName !== 'none' && long(s.animationDuration))
  return seen.filter(e => moves(getComputedStyle(e))).map(e => e.outerHTML.slice(0, 120))
}"""
)


@pytest.mark.parametrize("name", PLAIN)
def test_axe_finds_nothing_on_plain_pages(browser, server, name):
    page = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce").new_page()
    page.goto(server.url + PLAIN[name])
    assert everywhere(page) == {}
    assert [level for level, _ in page.evaluate(VISIBLE_HEADINGS)].count(1) == 1
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[-1]
    page.context.close()


def test_axe_finds_nothing_where_a_page_fails_or_there_is_nothing_to_show(app, server):
    root = server.data / "sample"
    programs = root / "releases" / pointed_at(root) / PROGRAMS
    hidden = programs.with_name("hidden")
    programs.rename(hidden)
    try:
        move_to(app, State("?show=p000000000001&near=85254", "This page could not be shown"))
        assert everywhere(app) == {}
    finally:
        hidden.rename(programs)
    releases = root / "releases"
    releases.rename(root / "aside")
    (root / POINTER).rename(root / "pointer")
    try:
        move_to(app, State("?near=85255", "There is nothing to search yet"))
        assert everywhere(app) == {}
    finally:
        (root / "aside").rename(releases)
        (root / "pointer").rename(root / POINTER)


def test_the_start_page_is_sound_before_any_script_has_run(browser, server):
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(server.url + "?show=p000000000001")
    assert page.locator("h1").count() == 1
    expect(page.get_by_role("link", name="988", exact=True)).to_be_visible()
    page.get_by_role("link", name=re.compile("plain pages")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quiet Harbor Evening IOP")
    page.get_by_role("link", name="Scottsdale").click()
    expect(page.locator(".card").first).to_be_visible()
    page.get_by_label("ZIP code or city").fill("85251")
    page.get_by_label("What are you looking for?").fill("evening help for anxiety")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Scottsdale, AZ 85251")
    context.close()
