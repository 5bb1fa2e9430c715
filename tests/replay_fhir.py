"""A replay of insurers' Plan-Net directories: searchsets page by page, includes, single reads, and their oddities."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlencode

from sample.server import SampleServer

CS = "http://hl7.org/fhir/us/davinci-pdex-plan-net/"
NPI = "http://hl7.org/fhir/sid/us-npi"


def ref(kind, name, **more):
    return {"reference": f"{kind}/{name}"} | more


def service(key="s1", organization="o1", location="l1", code="261QM0801X", **fields):
    """A HealthcareService in the shape of Plan-Net 1.x."""
    return {
        "resourceType": "HealthcareService", "id": key, "active": True,
        "providedBy": ref("Organization", organization), "location": [ref("Location", location)],
        "category": [{"coding": [{"system": f"{CS}CodeSystem/HealthcareServiceCategoryCS", "code": "behav"}]}],
        "specialty": [{"coding": [{"system": "http://nucc.org/provider-taxonomy", "code": code,
                                   "display": "Mental Health Clinic"}]}],
    } | fields  # fmt: skip


def organization(key="o1", title="Cedar House", npi="1568946812", kind="fac", **fields):
    return {
        "resourceType": "Organization", "id": key, "active": True, "name": title,
        "identifier": [{"system": NPI, "value": npi}] if npi else [],
        "type": [{"coding": [{"system": f"{CS}CodeSystem/OrgTypeCS", "code": kind}]}],
    } | fields  # fmt: skip


def location(key="l1", street="100 Main Street", city="Oakland", state="CA", code="94612-1234", **fields):
    return {
        "resourceType": "Location", "id": key, "status": "active", "name": "",
        "address": {"line": [street], "city": city, "state": state, "postalCode": code},
        "telecom": [{"system": "phone", "value": "(510) 213-1111", "rank": 1}],
        "position": {"latitude": 37.8044, "longitude": -122.2712},
    } | fields  # fmt: skip


def network(key="n1", title="Choice POS"):
    return organization(key, title, npi="", kind="ntwk")


def plan(key="p1", title="Gold HMO", networks=("n1",), **fields):
    return {
        "resourceType": "InsurancePlan", "id": key, "status": "active", "name": title,
        "network": [ref("Organization", net) for net in networks],
    } | fields  # fmt: skip


def affiliation(key="a1", organization="o1", networks=("n1",), **fields):
    return {
        "resourceType": "OrganizationAffiliation", "id": key, "active": True,
        "participatingOrganization": ref("Organization", organization),
        "network": [ref("Organization", net) for net in networks],
    } | fields  # fmt: skip


CEDAR = (service(), organization(), location(), network(), plan(), affiliation())


class FhirReplay:
    """Answers for each insurer's ``resources`` (by directory id) behind /id, without a network.

    ``size`` is the page, ``relation`` how the link is called, ``next_of`` makes the link of a page's address, ``odd``
    looks at each path and query first, ``total`` stands in for the true count.
    """

    url = "http://127.0.0.1:9"

    def __init__(self, directories, size=100, relation="next", next_of=None, odd=None, total=None):
        self.directories, self.size, self.relation = directories, size, relation
        self.next_of, self.odd, self.total = next_of, odd, total
        self.asked = []

    def answer(self, path, query):
        """Return status, headers and body, None for what is no directory's."""
        parts = path.strip("/").split("/")
        if parts[0] not in self.directories or len(parts) < 2:
            return None
        self.asked.append(f"{path}?{query}")
        odd = self.odd(path, query) if self.odd else None
        if odd:
            return odd
        held = self.directories[parts[0]]
        if len(parts) == 3:
            found = [r for r in held if (r["resourceType"], r["id"]) == (parts[1], parts[2])]
            return reply(found[0]) if found else reply(outcome("not known"), 404)
        return reply(self._search(path, query, parts[1], held))

    def _search(self, path, query, kind, held):
        asked = parse_qs(query)
        found = [r for r in held if r["resourceType"] == kind and _fits(r, asked)]
        start = int(asked.get("page", ["0"])[0])
        shown = found[start : start + self.size]
        entries = [{"resource": r} for r in shown]
        if "_include" in asked:
            entries += [{"resource": r, "search": {"mode": "include"}} for r in _included(shown, held)]
        links = [{"relation": "self", "url": f"{self.url}{path}?{query}"}]
        if start + self.size < len(found):
            again = urlencode({k: v for k, v in asked.items() if k != "page"} | {"page": start + self.size}, doseq=True)
            url = f"{self.url}{path}?{again}"
            links.append({"relation": self.relation, "url": self.next_of(url) if self.next_of else url})
        total = len(found) if self.total is None else self.total
        return {"resourceType": "Bundle", "type": "searchset", "total": total, "link": links, "entry": entries}


class FhirServer(SampleServer):
    """Serves a ``FhirReplay`` on loopback."""

    def __init__(self, replay):
        super().__init__(rows=[], sites={}, faults=lambda request: replay.answer(request.path, request.query))
        replay.url = self.url


def reply(answer, status=200):
    return status, {"Content-Type": "application/fhir+json"}, json.dumps(answer).encode()


def outcome(words):
    return {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "x", "diagnostics": words}]}


def _fits(resource, asked):
    if "type" in asked:
        return asked["type"][0] in [c["code"] for t in resource.get("type", []) for c in t.get("coding", [])]
    if "service-category" in asked:
        return asked["service-category"][0] in json.dumps(resource.get("category", ""))
    if "specialty" in asked:
        return asked["specialty"][0] in json.dumps(resource.get("specialty", ""))
    if "participating-organization" in asked:
        names = asked["participating-organization"][0].split(",")
        return resource["participatingOrganization"]["reference"] in names
    return True


def _included(shown, held):
    wanted = {r.get("providedBy", {}).get("reference") for r in shown}
    wanted |= {at["reference"] for r in shown for at in r.get("location", [])}
    return [r for r in held if f"{r['resourceType']}/{r['id']}" in wanted]
