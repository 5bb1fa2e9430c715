"""A program: what we hold true of one IOP at one location, merged from listings, every fact with its evidence."""

from __future__ import annotations

from typing import Literal

import msgspec

from catalog.facts import Answer, Fact, Value, answer
from catalog.places import Point
from catalog.vocabulary import load_vocabulary

IN_OWN_ORDER = ("level_of_care", "days", "time_of_day", "age_groups")
"""Attributes whose terms have an order of their own, that of their vocabulary."""

Status = Literal["confirmed", "candidate"]


class Program(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One program at one place.

    ``status`` is "confirmed" where a source states an IOP here, "candidate" where one may be (never shown as an
    IOP). ``point`` is None only with a reason in ``notes``. ``last_seen`` is the newest ISO date a source speaks
    for. ``listings`` holds the ids merged into it, ``invented`` marks the sample network.
    """

    id: str
    name: str
    status: Status
    facts: tuple[Fact, ...]
    listings: tuple[str, ...]
    last_seen: str
    organization: str = ""
    street: str = ""
    street2: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    phone: str = ""
    intake_phone: str = ""
    website: str = ""
    point: Point | None = None
    previous_ids: tuple[str, ...] = ()
    invented: bool = False
    candidate_for: str = ""
    notes: tuple[str, ...] = ()

    def facts_of(self, attribute: str) -> tuple[Fact, ...]:
        """Return every fact of an attribute, denied and disputed ones included, the most trusted first.

        Levels of care, weekdays, times of day and ages come in their own order instead: people read "Monday, Tuesday".
        """
        found = [fact for fact in self.facts if fact.attribute == attribute]
        if attribute in IN_OWN_ORDER:
            order = [term.id for term in load_vocabulary().terms(attribute)]
            found.sort(key=lambda fact: order.index(str(fact.value)) if str(fact.value) in order else len(order))
        return tuple(found)

    def values(self, attribute: str) -> tuple[Value, ...]:
        """Return the stated values of an attribute, without the denied ones."""
        return tuple(fact.value for fact in self.facts_of(attribute) if not fact.denied)

    def answer(self, attribute: str, value: Value) -> Answer:
        """Answer whether this program states ``value``."""
        return answer(self.facts, attribute, value)

    @property
    def owner(self) -> str:
        """The organization where the program's name does not say it already, else ""."""
        return "" if self.organization.casefold() in self.name.casefold() else self.organization

    @property
    def address(self) -> str:
        """One line: street, suite, city, state, ZIP, as far as stated."""
        street = " ".join(part for part in (self.street, self.street2) if part)
        region = f"{self.state} {self.zip}".strip()
        return ", ".join(part for part in (street, self.city, region) if part)
