"""The questions that cover the whole locator: states by id, territories by distance, both kinds of record."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple
from urllib.parse import urlencode

PATH = "/locator/exportsAsJson/v2"
PAGE_SIZE = 2000
"""Rows a page, the most that the API gives."""

STATE_IDS = {
    "AL": 19, "AK": 20, "AZ": 21, "AR": 22, "CA": 23, "CO": 24, "CT": 25, "DE": 26, "DC": 27, "FL": 28, "GA": 29,
    "HI": 30, "ID": 31, "IL": 32, "IN": 33, "IA": 34, "KS": 35, "KY": 36, "LA": 37, "ME": 1, "MD": 18, "MA": 3,
    "MI": 2, "MN": 38, "MS": 39, "MO": 40, "MT": 4, "NE": 41, "NV": 12, "NH": 42, "NJ": 13, "NM": 43, "NY": 5,
    "NC": 6, "ND": 44, "OH": 7, "OK": 45, "OR": 46, "PA": 8, "RI": 9, "SC": 47, "SD": 48, "TN": 10, "TX": 11,
    "UT": 14, "VT": 49, "VA": 50, "WA": 15, "WV": 51, "WI": 16, "WY": 52,
}  # fmt: skip
"""The locator's own numbers of the states (developer guide v1.9), which are not the census's."""

PROBES = {
    "PR": (18.22, -66.45, 160), "VI": (18.05, -64.80, 60), "GU": (13.45, 144.78, 60), "MP": (15.60, 145.80, 260),
    "AS": (-14.30, -170.70, 200),
}  # fmt: skip
"""Territories have no number: a point (lat, lon) and kilometres around it that hold each of them."""

KINDS = ("sa", "mh")


class LocatorQuery(NamedTuple):
    """One question: a state or territory and a kind of record ("sa" or "mh")."""

    state: str
    kind: str

    @property
    def name(self) -> str:
        """A short name, used for files and progress."""
        return f"{self.state.lower()}-{self.kind}"

    def url(self, base: str, page: int) -> str:
        """Return the address of a page, counted from 1."""
        if self.state in PROBES:
            lat, lon, kilometres = PROBES[self.state]
            place: dict[str, object] = {"sAddr": f"{lat},{lon}", "limitType": 2, "limitValue": kilometres * 1000}
        else:
            place = {"limitType": 0, "limitValue": STATE_IDS[self.state]}
        fields = place | {"sType": self.kind, "pageSize": PAGE_SIZE, "page": page, "sort": 2}
        return f"{base}{PATH}?{urlencode(fields, safe=',')}"


def all_queries(states: Collection[str] = ()) -> tuple[LocatorQuery, ...]:
    """Return every question, or those of ``states`` only, in an order that never changes."""
    chosen = [state for state in sorted(STATE_IDS | PROBES) if state in states or not states]
    return tuple(LocatorQuery(state, kind) for state in chosen for kind in KINDS)
