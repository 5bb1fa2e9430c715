"""Whose an address is: a registered domain of its own, a corner of a shared host, or a platform never crawled.

In goes an address, out comes its ``Territory`` or the reason why nothing of it is fetched; ``data/web_hosts.toml``
names the platforms.
"""

from __future__ import annotations

import functools
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

from catalog.settings import DATA
from crawler.sites.urls import domain_of, page_key


class _Hosts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    social: frozenset[str]
    directories: frozenset[str]
    short_links: frozenset[str]
    shared: frozenset[str]


@functools.cache
def _hosts() -> _Hosts:
    return msgspec.toml.decode((DATA / "web_hosts.toml").read_bytes(), type=_Hosts)


class Territory(NamedTuple):
    """Where a crawl may go: ``name`` labels it, ``domain`` is the registered domain, ``prefix`` the page key under
    which everything must lie ("" where the whole domain is the owner's)."""

    name: str
    domain: str
    prefix: str = ""

    def holds(self, url: str) -> bool:
        """Return whether an address lies in this territory."""
        if not self.prefix:
            return domain_of(url) == self.domain
        key = page_key(url)
        return key == self.prefix or key.startswith((self.prefix + "/", self.prefix + "?"))


def territory(url: str) -> Territory | str:
    """Return the territory of a program's website, or why it is not crawled."""
    domain = domain_of(url)
    if not domain:
        return "no registered domain"
    hosts = _hosts()
    if domain in hosts.social:
        return "social network"
    if domain in hosts.directories:
        return "directory of others"
    if domain in hosts.short_links:
        return "short link"
    if domain not in hosts.shared:
        return Territory(domain, domain)
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    key = page_key(url)
    if domain == "google.com" and host != "sites.google.com":
        return "search engine"
    if host in (domain, "sites.google.com") and key == host:
        return "hosting platform's own page"
    return Territory(key, domain, key)


def neighbourhood(url: str) -> str:
    """Return what is asked one request at a time: the registered domain, or one host of a platform that many share."""
    domain = domain_of(url)
    return (urlsplit(url).hostname or "") if domain in _hosts().shared else domain
