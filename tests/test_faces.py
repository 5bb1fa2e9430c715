"""What a card says of a program whatever was asked: worded once, in the vocabulary's order, silence as silence."""

from __future__ import annotations

import re
from html import unescape

import views.faces
from catalog.settings import settings_now
from tests.app_release import by_hand, fact, program, said
from views.faces import Faces
from views.language import language

EN, ES = language("en"), language("es")


def _named(source, words):
    return source


def read(markup):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def face(one, words=EN):
    return Faces().of(one, words, _named)


def test_a_face_is_worded_once_a_language():
    faces, harbor = Faces(), by_hand()[0]
    first = faces.of(harbor, EN, _named)
    assert faces.of(harbor, EN, _named) is first
    assert faces.of(harbor, ES, _named) is not first
    assert "Ansiedad" in faces.of(harbor, ES, _named).rows


def test_old_faces_give_way_to_new_ones(monkeypatch):
    monkeypatch.setattr(views.faces, "MOST_KEPT", 3)
    faces = Faces()
    told = [faces.of(program(n, f"House {n}"), EN, _named).phone for n in range(1, 9)]
    assert [faces.of(program(n, f"House {n}"), EN, _named).phone for n in range(1, 9)] == told
    assert len(set(told)) == 8


def test_values_stand_in_the_order_of_the_vocabulary():
    paid = [
        fact("payment_options", term) for term in ("county_funds", "sliding_scale", "medicaid", "private_insurance")
    ]
    assert "Paying for it Private insurance, Medicaid, Sliding fee scale, County or city funds" in read(
        face(program(1, "House", *paid)).rows
    )


def test_a_week_of_which_nothing_is_stated_takes_one_row():
    rows = read(face(program(1, "House")).rows)
    assert rows.count("Not stated") == 4
    assert "Hours and days" in rows
    timed = read(face(program(1, "House", fact("time_of_day", "evening"))).rows)
    assert "How much Not stated" in timed
    assert "When evening" in timed


def test_what_speaks_of_the_whole_facility_says_so_once_and_a_mixed_card_row_by_row():
    facility = program(1, "House", fact("conditions", "anxiety"), fact("age_groups", "adults"))
    assert 'class="scope"' not in face(facility).rows
    assert "whole facility" in face(facility).fresh
    own = said("program_sites", "program")
    mixed = program(1, "House", fact("conditions", "anxiety"), fact("age_groups", "adults", own))
    assert face(mixed).rows.count('class="scope"') == 1
    assert "whole facility" not in face(mixed).fresh


def test_settings_are_read_again_where_the_environment_changed(monkeypatch, tmp_path):
    monkeypatch.setenv("IOP_DATA", str(tmp_path / "one"))
    first = settings_now()
    assert settings_now() is first
    monkeypatch.setenv("IOP_DATA", str(tmp_path / "other"))
    assert settings_now().data == tmp_path / "other"
