"""A program's page, by logic: the way there, the call sheet, what else is there, and a mistake made ready to report."""

from __future__ import annotations

import re
from html import unescape

import pytest

from catalog.attributes import load_attributes
from catalog.corrections import read_corrections
from catalog.facts import Span
from catalog.places import Point
from tests.app_release import by_hand, fact, program, publish_programs
from tests.app_view import html, links, open_view, text
from views.address import read_query
from views.language import language
from views.travel import week_on_the_road

EN, ES = language("en"), language("es")


@pytest.fixture
def app(tmp_path, monkeypatch):
    def open_it(*programs, **params):
        publish_programs(tmp_path, list(programs or by_hand()))
        return open_view(monkeypatch, tmp_path, **({"show": "p000000000001"} | params))

    return open_it


def copied(test, name):
    return unescape(re.search(rf'<pre[^>]*data-copied="{name}">(.*?)</pre>', html(test), re.S)[1])


IN_PERSON = fact("setting", "in_person")


def days(low, high, **fields):
    return fact("days_per_week", Span(low, high), **fields)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ([IN_PERSON, days(3, 3)], "3 visits a week, about 84 miles of driving or more"),
        ([IN_PERSON, days(3, 5)], "3–5 visits a week, about 84–140 miles of driving or more"),
        ([IN_PERSON, days(1, 1)], "1 visit a week, about 28 miles of driving or more"),
        ([days(3, 3)], ""),
        ([IN_PERSON], ""),
        ([IN_PERSON, days(3, None)], ""),
        ([IN_PERSON, fact("setting", "virtual"), days(3, 3)], ""),
        ([fact("setting", "in_person", denied=True), days(3, 3)], ""),
        ([IN_PERSON, days(3, 3, disputed=True), days(5, 5, disputed=True)], ""),
        ([IN_PERSON, days(3, 3, denied=True)], ""),
    ],
)
def test_a_week_on_the_road_is_said_only_where_it_is_known(facts, told):
    assert week_on_the_road(program(1, "A", *facts), 14.0, EN) == told


def test_the_way_is_shown_where_the_address_names_a_place(app):
    far = program(1, "Far", IN_PERSON, days(3, 3), point=Point(33.6, -111.92, "site"))
    words = text(app(far, near="85251"))
    assert re.search(r"7\.\d miles from Scottsdale, AZ 85251", words)
    assert re.search(r"3 visits a week, about 4\d miles of driving or more\. There and back", words)
    assert "visits a week" not in text(app(far))
    assert "3 visitas a la semana" in text(app(far, near="85251", lang="es"))


def test_the_call_sheet_copies_as_plain_text(app):
    lines = copied(app(), "call").splitlines()
    assert lines[:5] == ["Quiet Harbor Evening IOP", "1 Main Street, Scottsdale, AZ 85251",
                         "To get started: (480) 555-0111", "Main phone: (480) 555-0101",
                         "https://quietharbor.example/"]  # fmt: skip
    assert lines[5] == "Questions to ask:" and lines[6].startswith("1. What is the youngest")
    assert "How many hours a week is the IOP?" not in "".join(lines)


def test_other_levels_of_care_here_have_their_evidence(app):
    page = html(app(program(1, "A", fact("level_of_care", "php"), fact("step_levels", "op"))))
    here = page[page.index("Other levels of care at this place") :]
    assert here.index("Partial hospitalization") < here.index("Regular outpatient")
    assert "As the source says it." in here
    assert "Other levels of care" not in text(app())


def test_neighbors_are_linked_with_the_search_kept(app):
    first = program(1, "Adult IOP", organization="Cedar Health", street="9 Oak")
    here = program(2, "Teen IOP", street="9 Oak", organization="Cedar Health")
    near = program(3, "Mesa IOP", street="1 Elm", organization="Cedar Health", point=Point(33.6, -111.92, "site"))
    test = app(first, here, near, by_hand()[3], near="85251")
    found = links(test)
    assert read_query(found["Teen IOP"]).near == "85251" and read_query(found["Teen IOP"]).show == here.id
    words = text(test)
    assert "Other programs at this address Teen IOP" in words
    assert re.search(r"The same organization nearby Mesa IOP Scottsdale, AZ, 7\.\d miles", words)
    assert "Far Mesa Center" not in words


def completed(text_of_it, tmp_path):
    filled = text_of_it.replace('why = ""', 'why = "They told me."')
    path = tmp_path / "corrections.toml"
    path.write_text(filled.replace('evidence = ""', 'evidence = "https://quietharbor.example/"'), encoding="utf-8")
    return read_corrections(path)


def test_a_mistake_becomes_a_ready_made_correction(app, tmp_path):
    found = links(app())
    wrong = read_query(found["Phone to get started"])
    assert wrong.fix == "intake_phone" and wrong.show == "p000000000001"
    test = app(fix="intake_phone")
    (entry,) = completed(copied(test, "correction"), tmp_path)
    assert (entry.program, entry.attribute, entry.value) == ("p000000000001", "intake_phone", "(480) 555-0111")
    assert 'data-key="mistake" open' in html(test)
    (gone,) = completed(copied(app(fix="remove"), "correction"), tmp_path)
    assert gone.what == "remove"


def test_everything_one_could_correct_is_offered(app):
    found = links(app())
    assert {row.label for row in load_attributes() if row.question} <= found.keys()
    assert "It should not be listed" in found


@pytest.mark.parametrize("fix", ["", "nothing_of_ours", "../..", "<script>"])
def test_an_unknown_mistake_is_as_if_none_was_chosen(app, fix):
    page = html(app(fix=fix))
    assert 'data-copied="correction"' not in page and "<script>" not in page


@pytest.mark.parametrize(
    ("contact", "target"),
    [
        ("data@finder.example", "mailto:data@finder.example?subject="),
        ("mailto:data@finder.example", "mailto:data@finder.example?subject="),
        ("https://finder.example/contact", "https://finder.example/contact"),
        ("javascript:alert(1)", None),
        ("a@b.example?bcc=c@d.example", None),
        ("", None),
    ],
)
def test_the_correction_goes_where_the_operator_says(app, monkeypatch, contact, target):
    monkeypatch.setenv("IOP_CONTACT", contact)
    test = app(fix="phone")
    page = unescape(html(test))
    if target is None:
        assert "mailto:" not in page and 'href="javascript' not in page
        assert "has given no address here" in text(test)
    else:
        assert f'href="{target}' in page
        assert "mailto" not in target or "%5B%5Bcorrection%5D%5D" in page


def test_the_back_link_closes_the_report(app):
    (back,) = [href for label, href in links(app(near="85251", fix="phone")).items() if "Back to the list" in label]
    assert read_query(back).show == "" and read_query(back).fix == "" and read_query(back).near == "85251"
