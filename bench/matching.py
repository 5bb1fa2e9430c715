"""Measures matching: precision, recall and time on labelled listings, and how time grows with their number.

``bench/matching.py`` alone reads our judgements of real rows (``tests/tables/pairs.csv``, by hash) beside the recorded
directories, then times invented listings. ``bench/matching.py LABELLED.jsonl`` reads one JSON object a line: a listing
with its ``cluster``, or a pair ``{"a": listing, "b": listing, "same": true}``.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import itertools
import json
import math
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from catalog.contacts import phone, website  # noqa: E402
from catalog.listings import Listing, listing_id  # noqa: E402
from catalog.matching import Head, Matching, head_of, match_listings  # noqa: E402
from catalog.merging import merge  # noqa: E402
from catalog.places import zip_table  # noqa: E402

PAIRS = ROOT / "tests" / "tables" / "pairs.csv"
ROWS = ROOT.parent / "shared" / "data" / "samhsa" / "locator_rows.jsonl.gz"
HASHED = ("name1", "name2", "street1", "street2", "city", "state", "zip", "phone", "intake1", "typeFacility")


def row_hash(row: dict[str, Any]) -> str:
    """Return 16 hex digits of a locator row: BLAKE2b of the ``HASHED`` fields, null as "", joined by U+001F."""
    text = "\x1f".join(row.get(field) or "" for field in HASHED)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def head_of_row(row: dict[str, Any], number: int) -> Head:
    """Return the head of a locator row, as the spider would list it."""
    one, two = row["name1"], row.get("name2") or ""
    return _head(
        f"{row_hash(row)}-{number}", source="samhsa_locator", kind=row["typeFacility"], name=two or one,
        organization=one if two else "", street=row["street1"] or "", street2=row.get("street2") or "",
        city=row["city"] or "", state=row["state"] or "", zip=row["zip"] or "", phone=row.get("phone") or "",
        website=row.get("website") or "",
    )  # fmt: skip


FIELDS = ("source", "kind", "name", "organization", "street", "street2", "city", "state", "zip", "phone", "website")


def _head(head_id: str, **fields: str) -> Head:
    kept = dict.fromkeys(FIELDS, "") | fields
    kept |= {"phone": phone(kept["phone"]), "website": website(kept["website"])}
    return Head(id=head_id, trust=30, states_iop=True, candidate_for="", file=0, offset=0, length=0, **kept)  # type: ignore[arg-type]


def judge_pairs() -> None:
    """Print precision and recall on each half of our judgements; the whole directory is matched, as a build would."""
    with gzip.open(ROWS) as file:
        rows = [json.loads(line) for line in file]
    heads = [head_of_row(row, number) for number, row in enumerate(rows)]
    started = time.process_time()
    matching = match_listings(heads)
    print(f"{len(heads):,} real rows matched in {time.process_time() - started:.1f} s: {len(matching.groups):,} places")
    groups = _groups_by(matching, lambda head: head.id.partition("-")[0])
    unsure = {frozenset(head.id.partition("-")[0] for head in (p.one, p.other)) for p in matching.unsure}
    with PAIRS.open(newline="") as file:
        judged = list(csv.DictReader(file))
    for half in ("tune", "test", "fresh"):
        counts: Counter[tuple[bool, bool]] = Counter()
        left = 0
        for row in judged:
            if row["half"] == half:
                joined = bool(groups[row["hash_a"]] & groups[row["hash_b"]])
                counts[row["judged"] == "same", joined] += 1
                left += not joined and frozenset((row["hash_a"], row["hash_b"])) in unsure
        print(f"{half}: {_figures(counts)}, {left} of them left to a person")


def judge_file(path: Path) -> None:
    """Print precision, recall and time on a labelled file; raises ``ValueError`` where a line is neither shape."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    counts: Counter[tuple[bool, bool]] = Counter()
    started = time.process_time()
    if all("a" in record and "b" in record for record in records):
        for record in records:
            pair = [_labelled(record[side], side) for side in "ab"]
            counts[bool(record["same"]), len(match_listings(pair).groups) == 1] += 1
    elif all("cluster" in record for record in records):
        heads = [_labelled(record, str(number)) for number, record in enumerate(records)]
        found = _groups_by(match_listings(heads), lambda head: head.id)
        counts = _cluster_counts([str(record["cluster"]) for record in records], [min(found[h.id]) for h in heads])
    else:
        raise ValueError(f"{path}: every line needs a cluster, or every line needs a, b and same")
    print(f"{_figures(counts)}, {time.process_time() - started:.2f} s")


def _labelled(record: dict[str, Any], number: str) -> Head:
    return _head(number, **{key: str(record[key]) for key in FIELDS if record.get(key) is not None})


def _cluster_counts(truth: list[str], found: list[int]) -> Counter[tuple[bool, bool]]:
    """Count pairs by whether they are and were joined, without walking all pairs of listings."""
    pairs = {name: sum(math.comb(n, 2) for n in Counter(values).values())
             for name, values in (("true", truth), ("found", found))}  # fmt: skip
    both = sum(math.comb(n, 2) for n in Counter(zip(truth, found, strict=True)).values())
    return Counter({(True, True): both, (True, False): pairs["true"] - both, (False, True): pairs["found"] - both})


def _groups_by(matching: Matching, key: Any) -> dict[str, set[int]]:
    groups: dict[str, set[int]] = defaultdict(set)
    for number, group in enumerate(matching.groups):
        for head in group.heads:
            groups[key(head)].add(number)
    return groups


def _figures(counts: Counter[tuple[bool, bool]]) -> str:
    hit, missed, wrong = counts[True, True], counts[True, False], counts[False, True]
    precision, recall = hit / max(hit + wrong, 1), hit / max(hit + missed, 1)
    return (f"precision {precision:.4f}, recall {recall:.4f} ({hit} joined rightly, {wrong} wrongly, {missed} missed, "
            f"{counts[False, False]} rightly apart)")  # fmt: skip


def time_growth(sizes: Iterable[int]) -> None:
    """Print the time to match and merge invented listings, and beside it what n log n would allow."""
    base = 0.0
    for size in sizes:
        listings = invented(size)
        started = time.process_time()
        matching = match_listings(head_of(listing, 30) for listing in listings)
        matched = time.process_time() - started
        by_id = {listing.id: listing for listing in listings}
        for group in matching.groups:
            merge([by_id[head.id] for head in group.heads], {})
        spent = time.process_time() - started
        base = base or spent / (size * math.log(size))
        allowed = base * size * math.log(size)
        print(f"{size:,} listings: {matched:.1f} s to match, {spent:.1f} s with merging (n log n: {allowed:.1f} s), "
              f"{len(matching.groups):,} programs")  # fmt: skip


WRITTEN = (
    ("samhsa_locator", "SA", "Treatment Center", "Street"),
    ("samhsa_locator", "MH", "Trt Ctr", "St"),
    ("insurer", "", "Treatment Center LLC", "Street"),
)
"""How each source in turn writes one place: its id, kind of record, the name's ending, the street's."""


def invented(size: int) -> list[Listing]:
    """Return ``size`` listings of invented places: one to three of each, written as different sources would."""
    rng = random.Random(7)
    zips = sorted(zip_table().items())
    words = [a + b for a, b in itertools.product(
        ("Har", "Mead", "Stone", "Wil", "Ash", "Clear", "Fair", "Lake", "Oak", "Sun", "Bright", "Elm", "Fern", "Gold"),
        ("bor", "ow", "bridge", "lows", "ford", "water", "view", "side", "ridge", "rise", "dale", "wood"))]  # fmt: skip
    listings: list[Listing] = []
    while len(listings) < size:
        code, (_, _, city, state) = rng.choice(zips)
        name = f"{rng.choice(words)} {rng.choice(words)}"
        street = f"{rng.randint(1, 9999)} {rng.choice(words)}"
        line = f"({rng.randint(201, 989)}) 555-{rng.randint(1000, 9999)}"
        for source, kind, ending, road in WRITTEN[: rng.randint(1, 3)]:
            fields = {"name": f"{name} {ending}", "street": f"{street} {road}", "city": city, "state": state}
            made = listing_id(source, kind, *fields.values(), str(len(listings)))
            rest = {"source": source, "kind": kind, "zip": code, "phone": line, "url": "", "read_on": "2026-11-01"}
            listings.append(Listing(id=made, **fields, **rest))
    return listings[:size]


def main() -> None:
    """Run what the command line asks for."""
    if len(sys.argv) > 1:
        judge_file(Path(sys.argv[1]))
        return
    if ROWS.is_file():
        judge_pairs()
    else:
        print(f"NOT MEASURED: the recorded directories are not at {ROWS}")
    time_growth((25_000, 50_000, 100_000, 200_000))


if __name__ == "__main__":
    main()
