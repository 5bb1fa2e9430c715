"""The real server on a free loopback port with a release of its own, and a browser that reports what it asks for."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from tests.app_release import by_hand, crowd, publish_programs
from tests.browser.chromium import launch

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 30_000
"""Milliseconds that a page may take to show what is expected: a busy machine is no fault of the page."""

START = "from catalog.settings import Settings; from views.server import serve; serve(Settings())"


@dataclass
class Server:
    """A running app: its address, its data, and the file it logs to."""

    url: str
    data: Path
    log: Path


@dataclass
class Seen:
    """What a browser did: requests to other hosts, errors on the console."""

    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def browser():
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    data = tmp_path_factory.mktemp("served")
    publish_programs(data / "sample", by_hand() + crowd(), "sample")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = data / "server.log"
    environment = os.environ | {"IOP_DATA": str(data), "IOP_PORT": str(port), "PYTHONPATH": str(ROOT)}
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, "-c", START], cwd=data, env=environment, stdout=out, stderr=out)
    running = Server(f"http://127.0.0.1:{port}/", data, log)
    try:
        _wait_until_it_answers(running, process)
        yield running
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_it_answers(server: Server, process: subprocess.Popen[bytes]) -> None:
    """Ask for /healthz until it answers: each refused connection returns at once, each accepted one waits."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(server.url + "healthz", timeout=60) as answer:
                assert answer.status == 200
                return
        except urllib.error.URLError:
            if process.poll() is None:
                try:
                    process.wait(timeout=0.1)
                except subprocess.TimeoutExpired:
                    continue
            break
    pytest.fail(f"the server did not start:\n{server.log.read_text()}")


@pytest.fixture
def open_context(browser, server):
    """Return a function that makes a browser context which is refused every other host, and what it saw."""
    contexts = []

    def make(width: int = 1280, height: int = 900, scheme: str = "light") -> tuple[BrowserContext, Seen]:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        seen = Seen()

        def guard(route):
            if route.request.url.startswith(server.url):
                route.continue_()
            else:
                seen.foreign.append(route.request.url)
                route.abort()

        context.route("**/*", guard)
        context.on("console", lambda message: message.type == "error" and seen.errors.append(message.text))
        contexts.append(context)
        return context, seen

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_context) -> Page:
    context, _ = open_context()
    return context.new_page()
