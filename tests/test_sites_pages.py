"""Outlines of pages and sitemaps, what an answer is kept as, and the store that keeps it."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path

import pytest
from msgspec.structs import replace

from crawler.sites.answers import Answer, answered, question, unanswered
from crawler.sites.frontier import Step
from crawler.sites.hosting import Territory
from crawler.sites.links import LARGEST_SITEMAP, MOST_SITEMAP_LINKS, outline, sitemap_outline
from crawler.sites.store import PageStore, StoredPage
from tests.make_sites import HOST, make_html

WHERE = Territory("larkspur.example", "larkspur.example")
PAGE = Step(HOST + "/iop", "page", 1)
NOW = dt.datetime(2026, 2, 3, 4, 5, 6, tzinfo=dt.UTC)
HTML = {"content-type": "text/html; charset=utf-8", "etag": '"a"', "last-modified": "Mon, 02 Feb 2026 00:00:00 GMT"}


def found(body: str, **more: str) -> dict[str, str]:
    """Return path → words of a page's links."""
    head = more.pop("head", "")
    return {
        li.url.removeprefix(HOST): li.words for li in outline(make_html(body, head=head), HOST + "/a/", **more).links
    }


def test_links_with_their_words() -> None:
    body = """<a href="iop"> Intensive <b>Outpatient</b></a> <a href="/fees" rel="nofollow">Fees</a>
    <a href="/fees2" title="T"></a> <a href="/logo"><img alt="Home of Larkspur"></a>
    <a href="https://other.example/x">x</a> <a href="mailto:a@b.example">m</a>
    <a href="http://169.254.169.254/">meta</a> <a href="iop">Again, in more words than before</a> <a>none</a>"""
    assert found(body) == {
        "/a/iop": "Again, in more words than before",
        "/fees2": "T",
        "/logo": "Home of Larkspur",
        "https://other.example/x": "x",
    }


def test_base_canonical_and_wishes() -> None:
    assert found("<a href='iop'>i</a>", head='<base href="/b/">') == {"/b/iop": "i"}
    page = make_html("", head='<link rel="canonical" href="/iop/"><meta name="ROBOTS" content="noindex, follow">')
    assert outline(page, HOST + "/x").canonical == HOST + "/iop/"
    assert outline(page, HOST + "/x").noindex
    assert found("<a href='/iop'>i</a>", head='<meta name="robots" content="nofollow">') == {}
    assert outline(make_html(""), HOST + "/x", robots_header="none").noindex
    assert not outline(make_html(""), HOST + "/x", robots_header="googlebot: noindex").noindex


@pytest.mark.parametrize(
    "body",
    [b"", b"\0" * 1000, b"<a href=" * 50_000, b"<div>" * 100_000 + b"<a href='/iop'>", b"<!--" * 100_000,
     b"\xff\xfe<\x00a\x00", b"<a href='http://[::bad'>x</a>",
     b"<base href='javascript:1'><a href='x'>", b"<a href='" + b"x" * 100_000 + b"'>"],
)  # fmt: skip
def test_hostile_markup_yields_fewer_links(body: bytes) -> None:
    assert len(outline(body, HOST + "/").links) <= 1
    assert sitemap_outline(body, HOST + "/").links == ()


def test_sitemaps() -> None:
    plain = b"<?xml version='1.0'?><urlset><url><loc> https://a.example/x?a=1&amp;b=2 </loc></url><url><loc><![CDATA[https://a.example/y]]></loc></url></urlset>"
    assert [link.url for link in sitemap_outline(plain, HOST).links] == [
        "https://a.example/x?a=1&b=2",
        "https://a.example/y",
    ]
    assert sitemap_outline(gzip.compress(plain), HOST) == sitemap_outline(plain, HOST)
    assert sitemap_outline(
        b"<sitemapindex><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>", HOST
    ).is_index
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>'
    assert sitemap_outline(bomb, HOST + "/").links[0].url.startswith(HOST)
    assert (
        len(sitemap_outline(b"".join(b"<loc>https://a.example/%d</loc>" % n for n in range(9_000)), HOST).links)
        == MOST_SITEMAP_LINKS
    )
    assert (
        sitemap_outline(gzip.compress(b" " * (LARGEST_SITEMAP + 10) + b"<loc>https://a.example/</loc>"), HOST).links
        == ()
    )
    assert sitemap_outline(b"\x1f\x8bgarbage", HOST).links == ()


def test_a_page_is_kept_with_the_links_that_lead_on() -> None:
    body = make_html(
        "<a href='/fees'>Fees</a><a href='https://other.example/'>o</a><a href='/blog/x'>b</a><a href='/fees/'>f</a>"
    )
    row, kept = answered(PAGE, Answer(200, HTML, body), None, WHERE, NOW)
    assert kept == body and row.confirmed == "2026-02-03T04:05:06Z" and row.etag == '"a"'
    assert [link.url for link in row.outline.links] == [HOST + "/fees"]
    assert question(replace(row, hash="1")) == {"If-None-Match": '"a"', "If-Modified-Since": HTML["last-modified"]}
    assert question(row) == {} == question(None)


KNOWN = StoredPage(url=PAGE.url, hash="1", confirmed="2026-01-01T00:00:00Z", etag='"a"', status=200)


@pytest.mark.parametrize(
    ("answer", "hash_kept", "confirmed", "reason", "target"),
    [
        (Answer(304, {}), "1", "2026-02-03T04:05:06Z", "", ""),
        (Answer(503, {}), "1", "2026-01-01T00:00:00Z", "the host answered 503", ""),
        (Answer(429, {}), "1", "2026-01-01T00:00:00Z", "the host answered 429", ""),
        (Answer(404, {}), "", "", "the host answered 404", ""),
        (Answer(301, {"location": "/new"}), "", "", "", HOST + "/new"),
        (Answer(301, {"location": "http://127.0.0.1/"}), "", "", "redirected to no page of the public web", ""),
        (Answer(302, {}), "", "", "redirected to no page of the public web", ""),
        (Answer(200, HTML, b""), "", "", "an empty answer", ""),
        (Answer(200, {"content-type": "application/pdf"}, b"%PDF"), "", "", "not a page but application/pdf", ""),
        (Answer(200, {}, b"\x89PNG binary"), "", "", "not a page: it has no markup", ""),
        (Answer(200, HTML | {"x-robots-tag": "noindex"}, b"<p>x"), "", "", "asks not to be indexed", ""),
    ],
)  # fmt: skip
def test_what_an_answer_is_kept_as(answer: Answer, hash_kept: str, confirmed: str, reason: str, target: str) -> None:
    row, body = answered(PAGE, answer, KNOWN, WHERE, NOW)
    assert (row.hash, row.confirmed, row.reason, row.target, body) == (hash_kept, confirmed, reason, target, None)


def test_silence_keeps_what_was_there_with_its_date() -> None:
    row = unanswered(PAGE, "no answer in time", KNOWN, 1)
    assert (row.hash, row.confirmed, row.status, row.failed, row.attempts) == ("1", KNOWN.confirmed, 0, True, 1)
    assert unanswered(PAGE, "too large", None, 1, final=True).attempts == 2


def test_the_store_keeps_pages_in_the_order_of_their_answers(tmp_path: Path) -> None:
    path = tmp_path / "pages.sqlite"
    with PageStore(path) as store:
        for name in ("b", "a", "c"):
            store.record("larkspur.example", "run1", StoredPage(url=HOST + "/" + name, status=200), name.encode())
        store.record(
            "larkspur.example",
            "run1",
            StoredPage(url=HOST + "/robots.txt", kind="robots", status=200),
            b"User-agent: *",
        )
    with PageStore(path) as store:
        rows = list(store.of_run("larkspur.example", "run1"))
        assert [row.url.rpartition("/")[2] for row in rows] == ["b", "a", "c", "robots.txt"]
        assert [row.body for row in rows] == [b"", b"", b"", b"User-agent: *"]
        assert store.body(rows[0].hash) == b"b" and store.count("run1") == 3
        again = store.find("larkspur.example", HOST + "/a")
        assert again is not None
        store.record("larkspur.example", "run2", again)
        assert [row.url for row in store.of_run("larkspur.example", "run2")] == [HOST + "/a"]
        assert store.find("other.example", HOST + "/a") is None
        with pytest.raises(KeyError, match="gather program_sites again"):
            store.body("0")


def test_the_store_forgets_what_nobody_confirmed_for_long(tmp_path: Path) -> None:
    with PageStore(tmp_path / "pages.sqlite") as store:
        for name, day in (("old", "2025-01-01"), ("new", "2026-01-01")):
            store.record(
                "t", "run1", StoredPage(url=HOST + "/" + name, status=200, confirmed=day + "T00:00:00Z"), name.encode()
            )
        rows = list(store.of_run("t", "run1"))
        assert [row.url for row in store.of_earlier_runs("t", "run2", "2025-06-01")] == [HOST + "/new"]
        assert store.forget("2025-06-01", "run2") == 1
        assert store.body(rows[1].hash) == b"new"
        with pytest.raises(KeyError):
            store.body(rows[0].hash)


def test_readings_are_kept_for_a_body_and_a_reader(tmp_path: Path) -> None:
    with PageStore(tmp_path / "pages.sqlite") as store:
        store.keep_reading(HOST, "1", "v1", b"r")
        assert store.reading(HOST, "1", "v1") == b"r"
        assert store.reading(HOST, "1", "v2") is None and store.reading(HOST, "2", "v1") is None


def test_a_damaged_store_is_put_aside_and_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "pages.sqlite"
    path.write_bytes(b"garbage, not a database" * 1_000)
    with PageStore(path) as store:
        store.record("t", "run1", StoredPage(url=HOST, status=200), b"x")
        assert store.count("run1") == 1
    assert path.with_suffix(".damaged").read_bytes().startswith(b"garbage")
