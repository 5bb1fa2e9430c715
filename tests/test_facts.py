"""Facts stand on evidence and silence is never a no."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.facts import QUOTE_LIMIT, Answer, Evidence, Fact, Span, answer, quoted

SAYS = Evidence(source="s", url="https://a.example/", read_on="2026-01-02", quote="We treat anxiety.", how="text")


def test_a_fact_without_evidence_cannot_be_built():
    with pytest.raises(ValueError, match="no evidence"):
        Fact(attribute="conditions", value="anxiety", evidence=())


def test_a_fact_names_its_attribute():
    with pytest.raises(ValueError, match="names no attribute"):
        Fact(attribute="", value="anxiety", evidence=(SAYS,))


@pytest.mark.parametrize("state", list(Answer))
def test_an_answer_has_no_truth_value(state):
    with pytest.raises(TypeError, match="no truth value"):
        bool(state)


def test_silence_is_not_stated():
    assert answer([], "conditions", "anxiety") is Answer.NOT_STATED


def test_a_denial_is_a_no_and_a_statement_a_yes():
    no = Fact(attribute="payment_options", value="medicaid", evidence=(SAYS,), denied=True)
    yes = Fact(attribute="payment_options", value="medicaid", evidence=(SAYS,))
    assert answer([no], "payment_options", "medicaid") is Answer.NO
    assert answer([no, yes], "payment_options", "medicaid") is Answer.YES


def test_evidence_is_dated_by_what_it_speaks_for():
    old = Evidence(source="s", url="u", read_on="2026-01-02", quote="q", how="code", as_of="2023-06-29")
    assert (SAYS.dated, old.dated) == ("2026-01-02", "2023-06-29")


@pytest.mark.parametrize(
    ("span", "words"),
    [(Span(9, 9), "9"), (Span(9, 12), "9–12"), (Span(9, None), "at least 9"), (Span(None, 9.5), "up to 9.5"),
     (Span(None, None), "")],
)  # fmt: skip
def test_a_span_says_itself(span, words):
    assert str(span) == words


@given(st.text(max_size=2000))
def test_a_quote_is_short_and_on_one_line(text):
    quote = quoted(text)
    assert len(quote) <= QUOTE_LIMIT
    assert "\n" not in quote
