"""Exchange issuers' files: size costs no memory; kept is what other sources list too, or what says IOP."""

import gzip
import json

import pytest

from catalog.settings import Settings
from catalog.sources import finished_runs, gathered, read_listings, source_folder
from crawler.insurers.directories import read_directories
from crawler.insurers.exchange import iop_words, left_out, place_records, plan_names
from crawler.insurers.exchange_files import Extract, File, extracted, read_account, read_index
from crawler.insurers.exchange_listings import read_issuer
from crawler.insurers.json_stream import LARGEST, ObjectStream
from crawler.insurers.parts import TRULY_LESS, mark_done, part_folder, remember_asked
from crawler.kept_pages import BadAnswer
from crawler.known_places import KnownPlaces, known_places
from crawler.reports import RunCount
from crawler.run import GatherFailed, gather, reread
from crawler.spiders.exchange_plans import ExchangePlans
from tests.make_listings import IOP, fact, gather_into, listing, says
from tests.replay_exchange import ExchangeServer, facility, person, plan

ROWS = {row.id: row for row in read_directories("exchange_plans")}
CIGNA = ROWS["cigna"]
NPI_OF_CEDAR = fact("npi", "1568946812", says("1568946812", source="nppes", how="structured"))


def streamed(data, step=7):
    found = []
    stream = ObjectStream(found.append)
    for start in range(0, len(data), step):
        stream.feed(data[start : start + step])
    stream.close()
    return found


MANY = [{"a": n, "b": ["x{[", {"c": 1.5}]} for n in range(200)]


@pytest.mark.parametrize(
    "pack",
    [
        lambda data: data, gzip.compress, lambda data: b"\xef\xbb\xbf" + data,
        lambda data: gzip.compress(data[:99]) + gzip.compress(data[99:]),
    ],
    ids=["plain", "packed", "with a mark", "packed in two"],
)  # fmt: skip
@pytest.mark.parametrize("step", [1, 65536])
def test_objects_come_out_whole_however_the_bytes_come(pack, step):
    assert streamed(pack(json.dumps(MANY).encode()), step) == MANY


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html>", "no JSON"), (b"", "in the midst"), (b"[{},{", "in the midst"), (b'[{"a": NaN}]', "no JSON"),
        (b"[" * 100_000, "nested too deep"), (b'[{"a":' * 2_000, "nested too deep"),
        (gzip.compress(json.dumps(MANY).encode())[:-30], "in the midst|too early"),
        (gzip.compress(b"[" + b" " * (2 * LARGEST)), "MB hold no whole record"),
        (b'[{"a": "' + b"x" * (2 * LARGEST), "MB hold no whole record"), (b"\x1f\x8b nonsense", "damaged"),
    ],
)  # fmt: skip
def test_bytes_that_are_no_list_of_records_end_the_reading(data, reason):
    with pytest.raises(BadAnswer, match=reason):
        streamed(data, step=65536)


def test_doctors_and_unknown_places_are_let_go():
    known = KnownPlaces()
    known.add([], "100 Main St", "94612")
    known.add(["1999999984"], "", "")
    assert left_out(facility(), known) == ""
    assert left_out(facility(street="9 Elm Street"), known) == "a facility at no place that another source lists"
    assert left_out(facility(npi="1999999984", street="9 Elm Street"), known) == ""
    assert left_out(facility(npi=1999999984, street="9 Elm Street"), known) == "", "an NPI comes as a number too"
    assert left_out(facility(street="9 Elm Street", facility_type=["Intensive Outpatient Program"]), known) == ""
    assert left_out(person(), known) == "a person, not a facility"
    assert left_out({"type": "FACILITY", "addresses": "none", "facility_type": None}, known)


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [("Cedar IOP", "Clinic", "Cedar IOP"), ("Cedar", "Intensive Outpatient", "Intensive Outpatient"),
     ("Cedar Intensive Care", "Hospital", "")],
)  # fmt: skip
def test_a_name_or_a_type_states_an_iop(name, kind, words):
    assert iop_words(facility(name=name, facility_type=[kind])) == words


def records(*facilities, names=None, known=None):
    return [record for record, _, _ in place_records(CIGNA, facilities, names or {}, 2026, known or KnownPlaces())]


def test_plans_are_named_with_their_tier_and_only_those_of_the_year_count():
    plans = [{"plan_id": "A", "network_tier": "PREFERRED", "years": [2025, 2026]},
             {"plan_id": "B", "network_tier": "", "years": ["2026"]}, {"plan_id": "C", "years": [2024]},
             {"plan_id": "D", "network_tier": "TIER-2"}]  # fmt: skip
    (record,) = records(facility(plans=plans), names=plan_names([plan("A", "Gold"), plan("B", "Silver"), {}]))
    insurer = next(told for told in record.told if told.attribute == "insurers")
    assert insurer.plans == ("Gold (PREFERRED)", "Silver", "plan D (TIER-2)") and insurer.value == "cigna"
    assert records(facility(plans=[{"plan_id": "C", "years": [2024]}])) == ["in no plan of 2026"]
    assert records(facility(plans={"plan_id": "C"})), "one plan alone counts as a list"


def test_one_place_in_several_files_is_one_record():
    again = facility(plans=[{"plan_id": "B", "years": [2026]}], accepting="not accepting")
    (record,) = records(facility(accepting="accepting"), again)
    told = {(t.attribute, t.denied) for t in record.told if t.attribute == "accepting_patients"}
    assert told == {("accepting_patients", False), ("accepting_patients", True)}
    assert next(t for t in record.told if t.attribute == "insurers").plans == (
        "plan 12345CA0010001 (PREFERRED)",
        "plan B",
    )


def test_of_many_addresses_those_that_are_known_count():
    known = KnownPlaces()
    known.add([], "100 Main St", "94612")
    both = facility(addresses=facility()["addresses"] + facility(street="9 Elm Street")["addresses"])
    assert [record.street for record in records(both, known=known)] == ["100 Main Street"]
    assert len(records(both | {"facility_name": "Cedar IOP"}, known=known)) == 2


def extract(tmp_path, records, kind="providers", number=0, known=None):
    taken = Extract(tmp_path, File(kind=kind, number=number, url="https://x.example/f"), known or KnownPlaces())
    taken.stream.feed(records if isinstance(records, bytes) else json.dumps(records).encode())
    return taken.finish()


def test_a_file_is_kept_as_its_extract_and_its_account(tmp_path):
    account = extract(tmp_path, [person(), facility(), facility(name="Cedar IOP")])
    assert account.rows == 3
    assert account.left_out == {"a person, not a facility": 1, "a facility at no place that another source lists": 1}
    assert [found["facility_name"] for found in extracted(tmp_path, "providers")] == ["Cedar IOP"]
    assert read_account(tmp_path, File(kind="providers", number=0, url="")).rows == 3


@pytest.mark.parametrize(
    ("records", "kind", "reason"),
    [
        ([], "providers", "it holds no record"), ({"providers": []}, "providers", "it holds no record"),
        ([{"kind": "FACILITY"}], "providers", "no record has a field 'type'"),
        ([{"plan_id": "A", "name": "Gold"}], "plans", "no record has a field 'marketing_name'"),
        (b"[{", "providers", "in the midst"),
    ],
)  # fmt: skip
def test_a_file_of_another_form_is_told_and_leaves_nothing(tmp_path, records, kind, reason):
    with pytest.raises(BadAnswer, match=reason):
        extract(tmp_path, records, kind)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("index", "reason"),
    [
        (b"<html>", "a web page"), (b"[]", "no list 'provider_urls'"),
        (b'{"providers": []}', "no list 'provider_urls'"),
        (b'{"provider_urls": []}', "no file of providers"), (b'{"provider_urls": ["ftp://a/b", 7]}', "no file of prov"),
    ],
)  # fmt: skip
def test_an_index_of_another_form_is_told(index, reason):
    with pytest.raises(BadAnswer, match=reason):
        read_index(index, "https://x.example/a/index.json")


def test_an_index_may_be_relative_and_repeat_itself():
    index = json.dumps({"provider_urls": ["p.json", "p.json"], "plan_urls": None}).encode()
    assert [file.url for file in read_index(index, "https://x.example/a/index.json")] == ["https://x.example/a/p.json"]


def test_a_renamed_name_is_told(tmp_path):
    extract(tmp_path, [facility(title="Cedar", facility_type=["IOP"]) | {"facility_name": None}])
    renamed = [{("title" if k == "facility_name" else k): v for k, v in facility(facility_type=["IOP"]).items()}]
    extract(tmp_path, renamed, number=0)
    with pytest.raises(BadAnswer, match="no facility has a field 'facility_name'"):
        list(read_issuer(ExchangePlans.source, CIGNA, tmp_path, "2026-11-01", KnownPlaces(), frozenset(), False,
                         RunCount(ExchangePlans.source)))  # fmt: skip


def run(root, facilities, day):
    """Keep what an issuer sent as a finished run, and read it."""
    folder = source_folder(root, "exchange_plans") / f"{day}T000000Z"
    place = part_folder(folder, CIGNA)
    place.mkdir(parents=True)
    extract(place, [*facilities, person()], known=known_places(root, ()))
    extract(place, [plan()], kind="plans")
    remember_asked(folder, [CIGNA], "")
    mark_done(folder, CIGNA)
    return ExchangePlans.read_saved(folder, False, "")


def test_half_of_what_came_before_is_no_success(tmp_path):
    many = [facility(npi=f"{1_000_000_000 + n}", name=f"Cedar {n} IOP") for n in range(10)]
    assert run(tmp_path, many, "20261101").kept == 10
    report = run(tmp_path, many[:4], "20261102")
    assert report.kept == 10
    assert report.notes[f"cigna: it brought 4 listings, 10 the time before: {TRULY_LESS}"] == 1
    assert report.notes["cigna: as it was read on 2026-11-01"] == 10


def test_the_whole_life_over_loopback(tmp_path):
    """Four issuers at once: one whole, one that loses a file, one whose index is gone, one that refuses."""
    gather_into(
        tmp_path, listing("Cedar", IOP, NPI_OF_CEDAR, street="1 Elm St", city="Oakland", state="CA", zip="94612")
    )
    files = {
        "/p/plans.json": [plan()], "/p/0.json": [person(), facility(), facility(npi="1111111112", street="5 Oak")],
        "/p/1.json": gzip.compress(json.dumps([facility(name="Elm IOP", npi="1222222221", street="7 Elm")]).encode()),
        "/m/0.json": [facility(facility_type=["Intensive Outpatient Program"])], "/m/1.json": b'[{"type": "FACI',
        "/q/0.json": [facility()],
    }  # fmt: skip
    issuers = {"cigna": (["/p/plans.json"], ["/p/0.json", "/p/1.json"]),
               "molina": ([], ["/m/0.json", "/m/1.json", "http://127.0.0.1:9/x.json"]),
               "quartz": ([], ["/q/0.json"])}  # fmt: skip
    refused = lambda request: (403, {}, b"") if request.path == "/q/0.json" else None  # noqa: E731
    with ExchangeServer(issuers, files, odd=refused) as server:
        chosen = Settings(data=tmp_path, exchange_plans_url=server.url, request_delay=0,
                          insurers="cigna,molina,moda,quartz")  # fmt: skip
        report = gather("exchange_plans", tmp_path, chosen)
        asked = [entry.path for entry in server.log]
    assert asked[0] == "/robots.txt"
    assert (report.rows, report.kept) == (5, 3)
    assert report.skipped == {
        "a person, not a facility": 1, "a facility at no place that another source lists": 1,
        "moda could not be read": 1, "quartz could not be read": 1,
    }  # fmt: skip
    notes = " | ".join(report.notes)
    assert "molina: providers-001 could not be read: it ends in the midst of its JSON" in notes
    assert "molina: providers-002 could not be read: http://127.0.0.1:9/x.json is not fetched: port 9" in notes
    assert "moda: its index answered 404" in notes
    assert "quartz: providers-000: it answered 403, which means stop" in notes
    folder = {r.source.id: f for r, f in gathered(tmp_path)}["exchange_plans"]
    found = {(li.name, li.states_iop): li for li in read_listings(folder / "listings.jsonl")}
    cedar = found["Cedar House", False]
    (evidence,) = next(f for f in cedar.facts if f.attribute == "insurers").evidence
    assert (evidence.directory, evidence.plans) == ("Cigna", ("Golden Gold (PREFERRED)",))
    assert evidence.as_of == "2026-09-01" and evidence.url == CIGNA.url and cedar.phone == "(510) 213-1111"
    assert ("Elm IOP", True) in found and ("Cedar House", True) in found
    before = sorted(found)
    reread("exchange_plans", tmp_path, chosen)
    assert sorted((li.name, li.states_iop) for li in read_listings(folder / "listings.jsonl")) == before


def test_a_file_goes_on_where_a_run_was_interrupted_and_size_costs_no_memory(tmp_path):
    """60 MB in one file: the process that reads them stays far below what they would fill."""
    filler = json.dumps(person(plans=person()["plans"] * 30)).encode() + b","
    large = b"[" + filler * (60_000_000 // len(filler)) + json.dumps(facility(name="Cedar IOP")).encode() + b"]"
    files = {"/p/0.json": large, "/p/1.json": [facility(name="Elm IOP", npi="1222222221", street="7 Elm")]}
    with ExchangeServer({"cigna": ([], ["/p/1.json", "/p/0.json"])}, files) as server:
        chosen = Settings(data=tmp_path, exchange_plans_url=server.url, request_delay=0, insurers="cigna")
        server.odd = lambda request: (503, {}, b"") if request.path == "/robots.txt" else None
        with pytest.raises(GatherFailed, match=r"robots.txt does not allow it, or could not be read"):
            gather("exchange_plans", tmp_path, chosen)
        server.odd = None
        report = gather("exchange_plans", tmp_path, chosen)
    assert report.kept == 2 and report.rows > 10_000
    assert report.peak_mb < 300, "60 MB as objects would fill some 600 more than the 260 of an idle spider"
    assert len(finished_runs(tmp_path, "exchange_plans")) == 1
