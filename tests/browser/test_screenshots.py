"""The pictures of all pages: each page stands when it is taken, and the README's are there."""

from __future__ import annotations

import re

import pytest
from PIL import Image

from tools import screenshots

pytestmark = pytest.mark.browser
README = screenshots.ROOT / "README.md"


def test_a_picture_is_as_wide_as_asked_and_as_tall_as_the_page(browser, server, tmp_path):
    wanted = [
        screenshots.Picture("program", "?show=p000000000001", 390, "dark"),
        screenshots.Picture("plain-program", "program/p000000000001", 1280, "light"),
    ]
    for whole in (False, True):
        screenshots.take_all(browser, server.url, wanted, tmp_path, whole=whole)
        for name, _, width, theme in wanted:
            with Image.open(tmp_path / f"{name}-{width}-{theme}.png") as picture:
                assert picture.width == width
                screen = screenshots.WIDTHS[width]
                assert screen < picture.height <= screenshots.TALLEST if whole else picture.height == screen


def test_the_readme_shows_the_pictures_taken_for_it_and_they_are_small():
    taken = {f"docs/screenshots/{name}-{width}-{theme}.png" for name, width, theme in screenshots.README}
    assert set(re.findall(r"docs/screenshots/[\w-]+\.png", README.read_text())) == taken
    for path in taken:
        assert 0 < (screenshots.ROOT / path).stat().st_size < 250_000, path
    assert {path.name for path in screenshots.IN_README.iterdir()} == {path.rsplit("/", 1)[1] for path in taken}
