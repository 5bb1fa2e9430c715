"""The pages by logic: what is found, filtered, shown, forwarded and said, with no browser."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import msgspec
import pytest
from streamlit.testing.v1 import AppTest

from catalog.building import SOURCES
from tests.app_release import by_hand, crowd, publish_programs

APP = str(Path(__file__).parent.parent / "app.py")


@pytest.fixture(scope="session")
def network(tmp_path_factory):
    root = tmp_path_factory.mktemp("network")
    publish_programs(root / "sample", by_hand() + crowd(), "sample")
    return root


@pytest.fixture
def app(network, monkeypatch):
    """Return a function that opens a view: ``app(near="85251", conditions=["anxiety"])``."""

    def open_view(data=network, **params):
        monkeypatch.setenv("IOP_DATA", str(data))
        test = AppTest.from_file(APP, default_timeout=30)
        for name, value in params.items():
            test.query_params[name] = value
        return test.run()

    return open_view


def html(test):
    """Return the HTML of all sheets of a view, which must have shown without an exception."""
    assert not test.exception
    return "\n".join(json.loads(e.proto.json)["html"] for e in test.get("bidi_component"))


def text(test):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html(test))).split())


def cards(test):
    return re.findall(r'<article class="card" data-key="([^"]+)"', html(test))


VIEWS = {
    "start": {},
    "results": {"near": "85251"},
    "nothing found": {"near": "99501", "conditions": ["anxiety"]},
    "unknown place": {"near": "Qqqqq"},
    "program": {"show": "p000000000001"},
    "unknown program": {"show": "p00000000ffff"},
    "garbage": {
        "near": "\x00\u202e%",
        "within": "-1",
        "page": "1e9",
        "conditions": ["'; drop", "<x>"],
        "show": "../..",
    },
    "about": {"view": "about"},
    "guide": {"view": "guide"},
    "Spanish": {"lang": "es", "near": "85251"},
}


@pytest.mark.parametrize("params", VIEWS.values(), ids=VIEWS)
def test_every_view_has_the_crisis_lines_and_the_samples_warning(app, params):
    test = app(**params)
    page = html(test)
    assert 'href="tel:911"' in page
    assert 'href="tel:988"' in page
    assert 'href="sms:988"' in page
    assert 'href="tel:+18006624357"' in page
    assert 'class="sample"' in page


def test_crisis_lines_stand_where_there_is_no_release(app, tmp_path):
    page = text(app(tmp_path, near="85251"))
    assert "988" in page
    assert "iop app" in page
    assert "There is nothing to search yet" in page


def test_crisis_lines_stand_where_the_release_is_damaged(app, tmp_path):
    release = publish_programs(tmp_path, by_hand())
    (release.path / SOURCES).unlink()
    page = text(app(tmp_path))
    assert "1-800-662-4357" in page
    assert "iop build" in page


def test_crisis_lines_stand_where_a_page_fails(app, monkeypatch):
    import views.frame

    def fails(*args):
        raise ZeroDivisionError("somewhere near 85251")

    monkeypatch.setattr(views.frame, "show_find", fails)
    page = text(app(near="85251"))
    assert "988" in page
    assert "The fault is ours" in page
    assert "ZeroDivisionError" not in page


def test_live_data_carries_no_warning_and_shows_no_candidate(app, tmp_path):
    publish_programs(tmp_path, by_hand())
    found = app(tmp_path, near="85251", within="any", sort="name")
    assert "do not exist" not in text(found)
    assert "Maybe Clinic" not in text(found)
    assert "Maybe Clinic" not in text(app(tmp_path, show="p00000000cccc"))


def test_a_swapped_release_is_served_at_the_next_rerun(app, tmp_path):
    publish_programs(tmp_path, by_hand()[:1])
    test = app(tmp_path, near="85251")
    assert cards(test) == ["p000000000001"]
    publish_programs(tmp_path, by_hand()[:2])
    assert len(cards(test.run())) == 2


def fields(test):
    """Return the fields of the page's form: name → values, of those that would be sent."""
    sent = {}
    for tag in re.findall(r"<input[^>]*>", html(test)):
        told = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if "name" in told and (told.get("type") != "checkbox" or " checked" in tag):
            sent.setdefault(told["name"], []).append(unescape(told.get("value", "")))
    lists = re.findall(r'<select name="(\w+)".*?</select>', html(test), re.DOTALL)
    chosen = re.findall(r'<option value="([^"]*)" selected>', html(test))
    return sent | {name: [value] for name, value in zip(lists, chosen, strict=True)}


def test_the_form_holds_what_the_address_asks(app):
    asked = {"near": ["85251"], "within": ["5"], "text": ["Quiet Harbor"], "conditions": ["depression", "anxiety"],
             "ages.from": ["15"], "stated": ["yes"], "sort": ["name"], "lang": ["es"], "said": ["near 85251"],
             "therapies.not": ["twelve_step"], "layout": ["table"], "list": ["p000000000001"]}  # fmt: skip
    test = app(**asked)
    sent = {name: values for name, values in fields(test).items() if values != [""]}
    assert 'data-kept="text=Quiet Harbor"' in html(test)
    assert sent == {name: values for name, values in asked.items() if name != "text"} | {"ask": asked["text"]}


@pytest.mark.parametrize("params", [{"near": "Qqqqq"}, {}])
def test_a_page_without_filters_keeps_what_it_does_not_show(app, params):
    test = app(**params, list="p1,p2", lang="es")
    assert fields(test)["list"] == ["p1,p2"]
    assert fields(test)["lang"] == ["es"]


def test_a_state_stays_a_state_until_another_place_is_typed(app):
    page = html(app(state="NY"))
    assert 'name="near" value="New York" data-kept="state=NY"' in page
    assert "programs in New York" in text(app(state="NY")) or "program in New York" in text(app(state="NY"))


def test_a_place_and_a_distance_narrow_the_list(app):
    test = app(near="85251", within="5")
    assert "within 5 miles of Scottsdale, AZ 85251" in text(test)


def test_words_search_within_the_place(app):
    assert cards(app(near="85251", text="Quiet Harbor"))[0] == "p000000000001"


def test_filters_count_exactly_and_say_how_many_are_silent(app):
    test = app(near="85251", stated="yes", conditions=["anxiety"])
    shown = re.search(r"(\d+) programs? within", text(test))
    option = re.search(r'name="conditions" value="anxiety" checked><span>[^<]*</span><b>(\d+)<', html(test))
    assert int(option[1]) == int(shown[1]) > 1
    assert "of these programs do not say" in text(app(near="85251"))


def test_silence_stays_after_those_that_say_yes_until_only_stated_are_wanted(app):
    every = app(near="85251", time_of_day=["evening"])
    stated = app(near="85251", time_of_day=["evening"], stated="yes")
    assert "Does not say: Evening" in text(app(near="85251", time_of_day=["evening"], page="2"))
    assert "p000000000001" in cards(every)
    says = re.search(r"(\d+) of them say yes to all you chose", text(every))[1]
    assert f"{says} programs within" in text(stated)
    assert "Does not say" not in text(stated)
    assert "p000000000002" not in cards(stated)


def test_what_is_not_stated_is_never_shown_as_no(app):
    page = text(app(near="85251", text="Silent House"))
    assert "Not stated – ask the program" in page


def test_distances_that_are_only_about_say_so(app):
    page = text(app(near="85251", text="Silent House"))
    assert "about a mile (by its ZIP code)" in page


def test_a_page_past_the_last_shows_the_last(app):
    test = app(near="85251", page="40")
    assert cards(test)
    assert "This is the last one" in text(test)


def test_pages_do_not_overlap(app):
    first, second, third = (cards(app(near="85251", page=str(n))) for n in (1, 2, 3))
    assert len({*first, *second, *third}) == len(first + second + third) == 48


def test_an_unknown_place_offers_others(app):
    page = html(app(near="Phenix AZ"))
    assert "We do not know the place" in page
    assert 'href="?near=Phoenix%2C+AZ"' in page


def test_an_ambiguous_city_offers_the_others(app):
    assert "Another place of this name?" in text(app(near="Springfield"))


@pytest.mark.parametrize(("near", "label"), [("Arizona", "Arizona"), ("AZ", "Arizona")])
def test_a_state_is_a_place(app, near, label):
    assert f"programs in {label}" in text(app(near=near))


def test_new_york_is_the_city_and_offers_the_state(app):
    page = text(app(near="New York"))
    assert "of New York, NY" in page or "miles of New York" in page
    assert "All of New York" in page


def test_nothing_found_says_what_one_change_would_bring(app):
    test = app(near="99501", conditions=["anxiety"])
    assert "Nothing is wrong with what you asked" in text(test)
    ways = re.findall(r'<li><a class="pill" href="([^"]+)"', html(test))
    assert ways
    assert any("show=" in way for way in ways)


def test_a_program_shows_every_attribute_with_its_evidence(app):
    from catalog.attributes import load_attributes

    page = html(app(show="p000000000001"))
    assert page.count("Not stated – ask the program") == page.count('data-key="silent"') > 0
    for row in load_attributes():
        assert f'data-key="{row.key}"' in page or not row.question
    words = text(app(show="p000000000001"))
    assert "“We meet three evenings a week, nine hours in all.”" in words
    assert "as of Nov 2, 2026" in words
    assert "Said about the whole facility" in words
    assert "Says no: Medicaid" in words
    assert words.count("Sources disagree") == 2
    assert "6 pm to 9 pm" in words


def test_what_is_not_stated_becomes_questions_under_the_phone(app):
    words = text(app(show="p000000000001"))
    call = words[words.index("Before you call") :]
    assert call.index("(480) 555-0111") < call.index("Questions to ask") < call.index("In which languages")
    assert "How many hours a week is the IOP?" not in words


def test_a_program_without_a_phone_says_so_and_a_bad_website_leads_nowhere(app, tmp_path):
    bare = by_hand()[1]
    publish_programs(tmp_path, [msgspec.structs.replace(bare, phone="", website="javascript:alert(1)")])
    page = app(tmp_path, show=bare.id)
    assert "No phone is stated" in text(page)
    assert "javascript" not in re.sub(r">[^<]*<", "><", html(page))
    assert "Open the program's website" not in text(page)
    assert "Open the program's website" in text(app(show="p000000000001"))


def test_a_previous_id_leads_to_the_program(app):
    assert "Quiet Harbor Evening IOP" in text(app(show="p0000000000aa"))


def test_an_unknown_program_has_a_way_back_to_the_search(app):
    page = html(app(show="p00000000ffff", near="85251"))
    assert "We cannot find this program" in page
    assert '<a href="?near=85251">' in page


def test_the_language_switch_keeps_the_view(app):
    page = html(app(near="85251", conditions=["anxiety"], page="2", stated="yes"))
    assert 'href="?near=85251&amp;stated=yes&amp;page=2&amp;lang=es&amp;conditions=anxiety"' in page
    spanish = text(app(near="85251", lang="es"))
    assert "la página del programa" in text(app(show="p000000000001", lang="es"))
    assert "programas a menos de 25 millas de Scottsdale" in spanish
    assert "Narrow it down" not in spanish


def test_about_names_each_source_with_its_date(app):
    page = text(app(view="about"))
    assert "SAMHSA : 5 records, read on Nov 2, 2026" in page
    assert "1 more place may have an IOP" in page


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_guide_shows_levels_of_care_and_names_its_sources(app, lang):
    page = html(app(view="guide", lang=lang))
    assert page.count("<li") > 40 and 'class="levels"' in page
    for source in ("asam.org", "medicare.gov", "samhsa.gov", "parity"):
        assert source in page
    title = "Is an IOP right?" if lang == "en" else "¿Me conviene un IOP?"
    assert title in page


def test_words_of_crisis_bring_the_lines_to_the_front_and_the_search_still_runs(app):
    page = html(app(near="85251", text="suicidal anxiety"))
    assert 'class="crisis urgent"' in page
    assert "programs" in text(app(near="85251", text="suicidal anxiety"))
    assert 'class="crisis urgent"' not in html(app(near="85251", text="anxiety"))


def test_about_says_how_much_is_stated(app):
    page = text(app(view="about"))
    assert "How much is stated" in page and re.search(r"Hours a week \d+ \d+%", page)
    assert re.search(r"\d+ days? old", page)
