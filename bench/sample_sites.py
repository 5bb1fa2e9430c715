"""Measures what a crawl of the invented web sites learns: precision and recall a field against ``truth.jsonl``.

``python bench/sample_sites.py [--show]`` gathers the locator's invented rows and the sites from loopback, then prints
a line a field, how many candidates were confirmed, and what became of sites that run no IOP.
"""

from __future__ import annotations

import argparse
import collections
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.reading import _report, parts
from catalog.listings import Listing
from catalog.matching import street_line
from catalog.settings import Settings
from catalog.sources import LISTINGS, gathered, read_listings
from crawler import run
from crawler.reading.truth import KEYS, truth
from sample.server import SAMPLE, SampleServer


def crawl(folder: Path) -> dict[str, list[Listing]]:
    """Gather the sample into ``folder`` and return the listings of both sources by source."""
    with SampleServer() as server:
        settings = Settings(data=folder, samhsa_locator_url=server.url, program_sites_url=server.url, request_delay=0)
        for name in ("samhsa_locator", "program_sites"):
            report = run.gather(name, settings.sample, settings)
            print(name, report.kept, "listings;", report.skipped, report.notes)
    return {report.source.id: list(read_listings(path / LISTINGS)) for report, path in gathered(settings.sample)}


def place(record: Any) -> tuple[str, str]:
    """Return what tells places of the sample apart."""
    read = record.get if isinstance(record, dict) else lambda name: getattr(record, name)
    return street_line(read("street")), read("zip")[:5]


def main() -> int:
    """Crawl, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print every difference")
    show = parser.parse_args().show
    with tempfile.TemporaryDirectory() as folder:
        found = crawl(Path(folder))
    listings = {place(listing): listing for listing in found["program_sites"]}
    counts: dict[str, collections.Counter[str]] = {key: collections.Counter() for key in KEYS}
    stories: collections.Counter[str] = collections.Counter()
    for line in (SAMPLE / "truth.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        listing = listings.get(place(record))
        runs = listing is not None and listing.states_iop
        stories[f"{record['story']}, site {record['status']}: {'IOP stated' if runs else 'no IOP stated'}"] += 1
        read = truth(True, "iop", listing.facts) if listing and runs else truth(False, "", ())
        expected = record["truth"] if record["confirms_iop"] and not record["barred"] else dict.fromkeys(KEYS)
        _compare(record, expected, read, counts, show)
    _report(counts)
    for words, number in sorted(stories.items()):
        print(f"{number:4} {words}")
    return 0


def _compare(
    record: dict[str, Any], expected: dict[str, Any], read: dict[str, Any],
    counts: dict[str, collections.Counter[str]], show: bool,
) -> None:  # fmt: skip
    """Count each key; values that a careful reader may add, or that a page disputes, count neither way."""
    for key in KEYS:
        if key == "is_program_page" and not expected.get(key):
            expected = expected | {key: False}
        wanted, given = parts(expected.get(key)), parts(read[key])
        disputed = {part for value in record["disputed"].get(key, []) for part in parts(value)}
        allowed = parts(record["also_accepted"].get(key)) | disputed
        extra = given - wanted - allowed
        missed = set() if disputed else wanted - given
        counts[key].update(both=len(wanted & given), missed=len(missed), invented=len(extra))
        if show and (missed or extra):
            print(record["facility"], record["domain"], record["status"], key, "missed", missed, "invented", extra)


if __name__ == "__main__":
    sys.exit(main())
