"""The page of one program in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_evidence_is_one_tap_away(page, server):
    page.goto(server.url + "?show=p000000000001")
    quote = page.get_by_text("“We meet three evenings a week, nine hours in all.”").first
    expect(quote).to_be_hidden()
    page.locator("summary", has_text="9 hours").click()
    shown = page.locator(".fact[open]")
    expect(shown).to_contain_text("nine hours in all")
    check = shown.get_by_role("link", name="Check it at the source")
    expect(check).to_have_attribute("rel", "noopener noreferrer nofollow")
