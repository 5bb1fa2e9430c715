"""A run of a source: every question asked once, continued after a kill, ended clearly by any odd answer."""

import os
import signal
import threading
from collections import Counter
from urllib.parse import parse_qs

import msgspec
import pytest

from catalog.settings import Settings
from catalog.sources import finished_runs, gathered, read_listings, source_folder
from crawler import isolation
from crawler.run import GatherFailed, gather, import_file, reachable, reread, sources
from crawler.samhsa.queries import PROBES, all_queries
from sample.server import SampleServer
from tests.make_workbook import MH_REFERENCE, write_workbook
from tests.test_samhsa_records import row

ROWS = [row(name1=f"Quiet Harbor {n}", state=state, zip=zip_code, city=city, latitude=None, longitude=None)
        for n, (state, zip_code, city) in enumerate([("AZ", "85251", "Scottsdale"), ("MA", "02139", "Cambridge"),
                                                     ("PR", "00901", "San Juan"), ("GU", "96910", "Hagatna"),
                                                     ("AZ", "85201", "Mesa")])]  # fmt: skip
NAME = "samhsa_locator"


def hasty(server, tmp_path, states="AZ,MA,GU,OR,PR,VI"):
    return Settings(data=tmp_path, samhsa_locator_url=server.url, request_delay=0, states=states)


def asked(server):
    return [entry for entry in server.log if "exportsAsJson" in entry.path]


def test_states_and_territories_are_each_asked_once(tmp_path):
    seen = []
    with SampleServer(rows=ROWS) as server:
        report = gather(NAME, tmp_path, hasty(server, tmp_path, states=""), on_progress=seen.append)
        questions = Counter(entry.query for entry in asked(server))
        agents = {entry.headers["User-Agent"] for entry in asked(server)}
        paths = [entry.path for entry in server.log]
    assert (report.rows, report.kept, report.pages) == (5, 5, 112)
    assert len(questions) == len(all_queries()) == 112 and set(questions.values()) == {1}
    assert paths[0] == "/robots.txt"
    assert all(agent.startswith("iop-finder/") for agent in agents)
    assert seen[-1].done == seen[-1].total == 112
    ((_, folder),) = gathered(tmp_path)
    states = Counter(listing.state for listing in read_listings(folder / "listings.jsonl"))
    assert states == {"AZ": 2, "MA": 1, "PR": 1, "GU": 1}


def test_a_territorys_probe_leaves_out_its_neighbors(tmp_path):
    """Puerto Rico and the Virgin Islands lie within one probe's reach; nobody may be counted twice."""
    assert {"PR", "VI", "GU", "MP", "AS"} == set(PROBES)
    rows = [row(name1="Shore", state="VI", city="Charlotte Amalie", zip="00802", latitude="18.34", longitude="-65.05")]
    with SampleServer(rows=rows) as server:
        report = gather(NAME, tmp_path, hasty(server, tmp_path))
    assert report.kept == 1


def test_pages_follow_one_another(tmp_path, monkeypatch):
    many = [row(name1=f"Quiet Harbor {n}") for n in range(2_500)]
    with SampleServer(rows=many) as server:
        report = gather(NAME, tmp_path, hasty(server, tmp_path))
        pages = [parse_qs(entry.query)["page"] for entry in asked(server) if "limitValue=21&" in entry.query]
    assert report.kept == 2_500
    assert sorted(pages) == [["1"], ["1"], ["2"]]


def test_a_killed_run_continues_and_asks_nothing_it_has_again(tmp_path):
    process = []

    def kill(request):
        if len(asked(server)) == 60:
            os.kill(process[0], signal.SIGKILL)

    def spawn(*args, **kwargs):
        child = real(*args, **kwargs)
        process.append(child.pid)
        return child

    real = isolation.subprocess.Popen
    with SampleServer(rows=ROWS, faults=kill) as server, pytest.MonkeyPatch.context() as patch:
        settings = hasty(server, tmp_path, states="")
        patch.setattr(isolation.subprocess, "Popen", spawn)
        with pytest.raises(GatherFailed, match="again to continue"):
            gather(NAME, tmp_path, settings)
        patch.undo()
        before, kept = len(asked(server)), len(list(tmp_path.glob("gather/*/*/pages/*.gz")))
        assert 0 < kept <= before < 112
        assert finished_runs(tmp_path, NAME) == []
        server.faults = None
        report = gather(NAME, tmp_path, settings)
        questions = [entry.query for entry in asked(server)]
    assert report.kept == 5
    assert len(list(source_folder(tmp_path, NAME).iterdir())) == 1
    assert len(set(questions)) == 112
    # What the killed process had sent may reach the server after it was counted; it is not kept, so it is asked again.
    assert len(set(questions[before:])) == 112 - kept


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((200, {}, b"<html>We are down for maintenance</html>"), "sent a web page"),
        ((200, {}, b"Invalid parameters"), "sent no JSON"),
        ((200, {}, b'{"rows": [{"facility": 1}], "page": 1, "totalPages": 1, "recordCount": 1}'), "no field 'name1'"),
        ((403, {}, b"no"), "answered 403, which means stop"),
        ((401, {}, b"no"), "answered 401, which means stop"),
        ((429, {"Retry-After": "120"}, b"slow"), "it asks to wait: 120"),
        ((404, {}, b"gone"), "answered 404"),
        ((200, {}, b'{"rows": [], "page": 1, "totalPages": 1, "recordCount": 50}'), "announced 50 records and sent 0"),
        ((302, {"Location": "http://127.0.0.1:1/"}, b""), "answered 302"),
    ],
)
def test_an_odd_answer_ends_the_run_and_says_why(tmp_path, answer, said):
    def faults(request):
        return answer if "exportsAsJson" in request.path and "limitValue=46&" in request.query else None

    with SampleServer(rows=ROWS, faults=faults) as server, pytest.raises(GatherFailed, match=said):
        gather(NAME, tmp_path, hasty(server, tmp_path))
    assert gathered(tmp_path) == []


@pytest.mark.parametrize("status", [403, 503])
def test_a_site_whose_robots_rules_cannot_be_had_is_left_alone(tmp_path, status):
    def faults(request):
        return (status, {}, b"") if request.path == "/robots.txt" else None

    with SampleServer(rows=ROWS, faults=faults) as server:
        with pytest.raises(GatherFailed, match=r"robots\.txt"):
            gather(NAME, tmp_path, hasty(server, tmp_path))
        assert asked(server) == []


def test_robots_rules_are_obeyed(tmp_path):
    def faults(request):
        return (200, {}, b"User-agent: *\nDisallow: /locator/") if request.path == "/robots.txt" else None

    with SampleServer(rows=ROWS, faults=faults) as server:
        with pytest.raises(GatherFailed, match=r"robots\.txt"):
            gather(NAME, tmp_path, hasty(server, tmp_path))
        assert asked(server) == []


def test_a_run_that_brings_nothing_is_a_failure_and_loses_nothing(tmp_path):
    with SampleServer(rows=ROWS) as server:
        gather(NAME, tmp_path, hasty(server, tmp_path))
    before = gathered(tmp_path)
    with SampleServer(rows=[]) as server, pytest.raises(GatherFailed, match="brought 0 listings, the run before 5"):
        gather(NAME, tmp_path, hasty(server, tmp_path))
    assert gathered(tmp_path) == before


def test_invented_records_cannot_enter_live_data(tmp_path):
    with SampleServer(rows=[*ROWS, row(name1="Invented", phone="480-555-0100")]) as server:
        report = gather(NAME, tmp_path, hasty(server, tmp_path))
    assert report.skipped == {"invented record in live data": 1}


def test_real_records_cannot_enter_the_sample(tmp_path):
    with SampleServer(rows=[row(name1="Invented", phone="480-555-0100"), *ROWS]) as server:
        settings = hasty(server, tmp_path)
        report = gather(NAME, settings.sample, settings)
    assert report.kept == 1
    assert report.skipped == {"real record in the sample": 5}


def test_a_repeated_row_keeps_an_id_of_its_own(tmp_path):
    with SampleServer(rows=[row(), row(phone="480-555-9999"), row()]) as server:
        report = gather(NAME, tmp_path, hasty(server, tmp_path))
    ((_, folder),) = gathered(tmp_path)
    ids = [listing.id for listing in read_listings(folder / "listings.jsonl")]
    assert report.kept == len(set(ids)) == 3


def test_kept_pages_can_be_read_again_without_the_network(tmp_path):
    with SampleServer(rows=ROWS) as server:
        settings = hasty(server, tmp_path)
        gather(NAME, tmp_path, settings)
    ((_, folder),) = gathered(tmp_path)
    before = (folder / "listings.jsonl").read_bytes()
    (folder / "listings.jsonl").unlink()
    assert reread(NAME, tmp_path, settings).kept == 5
    assert (folder / "listings.jsonl").read_bytes() == before


def test_a_source_that_hangs_is_ended(tmp_path):
    released = threading.Event()

    def hang(request):
        if "exportsAsJson" in request.path:
            released.wait(30)
        return None

    with SampleServer(rows=ROWS, faults=hang) as server:
        try:
            with pytest.raises(GatherFailed, match="ran longer than 3 seconds"):
                gather(NAME, tmp_path, hasty(server, tmp_path), time_limit=3)
        finally:
            released.set()


def test_a_source_that_answers_is_reachable_and_a_closed_port_is_not(tmp_path):
    with SampleServer(rows=ROWS) as server:
        assert reachable(NAME, hasty(server, tmp_path)) == ""
    assert reachable(NAME, Settings(samhsa_locator_url="http://127.0.0.1:9")) != ""


def test_every_source_says_its_terms_and_what_to_expect():
    for name, spider in sources().items():
        assert name == spider.name == spider.source.id
        assert spider.source.terms and spider.source.label
        assert spider.source.expected[0] <= spider.source.expected[1]


def test_workbooks_of_both_kinds_are_kept_side_by_side(tmp_path):
    settings = Settings(data=tmp_path)
    first = import_file("samhsa_directory", write_workbook(tmp_path / "su.xlsx"), tmp_path, settings)
    second = import_file(
        "samhsa_directory", write_workbook(tmp_path / "mh.xlsx", reference=MH_REFERENCE), tmp_path, settings
    )
    assert (first.rows, second.rows) == (2, 4)
    assert first.as_of == "2023-06-29"


def test_the_day_a_file_speaks_for_can_be_given(tmp_path):
    settings = Settings(data=tmp_path)
    path = write_workbook(tmp_path / "su.xlsx")
    assert import_file("samhsa_directory", path, tmp_path, settings, "2022-01-31").as_of == "2022-01-31"
    with pytest.raises(GatherFailed, match="YYYY-MM-DD"):
        import_file("samhsa_directory", path, tmp_path, settings, "January")


def test_a_bad_file_is_named_and_loses_nothing(tmp_path):
    settings = Settings(data=tmp_path)
    import_file("samhsa_directory", write_workbook(tmp_path / "su.xlsx"), tmp_path, settings)
    before = gathered(tmp_path)
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(GatherFailed, match=r"broken\.xlsx"):
        import_file("samhsa_directory", tmp_path / "broken.xlsx", tmp_path, settings)
    assert gathered(tmp_path) == before
    with pytest.raises(GatherFailed, match="not read from files"):
        import_file(NAME, tmp_path / "su.xlsx", tmp_path, settings)


def test_a_workbook_is_fetched_from_its_address(tmp_path):
    body = write_workbook(tmp_path / "su.xlsx").read_bytes()

    def faults(request):
        return (200, {"Content-Type": "application/octet-stream"}, body) if request.path == "/su.xlsx" else None

    with SampleServer(rows=[], faults=faults) as server:
        settings = Settings(data=tmp_path, samhsa_directory_url=f"{server.url}/su.xlsx", request_delay=0)
        assert gather("samhsa_directory", tmp_path, settings).kept == 2
    with pytest.raises(GatherFailed, match="IOP_SAMHSA_DIRECTORY_URL"):
        gather("samhsa_directory", tmp_path, Settings(data=tmp_path))


def test_a_report_can_be_read_by_a_program(tmp_path):
    import_file("samhsa_directory", write_workbook(tmp_path / "su.xlsx"), tmp_path, Settings(data=tmp_path))
    ((report, folder),) = gathered(tmp_path)
    assert msgspec.json.decode((folder / "report.json").read_bytes())["source"]["terms"] == report.source.terms


def test_an_operator_may_gather_some_states_only(tmp_path):
    with SampleServer(rows=ROWS) as server:
        report = gather(NAME, tmp_path, hasty(server, tmp_path, states="az, PR"))
        questions = asked(server)
    assert report.kept == 3
    assert len(questions) == 4
    with pytest.raises(ValueError, match="no postal code"):
        Settings(states="AZ,Arizona")
