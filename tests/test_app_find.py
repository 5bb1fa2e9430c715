"""The search page by logic: questions in words, chips, the week grid, silence, the map, the table, and no dead end."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.facts import Span
from tests.app_release import by_hand, crowd, fact, program, publish_programs
from tests.app_view import html, open_view, text
from views.address import Address, read, read_query
from views.language import language
from views.map_frame import HEIGHT, WIDTH, frame_of
from views.map_places import APART, spread, towns
from views.outlines import county_path, state_path
from views.question import heard, settled

SENTENCE = "evening DBT for my teen near 85251, takes Aetna"


@pytest.fixture(scope="session")
def network(tmp_path_factory):
    root = tmp_path_factory.mktemp("found")
    publish_programs(root / "sample", by_hand() + crowd(), "sample")
    return root


@pytest.fixture
def app(network, monkeypatch):
    return lambda **params: open_view(monkeypatch, network, **params)


def chips(page):
    return {
        unescape(re.sub(r"<[^>]+>", "", label)).removesuffix("×").strip(): unescape(href)
        for href, label in re.findall(r'<a class="chip" href="([^"]*)"[^>]*>(.*?)</a>', page)
    }


def test_a_sentence_becomes_an_address_that_says_it_all():
    here = settled(read({"ask": [SENTENCE]}))
    assert here.near == "Scottsdale, AZ 85251"
    assert here.terms == {"time_of_day": ("evening",), "therapies": ("dbt",), "age_groups": ("adolescents",),
                          "insurers": ("aetna",)}  # fmt: skip
    assert (here.ask, here.text, here.said) == ("", "", (SENTENCE,))
    assert read_query(here.href) == here


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("terapia en la tarde cerca de Phoenix, para mi hija de 15 años", {"near": "Phoenix, AZ"}),
        ("in Texas", {"near": "", "state": "TX"}),
        ("within 30 miles of Scottsdale", {"miles": 30}),
        ("no 12-step", {"excluded": {"therapies": ("twelve_step",)}}),
        ("Quiet Harbor", {"text": "Quiet Harbor"}),
        ("I want to die", {"terms": {"conditions": ("suicidality",)}}),
    ],
)
def test_what_a_question_says_stands_in_its_own_fields(asked, expected):
    here = settled(Address(ask=asked, near="85251"))
    assert {name: getattr(here, name) for name in expected} == expected


def test_a_second_question_adds_to_the_first_and_keeps_its_words():
    first = settled(Address(ask="anxiety near 85251"))
    both = settled(first.but(ask="depression in the evening"))
    assert set(both.terms["conditions"]) == {"anxiety", "depression"}
    assert both.near == "Scottsdale, AZ 85251"
    assert len(both.said) == 2
    assert heard(both).words["conditions", "anxiety", False] == "anxiety"


@given(st.text(max_size=220))
def test_any_question_settles_into_an_address_that_stays(asked):
    here = settled(read({"ask": [asked]}))
    assert not here.ask
    assert read_query(here.href) == here


def test_each_chip_names_its_words_and_a_removed_one_stays_away(app):
    page = html(app(ask=SENTENCE))
    found = chips(page)
    assert set(found) == {"Scottsdale, AZ 85251", "Teens", "Dialectical behavior therapy (DBT)", "Evening", "Aetna"}
    without = read_query(found["Aetna"])
    assert settled(without) == without
    assert "insurers" not in without.terms
    again = chips(html(app(**without.params())))
    assert set(again) == set(found) - {"Aetna"}
    assert read_query(found["Scottsdale, AZ 85251"]).near == ""


def test_a_chip_shows_the_words_it_came_from_where_it_says_something_else(app):
    assert "Substance use “addiction”" in chips(html(app(ask="addiction near 85251")))


def test_chips_say_distance_and_age_and_repeat_no_words(app):
    told = chips(html(app(ask="evening IOP for my 15 year old within 30 miles of 85251")))
    assert {"Within 30 miles", "Evening", "Teens “15 year old”", "Age: 15 years"} <= set(told)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_examples_on_the_first_page_are_understood_to_the_last_word(app, lang):
    page = html(app(lang=lang))
    examples = [read_query(unescape(href)) for href in re.findall(r'<li><a class="pill" href="([^"]*)"', page)]
    assert len(examples) == 3
    for example in examples:
        here = settled(example)
        assert here.said and here.wishes >= 2 and (here.near or here.state)
        assert not here.text


def test_a_card_says_what_of_the_question_it_answers(app):
    page = html(app(near="85251", text="Quiet Harbor", conditions=["anxiety", "ocd"], therapies=["dbt"]))
    card = text_of(re.search(r'<article class="card" data-key="p000000000001".*?</article>', page, re.DOTALL)[0])
    assert "Says yes: Anxiety Does not say: Dialectical behavior therapy (DBT)" in card
    assert "Says yes" not in html(app(near="85251"))


def test_a_card_names_the_kind_of_a_wish_that_a_program_states(app):
    every = html(app(near="85251", conditions=["mental_health"], stated="yes"))
    cards = re.findall(r'<article class="card".*?</article>', every, re.DOTALL)
    assert len(cards) > 5
    assert all('class="fits"' in card for card in cards)
    harbor = next(card for card in cards if "Quiet Harbor" in card)
    assert "Says yes: " in harbor
    assert "Anxiety" in text_of(harbor).split("Says yes: ")[1].split("What it treats")[0]


def test_a_card_says_which_people_of_an_age_a_program_takes(tmp_path, monkeypatch):
    groups = ("adolescents", "under_18")
    made = [program(n, f"P{n}", fact("age_groups", group)) for n, group in enumerate(groups, 1)]
    made.append(program(3, "P3", fact("ages", Span(13, 17))))
    publish_programs(tmp_path, made)
    page = html(open_view(monkeypatch, tmp_path, ask="for my 15 year old"))
    told = re.findall(r'<p class="fits">(.*?)</p>', page)
    assert sorted(told) == ["Says yes: 13–17 years", "Says yes: Children or teens (under 18)", "Says yes: Teens"]


def test_the_table_says_not_stated_in_words(app):
    page = html(app(near="85251", layout="table"))
    assert ">Not stated</span>" in page and ">–</span>" not in page


def test_an_unknown_place_leaves_ways_on(app):
    page = html(app(near="Nowhereville", conditions=["anxiety"]))
    assert "We do not know the place" in page
    assert 'href="?conditions=anxiety"' in page
    assert "Look in other places, too" in page
    assert 'href="?sort=name"' in html(app(near="Nowhereville"))


def test_where_all_leave_something_open_no_line_divides_them(app):
    page = html(app(near="85251", text="Silent House", conditions=["anxiety"], therapies=["dbt"]))
    assert "None of them says yes to all you chose" in page
    assert 'class="divider"' not in page


def test_the_box_keeps_only_what_was_no_wish(app):
    page = html(app(ask="Quiet Harbor in the evening near 85251"))
    assert 'name="ask" value="Quiet Harbor" data-kept="text=Quiet Harbor"' in page
    assert "Quiet Harbor Evening IOP" in page


def test_a_question_with_nothing_in_it_says_so(app):
    page = text(app(ask="please help me"))
    assert "We found nothing to look for in “please help me”" in page


def test_words_of_crisis_bring_the_lines_to_the_front_and_the_search_runs(app):
    page = html(app(ask="I want to die, near 85251"))
    assert 'class="crisis urgent"' in page
    assert "of Scottsdale, AZ 85251" in page
    assert 'class="crisis urgent"' not in html(app(ask="anxiety near 85251"))


def test_what_is_turned_down_keeps_programs_out_and_can_be_taken_back(app):
    page = html(app(near="85251", **{"conditions.not": ["anxiety"]}))
    assert "Quiet Harbor Evening IOP" not in page
    assert chips(page) == {"Not: Anxiety": "?near=85251"}


def test_filters_stand_in_the_order_in_which_people_decide(app):
    page = html(app(near="85251"))
    keys = re.findall(r'<details class="filter[^"]*" data-key="([^"]+)"', page)
    wanted = ["age_groups", "conditions", "week", "setting", "insurers", "therapies"]
    assert sorted(wanted, key=keys.index) == wanted
    assert keys.index("accreditation") > keys.index("therapies")


def test_the_week_grid_counts_programs_that_state_both(app):
    page = html(app(near="85251"))
    counts = dict(re.findall(r'href="(\?near=85251&amp;days=[^"]+)" aria-label="[^"]*">(\d+)', page))
    href, count = next((h, c) for h, c in counts.items() if "days=mon&amp;time_of_day=evening" in h)
    chosen = read_query(unescape(href))
    said = text(app(**chosen.but(stated_only=True).params()))
    assert said.count("programs within 25 miles") or "program within 25 miles" in said
    assert re.search(r"(\d+) programs? within", said)[1] == count
    again = html(app(**chosen.params()))
    assert '<td class="on"><a href="?near=85251"' in again
    assert "do not say the days" in text(app(near="85251"))


def test_a_line_divides_those_that_say_yes_from_those_that_do_not_say(app):
    page = html(app(near="85251", conditions=["anxiety"]))
    parts = page[page.index('class="cards"') :].split('class="divider"')
    assert len(parts) == 2
    assert 'class="open"' not in parts[0]
    assert parts[1].count("<article") == parts[1].count('class="open"')
    assert 'class="divider"' not in html(app(near="85251", conditions=["anxiety"], sort="name"))
    assert 'class="divider"' not in html(app(near="85251", conditions=["anxiety"], stated="yes"))


def test_a_card_answers_the_seven_questions(app):
    page = html(app(near="85251", text="Quiet Harbor"))
    card = text_of(re.search(r'<article class="card" data-key="p000000000001".*?</article>', page, re.DOTALL)[0])
    for answer in ("Anxiety", "9 hours a week, 3 days a week", "6 pm–9 pm", "mile", "Private insurance", "Adults",
                   "as of Nov 2, 2026"):  # fmt: skip
        assert answer in card, answer


def text_of(markup):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def test_boxes_on_cards_have_labels_of_their_own_and_a_full_list_takes_no_more(app):
    page = html(app(near="85251", list="p000000000001,p000000000002"))
    says = re.findall(r'name="list" value="[^"]+"[^>]*aria-label="([^"]+)"', page)
    assert len(says) == len(set(says)) == 20
    assert "2 on your list" in text(app(near="85251", list="p000000000001,p000000000002"))
    full = html(app(near="85251", list=",".join(f"p{n}" for n in range(20))))
    assert 'type="checkbox" name="list"' not in full
    assert full.count('type="hidden" name="list"') == 20


def test_putting_a_program_on_the_list_stays_on_its_page(app):
    assert 'name="page" value="2" data-only="list"' in html(app(near="85251", page="2"))


def test_pins_and_cards_carry_the_same_numbers(app):
    page = html(app(near="85251"))
    cards = re.findall(r'<article class="card" data-key="([^"]+)"><header><b class="number"[^>]*>(\d+)<', page)
    pins = re.findall(r'data-pin="([^"]+)" aria-label="(\d+)\.', page)
    assert len(cards) == 20
    assert pins
    assert set(pins) <= set(cards)
    lacking = len(cards) - len(pins)
    assert not lacking or "no known place" in page


def test_the_table_shows_what_the_cards_show(app):
    page = html(app(near="85251", layout="table", sort="hours"))
    rows = re.findall(r'<tr data-key="([^"]+)">', page)
    assert rows == re.findall(r'<article class="card" data-key="([^"]+)"', html(app(near="85251", sort="hours")))
    assert 'aria-sort="ascending"' in page
    assert "<svg" not in page
    assert 'href="?near=85251&amp;sort=fresh&amp;layout=table"' in page


def test_few_programs_come_with_places_to_look_elsewhere(app):
    page = html(app(near="85701", within="5"))
    assert "Look in other places, too" in page
    assert "https://" in page
    assert "Look in other places, too" not in html(app(near="85251"))


def test_where_nothing_is_near_the_nearest_that_fit_are_shown(app):
    page = html(app(near="99501", conditions=["anxiety"], list="p000000000001", sort="name"))
    assert "The nearest that fit" in page
    assert page.count("<article class=") == 3
    assert 'type="hidden" name="list" value="p000000000001"' in page
    assert 'type="hidden" name="sort" value="name"' in page


def test_a_name_from_data_is_only_text_on_the_map_and_in_the_table(app):
    for layout in ("cards", "table"):
        page = html(app(near="85251", text="script code", layout=layout))
        assert "&lt;script&gt;" in page
        assert "<script" not in page
        assert "<img" not in page


PLACES = {
    "a town": [(33.49, -111.92), (33.6, -112.0)],
    "one place": [(40.7, -74.0)],
    "a coast": [(25.76, -80.19), (26.12, -80.14)],
    "the country": [(25.0, -80.2), (47.6, -122.3)],
    "Alaska": [(61.2, -149.9), (64.8, -147.7)],
}


@pytest.mark.parametrize("points", PLACES.values(), ids=PLACES)
def test_a_map_shows_its_points_on_land(points):
    frame = frame_of(points)
    spots = [frame.place(point) for point in points]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in spots)
    assert re.fullmatch(r"(M[-\d.,L]+Z)+", state_path(frame))
    assert re.fullmatch(r"(M[-\d.,L]+)*", county_path(frame))
    assert len(state_path(frame)) < 30_000


def test_no_pin_covers_another_and_none_covers_a_towns_name():
    frame = frame_of([(33.3, -112.2), (33.7, -111.7)])
    home = frame.place((33.49, -111.92))
    spots = spread([home] * 20, home)
    apart = [((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 for n, a in enumerate(spots) for b in spots[:n]]
    assert min(apart) >= APART - 0.2
    named = towns(frame, spots)
    assert len({town.name for town in named}) == len(named) > 3
    for town in named:
        for x, y in spots:
            wide = len(town.name) * 5
            left = town.x - {"start": 0, "middle": wide / 2, "end": wide}[town.anchor]
            assert not (left < x < left + wide and town.y - 12 < y < town.y)


def test_the_words_of_the_page_are_there_in_both_languages():
    for code in ("en", "es"):
        words = language(code)
        assert all(words.say(f"sort.{sort}") for sort in ("best", "distance", "name", "fresh", "hours"))
        assert words.say("question.from", words="x")
