"""Finds a browser for the tests: chromium or google-chrome on the PATH, else the one Playwright installed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright

NAMES = ("chromium", "google-chrome", "chromium-browser", "google-chrome-stable")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def executable(playwright: Playwright) -> str | None:
    """Return the path of a browser, None where there is none."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    own = playwright.chromium.executable_path
    return found or (own if Path(own).exists() else None)


def launch(playwright: Playwright) -> Browser:
    """Start a browser; skip loudly where there is none, fail where ``IOP_REQUIRE_BROWSER=1`` demands one."""
    path = executable(playwright)
    if path is None:
        reason = (
            "NO BROWSER: none of " + ", ".join(NAMES) + " is on the PATH and Playwright has none; run tools/browser.sh"
        )
        if os.environ.get("IOP_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return playwright.chromium.launch(executable_path=path, args=FLAGS)


WAIT = """async arg => {
  const since = performance.now()
  while (!(FUNCTION)(arg)) {
    if (performance.now() - since > 30000) throw new Error('did not come true in 30 seconds')
    await new Promise(requestAnimationFrame)
  }
}"""


def wait_until(page: Page, function: str, arg: object = None) -> None:
    """Wait until a function of JavaScript returns true in the page. Playwright's own way polls by ``eval``, which the
    policy of our pages forbids, so it fails where something is not true at once."""
    page.evaluate(WAIT.replace("FUNCTION", function), arg)
