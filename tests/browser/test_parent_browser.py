"""A worried parent on a phone, in the evening; somebody without a mouse; a therapist with four minutes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

HEADING = ".list h2"
BOX = "What are you looking for?"


def test_the_worried_parent_on_a_phone(open_context, server):
    context, seen = open_context(390, 844)
    page = context.new_page()
    page.goto(server.url)
    expect(page.get_by_role("link", name="988", exact=True).first).to_be_in_viewport()
    page.get_by_label(BOX).fill("evening help for my teen near 85251")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator(HEADING)).to_contain_text("within 25 miles of Scottsdale, AZ 85251")
    expect(page).to_have_url(
        re.compile(r"\?near=Scottsdale.*said=evening.*age_groups=adolescents&time_of_day=evening$")
    )
    expect(page.locator(HEADING)).to_be_in_viewport()
    expect(page.get_by_label(BOX)).to_have_value("")
    expect(page.get_by_label("ZIP code or city")).to_have_value("Scottsdale, AZ 85251")

    page.get_by_role("link", name=re.compile("^Remove: Evening")).click()
    expect(page.get_by_role("link", name=re.compile("^Remove: Evening"))).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile("^Remove: Teens"))).to_be_visible()
    page.get_by_label(BOX).fill("anxiety")
    page.get_by_label(BOX).press("Enter")
    expect(page.get_by_role("link", name=re.compile("^Remove: Anxiety"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Remove: Evening"))).to_have_count(0)

    page.locator(".panel > summary").click()
    page.locator('.filter[data-key="setting"] summary').click()
    box = page.locator('.filter[data-key="setting"] input').first
    box.check()
    expect(page).to_have_url(re.compile("setting="))
    expect(box).to_be_focused()
    expect(page.locator(".panel")).to_have_attribute("open", "")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name=re.compile(r"^Show \d+ programs?$")).click()
    expect(page.locator(HEADING)).to_be_focused()
    expect(page.locator(HEADING)).to_be_in_viewport()
    expect(page.locator(".panel")).not_to_have_attribute("open", "")

    address = page.url
    page.locator(".card h3 a").first.click()
    expect(page.locator(".program h1")).to_be_focused()
    page.go_back()
    expect(page).to_have_url(address)
    expect(page.locator(".card h3 a").first).to_be_focused()
    page.reload()
    expect(page.locator(".chip")).to_have_count(4)
    assert seen.foreign == []


def test_the_map_unfolds_on_a_phone_and_a_pin_leads_to_its_card(open_context, server):
    page = open_context(390, 844)[0].new_page()
    page.goto(server.url + "?near=85251")
    expect(page.locator(".map svg")).to_be_hidden()
    page.locator(".map > summary").click()
    pin = page.locator(".pin").nth(5)
    expect(pin).to_be_visible()
    program = pin.get_attribute("data-pin")
    pin.click()
    card = page.locator(f'.card[data-key="{program}"]')
    expect(card.locator("h3 a")).to_be_focused()
    expect(card).to_be_in_viewport()


def test_pins_and_cards_light_each_other_up(page, server):
    page.goto(server.url + "?near=85251")
    card = page.locator(".card").nth(2)
    program = card.get_attribute("data-key")
    pin = page.locator(f'[data-pin="{program}"]')
    card.hover()
    expect(pin).to_have_class(re.compile(r"\blit\b"))
    pin.hover()
    expect(card).to_have_class(re.compile(r"\blit\b"))
    other = page.locator(".card h3 a").first
    other.focus()
    expect(pin).not_to_have_class(re.compile(r"\blit\b"))


def test_the_keyboard_reaches_pins_boxes_and_the_list(page, server):
    page.goto(server.url + "?near=85251")
    pin = page.locator(".pin").nth(1)
    pin.focus()
    label = pin.get_attribute("aria-label")
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name=label.split(". ", 1)[1], exact=True)
    expect(link).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.shadowRoot?.activeElement?.name") == "list":
            break
    page.keyboard.press("Space")
    expect(page.locator(".bar")).to_contain_text("1 on your list")
    expect(page.locator('input[name="list"]:focus')).to_be_checked()
    page.get_by_role("link", name="Open list").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 program")
    page.go_back()
    expect(page.locator(".bar")).to_contain_text("1 on your list")


def test_the_week_is_chosen_in_one_step_and_taken_back_in_one(page, server):
    page.goto(server.url + "?near=85251")
    page.get_by_role("link", name=re.compile("^Mon, Even")).click()
    expect(page).to_have_url(re.compile("days=mon&time_of_day=evening"))
    expect(page.locator('input[name="days"][value="mon"]')).to_be_checked()
    expect(page.locator('input[name="time_of_day"][value="evening"]')).to_be_checked()
    page.get_by_role("link", name=re.compile("^Remove: Mon, Even")).click()
    expect(page).to_have_url(re.compile(r"near=85251$"))
    expect(page.locator('input[name="days"][value="mon"]')).not_to_be_checked()


def test_the_therapist_sorts_a_table_and_compares(page, server):
    page.goto(server.url + "?near=85251")
    page.get_by_role("link", name="Table", exact=True).click()
    page.get_by_role("link", name=re.compile("^Hours a week")).click()
    expect(page.get_by_role("columnheader", name=re.compile("^Hours a week"))).to_have_attribute(
        "aria-sort", "ascending"
    )
    boxes = page.locator('.programs input[name="list"]')
    for n in range(2):
        boxes.nth(n).check()
        expect(page.locator(".bar")).to_contain_text(f"{n + 1} on your list")
    page.get_by_role("link", name="Next page").click()
    expect(page.locator(".pages")).to_contain_text("Page 2 of")
    boxes.first.check()
    expect(page.locator(".bar")).to_contain_text("3 on your list")
    expect(page).to_have_url(re.compile("page=2"))
    page.locator(".bar").get_by_role("link", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("3 programs")
    page.go_back()
    expect(boxes.first).to_be_checked()


def test_words_of_crisis_bring_the_lines_to_the_front(page, server):
    page.goto(server.url)
    page.get_by_label(BOX).fill("I want to die, near 85251")
    page.get_by_label(BOX).press("Enter")
    expect(page.locator(".crisis.urgent")).to_be_visible()
    expect(page.locator(HEADING)).to_be_visible()
    expect(page).to_have_title(re.compile("^Find a program near you"))


def focused(page):
    """Return what has the focus, as its role, its name and its value would be read out."""
    return page.evaluate("""() => {
      let at = document.activeElement
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
      return `${at.nodeName} ${at.getAttribute("aria-label") ?? at.name ?? ""} ${at.textContent}`.trim()
    }""")


def tab_to(page, wanted, most=60):
    """Press Tab until something whose words hold ``wanted`` has the focus."""
    passed = []
    for _ in range(most):
        page.keyboard.press("Tab")
        passed.append(focused(page))
        if wanted in passed[-1]:
            return
    raise AssertionError(f"Tab never came to {wanted!r}: {passed}")


def test_the_keyboard_alone_asks_narrows_and_never_loses_its_place(page, server):
    page.goto(server.url)
    page.get_by_label(BOX).wait_for()
    tab_to(page, "INPUT ask")
    page.keyboard.type("anxiety in the evening near 85251")
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(3)
    assert focused(page).startswith("INPUT ask")
    tab_to(page, "Remove: Evening")
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(2)
    assert focused(page).startswith("A ")
    tab_to(page, "SUMMARY  Ages in years")
    page.keyboard.press("Enter")
    tab_to(page, "INPUT ages.from")
    page.keyboard.type("30")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("ages.from=30"))
    tab_to(page, "A Mon, Morn.")
    page.keyboard.press("Enter")
    expect(page.locator(".week td.on")).to_have_count(1)
    assert focused(page).startswith("A Remove: Mon, Morn.")
    page.keyboard.press("Enter")
    expect(page.locator(".week td.on")).to_have_count(0)
    tab_to(page, "INPUT stated")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("stated=yes"))
    assert focused(page).startswith("INPUT stated")


def test_taking_the_last_choice_away_leads_to_the_head_of_the_list(page, server):
    page.goto(server.url + "?near=85251&conditions=anxiety")
    page.get_by_role("link", name="Remove: Anxiety").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(0)
    expect(page.locator(HEADING)).to_be_focused()
