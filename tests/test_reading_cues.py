"""Cues give the answers of the plain patterns: what a pattern can match, its cue never passes by."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import crawler.reading
from crawler.reading.cues import Cue, Cues, cue
from crawler.reading.needed import DIGIT, EDGE, needed_pieces
from crawler.reading.wordforms import folded
from tests.reading_table import rows

SENTENCES = sorted({folded(line) for row in rows() for line in row.text.split("\n")})


def _cues() -> dict[str, Cue]:
    found: dict[str, Cue] = {}
    for module in pkgutil.iter_modules(crawler.reading.__path__):
        for name, value in vars(importlib.import_module(f"crawler.reading.{module.name}")).items():
            several = value.cues if isinstance(value, Cues) else value if isinstance(value, tuple) else (value,)
            flat = [v for part in several for v in (part if isinstance(part, tuple) else (part,))]
            found |= {f"{module.name}.{name}.{n}": v for n, v in enumerate(flat) if isinstance(v, Cue)}
    return found


CUES = _cues()


def test_there_are_many_cues() -> None:
    assert len(CUES) > 100


@pytest.mark.parametrize("name", CUES)
def test_a_cue_answers_as_its_pattern_does(name: str) -> None:
    plain = re.compile(CUES[name].pattern)
    for sentence in SENTENCES:
        assert [m.span() for m in CUES[name].finditer(sentence)] == [m.span() for m in plain.finditer(sentence)]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.data())
def test_no_text_that_a_pattern_can_match_is_passed_by(data: st.DataObject) -> None:
    one = CUES[data.draw(st.sampled_from(sorted(CUES)))]
    text = data.draw(st.from_regex(one.pattern))
    assert one.may_match(text)
    end = data.draw(st.integers(0, len(text)))
    if re.compile(one.pattern).search(text, 0, end):
        assert one.may_match(text, end)


def test_a_cue_passes_by_what_lacks_its_words() -> None:
    meets = cue(r"\b(?:group|class)(?:es|s)? meets?\b")
    assert meets.search("the groups meet here") and not meets.search("the group parts")
    assert not meets.may_match("the garden is quiet") and meets.may_match("we meet the class")
    assert meets.search("no class meet") and list(meets.finditer("class meets, group meets"))


def test_cues_leave_out_what_cannot_match_and_keep_the_order() -> None:
    several = Cues([r"\bgroups?\b", r"\bclass\b", r"\w+"])
    assert [p.search("the groups meet") is not None for p in several.possible("the groups meet")] == [True, True]
    assert len(several.possible("class, then group")) == 3 and len(several.possible("the garden")) == 1


@pytest.mark.parametrize(
    ("pattern", "clauses"),
    [
        (r"\bno\b", [{f"{EDGE}no{EDGE}"}]),
        (r"\d\d:", [{f"{DIGIT}{DIGIT}{EDGE}"}]),
        (r"\w+", []),
        (r"x*|hour", []),
        (r"in-?patient\b", [{f"{EDGE}patient{EDGE}", f"inpatient{EDGE}"}]),
        (r"(?:ab|cd)+ef", [{"ab", "cd"}, {"ef"}]),
    ],
)
def test_what_a_pattern_needs(pattern: str, clauses: list[set[str]]) -> None:
    assert {frozenset(c) for c in needed_pieces(pattern)} == {frozenset(c) for c in clauses}


def test_a_cue_takes_no_flags() -> None:
    with pytest.raises(ValueError, match="flags"):
        cue(r"(?i)group")
