"""A replay of exchange issuers: an index behind /id/index.json, and the files it leads to."""

from __future__ import annotations

import json

from sample.server import SampleServer

YEAR = 2026


def person(npi="1234567893", **fields):
    return {
        "npi": npi, "type": "INDIVIDUAL", "name": {"first": "Ann", "last": "Other"}, "specialty": ["Dermatology"],
        "addresses": [{"address": "100 Main Street", "city": "Oakland", "state": "CA", "zip": "94612"}],
        "plans": [{"plan_id_type": "HIOS-PLAN-ID", "plan_id": "12345CA0010001", "network_tier": "PREFERRED"}],
    } | fields  # fmt: skip


def facility(npi="1568946812", name="Cedar House", street="100 Main Street", **fields):
    return {
        "npi": npi, "type": "FACILITY", "facility_name": name, "facility_type": ["Mental Health Clinic"],
        "last_updated_on": "2026-09-01",
        "addresses": [{"address": street, "address_2": "", "city": "Oakland", "state": "CA", "zip": "94612",
                       "phone": "5102131111"}],
        "plans": [{"plan_id_type": "HIOS-PLAN-ID", "plan_id": "12345CA0010001", "network_tier": "PREFERRED",
                   "years": [YEAR]}],
    } | fields  # fmt: skip


def plan(plan_id="12345CA0010001", name="Golden Gold"):
    return {"plan_id_type": "HIOS-PLAN-ID", "plan_id": plan_id, "marketing_name": name, "years": [YEAR]}


class ExchangeServer(SampleServer):
    """Serves ``files`` (bytes or JSON by path) and an index for each of ``issuers`` (id → paths of its files).

    ``odd`` looks at each request first.
    """

    def __init__(self, issuers, files, odd=None):
        super().__init__(rows=[], sites={}, faults=self.answer)
        self.issuers, self.files, self.odd = issuers, files, odd

    def answer(self, request):
        odd = self.odd(request) if self.odd else None
        if odd:
            return odd
        name = request.path.strip("/").split("/")[0]
        if request.path == f"/{name}/index.json" and name in self.issuers:
            plans, providers = self.issuers[name]
            whole = lambda path: path if path.startswith("http") else self.url + path  # noqa: E731
            index = {"provider_urls": list(map(whole, providers)), "plan_urls": list(map(whole, plans)),
                     "formulary_urls": []}  # fmt: skip
            return 200, {"Content-Type": "application/json"}, json.dumps(index).encode()
        if request.path in self.files:
            body = self.files[request.path]
            return (
                200,
                {"Content-Type": "application/json"},
                body if isinstance(body, bytes) else json.dumps(body).encode(),
            )
        return None
