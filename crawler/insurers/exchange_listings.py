"""The kept extract of one exchange issuer to listings, with the accounts of its files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec

from catalog.listings import Listing
from catalog.sources import Source
from crawler.insurers.directories import Directory
from crawler.insurers.exchange import place_records, plan_names
from crawler.insurers.exchange_files import Account, extracted
from crawler.kept_pages import BadAnswer, kept
from crawler.known_places import KnownPlaces
from crawler.records import Spoken, listing_of, unusable
from crawler.reports import OTHER_STATE, RunCount
from crawler.samhsa.records import in_wrong_world


def read_issuer(
    source: Source, directory: Directory, place: Path, read_on: str, known: KnownPlaces, states: frozenset[str],
    sample: bool, count: RunCount,
) -> Iterator[Listing]:  # fmt: skip
    """Yield the listings of one issuer; ``states`` are the postal codes wanted, all where it is empty.

    Raises ``BadAnswer`` where no facility has a name: the field was renamed.
    """
    _count_files(directory, place, count)
    facilities = list(extracted(place, "providers"))
    if facilities and not any("facility_name" in facility for facility in facilities):
        there = ", ".join(sorted({field for facility in facilities for field in facility}))[:200]
        raise BadAnswer(f"no facility has a field 'facility_name', only: {there}. Its form has changed")
    names = plan_names(extracted(place, "plans"))
    for record, npi, updated in place_records(directory, facilities, names, int(read_on[:4]), known):
        if not isinstance(record, str) and states and record.state not in states:
            count.pass_over(OTHER_STATE)
            continue
        reason = record if isinstance(record, str) else unusable(record)
        spoken = Spoken(source=source.id, url=directory.url, read_on=read_on, as_of=_as_of(updated, read_on),
                        directory=directory.name)  # fmt: skip
        listing = None if isinstance(record, str) or reason else listing_of(record, spoken)
        reason = reason or (in_wrong_world(listing, sample) if listing else "")
        if reason or listing is None:
            count.skip(f"{directory.id} {npi or 'without an NPI'}", directory.id, reason)
        else:
            yield listing


def _count_files(directory: Directory, place: Path, count: RunCount) -> None:
    """Count what the issuer's files held, and note those that could not be read."""
    for path in sorted(place.glob("*.account.json.gz")):
        body = kept(path)
        if body is None:
            continue
        account, name = msgspec.json.decode(body, type=Account), path.name.partition(".")[0]
        count.pages += 1
        if account.fault:
            count.notes[f"{directory.id}: {name} could not be read: {account.fault}"] += 1
        if name.startswith("providers"):
            count.rows += account.rows
        for reason, number in account.left_out.items():
            count.pass_over(reason, number)


def _as_of(updated: str, read_on: str) -> str:
    """Return the ISO date a record was last updated on, "" where it is none or in the future."""
    try:
        stated = dt.date.fromisoformat(updated).isoformat()
    except ValueError:
        return ""
    return stated if stated < read_on else ""
