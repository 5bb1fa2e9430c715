"""A FHIR server's answers: a searchset Bundle or one resource in, resources and the next page's address out.

Format: https://hl7.org/fhir/R4/bundle.html. Errors come as an OperationOutcome, within HTTP 200 too.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from crawler.kept_pages import BadAnswer

Resource = dict[str, Any]

ELSEWHERE = "a link to the next page leads to another host: refused"
AROUND = "a link to the next page leads back: refused"

CAP = 10_000
"""A ``total`` that some servers never go beyond: it then says nothing of how many there are."""


class Answer(NamedTuple):
    """``resources`` as they came, ``next`` the address of the page after, ``cut`` why a link to it was refused,
    ``total`` what the server says it found (None: it says nothing)."""

    resources: tuple[Resource, ...]
    next: str
    cut: str
    total: int | None


def read_answer(body: bytes, asked: str) -> Answer:
    """Return what a server sent for ``asked``; raises ``BadAnswer`` where it is an error or no FHIR at all."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        what = "a web page" if body.lstrip()[:1] == b"<" else "no JSON"
        raise BadAnswer(f"it sent {what} instead of FHIR") from error
    kind = answer.get("resourceType") if isinstance(answer, dict) else None
    if kind == "OperationOutcome":
        raise BadAnswer(f"it answered with an error: {outcome(answer) or 'no reason given'}")
    if not isinstance(kind, str):
        raise BadAnswer(f"it sent no FHIR resource ({str(answer)[:100]}): its form has changed")
    if kind != "Bundle":
        return Answer((answer,), "", "", None)
    return _searchset(answer, asked)


def _searchset(bundle: Resource, asked: str) -> Answer:
    entries = bundle.get("entry") or []
    if not isinstance(entries, list):
        raise BadAnswer("its Bundle has no list of entries: its form has changed")
    resources = tuple(_named(entry) for entry in entries if isinstance(entry, dict) and _holds(entry))
    if entries and not resources:
        raise BadAnswer("no entry of its Bundle holds a resource: its form has changed")
    link, cut = _next(bundle, asked)
    total = bundle.get("total")
    return Answer(resources, link, cut, total if isinstance(total, int) and not isinstance(total, bool) else None)


def _holds(entry: Resource) -> bool:
    resource = entry.get("resource")
    return isinstance(resource, dict) and isinstance(resource.get("resourceType"), str)


def _named(entry: Resource) -> Resource:
    """Return an entry's resource; one that is referred to by the entry's own address keeps it as ``fullUrl``."""
    resource: Resource = entry["resource"]
    full = entry.get("fullUrl")
    return resource | {"fullUrl": full} if isinstance(full, str) and full.startswith("urn:") else resource


def _next(bundle: Resource, asked: str) -> tuple[str, str]:
    """Return the address of the next page, relative ones made whole, or why it is refused."""
    links = [link for link in bundle.get("link") or () if isinstance(link, dict)]
    stated = [link.get("url") for link in links if str(link.get("relation")).lower() == "next"]
    url = next((url for url in stated if isinstance(url, str) and url.strip()), "")
    if not url:
        return "", ""
    try:
        whole = urljoin(asked, url.strip())
        parts, own = urlsplit(whole), urlsplit(asked)
    except ValueError:
        return "", ELSEWHERE
    if (parts.scheme, parts.netloc.lower()) != (own.scheme, own.netloc.lower()):
        return "", ELSEWHERE
    return ("", AROUND) if whole == asked else (whole, "")


def outcome(answer: Resource) -> str:
    """Return what an OperationOutcome says, on one line."""
    issues = [issue for issue in answer.get("issue") or () if isinstance(issue, dict)]
    told = [str(issue.get("diagnostics") or (issue.get("details") or {}).get("text") or issue.get("code") or "")
            for issue in issues]  # fmt: skip
    return " ".join("; ".join(filter(None, told)).split())[:200]


def outcome_of(body: bytes) -> str:
    """Return what an error answer says of itself, "" where it says nothing in FHIR."""
    try:
        answer = json.loads(body)
        return outcome(answer) if isinstance(answer, dict) else ""
    except (ValueError, RecursionError, AttributeError):
        return ""
