"""The places of ``catalog.places`` as a geopy geocoder that never opens a connection.

It answers as any geopy geocoder does, so an online one can stand in for it.
"""

from __future__ import annotations

import functools
from typing import Any

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from catalog.places import places_named


class _NoNetwork(BaseSyncAdapter):
    """A geopy adapter that refuses to open a connection: the offline geocoder cannot leak a visitor's place."""

    def get_json(self, url: str, *, timeout: Any, headers: Any) -> Any:
        raise GeocoderServiceError("the offline geocoder uses no network")

    get_text = get_json


class OfflineGeocoder(Geocoder):
    """A geopy geocoder for US places that never opens a connection: ZIP, "city, state", "city", "lat, lon"."""

    def __init__(self) -> None:
        super().__init__(timeout=1, user_agent="iop-finder", adapter_factory=lambda **_: _NoNetwork(
            proxies=None, ssl_context=None))  # fmt: skip

    def geocode(self, query: str, *, exactly_one: bool = True, timeout: Any = None) -> Any:
        """Return a ``geopy.Location`` (or a list, the most populous first), None where nothing is known.

        ``location.raw`` holds ``kind`` ("zip", "city", "point") and ``state``.
        """
        text = " ".join(query.split())
        if not text:
            raise GeocoderQueryError("no place was given: use a 5-digit ZIP code or “city, state”")
        places = [
            Location(place.label, Point(place.lat, place.lon), {"kind": place.kind, "state": place.state})
            for place in places_named(text)
        ]
        if not places:
            return None
        return places[0] if exactly_one else places


@functools.cache
def geocoder() -> OfflineGeocoder:
    """Return the one offline geocoder of this process."""
    return OfflineGeocoder()
