"""A ready-made correction becomes an entry that is taken, once a person has completed it, and never before."""

from __future__ import annotations

import datetime as dt

import pytest

from catalog.attributes import load_attributes
from catalog.correction_text import correction_text
from catalog.corrections import CorrectionsWrong, read_corrections
from catalog.facts import Span
from tests.app_release import HOSTILE, by_hand, fact, program
from tests.make_programs import make_programs

TODAY = dt.date(2026, 11, 26)


def read(text, tmp_path, complete=True):
    if complete:
        text = text.replace('why = ""', 'why = "They told me on the phone."')
        text = text.replace('evidence = ""', 'evidence = "https://quietharbor.example/contact"')
    path = tmp_path / "corrections.toml"
    path.write_text(text, encoding="utf-8")
    return read_corrections(path)


@pytest.mark.parametrize("one", [*by_hand()[:3], *make_programs(12, seed=3)], ids=lambda p: p.id)
def test_every_stated_attribute_makes_an_entry_that_is_taken_once_completed(one, tmp_path):
    rows = [row for row in load_attributes() if one.facts_of(row.key)]
    text = "\n".join(correction_text(one, row, TODAY) for row in rows)
    entries = read(text, tmp_path)
    assert [(e.program, e.attribute) for e in entries] == [(one.id, row.key) for row in rows]
    with pytest.raises(CorrectionsWrong, match="say why"):
        read(text, tmp_path, complete=False)


def test_it_says_what_is_stated_now(tmp_path):
    row = next(row for row in load_attributes() if row.key == "payment_options")
    text = correction_text(by_hand()[0], row, TODAY)
    assert "# Stated now: not medicaid; private_insurance" in text
    hours = next(row for row in load_attributes() if row.key == "hours_per_week")
    (entry,) = read(correction_text(by_hand()[0], hours, TODAY), tmp_path)
    assert entry.value == Span(9, 9) and entry.date == TODAY


def test_what_is_not_stated_must_be_filled_in(tmp_path):
    row = next(row for row in load_attributes() if row.key == "therapies")
    text = correction_text(by_hand()[1], row, TODAY)
    assert "# Stated now: nothing" in text
    with pytest.raises(CorrectionsWrong, match="no term"):
        read(text, tmp_path)


def test_a_program_can_ask_to_be_left_out(tmp_path):
    (entry,) = read(correction_text(by_hand()[0], None, TODAY), tmp_path)
    assert entry.what == "remove" and entry.program == "p000000000001"


def test_hostile_text_stays_within_its_line(tmp_path):
    evil = program(1, f'"\n[[correction]]\n{HOSTILE}\x7f', fact("insurers", 'x"\nwhat = "remove"\u202e'))
    row = next(row for row in load_attributes() if row.key == "organization")
    assert read(correction_text(evil, None, TODAY), tmp_path)[0].what == "remove"
    insurers = next(row for row in load_attributes() if row.key == "insurers")
    text = correction_text(evil, insurers, TODAY)
    assert text.count("\n[[correction]]\n") == 1 and "\u202e" not in text
    assert len(correction_text(evil, row, TODAY).splitlines()) == len(text.splitlines())
