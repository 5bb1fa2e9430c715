"""The treatment locator's API without a network: rows go in, the answer to a query string comes out.

Serves any rows in the shape of ``/locator/exportsAsJson/v2``, the invented ones or recorded ones, with its limits by
state and distance, its type and service filters, its sorting and its paging, and its plain-text answer to a query
that it cannot read (which has HTTP status 200 there, too).
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs

import msgspec

from catalog.places import zip_table

LABELS_FILE = Path(__file__).with_name("service_labels.toml")
LARGEST_PAGE = 2000
USUAL_PAGE = 30
METRES_IN_A_MILE = 1609.344
STATE_IDS = {
    19: "AL", 20: "AK", 21: "AZ", 22: "AR", 23: "CA", 24: "CO", 25: "CT", 26: "DE", 27: "DC", 28: "FL", 29: "GA",
    30: "HI", 31: "ID", 32: "IL", 33: "IN", 34: "IA", 35: "KS", 36: "KY", 37: "LA", 1: "ME", 18: "MD", 3: "MA",
    2: "MI", 38: "MN", 39: "MS", 40: "MO", 4: "MT", 41: "NE", 12: "NV", 42: "NH", 13: "NJ", 43: "NM", 5: "NY",
    6: "NC", 44: "ND", 7: "OH", 45: "OK", 46: "OR", 8: "PA", 9: "RI", 47: "SC", 48: "SD", 10: "TN", 11: "TX",
    14: "UT", 49: "VT", 50: "VA", 15: "WA", 51: "WV", 16: "WI", 52: "WY",
}  # fmt: skip
"""The locator's own numbers of the states (``limitType=0``); territories have none and need a search by distance."""

Labels = Mapping[tuple[str, str], str]
"""(category, label in lower case with single blanks) to service code."""


class Answer(NamedTuple):
    """What goes back over HTTP, always with status 200: ``content_type`` and ``body``."""

    content_type: str
    body: bytes


class MalformedQuery(ValueError):
    """A query that the API answers with a sentence of plain text."""


class _Kept(NamedTuple):
    """A row as it is kept: without services, which stay encoded because pages of them are large."""

    row: dict[str, Any]
    services: msgspec.Raw
    point: tuple[float, float] | None


class _Query(NamedTuple):
    """A query string, read. ``origin`` is (latitude, longitude) in degrees, ``within`` is in metres."""

    origin: tuple[float, float] | None
    state: str
    within: float | None
    kinds: tuple[str, ...]
    codes: frozenset[str]
    page: int
    page_size: int
    sort: int


class LocatorReplay:
    """The locator API over ``rows`` (dicts in its row shape; ``_irow`` and ``miles`` are made anew in each answer).

    ``labels`` translates service labels to codes for ``sCodes``; the default knows the labels of the invented rows.
    A row whose label is not in it does not have that label's code.
    """

    def __init__(self, rows: Iterable[Mapping[str, Any]], labels: Labels | None = None) -> None:
        self._labels = read_labels() if labels is None else labels
        self._rows: dict[tuple[str, str], list[_Kept]] = {}
        self._codes: dict[bytes, frozenset[str]] = {}
        self.count = 0
        for row in rows:
            kept = _keep(row)
            key = (str(row.get("state") or ""), str(row.get("typeFacility") or row.get("type_facility") or ""))
            self._rows.setdefault(key, []).append(kept)
            self.count += 1

    def answer(self, query_string: str) -> Answer:
        """Answer one query: JSON, or plain text where a parameter cannot be read."""
        try:
            query = _read_query(query_string)
        except MalformedQuery as problem:
            return Answer("text/plain; charset=utf-8", str(problem).encode())
        found = self._sorted(query)
        start = (query.page - 1) * query.page_size
        rows = [
            dict(kept.row, _irow=number, miles=miles, services=kept.services)
            for number, (kept, miles) in enumerate(found[start : start + query.page_size], start + 1)
        ]
        page = {
            "page": query.page,
            "totalPages": math.ceil(len(found) / query.page_size),
            "recordCount": len(found),
            "rows": rows,
        }
        return Answer("application/json; charset=utf-8", msgspec.json.encode(page))

    def _sorted(self, query: _Query) -> list[tuple[_Kept, float | None]]:
        """Rows that fit, each with its miles from the query's address, in the query's order."""
        found: list[tuple[_Kept, float | None]] = []
        for kept in self._of_place_and_kind(query):
            miles = None
            if query.origin and kept.point:
                miles = round(_metres(query.origin, kept.point) / METRES_IN_A_MILE, 2)
            if query.within is not None and (miles is None or miles * METRES_IN_A_MILE > query.within):
                continue
            if query.codes and not query.codes <= self._codes_of(kept.services):
                continue
            found.append((kept, miles))
        if query.sort in (2, 3):
            field = "name1" if query.sort == 2 else "name2"
            found.sort(key=lambda pair: str(pair[0].row.get(field) or "").casefold())
        else:
            found.sort(key=lambda pair: math.inf if pair[1] is None else pair[1], reverse=query.sort == 1)
        return found

    def _of_place_and_kind(self, query: _Query) -> Iterator[_Kept]:
        for (state, kind), rows in self._rows.items():
            if (not query.state or state == query.state) and (not query.kinds or kind in query.kinds):
                yield from rows

    def _codes_of(self, services: msgspec.Raw) -> frozenset[str]:
        encoded = bytes(services)
        if encoded not in self._codes:
            self._codes[encoded] = frozenset(self._translate(msgspec.json.decode(encoded) or []))
        return self._codes[encoded]

    def _translate(self, services: list[dict[str, str]]) -> Iterator[str]:
        for service in services:
            for label in service["f3"].split("; "):
                code = self._labels.get((service["f2"], " ".join(label.lower().split())))
                if code:
                    yield code


def read_labels(path: Path = LABELS_FILE) -> dict[tuple[str, str], str]:
    """Read the table of categories, codes and labels that the invented rows use."""
    categories = tomllib.loads(path.read_text("utf-8"))["category"]
    return {
        (category["f2"], " ".join(label.lower().split())): code
        for category in categories
        for code, label in category["labels"].items()
    }


def _keep(row: Mapping[str, Any]) -> _Kept:
    bare = {key: value for key, value in row.items() if key not in ("services", "_irow", "miles")}
    try:
        point: tuple[float, float] | None = (float(row["latitude"]), float(row["longitude"]))
    except (KeyError, TypeError, ValueError):
        # The locator finds by distance also what it shows no coordinates of; the ZIP stands in for its geocoder.
        known = zip_table().get(str(row.get("zip"))[:5])
        point = known[:2] if known else None
    return _Kept(bare, msgspec.Raw(msgspec.json.encode(row.get("services"))), point)


def _read_query(query_string: str) -> _Query:
    given = {name: values[-1].strip() for name, values in parse_qs(query_string, keep_blank_values=True).items()}
    limit, value = given.get("limitType", ""), given.get("limitValue", "")
    if limit not in ("", "0", "2"):
        raise MalformedQuery(f"limitType {limit} is not available: use 0 (state) or 2 (distance in metres).")
    origin = _origin(given.get("sAddr", ""))
    if limit == "2" and origin is None:
        raise MalformedQuery("A limit by distance needs sAddr=latitude,longitude.")
    return _Query(
        origin=origin,
        state=_state(value) if limit == "0" else "",
        within=_number("limitValue", value, 0) if limit == "2" else None,
        kinds=_kinds(given.get("sType", "")),
        codes=frozenset(filter(None, (code.strip() for code in given.get("sCodes", "").split(",")))),
        page=int(_number("page", given.get("page", "1"), 1)),
        page_size=min(LARGEST_PAGE, int(_number("pageSize", given.get("pageSize", str(USUAL_PAGE)), 1))),
        sort=int(_number("sort", given.get("sort", "0"), 0)),
    )


def _origin(text: str) -> tuple[float, float] | None:
    if not text:
        return None
    parts = text.split(",")
    if len(parts) != 2:
        raise MalformedQuery("sAddr must be latitude,longitude.")
    return _number("sAddr", parts[0], -180), _number("sAddr", parts[1], -180)


def _state(value: str) -> str:
    number = int(_number("limitValue", value, 0))
    if number not in STATE_IDS:
        raise MalformedQuery(f"limitValue {number} is not a state.")
    return STATE_IDS[number]


def _kinds(text: str) -> tuple[str, ...]:
    """The row types asked for; left out means every type there is."""
    kinds = {"": (), "sa": ("SA",), "mh": ("MH",), "both": ("SA", "MH")}
    if text.lower() not in kinds:
        raise MalformedQuery(f"sType {text} is not known: use sa, mh or both.")
    return kinds[text.lower()]


def _number(name: str, text: str, low: float) -> float:
    try:
        number = float(text)
    except ValueError:
        raise MalformedQuery(f"{name} must be a number.") from None
    if not math.isfinite(number) or number < low:
        raise MalformedQuery(f"{name} must be a number, at least {low:g}.")
    return number


def _metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Metres between two (latitude, longitude) points on a sphere."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(min(1.0, max(0.0, half))))
