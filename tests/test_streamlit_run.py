"""`streamlit run app.py` works too: the real command on a free port, spoken to as a browser does."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import urllib.request

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from catalog.settings import ROOT
from tests.app_release import by_hand, program, publish_programs


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("run")


@pytest.fixture(scope="module")
def port(data):
    publish_programs(data / "sample", by_hand(), "sample")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = data / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"IOP_DATA": str(data)}, stdout=out, stderr=out)
    try:
        _wait_until_it_answers(port, process, log)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_it_answers(port, process, log):
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=30) as answer:
                assert answer.read() == b"ok"
                return
        except OSError:
            try:
                process.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
            break
    pytest.fail(f"streamlit did not start:\n{log.read_text()}")


def visit(port):
    """Open a visitor's connection."""
    return connect(f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=[Subprotocol("streamlit")], max_size=None)


def sheets(visitor, query):
    """Return what the sheets of a view show, and the script that shows them."""
    message, shown, scripts = BackMsg(), [], set()
    message.rerun_script.query_string = query
    visitor.send(message.SerializeToString())
    while True:
        answer = ForwardMsg()
        answer.ParseFromString(visitor.recv(timeout=60))
        element = answer.delta.new_element
        assert element.WhichOneof("type") != "exception"
        if element.WhichOneof("type") == "bidi_component":
            shown.append(json.loads(element.bidi_component.json)["html"])
            scripts.add(element.bidi_component.js_content)
        if answer.WhichOneof("type") == "script_finished":
            return "\n".join(shown), scripts


@pytest.mark.parametrize(
    ("query", "seen"),
    [("near=85251", "Evening IOP"), ("show=p000000000001", "nine hours in all"), ("view=guide", "weekly therapy")],
)  # fmt: skip
def test_the_pages_come_whole_without_a_server_of_ours(port, query, seen):
    with visit(port) as visitor:
        html, scripts = sheets(visitor, query)
    assert seen in html
    assert 'href="tel:988"' in html and "These programs do not exist." in html
    assert 'href="/' not in html, "a plain page or a file that nobody answers here"
    (script,) = scripts
    assert "const STYLES" in script and "export default function" in script


def test_the_page_around_them_is_streamlits_own(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
        assert answer.status == 200 and b'id="root"' in answer.read()


def test_people_get_a_new_release_on_their_next_click(port, data):
    with visit(port) as visitor, visit(port) as other:
        assert "Silent House" in sheets(visitor, "near=85251")[0]
        assert "Silent House" in sheets(other, "show=p000000000002")[0]
        publish_programs(data / "sample", [*by_hand()[:1], program(9, "Newly Opened House")], "sample")
        html, _ = sheets(visitor, "near=85251&sort=name")
        assert "Newly Opened House" in html and "Silent House" not in html
        assert "We cannot find this program" in sheets(other, "show=p000000000002&near=85251")[0]
