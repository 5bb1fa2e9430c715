"""A rebuild that is killed continues: what it had gathered is not asked for again; a source that fails is named."""

import json
import os
import signal

import pytest

from bench.soak import SOURCES, Replay, rebuild
from catalog.releases import served
from catalog.settings import Settings
from commands.rebuild_journal import JOURNAL, begin, end, finished
from commands.rebuild_log import LOG, logged, note
from tests.make_listings import IOP, gather_into, listing
from tests.test_state_lists import ca_row


def test_a_killed_rebuild_continues_and_a_failed_source_keeps_its_last_good_listings(tmp_path):
    replay = Replay([ca_row(number) for number in range(10)])
    asked = []

    def count(request):
        asked.append(request.path)
        if kill and "/arcgis" in request.path:
            os.kill(kill.pop().pid, signal.SIGKILL)
            replay.trouble = "ca_dhcs refuses"  # from here on, so that what outlives it by a moment cannot finish
        return replay.answer(request)

    kill = []
    replay.server.faults = count
    with replay.server:
        assert rebuild(tmp_path, replay).wait() == 0
        first, whole = served(tmp_path), sum("exportsAsJson" in path for path in asked)
        process = rebuild(tmp_path, replay)
        kill.append(process)
        assert process.wait() == -signal.SIGKILL
        journal = json.loads((tmp_path / JOURNAL).read_bytes())
        assert list(journal["done"]) == ["samhsa_locator"] and journal["sources"] == list(SOURCES)
        assert served(tmp_path).id == first.id
        assert rebuild(tmp_path, replay).wait() == 1
    assert sum("exportsAsJson" in path for path in asked) == 2 * whole
    release = served(tmp_path)
    assert release.id != first.id and release.ids() == first.ids()
    assert set(release.manifest.unrenewed) == {"ca_dhcs"}
    assert "listings of 20" in release.manifest.unrenewed["ca_dhcs"] and "403" in release.manifest.unrenewed["ca_dhcs"]
    assert not (tmp_path / JOURNAL).exists()
    log = (tmp_path / LOG).read_text()
    assert "done before it was interrupted: samhsa_locator" in log and "failed: ca_dhcs" in log
    assert f"release {release.id} (live) is served" in log


@pytest.fixture
def root(tmp_path):
    gather_into(tmp_path, listing("Quiet Harbor", IOP))
    return tmp_path


def test_a_journal_is_continued_by_the_same_question_only(root):
    settings = Settings(data=root)
    journal = finished(root, begin(root, SOURCES, settings), "samhsa_locator", "20261101T000000Z")
    assert begin(root, SOURCES, settings) == journal
    assert begin(root, SOURCES[:1], settings).done == {}
    finished(root, begin(root, SOURCES, settings), "samhsa_locator", "20261101T000000Z")
    assert begin(root, SOURCES, Settings(data=root, states="AZ")).done == {}
    finished(root, begin(root, SOURCES, settings), "samhsa_locator", "20991231T000000Z")
    assert begin(root, SOURCES, settings).done == {}, "a run that is no longer there is not done"
    end(root)
    end(root)
    assert not (root / JOURNAL).exists()


@pytest.mark.parametrize("spoiled", [b"", b"{", b"[]", b"\xff\xfe"])
def test_a_spoiled_journal_begins_anew(root, spoiled):
    (root / JOURNAL).write_bytes(spoiled)
    assert begin(root, SOURCES, Settings(data=root)).done == {}


def test_the_log_is_for_people_and_says_how_it_ended(tmp_path):
    with pytest.raises(RuntimeError), logged(tmp_path):
        note("first\nline red")
        raise RuntimeError("the disk is gone")
    note("nobody listens")
    first, last = (tmp_path / LOG).read_text().splitlines()
    assert first.endswith("first line red") and last.endswith("ended: RuntimeError the disk is gone")
    assert first[:2] == "20" and first[19] == "Z"
