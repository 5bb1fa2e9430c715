"""docs/security.md names a test behind each of its lines, and what it says of pickles holds for all of our code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.settings import ROOT

POLICY = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROOMS = ("catalog", "commands", "crawler", "exports", "index", "sample", "views")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", POLICY)))
ROWS = [line for line in POLICY.splitlines() if line.startswith("| ") and not line.startswith("| who")]


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_every_test_that_is_named_exists(file: str, name: str) -> None:
    path = ROOT / file
    assert path.is_file(), file
    found = {node.name for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)}
    assert name in found, f"{file} has no {name}"


def test_every_line_of_defence_names_a_test() -> None:
    start = POLICY.index("## Fetching is fenced")
    rows = [line for line in POLICY[start:].splitlines() if line.startswith("| ") and "| defence |" not in line]
    assert len(rows) > 35
    assert [row for row in rows if "::test_" not in row.rsplit("|", 2)[1]] == []


def sources() -> Iterator[tuple[Path, ast.AST]]:
    paths = [ROOT / "app.py", ROOT / "cli.py", *(p for room in ROOMS for p in (ROOT / room).rglob("*.py"))]
    for path in sorted(paths):
        yield path, ast.parse(path.read_text("utf-8"))


CODE_IN_DATA = {"pickle", "cPickle", "dill", "cloudpickle", "marshal", "shelve", "joblib", "jsonpickle"}


def test_no_code_of_ours_opens_a_pickle() -> None:
    """No module that reads code out of data, no array opened with pickles, no call that runs text."""
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {alias.name.split(".")[0] for alias in node.names} | {
                    str(getattr(node, "module", "")).split(".")[0]
                }
                assert not names & CODE_IN_DATA, path
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                owner = getattr(getattr(node.func, "value", None), "id", "")
                assert called not in ("eval", "exec") or owner, f"{path}: {called}"
                if owner == "np" and called in ("load", "save"):
                    given = {word.arg: getattr(word.value, "value", None) for word in node.keywords}
                    assert given.get("allow_pickle") is False, f"{path}, line {node.lineno}"


def test_whoosh_files_are_written_and_never_opened() -> None:
    """Whoosh's segments and tables hold pickles: what writes them is in one file, and nothing calls what opens them."""
    writes = {path.relative_to(ROOT).as_posix() for path, tree in sources() if "'whoosh.index'" in ast.dump(tree)}
    assert writes == {"index/writing.py"}
    for path, tree in sources():
        called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not called & {"open_dir", "exists_in", "searcher", "TermInfo", "Unpickler"}, path


def test_no_shell_and_no_unverified_connection() -> None:
    for path, tree in sources():
        told = ast.dump(tree)
        assert "_create_unverified_context" not in told and "arg='verify', value=Constant(value=False)" not in told, (
            path
        )
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "shell":
                assert getattr(node.value, "value", True) is False, path


def test_reporting_is_explained() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "private" in text and "docs/security.md" in text
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / target).exists(), target
