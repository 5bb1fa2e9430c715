"""Phones and websites as sources write them, read with libraries and refused where they cannot be right."""

from __future__ import annotations

import functools
import ipaddress
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import phonenumbers

if TYPE_CHECKING:
    from tldextract import TLDExtract

INVENTED_SUFFIX = "example"
"""Top-level domain reserved for invented hosts (RFC 2606)."""

_INVENTED_PHONE = re.compile(r"555[ -]?01\d\d\b")


def phone(text: str | None) -> str:
    """Return a US phone as "(480) 555-0100" or "(480) 555-0100 ext. 12", "" where ``text`` holds none.

    Numbers nobody can be reached at, such as 999-999-9999, count as none.
    """
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text[:60], "US")
    except phonenumbers.NumberParseException:
        return ""
    digits = str(number.national_number)
    if not phonenumbers.is_possible_number(number) or len(set(digits)) == 1 or digits[0] in "01":
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))


def dialable(shown: str) -> str:
    """Return the ``tel:`` address of a phone as ``phone`` wrote it; an extension follows a pause."""
    main, _, extension = shown.partition(" ext. ")
    digits = re.sub(r"\D", "", main)
    return f"tel:+1{digits}" + (f",{extension}" if extension else "")


def website(text: str | None) -> str:
    """Return an http(s) address with a public host name, "" where ``text`` holds none ("https://" alone is none).

    IP addresses, names without a dot, credentials and ports are refused: no listing needs them, attacks do.
    """
    address = (text or "").strip()
    if not address or len(address) > 500 or any(c.isspace() or ord(c) < 32 for c in address):
        return ""
    if "://" not in address:
        address = "https://" + address
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or port or parts.username or not is_public_name(host):
        return ""
    return urlunsplit((parts.scheme.lower(), host, parts.path or "", parts.query, ""))


def is_public_name(host: str) -> bool:
    """Return whether ``host`` is a DNS name under a public suffix (or an invented one), never an IP address."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        found = _extract()(host)
        return bool(found.domain and found.suffix) and re.fullmatch(r"[a-z0-9.-]+", host) is not None
    return False


def registered_domain(address: str) -> str:
    """Return the registered domain of an address ("https://www.a.co.uk/x" gives "a.co.uk"), "" where there is none."""
    return _domains.get(address) or str(_extract()(address).top_domain_under_public_suffix)


_domains: dict[str, str] = {}


def remember_domains(known: Iterable[tuple[str, str]]) -> None:
    """Take (address, registered domain) pairs that were worked out before: loading the suffix list takes long."""
    _domains.update(known)


@functools.cache
def _extract() -> TLDExtract:
    """Return an extractor with the packaged suffix list: it never fetches a newer one."""
    import tldextract  # brings a network client, which takes long to load and is not used

    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, extra_suffixes=(INVENTED_SUFFIX,))


def is_invented(site: str, *phones: str) -> bool:
    """Return whether a contact can only be invented: an ``.example`` host or a phone of 555-0100 to 555-0199."""
    host = urlsplit(site).hostname or ""
    return host.endswith("." + INVENTED_SUFFIX) or any(_INVENTED_PHONE.search(p) for p in phones)
