"""Insurers' Plan-Net directories: who is listed, and in which networks."""

import json
from pathlib import Path

import pytest

from catalog.facts import Answer, answer
from crawler.insurers.resources import read_affiliation, read_owner, read_plan, read_service, reference
from tests.ask_plan_net import IOP_SERVICE, fact, listings, run
from tests.make_listings import IOP, gather_into, listing
from tests.replay_fhir import (
    CEDAR,
    FhirReplay,
    affiliation,
    location,
    network,
    organization,
    plan,
    ref,
    service,
)


def test_a_listed_place_has_its_networks_and_plans(tmp_path):
    held = [*CEDAR, plan("p2", "Silver PPO", ("n1", "n2")), plan("p3", "Old", ("n1",), period={"end": "2019-01-01"})]
    report = run(FhirReplay({"humana": held}), tmp_path)
    assert (report.rows, report.kept) == (1, 1)
    (found,) = listings(tmp_path)
    assert (found.name, found.street, found.state, found.zip) == ("Cedar House", "100 Main Street", "CA", "94612")
    assert found.candidate_for == "Humana lists it as Mental Health Clinic (261QM0801X)" and not found.states_iop
    assert found.point.precision == "site" and found.phone == "(510) 213-1111"
    (evidence,) = fact(found, "insurers").evidence
    assert fact(found, "insurers").value == "humana" and evidence.directory == "Humana"
    assert evidence.networks == ("Choice POS",)
    assert evidence.plans == ("Gold HMO", "Silver PPO"), "a plan that has ended is none"
    assert evidence.url == "https://fhir.humana.com/api/HealthcareService/s1" and evidence.scope == "facility"
    assert fact(found, "npi").value == "1568946812"
    assert answer(found.facts, "insurers", "aetna") is Answer.NOT_STATED


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (IOP_SERVICE, "Intensive Outpatient Program"),
        ({"comment": "Groups daily. We run an adult IOP in the evening."}, "We run an adult IOP in the evening."),
        ({"comment": "ASAM 2.1 and 1.0"}, "ASAM 2.1 and 1.0"),
        ({"type": [{"coding": [{"code": "H0015", "display": "Alcohol and/or drug services"}]}]},
         "H0015 Alcohol and/or drug services"),
        ({"characteristic": [{"coding": [{"code": "S9480"}]}]}, "S9480"),
        ({"comment": "No intensive outpatient program here."}, ""),
        ({"comment": "We refer to an IOP."}, ""),
        ({"comment": "IOP (intraocular pressure) checks"}, ""),
        ({"name": "Pediatric Intensive Care"}, ""),
        ({"type": [{"coding": [{"code": "174", "display": "Intensive Care Medicine"}]}]}, ""),
        ({"comment": "Level 2.10 of the garage"}, ""),
        ({"name": ["IOP"], "comment": {"x": "IOP"}, "specialty": "IOP", "type": [None, "IOP"]}, ""),
    ],
)  # fmt: skip
def test_only_words_and_billing_codes_state_an_iop(fields, words):
    assert read_service(service(**fields)).stated == words


def test_a_specialty_makes_a_candidate_and_no_more():
    found = read_service(service())
    assert found.candidate == "Mental Health Clinic (261QM0801X)" and not found.stated
    assert not read_service(service(code="324500000X")).candidate, "a place where people stay"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Organization/o1", "o1"), ("https://x.example/fhir/Organization/o1", "o1"),
        ("Organization/o1/_history/3", "o1"), ("Location/o1", ""), ("urn:uuid:1", "urn:uuid:1"), ("#o1", ""),
        ("Organization/../../etc", ""), ("", ""),
    ],
)  # fmt: skip
def test_references_are_read_however_they_are_written(written, name):
    assert reference({"reference": written}, "Organization") == name


@pytest.mark.parametrize("generation", ["v1", "pre1_0"])
def test_published_examples_of_both_generations_can_be_read(generation):
    folder = Path(__file__).parents[2] / "shared" / "data" / "plannet" / generation
    if not folder.exists():
        pytest.skip("the published examples are not here")
    held = [json.loads(path.read_bytes()) for path in sorted(folder.glob("*.json"))]
    by_kind = {kind: [r for r in held if r["resourceType"] == kind] for kind in {r["resourceType"] for r in held}}
    services = [read_service(resource) for resource in by_kind["HealthcareService"]]
    owners = {owner.id: owner for owner in map(read_owner, by_kind["Organization"])}
    (link, *_) = map(read_affiliation, by_kind["OrganizationAffiliation"])
    sold = {found.name: found for found in map(read_plan, by_kind["InsurancePlan"])}
    if generation == "v1":
        assert (link.organization, link.networks[0].code) == ("BurrClinic", "AcmeofCTStdNet")
        assert owners["AcmeofCTStdNet"].network and owners["BurrClinic"].npi == "1407071236"
        assert {found.virtual for found in services} == {"", "delivery method: virtual (web, app, tdd, phone)"}
        assert [net.code for net in sold["Acme of CT QHP Gold"].networks] == ["AcmeofCTStdNet", "AcmeofCTPremNet"]
    else:
        assert link.networks[0] == ("patriotppo", "Patriot Preferred Provider Network")
        assert owners["patriotppo"].network and link.until == "2022-02-01"
        assert {found.accepting for found in services} == {((True, "accepting patients: true"),)}
        assert sold["Patriot PPO Standard"].until == "2019-01-01"


def test_other_specialties_are_counted_and_kept_only_where_a_place_is_known(tmp_path):
    held = [service(code="207Q00000X"), service("s2", "o2", "l2", code="207Q00000X"), *CEDAR[1:],
            organization("o2", "Elm Clinic", npi="1999999984"), location("l2", "7 Elm Street")]  # fmt: skip
    gather_into(tmp_path, listing("Cedar", IOP, street="100 Main St.", city="Oakland", state="CA", zip="94612"))
    report = run(FhirReplay({"humana": held}), tmp_path)
    assert (report.rows, report.kept) == (2, 1)
    assert report.skipped == {"no specialty that may hold an IOP": 1}
    (found,) = listings(tmp_path)
    assert found.name == "Cedar House" and not found.candidate_for and not found.states_iop


def test_both_generations_of_shapes_tell_video_and_new_patients(tmp_path):
    base = "http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/"
    coded = lambda code: {"coding": [{"code": code}]}  # noqa: E731
    v1 = [
        {"url": base + "delivery-method", "extension": [
            {"url": "type", "valueCodeableConcept": coded("virtual")},
            {"url": "virtualModalities", "valueCodeableConcept": coded("web")}]},
        {"url": base + "newpatients", "extension": [
            {"url": "acceptingPatients", "valueCodeableConcept": coded("nopt")}]},
    ]  # fmt: skip
    pre = [{"url": base + "plannet-NewPatients-extension", "extension": [
        {"url": "acceptingPatients", "valueBoolean": True},
        {"url": "fromNetwork", "valueReference": ref("Organization", "n9", display="Patriot")}]}]  # fmt: skip
    held = {"humana": [service(extension=v1, **IOP_SERVICE), *CEDAR[1:]],
            "molina": [service(extension=pre), *CEDAR[1:]]}  # fmt: skip
    run(FhirReplay(held), tmp_path, "humana", "molina")
    newer = next(found for found in listings(tmp_path) if found.states_iop)
    older = next(found for found in listings(tmp_path) if not found.states_iop)
    assert fact(newer, "setting").value == "virtual"
    assert fact(newer, "facility_services").evidence[0].quote == "delivery method: virtual (web)"
    assert fact(newer, "accepting_patients").denied and not fact(older, "accepting_patients").denied
    assert fact(older, "insurers").evidence[0].networks == ("Choice POS",), "taking patients of a network lists nobody"


def test_an_affiliation_holds_for_its_places_and_ends(tmp_path):
    held = [
        service(), service("s2", location="l2"), *CEDAR[1:5], location("l2", "7 Elm Street"), network("n2", "Value"),
        affiliation("a1", location=[ref("Location", "l1")]),
        affiliation("a2", networks=("n2",), period={"end": "2020-01-01"}),
    ]  # fmt: skip
    report = run(FhirReplay({"humana": held}), tmp_path)
    (found,) = listings(tmp_path)
    assert fact(found, "insurers").evidence[0].networks == ("Choice POS",)
    assert report.skipped == {"every network it was in has ended": 1}


def test_a_directory_without_networks_says_that_it_lists_the_place_and_no_more(tmp_path):
    replay = FhirReplay({"scan": [*CEDAR[:3]]})
    run(replay, tmp_path, "scan")
    assert not [asked for asked in replay.asked if "ntwk" in asked or "Affiliation" in asked]
    (evidence,) = fact(listings(tmp_path)[0], "insurers").evidence
    assert (evidence.directory, evidence.networks, evidence.plans) == ("SCAN Health Plan", (), ())
