"""Every source in one catalog: each fails alone, and one place is one program with everybody's words."""

import csv
import json

import msgspec
import pytest
from click.testing import CliRunner

from catalog.building import build
from catalog.facts import Span
from catalog.insurers import standing, standing_words
from catalog.language import language
from catalog.overlap import read_overlap
from catalog.programs import Program
from catalog.settings import Settings
from catalog.sources import gathered
from cli import iop
from commands.gathering import overlap_lines
from crawler.run import gather, import_file, sources
from sample.server import SampleServer, sample_rows
from tests.make_workbook import write_workbook
from tests.replay_exchange import ExchangeServer, facility
from tests.replay_exchange import plan as exchange_plan
from tests.replay_fhir import FhirReplay, FhirServer, affiliation, location, network, organization, plan, service
from tests.replay_registry import RegistryServer
from tests.replay_registry import organization as registered
from tests.replay_tables import TableServer
from tests.test_state_lists import ca_row, ny_row

# Three programs of the invented sample, as the other sources write them: name, street, city, ZIP, phone, NPI.
GORSEBECK = ("Gorsebeck Recovery Clinic", "328 Hollow Reed Avenue", "La Mesa", "91942", "858-555-0100", "1568946812")
ALDERSTEAD = ("Alderstead Perinatal Clinic", "831 Quarry Meadow Drive, Suite 300", "San Diego", "92103",
              "619-555-0111", "1999999984")  # fmt: skip
NETTLESTEAD = ("Centro Nettlestead", "817 Quarry Meadow Drive, Suite 120", "San Diego", "92103", "619-555-0100",
               "1222222221")  # fmt: skip
PLACES = (GORSEBECK, ALDERSTEAD, NETTLESTEAD)
HEADINGS = ["name1", "name2", "street1", "street2", "city", "state", "zip", "phone", "intake1", "service_code_info"]
ASTORIA = {"program_name": "Astoria Intensive Outpatient", "program_phone": "(718)555-0144"}


def from_samhsa(root, settings):
    """SAMHSA's locator and the programs' own web sites, as the sample has them; one more row of a workbook."""
    rows = [row for row in sample_rows() if row["state"] == "CA"]
    with SampleServer(rows=rows) as server:
        here = {"samhsa_locator_url": server.url, "program_sites_url": server.url, "offline": True, "states": "CA"}
        gather("samhsa_locator", root, settings.model_copy(update=here))
        gather("program_sites", root, settings.model_copy(update=here))
    name, street, city, code, phone, _ = GORSEBECK
    row = [name, "", street, "", city, "CA", int(code), phone, "", "SA * OIT * CBT"]
    import_file("samhsa_directory", write_workbook(root / "su.xlsx", [HEADINGS, row]), root, settings)


def from_a_person(root, settings):
    """A list of one's own: another phone, hours, and an insurer that the program does not take."""
    with (root / "mine.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["name", "street", "city", "state", "zip", "phone", "hours_per_week", "populations", "insurers"]
        )
        name, street, city, code, *_ = GORSEBECK
        writer.writerow([name, street, city, "CA", code, "858-555-0199", "9-12", "no women only", "no Humana"])
    import_file("own_list", root / "mine.csv", root, settings)


def from_states(root, settings):
    """California's and New York's lists."""
    listed = [
        ca_row(n, Facility_Name=name.upper(), Legal_Entity_Name=None, Facility_Address1=street.upper(),
               Facility_City=city.upper(), Facility_Zip=code, Facility_Phone=phone, Latitude=None, Longitude=None,
               Target_Population="1.3 --- WOMEN ONLY")
        for n, (name, street, city, code, phone, _) in enumerate(PLACES, 1)
    ]  # fmt: skip
    with TableServer(listed) as server:
        gather("ca_dhcs", root, settings.model_copy(update={"ca_dhcs_url": server.arcgis}))
    with TableServer([ny_row(**ASTORIA)]) as server:
        gather("ny_omh", root, settings.model_copy(update={"ny_omh_url": server.socrata}))


def from_the_registry(root, settings):
    """The NPI registry."""
    records = []
    for name, street, city, code, phone, npi in PLACES:
        record = registered(int(npi), name.upper(), zip_code=code, state="CA")
        record["addresses"][0] |= {"address_1": street.upper(), "address_2": "", "city": city}
        record["addresses"][0]["telephone_number"] = phone
        records.append(record)
    with RegistryServer(records) as server:
        gather("nppes", root, settings.model_copy(update={"nppes_url": server.base, "states": "CA"}))


def from_insurers(root, settings):
    """Humana's own directory and Molina's marketplace plans: one takes new patients where the other does not."""
    base = "http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/newpatients"
    taking = {"url": base, "extension": [
        {"url": "acceptingPatients", "valueCodeableConcept": {"coding": [{"code": "newpt"}]}}]}  # fmt: skip
    held = [network(), plan()]
    for n, (name, street, city, code, phone, npi) in enumerate(PLACES):
        held += [
            service(f"s{n}", f"o{n}", f"l{n}", extension=[taking]), organization(f"o{n}", name, npi),
            location(f"l{n}", street, city, code=code, telecom=[{"system": "phone", "value": phone}], position={}),
            affiliation(f"a{n}", f"o{n}"),
        ]  # fmt: skip
    with FhirServer(FhirReplay({"humana": held})) as server:
        gather("plan_net", root, settings.model_copy(update={"plan_net_url": server.url, "insurers": "humana"}))
    sold = [
        facility(npi, name, accepting="not accepting",
                 addresses=[{"address": street, "city": city, "state": "CA", "zip": code, "phone": phone}])
        for name, street, city, code, phone, npi in PLACES
    ]  # fmt: skip
    files = {"/plans.json": [exchange_plan()], "/providers.json": sold}
    with ExchangeServer({"molina": (["/plans.json"], ["/providers.json"])}, files) as server:
        here = {"exchange_plans_url": server.url, "insurers": "molina"}
        gather("exchange_plans", root, settings.model_copy(update=here))


@pytest.fixture(scope="module")
def everybody(tmp_path_factory):
    """The sample's Californian programs as all nine sources state them, gathered and built: the folder of the build."""
    settings = Settings(data=tmp_path_factory.mktemp("together"), request_delay=0)
    root = settings.sample
    root.mkdir()
    for gathers in (from_samhsa, from_a_person, from_states, from_the_registry, from_insurers):
        gathers(root, settings)
    folder = root / "built"
    folder.mkdir()
    build(root, folder)
    return folder


@pytest.fixture(scope="module")
def programs(everybody):
    lines = (everybody / "programs.jsonl").read_bytes().splitlines()
    return {program.phone: program for program in (msgspec.json.decode(line, type=Program) for line in lines)}


def speakers(program):
    return {evidence.source for fact in program.facts for evidence in fact.evidence}


def test_every_source_takes_part(everybody):
    assert {report.source.id for report, _ in gathered(everybody.parent)} == set(sources())


def test_three_programs_have_everybodys_words(programs):
    phones = ("(858) 555-0199", "(619) 555-0111", "(619) 555-0100")
    gorsebeck, alderstead, nettlestead = (programs[phone] for phone in phones)
    insurers = {"ca_dhcs", "nppes", "plan_net", "exchange_plans", "samhsa_locator", "program_sites"}
    assert speakers(alderstead) == speakers(nettlestead) == insurers
    assert speakers(gorsebeck) == insurers | {"own_list", "samhsa_directory"}
    assert [p.values("npi") for p in (gorsebeck, alderstead, nettlestead)] == [(p[5],) for p in PLACES]
    assert gorsebeck.values("hours_per_week")[0] == Span(9, 12), "a person's own list is trusted before all others"


def test_disputes_between_sources_are_shown(programs):
    gorsebeck, alderstead = programs["(858) 555-0199"], programs["(619) 555-0111"]
    women = [fact for fact in gorsebeck.facts_of("populations") if fact.value == "women"]
    assert [(fact.denied, fact.disputed) for fact in women] == [(True, True), (False, True)]
    humana = [fact for fact in gorsebeck.facts_of("insurers") if fact.value == "humana"]
    assert [(fact.denied, fact.disputed) for fact in humana] == [(True, True), (False, True)]
    taking = alderstead.facts_of("accepting_patients")
    assert {(f.denied, f.disputed, f.evidence[0].source) for f in taking} == {
        (False, True, "plan_net"), (True, True, "exchange_plans"),
    }  # fmt: skip


def test_an_insurer_named_and_an_insurer_that_lists_agree(programs):
    by_value = {fact.value: fact for fact in programs["(619) 555-0100"].facts_of("insurers")}
    assert {value: (standing(fact).agree, bool(standing(fact).listed)) for value, fact in by_value.items()} == {
        "humana": (True, True), "molina": (True, True), "magellan": (False, False),
    }  # fmt: skip
    said, listed, both = standing_words(by_value["humana"], language("en"))
    assert said.startswith("The program says it takes Humana") and both.startswith("Both say so")
    assert "network: Choice POS; plan: Gold HMO" in listed


def test_counts_by_source_and_their_overlap(everybody, programs):
    overlap = read_overlap(everybody)
    assert overlap.programs == len(programs) and sum(overlap.by_number.values()) == overlap.programs
    assert overlap.by_source["plan_net"] == overlap.by_source["exchange_plans"] == 3
    assert overlap.by_source["ny_omh"] == overlap.by_source["own_list"] == 1
    assert overlap.together["exchange_plans", "plan_net"] == 3
    assert overlap.by_number[6] == 2 and overlap.by_number[8] == 1
    lines = overlap_lines(overlap)
    assert lines[0].startswith("programs by source: ") and "3 plan_net" in lines[0]
    assert "1 by 8" in lines[1] and lines[2].startswith("listed together: ")


@pytest.mark.replay
def test_real_lists_overlap_where_they_list_the_same_place(shared_data, locator_rows, tmp_path):
    """California's real list beside SAMHSA's real rows of California: what both list is one program."""
    recorded = shared_data / "state" / "ca_dhcs_sud_facilities_subset.json"
    licensed = [feature["attributes"] for feature in json.loads(recorded.read_bytes())["features"]]
    settings = Settings(data=tmp_path, request_delay=0, states="CA", offline=True)
    with SampleServer(rows=[row for row in locator_rows if row["state"] == "CA"]) as server:
        gather("samhsa_locator", tmp_path, settings.model_copy(update={"samhsa_locator_url": server.url}))
    with TableServer(licensed) as server:
        gather("ca_dhcs", tmp_path, settings.model_copy(update={"ca_dhcs_url": server.arcgis}))
    (tmp_path / "built").mkdir()
    build(tmp_path, tmp_path / "built")
    overlap = read_overlap(tmp_path / "built")
    assert overlap.by_source["ca_dhcs"] == 16 and overlap.together["ca_dhcs", "samhsa_locator"] == 11


def test_a_source_that_fails_leaves_the_others_alone(tmp_path):
    gone = lambda asked: (404, {}, b"") if "$offset" in asked else None  # noqa: E731
    with TableServer([ny_row(n) for n in range(3)]) as good, TableServer([ca_row()]) as bad:
        bad.odd = lambda asked: (200, {}, b'{"error": {"code": 500, "message": "down"}}')
        env = {"IOP_DATA": str(tmp_path), "IOP_REQUEST_DELAY": "0", "IOP_NY_OMH_URL": good.socrata,
               "IOP_CA_DHCS_URL": bad.arcgis}  # fmt: skip
        result = CliRunner().invoke(iop, ["gather", "ca_dhcs", "ny_omh"], env=env)
        said = " ".join(result.stderr.split())
        assert result.exit_code == 1 and "error 500: down" in said and "1 of 2 sources failed" in said
        assert [(report.source.id, report.kept) for report, _ in gathered(tmp_path)] == [("ny_omh", 3)]
        good.odd = gone
        assert CliRunner().invoke(iop, ["gather", "ny_omh"], env=env).exit_code == 1
    assert [(report.source.id, report.kept) for report, _ in gathered(tmp_path)] == [("ny_omh", 3)]
    shown = CliRunner().invoke(iop, ["sources"], env={"IOP_DATA": str(tmp_path), "COLUMNS": "200"}).stdout
    assert all(name in shown for name in sources()) and "never" in shown
    known = json.loads(CliRunner().invoke(iop, ["sources", "--json"], env={"IOP_DATA": str(tmp_path)}).stdout)
    assert known["ny_omh"]["last"]["kept"] == 3 and known["ny_omh"]["age_days"] == 0
    assert known["ca_dhcs"]["last"] is None and known["ca_dhcs"]["age_days"] is None
    assert all(low < high for low, high in (record["source"]["expected"] for record in known.values()))
