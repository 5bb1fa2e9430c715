"""The guide in both languages: the same parts, every source listed and used, no diagnosis, no score."""

from __future__ import annotations

import re

import pytest

from views.guide.content import guide_of
from views.guide.page import guide_html


def test_both_languages_have_the_same_parts():
    english, spanish = guide_of("en"), guide_of("es")
    assert [s.id for s in english.section] == [s.id for s in spanish.section]
    assert english.source == spanish.source
    assert [level.here for level in english.level] == [level.here for level in spanish.level]
    for one, other in zip(english.section, spanish.section, strict=True):
        assert one.sources == other.sources
        for field in ("paragraphs", "points", "after"):
            assert len(getattr(one, field)) == len(getattr(other, field)), (one.id, field)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_section_stands_on_listed_sources_and_every_source_is_used(lang):
    guide = guide_of(lang)
    used = {source for section in guide.section for source in section.sources}
    assert used == {source.id for source in guide.source}
    assert all(section.sources for section in guide.section)
    assert all(source.url.startswith("https://") for source in guide.source)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_numbers_in_the_text_lead_to_the_list(lang):
    guide = guide_of(lang)
    page = guide_html(guide, "?")
    numbers = re.findall(rf"{guide.based_on}: ([\d, ]+)<", page)
    assert len(numbers) == len(guide.section)
    assert max(int(n) for line in numbers for n in line.split(", ")) == len(guide.source)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_sentences_are_short_enough_to_be_read_tired(lang):
    guide = guide_of(lang)
    texts = [t for s in guide.section for t in (*s.paragraphs, *s.points, *s.after)] + [
        level.text for level in guide.level
    ]
    lengths = [len(sentence.split()) for text in texts for sentence in re.split(r"(?<=[.?!:;]) ", text)]
    assert sum(lengths) / len(lengths) < 16
    assert max(lengths) <= 42


def test_the_guide_diagnoses_and_scores_nobody():
    text = guide_html(guide_of("en"), "?").lower()
    for word in ("you have depression", "you are an addict", "score of", "your score", "addict ", "clean and sober"):
        assert word not in text
