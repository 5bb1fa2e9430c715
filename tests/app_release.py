"""Releases for the tests of the app: a few programs by hand, around Scottsdale, and invented ones to page through."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from catalog.building import ACCOUNTS, CANDIDATES, OFFSETS, PROGRAMS, SOURCES
from catalog.facts import Evidence, Fact, Span, Value
from catalog.places import Point
from catalog.programs import Program
from catalog.releases import Release, World, publish
from catalog.sources import Source, SourceReport
from index.build import build_index
from tests.make_programs import make_programs

LOCATOR = Source(
    id="samhsa_locator", label="SAMHSA", home="https://findtreatment.example", terms="public domain", cadence_days=30,
    expected=(1, 10), trust=30,
)  # fmt: skip
OWN_PAGE = Source(
    id="program_sites", label="the program's own page", label_es="la página del programa", home="",
    terms="facts only", cadence_days=30, expected=(0, 10), trust=10,
)  # fmt: skip

HOSTILE = (
    "<script>window.hit=1</script> ![x](https://evil.example/a.png) [go](javascript:alert(1)) \u202etxt\u202c `code` "
    "$\\alpha$ :material/home: # Head <img src=https://evil.example/b.png onerror=alert(1)>"
)


def said(source: str = "samhsa_locator", scope: str = "facility", quote: str = "As the source says it.",
         url: str = "https://source.example/page", **fields: Any) -> Evidence:  # fmt: skip
    how = "text" if source == "program_sites" else "code"
    return Evidence(
        source=source, url=url, read_on="2026-11-02", quote=quote, how=how, scope=scope, **fields
    )  # fmt: skip


def fact(attribute: str, value: Value, *evidence: Evidence, **fields: Any) -> Fact:
    return Fact(attribute=attribute, value=value, evidence=evidence or (said(),), **fields)


def program(number: int, name: str, *facts: Fact, **fields: Any) -> Program:
    """A program in Scottsdale that is an IOP, with whatever facts and fields a test is about."""
    told = {
        "id": f"p{number:012x}", "name": name, "status": "confirmed", "listings": (f"samhsa_locator:{number}",),
        "last_seen": "2026-11-02", "street": f"{number} Main Street", "city": "Scottsdale", "state": "AZ",
        "zip": "85251",
        "phone": f"(480) 555-01{number % 100:02d}", "point": Point(33.49, -111.92, "site"), "invented": True,
    } | fields  # fmt: skip
    return Program(facts=(fact("level_of_care", "iop"), *facts), **told)


def by_hand() -> list[Program]:
    """The programs that tests name."""
    own = said("program_sites", "program", "We meet three evenings a week, nine hours in all.")
    return [
        program(
            1, "Quiet Harbor Evening IOP",
            fact("conditions", "anxiety", said(), said("program_sites", "program", "Care for people with anxiety.")),
            fact("conditions", "depression", own), fact("hours_per_week", Span(9.0, 9.0), own),
            fact("days_per_week", Span(3.0, 3.0), own), fact("time_of_day", "evening", own),
            fact("sessions", "18:00-21:00", own), fact("age_groups", "adults"),
            fact("payment_options", "medicaid", own, denied=True), fact("payment_options", "private_insurance"),
            fact("family_sessions", True, own, disputed=True),
            fact("family_sessions", True, said(), denied=True, disputed=True),
            organization="Quiet Harbor Health", website="https://quietharbor.example/", intake_phone="(480) 555-0111",
            previous_ids=("p0000000000aa",),
        ),
        program(2, "Silent House", point=Point(33.5, -111.93, "zip"), last_seen="2025-06-01"),
        program(3, HOSTILE, fact("conditions", "anxiety", said(quote=HOSTILE, url="javascript:alert(1)")),
                organization=HOSTILE, website="javascript:alert(1)", street=HOSTILE, phone="<b>1</b>"),
        program(4, "Far Mesa Center", fact("conditions", "eating_disorders"), city="Tucson", zip="85701",
                point=Point(32.22, -110.97, "site")),
        program(5, "Nowhere Known", fact("setting", "virtual"), point=None, notes=("no coordinates given",)),
    ]  # fmt: skip


def candidate() -> Program:
    """A place that may run an IOP: it must never be shown as one."""
    return Program(
        id="p00000000cccc", name="Maybe Clinic", status="candidate", facts=(fact("conditions", "anxiety"),),
        listings=("samhsa_locator:99",), last_seen="2026-11-02", city="Scottsdale", state="AZ", zip="85251",
        point=Point(33.49, -111.92, "site"), candidate_for="offers outpatient care", invented=True,
    )  # fmt: skip


def crowd(count: int = 45) -> list[Program]:
    """Invented programs with every kind of fact, all around Scottsdale."""
    moved = []
    for number, one in enumerate(make_programs(count, seed=7)):
        point = Point(33.49 + number * 0.003, -111.92 - number * 0.002, "site")
        moved.append(msgspec.structs.replace(one, id=f"q{one.id}", city="Scottsdale", state="AZ", zip="85251",
                                             point=point))  # fmt: skip
    return moved


def publish_programs(root: Path, programs: list[Program], kind: World = "live") -> Release:
    """Publish a release under ``root`` that holds ``programs`` and one candidate."""

    def fill(folder: Path) -> dict[str, int]:
        offsets, at = {}, 0
        with (folder / PROGRAMS).open("wb") as file:
            for one in sorted(programs, key=lambda p: p.id):
                line = msgspec.json.encode(one) + b"\n"
                offsets[one.id] = (at, len(line))
                at += file.write(line)
        maybe = msgspec.structs.replace(candidate(), invented=all(one.invented for one in programs))
        (folder / CANDIDATES).write_bytes(msgspec.json.encode(maybe) + b"\n")
        (folder / ACCOUNTS).write_bytes(b"")
        (folder / OFFSETS).write_bytes(msgspec.json.encode(offsets))
        (folder / SOURCES).write_bytes(msgspec.json.encode([_report(LOCATOR), _report(OWN_PAGE)]))
        build_index(folder)
        return {"programs": len(programs), "candidates": 1}

    return publish(root, kind, fill, lambda folder, world: None)


def _report(source: Source) -> SourceReport:
    return SourceReport(
        source=source, run="20261102T000000Z", started="2026-11-02T00:00:00+00:00",
        finished="2026-11-02T00:01:00+00:00", read_on="2026-11-02", as_of="", pages=1, rows=5, kept=5, skipped={},
    )  # fmt: skip
