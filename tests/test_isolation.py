"""A source's process ends with its parent, at its time limit and with everything it started; how it ended is said."""

import os
import select
import signal
import subprocess
import sys
import threading

import msgspec
import pytest
from click.testing import CliRunner

from catalog.settings import ROOT
from catalog.sources import ASKED, REFUSED, finished_runs, read_report
from cli import iop
from commands.rebuild_log import LOG
from crawler import isolation
from crawler.bands import judge_run, set_aside
from crawler.isolation import run_apart
from crawler.spider import Progress
from sample.locator import LocatorReplay
from sample.server import SampleServer
from tests.make_listings import SAMHSA, gather_into, listing
from tests.test_samhsa_records import row

SOURCE = """
import subprocess, sys
from crawler.isolation import end_with_parent
end_with_parent()
# What a source starts holds the pipe open too: the pipe ends when none of them lives.
pipe = open(sys.argv[1], "wb")
subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"], pass_fds=[pipe.fileno()])
pipe.write(b"alive\\n"); pipe.flush()
import signal; signal.pause()
"""
PARENT = """
import sys
from pathlib import Path
from crawler.isolation import run_apart
run_apart([sys.executable, "-c", sys.argv[1], sys.argv[2]], b"{}", Path(sys.argv[3]), 600)
"""


@pytest.fixture
def pipe(tmp_path):
    path = tmp_path / "alive"
    os.mkfifo(path)
    return path


def test_no_source_outlives_a_parent_that_is_killed(tmp_path, pipe):
    parent = subprocess.Popen([sys.executable, "-c", PARENT, SOURCE, str(pipe), str(tmp_path / "log")], cwd=ROOT)
    with pipe.open("rb") as alive:
        assert alive.readline() == b"alive\n"
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
        assert select.select([alive], [], [], 60)[0], "the pipe ends once the source and what it started are gone"
        assert alive.read() == b""


def test_a_source_past_its_time_goes_with_all_it_started(tmp_path, pipe, monkeypatch):
    clocks, ended = [], []

    class Clock:
        """A clock that strikes when the test says so."""

        def __init__(self, limit, strike):
            self.strike = strike
            clocks.append(self)

        def start(self):
            pass

        cancel = start

    monkeypatch.setattr(isolation.threading, "Timer", Clock)
    command = [sys.executable, "-c", SOURCE, str(pipe)]
    runner = threading.Thread(target=lambda: ended.append(run_apart(command, b"{}", tmp_path / "log", 600)))
    runner.start()
    with pipe.open("rb") as alive:
        assert alive.readline() == b"alive\n"
        clocks[0].strike()
        assert select.select([alive], [], [], 60)[0], "the pipe ends once the source and what it started are gone"
        assert alive.read() == b""
    runner.join(60)
    assert ended == ["it ran longer than 600 seconds and was ended"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "was killed, as the system does when memory"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "ended by SIGSEGV"),
        ("raise SystemExit(3)", "ended with 3"),
        ('print(\'{"type": "Outcome", "failed": "the site is down"}\')', "the site is down"),
        ('print("no JSON"); print(\'{"type": "Outcome", "failed": ""}\')', ""),
    ],
)
def test_how_a_source_ended_is_said(tmp_path, code, said):
    reason = run_apart([sys.executable, "-c", code], b"{}", tmp_path / "log", 60)
    assert said in reason if said else reason == ""


def test_a_source_is_told_its_settings_and_tells_how_far_it_is(tmp_path):
    code = 'import sys; print(sys.stdin.readline().strip()); print(\'{"type": "Outcome", "failed": ""}\')'
    step, seen = Progress("locator", "fetch", 3, 7, "AZ"), []
    assert run_apart([sys.executable, "-c", code], msgspec.json.encode(step), tmp_path / "log", 60, seen.append) == ""
    assert seen == [step]


def gathered_run(root, count, run, expected=(1, 1000), asked="https://findtreatment.gov"):
    source = msgspec.structs.replace(SAMHSA, expected=expected)
    folder = gather_into(root, *(listing(f"Quiet Harbor {n}") for n in range(count)), source=source, run=run)
    (folder / ASKED).write_text(asked)
    return folder


@pytest.mark.parametrize(
    ("before", "now", "refused", "warning"),
    [
        (10, 8, "", ""),
        (10, 7, "it brought 7 listings, the run before 10", ""),
        (10, 0, "it brought 0 listings, the run before 10", ""),
        (10, 20, "", ""),
        (10, 21, "", "it brought 21 listings, the run before 10"),
        (0, 4, "it brought 4 listings, at least 5 are expected", ""),
        (4, 4, "", ""),  # a person accepted that before
        (30, 31, "", "it brought 31 listings, at most 30 are expected"),
    ],
)
def test_what_a_run_may_bring(tmp_path, before, now, refused, warning):
    if before:
        gathered_run(tmp_path, before, "20260101T000000Z")
    folder = gathered_run(tmp_path, now, "20260201T000000Z", expected=(5, 30))
    judged = judge_run(folder, read_report(folder))
    assert judged.refused == refused
    assert judged.warning.startswith(warning) and bool(judged.warning) == bool(warning)


def test_a_run_of_some_states_is_measured_by_runs_of_the_same_states(tmp_path):
    gathered_run(tmp_path, 20, "20260101T000000Z")
    folder = gathered_run(tmp_path, 3, "20260201T000000Z", (5, 30), "https://findtreatment.gov\nstates=AZ")
    assert judge_run(folder, read_report(folder)) == ("", "")
    replay = gathered_run(tmp_path / "replay", 3, "20260201T000000Z", (5, 30))
    assert judge_run(replay, read_report(replay), loopback=True) == ("", "")


def test_a_refused_run_is_kept_to_be_looked_at_and_never_built_from(tmp_path):
    good = gathered_run(tmp_path, 10, "20260101T000000Z")
    places = [set_aside(gathered_run(tmp_path, 1, f"20260{n}01T000000Z")) for n in (2, 3, 4)]
    assert finished_runs(tmp_path, SAMHSA.id) == [good]
    assert sorted((good.parent / REFUSED).iterdir()) == places[1:]


def test_a_shrunken_source_is_taken_where_a_person_says_why(tmp_path):
    rows = [row(name1=f"Quiet Harbor {n}") for n in range(5)]
    with SampleServer(rows=rows) as server:
        env = {"IOP_DATA": str(tmp_path), "IOP_SAMHSA_LOCATOR_URL": server.url, "IOP_REQUEST_DELAY": "0",
               "IOP_STATES": "AZ"}  # fmt: skip
        assert CliRunner().invoke(iop, ["gather", SAMHSA.id], env=env).exit_code == 0
        first = finished_runs(tmp_path, SAMHSA.id)
        server.locator = LocatorReplay(rows[:1])
        refused = CliRunner().invoke(iop, ["gather", SAMHSA.id], env=env)
        assert refused.exit_code == 1 and "brought 1 listings, the run before 5" in " ".join(refused.stderr.split())
        assert finished_runs(tmp_path, SAMHSA.id) == first
        taken = CliRunner().invoke(iop, ["gather", SAMHSA.id, "--accept", "four closed"], env=env)
        assert taken.exit_code == 0 and len(finished_runs(tmp_path, SAMHSA.id)) == 2
    assert "however little: four closed" in (tmp_path / LOG).read_text()
