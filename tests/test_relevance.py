"""The judged questions are sound, and what is measured from them is what it says."""

from __future__ import annotations

import re

import pytest

from bench.relevance import FIRST, SECOND, Judged, figures, judge, judged_questions
from index.queries import Hit, Query, Results
from index.understand import understand

QUESTIONS = {name: judged_questions(name) for name in ("sample", "real")}
ALL = [row for rows in QUESTIONS.values() for row in rows]


def test_there_are_many_judged_questions_each_once():
    assert len(ALL) >= 150
    for rows in QUESTIONS.values():
        assert len({row["text"] for row in rows}) == len(rows)


@pytest.mark.parametrize("row", ALL, ids=lambda row: row["text"][:50])
def test_a_judgement_names_programs_once_and_something_to_find(row):
    named = [*row.get("first", []), *row.get("second", []), *row.get("never", [])]
    assert row.keys() <= {"text", "first", "second", "never"}
    assert row.get("first") or row.get("second")
    assert len(set(named)) == len(named) and all(re.fullmatch(r"p[0-9a-f]{12}", name) for name in named)
    assert understand(row["text"]).found or understand(row["text"]).text


class FixedAnswer:
    """An index that answers every query with the same programs."""

    def __init__(self, *ids: str) -> None:
        self.ids = ids

    def search(self, query: Query) -> Results:
        hits = [Hit(id=name, miles=None, precision="", score=0.0, stated=0, not_stated=(), why={}) for name in self.ids]
        return Results(total=len(hits), hits=tuple(hits[: query.limit]))


ROW = {"text": "trauma", "first": ["a"], "second": ["b"], "never": ["c"]}


@pytest.mark.parametrize(
    ("ids", "gain", "top", "shown"),
    [
        (("a", "b"), 1.0, True, ()),
        (("b", "a"), (SECOND + FIRST / 1.584963) / (FIRST + SECOND / 1.584963), False, ()),
        (("c", "a"), (FIRST / 1.584963) / (FIRST + SECOND / 1.584963), False, ("c",)),
        ((), 0.0, False, ()),
    ],
)
def test_an_answer_is_measured_by_place(ids, gain, top, shown):
    judged = judge(FixedAnswer(*ids), ROW)
    assert (judged.gain, judged.top, judged.shown) == (pytest.approx(gain, abs=1e-5), top, shown)


def test_where_nothing_fits_well_the_second_best_may_come_first():
    assert judge(FixedAnswer("b"), {"text": "trauma", "second": ["b"]}).top


def test_figures_are_means_and_counts():
    one, other = Judged("a", 1.0, True, (), ()), Judged("b", 0.5, False, ("c",), ())
    assert figures([one, other]) == (0.75, 0.5, 1)
