"""What a site's robots.txt allows (RFC 9309), read strictly: a file that cannot be had forbids everything.

In go the status and body that a host answered with; out come ``Rules``. 404 and other 4xx mean that there is none;
401, 403 and 429 are a closed door; 5xx, time-outs and endless redirects are "not now".
"""

from __future__ import annotations

import codecs

from protego import Protego

from crawler.refusals import REFUSALS

AGENT = "iop-finder"
"""The product token that a robots.txt may address us by."""

LARGEST = 500 * 1024
"""Bytes of a robots.txt that are read (RFC 9309, 2.5); the rest of a longer one is ignored."""

LONGEST_DELAY = 60.0
"""Seconds: a Crawl-delay above this is met by asking this seldom."""


class Rules:
    """What one host allows. ``reason`` says why nothing is allowed, "" where the file decides."""

    def __init__(self, text: str = "", reason: str = "") -> None:
        self.reason = reason
        self._parsed = Protego.parse(text)

    def allows(self, url: str) -> bool:
        """Return whether this host lets us ask for ``url``."""
        return not self.reason and bool(self._parsed.can_fetch(url, AGENT))

    @property
    def delay(self) -> float:
        """Seconds the host wants between two requests, 0.0 where it says nothing."""
        return min(float(self._parsed.crawl_delay(AGENT) or 0.0), LONGEST_DELAY)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Addresses of sitemaps that the file names."""
        return tuple(self._parsed.sitemaps)[:20]


def rules_of(status: int, body: bytes) -> Rules:
    """Return the rules of a host that answered robots.txt so; ``status`` 0 means that it did not answer."""
    if status in REFUSALS:
        return Rules(reason=f"robots.txt answered {status}")
    if 400 <= status < 500:
        return Rules()
    if not 200 <= status < 300:
        return Rules(reason=f"robots.txt could not be had ({status or 'no answer'})")
    return Rules(body[:LARGEST].removeprefix(codecs.BOM_UTF8).replace(b"\0", b"").decode("utf-8", "replace"))
