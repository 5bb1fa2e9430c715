"""Records of one facility are joined by named rules; what could mean two facilities is left apart."""

import random

import pytest

from catalog.matching import (
    RENAMED,
    SAME_NAME,
    SAME_NPI,
    SAME_PHONE,
    SAME_PLACE,
    SAME_ROW,
    group_listings,
    head_of,
    match_listings,
    street_line,
)
from tests.make_listings import IOP, fact, listing


def head(name="Quiet Harbor", *, kind="SA", source="samhsa_locator", iop=True, **fields):
    made = listing(name, *([IOP] if iop else []), kind=kind, source=source, **fields)
    return head_of(made, trust=30)


def groups(*heads):
    return [(len(group.heads), sorted(group.rules.values())) for group in group_listings(heads)]


def test_an_sa_and_an_mh_row_of_one_facility_are_one_group():
    assert groups(head(), head(kind="MH", iop=False)) == [(2, [SAME_ROW])]


def test_the_same_facility_in_two_sources_is_one_group():
    assert groups(head(), head(source="samhsa_directory")) == [(2, [SAME_ROW])]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("100 North Main Street", "100 N. Main St"),
        ("36 Oak Avenue", "36 Oak Ave."),
        ("1242 U.S. Highway 431 South", "1242 US Hwy 431 S"),
    ],
)
def test_streets_are_read_through_their_abbreviations(one, other):
    assert street_line(one) == street_line(other)
    assert groups(head(street=one), head(kind="MH", street=other)) == [(2, [SAME_ROW])]


def test_one_record_may_leave_out_the_unit():
    with_unit = head("Sunrise House", organization="Quiet Harbor", kind="SA")
    assert groups(with_unit, head("Quiet Harbor", kind="MH")) == [(2, [SAME_PLACE])]
    general = head("Outpatient Services", organization="Quiet Harbor", kind="SA")
    assert groups(general, head("Quiet Harbor", kind="MH")) == [(2, [SAME_NAME])]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Quiet Harbor Trt Ctr", "Quiet Harbor Treatment Center Inc"),
        ("Quiet Harbor Outpt Servs", "Quiet Harbor Outpatient Services"),
        ("Quiet Harbor Behav Hlth", "Quiet Harbor Behavioral Health LLC"),
        ("QuietHarbor Clinic", "Quiet Harbor Clinic"),
        ("Intercommunity Behavioral Quiet Harbor Netw", "Intercommunity Behavioral Quiet Harbor Network"),
    ],
)
def test_names_are_read_through_abbreviations_and_cuts(one, other):
    assert groups(head(one), head(other, kind="MH")) == [(2, [SAME_NAME])]


def test_an_alike_name_needs_the_same_phone():
    one = head("Quiet Harbor Willows", phone="(480) 555-0100")
    same = head("Quiet Harbor", kind="MH", phone="(480) 555-0100")
    other = head("Quiet Harbor", kind="MH", phone="(480) 555-0111")
    assert groups(one, same) == [(2, [SAME_PHONE])]
    assert groups(one, other) == [(1, []), (1, [])]
    assert [pair.rule for pair in match_listings([one, other]).unsure] == ["one name says more than the other"]


def test_another_name_at_one_address_and_phone_is_a_new_name():
    one = head("Quiet Harbor", phone="(480) 555-0100")
    assert groups(one, head("Meadow Lane Counseling", kind="MH", phone="(480) 555-0100")) == [(2, [RENAMED])]


def test_two_units_of_one_organization_at_one_address_stay_two():
    teens = head("Adolescent IOP", organization="Quiet Harbor")
    adults = head("Adult IOP", organization="Quiet Harbor")
    assert groups(teens, adults) == [(1, []), (1, [])]


def test_a_record_that_could_mean_either_unit_joins_neither():
    teens = head("Adolescent IOP", organization="Quiet Harbor")
    adults = head("Adult IOP", organization="Quiet Harbor")
    assert groups(teens, adults, head("Quiet Harbor", kind="MH")) == [(1, []), (1, []), (1, [])]


def test_suites_keep_neighbors_apart():
    assert groups(head(street2="Suite 100"), head(kind="MH", street2="Ste. 200")) == [(1, []), (1, [])]
    assert groups(head(street2="Suite 100"), head(kind="MH", street2="#100")) == [(2, [SAME_ROW])]


def test_a_phone_alone_joins_nothing():
    one = head("Quiet Harbor", phone="(480) 555-0100")
    for elsewhere in ({"street": "7 Oak Ave"}, {"street": ""}):
        other = head("Meadow Lane Counseling", kind="MH", phone="(480) 555-0100", **elsewhere)
        assert groups(one, other) == [(1, []), (1, [])]


def test_a_tracking_number_says_nothing_of_a_place():
    others = [head(f"Place {n}", street=f"{n} Elm St", phone="(480) 555-0100", kind="", source="x") for n in range(6)]
    one = head("Quiet Harbor", phone="(480) 555-0100")
    other = head("Meadow Lane Counseling", kind="", source="insurer", phone="(480) 555-0100")
    assert len(groups(one, other, *others)) == 8


def test_a_moved_site_is_left_to_a_person():
    one = head("Quiet Harbor", phone="(480) 555-0100")
    other = head("Quiet Harbor", source="insurer", kind="", phone="(480) 555-0100", street="7 Oak Ave")
    matching = match_listings([one, other])
    assert len(matching.groups) == 2
    assert [pair.rule for pair in matching.unsure] == ["same name and phone, another street: moved, or a second site"]


def test_a_decision_of_a_person_wins_over_every_rule():
    one, other = head("Quiet Harbor"), head("Quiet Harbor", kind="MH")
    pair = frozenset((one.id, other.id))
    assert len(group_listings([one, other], {pair: False})) == 2
    far = head("Meadow Lane", kind="MH", street="7 Oak Ave")
    group = group_listings([one, far], {frozenset((one.id, far.id)): True})[0]
    assert list(group.rules.values()) == ["a person decided: same"]


def test_the_listing_that_states_the_iop_names_the_group():
    group = group_listings([head(kind="MH", iop=False), head(kind="SA")])[0]
    assert group.heads[0].kind == "SA"


def test_the_order_of_the_input_changes_nothing():
    heads = [
        head(name, kind=kind, source=source, street=street)
        for name in ("Quiet Harbor", "Quiet Harbor Inc", "Meadow Lane")
        for kind in ("SA", "MH")
        for source in ("samhsa_locator", "samhsa_directory")
        for street in ("100 Main Street", "100 Main St", "7 Oak Ave")
    ]
    expected = [[h.id for h in group.heads] for group in group_listings(heads)]
    for seed in range(10):
        random.Random(seed).shuffle(heads)
        assert [[h.id for h in group.heads] for group in group_listings(heads)] == expected


def numbered(name, npi, **fields):
    made = listing(name, IOP, *(fact("npi", number) for number in npi), source=fields.pop("source", "nppes"), kind="",
                   **fields)  # fmt: skip
    return head_of(made, trust=30)


def test_one_npi_at_one_address_is_one_place_whatever_the_names():
    one = numbered("Harbor Holdings LLC", ["1568946812"], phone="(480) 213-4567")
    other = {"source": "plan_net", "phone": "(480) 213-9999"}
    assert groups(one, numbered("Quiet Place Clinic", ["1568946812"], **other)) == [(2, [SAME_NPI])]
    assert len(groups(one, numbered("Quiet Place Clinic", ["1999999984"], **other))) == 2
    assert len(groups(one, numbered("Quiet Place Clinic", ["1568946812", "1999999984"], **other))) == 2
    assert len(groups(one, numbered("Quiet Place Clinic", ["1568946812"], street="9 Elm Street", **other))) == 2


def test_one_npi_does_not_join_programs_for_different_people_or_units():
    teens = numbered("Harbor Adolescent IOP", ["1568946812"])
    assert len(groups(teens, numbered("Harbor Adult IOP", ["1568946812"], source="plan_net"))) == 2
    first = numbered("Meadow House", ["1568946812"], organization="Harbor Health", phone="(480) 213-4567")
    second = numbered("Falcon Lodge", ["1568946812"], organization="Harbor Health", source="plan_net")
    assert len(groups(first, second)) == 2
