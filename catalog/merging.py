"""Merging: the listings of one place become one program; every listing's evidence stays, disputes are marked.

Where sources disagree the most trusted comes first: a program's own page, a licence list, SAMHSA, an insurer's
directory; within one, the newest. The order of the input never changes the result.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from catalog.contacts import is_invented
from catalog.facts import Evidence, Fact, Span
from catalog.insurers import ATTRIBUTE as INSURERS
from catalog.insurers import standing
from catalog.listings import Listing
from catalog.matching import Head
from catalog.places import Point
from catalog.programs import Program
from catalog.wording import digest, plain

WRITTEN = frozenset({"address", "name", "organization"})
"""Attributes of which commas, capitals and marks make no other value."""

_PRECISION = {"site": 0, "zip": 1, "city": 2}


def program_id(listing: Listing | Head) -> str:
    """Return the id minted for the program that ``listing`` names: the same name and address give the same id."""
    parts = (listing.organization, listing.name, listing.street, listing.street2, listing.city, listing.state)
    return "p" + digest(*parts, listing.zip)


def full_name(organization: str, unit: str) -> str:
    """Return the name people read: a unit alone ("IOP", "Scottsdale") does not say whose it is.

    Sources cut long names into two fields, so one that ends in a small word runs on in the other.
    """
    if not organization or plain(unit).startswith(plain(organization)):
        return unit
    runs_on = organization.split()[-1].lower() in {"of", "and", "for", "at", "the", "in", "de", "y"}
    return f"{organization} {unit}" if runs_on else f"{organization} – {unit}"


def merge(
    listings: Sequence[Listing], trust: dict[str, int], name: str = "", previous_ids: tuple[str, ...] = ()
) -> Program:
    """Merge listings of one place, the one that names it first; ``trust`` maps sources to their rank (low is best).

    ``name`` is the id the program keeps, minted where it is ""; ``previous_ids`` lead to it.
    """
    first = listings[0]
    best = sorted(listings, key=lambda li: (trust.get(li.source, 99), li.source, li.kind != "SA", li.id))
    facts = merge_facts((fact for listing in listings for fact in listing.facts), trust)
    states_iop = any(listing.states_iop for listing in listings)
    point = _best_point(best)
    return Program(
        id=name or program_id(first),
        previous_ids=previous_ids,
        name=full_name(first.organization, first.name),
        organization=first.organization,
        status="confirmed" if states_iop else "candidate",
        facts=facts,
        listings=tuple(sorted(listing.id for listing in listings)),
        last_seen=max(listing.as_of or listing.read_on for listing in listings),
        street=first.street,
        street2=first.street2,
        city=first.city,
        state=first.state,
        zip=first.zip,
        phone=_first(listing.phone for listing in best),
        intake_phone=_first(listing.intake_phone for listing in best),
        website=_first(listing.website for listing in best),
        point=point,
        invented=any(is_invented(li.website, li.phone, li.intake_phone, li.hotline) for li in listings),
        candidate_for="" if states_iop else _first(listing.candidate_for for listing in best),
        notes=_notes(listings, point),
    )


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


def _best_point(listings: Sequence[Listing]) -> Point | None:
    points = [listing.point for listing in listings if listing.point]
    return min(points, key=lambda point: _PRECISION[point.precision]) if points else None


def _notes(listings: Sequence[Listing], point: Point | None) -> tuple[str, ...]:
    """Return what sources' records suffered from; a point that another listing made good is no longer news."""
    precise = point is not None and point.precision == "site"
    notes = {note for listing in listings for note in listing.notes}
    return tuple(sorted(note for note in notes if not (precise and "coordinates" in note)))


def merge_facts(facts: Iterable[Fact], trust: dict[str, int]) -> tuple[Fact, ...]:
    """Join equal facts, their evidence in order of trust, and mark the disputed ones. An address that is only written
    otherwise is the same; it is shown as the most trusted writes it."""
    evidence: dict[tuple[str, str, bool], set[Evidence]] = defaultdict(set)
    sample: dict[tuple[str, str, bool], Fact] = {}
    disputed: set[tuple[str, str, bool]] = set()
    for fact in facts:
        key = _same(fact)
        evidence[key].update(fact.evidence)
        known = sample.get(key)
        if known is None or _before(fact, known, trust):
            sample[key] = fact
        if fact.disputed:
            disputed.add(key)
    disputed |= _contradictions(sample)
    merged = [
        Fact(
            attribute=fact.attribute,
            value=fact.value,
            evidence=tuple(sorted(evidence[key], key=lambda e: _weight(e, trust))),
            denied=fact.denied,
            disputed=key in disputed,
        )
        for key, fact in sample.items()
    ]
    return tuple(
        sorted(merged, key=lambda f: (f.attribute, not _agreed(f), _weight(f.evidence[0], trust)[:4], f.order_key))
    )


def _same(fact: Fact) -> tuple[str, str, bool]:
    """Return what two facts have in common that say the same."""
    if fact.attribute in WRITTEN and isinstance(fact.value, str):
        return (fact.attribute, plain(fact.value), fact.denied)
    return fact.order_key


def _before(fact: Fact, known: Fact, trust: dict[str, int]) -> bool:
    """Whether ``fact`` gives its value to the two, which say the same: the more trusted, else the first by letters."""
    if fact.value == known.value:
        return False
    one, other = (min(_weight(e, trust) for e in either.evidence) for either in (fact, known))
    return (one, fact.order_key) < (other, known.order_key)


def _agreed(fact: Fact) -> bool:
    """Whether a program and an insurer's own directory both say that the insurer is taken: that comes first."""
    return fact.attribute == INSURERS and standing(fact).agree


def _weight(evidence: Evidence, trust: dict[str, int]) -> tuple[int, int, int, int, str, str]:
    """Order of evidence: trust, then words of the program before those of its facility, then the newest."""
    scope = ("program", "facility", "organization").index(evidence.scope)
    newest = -int(evidence.dated.replace("-", "") or 0)
    return (trust.get(evidence.source, 99), scope, int(evidence.how == "derived"), newest, evidence.url, evidence.quote)


def _contradictions(facts: dict[tuple[str, str, bool], Fact]) -> set[tuple[str, str, bool]]:
    """Return the keys of facts in contradiction: a value both stated and denied, spans that do not meet."""
    found = {key for key in facts if (key[0], key[1], not key[2]) in facts}
    spans: dict[str, list[tuple[tuple[str, str, bool], Span]]] = defaultdict(list)
    for key, fact in facts.items():
        if isinstance(fact.value, Span) and not fact.denied and fact.evidence[0].how != "derived":
            spans[fact.attribute].append((key, fact.value))
    for group in spans.values():
        found |= {a for a, one in group for b, other in group if a != b and not _meet(one, other)}
    return found


def _meet(one: Span, other: Span) -> bool:
    lows = [span.low for span in (one, other) if span.low is not None]
    highs = [span.high for span in (one, other) if span.high is not None]
    return not lows or not highs or max(lows) <= min(highs)
