"""One spelling for each page address: what is fetched, what counts as the same page, and where a site ends.

Addresses come in as sites write them in links; out come absolute http(s) addresses without fragments, session ids or
tracking parameters, or "" for what is no page of the public web.
"""

from __future__ import annotations

import functools
import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

from catalog.contacts import is_public_name, registered_domain

LONGEST = 300
"""Characters of a longer address are a trap's doing, not a page's name."""

_TRACKING = re.compile(
    r"(?:utm_\w+|gclid|gbraid|wbraid|fbclid|msclkid|yclid|dclid|mc_[ce]id|_ga|_gl|_hs\w+|hsa_\w+|igshid|ref|referrer|"
    r"phpsessid|jsessionid|aspsessionid\w*|sid|session_?id|share|replytocom|print)",
    re.I,
)
_SESSION = re.compile(r";jsessionid=[^/?]*", re.I)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.I)


def absolute(base: str, link: str) -> str:
    """Return the address that ``link`` on the page ``base`` leads to, in the spelling it is fetched under, else ""."""
    link = link.strip()
    if not link or len(link) > 2_000 or link.startswith("#"):
        return ""
    try:
        parts = urlsplit(urljoin(base, safe_url_string(link)))
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https") or parts.username or port not in (None, 80, 443) or not _is_public(host):
        return ""
    path = re.sub(r"/{2,}", "/", _SESSION.sub("", parts.path)) or "/"
    pairs = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(k)]
    found = urlunsplit((scheme, host, path, urlencode(sorted(pairs)), ""))
    return found if len(found) <= LONGEST else ""


def page_key(url: str) -> str:
    """Return what is the same for all spellings of one page: scheme, "www.", a last slash and index names left out."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    path = _INDEX.sub("/", parts.path).rstrip("/")
    return f"{host}{path}" + (f"?{parts.query}" if parts.query else "")


def origin(url: str) -> str:
    """Return scheme and host, which one robots.txt speaks for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def segments(url: str) -> tuple[str, ...]:
    """Return the parts of an address's path, lower case, without empty ones."""
    return tuple(part for part in urlsplit(url).path.lower().split("/") if part)


def domain_of(url: str) -> str:
    """Return the registered domain of an address, "" where it has none."""
    return _registered(urlsplit(url).hostname or "")


@functools.lru_cache(maxsize=4096)
def _is_public(host: str) -> bool:
    return is_public_name(host)


@functools.lru_cache(maxsize=4096)
def _registered(host: str) -> str:
    return registered_domain(host)
