"""The fence around fetching: addresses from data are hostile, so only public web hosts are ever reached.

A request passes two checks: its URL in a downloader middleware (scheme, port, names, literal addresses), and the
address its name resolves to, in the resolver itself, so that a name cannot answer the check and the connection
differently. Loopback is open only to the exact origin that a setting names.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.abstract import isIPAddress
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

ORIGINS = "FENCE_ORIGINS"
"""Scrapy setting: origins ("http://127.0.0.1:8000") that a setting of the operator names."""

INVENTED_PROXY = "FENCE_INVENTED_PROXY"
"""Scrapy setting: the loopback address that serves the invented ``.example`` hosts, "" where none does."""

OFFLINE = "FENCE_OFFLINE"
"""Scrapy setting: whether nothing but the named origins and the invented network may be reached."""

PORTS = {None, 80, 443}

_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
"""The only IPv6 block that holds public hosts. Python calls some outside it global: ::127.0.0.1, site-local fec0::."""

_NUMERIC_HOST = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d*))*\.?", re.IGNORECASE)
"""A host that a resolver may read as an IPv4 address: "2130706434", "127.2", "0x7f.1", "017700000001"."""


class Fenced(IgnoreRequest):
    """A request that the fence refused; the message says why."""


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public internet; mapped and embedded IPv4 addresses are unwrapped."""
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        return ip in _GLOBAL_UNICAST and ip.is_global
    return ip.is_global and not ip.is_multicast


def fault(url: str) -> str:
    """Return why ``url`` may not be fetched, "" where its form allows it. Its name is judged when it is resolved."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        return f"it is no address ({error})"
    if parts.scheme not in ("http", "https"):
        return f"{parts.scheme or 'no'} scheme is not fetched"
    if parts.username is not None or parts.password is not None:
        return "it carries a user name"
    if port not in PORTS:
        return f"port {port} is not a web port"
    if _NUMERIC_HOST.fullmatch(host) or ":" in host:
        return "" if is_public(host) and _is_plain(host) else f"{host} is not a public address"
    if not host or "." not in host.rstrip(".") or host.rstrip(".").endswith((".localhost", ".local", ".internal")):
        return f"{host or 'an empty host'} is not a public name"
    return ""


def _is_plain(host: str) -> bool:
    """Whether an address is written in its usual form, so that every reader takes it for the same."""
    return str(ipaddress.ip_address(host)) == host


def origin(url: str) -> str:
    """Return scheme, host and port of a web address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _is_invented(url: str) -> bool:
    return not fault(url) and (urlsplit(url).hostname or "").endswith(".example")


class Fence:
    """Downloader middleware: refuses URLs outside the fence, redirects included, and counts them by reason."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._open = set(crawler.settings.getlist(ORIGINS))
        self._offline = crawler.settings.getbool(OFFLINE)
        self._invented = crawler.settings.get(INVENTED_PROXY) or ""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Fence:
        """Build it from the crawler's settings."""
        return cls(crawler)

    def judge(self, url: str) -> str:
        """Return why ``url`` may not be fetched in this run, "" where it may."""
        if origin(url) in self._open:
            return ""
        reason = fault(url)
        if not reason and _is_invented(url):
            return "it is an invented host"
        return reason or ("this run is offline (IOP_OFFLINE)" if self._offline else "")

    def process_request(self, request: Request) -> None:
        """Let ``request`` pass, send it to the invented network's server, or raise ``Fenced``."""
        request.meta.pop("proxy", None)
        if self._invented and request.url.startswith("http://") and _is_invented(request.url):
            request.meta["proxy"] = self._invented
            return
        reason = self.judge(request.url)
        if reason:
            if self._crawler.stats:
                self._crawler.stats.inc_value("fence/refused")
            raise Fenced(f"{request.url[:200]} is not fetched: {reason}")


class FencedResolver(CachingThreadedResolver):
    """Resolver that gives out public addresses only, so that a name that points inside finds nothing.

    Literal addresses pass: the middleware has judged them, and they cannot change between its look and the
    connection. So does the host of an origin that a setting names.
    """

    named: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> FencedResolver:
        """Build it from the crawler's settings."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.named = frozenset(urlsplit(url).hostname or "" for url in crawler.settings.getlist(ORIGINS))
        return resolver

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:
        """Resolve ``name``; fail with ``DNSLookupError`` where its address is not public."""
        found = super().getHostByName(name, timeout)
        if name not in self.named and not isIPAddress(name):
            found.addCallback(_only_public, name)
        return found


def _only_public(address: str, name: str) -> str:
    if not is_public(address):
        raise DNSLookupError(f"{name} resolves to {address}, which is not a public address")
    return address
