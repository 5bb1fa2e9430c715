"""Takes pictures of every page of the app: at two widths, by day and by night, of the sample network.

    python -m tools.screenshots             all of them, whole pages, into screenshots/, which is ignored
    python -m tools.screenshots guide about only those
    python -m tools.screenshots --readme    the few that the README shows, one screen each, into docs/screenshots/

A picture is called ``name-width-theme.png``. The app runs on loopback with data of its own, kept in screenshots/data.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from catalog.programs import Program
from catalog.releases import Release
from catalog.settings import Settings
from commands.first_run import build_sample
from tests.browser.chromium import launch

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "screenshots"
README = (
    ("results", 1280, "light"), ("compare", 1280, "dark"), ("results", 390, "light"), ("program", 390, "dark"),
)  # fmt: skip
IN_README = ROOT / "docs" / "screenshots"
START = "from catalog.settings import Settings; from views.server import serve; serve(Settings())"
WIDTHS = {390: 844, 1280: 900}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
TALLEST = 6000
"""Pixels of the longest picture: more of a page shows nothing new."""

SHOWN = "[data-focus], .plain h1"
"""What stands in each page once it is whole; the app's own comes with what was asked for, after the frame."""
HEIGHT = """Math.max(document.documentElement.scrollHeight,
  document.querySelector('[data-testid=stMain]')?.scrollHeight ?? 0)"""


class Picture(NamedTuple):
    """One picture: of which page, where it is, how wide and in which theme."""

    name: str
    address: str
    width: int
    theme: Literal["light", "dark"]


def pages(programs: list[Program]) -> dict[str, str]:
    """Return the address of each page and state by its name; ``programs`` are the ones with the most facts."""
    first, listed = programs[0].id, ",".join(program.id for program in programs[:3])
    place = f"near={programs[0].zip}"
    return {
        "start": "",
        "results": "?ask=evening+IOP+for+depression+within+30+miles+of+Phoenix",
        "table": f"?{place}&layout=table",
        "nothing-found": "?near=99501&conditions=anxiety",
        "unknown-place": "?near=Qqqqq",
        "crisis": f"?{place}&ask=suicidal",
        "program": f"?{place}&show={first}",
        "mistake": f"?show={first}&fix=hours_per_week",
        "unknown-program": "?show=p00000000ffff",
        "compare": f"?view=compare&list={listed}",
        "nothing-to-compare": "?view=compare",
        "shortlist": f"?view=shortlist&list={listed}",
        "empty-shortlist": "?view=shortlist",
        "guide": "?view=guide",
        "about": "?view=about",
        "spanish": f"?{place}&conditions=anxiety&lang=es",
        "plain-states": "programs",
        "plain-program": f"program/{first}",
        "plain-search": f"search?{place}&conditions=anxiety",
        "plain-guide": "guide",
        "plain-not-found": "nothing/here",
    }


@contextmanager
def served(data: Path) -> Iterator[tuple[str, Release]]:
    """Serve the sample network from a process of its own; yield its address and its release."""
    release = build_sample(Settings(data=data))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/"
    environment = os.environ | {"IOP_DATA": str(data), "IOP_PORT": str(port), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-c", START], cwd=ROOT, env=environment)
    try:
        _wait_for(url + "healthz", process)
        yield url, release
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=60).close()  # noqa: S310
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the app did not start")


def take(page: Page, path: Path, width: int, whole: bool) -> None:
    """Take one picture, as long as the page is or one screen of it."""
    page.locator(SHOWN).first.wait_for()
    page.evaluate("async () => { await document.fonts.ready; }")
    height = page.evaluate(HEIGHT) if whole else 0
    page.set_viewport_size({"width": width, "height": max(WIDTHS[width], min(height, TALLEST))})
    page.screenshot(path=path, animations="disabled")


def take_all(browser: Browser, url: str, wanted: list[Picture], folder: Path, whole: bool = True) -> None:
    """Take the wanted pictures."""
    for theme in THEMES:
        context = browser.new_context(color_scheme=theme, reduced_motion="reduce")
        page = context.new_page()
        for name, address, width in [(w.name, w.address, w.width) for w in wanted if w.theme == theme]:
            page.set_viewport_size({"width": width, "height": WIDTHS[width]})
            page.goto(url + address)
            take(page, folder / f"{name}-{width}-{theme}.png", width, whole)
        context.close()


def main() -> None:
    """Take them and say where they are."""
    readme = sys.argv[1:] == ["--readme"]
    folder = IN_README if readme else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with served(FOLDER / "data") as (url, release), sync_playwright() as playwright:
        fullest = sorted(release.programs(), key=lambda program: (-len(program.facts), program.id))
        addresses = pages(fullest)
        names = list(addresses) if readme else sys.argv[1:] or list(addresses)
        if unknown := set(names) - set(addresses):
            raise SystemExit(f"{min(unknown)!r} is no page: choose from {', '.join(addresses)}")
        wanted = [
            Picture(name, addresses[name], width, theme)
            for name in names for width in WIDTHS for theme in THEMES
            if not readme or (name, width, theme) in README
        ]  # fmt: skip
        browser = launch(playwright)
        take_all(browser, url, wanted, folder, whole=not readme)
        browser.close()
    print(f"{len(wanted)} pictures in {folder}")


if __name__ == "__main__":
    main()
