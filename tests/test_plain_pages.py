"""The plain pages: browsing, one program, searching, the guide; what machines ask for; and what must never happen."""

from __future__ import annotations

import json
import re
from html import unescape
from xml.etree import ElementTree

import msgspec
import pytest
from starlette.applications import Starlette

from tests.app_release import HOSTILE, by_hand, fact, program, publish_programs, said
from tests.ask_app import ask
from views.server import own_middleware, own_routes

PLACES = [
    ("St. Louis", "MO"), ("Saint Louis", "MO"), ("St. Louis", "MO"), ("ST LOUIS", "MO"), ("Bayamón", "PR"),
    ("Winston-Salem", "NC"), ("", ""),
]  # fmt: skip


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    root = tmp_path_factory.mktemp("plain")
    elsewhere = [program(20 + n, f"House {n}", city=city, state=state) for n, (city, state) in enumerate(PLACES)]
    publish_programs(root, by_hand() + elsewhere)
    return root


@pytest.fixture
def app(release, monkeypatch):
    monkeypatch.setenv("IOP_DATA", str(release))
    return Starlette(routes=(routes := own_routes()), middleware=own_middleware(routes))


def words(answer):
    return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", answer.text, flags=re.DOTALL)).split())


PAGES = {
    "start": "/",
    "states": "/programs",
    "state": "/programs/arizona",
    "state without programs": "/programs/kansas",
    "city": "/programs/arizona/scottsdale",
    "program": "/program/p000000000001",
    "guide": "/guide",
    "about": "/about",
    "search form": "/search",
    "search": "/search?near=85251&text=anxiety",
    "search by a sentence": "/search?ask=evening+help+for+anxiety+near+85251",
    "nothing found": "/search?near=99501&conditions=anxiety",
    "unknown place": "/search?near=Qqqqq",
    "unknown city": "/programs/arizona/qqqq",
    "unknown state": "/programs/qqqq",
    "unknown program": "/program/p00000000ffff",
    "unknown path": "/wp-login.php",
    "hostile program": "/program/p000000000003",
}


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_every_page_has_crisis_lines_a_language_and_a_strict_policy(app, path, lang):
    answer = ask(app, path + ("" if lang == "en" else ("&" if "?" in path else "?") + "lang=es"))
    for line in ("tel:911", "tel:988", "sms:988", "tel:+18006624357"):
        assert f'href="{line}"' in answer.text
    assert f'<html lang="{lang}"' in answer.text
    assert answer.text.count("<h1") == 1
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "geolocation=()" in answer.headers["permissions-policy"]
    if path != "/":
        assert policy.startswith("default-src 'none'") and "script-src" not in policy
        scripts = re.findall(r"<script[^>]*>", answer.text)
        assert set(scripts) <= {'<script type="application/ld+json">'}
        for tag in re.findall(r"<[^>]+>", answer.text):
            assert not re.search(r"=.javascript:|<img|<iframe|<link rel=.stylesheet", tag), tag
            assert not re.search(r"\s(on\w+|style)=", re.sub(r'"[^"]*"', '""', tag)), tag


def test_the_style_of_a_page_is_the_one_its_policy_allows(app):
    import base64
    import hashlib

    answer = ask(app, "/programs")
    style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)[1]
    assert (
        base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in answer.headers["content-security-policy"]
    )


def test_browsing_leads_from_states_to_cities_to_programs(app):
    states = ask(app, "/programs")
    assert 'href="/programs/arizona"' in states.text
    assert 'href="/programs/arizona/scottsdale"' in ask(app, "/programs/arizona").text
    city = ask(app, "/programs/arizona/scottsdale")
    assert 'href="/program/p000000000001"' in city.text
    assert "Maybe Clinic" not in city.text


def test_one_city_has_one_address_however_it_is_written(app):
    missouri = ask(app, "/programs/missouri").text
    assert re.findall(r'href="(/programs/missouri/[^"]+)"', missouri) == ["/programs/missouri/saint-louis"]
    assert "St. Louis</a>" in missouri
    for written in ("st-louis", "St.%20Louis", "Saint-Louis", "ST-LOUIS"):
        answer = ask(app, f"/programs/missouri/{written}")
        assert (answer.status, answer.headers["location"]) == (301, "/programs/missouri/saint-louis")
    assert ask(app, "/programs/missouri/saint-louis").text.count('class="card"') == 4
    assert ask(app, "/programs/pr/Bayam%C3%B3n").headers["location"] == "/programs/puerto-rico/bayamon"
    assert ask(app, "/programs/north-carolina/winston-salem").status == 200


@pytest.mark.parametrize("written", ["AZ", "az", "Arizona", "ARIZONA"])
def test_a_state_has_one_address_however_it_is_written(app, written):
    answer = ask(app, f"/programs/{written}?lang=es")
    assert (answer.status, answer.headers["location"]) == (301, "/programs/arizona?lang=es")


def test_a_program_without_a_place_can_be_browsed_to(app):
    states = ask(app, "/programs")
    assert "State not stated" in words(states)
    city = ask(app, "/programs/not-stated/not-stated")
    assert city.status == 200 and "House 6" in words(city)


def test_a_state_without_programs_is_no_dead_end(app):
    answer = ask(app, "/programs/kansas")
    assert answer.status == 200
    assert "does not mean that there is none" in words(answer)
    assert "noindex" in answer.headers["x-robots-tag"]


def test_a_previous_id_leads_to_the_program_for_good(app):
    answer = ask(app, "/program/p0000000000aa")
    assert (answer.status, answer.headers["location"]) == (301, "/program/p000000000001")


def test_what_does_not_exist_is_a_calm_404_with_ways_on(app):
    for path in ("/program/p00000000ffff", "/program/p00000000cccc", "/programs/arizona/qqqq", "/nothing/here"):
        answer = ask(app, path)
        assert answer.status == 404
        assert answer.headers["x-robots-tag"] == "noindex"
        for way in ("/programs", "/search", "/guide"):
            assert f'href="{way}"' in answer.text


def test_a_program_shows_every_fact_with_its_evidence_and_what_to_ask(app):
    page = words(ask(app, "/program/p000000000001"))
    assert "“We meet three evenings a week, nine hours in all.”" in page
    assert "Sources disagree" in page or "disagree" in page
    assert "(480) 555-0111" in page
    assert "Questions to ask" in page


def schema(answer):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', answer.text)[1])


def test_schema_org_holds_stated_facts_only(app, release):
    record = schema(ask(app, "/program/p000000000001"))
    assert record["@type"] == ["MedicalClinic", "MedicalBusiness"]
    assert record["name"] == "Quiet Harbor Evening IOP"
    assert record["url"] == "https://iop.example/program/p000000000001"
    assert record["telephone"] == "+14805550111"
    assert record["address"]["addressLocality"] == "Scottsdale"
    assert record["geo"] == {"@type": "GeoCoordinates", "latitude": 33.49, "longitude": -111.92}
    assert {s["@type"] for s in record["availableService"]} == {"MedicalTherapy"}
    assert "Private" in record["paymentAccepted"] and "Medicaid" not in record["paymentAccepted"]


def test_schema_org_is_silent_where_nothing_is_stated(app):
    record = schema(ask(app, "/program/p000000000002"))
    assert "geo" not in record  # its point is only that of its ZIP code
    assert "paymentAccepted" not in record and "availableLanguage" not in record
    hostile = schema(ask(app, "/program/p000000000003"))
    assert "sameAs" not in hostile and "telephone" not in hostile


def test_hostile_names_stay_text(app):
    for path in ("/program/p000000000003", "/programs/arizona/scottsdale", "/search?text=script+code"):
        text = ask(app, path).text
        assert "<script>window" not in text and "<img" not in text
        assert "\u202e" not in text
    assert "\\u003cscript" in ask(app, "/program/p000000000003").text


def test_hostile_addresses_stay_text(app):
    for path in (
        "/search?near=%22%3E%3Cscript%3E1%3C/script%3E",
        "/search?text=%3Cimg+src%3Dx+onerror%3D1%3E",
        "/programs/%3Cscript%3E",
        "/?show=%22%3E%3Cscript%3E",
        "/?text=%3Cscript%3Ealert(1)%3C/script%3E",
    ):
        text = ask(app, path).text
        assert "<script>1" not in text and "<script>alert" not in text and "<img" not in text


def test_searching_reads_a_whole_sentence(app):
    answer = ask(app, "/search?ask=evening+help+for+anxiety+near+85251")
    assert "of Scottsdale, AZ 85251" in words(answer)
    assert "Quiet Harbor Evening IOP" in words(answer)
    assert 'href="?' in answer.text  # each thing understood can be taken out again


def test_words_of_crisis_bring_the_lines_to_the_front_and_the_search_still_runs(app):
    answer = ask(app, "/search?ask=i+want+to+kill+myself+anxiety+85251")
    assert 'class="crisis urgent"' in answer.text
    assert "Quiet Harbor Evening IOP" in words(answer)
    assert 'class="crisis urgent"' not in ask(app, "/search?ask=anxiety+85251").text


def test_what_was_typed_stands_in_no_title_and_is_kept_by_nobody(app):
    answer = ask(app, "/search?near=85251&ask=unmistakable")
    title = re.search(r"<title>(.*?)</title>", answer.text)[1]
    assert "85251" not in title and "unmistakable" not in title
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex"


def test_pages_are_cached_by_release(app, release):
    first = ask(app, "/programs/arizona")
    tag = first.headers["etag"]
    assert ask(app, "/programs/arizona", if_none_match=tag).status == 304
    assert ask(app, "/programs/arizona?lang=es", if_none_match=tag).status == 200
    try:
        publish_programs(release, [*by_hand(), program(77, "Brand New Place")])
        answer = ask(app, "/programs/arizona/scottsdale", if_none_match=tag)
        assert answer.status == 200 and "Brand New Place" in answer.text
    finally:
        elsewhere = [program(20 + n, f"House {n}", city=city, state=state) for n, (city, state) in enumerate(PLACES)]
        publish_programs(release, by_hand() + elsewhere)


def test_each_page_names_its_own_address_and_both_languages(app):
    text = ask(app, "/programs/arizona?lang=es").text
    assert '<link rel="canonical" href="https://iop.example/programs/arizona?lang=es">' in text
    assert '<link rel="alternate" hreflang="en" href="https://iop.example/programs/arizona">' in text
    assert '<link rel="alternate" hreflang="es" href="https://iop.example/programs/arizona?lang=es">' in text


def test_the_address_of_the_site_can_be_set(app, monkeypatch):
    monkeypatch.setenv("IOP_SITE_URL", "https://find.example/")
    assert "Sitemap: https://find.example/sitemap.xml" in ask(app, "/robots.txt").text
    assert 'href="https://find.example/programs"' in ask(app, "/programs").text


def locations(answer):
    return [e.text for e in ElementTree.fromstring(answer.text).iter() if e.tag.endswith("loc")]


def test_the_sitemap_lists_every_page_that_exists(app):
    listed = locations(ask(app, "/sitemap.xml"))
    assert len(listed) == len(set(listed))
    assert "https://iop.example/program/p000000000001" in listed
    assert "https://iop.example/programs/missouri/saint-louis" in listed
    assert not any("cccc" in address for address in listed)
    for address in listed:
        assert ask(app, address.removeprefix("https://iop.example")).status == 200, address


def test_a_long_sitemap_comes_in_parts(app, monkeypatch):
    whole = locations(ask(app, "/sitemap.xml"))
    monkeypatch.setattr("views.plain.sitemap.MOST_ADDRESSES", 10)
    parts = locations(ask(app, "/sitemap.xml"))
    assert [p.rsplit("/", 1)[1] for p in parts[:2]] == ["sitemap-1.xml", "sitemap-2.xml"]
    found = [url for part in parts for url in locations(ask(app, part.removeprefix("https://iop.example")))]
    assert found == whole
    assert ask(app, "/sitemap-99.xml").status == 404
    assert ask(app, "/sitemap-0.xml").status == 404


def test_the_invented_sample_is_never_listed(app, tmp_path, monkeypatch):
    publish_programs(tmp_path / "sample", by_hand(), "sample")
    monkeypatch.setenv("IOP_DATA", str(tmp_path))
    for path in ("/programs", "/programs/arizona", "/programs/arizona/scottsdale", "/program/p000000000001"):
        answer = ask(app, path)
        assert answer.headers["x-robots-tag"] == "noindex", path
        assert "These programs do not exist." in words(answer)
        assert "ld+json" not in answer.text
    assert all("/guide" in address for address in locations(ask(app, "/sitemap.xml")))


def test_healthz_gives_the_answer_of_status(app, release, tmp_path, monkeypatch):
    from catalog.settings import Settings
    from index.state import release_state

    answer = ask(app, "/healthz")
    expected = json.loads(msgspec.json.encode(release_state(Settings())))
    assert json.loads(answer.text) == expected
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    monkeypatch.setenv("IOP_DATA", str(tmp_path))
    assert ask(app, "/healthz").status == 503
    assert json.loads(ask(app, "/healthz").text)["state"] == "missing"


def test_pages_stay_calm_where_there_is_no_release(app, tmp_path, monkeypatch):
    monkeypatch.setenv("IOP_DATA", str(tmp_path))
    answer = ask(app, "/programs")
    assert answer.status == 503 and answer.headers["retry-after"]
    assert "There is nothing to search yet" in words(answer)
    assert 'href="tel:988"' in answer.text
    assert ask(app, "/robots.txt").status == 200
    assert locations(ask(app, "/sitemap.xml"))


def test_a_fault_of_ours_is_a_calm_page_and_names_nobodys_words_in_the_log(app, monkeypatch, caplog):
    def fails(*args, **kwargs):
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr("views.plain.search.settled", fails)
    answer = ask(app, "/search?ask=unmistakable")
    assert answer.status == 500
    assert 'href="tel:988"' in answer.text and "The fault is ours" in words(answer)
    assert "ZeroDivisionError" not in answer.text
    assert "unmistakable" not in caplog.text


def test_the_start_page_shows_crisis_lines_and_the_plain_page_before_any_script(app):
    for path, plain in (
        ("/", "/programs"),
        ("/?show=p000000000001", "/program/p000000000001"),
        ("/?near=85251&lang=es", "/search?near=85251&amp;lang=es"),
    ):
        text = ask(app, path).text
        first = text[text.index('<div id="root">') :]
        assert f'href="{plain}"' in first and 'href="tel:988"' in first
        assert "agent" not in text


def test_answers_are_compressed_for_those_who_can_read_it(app):
    whole, packed = ask(app, "/guide"), ask(app, "/guide", accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < int(whole.headers["content-length"]) / 2


def test_long_lists_come_in_pages(app, tmp_path, monkeypatch):
    many = [program(n, f"House {n:03}", fact("conditions", "anxiety", said())) for n in range(1, 121)]
    publish_programs(tmp_path, many)
    monkeypatch.setenv("IOP_DATA", str(tmp_path))
    pages = [ask(app, f"/programs/arizona/scottsdale?page={n}") for n in (1, 2, 3)]
    ids = [id for page in pages for id in re.findall(r'data-key="(p[0-9a-f]{12})"', page.text)]
    assert len(ids) == len(set(ids)) == 120
    assert 'rel="next"' in pages[0].text and 'rel="next"' not in pages[2].text
    for garbage in ("0", "-1", "99", "x", "١"):
        assert ask(app, f"/programs/arizona/scottsdale?page={garbage}").status == 200


def test_hostile_is_what_is_tested(app):
    assert "onerror" in HOSTILE and "onerror" in ask(app, "/program/p000000000003").text.replace("&#34;", "")
