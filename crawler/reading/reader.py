"""The reader: one page of a program's own site in, the facts of its IOP out, each with the words that say it.

``read_page`` is the way in. A page that is not about a program here yields no facts; silence is no fact; what the
page denies is a denied fact; where it contradicts itself both sides are kept and marked disputed.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterator

from catalog.facts import Fact
from crawler.reading import truth as truths
from crawler.reading.care import care_claims
from crawler.reading.claims import Claim
from crawler.reading.delivery import delivery_claims
from crawler.reading.extras import extra_claims
from crawler.reading.findings import facts_of_iop, facts_of_place, level_facts
from crawler.reading.frequency import days_claims, length_claims
from crawler.reading.hours import hours_claims
from crawler.reading.page import Page, open_page
from crawler.reading.payment import PaymentReader
from crawler.reading.people import age_claims, age_group_claims
from crawler.reading.place import Site, find_sites
from crawler.reading.questions import answered
from crawler.reading.services import service_claims
from crawler.reading.stance import is_voice
from crawler.reading.standing import (
    is_only_level,
    is_program_page,
    level_by_subjects,
    level_of_page,
    levels_offered,
    not_open_sentence,
)
from crawler.reading.statements import Statement, house_of, statements_of
from crawler.reading.timetable import timetable_claims
from crawler.reading.topics import (
    DAYPART,
    DAYS,
    DELIVERY,
    EXTRA_CARE,
    EXTRAS,
    GROUPS,
    HOURS,
    MODES,
    NUMBERS,
    PAYMENT,
    SHARED,
    WEEKS,
)
from crawler.reading.wordforms import folded

_READERS: tuple[tuple[int, Callable[[Statement], Iterator[Claim]]], ...] = (
    (HOURS, hours_claims),
    (WEEKS, days_claims),
    (WEEKS, length_claims),
    (NUMBERS | DAYS | DAYPART, timetable_claims),
    (NUMBERS, age_claims),
    (GROUPS, age_group_claims),
    (DELIVERY, delivery_claims),
)
"""The readers of one sentence, each with the topics of which a sentence must have one."""

_CONCRETE = frozenset({"hours_per_week", "session_hours", "days_per_week", "days", "sessions", "ages", "length_weeks"})


@dataclasses.dataclass(frozen=True)
class PageReading:
    """What one page says. ``level`` is the level of care that it is about ("" where it is about no program here),
    ``levels`` all that it states to be offered, ``sites`` the places that it names."""

    url: str
    title: str
    language: str
    is_program_page: bool
    not_open: bool = False
    level: str = ""
    levels: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    sites: tuple[Site, ...] = ()

    def facts_of(self, attribute: str) -> tuple[Fact, ...]:
        """Return the facts of one attribute."""
        return tuple(fact for fact in self.facts if fact.attribute == attribute)

    def truth(self) -> dict[str, object]:
        """Return the reading under the keys that labelled pages use, None where the page does not say."""
        return truths.truth(self.is_program_page, self.level, self.facts)

    @functools.cached_property
    def evidence(self) -> dict[str, list[str]]:
        """Key of ``truth`` → the quotes it stands on."""
        return truths.evidence(self.facts)


def read_page(body: str | bytes, url: str, read_on: str, content_type: str = "", title: str = "") -> PageReading:
    """Return the reading of one page, HTML or plain text.

    ``read_on`` is the ISO date of the visit, ``content_type`` the HTTP header, ``title`` stands in for a missing one.
    """
    page = open_page(body, url, content_type, title)
    statements, about = _statements(page)
    claims = [c for c in answered(_claims(statements), statements) if not c.statement.general] if about else []
    concrete = sum(claim.attribute in _CONCRETE for claim in claims)
    if not is_program_page(page, statements, about, concrete):
        return PageReading(url, page.title, page.language, False)
    levels = levels_offered(statements, about)
    facts = level_facts(page, statements, levels, url, read_on)
    if "iop" in levels:
        claims += _conditions_of_house(page, about, claims)
        facts += facts_of_iop([*claims, *service_claims(page, about)], statements, url, read_on)
    sites = find_sites(page)
    facts += facts_of_place(page, sites, url, read_on)
    closed = not_open_sentence(statements) is not None
    return PageReading(url, page.title, page.language, True, closed, about, tuple(levels), tuple(facts), sites)


def _conditions_of_house(page: Page, about: str, claims: list[Claim]) -> list[Claim]:
    """Return the conditions that a house is named after ("Center for Eating Disorders"), where its page names none."""
    house = house_of(page, about)
    if house is None or any(c.attribute == "conditions" for c in claims):
        return []
    named = care_claims(house, house.terms)
    return [c for c in named if c.attribute == "conditions" and c.value != "mental_health" and not c.denied]


def _statements(page: Page) -> tuple[list[Statement], str]:
    """Return the page's statements and the level it is about; where only one level is named, that owns every word."""
    level = level_of_page(page)
    statements = list(statements_of(page, level))
    about = level_by_subjects(statements, level)
    if about and about != level and is_only_level(statements, about):
        statements = list(statements_of(page, about))
    return statements, about


def _claims(statements: list[Statement]) -> Iterator[Claim]:
    """Yield every claim of every statement."""
    payment = PaymentReader()
    for statement in statements:
        if is_voice(statement.low, folded(statement.headings[-1]) if statement.headings else ""):
            continue
        hits = statement.terms
        for topics, read in _READERS:
            if statement.topics & topics:
                yield from read(statement)
        if (
            hits
            or statement.topics & (PAYMENT | MODES | EXTRA_CARE | EXTRAS | SHARED)
            or statement.low.startswith(("yes", "no", "sí"))
        ):
            yield from payment.claims(statement, hits)
            yield from care_claims(statement, hits)
            yield from extra_claims(statement, hits)
        elif statement.block.kind not in ("item", "image", "row"):
            payment.pass_by()
    yield from payment.rest()
