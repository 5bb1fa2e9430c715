"""Visitors of a running app, for ``bench/app_load.py``: each walks from a search to a comparison over one websocket.

They run in a process of their own, so that what they cost is not taken for the server's:

    python -m bench.visitors --port 8501 --sessions 100 --seconds 20

prints one line of JSON: every click with its step, milliseconds and kilobytes, and the CPU seconds of both processes.
A time is from the click to the end of the rerun, without what a browser needs to draw.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

THINK = 5.0
"""Mean seconds that a visitor reads before the next click."""

PLACES = ("85251", "Phoenix, AZ", "Tucson, AZ", "60601", "Chicago, IL", "10001", "Houston, TX", "90012", "Atlanta, GA")
WISHES = ("conditions=anxiety", "conditions=depression", "therapies=dbt", "payment_options=medicaid",
          "age_groups=adolescents", "setting=virtual")  # fmt: skip
CARD = re.compile(r'<article class="card" data-key="([^"]+)"')
ENTERING = 8
"""Visitors that open their first page at the same time."""

Walk = Generator[tuple[str, str], str, None]


def walk(chance: random.Random) -> Walk:
    """Yield (step, query) of each click; what is sent back is the HTML that came: the next clicks follow its cards."""
    while True:
        near = "near=" + chance.choice(PLACES).replace(", ", "%2C+")
        seen = yield "search", near
        wish = chance.choice(WISHES)
        seen = (yield "filter", f"{near}&{wish}") or seen
        seen = (yield "filter", f"{near}&{wish}&time_of_day=evening") or seen
        cards = CARD.findall(seen)
        for program in cards[:2]:
            yield "program", f"{near}&{wish}&time_of_day=evening&show={program}"
            yield "back", f"{near}&{wish}&time_of_day=evening"
        if len(cards) >= 3:
            listed = ",".join(cards[:3])
            yield "list", f"{near}&{wish}&time_of_day=evening&list={listed}"
            yield "compare", f"{near}&{wish}&time_of_day=evening&list={listed}&view=compare"
        yield "sentence", f"{near}&ask=evening+help+for+my+anxious+teen%2C+takes+Aetna"


class Visitor:
    """One visitor's websocket and what came over it."""

    def __init__(self, port: int, number: int) -> None:
        self.port, self.chance = port, random.Random(number)
        self.clicks: list[tuple[str, float, float]] = []
        """Step, milliseconds, kilobytes of each click."""

    async def enter(self) -> None:
        """Connect and see the first page."""
        self.socket = await websockets.connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream", subprotocols=[websockets.Subprotocol("streamlit")],
            max_size=None, compression="deflate", ping_interval=None, open_timeout=120,
        )  # fmt: skip
        await self.ask("open", "")

    async def ask(self, step: str, query: str) -> str:
        """Ask for an address and read until the page is finished; return the HTML that came."""
        message = BackMsg()
        message.rerun_script.query_string = query
        began, came, html = time.perf_counter(), 0, []
        await self.socket.send(message.SerializeToString())
        while True:
            raw = await self.socket.recv()
            assert isinstance(raw, bytes)
            came += len(raw)
            answer = ForwardMsg()
            answer.ParseFromString(raw)
            kind = answer.WhichOneof("type")
            if kind == "delta" and answer.delta.new_element.WhichOneof("type") == "bidi_component":
                html.append(json.loads(answer.delta.new_element.bidi_component.json)["html"])
            if kind == "script_finished":
                self.clicks.append((step, 1000 * (time.perf_counter() - began), came / 1024))
                return "\n".join(html)

    async def stay(self, until: float) -> None:
        """Click, read a while, click again."""
        await asyncio.sleep(self.chance.random() * THINK)
        steps, html = walk(self.chance), None
        while time.perf_counter() < until:
            step, query = steps.send(html) if html is not None else next(steps)
            html = await self.ask(step, query)
            reads = self.chance.expovariate(1 / THINK)
            await asyncio.sleep(max(0.0, min(reads, until - time.perf_counter())))


async def visit(port: int, pid: int, sessions: int, seconds: float) -> dict[str, Any]:
    """Let visitors in, let them walk, and return what was measured while they did."""
    visitors = [Visitor(port, number) for number in range(sessions)]
    gate = asyncio.Semaphore(ENTERING)

    async def enter(visitor: Visitor) -> None:
        async with gate:
            await visitor.enter()

    await asyncio.gather(*map(enter, visitors))
    opened = [visitor.clicks.pop() for visitor in visitors]
    before, own, began = cpu_seconds(pid), time.process_time(), time.perf_counter()
    await asyncio.gather(*(visitor.stay(began + seconds) for visitor in visitors))
    measured = {
        "server_cpu": cpu_seconds(pid) - before,
        "own_cpu": time.process_time() - own,
        "seconds": time.perf_counter() - began,
    }
    await asyncio.gather(*(visitor.socket.close() for visitor in visitors))
    return measured | {"opened": opened, "clicks": [click for visitor in visitors for click in visitor.clicks]}


def cpu_seconds(pid: int) -> float:
    """Return the seconds of CPU that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Visit and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--pid", type=int, required=True, help="the server's process")
    parser.add_argument("--sessions", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=20)
    asked = parser.parse_args()
    print(json.dumps(asyncio.run(visit(asked.port, asked.pid, asked.sessions, asked.seconds))))


if __name__ == "__main__":
    main()
