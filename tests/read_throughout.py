"""Opens and searches what a root serves without pause, until its input ends: ``python -m tests.read_throughout ROOT``.

Prints what it saw as JSON: how many times it searched, which releases, and everything that was wrong: no release, one
that cannot be opened, hits that are not programs of the same release.
"""

from __future__ import annotations

import json
import select
import sys
from pathlib import Path

from catalog.releases import served
from index.search import Query, open_index


def look(root: Path) -> tuple[str, str]:
    """Search once; return the id of the release and what was wrong, "" where nothing was."""
    release = served(root)
    if release is None:
        return "", "there was no release"
    results = open_index(release.path).search(Query(text="harbor", limit=50))
    counted = release.manifest.counts["programs"]
    found = [release.program(hit.id) for hit in results.hits]
    if len(release.ids()) != counted or results.total != counted or None in found:
        return (
            release.id,
            f"{release.id} has {counted} programs, {results.total} were found, {found.count(None)} missing",
        )
    return release.id, ""


def main() -> int:
    """Look until standard input ends."""
    seen: set[str] = set()
    wrong: list[str] = []
    looks = 0
    print("ready", flush=True)
    while not select.select([sys.stdin], [], [], 0)[0]:
        try:
            release, fault = look(Path(sys.argv[1]))
        except Exception as error:  # noqa: BLE001 - whatever a reader meets is what the test is about
            release, fault = "", f"{type(error).__name__}: {error}"
        seen.add(release)
        wrong += [fault] if fault else []
        looks += 1
    print(json.dumps({"looks": looks, "seen": sorted(seen), "wrong": wrong[:20]}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
