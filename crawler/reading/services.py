"""Therapies that a page's JSON-LD lists as available services: facts of the whole facility, not of its IOP alone.

In come the page and the level it is about; out go claims of how "structured" whose quote is the service's name.
"""

from __future__ import annotations

from collections.abc import Iterator

from crawler.reading.claims import Claim
from crawler.reading.page import Block, Page
from crawler.reading.statements import Statement
from crawler.reading.structured import service_names


def service_claims(page: Page, about: str) -> Iterator[Claim]:
    """Yield the therapies named by services; one that names another level of care ("PHP with DBT") is that level's."""
    for name in service_names(list(page.structured)):
        statement = Statement(name, Block(name, (), "service"), 0, (), about)
        if all(mention.kind == "iop" for mention in statement.mentions):
            for hit in statement.terms:
                if hit.attribute == "therapies":
                    yield Claim(
                        "therapies", hit.term, statement, hit.start, hit.end, how="structured", scope="facility"
                    )
