"""Which networks and plans of an insurer an organization is in, as one Plan-Net directory tells it.

The path is OrganizationAffiliation.network, or a reference on the service itself, to an Organization that is a network,
and from there to the InsurancePlans that use it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from crawler.insurers.answers import by_name, resources
from crawler.insurers.resources import (
    Affiliation,
    Owner,
    Service,
    read_affiliation,
    read_owner,
    read_plan,
)

PLANS_KEPT = 12
"""Plans named beside a place: an insurer may sell a thousand on one network."""


class Listed(NamedTuple):
    """Names of networks and plans, sorted; ``ended`` says that there were some and none is left today."""

    networks: tuple[str, ...]
    plans: tuple[str, ...]
    ended: bool


class Networks:
    """The networks of one directory on one day."""

    def __init__(
        self, names: dict[str, str], plans: dict[str, set[str]], affiliations: Iterable[Affiliation], today: str
    ) -> None:
        self._names, self._plans, self._today = names, plans, today
        self._by_owner: dict[str, list[Affiliation]] = defaultdict(list)
        for affiliation in affiliations:
            self._by_owner[affiliation.organization].append(affiliation)

    def of(self, organization: str, location: str, services: Iterable[Service]) -> Listed:
        """Return where an organization is listed for its services at a location (ids as the directory has them)."""
        services = list(services)
        ids = {service.id for service in services}
        own = self._by_owner.get(organization, ())
        here = (a for a in own if not a.locations or location in a.locations)
        speaking = [a for a in here if not a.services or a.services & ids]
        current = [a for a in speaking if a.active and (not a.until or a.until >= self._today)]
        found = {coded.code: coded.words for a in current for coded in a.networks}
        found |= {name: "" for service in services for name in service.networks}
        named = {name for code, shown in found.items() if (name := self._names.get(code) or shown)}
        plans = {plan for code in found for plan in self._plans.get(code, ())}
        ended = bool(speaking) and not current and not found
        return Listed(tuple(sorted(named)), tuple(sorted(plans)[:PLANS_KEPT]), ended)


def read_networks(place: Path, today: str) -> Networks:
    """Return the networks of the directory whose answers lie in ``place``, as of the ISO date ``today``."""
    everybody = ("networks", "services-", "read-", "plans", "affiliations-")
    owners: dict[str, Owner] = by_name(resources(place, everybody, "Organization"), read_owner)
    names = {name: owner.name for name, owner in owners.items() if owner.active and owner.name}
    plans: dict[str, set[str]] = defaultdict(set)
    for plan in map(read_plan, resources(place, everybody, "InsurancePlan")):
        if plan.name and plan.active and (not plan.until or plan.until >= today):
            for coded in plan.networks:
                plans[coded.code].add(plan.name)
                names.setdefault(coded.code, coded.words)
    affiliations = map(read_affiliation, resources(place, everybody, "OrganizationAffiliation"))
    return Networks(names, plans, affiliations, today)
