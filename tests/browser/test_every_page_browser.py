"""What holds on every page, in a real browser: no foreign host, no hostile text, room at any width."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SIZES = [(390, 844), (1280, 900), (320, 700)]


def test_hostile_names_run_nothing_and_call_nobody(open_context, server):
    context, seen = open_context()
    page = context.new_page()
    page.goto(server.url + "?show=p000000000003")
    expect(page.get_by_role("heading", level=1)).to_contain_text("<script>window.hit=1</script> ![x](")
    page.goto(server.url + "?near=85251&text=script+code")
    expect(page.locator(".card").first).to_be_visible()
    assert page.evaluate("window.hit") is None
    assert page.locator(".sheet img, .sheet script, .sheet [onerror], a[href^='javascript']").count() == 0
    assert seen.foreign == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_view_fits_and_asks_no_other_host(open_context, server, width, height, scheme):
    context, seen = open_context(width, height, scheme)
    page = context.new_page()
    for query in (
        "",
        "?near=85251",
        "?show=p000000000001",
        "?show=unknown",
        "?near=Qqqqq",
        "?near=99501",
        "?view=about",
    ):
        page.goto(server.url + query)
        expect(page.locator("[data-focus]").first).to_be_visible()
        expect(page.get_by_role("complementary", name="If you need help now")).to_contain_text("988")
        expect(page.get_by_text("These programs do not exist.")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, query
        small = page.evaluate(SMALL_TARGETS)
        assert small == [], query
    assert seen.foreign == []
    assert seen.errors == []
    assert [c["name"] for c in context.cookies() if "xsrf" not in c["name"]] == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0


SMALL_TARGETS = """() => [...document.querySelectorAll('*')]
  .flatMap(e => e.shadowRoot ? [...e.shadowRoot.querySelectorAll('a, summary, input:not([type=hidden])')] : [])
  .filter(e => e.checkVisibility() && !(e.closest('label')?.getBoundingClientRect().height >= 24))
  .filter(e => { const r = e.getBoundingClientRect(); return r.width < 24 || r.height < 24 })
  .map(e => e.outerHTML.slice(0, 120))"""
