"""Measures how an exchange issuer's file of any size is read: memory, speed, what is kept of it.

``bench/exchange.py [MEGABYTES ...]`` (default: 100 and 5000) serves a generated ``providers.json`` of each size on
loopback, made as it is sent, and gathers it with the real spider in a process of its own.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from catalog.settings import Settings  # noqa: E402
from crawler.run import gather  # noqa: E402

PLANS = [{"plan_id_type": "HIOS-PLAN-ID", "plan_id": f"12345CA{n:07}", "network_tier": "PREFERRED", "years": [2026]}
         for n in range(20)]  # fmt: skip
ADDRESS = {"address": "123 Park Ave", "address_2": "Suite 120", "city": "Oakland", "state": "CA", "zip": "94612",
           "phone": "5102131111"}  # fmt: skip


def person(number: int) -> bytes:
    """Return one doctor of an issuer as JSON."""
    name = {"first": "Ann", "middle": "B", "last": f"Other{number}"}
    record = {"npi": f"{1_000_000_000 + number}", "type": "INDIVIDUAL", "name": name, "addresses": [ADDRESS] * 3,
              "specialty": ["Dermatology"], "accepting": "accepting", "plans": PLANS}  # fmt: skip
    return json.dumps(record).encode()


def facility(number: int) -> bytes:
    """Return one facility as JSON, every tenth of which says IOP."""
    name = f"Cedar {number}" + (" Intensive Outpatient" if number % 10 == 0 else "")
    record = {"npi": f"{2_000_000_000 + number}", "type": "FACILITY", "facility_name": name,
              "facility_type": ["Clinic"], "addresses": [ADDRESS], "plans": PLANS}  # fmt: skip
    return json.dumps(record).encode()


class Issuer(ThreadingHTTPServer):
    """Serves an index and one file of ``size`` bytes, written as it is sent."""

    daemon_threads = True

    def __init__(self, size: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.size = size
        block = b",".join(person(n) for n in range(500))
        self.blocks = [block, b",".join(facility(n) for n in range(40))]

    @property
    def url(self) -> str:
        """Base address."""
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Issuer

    def do_GET(self) -> None:
        """Answer with the index, the file, or nothing."""
        if self.path.endswith("index.json"):
            self._whole(json.dumps({"provider_urls": [f"{self.server.url}/providers.json"]}).encode())
        elif self.path == "/providers.json":
            self._large()
        else:
            self.send_error(404)

    def _whole(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _large(self) -> None:
        self.send_response(200)
        self.end_headers()
        people, places = self.server.blocks
        try:
            self.wfile.write(b"[" + places)
            sent = len(places)
            while sent < self.server.size:
                self.wfile.write(b"," + people)
                sent += len(people) + 1
            self.wfile.write(b"]")
        except (BrokenPipeError, ConnectionResetError):
            return

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def measure(megabytes: int) -> None:
    """Gather a file of a size and print what it took."""
    with Issuer(megabytes * 1_000_000) as server, tempfile.TemporaryDirectory() as folder:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings = Settings(data=Path(folder), exchange_plans_url=server.url, request_delay=0, insurers="cigna")
        began = time.monotonic()
        report = gather("exchange_plans", Path(folder), settings)
        seconds = time.monotonic() - began
        server.shutdown()
    print(f"{megabytes} MB: {report.rows} records, {report.kept} kept; {seconds:.0f} s, "
          f"{megabytes / seconds:.0f} MB/s; {report.peak_mb:.0f} MB of memory at most")  # fmt: skip


if __name__ == "__main__":
    for size in [int(word) for word in sys.argv[1:]] or [100, 5000]:
        measure(size)
