"""The search in a real browser: ask, narrow down, open, go back, reload, share."""

from __future__ import annotations

import re

import msgspec
import pytest
from playwright.sync_api import expect

from tests.app_release import by_hand, crowd, publish_programs

pytestmark = pytest.mark.browser

HEADING = ".list h2"


def search(page, place="85251"):
    page.get_by_label("ZIP code or city").fill(place)
    page.get_by_label("ZIP code or city").press("Enter")
    expect(page.locator(HEADING)).to_contain_text("Scottsdale, AZ 85251")


def test_a_search_a_program_and_the_way_back(page, server):
    page.goto(server.url)
    search(page)
    expect(page).to_have_url(re.compile(r"\?near=85251$"))
    page.get_by_label("What are you looking for?").fill("Quiet Harbor")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page).to_have_url(re.compile(r"near=85251&text=Quiet\+Harbor&said=Quiet\+Harbor"))
    page.get_by_role("link", name="Quiet Harbor Evening IOP").click()
    title = page.get_by_role("heading", level=1, name="Quiet Harbor Evening IOP")
    expect(title).to_be_visible()
    expect(title).to_be_focused()
    expect(page).to_have_title("Quiet Harbor Evening IOP · IOP Finder")
    expect(page.get_by_role("link", name="(480) 555-0111").first).to_have_attribute("href", "tel:+14805550111")

    page.go_back()
    link = page.get_by_role("link", name="Quiet Harbor Evening IOP")
    expect(link).to_be_focused()
    expect(page.get_by_label("What are you looking for?")).to_have_value("Quiet Harbor")
    page.go_back()
    expect(page.get_by_label("What are you looking for?")).to_have_value("")
    expect(page.locator(".card")).to_have_count(20)
    page.go_back()
    expect(page.get_by_role("heading", name="Start with a place")).to_be_visible()
    expect(page.get_by_label("ZIP code or city")).to_have_value("")
    page.go_forward()
    expect(page.locator(HEADING)).to_contain_text("48 programs")
    page.go_forward()
    page.go_forward()
    expect(title).to_be_visible()
    page.reload()
    expect(title).to_be_visible()


def test_a_shared_link_shows_the_same_to_somebody_else(page, server, open_context):
    page.goto(server.url + "?near=85251")
    page.locator(".panel summary", has_text="What it treats").wait_for()
    page.get_by_role("checkbox", name=re.compile("^Anxiety")).check()
    expect(page.get_by_role("link", name="Remove: Anxiety")).to_be_visible()
    heading = page.locator(HEADING).inner_text()
    other = open_context()[0].new_page()
    other.goto(page.url)
    expect(other.locator(HEADING)).to_have_text(heading)
    expect(other.get_by_role("checkbox", name=re.compile("^Anxiety"))).to_be_checked()


def test_quick_choices_are_all_kept_and_focus_stays(page, server):
    page.goto(server.url + "?near=85251")
    boxes = page.locator('.filter[data-key="conditions"] input')
    expect(boxes.first).to_be_visible()
    chosen = [boxes.nth(n).get_attribute("value") for n in (0, 1, 2)]
    for value in chosen:
        page.locator(f'input[name="conditions"][value="{value}"]').check()
    expect(page.locator(".chip")).to_have_count(3)
    expect(page.locator(f'input[name="conditions"][value="{chosen[-1]}"]')).to_be_focused()
    page.get_by_role("link", name="Clear all choices").click()
    expect(page.locator(".chip")).to_have_count(0)
    expect(page.locator('.filter[data-key="conditions"] input:checked')).to_have_count(0)


def test_the_keyboard_alone_searches_and_opens(page, server):
    page.goto(server.url)
    page.get_by_label("ZIP code or city").focus()
    page.keyboard.type("85251")
    page.keyboard.press("Enter")
    first = page.locator(".card h3 a").first
    expect(first).to_be_visible()
    name = first.inner_text()
    first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=name)).to_be_focused()


def test_a_new_release_comes_with_the_next_click(page, server):
    page.goto(server.url + "?near=85251&text=Brand+New+Place")
    expect(page.locator(HEADING)).to_be_visible()
    expect(page.locator(".card h3", has_text="Brand New Place")).to_have_count(0)
    new = msgspec.structs.replace(by_hand()[1], id="p00000000beef", name="Brand New Place")
    try:
        publish_programs(server.data / "sample", [*by_hand(), new], "sample")
        page.get_by_label("Sort by").select_option("name")
        expect(page.locator(".card h3", has_text="Brand New Place")).to_be_visible()
    finally:
        publish_programs(server.data / "sample", by_hand() + crowd(), "sample")
