"""A source that misbehaves on the wire fails by name with a reason, and its last good listings stay as they were."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.building import build
from catalog.settings import Settings
from catalog.sources import gathered
from crawler.run import GatherFailed, gather
from tests.hostile_server import Act, HostileServer, endless, http
from tests.make_listings import IOP, gather_into, listing

NAME = "samhsa_locator"
GOOD = listing("Quiet Harbor", IOP, phone="(480) 555-2368")
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
BOMB = gzip.compress(b" " * 400_000_000)


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A root whose source was gathered well once; whatever a test does, that run is still what a build reads."""
    before = gather_into(tmp_path, GOOD)
    whole = {path.name: path.read_bytes() for path in before.iterdir()}
    yield tmp_path
    ((_, folder),) = gathered(tmp_path)
    assert folder == before and {path.name: path.read_bytes() for path in folder.iterdir()} == whole
    (tmp_path / "out").mkdir()
    assert build(tmp_path, tmp_path / "out").programs == 1


ACTS: dict[str, tuple[Act, str]] = {
    "gzip bomb": (http(BOMB, kind="application/json", Content_Encoding="gzip"), "decompressed"),
    "false length": (http(b"{}", kind="application/json", Content_Length="99999999999"), "larger"),
    "truncated": (HEAD + b"Content-Length: 5000\r\n\r\n{", ""),
    "bad chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n{}", ""),
    "not modified": (http(status=304), "answered 304"),
}  # fmt: skip


def ask(root: Path, url: str) -> str:
    """Gather and return why it failed."""
    settings = Settings(data=root, samhsa_locator_url=url, request_delay=0, states="AZ")
    with pytest.raises(GatherFailed) as failed:
        gather(NAME, root, settings, time_limit=60)
    return str(failed.value)


@pytest.mark.parametrize(("act", "reason"), ACTS.values(), ids=ACTS)
def test_an_answer_that_breaks_the_rules_ends_the_run_with_a_reason(root: Path, act: Act, reason: str) -> None:
    with HostileServer({"": lambda path: http(status=404) if path == "/robots.txt" else act}) as server:
        told = ask(root, server.url)
    assert told.startswith(f"{NAME}: ") and reason in told and "What was served stays" in told


def test_an_endless_answer_is_cut_off(root: Path) -> None:
    body = endless(HEAD + b"\r\n", b'{"rows": [' + b" " * 500_000)
    with HostileServer({"": lambda path: http(status=404) if path == "/robots.txt" else body}) as server:
        assert "could not be fetched" in ask(root, server.url)


def test_a_source_that_is_down_fails_by_name(root: Path) -> None:
    assert ask(root, "http://127.0.0.1:9").startswith(f"{NAME}: ")
