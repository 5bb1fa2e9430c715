"""The links of a page and of a sitemap, and what the page asks crawlers to do with it.

Bodies come in as bytes; nothing is fetched, no markup is run, and hostile markup yields fewer links, never an error.
"""

from __future__ import annotations

import html
import itertools
import re
import zlib

import msgspec
from lxml.etree import LxmlError  # type: ignore[import-untyped]
from lxml.html import HtmlElement, HTMLParser, document_fromstring  # type: ignore[import-untyped]

from crawler.reading.page import decoded
from crawler.reading.wordforms import one_line
from crawler.sites.robots import AGENT
from crawler.sites.urls import absolute

MOST_ANCHORS = 3_000
MOST_WORDS = 80
MOST_SITEMAP_LINKS = 5_000
LARGEST_SITEMAP = 5_000_000
"""Bytes of an unpacked sitemap that are read."""

_LOC = re.compile(r"<(?:\w{1,20}:)?loc>\s{0,99}(?:<!\[CDATA\[)?\s{0,99}([^<\]\s]{1,2000})")
_INDEX = re.compile(rb"<(?:\w{1,20}:)?sitemapindex[\s>]")
_WORD = re.compile(r"[a-z]+")


class Link(msgspec.Struct, frozen=True, array_like=True):
    """An address and the words that lead to it."""

    url: str
    words: str


class Outline(msgspec.Struct, frozen=True):
    """What a page says to a crawler: its links, the address it calls its own, and whether it asks not to be kept.
    ``is_index`` marks a sitemap whose links are other sitemaps."""

    links: tuple[Link, ...] = ()
    canonical: str = ""
    noindex: bool = False
    is_index: bool = False


def outline(body: bytes, url: str, content_type: str = "", robots_header: str = "") -> Outline:
    """Return the outline of an HTML page; ``robots_header`` is its X-Robots-Tag."""
    tree = _parsed(decoded(body, content_type))
    if tree is None:
        return Outline()
    wishes = _wishes(robots_header, tree)
    links: dict[str, str] = {}
    if not wishes & {"nofollow", "none"}:
        links = _anchors(tree, absolute(url, _attribute(tree, "//base[@href]", "href")) or url)
    canonical = absolute(url, _attribute(tree, "//link[@rel='canonical'][@href]", "href"))
    return Outline(tuple(Link(u, w) for u, w in links.items()), canonical, bool(wishes & {"noindex", "none"}))


def _parsed(text: str) -> HtmlElement | None:
    """Return the document; its parser stops at 256 nested elements, so that depth costs no time."""
    try:
        return document_fromstring(text.encode("utf-8", "replace"), parser=HTMLParser(encoding="utf-8"))
    except (LxmlError, ValueError, AssertionError):
        return None


def _attribute(tree: HtmlElement, path: str, name: str) -> str:
    found = tree.xpath(path)
    return str(found[0].get(name) or "").strip() if found else ""


def _wishes(header: str, tree: HtmlElement) -> set[str]:
    """Return the words of X-Robots-Tag and of the robots metas that speak to all crawlers or to ours."""
    words = set() if ":" in header else set(_WORD.findall(header.lower()))
    for node in tree.xpath("//meta[@name][@content]")[:100]:
        if node.get("name").strip().lower() in ("robots", AGENT):
            words.update(_WORD.findall(node.get("content").lower()))
    return words


def _anchors(tree: HtmlElement, base: str) -> dict[str, str]:
    links: dict[str, str] = {}
    for node in tree.xpath("//a[@href] | //area[@href]")[:MOST_ANCHORS]:
        if "nofollow" in (node.get("rel") or "").lower():
            continue
        found = absolute(base, node.get("href"))
        pictures = " ".join(picture.get("alt") or "" for picture in node.xpath(".//img[@alt]")[:3])
        # Anchors that a page forgot to close hold all that follows: their first words are enough.
        text = " ".join(part[:MOST_WORDS] for part in itertools.islice(node.itertext(), 30))
        words = one_line(text) or one_line((node.get("title") or pictures)[:300])
        if found and len(words) >= len(links.get(found, "")):
            links[found] = words[:MOST_WORDS]
    return links


def sitemap_outline(body: bytes, url: str) -> Outline:
    """Return the addresses that a sitemap lists; gzip is unpacked up to a cap.

    Addresses are picked out by pattern, so entities and nesting of hostile XML are never expanded.
    """
    if body.startswith(b"\x1f\x8b"):
        try:
            body = zlib.decompressobj(wbits=31).decompress(body, LARGEST_SITEMAP)
        except zlib.error:
            return Outline()
    body = body[:LARGEST_SITEMAP]
    text = body.decode("utf-8", "replace")
    found: dict[str, None] = {}
    for match in _LOC.finditer(text):
        address = absolute(url, html.unescape(match.group(1)))
        if address:
            found.setdefault(address)
        if len(found) >= MOST_SITEMAP_LINKS:
            break
    return Outline(tuple(Link(address, "") for address in found), is_index=bool(_INDEX.search(body)))
