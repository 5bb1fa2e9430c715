"""California's licensed and certified substance use programs (Department of Health Care Services).

Its ``Program_Code`` says whether people stay ("RES") or come and go ("NON"), nothing of how many hours: "NON" makes a
candidate, a name that says IOP confirms one.
"""

from __future__ import annotations

from collections import Counter

from catalog.sources import Source
from crawler.arcgis import ArcGisTable
from crawler.iop_names import names_iop
from crawler.paged_table import Row, text
from crawler.records import PlaceRecord, Told

POPULATIONS = {
    "CO-ED": (("populations", "men_accepted"), ("populations", "women_accepted")),
    "MEN ONLY": (("populations", "men"),), "MEN": (("populations", "men"),),
    "WOMEN ONLY": (("populations", "women"),), "WOMEN": (("populations", "women"),),
    "YOUTH": (("age_groups", "under_18"),), "ADOLESCENT": (("age_groups", "adolescents"),),
}  # fmt: skip


class CaDhcs(ArcGisTable):
    """The layer of recovery and treatment facilities."""

    name = "ca_dhcs"
    needs = ("Facility_Name", "Legal_Entity_Name", "Program_Code", "Facility_Address1", "Facility_City",
             "Facility_State", "Facility_Zip", "Facility_Phone", "Application_Number", "Type_of_Application",
             "Target_Population", "Latitude", "Longitude")  # fmt: skip
    source = Source(
        id="ca_dhcs",
        label="California DHCS licensed and certified programs",
        label_es="Programas con licencia o certificación del DHCS de California",
        home="https://services7.arcgis.com/7MUwsS9z05YumJRZ/arcgis/rest/services/SUD_Recovery_Treatment_Facilities/FeatureServer/0",
        terms="CC BY 4.0; cite “Source: California Department of Health Care Services”",
        cadence_days=30,
        expected=(1_000, 4_000),
        trust=20,
    )

    @classmethod
    def place(cls, row: Row, unmapped: Counter[str]) -> PlaceRecord | str:
        """Return the place in a row; one where people stay is left out unless its name says IOP."""
        name, code = text(row, "Facility_Name"), text(row, "Program_Code")
        if not code.startswith("NON") and not names_iop(name):
            return f"Program_Code {code or 'empty'}: not a program that people come to from home"
        return PlaceRecord(
            key=(text(row, "Application_Number"), name), name=name, organization=text(row, "Legal_Entity_Name"),
            street=text(row, "Facility_Address1"), street2=text(row, "Facility_Address2"),
            city=text(row, "Facility_City"), state=text(row, "Facility_State").upper(), zip=text(row, "Facility_Zip"),
            phone=text(row, "Facility_Phone"), latitude=row.get("Latitude"), longitude=row.get("Longitude"),
            told=(*_license(row, unmapped), *_population(row, unmapped)), kind="SA",
            candidate_for=f"California lists it as a nonresidential substance use program (Program_Code {code})",
        )  # fmt: skip


def _license(row: Row, unmapped: Counter[str]) -> list[Told]:
    kind, until = text(row, "Type_of_Application"), text(row, "Lic_Expiration_Date")
    if kind not in ("Certified", "Licensed", "Licensed and Certified"):
        unmapped[f"Type_of_Application: {kind[:60] or '(empty)'}"] += 1
        return []
    number = text(row, "Application_Number")
    words = f"Type_of_Application: {kind}; Application_Number: {number}; Lic_Expiration_Date: {until}"
    return [Told("accreditation", "state_substance_use_license", words)]


def _population(row: Row, unmapped: Counter[str]) -> list[Told]:
    """Read "1.10 --- CO-ED/YOUTH"."""
    whole = text(row, "Target_Population")
    told: list[Told] = []
    for words in filter(None, (part.strip() for part in whole.partition("---")[2].split("/"))):
        if words not in POPULATIONS:
            unmapped[f"Target_Population: {words[:60]}"] += 1
        told += [Told(attribute, term, whole) for attribute, term in POPULATIONS.get(words, ())]
    return told
