"""Merged programs keep every source's evidence, mark disputes, and have ids that last."""

import itertools

import pytest

from catalog.facts import Answer, Span
from catalog.merging import full_name, merge, merge_facts, program_id
from catalog.places import Point
from tests.make_listings import IOP, fact, listing, says

TRUST = {"program_sites": 10, "samhsa_locator": 30, "insurer": 40}


@pytest.mark.parametrize(
    ("organization", "unit", "name"),
    [
        ("", "Quiet Harbor", "Quiet Harbor"),
        ("Quiet Harbor", "IOP", "Quiet Harbor – IOP"),
        ("Quiet Harbor", "Quiet Harbor Scottsdale", "Quiet Harbor Scottsdale"),
        ("Community Counseling Centers of", "Mesa/Outpatient", "Community Counseling Centers of Mesa/Outpatient"),
    ],
)
def test_a_program_is_named_by_whose_it_is(organization, unit, name):
    assert full_name(organization, unit) == name


def test_both_service_lists_belong_to_the_program():
    sa = listing("Quiet Harbor", IOP, fact("therapies", "relapse_prevention"))
    mh = listing("Quiet Harbor", fact("therapies", "dbt"), kind="MH")
    program = merge([sa, mh], TRUST)
    assert set(program.values("therapies")) == {"relapse_prevention", "dbt"}
    assert program.status == "confirmed"
    assert program.listings == tuple(sorted((sa.id, mh.id)))


def test_the_same_fact_from_two_sources_keeps_both_evidences_in_order_of_trust():
    page = says("We offer DBT.", source="program_sites", how="text", scope="program")
    (merged,) = merge_facts([fact("therapies", "dbt", says("DBT")), fact("therapies", "dbt", page)], TRUST)
    assert [e.source for e in merged.evidence] == ["program_sites", "samhsa_locator"]
    assert not merged.disputed


def test_an_address_written_otherwise_is_the_same_in_any_order():
    own = says("1 Elm St, Suite 4", source="program_sites", how="text")
    facts = [fact("address", "1 Elm St Suite 4, Mesa, AZ 85201", says("1 ELM ST")),
             fact("address", "1 Elm St, Suite 4, Mesa, AZ 85201", own),
             fact("address", "1 Elm St Suite 4, Mesa, AZ 85201", says("1 Elm", source="insurer"))]  # fmt: skip
    for order in itertools.permutations(facts):
        (merged,) = merge_facts(order, TRUST)
        assert merged.value == "1 Elm St, Suite 4, Mesa, AZ 85201"
        assert [e.source for e in merged.evidence] == ["program_sites", "samhsa_locator", "insurer"]
        assert merge_facts([merged], TRUST) == (merged,)


def test_sources_that_disagree_are_both_kept_and_marked():
    page = says("We do not accept Medicaid.", source="program_sites", how="text")
    facts = merge_facts(
        [fact("payment_options", "medicaid", says("Medicaid")), fact("payment_options", "medicaid", page, denied=True)],
        TRUST,
    )
    assert [(f.denied, f.disputed) for f in facts] == [(True, True), (False, True)]


def test_spans_that_meet_agree_and_spans_that_do_not_are_disputed():
    page = says("9 to 12 hours a week", source="program_sites", how="text")
    near = fact("hours_per_week", Span(9, 12), page)
    assert not any(f.disputed for f in merge_facts([near, fact("hours_per_week", Span(12, None))], TRUST))
    assert all(f.disputed for f in merge_facts([near, fact("hours_per_week", Span(20, 20))], TRUST))


def test_the_most_trusted_contact_comes_first_and_any_beats_none():
    samhsa = listing("Quiet Harbor", IOP, phone="(480) 555-0100", website="")
    page = listing("Quiet Harbor", kind="", source="program_sites", phone="(480) 555-0111",
                   website="https://quiet.example/")  # fmt: skip
    program = merge([samhsa, page], TRUST)
    assert (program.phone, program.website) == ("(480) 555-0111", "https://quiet.example/")


def test_a_precise_point_is_preferred_and_silences_the_note():
    rough = listing("Quiet Harbor", IOP, point=Point(33.4, -111.9, "zip"), notes=("no coordinates given",))
    exact = listing("Quiet Harbor", kind="MH", point=Point(33.49, -111.92, "site"))
    program = merge([rough, exact], TRUST)
    assert program.point == Point(33.49, -111.92, "site")
    assert program.notes == ()


def test_order_changes_nothing_and_merging_twice_changes_nothing():
    first = listing("Quiet Harbor", IOP, fact("therapies", "dbt"))
    others = [
        listing("Quiet Harbor", fact("therapies", "dbt"), kind="MH"),
        listing("Quiet Harbor", fact("therapies", "cbt"), kind="", source="insurer"),
    ]
    programs = [merge([first, *order], TRUST) for order in itertools.permutations(others)]
    assert programs[0] == programs[1]
    assert merge_facts(programs[0].facts, TRUST) == programs[0].facts


def test_the_same_name_and_address_give_the_same_id_from_any_source():
    assert program_id(listing("Quiet Harbor")) == program_id(listing("QUIET  HARBOR", source="samhsa_directory"))
    assert program_id(listing("Quiet Harbor")) != program_id(listing("Quiet Harbor", street2="Suite 2"))


def test_weekdays_are_read_in_the_order_of_the_week():
    days = [fact("days", day) for day in ("thu", "mon", "sun", "tue")]
    assert merge([listing("Quiet Harbor", IOP, *days)], TRUST).values("days") == ("mon", "tue", "thu", "sun")


def test_what_nobody_stated_is_not_stated():
    program = merge([listing("Quiet Harbor", IOP)], TRUST)
    assert program.answer("conditions", "anxiety") is Answer.NOT_STATED
