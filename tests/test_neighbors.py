"""Programs at the same address and of the same organization find each other, and nobody else."""

from __future__ import annotations

from catalog.neighbors import MOST, Neighbors
from catalog.places import Point
from tests.app_release import program


def at(number, name, street="9 Oak Street", lat=33.49, **fields):
    return program(number, name, street=street, point=Point(lat, -111.92, "site"), **fields)


ONE = at(1, "Adult IOP", organization="Cedar Health")


def names(neighbors):
    return [n.name for n in neighbors]


def test_the_same_address_is_the_same_place_whatever_its_suite_and_spelling():
    others = [at(2, "Teen IOP", street="9 OAK STREET", street2="Suite 4"), at(3, "Elsewhere", street="10 Oak Street")]
    assert names(Neighbors([ONE, *others]).at_the_same_place(ONE)) == ["Teen IOP"]


def test_the_same_street_in_another_zip_is_another_place():
    assert Neighbors([ONE, at(2, "Far", zip="85701")]).at_the_same_place(ONE) == []


def test_no_street_is_no_place():
    bare = [program(n, f"P{n}", street="") for n in (1, 2)]
    assert Neighbors(bare).at_the_same_place(bare[0]) == []


def test_the_organizations_others_come_nearest_first_up_to_fifty_miles():
    others = [
        at(2, "Near", street="1 Elm", lat=33.6, organization="cedar health"),
        at(3, "Nearer", street="2 Elm", lat=33.5, organization="Cedar Health"),
        at(4, "Too far", street="3 Elm", lat=36.0, organization="Cedar Health"),
        at(5, "Another's", street="4 Elm", organization="Birch Health"),
        at(6, "Same place", organization="Cedar Health"),
        program(7, "Nowhere", street="5 Elm", point=None, organization="Cedar Health"),
    ]
    found = Neighbors([ONE, *others]).of_the_same_organization(ONE)
    assert names(found) == ["Nearer", "Near"]
    assert 0.5 < found[0].miles < 1 and 7 < found[1].miles < 8


def test_programs_of_no_organization_have_none_in_common():
    bare = [at(n, f"P{n}", street=f"{n} Elm") for n in (1, 2)]
    assert Neighbors(bare).of_the_same_organization(bare[0]) == []


def test_a_crowd_is_cut():
    crowd = [ONE, *(at(n, f"P{n}") for n in range(2, 30))]
    assert len(Neighbors(crowd).at_the_same_place(ONE)) == MOST
