"""Listings, sources and gathered runs for tests: invented facilities, small and by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from catalog.facts import Evidence, Fact, How, Scope, Value
from catalog.listings import Listing, listing_id
from catalog.places import Point
from catalog.sources import Source, SourceReport, finish_run, source_folder, write_listings

SAMHSA = Source(
    id="samhsa_locator", label="SAMHSA", home="https://findtreatment.gov", terms="public domain", cadence_days=30,
    expected=(1, 10), trust=30,
)  # fmt: skip
OWN_PAGE = Source(
    id="program_sites", label="the program's own page", home="", terms="facts only", cadence_days=30, expected=(0, 10),
    trust=10,
)  # fmt: skip


def says(quote: str = "Intensive outpatient treatment", source: str = "samhsa_locator", how: How = "code",
         scope: Scope = "facility", read_on: str = "2026-11-01") -> Evidence:  # fmt: skip
    """Evidence of one source."""
    return Evidence(source=source, url=f"https://{source}.example/", read_on=read_on, quote=quote, how=how, scope=scope)


def fact(attribute: str, value: Value, *evidence: Evidence, denied: bool = False) -> Fact:
    """A fact, SAMHSA's unless other evidence is given."""
    return Fact(attribute=attribute, value=value, evidence=evidence or (says(),), denied=denied)


IOP = fact("level_of_care", "iop")


def listing(name: str = "Quiet Harbor", *facts: Fact, kind: str = "SA", source: str = "samhsa_locator",
            **fields: Any) -> Listing:  # fmt: skip
    """A listing in Scottsdale, with whatever fields a test is about."""
    place = {"street": "100 Main Street", "city": "Scottsdale", "state": "AZ", "zip": "85251"} | fields
    made = Listing(
        id=listing_id(source, kind, name, *map(str, place.values())),
        source=source, name=name, url="https://findtreatment.gov/locator", read_on="2026-11-01", kind=kind,
        facts=facts, point=fields.pop("point", Point(33.49, -111.92, "site")),
        **{key: value for key, value in place.items() if key != "point"},
    )  # fmt: skip
    return made


def gather_into(root: Path, *listings: Listing, source: Source = SAMHSA, run: str = "20261101T000000Z",
                skipped: Any = ()) -> Path:  # fmt: skip
    """Write a finished run of ``source`` as a spider would."""
    folder = source_folder(root, source.id) / run
    folder.mkdir(parents=True)
    report = SourceReport(
        source=source, run=run, started="2026-11-01T00:00:00+00:00", finished="2026-11-01T00:01:00+00:00",
        read_on="2026-11-01", as_of="", pages=1, rows=len(listings), kept=len(listings), skipped={},
    )  # fmt: skip
    write_listings(folder, listings)
    finish_run(folder, report, skipped)
    return folder
