"""Measures a crawl of a generated organization on loopback, first run and second.

``python bench/crawl.py [--places 300] [--domains 1]`` prints pages, requests, seconds, answers by status, listings and
peak memory of each run; ``--domains 300`` gives each place a web site of its own.
"""

from __future__ import annotations

import argparse
import collections
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.chain import make_chain, plant
from catalog.settings import Settings
from crawler import run
from sample.server import SampleServer


def main() -> int:
    """Crawl twice and print both runs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=300)
    parser.add_argument("--domains", type=int, default=1)
    given = parser.parse_args()
    chain = make_chain(given.places, given.domains)
    with tempfile.TemporaryDirectory() as folder, SampleServer(rows=[], sites=chain.sites) as server:
        settings = Settings(data=Path(folder), program_sites_url=server.url, request_delay=0)
        plant(settings.sample, [place.listing for place in chain.places])
        for name in ("first run", "second run"):
            before, began = len(server.log), time.perf_counter()
            report = run.gather("program_sites", settings.sample, settings)
            seconds = time.perf_counter() - began
            statuses = collections.Counter(request.status for request in server.log[before:])
            store = sum(file.stat().st_size for file in (settings.sample / "gather/program_sites").glob("pages*"))
            print(
                f"{name}: {report.pages} pages, {len(server.log) - before} requests in {seconds:.1f} s "
                f"(reading {report.seconds:.1f} s), answers {dict(sorted(statuses.items()))}, {report.kept} listings, "
                f"peak {report.peak_mb:.0f} MB, store {store / 1e6:.1f} MB"
            )
            print(f"    skipped {report.skipped}; marked {report.notes}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
