"""Facts from JSON-LD: what a page's services and answered questions state, and whose they are."""

from __future__ import annotations

import json

from crawler.reading.reader import PageReading, read_page

CLINIC = {"@type": "MedicalClinic", "availableService": [{"@type": "MedicalTherapy", "name": "EMDR"}]}


def _read(data: object, words: str) -> PageReading:
    body = f'<title>Our IOP</title><script type="application/ld+json">{json.dumps(data)}</script><p>{words}</p>'
    return read_page(body, "https://clinic.example/iop", "2026-01-15")


def test_a_service_is_a_fact_of_the_facility_with_its_name_as_quote() -> None:
    (fact,) = _read(CLINIC, "Our IOP meets three days a week.").facts_of("therapies")
    (evidence,) = fact.evidence
    assert (fact.value, evidence.how, evidence.scope, evidence.quote) == ("emdr", "structured", "facility", "EMDR")


def test_a_service_that_the_page_denies_is_disputed() -> None:
    facts = _read(CLINIC, "Our IOP does not offer EMDR.").facts_of("therapies")
    assert {fact.denied for fact in facts} == {True, False} and all(fact.disputed for fact in facts)


def test_what_the_words_say_too_has_both_for_evidence() -> None:
    (fact,) = _read(CLINIC, "Our IOP offers EMDR to adults.").facts_of("therapies")
    assert [(e.how, e.scope) for e in fact.evidence] == [("text", "program"), ("structured", "facility")]


def test_services_make_no_program_of_a_page_without_one() -> None:
    body = f'<title>Garden</title><script type="application/ld+json">{json.dumps(CLINIC)}</script><p>Tools.</p>'
    reading = read_page(body, "https://garden.example/", "2026-01-15")
    assert not reading.is_program_page and reading.facts == ()


def test_an_answer_to_a_question_is_structured() -> None:
    answer = {"@type": "Answer", "text": "Our IOP lasts eight weeks."}
    data = {"@type": "FAQPage", "mainEntity": [{"@type": "Question", "name": "How long?", "acceptedAnswer": answer}]}
    (fact,) = _read(data, "Our IOP welcomes adults.").facts_of("length_weeks")
    assert [e.how for e in fact.evidence] == ["structured"]
