"""A soak: rebuild again and again while sources fail and processes are killed at random, and a client searches.

Two sources are replayed on loopback. ``python -m bench.soak --rebuilds 50 --seed 1`` prints what was seen: failed
searches and mixed releases (both must be 0), how rebuilds ended, and whether the last release is the one that an
undisturbed root publishes from the same rows.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from catalog.releases import MANIFEST, served
from catalog.settings import ROOT
from catalog.sources import SourceReport
from sample.server import Request, SampleServer
from tests.replay_tables import ARCGIS_PATH

SOURCES = ("samhsa_locator", "ca_dhcs")
PLACES = 24
LIMIT = 20
"""Seconds a source may take: one that hangs is ended by then."""

REQUESTS = 6
"""Requests of a rebuild that nothing disturbs."""

KINDS = ("is down", "refuses", "sends a page", "hangs")

KILLED, FAILING = 0.5, 0.3
"""Shares of the rebuilds that are killed at some moment, and in which a source answers wrongly or hangs."""

TIMES = ("run", "started", "finished", "seconds", "peak_mb")
"""Parts of a source's report that tell of the gathering, not of what was gathered."""

THERAPIES = ("Cognitive behavioral therapy", "Dialectical behavior therapy", "Trauma-related counseling")


def locator_rows(version: int) -> list[dict[str, Any]]:
    """Return the locator's rows; a few of them state another therapy in each version."""
    return [
        {
            "name1": f"Quiet Harbor {number}", "name2": None, "street1": f"{100 + number} Main Street", "street2": None,
            "city": "Scottsdale", "state": "AZ", "zip": "85251", "phone": f"480-555-{2300 + number}", "intake1": None,
            "hotline1": None, "website": f"https://quiet{number}.org", "latitude": "33.49", "longitude": "-111.92",
            "typeFacility": "SA",
            "services": [
                {"f1": " Service Setting", "f2": "SET", "f3": "Outpatient; Intensive outpatient treatment"},
                {"f1": "Treatment Approaches", "f2": "TAP", "f3": THERAPIES[(version + number) // 7 % 3]},
            ],
        }
        for number in range(PLACES)
    ]  # fmt: skip


class Replay:
    """Both sources' server. ``trouble`` names what goes wrong now, ``strike`` is called at a request chosen before."""

    def __init__(self, table: list[dict[str, Any]]) -> None:
        self.table, self.version, self.trouble = table, 0, ""
        self.asked, self.strike_at, self.released = 0, 0, threading.Event()
        self.strike: Any = None
        self.server = SampleServer(rows=[], sites={}, faults=self.answer)

    def answer(self, request: Request) -> tuple[int, dict[str, str], bytes] | None:
        """Answer a request, wrongly where there is trouble."""
        self.asked += 1
        if self.strike and self.asked == self.strike_at:
            self.strike()
        if request.path == "/robots.txt":
            return (404, {}, b"")
        locator = "exportsAsJson" in request.path
        source, _, kind = self.trouble.partition(" ")
        if source == SOURCES[0 if locator else 1]:
            if kind == "hangs":
                self.released.wait(LIMIT * 3)
            return {"is down": (503, {}, b""), "refuses": (403, {}, b"")}.get(kind, (200, {}, b"<html>maintenance"))
        body = self._locator(request.query) if locator else self._table(request.query)
        return (200, {"Content-Type": "application/json"}, json.dumps(body).encode())

    def _locator(self, query: str) -> dict[str, Any]:
        rows = locator_rows(self.version) if "sType=sa" in query else []
        return {"page": 1, "totalPages": 1, "recordCount": len(rows), "rows": rows}

    def _table(self, query: str) -> dict[str, Any]:
        if "returnCountOnly" in query:
            return {"count": len(self.table)}
        return {"objectIdFieldName": "OBJECTID", "features": [{"attributes": row} for row in self.table]}


def rebuild(root: Path, replay: Replay) -> subprocess.Popen[bytes]:
    """Start a rebuild of both sources under ``root``."""
    url = replay.server.url
    env = os.environ | {
        "IOP_DATA": str(root), "IOP_SAMHSA_LOCATOR_URL": url, "IOP_CA_DHCS_URL": url + ARCGIS_PATH, "IOP_STATES": "AZ",
        "IOP_REQUEST_DELAY": "0", "IOP_SOURCE_SECONDS": str(LIMIT), "IOP_KEEP_RELEASES": "12",
    }  # fmt: skip
    command = [sys.executable, "-m", "cli", "rebuild", *SOURCES]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Disturbance(NamedTuple):
    """What goes wrong in one rebuild: a source's ``trouble`` ("ca_dhcs hangs", "" for none), and a kill at the request
    of number ``strike_at`` (0: none) or ``after`` so many seconds (0: none)."""

    trouble: str = ""
    strike_at: int = 0
    after: float = 0.0


def disturbances(rebuilds: int, seed: int) -> Iterator[Disturbance]:
    """Yield what goes wrong in each rebuild, as chance has it."""
    chance = random.Random(seed)
    for _ in range(rebuilds):
        trouble = f"{chance.choice(SOURCES)} {chance.choice(KINDS)}" if chance.random() < FAILING else ""
        if chance.random() >= KILLED:
            yield Disturbance(trouble)
        elif chance.random() < 0.5:
            yield Disturbance(trouble, strike_at=chance.randint(1, REQUESTS))
        else:
            # At some moment of the publication: nothing tells when that begins.
            yield Disturbance(trouble, after=chance.uniform(1, 12))


def soak(place: Path, planned: Iterable[Disturbance], table: list[dict[str, Any]]) -> dict[str, Any]:
    """Run a soak below ``place``, one rebuild for each disturbance, and return its figures."""
    ended, replay = Counter[str](), Replay(table)
    disturbed, calm = place / "disturbed", place / "calm"
    with replay.server:
        assert rebuild(disturbed, replay).wait() == 0
        reader = subprocess.Popen([sys.executable, "-m", "tests.read_throughout", str(disturbed)], cwd=ROOT, text=True,
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
        assert reader.stdout and reader.stdout.readline() == "ready\n"
        try:
            for number, disturbance in enumerate(planned):
                replay.version = number
                ended[_one(disturbed, replay, disturbance)] += 1
            replay.strike, replay.trouble = None, ""
            # The first one ends what was interrupted, the second asks for everything anew.
            assert [rebuild(disturbed, replay).wait() for _ in range(2)] == [0, 0]
            saw = json.loads(reader.communicate("end\n", timeout=120)[0])
        finally:
            replay.released.set()
            reader.kill()
            reader.wait()
        assert rebuild(calm, replay).wait() == 0
    releases = [served(root) for root in (disturbed, calm)]
    assert releases[0] and releases[1]
    return {
        "rebuilds": ended.total(), "ended": dict(sorted(ended.items())), "searches": saw["looks"],
        "releases seen": len(saw["seen"]), "failed searches": len(saw["wrong"]), "wrong": saw["wrong"],
        "differs from an undisturbed one": differences(releases[0].path, releases[1].path),
    }  # fmt: skip


def _one(root: Path, replay: Replay, disturbance: Disturbance) -> str:
    """Rebuild once, disturbed; return how it ended."""
    replay.trouble, replay.asked, replay.strike, replay.strike_at = disturbance.trouble, 0, None, 0
    process = rebuild(root, replay)

    def kill() -> None:
        os.kill(process.pid, signal.SIGKILL)

    if disturbance.strike_at:
        replay.strike, replay.strike_at = kill, disturbance.strike_at
    if disturbance.after:
        clock = threading.Timer(disturbance.after, kill)
        clock.start()
        process.wait()
        clock.cancel()
    status = process.wait()
    words = {0: "published", 1: "published, a source failed", -signal.SIGKILL: "killed"}
    return words.get(status, f"exit {status}")


def differences(one: Path, other: Path) -> list[str]:
    """Return the files in which two releases differ, but for the times of gathering and publishing.

    ``changes.md`` and the manifest tell of the release before, which two histories do not share.
    """
    aside = {MANIFEST, "changes.md"}
    names = {str(p.relative_to(place)) for place in (one, other) for p in place.rglob("*") if p.is_file()} - aside
    return sorted(name for name in names if _content(one / name) != _content(other / name))


def _content(path: Path) -> Any:
    if not path.is_file():
        return None
    if path.name != "sources.json":
        return path.read_bytes()
    reports = msgspec.json.decode(path.read_bytes(), type=list[SourceReport])
    return [{key: value for key, value in msgspec.structs.asdict(r).items() if key not in TIMES} for r in reports]


def main() -> None:
    """Print the figures."""
    from tests.test_state_lists import ca_row

    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rebuilds", type=int, default=50)
    words.add_argument("--seed", type=int, default=1)
    asked = words.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        figures = soak(Path(place), disturbances(asked.rebuilds, asked.seed), [ca_row(number) for number in range(10)])
    print(json.dumps(figures | {"minutes": round((time.monotonic() - began) / 60, 1)}, indent=1))


if __name__ == "__main__":
    main()
