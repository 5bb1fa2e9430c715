"""Synthetic programs for tests and benchmarks: a seed and a count in, the same invented programs out on every machine.

They follow the attribute table and the vocabulary, so a new attribute or term is used without a change here. Places
are real ZIP codes; names, phones (555-01xx) and websites (.example) are invented.
"""

from __future__ import annotations

import datetime as dt
import functools
import random
from collections.abc import Iterator
from pathlib import Path

import msgspec

from catalog.attributes import Attribute, load_attributes
from catalog.facts import Evidence, Fact, Span, Value
from catalog.places import Point, zip_table
from catalog.programs import Program
from catalog.vocabulary import load_vocabulary

NEWEST = dt.date(2026, 11, 1)

_FIRST = (
    "Cedar Harbor Willow Juniper Granite Saguaro Lantern Meadow Prairie Heron Copper Quiet Bright Summit River Orchard "
    "Beacon Cypress Maple Falcon Amber Northern Silver Blue Golden Hidden Still Evergreen Coastal Desert Canyon Laurel "
    "Magnolia Redwood Aspen Sequoia Mesa Bayou Delta Piedmont Cascade Lakeside Hilltop Valley Stonebridge Fairview"
)
_SECOND = (
    "Springs Light Ridge Path Way House Bridge Hollow Creek Point Grove Field Gate Crossing Shore Haven Horizon Stone "
    "Star Sky Wind Rock Trail Glen Cove Landing Terrace Court Garden Bend"
)
_THIRD = (
    "Recovery Center|Behavioral Health|Counseling|Wellness Institute|Treatment Services|Outpatient Clinic|"
    "Family Services|Psychiatric Associates|Health System|Community Services|Therapy Group|Intensive Outpatient"
)
_SYLLABLES = "bar cal den for gil han jor kel lan mor nel par quin ros sel tor van wes yar zan"
FIRST, SECOND, THIRD, SYLLABLES = _FIRST.split(), _SECOND.split(), _THIRD.split("|"), _SYLLABLES.split()
PLENTY = {"conditions": 7, "therapies": 8, "insurers": 6, "days": 3, "facility_services": 8, "care_team": 4}
"""Terms that a program states on average; other attributes have two."""

RANGES = {
    "hours_per_week": (6, 20), "days_per_week": (2, 5), "session_hours": (2, 4), "length_weeks": (4, 24),
    "group_size": (4, 14), "ages": (5, 80),
}  # fmt: skip
SAYS_SO, DENIES, FROM_TEXT = 0.6, 0.06, 0.25
"""Shares of programs that state anything of an attribute, of facts denied, of facts read from text."""


def make_programs(count: int, seed: int = 1) -> Iterator[Program]:
    """Yield ``count`` invented programs in the order of their ids."""
    chance = random.Random(seed)
    zips = sorted(zip_table().items())
    chains = [_invented_name(chance) for _ in range(max(count // 8, 3))]
    for number in range(count):
        yield _program(f"{number:012x}", chance, zips, chains)


def write_programs(folder: Path, count: int, seed: int = 1) -> list[Program]:
    """Write ``count`` programs as a release's ``programs.jsonl`` into ``folder`` and return them."""
    folder.mkdir(parents=True, exist_ok=True)
    programs = list(make_programs(count, seed))
    with (folder / "programs.jsonl").open("wb") as file:
        for program in programs:
            file.write(msgspec.json.encode(program) + b"\n")
    return programs


def _program(program_id: str, chance: random.Random, zips: list[tuple[str, tuple[float, float, str, str]]],
             chains: list[str]) -> Program:  # fmt: skip
    zip_code, (lat, lon, city, state) = chance.choice(zips)
    organization = chance.choice(chains)
    precision = chance.choices(("site", "zip", "city", ""), (85, 10, 3, 2))[0]
    if precision == "site":
        lat, lon = lat + chance.uniform(-0.05, 0.05), lon + chance.uniform(-0.05, 0.05)
    host = "".join(c for c in organization.lower() if c.isalnum())
    return Program(
        id=program_id,
        name=f"{organization} {chance.choice(('', city, 'IOP', 'Day Program'))}".strip()
        if chance.random() < 0.5 else _invented_name(chance),
        status="confirmed", facts=_facts(chance), listings=(f"samhsa_locator:{program_id}",),
        last_seen=(NEWEST - dt.timedelta(days=int(chance.expovariate(1 / 120)))).isoformat(),
        organization=organization, street=f"{chance.randint(1, 9999)} Main Street", city=city, state=state,
        zip=zip_code, phone=f"({chance.randint(201, 989)}) 555-01{chance.randint(0, 99):02d}",
        website=f"https://www.{host}.example/" if chance.random() < 0.8 else "",
        point=Point(lat, lon, precision) if precision else None, invented=True,
    )  # fmt: skip


def _invented_name(chance: random.Random) -> str:
    own = "".join(chance.choices(SYLLABLES, k=chance.randint(2, 3))).title()
    first = own if chance.random() < 0.5 else chance.choice(FIRST)
    return f"{first} {chance.choice(SECOND)} {chance.choice(THIRD)}"


def _facts(chance: random.Random) -> tuple[Fact, ...]:
    facts = [_fact("level_of_care", "iop", False, 0)]
    for row in load_attributes():
        if row.key == "level_of_care" or chance.random() > SAYS_SO:
            continue
        facts += _facts_of(row, chance)
    return tuple(facts)


def _facts_of(row: Attribute, chance: random.Random) -> list[Fact]:
    if row.kind == "terms":
        terms = _term_ids(row.vocabulary)
        wanted = min(len(terms), max(1, round(chance.gauss(PLENTY.get(row.key, 2), 1.5))))
        chosen = dict.fromkeys(terms[int(len(terms) * chance.random() ** 2)] for _ in range(wanted))
        return [_drawn(row.key, term, chance) for term in chosen]
    if row.kind == "yes_no":
        return [_drawn(row.key, True, chance)]
    if row.kind != "span":
        return []
    low, high = RANGES.get(row.key, (1, 10))
    least = chance.randint(low, high)
    most = least + chance.choice((0, 0, 1, 3))
    spans = [Span(float(least), None if chance.random() < 0.1 else float(most))]
    if chance.random() < 0.05:
        spans.append(Span(None, float(chance.randint(low, high))))
    return [_fact(row.key, span, False, 0) for span in spans]


def _drawn(key: str, value: Value, chance: random.Random) -> Fact:
    variant = 1 + chance.randrange(4) if chance.random() < FROM_TEXT else 0
    return _fact(key, value, chance.random() < DENIES, variant)


@functools.cache
def _term_ids(vocabulary: str) -> tuple[str, ...]:
    return tuple(term.id for term in load_vocabulary().terms(vocabulary))


@functools.lru_cache(maxsize=100_000)
def _fact(key: str, value: Value, denied: bool, variant: int) -> Fact:
    """Return a fact; ``variant`` 0 is read from a code, others from one of four sentences."""
    shown = str(value).replace("_", " ")
    quote = (
        shown,
        f"Our team offers {shown} in a calm setting with small groups.",
        f"Ask about {shown}, which many people choose after a hospital stay.",
        f"We are known for {shown} and work with families every evening.",
        f"{shown.capitalize()} is part of every plan from the first week.",
    )[variant]
    evidence = Evidence(
        source="program_sites" if variant else "samhsa_locator", url="https://made.example/", read_on="2026-11-01",
        quote=quote, how="text" if variant else "code",
    )  # fmt: skip
    return Fact(attribute=key, value=value, evidence=(evidence,), denied=denied)
