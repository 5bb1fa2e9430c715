"""docs/add-a-source.md followed to the letter: its blocks go where it says, and its own test passes there."""

import re
import shutil
import subprocess
import sys

from catalog.settings import ROOT

PAGE = (ROOT / "docs" / "add-a-source.md").read_text(encoding="utf-8")
SPIDER, SETTING, TEST = re.findall(r"^```python\n(.*?)^```", PAGE, re.S | re.M)


def test_a_newcomer_who_follows_the_page_has_a_source(tmp_path):
    checkout = tmp_path / "checkout"
    for room in ("catalog", "crawler", "sample"):
        shutil.copytree(ROOT / room, checkout / room, ignore=shutil.ignore_patterns("__pycache__"))
    (checkout / "data").symlink_to(ROOT / "data")
    shutil.copy(ROOT / "pyproject.toml", checkout)
    (checkout / "tests").mkdir()
    for name in ("__init__.py", "conftest.py", "replay_tables.py"):
        shutil.copy(ROOT / "tests" / name, checkout / "tests")
    spider, test = re.findall(r"^`((?:crawler|tests)/\S+\.py)`", PAGE, re.M)
    (checkout / spider).write_text(SPIDER, encoding="utf-8")
    (checkout / test).write_text(TEST, encoding="utf-8")
    settings = checkout / "catalog" / "settings.py"
    told, count = re.subn(r"(?m)^    ny_omh_url: .*\n", lambda line: line[0] + SETTING, settings.read_text("utf-8"))
    assert count == 1
    settings.write_text(told, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", test], cwd=checkout, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout or "[100%]" in done.stdout


def test_what_the_page_points_to_exists():
    for path in re.findall(r"`((?:crawler|catalog|commands|data)/[\w./]+)`", PAGE):
        assert (ROOT / path).exists() or "xx_health" in path, path


def test_the_blocks_are_in_the_house_style(tmp_path):
    for name, block in (("spider.py", SPIDER), ("test_source.py", TEST)):
        (tmp_path / name).write_text(block, encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "check", "--config", str(ROOT / "pyproject.toml"), "--ignore", "S101"]
    done = subprocess.run([*command, "--ignore", "D103,I001", str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
