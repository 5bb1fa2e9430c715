"""The address in a real browser: it is the browser's alone, and every change of it leads to the view it names."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

HEADING = ".list h2"
EN, ES = re.compile(r"\?near=85251$"), re.compile(r"\?near=85251&lang=es$")


DEAF = """const add = window.addEventListener.bind(window)
window.addEventListener = (type, heard, capture) => type === "popstate" && !capture || add(type, heard, capture)"""
"""Streamlit's own listener for the event is never added; ours is."""


def test_a_click_enters_one_address_and_back_leaves_it(page, server):
    page.goto(server.url + "?near=85251")
    expect(page.locator(HEADING)).to_contain_text("programs within 25 miles")
    before = page.evaluate("history.length")
    page.get_by_role("link", name="Ver en español").click()
    expect(page).to_have_url(ES)
    expect(page.locator(HEADING)).to_contain_text("programas a menos de 25 millas")
    assert page.evaluate("history.length") == before + 1
    page.locator(".card h3 a").first.click()
    expect(page.get_by_role("heading", name="Antes de llamar")).to_be_visible()
    assert page.evaluate("history.length") == before + 2
    page.go_back()
    expect(page).to_have_url(ES)
    expect(page.locator(HEADING)).to_contain_text("programas a menos de 25 millas")
    page.go_back()
    expect(page).to_have_url(EN)
    expect(page.locator(HEADING)).to_contain_text("programs within 25 miles")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.go_forward()
    expect(page).to_have_url(ES)
    expect(page.locator(HEADING)).to_contain_text("programas a menos de 25 millas")
    assert page.evaluate("history.length") == before + 2


def test_steps_in_a_hurry_end_where_the_address_says(page, server):
    page.goto(server.url + "?near=85251")
    expect(page.locator(HEADING)).to_be_visible()
    for sort in ("name", "distance", "fresh"):
        page.get_by_label("Sort by").select_option(sort)
        expect(page).to_have_url(re.compile(f"sort={sort}$"))
    for sort in ("distance", "name"):
        page.evaluate("history.back()")
        expect(page).to_have_url(re.compile(f"sort={sort}$"))
    expect(page.get_by_label("Sort by")).to_have_value("name")
    expect(page).to_have_url(re.compile(r"near=85251&sort=name$"))


def test_the_address_shown_already_is_not_entered_again(page, server):
    page.goto(server.url + "?near=85251")
    expect(page.locator(HEADING)).to_be_visible()
    before = page.evaluate("history.length")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("link", name="Cards", exact=True).click()
    assert page.evaluate("history.length") == before
    page.get_by_label("Sort by").select_option("name")
    expect(page).to_have_url(re.compile("sort=name"))
    assert page.evaluate("history.length") == before + 1


def test_the_view_comes_even_where_streamlit_hears_nothing(page, server):
    page.add_init_script(DEAF)
    page.goto(server.url + "?near=85251")
    page.get_by_role("link", name="Ver en español").click()
    expect(page).to_have_url(ES)
    expect(page.locator(HEADING)).to_contain_text("programas a menos de 25 millas", timeout=30_000)
    page.go_back()
    expect(page.locator(HEADING)).to_contain_text("programs within 25 miles", timeout=30_000)


def test_what_was_typed_and_not_sent_stays_and_goes_with_the_next_choice(page, server):
    page.goto(server.url + "?near=85251")
    words = page.get_by_label("What are you looking for?")
    words.fill("Quiet Harbor")
    page.get_by_role("link", name="Table", exact=True).click()
    expect(page.locator(".programs")).to_be_visible()
    expect(words).to_have_value("Quiet Harbor")
    page.get_by_label("Distance").select_option("50")
    expect(page).to_have_url(re.compile(r"ask=Quiet\+Harbor|text=Quiet\+Harbor"))
    expect(page).to_have_url(re.compile(r"near=85251&within=50&text=Quiet\+Harbor&layout=table&said="))
    page.go_back()
    expect(page.get_by_label("Distance")).to_have_value("25")
