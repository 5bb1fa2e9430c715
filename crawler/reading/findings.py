"""Claims to facts: the evidence of each, what follows from several of them, and what only the whole page can say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from catalog.facts import Evidence, Fact, How, Scope, Span, quoted
from crawler.reading.claims import Claim
from crawler.reading.day_plans import joined_sessions, planned_day
from crawler.reading.extras import is_planned
from crawler.reading.page import Page
from crawler.reading.parts_of_day import part_of
from crawler.reading.people import fits_ages, groups_of_ages
from crawler.reading.place import Site, find_lines
from crawler.reading.statements import Statement
from crawler.reading.weigh import derived_hours, spans, terms, without_counts_of_a_part, without_exceptions

SOURCE = "program_sites"
INSURANCE = ("medicaid", "medicare", "tricare", "private_insurance")
MOST_EVIDENCE = 4
"""Quotes kept for one fact."""

_FROM_THERAPIES = {
    "family_therapy": "family_sessions",
    "multifamily_group": "family_sessions",
    "medication_management": "medication_management",
}


class _Writer:
    """Turns claims into facts of one page read on one day."""

    def __init__(self, url: str, read_on: str) -> None:
        self.url, self.read_on = url, read_on

    def evidence(self, claims: Iterable[Claim], how: How | None = None) -> tuple[Evidence, ...]:
        """Return the evidence of claims, one a sentence; ``how`` where it is not each claim's own."""
        found: dict[str, Evidence] = {}
        for claim in claims:
            for part in (claim, *claim.also):
                if part.statement.text not in found:
                    stated: How = "structured" if part.statement.block.kind == "faq" else part.how
                    found[part.statement.text] = Evidence(
                        SOURCE, self.url, self.read_on, part.quote, how or stated, part.scope
                    )
            if len(found) >= MOST_EVIDENCE:
                break
        return tuple(found.values())

    def said(self, quote: str, how: How = "text", scope: Scope = "program") -> tuple[Evidence, ...]:
        """Return evidence that is one quote."""
        return (Evidence(SOURCE, self.url, self.read_on, quoted(quote), how, scope),)


def facts_of_iop(claims: list[Claim], statements: list[Statement], url: str, read_on: str) -> list[Fact]:
    """Return the facts of the page's IOP that ``claims`` add up to."""
    write = _Writer(url, read_on)
    claims = _sessions(without_exceptions(claims), statements)
    claims += _days_line_by_line(claims)
    claims = without_counts_of_a_part(claims)
    claims = _without_house_meals(_age_groups(claims))
    claims = [c for c in claims if not (c.attribute == "accreditation" and is_planned(c.statement))]
    claims += [
        Claim(_FROM_THERAPIES[str(c.value)], True, c.statement, c.start, c.end, c.denied, c.how, c.scope)
        for c in claims
        if c.attribute == "therapies" and c.value in _FROM_THERAPIES
    ]
    claims += _insurance(claims)
    return [*_span_facts(claims, write), *_term_facts(claims, write)]


_EATING = frozenset({"eating_disorder", "anorexia", "bulimia", "binge_eating", "arfid"})


def _without_house_meals(claims: list[Claim]) -> list[Claim]:
    """Return ``claims`` without meals as a therapy where nothing says that eating is what is treated."""
    if any(c.value in _EATING or c.value == "nutrition_counseling" for c in claims if not c.denied):
        return claims
    return [c for c in claims if c.value != "meal_support" or "shared" not in c.statement.low[c.start : c.end]]


def _sessions(claims: list[Claim], statements: list[Statement]) -> list[Claim]:
    """Return ``claims`` with sessions put together from several lines, parts of the day from starts, weekends
    from days."""
    found = [c for c in claims if c.attribute == "sessions"]
    if _is_plan(found):
        claims = [c for c in claims if c.attribute != "sessions"]
        found = []
    if not found:
        found = list(joined_sessions(statements)) or list(planned_day(statements))
        claims = claims + found
    evening = _said_evening(claims)
    claims = claims + [
        Claim("time_of_day", part_of(str(c.value)), c.statement, c.start, c.end, how="derived")
        for c in found
        if c.statement.number not in evening or not "15:30" <= str(c.value)[:5] < "17:00"
    ]
    days = []
    for claim in claims:
        if claim.attribute != "days":
            days.append(claim)
            continue
        for day in str(claim.value).split("+"):
            days.append(Claim("days", day, claim.statement, claim.start, claim.end))
            if day in ("sat", "sun"):
                days.append(Claim("weekends", True, claim.statement, claim.start, claim.end))
    return days


def _days_line_by_line(claims: list[Claim]) -> list[Claim]:
    """Return the number of days that lines below one another add up to ("Mon 9–12", "Tue 9–12", "Thu 9–12"), where
    nothing else says it."""
    if any(c.attribute == "days_per_week" for c in claims):
        return []
    timed = {c.statement.number for c in claims if c.attribute == "sessions"}
    days = [c for c in claims if c.attribute == "days" and c.statement.number in timed and c.statement.number]
    of_line = Counter(c.statement.number for c in days)
    lines: dict[tuple[str, ...], dict[object, Claim]] = {}
    for claim in days:
        if of_line[claim.statement.number] == 1:
            lines.setdefault(claim.statement.headings, {}).setdefault(claim.value, claim)
    if len(lines) != 1 or len(days) != len(found := next(iter(lines.values()))) or not 2 <= len(found) <= 5:
        return []
    first, *others = found.values()
    count = float(len(found))
    return [replace(first, attribute="days_per_week", value=Span(count, count), how="derived", also=tuple(others))]


def _said_evening(claims: list[Claim]) -> set[int]:
    """Return the numbers of the sentences, or of all where only one part is named, that call a session which begins
    before five an evening one."""
    said = [c for c in claims if c.attribute == "time_of_day" and not c.denied]
    found = [c for c in claims if c.attribute == "sessions"]
    if any(c.value == "afternoon" for c in said):
        return set()
    evening = {c.statement.number for c in said if c.value == "evening"}
    later = any(str(c.value)[:5] >= "17:00" for c in found)
    early = {c.statement.number for c in found if "15:30" <= str(c.value)[:5] < "17:00"}
    if not evening:
        return set()
    return early & evening if later else early


def _insurance(claims: list[Claim]) -> list[Claim]:
    """Return what follows from payers that are taken: that insurance is accepted, where no sentence says so itself."""
    if any(c.attribute == "insurance_accepted" for c in claims):
        return []
    taken = [
        c
        for c in claims
        if not c.denied and (c.attribute == "insurers" or (c.attribute == "payment_options" and c.value in INSURANCE))
    ]
    return [Claim("insurance_accepted", True, c.statement, c.start, c.end, how="derived") for c in taken]


def _is_plan(sessions: list[Claim]) -> bool:
    """Return whether the sessions are the slots of one day: three or more, each starting where the last one ends."""
    times = sorted({str(c.value) for c in sessions})
    return len(times) >= 3 and all(a[6:] <= b[:5] for a, b in pairwise(times)) and times[-1][:2] < "17"


def _age_groups(claims: list[Claim]) -> list[Claim]:
    """Return ``claims`` with the age groups of the title alone where it names some, else those of the ages if
    none is named."""
    ages = [c for c in claims if c.attribute == "ages" and isinstance(c.value, Span)]
    stated = ages
    claims = _by_ages(claims, ages)
    ages = [c for c in claims if c.attribute == "ages"]
    groups = [c for c in claims if c.attribute == "age_groups"]
    titled = [c for c in groups if c.statement.block.kind == "title" and not c.denied]
    if any(sum(m.kind == "iop" for m in c.statement.mentions) > 1 for c in titled):
        titled = []
    if titled:
        wanted = {c.value for c in titled}
        return [c for c in claims if c.attribute != "age_groups" or c.value in wanted]
    if any(not c.denied for c in groups):
        return claims + _teens_among_children(groups, stated)
    return claims + [
        Claim("age_groups", g, c.statement, c.start, c.end, how="derived")
        for c in ages
        if isinstance(c.value, Span)
        for g in groups_of_ages(c.value)
    ]


def _teens_among_children(groups: list[Claim], ages: list[Claim]) -> list[Claim]:
    """Return adolescents as derived of ages such as "kids 7–17", where children are named and teens are not."""
    named = {c.value for c in groups if not c.denied}
    if "children" not in named or "adolescents" in named:
        return []
    wide = [
        c
        for c in ages
        if isinstance(c.value, Span)
        and (c.value.low or 99) < 12
        and (15 <= c.value.high < 20 if c.value.high else "adults" in named)
    ]
    return [Claim("age_groups", "adolescents", c.statement, c.start, c.end, how="derived") for c in wide[:1]]


def _by_ages(claims: list[Claim], ages: list[Claim]) -> list[Claim]:
    """Return ``claims`` with the age groups and the stated ages held against each other.

    A group outside all stated ages is somebody else's; adults all from 50 are older adults; where adults are served
    besides teens of 13–17, 17 is not the highest age.
    """
    spans_of = list({(c.value.low, c.value.high): c.value for c in ages if isinstance(c.value, Span)}.values())[:50]
    old = bool(spans_of) and all((s.low or 0) >= 50 for s in spans_of)
    beside = {c.statement.number for c in claims if c.attribute == "age_groups" and c.value == "older_adults"}
    adults = any(c.attribute == "age_groups" and c.value == "adults" and not c.denied for c in claims)
    young = bool(spans_of) and all(s.high is not None and s.high <= 19 and (s.low or 0) < 18 for s in spans_of)
    found = []
    for claim in claims:
        if claim.attribute == "age_groups" and not claim.denied:
            if old and claim.value == "adults" and claim.statement.number not in beside:
                claim = replace(claim, value="older_adults")
            elif (
                (claim.value != "adults" or not old)
                and not (young and adults)
                and not fits_ages(str(claim.value), spans_of)
            ):
                continue
        elif claim.attribute == "ages" and young and adults and isinstance(claim.value, Span) and claim.value.low:
            claim = replace(claim, value=Span(claim.value.low, None))
        found.append(claim)
    return found


def _span_facts(claims: list[Claim], write: _Writer) -> list[Fact]:
    found = spans(claims)
    facts = []
    for attribute, sides in found.items():
        for span, members in sides:
            facts.append(Fact(attribute, span, write.evidence(members), disputed=len(sides) > 1))
    derived = derived_hours(found, [c for c in claims if c.attribute == "sessions" and not c.denied])
    if derived:
        span, members = derived
        facts.append(Fact("hours_per_week", span, write.evidence(members, how="derived")))
    return facts


def _term_facts(claims: list[Claim], write: _Writer) -> list[Fact]:
    found = list(terms(claims))
    denied = {(attribute, value) for attribute, value, no, _ in found if no}
    stated = {(attribute, value) for attribute, value, no, _ in found if not no}
    facts = []
    for attribute, value, no, members in found:
        both = (attribute, value) in denied and (attribute, value) in stated
        facts.append(Fact(attribute, value, write.evidence(members), denied=no, disputed=both))
    return facts


def level_facts(
    page: Page, statements: Sequence[Statement], levels: dict[str, Statement | None], url: str, read_on: str
) -> list[Fact]:
    """Return the level of care facts: the IOP's as the program's own, the others as levels one can step to here."""
    write = _Writer(url, read_on)
    facts = []
    for level, statement in levels.items():
        quote = write.said(statement.text if statement else page.title or url)
        if level in ("iop", "php"):
            facts.append(Fact("level_of_care", level, quote))
        if level != "iop" and "iop" in levels:
            facts.append(Fact("step_levels", level, quote))
    return facts


def facts_of_place(page: Page, sites: Sequence[Site], url: str, read_on: str) -> list[Fact]:
    """Return the phones and addresses that the page gives; ``sites`` are the places that it names."""
    write = _Writer(url, read_on)
    lines = find_lines(page)
    facts = [
        Fact("intake_phone" if line.admissions else "phone", line.number, write.said(line.quote, scope="facility"))
        for line in lines[:10]
    ]
    for site in sites[:50]:
        facts.append(
            Fact(
                "address", site.address, write.said(site.quote, "structured" if site.structured else "text", "facility")
            )
        )
    return facts
