"""Text from data can only ever be read as text, and addresses only ever lead where they say."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from catalog.facts import Span
from views.address import Address, read, read_query
from views.language import language, read_sentences
from views.markup import LONGEST, fill, outside_link, phone_link, safe, shown, web_address

HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "![x](https://evil.example/a.png)",
    "[go](javascript:alert(1))", "`code`", "$\\alpha$", ":material/home:", "# Heading", "a & b \" ' >", "{name}",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_shown_letter_by_letter(name):
    out = fill('<p title="{a}">{a}</p>', a=name)
    assert isinstance(out, Markup)
    inner = out.removeprefix('<p title="').removesuffix("</p>")
    assert not re.search(r"[<\"']", inner.replace('">', "", 1))
    assert Markup(str(safe(name))).unescape() == name


@given(st.text())
def test_no_text_makes_markup_or_hides_in_the_line(text):
    out = str(safe(text))
    assert not re.search(r"[<>\"']", out)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\x00-\x1f\x7f]", shown(text))


def test_long_text_is_cut():
    assert len(shown("x" * 200_000)) == LONGEST


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", " JaVaScRiPt:alert(1)", "data:text/html,x", "//evil.example", "ftp://a.example",
     "file:///etc", "http://", "https://a b.example", "java\nscript:alert(1)", "http://[", "vbscript:x", "?show=1"],
)  # fmt: skip
def test_addresses_that_lead_elsewhere_are_only_text(address):
    assert web_address(address) == ""
    assert "<a" not in outside_link(address, "label")


def test_outside_links_tell_the_other_site_nothing():
    link = outside_link('https://a.example/?q="><b>', "A & B")
    assert 'rel="noopener noreferrer nofollow"' in link
    assert "<b>" not in link
    assert "A &amp; B" in link


def test_phones_dial_only_where_they_are_phones():
    assert 'href="tel:+14805550100,12"' in phone_link("(480) 555-0100 ext. 12")
    assert "<a" not in phone_link("<b>1</b>")


def test_an_address_survives_its_own_link():
    here = Address(
        near="Phoenix, AZ & more", miles=None, text="a=b&c", terms={"conditions": ("anxiety", "depression")},
        spans={"hours_per_week": Span(9.0, None)}, yes=("weekends",), stated_only=True, sort="fresh", page=3, lang="es",
    )  # fmt: skip
    assert read_query(here.href) == here


NAMES = (
    "near",
    "show",
    "within",
    "page",
    "sort",
    "lang",
    "conditions",
    "ages.from",
    "state",
    "weekends",
    "view",
    "text",
)


@given(st.dictionaries(st.sampled_from(NAMES), st.lists(st.text())))
def test_garbage_in_an_address_is_dropped(params):
    here = read(params)
    assert read_query(here.href) == here


@given(st.text())
def test_no_query_is_an_error(query):
    read_query(query)


def test_both_languages_say_the_same_things():
    english, spanish = read_sentences("en"), read_sentences("es")
    assert english.keys() == spanish.keys()
    for key, sentence in english.items():
        assert sorted(re.findall(r"{\w*}", sentence)) == sorted(re.findall(r"{\w*}", spanish[key])), key
        assert spanish[key].strip(), key


def test_every_section_of_the_table_has_a_name():
    from catalog.attributes import load_attributes

    assert {f"section.{row.section}" for row in load_attributes()} <= read_sentences("en").keys()


def test_words_of_crisis_bring_the_lines_to_the_front_without_a_word_about_the_person():
    from views.notices import crisis_block

    for code in ("en", "es"):
        usual, urgent = crisis_block(language(code)), crisis_block(language(code), urgent=True)
        assert "<h2>" in urgent and "<h2>" not in usual
        for line in ("tel:911", "tel:988", "sms:988", "tel:+18006624357"):
            assert line in usual and line in urgent
        assert "you are" not in urgent.lower()
