"""Pages beside the program's own: payment, insurance, languages and accreditation of the whole facility.

A page that names no level of care ("Insurance and payment") yields no program facts, yet what it says of paying holds
for every program of the house. Comes in: a page as ``read_page`` takes it. Goes out: facts of scope "facility".
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from catalog.facts import Fact
from crawler.reading.claims import Claim
from crawler.reading.extras import extra_claims
from crawler.reading.findings import facts_of_iop
from crawler.reading.page import Page
from crawler.reading.payment import PaymentReader
from crawler.reading.standing import is_article
from crawler.reading.statements import Statement, statements_of

HOUSE_WIDE = frozenset({"insurance_accepted", "insurers", "payment_options", "languages", "accreditation"})
"""Attributes that a house has as a whole; hours, ages or therapies of an unnamed program are nobody's facts."""


def supporting_facts(page: Page, read_on: str) -> tuple[Fact, ...]:
    """Return what a page that is about no level of care states of the whole facility; an article states nothing."""
    if is_article(page):
        return ()
    statements = list(statements_of(page, "iop"))
    claims = [c for c in _claims(statements) if c.attribute in HOUSE_WIDE and not c.statement.general]
    facts = facts_of_iop(claims, statements, page.url, read_on)
    return tuple(
        replace(fact, evidence=tuple(replace(e, scope="facility") for e in fact.evidence))
        for fact in facts
        if fact.attribute in HOUSE_WIDE
    )


def _claims(statements: list[Statement]) -> Iterator[Claim]:
    payment = PaymentReader()
    for statement in statements:
        hits = statement.terms
        yield from payment.claims(statement, hits)
        yield from extra_claims(statement, hits)
    yield from payment.rest()
