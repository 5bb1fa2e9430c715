"""Measures the app under visitors: websocket sessions that walk from a search to a comparison, and a slow phone.

    python -m bench.app_load                     100 and 200 sessions at 5 s think time, 20 s each, and the phone
    python -m bench.app_load --write             and write what came into docs/performance.md
    python -m bench.app_load --sessions 50 --seconds 10 --programs 2000
    python -m bench.app_load --sample            the sample network instead of invented programs
    python -m bench.app_load --profile           where one rerun spends its time

A server process of its own serves 20,000 invented programs on loopback; the visitors (``bench/visitors.py``) are a
second one. Both share this machine's cores, so look at the milliseconds of CPU a click, too.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bench.report import machine, table, write_section
from bench.visitors import THINK

ROOT = Path(__file__).parent.parent
START = "from catalog.settings import Settings; from views.server import serve; serve(Settings())"


class Server(NamedTuple):
    """A running server: its port and its process."""

    port: int
    process: subprocess.Popen[bytes]


@contextmanager
def served(programs: int) -> Iterator[Server]:
    """Serve so many invented programs, or the sample network for 0, from a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        publish(Path(folder), programs)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment = os.environ | {"IOP_DATA": folder, "IOP_PORT": str(port), "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen([sys.executable, "-c", START], cwd=folder, env=environment)
        try:
            _wait(port, process)
            yield Server(port, process)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=60):
                return
        except OSError:
            if process.poll() is not None:
                raise SystemExit("the server did not start") from None
            time.sleep(0.1)


def publish(data: Path, programs: int) -> None:
    """Publish so many invented programs, or for 0 the sample network as the first run makes it."""
    from catalog.settings import Settings
    from commands.first_run import build_sample
    from tests.app_release import publish_programs
    from tests.make_programs import make_programs

    if programs:
        publish_programs(data / "sample", list(make_programs(programs, seed=3)), "sample")
    else:
        build_sample(Settings(data=data))


class Measured(NamedTuple):
    """One run: its clicks (step, milliseconds, kilobytes), and what the server and the visitors used."""

    sessions: int
    clicks: list[tuple[str, float, float]]
    cpu: float
    """Milliseconds of the server's CPU a click."""
    cores: float
    """Cores that the server used, on average."""
    visitors: float
    """Cores that the visitors used."""
    memory: float
    """Megabytes of the server."""

    def at(self, share: float, step: str = "") -> float:
        """Return the milliseconds within which so many clicks were answered."""
        times = sorted(time for kind, time, _ in self.clicks if step in ("", kind))
        return times[min(len(times) - 1, int(len(times) * share))]

    def row(self) -> list[str]:
        """Return what a table shows."""
        kilobytes = sum(size for _, _, size in self.clicks) / len(self.clicks)
        return [f"{self.sessions}", f"{len(self.clicks)}", *(f"{self.at(share):.0f}" for share in (0.5, 0.95, 0.99)),
                f"{self.cpu:.1f}", f"{self.cores:.2f}", f"{self.visitors:.2f}", f"{kilobytes:.0f}",
                f"{self.memory:.0f}"]  # fmt: skip


HEAD = ["sessions", "clicks", "p50 ms", "p95 ms", "p99 ms", "CPU ms a click", "cores", "visitors' cores", "kB a click",
        "server MB"]  # fmt: skip


def hold(server: Server, sessions: int, seconds: float) -> Measured:
    """Let visitors in from a process of their own and return what was measured while they walked."""
    command = [sys.executable, "-m", "bench.visitors", "--port", server.port, "--pid", server.process.pid,
               "--sessions", sessions, "--seconds", seconds]  # fmt: skip
    told = json.loads(subprocess.check_output([str(part) for part in command], cwd=ROOT))
    clicks = [(str(step), float(time), float(size)) for step, time, size in told["clicks"]]
    if not clicks:
        raise SystemExit("no visitor clicked: give them more --seconds")
    return Measured(
        sessions, clicks, 1000 * told["server_cpu"] / len(clicks), told["server_cpu"] / told["seconds"],
        told["own_cpu"] / told["seconds"], _memory(server.process.pid),
    )  # fmt: skip


def _memory(pid: int) -> float:
    """Return the resident memory of a process in MB."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def phone(server: Server) -> tuple[float, float, float]:
    """Return (seconds to the crisis lines, seconds until the search field takes text, MB loaded) on a slow phone."""
    from playwright.sync_api import sync_playwright

    from tests.browser.chromium import launch

    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
        debugger = page.context.new_cdp_session(page)
        loaded = [0.0]
        debugger.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
        debugger.send("Network.enable")
        debugger.send("Network.emulateNetworkConditions", {
            "offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8,
        })  # fmt: skip
        debugger.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        began = time.perf_counter()
        page.goto(f"http://127.0.0.1:{server.port}/", wait_until="commit", timeout=120_000)
        page.get_by_role("link", name="988", exact=True).first.wait_for(timeout=120_000)
        first = time.perf_counter() - began
        page.locator('.finder input[name="near"]').first.wait_for(timeout=120_000)
        whole = time.perf_counter() - began
        browser.close()
        return first, whole, sum(loaded) / 2**20


def profile(programs: int, count: int = 60) -> None:
    """Print where the script spends its time, over many reruns without a browser."""
    from streamlit.testing.v1 import AppTest

    with tempfile.TemporaryDirectory() as folder:
        publish(Path(folder), programs)
        os.environ["IOP_DATA"] = folder
        test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        test.query_params["near"] = "85251"
        test.run()
        from views import frame

        body, profiler = frame.show_page, cProfile.Profile()
        frame.show_page = lambda: profiler.runcall(body)
        began = time.process_time()
        for _ in range(count):
            test.run()
        print(f"one rerun: {1000 * (time.process_time() - began) / count:.1f} ms of CPU, test harness included")
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(45)


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, nargs="+", default=[100, 200])
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--programs", type=int, default=20_000)
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    programs = 0 if asked.sample else asked.programs
    if asked.profile:
        profile(programs)
        return
    print(f"{machine()}; load before the run {os.getloadavg()[0]:.1f}")
    with served(programs) as server:
        runs = [hold(server, sessions, asked.seconds) for sessions in asked.sessions]
        told = _told(runs, phone(server), f"{programs:,} invented programs" if programs else "the sample network")
    print(told)
    if asked.write:
        write_section("app", told)


def _told(runs: list[Measured], seen: tuple[float, float, float], served_what: str) -> str:
    """Return the section of the page on performance."""
    last = runs[-1]
    steps = [
        [step, f"{last.at(0.5, step):.0f}", f"{last.at(0.95, step):.0f}"]
        for step in dict.fromkeys(c[0] for c in last.clicks)
    ]
    first, whole, loaded = seen
    return f"""## The app

{machine()}, server and visitors on the same cores, {served_what}. Visitors read {THINK:.0f} s on average between two
clicks and walk from a search over filters and programs to a comparison; a time is from the click to the end of the
rerun, without what a browser needs to draw.

{table(HEAD, [run.row() for run in runs])}

With {last.sessions} sessions, by what was clicked:

{table(["click", "p50 ms", "p95 ms"], steps)}

A slow phone (1.6 Mbit/s, 150 ms, a CPU four times slower) shows the crisis lines after {first:.1f} s and takes a search
after {whole:.1f} s; {loaded:.2f} MB are loaded until then."""


if __name__ == "__main__":
    main()
