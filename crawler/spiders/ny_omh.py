"""New York's mental-health programs (Office of Mental Health).

Its program types know no IOP: a clinic, day treatment or partial hospitalization makes a candidate, a name that says
IOP confirms one.
"""

from __future__ import annotations

from collections import Counter

from catalog.sources import Source
from catalog.vocabulary import load_vocabulary
from crawler.iop_names import names_iop
from crawler.paged_table import Row, text
from crawler.records import PlaceRecord, Told
from crawler.socrata import SocrataTable

CANDIDATE_TYPES = ("Clinic Treatment", "Day Treatment", "Partial Hospitalization")


class NyOmh(SocrataTable):
    """The table of local mental-health programs."""

    name = "ny_omh"
    needs = ("program_name", "agency_name", "facility_code", "program_code", "program_type_description",
             "populations_served", "program_phone", "program_address_1", "program_city", "program_state",
             "program_zip")  # fmt: skip
    source = Source(
        id="ny_omh",
        label="New York OMH mental health programs",
        label_es="Programas de salud mental de la OMH de Nueva York",
        home="https://data.ny.gov/d/6nvr-tbv8",
        terms="New York State open data; cite “Source: New York State Office of Mental Health”",
        cadence_days=30,
        expected=(500, 12_000),
        trust=20,
    )

    @classmethod
    def place(cls, row: Row, unmapped: Counter[str]) -> PlaceRecord | str:
        """Return the place in a row; one of another type is left out unless its name says IOP."""
        name, kind = text(row, "program_name"), text(row, "program_type_description")
        if not kind.startswith(CANDIDATE_TYPES) and not names_iop(name):
            return f"program type {kind or 'empty'}: not one that may hold an IOP"
        found = row.get("location")
        location: Row = found if isinstance(found, dict) else {}
        return PlaceRecord(
            key=(text(row, "facility_code"), text(row, "program_code"), name), name=name,
            organization=text(row, "agency_name"), street=text(row, "program_address_1"),
            street2=text(row, "program_address_2"), city=text(row, "program_city"),
            state=text(row, "program_state").upper(), zip=text(row, "program_zip"), phone=text(row, "program_phone"),
            latitude=text(location, "latitude"), longitude=text(location, "longitude"),
            told=tuple(_told(row, unmapped)), kind="MH", candidate_for=f"New York lists it as {kind}",
        )  # fmt: skip


def _told(row: Row, unmapped: Counter[str]) -> list[Told]:
    """Return the level and the ages that a row names."""
    told = []
    for field, attribute in (("program_type_description", "level_of_care"), ("populations_served", "age_groups")):
        words = text(row, field)
        term = load_vocabulary().lookup(attribute, words)
        if term:
            told.append(Told(attribute, term.id, words))
        elif words:
            unmapped[f"{field}: {words[:60]}"] += 1
    return told
