"""The reader as a whole: the labelled pages, its laws on any text, and hostile or broken bodies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.attributes import load_attributes
from catalog.facts import QUOTE_LIMIT, Span
from catalog.vocabulary import load_vocabulary
from crawler.reading.page import decoded, open_page
from crawler.reading.reader import PageReading, read_page
from crawler.reading.sentences import LONGEST_SENTENCE, quote_around, split_sentences
from crawler.reading.statements import MOST_STATEMENTS, statements_of
from crawler.reading.truth import KEYS

LABELLED = Path(__file__).resolve().parents[2] / "shared" / "data" / "extraction" / "dev.jsonl"
URL = "https://clinic.example/iop"
TITLE = "Intensive Outpatient Program"
ACCEPTED: dict[str, dict[str, list[object]]] = {
    "ucsf": {"sessions": [[["10:00", "12:50"]]]},
    "erc": {"days_per_week_max": [4]},
    "reshealth": {"hours_per_week_derived_min": [14], "hours_per_week_derived_max": [17.5]},
}
"""Other answers that the labels' notes accept."""


def _labelled() -> list[dict[str, Any]]:
    return (
        [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines() if line.strip()]
        if LABELLED.exists()
        else []
    )


def _plain(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, list) else value


def test_the_labelled_pages_are_there() -> None:
    if not LABELLED.exists():
        pytest.skip(f"{LABELLED} is absent: the labelled pages are NOT checked")
    assert len(_labelled()) == 10


@pytest.mark.parametrize("label", _labelled(), ids=lambda label: label["id"])
def test_a_labelled_page_comes_out_right(label: dict[str, Any]) -> None:
    reading = read_page(label["text"], label["url"], "2026-01-15", title=label["title"])
    read, accepted = reading.truth(), ACCEPTED.get(label["id"], {})
    wrong = {
        key: (value, read[key])
        for key, value in label["truth"].items()
        if _plain(read[key]) not in [_plain(value), *map(_plain, accepted.get(key, []))]
    }
    assert wrong == {}
    assert reading.not_open == ("flagged as not open" in label["label_notes"])
    assert set(read) == set(KEYS)


words = st.sampled_from(
    [
        "our",
        "IOP",
        "PHP",
        "meets",
        "9",
        "nine",
        "3-5",
        "hours",
        "days",
        "weeks",
        "per",
        "week",
        "a",
        "day",
        "Monday",
        "M/W/F",
        "9am-12pm",
        "from",
        "4",
        "to",
        "6",
        "p.m.",
        "ages",
        "12",
        "17",
        "18+",
        "adults",
        "teens",
        "we",
        "do",
        "not",
        "accept",
        "Medicaid",
        "Aetna",
        "insurance",
        "no",
        "longer",
        "CBT",
        "DBT",
        "group",
        "individual",
        "and",
        "family",
        "therapy",
        "depression",
        ".",
        ",",
        ";",
        ":",
        "(",
        ")",
        "-",
        "–",
        "|",
        "\n",
        "<p>",
        "</p>",
        "<li>",
        "<h2>",
        "</h2>",
        "<table><tr><td>",
        "&",
        "&amp;",
        "de",
        "lunes",
        "a",
        "jueves",
        "horas",
        "por",
        "semana",
        "virtual",
        "in",
        "person",
        "only",
        "rather",
        "than",
        "while",
        "typically",
        "IOPs",
        "are",
        "(602)",
        "555-0142",
        "12",
        "Main",
        "Street",
        "Mesa",
        "AZ",
        "85201",
        "½",
        "é",
        "🙂",
    ]
)
pages = st.one_of(st.text(max_size=400), st.lists(words, max_size=80).map(" ".join))


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _laws(reading: PageReading, text: str) -> None:
    attributes = {a.key: a.kind for a in load_attributes()}
    said = _squeezed(text)
    for fact in reading.facts:
        assert fact.attribute in attributes
        assert fact.evidence
        for evidence in fact.evidence:
            assert len(evidence.quote) <= QUOTE_LIMIT
            assert evidence.url == URL and evidence.read_on == "2026-01-15"
            assert _squeezed(evidence.quote.strip("…")) in said, (fact, evidence.quote)
        if isinstance(fact.value, Span):
            assert attributes[fact.attribute] == "span"
            assert fact.value.low is None or fact.value.high is None or fact.value.low <= fact.value.high
        elif attributes[fact.attribute] == "terms":
            vocabulary = "level_of_care" if fact.attribute == "step_levels" else fact.attribute
            assert load_vocabulary().has(vocabulary, str(fact.value)), fact
    if not reading.is_program_page:
        assert not reading.facts
        assert all(value in (None, False) for value in reading.truth().values())


@settings(max_examples=150, deadline=None)
@given(pages)
def test_no_text_breaks_the_laws(text: str) -> None:
    reading = read_page(text, URL, "2026-01-15", "text/plain", TITLE)
    _laws(reading, f"{TITLE} {text.replace(chr(0), '')}")


@settings(max_examples=100, deadline=None)
@given(st.one_of(pages, st.binary(max_size=300)))
def test_no_body_crashes_the_reader(body: str | bytes) -> None:
    for content_type in ("", "text/html", "text/html; charset=nonsense"):
        read_page(body, URL, "2026-01-15", content_type, TITLE)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=3000))
def test_sentences_lose_no_words_and_stay_short(text: str) -> None:
    sentences = split_sentences(text)
    assert all(len(s) <= LONGEST_SENTENCE for s in sentences)
    kept = "".join("".join(sentences).split())
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]


@given(st.text(alphabet="ab c", min_size=1, max_size=900), st.integers(0, 800), st.integers(1, 50))
def test_a_quote_is_short_and_of_the_sentence(text: str, start: int, length: int) -> None:
    sentence = _squeezed(text)
    start = min(start, max(0, len(sentence) - 1))
    quote = quote_around(sentence, start, min(len(sentence), start + length))
    assert len(quote) <= QUOTE_LIMIT
    assert quote.strip("…") in sentence


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 60_000 + "IOP meets three days a week",
        "<b><i><table>" * 5_000,
        "<p>" * 100_000,
        "<script type='application/ld+json'>" + "[" * 100_000 + "</script><p>IOP</p>",
        '<script type=\'application/ld+json\'>{"@type": [null, 3], "address": [[{}]], "mainEntity": 7}</script>',
        "\x00\ud800IOP meets 3 days a week\udfff",
        b"\xff\xfeI\x00O\x00P\x00",
        b"<meta charset='utf-7'>+ADw-script+AD4-",
        b"",
    ],
    ids=["deep", "formatting", "unclosed", "deep-json", "odd-json", "surrogates", "utf-16", "utf-7", "empty"],
)
def test_hostile_bodies_are_read(body: str | bytes) -> None:
    read_page(body, URL, "2026-01-15", "text/html", TITLE)


def test_a_wrong_charset_still_reads() -> None:
    assert decoded("años".encode("cp1252"), "text/html; charset=utf-8") == "años"
    assert decoded("años".encode(), "text/html; charset=iso-8859-1") == "años"
    reading = read_page("<p>Nuestro IOP: 9 horas por semana</p>".encode("cp1252"), URL, "2026-01-15", "text/html")
    assert reading.truth()["hours_per_week_min"] == 9


def test_a_long_page_is_read_up_to_a_bound() -> None:
    page = open_page("IOP.\n" * (MOST_STATEMENTS + 50), URL, "text/plain")
    assert len(list(statements_of(page, "iop"))) <= MOST_STATEMENTS + 1


def test_opening_hours_are_never_the_timetable() -> None:
    data = {
        "@type": "MedicalClinic",
        "openingHours": "Mo-Fr 09:00-12:00",
        "openingHoursSpecification": {"opens": "09:00", "closes": "12:00"},
        "description": "x",
    }
    reading = read_page(
        f'<script type="application/ld+json">{json.dumps(data)}</script><h1>Our IOP</h1>', URL, "2026-01-15"
    )
    assert reading.is_program_page
    assert not reading.facts_of("sessions") and not reading.facts_of("days")


def test_structured_sites_are_read() -> None:
    data = {
        "@type": "MedicalClinic",
        "telephone": "+1 602 555 0142",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "12 Main St",
            "addressLocality": "Mesa",
            "addressRegion": "AZ",
            "postalCode": "85201",
        },
    }
    reading = read_page(
        f'<script type="application/ld+json">{json.dumps(data)}</script><h1>Our IOP</h1>', URL, "2026-01-15"
    )
    assert [(s.city, s.state, s.zip, s.phone) for s in reading.sites] == [("Mesa", "AZ", "85201", "(602) 555-0142")]
