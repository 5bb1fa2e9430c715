"""What the server adds to every answer, and what it never keeps."""

from __future__ import annotations

import gzip
import re
import urllib.error
import urllib.request
from pathlib import Path

import brotli
import pytest
import streamlit
from playwright.sync_api import expect

from tests.browser.chromium import wait_until
from views.sheet import script

pytestmark = pytest.mark.browser

HEADING = ".list h2"


def test_the_server_keeps_every_answer_private(server):
    for path in ("", "healthz", "static/nothing", "_stcore/health", "programs", "nothing", "referral.pdf"):
        try:
            answer = urllib.request.urlopen(server.url + path, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self' blob: 'sha256-" in policy or policy.startswith("default-src 'none'; ")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-eval" not in policy
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(("accepts", "coding"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("identity", None)])
def test_scripts_are_sent_as_small_as_the_browser_reads(server, accepts, coding):
    page = urllib.request.urlopen(server.url, timeout=30).read().decode()
    script = re.search(r'src="\./(static/js/index\.[^"]+\.js)"', page)[1]
    request = urllib.request.Request(server.url + script, headers={"Accept-Encoding": accepts})
    with urllib.request.urlopen(request, timeout=30) as answer:
        body = answer.read()
        assert answer.headers["content-encoding"] == coding
        assert answer.headers["cache-control"].startswith("public, immutable")
        assert int(answer.headers["content-length"]) == len(body)
    text = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding](body)
    assert len(text) == (Path(streamlit.__file__).parent / "static" / script).stat().st_size


def test_a_first_visit_loads_little_and_shows_text_at_once(open_context, server):
    context, _ = open_context(390, 844)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(server.url)))
    page.goto(server.url)
    expect(page.locator('.finder input[name="near"]')).to_be_visible()
    wait_until(page, "() => [...document.fonts].some(f => f.family === 'Source Sans' && f.status === 'loaded')")
    assert page.evaluate("[...document.fonts].find(f => f.family === 'Source Sans').display") == "swap"
    assert [url for url in asked if "MaterialSymbols" in url] == []
    assert page.locator(".brand").bounding_box()["y"] < 60
    late = asked[next(n for n, url in enumerate(asked) if url.startswith("_stcore/")) :]
    assert [url for url in late if url.endswith(".js")] == []


def test_a_click_brings_what_changed_and_no_script(page, server):
    sizes = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: sizes.append(len(data))))
    page.goto(server.url + "?show=p000000000002")
    expect(page.get_by_role("heading", level=1)).to_have_text("Silent House")
    sizes.clear()
    page.get_by_role("link", name="About the data").click()
    expect(page.get_by_text("How much is stated")).to_be_visible()
    assert 0 < sum(sizes) < len(script())


LIST = "list=p000000000001,p000000000002"
VISITS = {
    "?near=85251&text=unmistakable&layout=table": "Find a program near you",
    "?near=85251&ask=unmistakable+suicidal": "Find a program near you",
    f"?view=compare&{LIST}&near=85251&text=unmistakable": "Compare programs",
    f"?view=shortlist&{LIST}&text=unmistakable": "Your list",
    "?view=guide&text=unmistakable": "Is an",
    "?show=p000000000001&fix=hours_per_week&text=unmistakable": "Quiet Harbor",
    "programs/arizona/scottsdale": "Scottsdale",
    "program/p000000000001": "Quiet Harbor",
    "search?near=85251&text=unmistakable": "IOP Finder",
    "guide": "Is an",
    "nothing/here": "IOP Finder",
}


def test_no_page_asks_another_host_keeps_anything_or_tells_in_its_title(open_context, server):
    context, seen = open_context(390, 844)
    page = context.new_page()
    for address, title in VISITS.items():
        page.goto(server.url + address)
        expect(page.locator("h1").first).to_be_visible()
        expect(page).to_have_title(re.compile(title))
        assert "unmistakable" not in page.title() and "85251" not in page.title()
        assert page.evaluate("document.referrer") == ""
    assert seen.foreign == []
    assert [text for text in seen.errors if "404" not in text] == []
    assert [c["name"] for c in context.cookies() if "xsrf" not in c["name"]] == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("caches.keys().then(all => all.length)") == 0
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_no_query_and_no_address_is_logged(page, server):
    page.goto(server.url + "?near=86001&text=unmistakable")
    expect(page.locator(HEADING)).to_be_visible()
    page.get_by_label("What are you looking for?").fill("unmistakable too")
    page.get_by_label("What are you looking for?").press("Enter")
    expect(page).to_have_url(re.compile("too"))
    log = server.log.read_text()
    assert "unmistakable" not in log
    assert "86001" not in log
    assert "GET /" not in log
