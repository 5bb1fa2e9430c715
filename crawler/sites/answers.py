"""What a server's answer is kept as: a page with its links, a redirect, a refusal, or something we do not keep.

An answer comes in as status, headers and body, whoever fetched it; out go the row for the page store and the body to
keep with it, None where an earlier body stays or there is none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from msgspec.structs import replace

from crawler.refusals import REFUSALS
from crawler.sites.frontier import Step
from crawler.sites.hosting import Territory
from crawler.sites.links import Link, Outline, outline, sitemap_outline
from crawler.sites.ranking import forbidden
from crawler.sites.robots import LARGEST as LARGEST_ROBOTS
from crawler.sites.store import StoredPage
from crawler.sites.urls import absolute, page_key

MOST_LINKS = 600
"""Links of one page that are kept; only those that lead on within the site and to a page."""

MOST_OF_SITEMAP = 3_000
"""Addresses of one sitemap that are kept."""

REDIRECTS = (301, 302, 303, 307, 308)
PAGE_TYPES = ("text/html", "application/xhtml+xml")


class Answer(NamedTuple):
    """One answer: header names in lower case; ``cut`` says why its body was not taken in ("" where it was)."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    cut: str = ""


def unwanted_type(kind: str, content_type: str) -> str:
    """Return why a body of this type is not taken in, "" where it is; one that names no type may be a page."""
    found = content_type.partition(";")[0].strip().lower()
    if kind != "page" or not found or found in PAGE_TYPES:
        return ""
    return f"not a page but {found[:60]}"


def question(known: StoredPage | None) -> dict[str, str]:
    """Return the headers that let a server say "unchanged" of a body that is kept."""
    if known is None or not known.hash:
        return {}
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {name: value for name, value in asked.items() if value}


def unanswered(step: Step, reason: str, known: StoredPage | None, attempts: int, final: bool = False) -> StoredPage:
    """Return the row of a request that brought no answer; what was kept before stays, with its own date. ``final``
    says that asking again would not help."""
    before = known or StoredPage(url=step.url)
    return replace(
        before, url=step.url, kind=step.kind, depth=step.depth, status=0, reason=reason[:200], target="",
        attempts=max(attempts, 2) if final else attempts, body=b"",
    )  # fmt: skip


def answered(
    step: Step, answer: Answer, known: StoredPage | None, where: Territory, now: dt.datetime, attempts: int = 1
) -> tuple[StoredPage, bytes | None]:
    """Return the row of an answered request and the body to keep with it.

    ``known`` is what an earlier run kept of the address. 304 confirms its body; a failing host leaves it standing with
    its older date; any other answer takes its place.
    """
    stamp = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    row = StoredPage(url=step.url, kind=step.kind, depth=step.depth, status=answer.status, attempts=attempts)
    if answer.status == 304 and known is not None and known.hash:
        kept = replace(known, kind=step.kind, depth=step.depth, status=304, reason="", target="", attempts=attempts)
        return replace(kept, confirmed=stamp, body=b""), None
    if answer.status >= 500 or answer.status in (0, *REFUSALS):
        failed = unanswered(step, f"the host answered {answer.status}", known, attempts)
        return replace(failed, status=answer.status), None
    if answer.status in REDIRECTS:
        target = absolute(step.url, answer.headers.get("location", ""))
        return replace(row, target=target, reason="" if target else "redirected to no page of the public web"), None
    if not 200 <= answer.status < 300:
        return replace(row, reason=f"the host answered {answer.status}"), None
    reason = answer.cut or unwanted_type(step.kind, answer.headers.get("content-type", ""))
    if reason or not answer.body:
        return replace(row, reason=reason or "an empty answer"), None
    row, body = _kept(row, answer, where)
    return (row, None) if body is None else (replace(row, confirmed=stamp), body)


def _kept(row: StoredPage, answer: Answer, where: Territory) -> tuple[StoredPage, bytes | None]:
    headers, body = answer.headers, answer.body
    row = replace(
        row, etag=headers.get("etag", "")[:200], modified=headers.get("last-modified", "")[:60],
        content_type=headers.get("content-type", "")[:100],
    )  # fmt: skip
    if row.kind == "robots":
        return row, body[:LARGEST_ROBOTS]
    if row.kind == "sitemap":
        # The row holds its links; the body stands for "there is one", so that the next run may ask whether it changed.
        found = sitemap_outline(body, row.url)
        return replace(row, outline=_leading_on(found, where, MOST_OF_SITEMAP)), b"sitemap"
    if b"<" not in body[:10_000]:
        return replace(row, reason="not a page: it has no markup"), None
    found = outline(body, row.url, row.content_type, headers.get("x-robots-tag", ""))
    if found.noindex:
        return replace(row, outline=_leading_on(found, where), reason="asks not to be indexed"), None
    return replace(row, outline=_leading_on(found, where)), body


def _leading_on(found: Outline, where: Territory, most: int = MOST_LINKS) -> Outline:
    """Return an outline with the links alone that may be asked for."""
    links: dict[str, Link] = {}
    for link in found.links:
        if len(links) < most and where.holds(link.url) and (found.is_index or not forbidden(link.url)):
            links.setdefault(page_key(link.url), link)
    return replace(found, links=tuple(links.values()))
