"""Releases swapped while people search: every search is answered, from one release, and pages stay what they were."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from catalog.releases import KEEP, Release, served
from index.queries import Query
from index.search import ProgramIndex, ensure_index, open_index
from tests.app_release import publish_programs
from tests.make_programs import make_programs

READERS, RELEASES, SIZE = 2, 4, 30


def publish(root: Path, number: int) -> Release:
    """Publish a release whose number of programs tells which it is."""
    return publish_programs(root, list(make_programs(SIZE + number, seed=number)))


def search_once(root: Path) -> str:
    """Search the release that is served as a visitor would; return its id where every hit is a program of its own."""
    release = served(root)
    assert release is not None
    results = ensure_index(release.path).search(Query(near=(40.0, -95.0), limit=2 * SIZE))
    counted = release.manifest.counts["programs"]
    assert results.total == len(results.hits) == counted
    assert sorted(hit.id for hit in results.hits) == list(release.ids())
    return release.id


def test_no_search_is_lost_while_releases_are_swapped(tmp_path: Path) -> None:
    first = publish(tmp_path, 0)
    done, ready = threading.Event(), threading.Barrier(READERS + 1)

    def read() -> list[str]:
        seen = [search_once(tmp_path)]
        ready.wait()
        while not done.is_set():
            seen.append(search_once(tmp_path))
        return [*seen, search_once(tmp_path)]

    with ThreadPoolExecutor(READERS) as pool:
        readers = [pool.submit(read) for _ in range(READERS)]
        ready.wait()
        try:
            releases = [first, *(publish(tmp_path, number) for number in range(1, RELEASES))]
        finally:
            done.set()
        seen = [reader.result() for reader in readers]
    names = [release.id for release in releases]
    for ids in seen:
        order = [names.index(name) for name in ids]
        assert order == sorted(order), "a release that was left comes back"
        assert (order[0], order[-1]) == (0, RELEASES - 1)


def test_an_opened_release_pages_on_after_it_is_gone(tmp_path: Path) -> None:
    first = publish(tmp_path, 0)
    index = open_index(first.path)

    def page(opened: ProgramIndex, offset: int) -> list[str]:
        return [hit.id for hit in opened.search(Query(sort="name", limit=3, offset=offset)).hits]

    whole = [hit.id for hit in index.search(Query(sort="name", limit=SIZE)).hits]
    assert len(whole) > 6 and page(index, 0) == whole[:3]
    for number in range(1, KEEP + 2):
        publish(tmp_path, number)
    assert not first.path.exists()
    assert [name for offset in range(3, len(whole), 3) for name in page(index, offset)] == whole[3:]
