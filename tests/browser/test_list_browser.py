"""The list, the comparison and the files in a real browser: a therapist compares three and takes a sheet along."""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

pytestmark = pytest.mark.browser

ONE, TWO, THREE, FOUR = (f"p{n:012x}" for n in (1, 2, 3, 4))
HEADING = "[data-focus]"


def test_a_therapist_compares_three_and_takes_the_sheet_along(page, server):
    for program in (ONE, TWO, FOUR):
        listed = re.search(r"list=[^&]*", page.url)
        page.goto(f"{server.url}?show={program}" + (f"&{listed[0]}" if listed else ""))
        page.get_by_role("link", name="Add to your list").click()
        expect(page.get_by_role("link", name=re.compile("Remove from your list"))).to_be_visible()
    page.get_by_role("link", name="Your list: 3 programs").click()
    expect(page.get_by_role("heading", level=1, name="Your list: 3 programs")).to_be_focused()
    page.get_by_role("link", name="Compare these 3 side by side").click()
    expect(page.get_by_role("heading", level=1, name="Side by side: 3 programs")).to_be_focused()
    expect(page.get_by_role("columnheader")).to_have_count(4)
    row = page.get_by_role("row", name=re.compile("^Hours a week"))
    expect(row.get_by_role("cell").nth(1)).to_contain_text("Not stated – ask")
    row.get_by_text("9 hours").click()
    expect(row.get_by_text("nine hours in all")).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("link", name="Referral sheet (PDF)").click()
    assert download.value.suggested_filename == "referral.pdf"
    reader = PdfReader(io.BytesIO(download.value.path().read_bytes()))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root and root["/Lang"] == "en-US"
    assert reader.metadata.title == "Intensive outpatient programs"
    first, second, third, *rest = [" ".join(p.extract_text().split()) for p in reader.pages]
    assert "Quiet Harbor Evening IOP" in first and "(480) 555-0111" in first and "988" in first
    assert "Silent House" in second and "How many hours a week is the IOP?" in second
    assert "Far Mesa Center" in third and "Side by side" in rest[0]
    expect(page.get_by_role("heading", level=1, name="Side by side: 3 programs")).to_be_visible()


def test_back_forward_reload_and_a_shared_link_show_the_same(page, server, open_context):
    page.goto(f"{server.url}?view=shortlist&list={ONE},{TWO}&near=85251")
    entries = page.locator(".entries > li h2")
    expect(entries).to_have_text(["Quiet Harbor Evening IOP", "Silent House"])
    page.get_by_role("link", name="Move up: Silent House").click()
    expect(entries).to_have_text(["Silent House", "Quiet Harbor Evening IOP"])
    page.go_back()
    expect(entries).to_have_text(["Quiet Harbor Evening IOP", "Silent House"])
    page.go_forward()
    expect(entries).to_have_text(["Silent House", "Quiet Harbor Evening IOP"])
    page.get_by_role("link", name=re.compile("Compare these 2")).click()
    expect(page.locator(HEADING)).to_have_text("Side by side: 2 programs")
    expect(page).to_have_title("Compare programs · IOP Finder")
    page.reload()
    expect(page.get_by_role("columnheader").nth(1)).to_contain_text("Silent House")
    other = open_context()[0].new_page()
    other.goto(page.url)
    expect(other.get_by_role("columnheader").nth(1)).to_contain_text("Silent House")
    page.get_by_role("columnheader").nth(1).get_by_role("link", name="Silent House", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Silent House")).to_be_focused()
    page.reload()
    expect(page.get_by_role("heading", level=1, name="Silent House")).to_be_visible()
    page.go_back()
    expect(page.locator(HEADING)).to_have_text("Side by side: 2 programs")


def test_the_keyboard_alone_fills_a_list_and_reads_the_comparison(page, server):
    page.goto(f"{server.url}?show={ONE}&list={TWO}")
    add = page.get_by_role("link", name="Add to your list")
    add.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=re.compile("Remove from your list"))).to_be_focused()
    page.get_by_role("link", name="Your list: 2 programs").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Compare these 2 side by side").focus()
    page.keyboard.press("Enter")
    expect(page.locator(HEADING)).to_be_focused()
    fact = page.locator(".fact > summary").first
    fact.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".fact .evidence").first).to_be_visible()
    region = page.get_by_role("region", name=re.compile("Programs side by side"))
    region.focus()
    expect(region).to_be_focused()


def test_spanish_from_the_list_to_the_sheet(page, server):
    page.goto(f"{server.url}?view=shortlist&list={ONE},{TWO}&lang=es")
    expect(page.get_by_role("heading", level=1, name="Su lista: 2 programas")).to_be_visible()
    page.get_by_role("link", name="Comparar estos 2 lado a lado").click()
    expect(page.get_by_role("heading", level=1, name="Lado a lado: 2 programas")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Hoja de referencia (PDF)").click()
    reader = PdfReader(io.BytesIO(download.value.path().read_bytes()))
    assert reader.trailer["/Root"]["/Lang"] == "es-US"
    assert "Preguntas para hacer" in reader.pages[0].extract_text()


def test_hostile_names_are_text_wherever_they_are_shown(open_context, server):
    context, seen = open_context()
    page = context.new_page()
    for query in (f"view=shortlist&list={THREE}", f"view=compare&list={THREE},{ONE}", f"show={THREE}&fix=name"):
        page.goto(f"{server.url}?{query}")
        expect(page.get_by_text("<script>window.hit=1</script>").first).to_be_visible()
        assert page.evaluate("window.hit") is None
        assert page.locator(".sheet img, .sheet script, .sheet [onerror], a[href^='javascript']").count() == 0
    assert seen.foreign == []


def test_a_correction_is_copied_and_nothing_is_sent(open_context, server):
    context, seen = open_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{server.url}?show={ONE}")
    page.get_by_role("heading", name="Report a mistake").click()
    page.get_by_role("link", name="Phone to get started").click()
    expect(page.get_by_role("heading", level=3, name="Phone to get started")).to_be_focused()
    page.get_by_role("button", name="Copy the text").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert '[[correction]]\nprogram = "p000000000001"\n' in copied and 'attribute = "intake_phone"' in copied
    page.get_by_role("button", name="Copy for the call").click()
    expect(page.get_by_role("button", name="Copied").first).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("Quiet Harbor Evening IOP\n1 Main Street")
    assert seen.foreign == []


def test_the_link_to_a_list_is_copied(open_context, server):
    context, _ = open_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{server.url}?view=shortlist&list={ONE},{TWO}")
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_pages_fit(open_context, server, width, scheme):
    context, seen = open_context(width, 900, scheme)
    page = context.new_page()
    for query in (f"view=shortlist&list={ONE},{TWO},{THREE}", f"view=compare&list={ONE},{TWO},{THREE},{FOUR}",
                  f"show={ONE}&near=85251&fix=phone", "view=shortlist", "view=compare"):  # fmt: skip
        page.goto(f"{server.url}?{query}")
        expect(page.locator(HEADING)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, query
    assert seen.foreign == [] and seen.errors == []


def test_a_call_sheet_prints_on_one_page(page, server):
    page.goto(f"{server.url}?show={TWO}")
    page.get_by_role("button", name="Print for the call").wait_for()
    page.locator(".sheet", has=page.locator(".calls")).evaluate("sheet => sheet.dataset.printed = 'call'")
    printed = PdfReader(io.BytesIO(page.pdf(format="Letter")))
    words = " ".join(printed.pages[0].extract_text().split())
    assert [" ".join(p.extract_text().split()) for p in printed.pages[1:]] == []
    assert "(480) 555-0102" in words and "Which conditions do you treat in the IOP?" in words and "988" in words
