"""The loopback server: the locator's API with its oddities, sites by Host header, and nothing beyond its own files."""

from __future__ import annotations

import gzip
import json
import re
import socket
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from sample.locator import STATE_IDS, LocatorReplay
from sample.server import LOCATOR_PATH, SAMPLE, Request, SampleServer, sample_rows
from sample.sites import Sites

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
ROWS = list(sample_rows())
SITES = {"quiet.example": {"/": "<p>home</p>", "/iop/index.html": "<p>IOP</p>", "/robots.txt": "User-agent: *\n"}}


@pytest.fixture(scope="module")
def server() -> Iterator[SampleServer]:
    with SampleServer() as running:
        yield running


def get(
    server: SampleServer, path: str, host: str = "", method: str = "GET", **headers: str
) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection(*server.address, timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers={"Host": host or f"127.0.0.1:{server.address[1]}", **named})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def ask(replay: LocatorReplay, **query: object) -> dict[str, Any]:
    answer = replay.answer(urlencode(query))
    assert answer.content_type.startswith("application/json"), answer.body
    return json.loads(answer.body)


def test_pages_together_are_the_whole() -> None:
    replay = LocatorReplay(ROWS)
    whole = ask(replay, sType="both", pageSize=2000)
    assert (whole["page"], whole["totalPages"], whole["recordCount"]) == (1, 1, len(ROWS))
    pages = [ask(replay, sType="both", pageSize=30, page=page) for page in range(1, 20)]
    assert [row for page in pages for row in page["rows"]] == whole["rows"]
    assert len(ask(replay, sType="both")["rows"]) == 30
    past = pages[-1]
    assert past["rows"] == [] and past["recordCount"] == len(ROWS)


def test_state_and_type_and_code() -> None:
    replay = LocatorReplay(ROWS)
    oregon = ask(replay, limitType=0, limitValue=46, sType="sa", sCodes="OIT", pageSize=2000)
    expected = [
        row["name1"]
        for row in ROWS
        if row["state"] == "OR"
        and row["typeFacility"] == "SA"
        and "Intensive outpatient treatment" in str(row["services"])
    ]
    assert [row["name1"] for row in oregon["rows"]] == expected != []
    assert ask(replay, limitType=0, limitValue=46, sType="mh", sCodes="OIT")["recordCount"] == 0
    fewer = ask(replay, sCodes="OIT,ODT")["recordCount"]
    assert 0 < fewer < ask(replay, sCodes="OIT")["recordCount"]


def test_distance_in_metres_nearest_first() -> None:
    replay = LocatorReplay(ROWS)
    near = ask(replay, sAddr="45.5207,-122.6888", limitType=2, limitValue=30000, sType="both", pageSize=2000)
    miles = [row["miles"] for row in near["rows"]]
    assert miles == sorted(miles) and miles and max(miles) <= 30000 / 1609.344
    assert {row["state"] for row in near["rows"]} == {"OR"}
    away = ask(replay, sAddr="45.5207,-122.6888", sType="both", sort=1)
    assert away["rows"][0]["miles"] is None or away["rows"][0]["miles"] > 1000
    named = [row["name1"] for row in ask(replay, sort=2, pageSize=2000)["rows"]]
    assert named == sorted(named, key=str.casefold)
    assert ask(replay, sAddr="-122.6888,45.5207", limitType=2, limitValue=30000)["recordCount"] == 0


def test_territories_are_found_by_distance_only() -> None:
    replay = LocatorReplay(ROWS)
    probe = ask(replay, sAddr="18.42,-66.05", limitType=2, limitValue=80000, sType="both")
    assert {row["state"] for row in probe["rows"]} == {"PR"}


@pytest.mark.parametrize(
    "query",
    ["page=x", "pageSize=0", "limitType=0&limitValue=99", "limitType=2&limitValue=5", "sAddr=Portland", "sType=xx",
     "limitType=1&limitValue=3", "page=nan"],
)  # fmt: skip
def test_malformed_query_is_plain_text_with_status_200(server: SampleServer, query: str) -> None:
    response, body = get(server, f"{LOCATOR_PATH}?{query}")
    assert response.status == 200 and response.headers.get_content_type() == "text/plain"
    with pytest.raises(json.JSONDecodeError):
        json.loads(body)


def test_unreadable_coordinates_and_null_services_are_served_as_they_are() -> None:
    row = dict(ROWS[0], latitude="north", services=None)
    served = ask(LocatorReplay([row]), sAddr="1,1")["rows"][0]
    assert (served["latitude"], served["services"]) == ("north", None)
    assert served["miles"] > 0, "the ZIP stands in for what the locator itself knows"


def test_sites_by_host(server: SampleServer) -> None:
    host = server.sites.hosts[0]
    for name in (host, f"www.{host}", host.upper(), f"{host}:80", f"{host}.localhost:{server.address[1]}"):
        response, body = get(server, "/", host=name)
        assert response.status == 200 and b"<" in body
    assert get(server, "/no-such-page", host=host)[0].status == 404
    assert get(server, "/", host="unknown.example")[0].status == 404
    assert get(server, LOCATOR_PATH, host="findtreatment.gov")[0].status == 404
    assert host.encode() in get(server, "/")[1] and b"invented" in get(server, "/")[1]


def test_every_link_and_every_page_of_the_truth_is_served() -> None:
    sites = Sites.of_directory(SAMPLE / "sites")
    for line in (SAMPLE / "truth.jsonl").read_text("utf-8").splitlines():
        truth = json.loads(line)
        for path in truth["pages"]:
            page = sites.find(truth["domain"], path)
            assert page is not None, (truth["domain"], path)
            for link in re.findall(r'href="(/[^"]*)"', page.body.decode(), re.IGNORECASE):
                assert sites.find(truth["domain"], link), (truth["domain"], path, link)


def test_conditional_get(server: SampleServer) -> None:
    host = server.sites.hosts[0]
    first, body = get(server, "/", host=host)
    same, nothing = get(server, "/", host=host, If_None_Match=first.headers["ETag"])
    assert (same.status, nothing) == (304, b"") and same.headers["ETag"] == first.headers["ETag"]
    assert get(server, "/", host=host, If_Modified_Since=first.headers["Last-Modified"])[0].status == 304
    other, _ = get(server, "/", host=host, If_None_Match='"other"', If_Modified_Since=first.headers["Last-Modified"])
    assert other.status == 200
    assert get(server, "/", host=host, If_Modified_Since="nonsense")[0].status == 200
    head, empty = get(server, "/", host=host, method="HEAD")
    assert (head.headers["Content-Length"], empty) == (str(len(body)), b"")


@pytest.mark.parametrize(
    "path",
    ["/../../truth.jsonl", "/%2e%2e/%2e%2e/truth.jsonl", "/..%2f..%2ftruth.jsonl", "/a/%2e%2e%5ctruth.jsonl", "/a%00b",
     "//etc/passwd", "/%252e%252e/truth.jsonl", "/./x"],
)  # fmt: skip
def test_no_path_leads_out_of_a_site(server: SampleServer, path: str) -> None:
    for host in (server.sites.hosts[0], ""):
        response, body = get(server, path, host=host)
        assert response.status in (400, 404) and b"facility" not in body


def test_listens_on_loopback_only(server: SampleServer) -> None:
    assert server.address[0] == "127.0.0.1"
    assert server.url == f"http://127.0.0.1:{server.address[1]}"
    own = {entry[4][0] for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in own - {"127.0.0.1"}:
        with pytest.raises(OSError):
            socket.create_connection((address, server.address[1]), timeout=2).close()


def test_faults_log_and_close() -> None:
    def fault(request: Request) -> tuple[int, dict[str, str], bytes] | None:
        return (503, {"Retry-After": "9"}, b"busy") if request.path == "/iop" else None

    with SampleServer(rows=[], sites=SITES, faults=fault) as server:
        assert get(server, "/iop", host="quiet.example")[0].status == 503
        assert get(server, "/iop/?a=1", host="quiet.example", User_Agent="tester")[1] == b"<p>IOP</p>"
        assert get(server, "/robots.txt", host="quiet.example")[0].headers.get_content_type() == "text/plain"
        last = server.log[1]
        address = server.address
    assert [request.status for request in server.log] == [503, 200, 200]
    assert (last.method, last.host, last.path, last.query) == ("GET", "quiet.example", "/iop/", "a=1")
    assert last.headers["User-Agent"] == "tester"
    with pytest.raises(OSError):
        socket.create_connection(address, timeout=2).close()
    server.close()


def test_serves_as_a_proxy_for_its_sites(server: SampleServer) -> None:
    response, _ = get(server, f"http://{server.sites.hosts[0]}/", host="ignored.example")
    assert response.status == 200


def test_missing_files_say_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"sample\.generate"):
        SampleServer(rows=[], sites=tmp_path / "none")
    with pytest.raises(FileNotFoundError, match=r"sample\.generate"):
        list(sample_rows(tmp_path))


@pytest.mark.replay
def test_recorded_rows_are_served_whole() -> None:
    file = SHARED / "samhsa" / "locator_rows.jsonl.gz"
    if not file.is_file():
        pytest.skip(f"{file} is not there: the recorded rows were not served")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        replay = LocatorReplay(json.loads(line) for line in lines)
    assert replay.count == 21_063
    states = [
        ask(replay, limitType=0, limitValue=number, sType="sa", sCodes="OIT")["recordCount"] for number in STATE_IDS
    ]
    assert ask(replay, sType="sa", sCodes="OIT")["recordCount"] == 5_736 >= sum(states) > 5_600
