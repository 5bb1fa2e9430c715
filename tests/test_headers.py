"""What every answer of ours carries, whatever route gives it: nothing of a visit leaves this host or stays behind."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from tests.app_release import HOSTILE, by_hand, publish_programs
from tests.ask_app import ask
from views.server import own_middleware, own_routes

ONE, NASTY = "p000000000001", "p000000000003"
TYPED = "unmistakable"
EXAMPLES = {
    "/": ["/", f"/?near=85251&text={TYPED}", f"/?show={ONE}"],
    "/index.html": ["/index.html"],
    "/programs": ["/programs", "/programs?lang=es"],
    "/programs/{state}": ["/programs/arizona", "/programs/nowhere"],
    "/programs/{state}/{city}": ["/programs/arizona/scottsdale"],
    "/program/{id}": [f"/program/{ONE}", f"/program/{NASTY}", "/program/p0000000000aa", "/program/nobody"],
    "/guide": ["/guide"],
    "/about": ["/about"],
    "/search": ["/search", f"/search?near=85251&text={TYPED}", f"/search?near={TYPED}"],
    "/healthz": ["/healthz"],
    "/robots.txt": ["/robots.txt"],
    "/sitemap.xml": ["/sitemap.xml"],
    "/sitemap-{part:int}.xml": ["/sitemap-1.xml", "/sitemap-99.xml"],
    "/favicon.png": ["/favicon.png"],
    "/favicon.ico": ["/favicon.ico"],
} | {
    f"/{file}": [f"/{file}?list={ONE},{NASTY}", f"/{file}?list={TYPED}"]
    for file in ("referral.pdf", "programs.xlsx", "programs.csv", "programs.json", "programs.hsds.json", "programs.vcf")
}
ADDRESSES = [*(path for paths in EXAMPLES.values() for path in paths), "/nothing/here", "/program/../../etc/passwd"]


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    root = tmp_path_factory.mktemp("headers")
    publish_programs(root / "sample", by_hand(), "sample")
    return root


@pytest.fixture
def app(release, monkeypatch):
    monkeypatch.setenv("IOP_DATA", str(release))
    return Starlette(routes=(routes := own_routes()), middleware=own_middleware(routes))


def paths_of_routes():
    return {route.path for route in own_routes() if isinstance(route, Route)}


def test_every_route_is_looked_at():
    files = {path for path in paths_of_routes() if path.startswith("/files/")}
    assert len(files) == 1
    assert paths_of_routes() - files == set(EXAMPLES)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_answer_lets_anything_out_or_is_framed(app, address):
    headers = ask(app, address).headers
    policy = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert policy["default-src"] in ("'none'", "'self'")
    assert policy["frame-ancestors"] == "'none'"
    for name, sources in policy.items():
        assert "http" not in sources and "*" not in sources, name
        assert "'unsafe-inline'" not in sources or name == "style-src"
        assert "'unsafe-eval'" not in sources
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers
    assert "access-control-allow-origin" not in headers


def kept(address):
    """Whether an answer may be stored: nobody typed what it answers, it depends on the release alone."""
    path = urlsplit(address).path
    return not (path == "/healthz" or path == "/search" or path.startswith(("/referral", "/programs.")))


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_somebody_asked_for_is_stored_nowhere(app, address):
    control = ask(app, address).headers.get("cache-control", "")
    if kept(address):
        assert "no-store" in control or "no-cache" in control or "max-age=86400" in control or not control
    else:
        assert control == "no-store"


LOADED = re.compile(r'<(?:script|img|link|iframe|source|video|audio|object|embed)\b[^>]*?\b(?:src|href)="([^"]*)"')


@pytest.mark.parametrize("address", [a for a in ADDRESSES if not a.startswith(("/referral", "/programs."))])
def test_no_page_loads_sends_or_names_anything_elsewhere(app, address):
    answer = ask(app, address)
    if "html" not in answer.headers.get("content-type", ""):
        return
    ours = ("/", "./", "data:", "https://iop.example/")
    assert [url for url in map(unescape, LOADED.findall(answer.text)) if not url.startswith(ours)] == []
    assert re.findall(r'<form[^>]*action="(?!/)', answer.text) == []
    assert "@import" not in answer.text and "url(http" not in answer.text
    title = re.search(r"<title>(.*?)</title>", answer.text, re.DOTALL)[1]
    assert TYPED not in title and "85251" not in title
    for link in re.findall(r'<a [^>]*href="https?://[^>]*>', answer.text):
        assert 'rel="noopener noreferrer nofollow"' in link, link
    assert HOSTILE not in answer.text


def test_nothing_that_was_asked_is_logged(app, caplog):
    caplog.set_level("DEBUG")
    for address in ADDRESSES:
        ask(app, address)
    assert TYPED not in caplog.text and "85251" not in caplog.text and ONE not in caplog.text
