"""Street addresses, looked up by an online geocoder where an operator has opted in; off unless a setting says so.

A text that no offline table knows goes in, a ``Place`` or None out. The geocoder gets the address that was typed, from
this server and not from the visitor's browser, with the operator's contact and nothing about the visitor.
"""

from __future__ import annotations

import functools
import logging
import re
import threading
from typing import Any
from urllib.parse import urlsplit

from geopy.exc import GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim

from catalog.places import Place
from catalog.settings import Settings, is_loopback
from catalog.states import STATES

PATIENCE = 5
"""Seconds that one visitor waits, for the answer and for a turn: the public service allows one question a second."""

KEPT = 256
"""Answers kept in memory, so that a click on a filter does not send the address again; they go with the process."""

GARBAGE = (AttributeError, TypeError, ValueError, LookupError)
"""What geopy raises where an answer is JSON of another shape."""

log = logging.getLogger("iop.places")

_turn = threading.Lock()


def looks_like_an_address(text: str) -> bool:
    """Return whether a text may be a street address: a number, then a name, and not a ZIP code alone."""
    return bool(re.search(r"\d+\w*\s+\D*[^\W\d]{2}", text)) and len(text) <= 100


def street_address(text: str, settings: Settings) -> Place | None:
    """Return the place of a street address; None where nobody opted in, where it is none, or where it is unknown."""
    reachable = is_loopback(settings.geocoder_url) or not settings.offline
    if not settings.geocoder or not reachable or not looks_like_an_address(text):
        return None
    try:
        return _looked_up(" ".join(text.split()), settings.geocoder_url, settings.contact)
    except (GeopyError, TimeoutError, *GARBAGE) as error:
        log.warning("the geocoder gave no answer (%s)", type(error).__name__)  # its message may hold the address
        return None


@functools.lru_cache(maxsize=KEPT)
def _looked_up(text: str, url: str, contact: str) -> Place | None:
    """Ask the geocoder, one question at a time; raises ``GeopyError`` or ``TimeoutError`` where it gives no answer."""
    if not _turn.acquire(timeout=PATIENCE):
        raise TimeoutError
    try:
        found = _geocoder(url, contact)(text, country_codes="us", addressdetails=True, language="en", timeout=PATIENCE)
    finally:
        _turn.release()
    return _place(found) if found is not None else None


@functools.cache
def _geocoder(url: str, contact: str) -> RateLimiter:
    parts = urlsplit(url)
    service = Nominatim(domain=parts.netloc, scheme=parts.scheme, user_agent=f"iop-finder (contact: {contact})")
    pause = 0.0 if is_loopback(url) else 1.0
    return RateLimiter(service.geocode, min_delay_seconds=pause, max_retries=0, swallow_exceptions=False)


def _place(found: Any) -> Place | None:
    """Return what was found where it lies in a state we know."""
    parts = found.raw.get("address", {})
    state = str(parts.get("ISO3166-2-lvl4", "")).removeprefix("US-")
    if state not in STATES:
        return None
    street = " ".join(str(parts[key]) for key in ("house_number", "road") if parts.get(key))
    city = next((str(parts[key]) for key in ("city", "town", "village", "hamlet", "county") if parts.get(key)), "")
    label = ", ".join(part for part in (street, city, f"{state} {parts.get('postcode', '')}".strip()) if part)
    return Place(label, float(found.latitude), float(found.longitude), "address", state)
