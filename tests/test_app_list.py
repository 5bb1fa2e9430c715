"""The list a visitor picks, the comparison and the files to take along, by logic, with no browser."""

from __future__ import annotations

import re

import msgspec
import pytest

from catalog.attributes import load_attributes
from tests.app_release import HOSTILE, by_hand, crowd, fact, program, publish_programs, said
from tests.app_view import html, links, open_view, text
from views.address import read_query
from views.downloads import ROUTES, download_href

ONE, TWO, THREE = "p000000000001", "p000000000002", "p000000000003"


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    root = tmp_path_factory.mktemp("network")
    publish_programs(root / "sample", by_hand() + crowd(25), "sample")
    return root


@pytest.fixture
def app(network, monkeypatch):
    def open_it(*ids, data=network, **params):
        return open_view(monkeypatch, data, **({"list": ",".join(ids)} if ids else {}), **params)

    return open_it


def shortlist(app, *ids, **params):
    return app(*ids, view="shortlist", **params)


def compare(app, *ids, **params):
    return app(*ids, view="compare", **params)


def test_the_list_shows_what_the_address_holds_in_its_order(app):
    page = html(shortlist(app, TWO, ONE))
    assert re.findall(r'<li data-key="(p[^"]+)"', page) == [TWO, ONE]
    assert "Your list: 2 programs" in text(shortlist(app, TWO, ONE))


def test_an_id_of_before_leads_to_its_program_and_what_is_gone_is_counted(app):
    test = shortlist(app, "p0000000000aa", ONE, "pffffffffffff")
    assert re.findall(r'<li data-key="(p[^"]+)"', html(test)) == [ONE]
    assert "1 program on this list is not listed any more" in text(test)
    assert read_query(links(test)["Take them off the list"]).pick == (ONE,)


def test_a_program_listed_by_an_id_of_before_can_be_removed(app):
    label = "Remove from your list: Quiet Harbor Evening IOP"
    for test in (shortlist(app, "p0000000000aa", TWO), compare(app, "p0000000000aa", TWO),
                 app("p0000000000aa", TWO, show=ONE)):  # fmt: skip
        assert read_query(links(test)[label]).pick == (TWO,)


def test_programs_are_moved_and_removed_by_links(app):
    found = links(shortlist(app, ONE, TWO, "p000000000004", near="85251"))
    assert read_query(found["Move down: Quiet Harbor Evening IOP"]).pick == (TWO, ONE, "p000000000004")
    assert read_query(found["Move up: Far Mesa Center"]).pick == (ONE, "p000000000004", TWO)
    assert read_query(found["Remove from your list: Silent House"]).pick == (ONE, "p000000000004")
    assert read_query(found["Remove from your list: Silent House"]).near == "85251"
    assert "Move up: Quiet Harbor Evening IOP" not in found and "Move down: Far Mesa Center" not in found
    assert read_query(found["Empty the list"]).pick == ()


def test_an_empty_list_says_how_to_begin(app):
    test = shortlist(app)
    assert "Your list is empty" in text(test)
    assert "Take it along" not in text(test)


def test_one_program_cannot_be_compared(app):
    assert "Put a second program on the list" in text(shortlist(app, ONE))
    assert "Nothing to compare yet" in text(compare(app, ONE))
    assert "Nothing to compare yet" in text(compare(app))


def test_a_full_list_stays_a_short_address(app, network):
    ids = [f"q{n:012x}" for n in range(25)]
    test = shortlist(app, *ids, near="Phoenix, AZ", lang="es")
    assert html(test).count("<li data-key=") == 20
    assert max(len(href) for href in links(test).values()) < 2000
    full = app(*ids[:20], show=ONE)
    assert "Your list is full. It holds 20 programs." in text(full)


def test_a_program_is_put_on_the_list_and_taken_off(app):
    found = links(app(TWO, show=ONE, near="85251"))
    assert read_query(found["+ Add to your list"]).pick == (TWO, ONE)
    assert read_query(found["Your list: 1 program"]).view == "shortlist"
    off = links(app(TWO, ONE, show=ONE))
    assert read_query(off["Remove from your list: Quiet Harbor Evening IOP"]).pick == (TWO,)


def test_every_attribute_one_would_ask_about_is_compared(app):
    test = compare(app, ONE, TWO)
    page, words = html(test), text(test)
    for row in load_attributes():
        assert not row.question or f'data-key="{row.key}"' in page or row.question in words, row.key
    assert page.count('role="columnheader"') == 3
    assert "“We meet three evenings a week, nine hours in all.”" in words


def test_what_differs_comes_first_and_silence_is_seen(app):
    words = text(compare(app, ONE, TWO))
    assert words.index("Where they differ") < words.index("Where they say the same")
    assert words.index("Where they say the same") < words.index("Not stated by any of them")
    assert words.count("Not stated – ask") > 8
    assert "Sources disagree" in words and "Says no: Medicaid" in words


def test_a_list_of_answers_has_each_source_once_with_all_its_words(app, tmp_path):
    quotes = ("We treat anxiety.", "We treat bipolar disorder.", "We treat depression.")
    facts = [
        fact("conditions", term, said("program_sites", "program", quote), said(quote="Mental health treatment"))
        for term, quote in zip(("anxiety", "bipolar", "depression"), quotes, strict=True)
    ]
    publish_programs(tmp_path, [program(1, "One", *facts), program(2, "Two", facts[0])])
    page = html(compare(app, ONE, TWO, data=tmp_path))
    row = re.search(r'data-key="conditions".*?</tr>', page)[0]
    many, single = re.findall(r'<div class="said">.*?</td>', row)
    assert many.count("<li>") == 3 and many.count("<details") == 1 and many.count("Check it at the source") == 2
    own, _ = re.findall(r"<blockquote>(.*?)</blockquote>", many)
    assert all(f"“{quote}”" in own for quote in quotes)
    assert many.count("Mental health treatment") == 1
    assert "<li>" not in single and "“We treat anxiety.”" in single


def test_what_all_say_in_a_long_list_is_said_once(app, tmp_path):
    shared = [
        fact("therapies", term, said(quote=term)) for term in ("cbt", "dbt", "group_therapy", "individual_therapy")
    ]
    ages = [fact("age_groups", term) for term in ("children", "adolescents", "young_adults", "adults")]
    publish_programs(tmp_path, [program(1, "One", *shared, *ages, fact("therapies", "emdr")),
                                program(2, "Two", *shared, *ages)])  # fmt: skip
    page = html(compare(app, ONE, TWO, data=tmp_path))
    apart, once = (re.search(rf'data-key="{key}".*?</tr>', page)[0] for key in ("therapies", "therapies-all"))
    assert re.findall("<li>(.*?)</li>", apart) == ["EMDR"] and "Nothing more than all of them say" in apart
    assert apart.count("<details") == 2 and apart.count("“dbt”") == 2
    assert "All of them say" in once and "Dialectical behavior therapy (DBT)" in once
    same = re.search(r'data-key="age_groups".*?data-key="age_groups-who".*?</tr>', page)[0]
    assert same.count("Young adults") == 1 and same.count("<details") == 2


def test_programs_of_one_name_are_told_apart_by_their_towns(app, tmp_path):
    made = [program(1, "Same", fact("therapies", "cbt")), program(2, "Same", fact("therapies", "dbt"))]
    publish_programs(
        tmp_path, [msgspec.structs.replace(made[0], city="Mesa"), msgspec.structs.replace(made[1], city="Yuma")]
    )
    page = html(compare(app, ONE, TWO, data=tmp_path))
    assert re.findall(r'<span class="name">(.*?)</span>', page)[:2] == ["Mesa, AZ", "Yuma, AZ"]


def test_the_fewest_hours_are_marked_in_words(app, tmp_path):
    from catalog.facts import Span

    made = [program(n, f"P{n}", fact("hours_per_week", Span(h, h))) for n, h in ((1, 9), (2, 12))]
    publish_programs(tmp_path, made)
    page = html(compare(app, *(p.id for p in made), data=tmp_path))
    (marked,) = re.findall(r'<td role="cell">(?:(?!</td>).)*?class="easiest".*?</td>', page)
    assert "9 hours" in marked and "◆</span> fewest" in marked


def test_a_long_list_is_compared_five_at_a_time(app):
    ids = [f"q{n:012x}" for n in range(7)]
    test = compare(app, *ids)
    assert "Side by side: 5 programs" in text(test)
    (bring, *_) = [href for label, href in links(test).items() if label.startswith("Show ")]
    assert read_query(bring).pick == (*ids[:4], ids[5], ids[4], ids[6])


def test_distances_stand_where_the_address_names_a_place(app):
    assert "miles" in text(compare(app, ONE, TWO, near="Phoenix, AZ"))
    assert "about" in text(shortlist(app, TWO, near="85251"))
    assert "less than a mile" not in text(shortlist(app, ONE))


def test_hostile_names_are_text(app):
    for test in (compare(app, ONE, THREE), shortlist(app, THREE), app(THREE, show=THREE, fix="name")):
        page = html(test)
        assert "<script" not in page and "<img" not in page and "\u202e" not in page
        assert "javascript:" not in " ".join(re.findall(r'href="([^"]*)"', page))


def test_spanish_has_all_of_it(app):
    for test, heading in (
        (compare(app, ONE, TWO, lang="es"), "Lado a lado: 2 programas"),
        (shortlist(app, ONE, TWO, lang="es"), "Su lista: 2 programas"),
    ):
        words = text(test)
        assert heading in words
        assert not re.search(r"Your list|Not stated|Take it along|Side by side|fewest|Where they", words)


def test_without_our_server_streamlit_offers_the_files(app):
    test = shortlist(app, ONE)
    assert "referral.pdf" not in html(test)
    assert len(test.get("download_button")) == 6
    assert test.get("download_button")[0].proto.label == "Referral sheet (PDF)"


def test_links_to_files_name_the_list_and_the_language():
    assert download_href("pdf", (ONE, TWO), "es") == f"/referral.pdf?list={ONE},{TWO}&lang=es"
    assert {route.path for route in ROUTES} >= {"/referral.pdf", "/programs.csv", "/programs.vcf"}
    assert HOSTILE not in download_href("csv", (ONE,), "en")
