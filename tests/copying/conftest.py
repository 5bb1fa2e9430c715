"""What the tests of copies share: two releases built once, two hosts, a web server between them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app_release import publish_programs
from tests.copying.hosts import REAL, Hosts
from tests.release_server import ReleaseServer


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The builder's folder with an older release served, and the same with a newer one."""
    folder = tmp_path_factory.mktemp("built")
    older, newer = folder / "older", folder / "newer"
    publish_programs(older, REAL[:3])
    shutil.copytree(older, newer)
    publish_programs(newer, REAL)
    return older, newer


@pytest.fixture
def hosts(tmp_path: Path, built: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Hosts:
    return Hosts(tmp_path, *built, monkeypatch)


@pytest.fixture
def web(hosts: Hosts) -> Iterator[ReleaseServer]:
    with ReleaseServer(hosts.origin) as server:
        yield server
