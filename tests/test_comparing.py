"""Comparing programs: what differs comes first, silence is seen, and only what is plainly easier is marked."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from catalog.comparing import comparison
from catalog.facts import Span
from cli import iop
from tests.app_release import by_hand, fact, program, publish_programs


def rows(*programs):
    return {row.attribute.key: row for row in comparison(programs)}


def easiest(key, *values):
    """Return which of several programs, each with its facts of one attribute, is marked as the easiest."""
    made = [program(n, f"P{n}", *(fact(key, v) for v in vs)) for n, vs in enumerate(values)]
    return [cell.easiest for cell in rows(*made)[key].cells]


def test_what_differs_comes_first_and_what_nobody_states_last():
    one, two = by_hand()[:2]
    order = [(row.known, row.differs) for row in comparison((one, two))]
    assert order == sorted(order, key=lambda r: (not r[0], not r[1]))
    assert {r for r in order if not r[0]} == {(False, False)}
    found = rows(one, two)
    assert found["level_of_care"].known and not found["level_of_care"].differs
    assert found["conditions"].differs and not found["conditions"].cells[1].known


def test_every_attribute_that_one_would_ask_about_is_a_row():
    from catalog.attributes import load_attributes

    keys = rows(*by_hand()[:2])
    assert {row.key for row in load_attributes() if row.question} <= keys.keys()
    assert "name" not in keys and "npi" not in keys


def test_a_value_the_program_itself_holds_is_known():
    cell = rows(*by_hand()[:2])["phone"].cells[0]
    assert cell.known and cell.own == "(480) 555-0101"


def test_a_denial_differs_from_a_yes():
    yes = program(1, "A", fact("weekends", True))
    no = program(2, "B", fact("weekends", True, denied=True))
    assert rows(yes, no)["weekends"].differs


def test_who_says_it_makes_no_difference():
    from tests.app_release import said

    one = program(1, "A", fact("weekends", True))
    two = program(2, "B", fact("weekends", True, said("program_sites", "program")))
    assert not rows(one, two)["weekends"].differs


@pytest.mark.parametrize(
    ("values", "marked"),
    [
        (([Span(9, 9)], [Span(12, 12)]), [True, False]),
        (([Span(9, 12)], [Span(12, 15)], [Span(9, 12)]), [True, False, True]),
        (([Span(9, 12)], [Span(10, 15)]), [False, False]),
        (([Span(9, 9)], [Span(9, 9)]), [False, False]),
        (([Span(9, 9)], []), [False, False]),
        (([Span(9, None)], [Span(12, 12)]), [False, False]),
        (([Span(None, 9)], [Span(9, 12)], []), [True, False, False]),
    ],
)
def test_the_fewest_hours_are_marked_only_where_that_is_plain(values, marked):
    assert easiest("hours_per_week", *values) == marked


def test_the_most_ways_to_pay_are_marked():
    assert easiest("payment_options", ["medicaid", "self_pay"], ["medicaid"], []) == [True, False, False]


def test_in_a_list_of_terms_what_sets_programs_apart_comes_first():
    made = [program(n, f"P{n}", *(fact("therapies", t) for t in terms)) for n, terms in
            enumerate((["cbt", "dbt", "emdr"], ["cbt", "emdr"]))]  # fmt: skip
    cells = rows(*made)["therapies"].cells
    assert [[f.value for f in cell.facts] for cell in cells] == [["dbt", "cbt", "emdr"], ["cbt", "emdr"]]
    days = [program(n, f"P{n}", *(fact("days", d) for d in ds)) for n, ds in enumerate((["mon", "fri"], ["mon"]))]
    assert [f.value for f in rows(*days)["days"].cells[0].facts] == ["mon", "fri"]


def test_nothing_disputed_and_no_attribute_without_a_direction_is_marked():
    sides = [fact("hours_per_week", Span(n, n), disputed=True) for n in (9, 20)]
    disputed, plain = program(1, "A", *sides), program(2, "B", fact("hours_per_week", Span(12, 12)))
    more = program(3, "C", fact("hours_per_week", Span(21, 21)))
    assert not any(cell.easiest for cell in rows(disputed, plain, more)["hours_per_week"].cells)
    assert easiest("length_weeks", [Span(4, 4)], [Span(12, 12)]) == [False, False]


def test_the_command_prints_and_records_the_same_comparison(tmp_path):
    publish_programs(tmp_path, by_hand())
    ids = [one.id for one in by_hand()[:2]]
    told = json.loads(run(tmp_path, *ids, "--json"))
    order = [row["attribute"] for row in told["rows"]]
    assert order == [row.attribute.key for row in comparison(by_hand()[:2]) if row.known]
    hours = told["rows"][order.index("hours_per_week")]
    assert hours["cells"] == ["9 hours", "not stated"] and hours["differs"] and hours["easiest"] == []
    printed = run(tmp_path, *ids)
    assert "Hours a week (differs)" in printed and "Nobody states: " in printed and "sources disagree" in printed


def run(data, *args):
    result = CliRunner().invoke(iop, ["compare", *args], env={"IOP_DATA": str(data), "COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.split())
