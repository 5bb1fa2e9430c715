"""Files to take along are plain GET addresses: what they hold, what they are called, and that nobody stores them."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from starlette.applications import Starlette

from exports.formats import FORMATS
from exports.selection import MOST_PROGRAMS, select
from tests.app_release import by_hand, crowd, publish_programs
from tests.ask_app import ask
from views.downloads import ROUTES, download_href

ONE, TWO = "p000000000001", "p000000000002"


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    root = tmp_path_factory.mktemp("network")
    return root, publish_programs(root / "sample", by_hand() + crowd(25), "sample")


@pytest.fixture
def get(network, monkeypatch):
    """Return a function that asks for an address: status, headers and body."""
    monkeypatch.setenv("IOP_DATA", str(network[0]))

    def ask_for(address, method="GET"):
        answer = ask(Starlette(routes=ROUTES), address, method)
        return answer.status, answer.headers, answer.body

    return ask_for


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_file_is_what_the_export_writes(get, network, name, lang):
    status, headers, body = get(download_href(name, (ONE, TWO), lang))
    assert status == 200
    assert body == FORMATS[name].write(select(network[1], (ONE, TWO), lang))
    assert headers["content-type"] == FORMATS[name].media_type
    assert headers["content-disposition"] == f'attachment; filename="{FORMATS[name].file}"'
    assert headers["cache-control"] == "no-store"


def test_an_id_of_before_works_and_what_is_unknown_is_left_out(get):
    assert b"Quiet Harbor Evening IOP" in get("/programs.csv?list=p0000000000aa,pffffffffffff,../x")[2]


@pytest.mark.parametrize("query", ["", "list=", "list=pffffffffffff", "list=%00%ff&lang=xx", f"list={quote('<b>')}"])
def test_where_nothing_is_listed_the_answer_is_calm(get, query):
    status, headers, body = get(f"/referral.pdf?{query}")
    assert (status, headers["content-type"]) == (404, "text/plain; charset=utf-8")
    assert b"988" in body and b"Go back to the app" in body
    assert headers["cache-control"] == "no-store"


def test_where_there_is_no_release_the_answer_is_calm(get, tmp_path, monkeypatch):
    monkeypatch.setenv("IOP_DATA", str(tmp_path))
    status, _, body = get(f"/programs.csv?list={ONE}&lang=es")
    assert status == 503 and "En crisis" in body.decode()


def test_a_crowd_is_cut_and_only_asking_is_allowed(get, network):
    ids = ",".join(i for i in network[1].ids() if i.startswith("q"))
    assert get(f"/programs.csv?list={ids}")[2].count(b"\r\n") == 1 + MOST_PROGRAMS + 1
    assert get(f"/programs.csv?list={ONE}", "POST")[0] == 405
