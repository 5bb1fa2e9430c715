"""A replay of the NPI registry: wildcards, 200 records a page, 1,200 a question, errors inside HTTP 200."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

from sample.server import SampleServer


def organization(number, name="Cedar Clinic", code="261QM0801X", zip_code="85251", state="AZ", **fields):
    """Return a record in the registry's form; ``number`` has ten digits."""
    return {
        "number": number, "enumeration_type": "NPI-2", "last_updated_epoch": 1537639861,
        "basic": {"organization_name": name, "status": "A", "last_updated": "2018-09-22",
                  "authorized_official_first_name": "ROWENA", "authorized_official_last_name": "SECRETNAME",
                  "authorized_official_telephone_number": "4802139999"},
        "other_names": [], "identifiers": [],
        "endpoints": [{"endpoint": "rowena.secretname@direct.clinic.org"}],
        "addresses": [
            {"address_purpose": "LOCATION", "country_code": "US", "address_1": "100 MAIN ST", "address_2": "STE 4",
             "city": "SCOTTSDALE", "state": state, "postal_code": f"{zip_code}3226",
             "telephone_number": "480-213-4567"},
            {"address_purpose": "MAILING", "country_code": "US", "address_1": "PO BOX 9", "address_2": "",
             "city": "MACON", "state": "GA", "postal_code": "312011003", "telephone_number": "478-213-4567"}],
        "taxonomies": [
            {"code": code, "desc": "Clinic/Center, Mental Health (Including Community Mental Health Center)"}],
        "practiceLocations": [],
    } | fields  # fmt: skip


class RegistryServer(SampleServer):
    """Serves ``records`` at ``base``; ``odd`` looks at each question first (None: answer truly)."""

    def __init__(self, records, odd=None):
        super().__init__(rows=[], sites={}, faults=self.answer)
        self.records, self.odd = records, odd

    @property
    def base(self):
        return self.url + "/api"

    @property
    def asked(self):
        """The parameters of every question, in order."""
        return [_only(entry.query) for entry in self.log if entry.path == "/api/"]

    def answer(self, request):
        if request.path != "/api/":
            return None
        asked = _only(request.query)
        odd = self.odd(asked) if self.odd else None
        return odd or (200, {"Content-Type": "application/json"}, json.dumps(self._true(asked)).encode())

    def _true(self, asked):
        skip, limit = int(asked["skip"]), int(asked["limit"])
        if skip > 1000 or limit > 200:
            return {"Errors": [{"description": "Field skip must be 1000 or less", "field": "skip", "number": "02"}]}
        found = [record for record in self.records if _fits(record, asked)][:1200]
        page = found[skip : skip + limit]
        return {"result_count": len(page), "results": page}


def _only(query):
    return {name: values[0] for name, values in parse_qs(query).items()}


def _fits(record, asked):
    place = record["addresses"][0]
    wanted = asked.get("taxonomy_description", "").rstrip("*")
    named = asked.get("organization_name", "").rstrip("*").lower()
    code = asked.get("postal_code", "*")
    return (
        place["state"] == asked["state"]
        and place["postal_code"].startswith(code.rstrip("*"))
        and (not wanted or any(f", {wanted}" in f", {kind['desc']}" for kind in record["taxonomies"]))
        and (not named or record["basic"]["organization_name"].lower().startswith(named))
    )
