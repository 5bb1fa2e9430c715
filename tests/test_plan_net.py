"""Insurers' Plan-Net directories: who is listed, in which networks, and what each oddity of a server leads to."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from catalog.facts import Answer, answer
from catalog.settings import Settings
from catalog.sources import finished_runs, gathered, read_listings, source_folder
from crawler.insurers.directories import read_directories, wanted
from crawler.insurers.inquiry import Inquiry, Refused
from crawler.insurers.parts import mark_done, mark_failed, part_folder, remember_asked
from crawler.insurers.resources import read_affiliation, read_owner, read_plan, read_service, reference
from crawler.known_places import KnownPlaces, known_places
from crawler.run import GatherFailed, gather, reread
from crawler.spiders.plan_net import PlanNet
from tests.make_listings import IOP, gather_into, listing
from tests.replay_fhir import (
    CEDAR,
    FhirReplay,
    FhirServer,
    affiliation,
    location,
    network,
    organization,
    outcome,
    plan,
    ref,
    reply,
    service,
)

IOP_SERVICE = {"name": "Intensive Outpatient Program"}
ROWS = {row.id: row for row in read_directories("plan_net")}


def ask_all(replay, directory, folder, known=None, most=200):
    """Ask a replay everything a directory is asked, as the spider does; return why it was given up, "" where not."""
    base = f"{replay.url}/{directory}"
    inquiry = Inquiry(ROWS[directory], part_folder(folder, ROWS[directory]), base, known or KnownPlaces())
    further = None
    for _ in range(most):
        try:
            ask = further or inquiry.next()
            if ask is None:
                mark_done(folder, ROWS[directory])
                return ""
            where = urlsplit(ask.url)
            assert ask.url.startswith(base), "it would leave the directory"
            status, _, body = replay.answer(where.path, where.query)
            further = inquiry.take(ask, status, body)
        except Refused as refused:
            mark_failed(folder, ROWS[directory], str(refused))
            return str(refused)
    raise AssertionError(f"it asked more than {most} questions")


def run(replay, root, *directories, day="20261101", states=""):
    """Gather directories into a run of their own without a network, and return the report."""
    folder = source_folder(root, "plan_net") / f"{day}T000000Z"
    folder.mkdir(parents=True)
    chosen = directories or ("humana",)
    remember_asked(folder, [ROWS[name] for name in chosen], states)
    known = known_places(root, ("plan_net",))
    for directory in chosen:
        ask_all(replay, directory, folder, known)
    return PlanNet.read_saved(folder, False, "")


def listings(root):
    folder = {report.source.id: folder for report, folder in gathered(root)}["plan_net"]
    return sorted(read_listings(folder / "listings.jsonl"), key=lambda found: found.name)


def fact(found, attribute):
    (only,) = [fact for fact in found.facts if fact.attribute == attribute]
    return only


def many(count):
    services = [service(f"s{n}", f"o{n}", f"l{n}") for n in range(count)]
    owners = [organization(f"o{n}", f"Cedar {n}", npi=f"{1_000_000_000 + n}") for n in range(count)]
    places = [location(f"l{n}", f"{n + 1} Main Street") for n in range(count)]
    return [*services, *owners, *places, network(), plan(), *(affiliation(f"a{n}", f"o{n}") for n in range(count))]


def renamed(resources, old, new):
    return [{new if key == old else key: value for key, value in r.items()} for r in resources]


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


@pytest.mark.parametrize(
    ("relation", "next_of"),
    [("next", None), ("Next", None), ("next", lambda url: "?" + url.partition("?")[2]),
     ("next", lambda url: "/" + url.split("/", 3)[3])],
    ids=["absolute", "capitalised", "only the query", "only the path"],
)  # fmt: skip
def test_pages_are_followed_however_the_link_is_written(tmp_path, relation, next_of):
    report = run(FhirReplay({"humana": many(7)}, size=3, relation=relation, next_of=next_of), tmp_path)
    assert (report.rows, report.kept, report.notes) == (7, 7, {})


def test_a_link_to_another_host_is_refused_and_counted(tmp_path):
    elsewhere = lambda url: url.replace("127.0.0.1", "evil.example")  # noqa: E731
    report = run(FhirReplay({"humana": many(7)}, size=3, next_of=elsewhere), tmp_path)
    assert report.rows == 3
    assert report.notes["humana: services not complete: a link to the next page leads to another host: refused"] == 1


@pytest.mark.parametrize("back", ["page=3", "page=0"])
def test_links_that_lead_around_end(tmp_path, back):
    replay = FhirReplay({"humana": many(9)}, size=3, next_of=lambda url: url.replace("page=6", back))
    report = run(replay, tmp_path)
    assert report.rows in (6, 9) and len(replay.asked) < 20
    assert report.notes["humana: services not complete: a link to the next page leads back: refused"] == 1


def test_a_page_that_is_gone_is_asked_anew_once(tmp_path):
    gone, expired = [], reply(outcome("unknown paging state"), 410)

    def odd(path, query, once=True):
        if "page=3" in query and "HealthcareService" in path and not (once and gone):
            gone.append(query)
            return expired
        return None

    assert run(FhirReplay({"humana": many(7)}, size=3, odd=odd), tmp_path).rows == 7
    replay = FhirReplay({"humana": many(7)}, size=3, odd=lambda path, query: odd(path, query, once=False))
    report = run(replay, tmp_path / "other")
    assert report.rows == 3
    why = "page 2: it answered 410 (unknown paging state)"
    assert report.notes[f"humana: services not complete: {why}"] == 1


def test_a_total_beyond_what_came_is_told(tmp_path):
    report = run(FhirReplay({"humana": many(3)}, total=10_000), tmp_path)
    assert report.notes["humana: services not complete: it found 10000 and sent 3"] == 1


@pytest.mark.parametrize("refusal", [reply(outcome("combined _include"), 400), reply(outcome("not supported"))])
def test_a_server_that_refuses_includes_is_asked_one_by_one(tmp_path, refusal):
    held = [*many(2), service("s9", "o9", "l9", code="207Q00000X")]
    replay = FhirReplay({"humana": held}, odd=lambda path, query: refusal if "_include" in query else None)
    report = run(replay, tmp_path)
    read = [asked for asked in replay.asked if "/Organization/" in asked or "/Location/" in asked]
    assert (report.rows, report.kept) == (3, 2)
    names = ("Location/l0", "Location/l1", "Organization/o0", "Organization/o1")
    assert sorted(read) == [f"/humana/{name}?" for name in names]


def test_a_server_that_refuses_several_organizations_is_asked_for_each(tmp_path):
    one = reply(outcome("one at a time"), 400)
    run(FhirReplay({"humana": many(3)}, odd=lambda path, query: one if "," in query else None), tmp_path)
    assert all(fact(found, "insurers").evidence[0].networks == ("Choice POS",) for found in listings(tmp_path))


def test_one_directory_fails_alone_and_keeps_what_it_sent_before(tmp_path):
    replay = FhirReplay({"humana": many(5), "molina": CEDAR})
    assert run(replay, tmp_path, "humana", "molina").kept == 6
    replay.odd = lambda path, query: reply(outcome("no"), 403) if path.startswith("/molina") else None
    report = run(replay, tmp_path, "humana", "molina", day="20261102")
    assert report.kept == 6 and report.skipped == {"molina could not be read": 1}
    assert report.notes["molina: networks: it answered 403, which means stop"] == 1
    assert report.notes["molina: as it was read on 2026-11-01"] == 1
    read_on = {fact(found, "insurers").value: found.read_on for found in listings(tmp_path)}
    assert read_on == {"humana": "2026-11-02", "molina": "2026-11-01"}
    with pytest.raises(ValueError, match="no directory could be read"):
        run(replay, tmp_path, "molina", day="20270701")


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        ([], "it sent no behavioral health service"),
        (many(2), "it brought 2 listings, 5 the time before: look at it"),
        (renamed(many(5), "providedBy", "provided_by"), "no HealthcareService has a field 'providedBy'"),
        (renamed(many(5), "name", "title"), "no Organization has a field 'name'"),
        (renamed(many(5), "address", "adress"), "no Location has a field 'address'"),
    ],
    ids=["none", "half", "no provider", "no name", "no address"],
)  # fmt: skip
def test_what_shrank_or_changed_is_told_and_what_came_before_stays(tmp_path, now, reason):
    run(FhirReplay({"humana": many(5)}), tmp_path)
    report = run(FhirReplay({"humana": now}), tmp_path, day="20261102")
    assert report.kept == 5 and any(reason in note for note in report.notes), report.notes
    with pytest.raises(ValueError, match="no directory could be read"):
        run(FhirReplay({"humana": now if len(now) != len(many(2)) else []}), tmp_path / "first")


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (reply(outcome("down"), 500), r"it answered 500 \(down\)"),
        ((200, {}, b"<html>"), "a web page instead of FHIR"),
        (reply({"entry": []}), "no FHIR resource"), (reply(outcome("no"), 429), "429, which means stop"),
        (reply({"resourceType": "Bundle", "entry": [{"x": 1}]}), "no entry of its Bundle holds a resource"),
        ((200, {}, b'{"a":' * 100_000), "no JSON instead of FHIR"), (reply([]), "no FHIR resource"),
    ],
)  # fmt: skip
def test_where_no_directory_can_be_read_the_source_fails_and_says_why(tmp_path, sent, reason):
    with pytest.raises(ValueError, match=f"no directory could be read .humana: .*{reason}"):
        run(FhirReplay({"humana": CEDAR}, odd=lambda path, query: sent), tmp_path)
    assert not gathered(tmp_path)


def test_an_interrupted_inquiry_asks_only_for_what_is_missing(tmp_path):
    replay = FhirReplay({"humana": many(7)}, size=3)
    with pytest.raises(AssertionError, match="more than 4 questions"):
        ask_all(replay, "humana", tmp_path / "20261101T000000Z", most=4)
    ask_all(replay, "humana", tmp_path / "20261101T000000Z")
    assert len(replay.asked) == len(set(replay.asked))


def test_states_are_kept_to(tmp_path):
    held = [*CEDAR, service("s2", "o1", "l2"), location("l2", "7 Elm Street", "Reno", "Nevada", "89501")]
    report = run(FhirReplay({"humana": held}), tmp_path, states="NV")
    assert report.skipped == {"in a state that was not asked for": 1} and report.pages == 4
    assert [found.state for found in listings(tmp_path)] == ["NV"]


def test_directories_that_want_credentials_are_never_asked():
    assert not {"aetna", "centene", "hcsc", "emblem"} & {row.id for row in ROWS.values() if row.enabled}
    assert all(row.why_not for row in ROWS.values() if not row.enabled)
    with pytest.raises(ValueError, match="aetna, which must not be asked: it wants credentials"):
        wanted("plan_net", "aetna")
    with pytest.raises(ValueError, match="names no directory of plan_net: use some of"):
        wanted("plan_net", "nobody")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('id = "a"\ninsurer = "nobody"\nname = "A"\nurl = "https://a.example"', "no term of insurers.toml"),
        ('id = "../a"\ninsurer = "aetna"\nname = "A"\nurl = "https://a.example"', "it names a folder"),
        ('id = "a"\ninsurer = "aetna"\nname = "A"\nurl = "http://a.example"', "begins with https"),
        ('id = "a"\ninsurer = "aetna"\nname = "A"\nurl = "https://a.example"\nenabled = false', "say why in why_not"),
    ],
)
def test_a_row_that_breaks_a_rule_is_named(tmp_path, row, reason):
    (tmp_path / "plan_net.toml").write_text(f"[[directory]]\n{row}\n")
    with pytest.raises(ValueError, match=reason):
        read_directories("plan_net", tmp_path)


def test_the_whole_life_over_loopback(tmp_path):
    """Asked by the real spider behind the fence, read again offline; a directory that is not there fails alone."""
    replay = FhirReplay({"humana": many(7), "molina": CEDAR}, size=3)
    with FhirServer(replay) as server:
        chosen = Settings(data=tmp_path, plan_net_url=server.url, request_delay=0, insurers="humana,molina,iehp")
        report = gather("plan_net", tmp_path, chosen)
        paths = [entry.path for entry in server.log]
    assert paths[0] == "/robots.txt" and (report.rows, report.kept) == (8, 8)
    assert report.skipped == {"iehp could not be read": 1}
    assert len(replay.asked) == len(set(replay.asked))
    before = listings(tmp_path)
    reread("plan_net", tmp_path, chosen)
    assert listings(tmp_path) == before
    with pytest.raises(GatherFailed, match="this run is offline"):
        gather("plan_net", tmp_path, Settings(data=tmp_path, request_delay=0, insurers="cigna", offline=True))
    assert len(finished_runs(tmp_path, "plan_net")) == 1
