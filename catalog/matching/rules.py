"""The rules by which two listings speak of one program, of two, or leave it open; each has a name people read.

In go two ``Card``s (listings prepared for comparison), out comes a ``Verdict``: True, False or None for "not sure",
with the rule's name. No rule joins on a phone or a name alone.
"""

from __future__ import annotations

from typing import NamedTuple

from rapidfuzz import fuzz

from catalog.matching.addresses import Relation, street_relation, units_conflict
from catalog.matching.cards import Card
from catalog.matching.heads import Head
from catalog.matching.names import CLOSE_NAME, Name, Names, compare_names, match_words, one_owner

DECIDED_SAME, DECIDED_DIFFERENT = "a person decided: same", "a person decided: different"
SAME_ROW = "same name and address"
SAME_NAME = "same address, same distinctive words in the name"
SAME_UNIT = "same address, same unit of an organization alike in name"
SAME_NPI = "same address, same NPI"
SAME_PLACE = "same address, same organization, no other unit"
SAME_PHONE = "same address, same phone, alike names"
RENAMED = "same address, same phone, another name"
SAME_DOMAIN = "same address, same web site, another name"
NEAR_STREET = "same name, street written differently"
OTHER_STREET_NAME = "same name, phone, ZIP and house number, another name of the street"
HIDDEN_STREET = "same name, phone and town, one street not given"
JOINING = (
    DECIDED_SAME, SAME_ROW, SAME_NAME, SAME_UNIT, SAME_NPI, SAME_PHONE, SAME_PLACE, NEAR_STREET, RENAMED,
    SAME_DOMAIN, OTHER_STREET_NAME, HIDDEN_STREET,
)  # fmt: skip
"""The rules that join, the surest first: a surer one is never undone by one that comes after it."""

OTHER_UNIT = "another suite, floor or building"
OTHER_PEOPLE = "programs for different people"
OTHER_LEVEL = "programs of different levels of care"
OTHER_PROGRAM = "different programs of one organization"
OTHER_NAME = "different names"
OTHER_STREET = "different addresses"
LISTED_TWICE = "one source lists both"
MOVED = "same name and phone, another street: moved, or a second site"
ONE_SAYS_MORE = "one name says more than the other"
SAME_LINE = "same address and phone, different programs named"
HIDDEN = "one street not given, names alike"
NEAR_ONLY = "street written differently, nothing else settles it"

ALIKE_OWNER = 85
"""Likeness, of 100, of the words two organizations call themselves by."""


class Verdict(NamedTuple):
    """Whether two listings are one program (None: not sure), and the rule that says so."""

    same: bool | None
    rule: str


def judge(one: Card, other: Card) -> Verdict:
    """Return whether two listings are one program, and by which rule. The order of the two changes nothing."""
    if not _one_town(one, other):
        return Verdict(False, OTHER_STREET)
    street = street_relation(one.address, other.address)
    if street == "other":
        return _elsewhere(one, other)
    if units_conflict(one.address, other.address):
        return Verdict(False, OTHER_UNIT)
    names = compare_names(one.name, other.name, one.head.city)
    apart = _programs_apart(one, other, names)
    if apart:
        return Verdict(False, apart)
    if street == "unknown":
        return _hidden(one, other, names)
    if _listed_by_one_source(one, other):
        return _twice(one, other, names)
    return _at_one_address(one, other, names) if street == "same" else _near(one, other, names, street)


def _one_town(one: Card, other: Card) -> bool:
    """A ZIP or a town in common; where one gives neither, nothing speaks against it."""
    if one.zip and one.zip == other.zip:
        return True
    if one.town[0] and other.town[0]:
        return one.town == other.town
    return not (one.zip and other.zip) and (not one.town[1] or not other.town[1] or one.town[1] == other.town[1])


def _one_line(one: Card, other: Card) -> bool:
    """One phone of the place itself; a number that many places give counts only within SAMHSA's lists."""
    return _any_line(one, other) and (not one.shared or _same_list(one.head, other.head))


def _any_line(one: Card, other: Card) -> bool:
    """One phone, whoever shares it; two extensions of one number are two phones."""
    extensions = one.extension == other.extension or not one.extension or not other.extension
    return bool(one.line) and one.line == other.line and extensions


def _other_line(one: Card, other: Card) -> bool:
    return bool(one.line and other.line) and not _any_line(one, other)


def _one_domain(one: Card, other: Card) -> bool:
    """SAMHSA's two lists give an organization's site for each of its facilities: within them it says nothing."""
    return bool(one.domain) and one.domain == other.domain and not _same_list(one.head, other.head)


def _other_domain(one: Card, other: Card) -> bool:
    return bool(one.domain and other.domain) and one.domain != other.domain and not _same_list(one.head, other.head)


def _one_npi(one: Card, other: Card) -> bool:
    """One number of the NPI registry: an organization's, so it says nothing of which of its programs is meant."""
    return bool(one.head.npi) and one.head.npi == other.head.npi


def _same_list(one: Head, other: Head) -> bool:
    return bool(one.kind and other.kind) and one.source.partition("_")[0] == other.source.partition("_")[0]


def _listed_by_one_source(one: Card, other: Card) -> bool:
    """One kind of record in one source is one list, and a list names each place once."""
    a, b = one.head, other.head
    return bool(a.kind) and (a.source, a.kind) == (b.source, b.kind)


def _elsewhere(one: Card, other: Card) -> Verdict:
    names = compare_names(one.name, other.name)
    alike = names.relation == "equal" and one.name.people == other.name.people
    number = one.address.number == other.address.number and len(one.address.number) >= 3
    if number and one.zip == other.zip and not _listed_by_one_source(one, other) and _one_line(one, other):
        whole = names.relation == "within" and not (one.name.has_unit and other.name.has_unit)
        if (alike or whole) and not _programs_apart(one, other, names) and not _one_sided(one, other):
            return Verdict(True, OTHER_STREET_NAME)
    if alike and _any_line(one, other) and not _listed_by_one_source(one, other):
        return Verdict(None, MOVED)
    return Verdict(False, OTHER_STREET)


def _programs_apart(one: Card, other: Card, names: Names) -> str:
    """Return the rule by which two names at one address name two programs, "" where none does."""
    if _disjoint(one.name.people, other.name.people):
        return OTHER_PEOPLE
    if _disjoint(one.name.levels, other.name.levels) and not _outpatient(one.name.levels, other.name.levels):
        return OTHER_LEVEL
    if _disjoint(_numbers(one), _numbers(other)) and names.relation != "other":
        return OTHER_PROGRAM
    return ""


def _disjoint(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and not one & other


def _outpatient(one: frozenset[str], other: frozenset[str]) -> bool:
    """An IOP and a partial hospitalization are outpatient care too, yet not one another."""
    return any("outpatient" in a and b <= {"iop", "php"} for a, b in ((one, other), (other, one)))


def _numbers(card: Card) -> frozenset[str]:
    """Numbers in a name ("Clinic 2"), but for the number of its own house."""
    return frozenset(word for word in card.name.words if word.isdigit() and word != card.address.number)


def _one_sided(one: Card, other: Card) -> bool:
    """Only one says whom it is for, which level of care or which number it is: the other may be a neighbor."""
    people, numbers = (one.name.people, other.name.people), (_numbers(one), _numbers(other))
    mine, theirs = one.name.levels - {"outpatient"}, other.name.levels - {"outpatient"}
    levels = bool(mine) != bool(theirs) and not one.name.levels & other.name.levels
    return levels or bool(people[0]) != bool(people[1]) or bool(numbers[0]) != bool(numbers[1])


def _at_one_address(one: Card, other: Card, names: Names) -> Verdict:
    line = _one_line(one, other)
    one_sided = _one_sided(one, other)
    if _same_unit(one, other):
        return Verdict(True, SAME_UNIT)
    if names.relation == "equal":
        return Verdict(None, ONE_SAYS_MORE) if _equal_but(one, other, one_sided) else Verdict(True, SAME_NAME)
    if _one_npi(one, other) and not one_sided and not _two_units_of_one(one, other):
        return Verdict(True, SAME_NPI)
    if names.relation == "within":
        return _one_says_more(one, other, line, one_sided)
    if _two_units_of_one(one, other):
        return Verdict(None, SAME_LINE) if line else Verdict(False, OTHER_PROGRAM)
    if line:
        doubt = bool(one.name.people) != bool(other.name.people) or _other_domain(one, other)
        return Verdict(None, ONE_SAYS_MORE) if doubt else Verdict(True, RENAMED)
    if _one_domain(one, other) and not _other_line(one, other):
        return Verdict(None, ONE_SAYS_MORE) if one_sided else Verdict(True, SAME_DOMAIN)
    if names.relation == "overlap" and names.shared >= 2:
        return Verdict(None, ONE_SAYS_MORE)
    return Verdict(False, OTHER_NAME)


def _equal_but(one: Card, other: Card, one_sided: bool) -> bool:
    """The distinctive words are the same, the phones are not, and neither is what the organizations call themselves."""
    if not _other_line(one, other):
        return bool(one.name.people) != bool(other.name.people) and not _any_line(one, other)
    alike = fuzz.token_set_ratio(one.name.owner_text, other.name.owner_text) >= ALIKE_OWNER
    called = bool(one.name.alias or other.name.alias)
    treated = one.name.subjects == other.name.subjects or not (one.name.has_unit or other.name.has_unit)
    return one_sided or not treated or not (alike or called)


def _one_says_more(one: Card, other: Card, line: bool, one_sided: bool) -> Verdict:
    """One name holds all words of the other and more: the phone settles it, or that one names no unit at all."""
    whole = one_owner(one.name, other.name) and not (one.name.has_unit and other.name.has_unit)
    if whole and (line or (not one_sided and (_one_domain(one, other) or not _other_line(one, other)))):
        return Verdict(True, SAME_PLACE)
    two_desks = one.extension != other.extension and one.name.has_unit and other.name.has_unit
    if line and not one_sided and not two_desks:
        return Verdict(True, SAME_PHONE)
    return Verdict(None, ONE_SAYS_MORE)


def _same_unit(one: Card, other: Card) -> bool:
    """Both name one unit, and their organizations share a word or the phone is one; a unit called what any is
    called ("Outpatient Clinic") needs one organization."""
    a, b = one.name, other.name
    if not a.unit_text or not b.unit_text:
        return False
    mine, theirs, shared = match_words(a.owner, b.owner, a.cut | b.cut)
    if a.unit_text.replace(" ", "") == b.unit_text.replace(" ", ""):
        telling = bool((a.words - a.owner) and (b.words - b.owner))
        return (bool(shared) or _one_line(one, other)) if telling else bool(shared) and not mine and not theirs
    only = match_words(a.own, b.own, a.cut | b.cut)
    alike = fuzz.token_set_ratio(a.unit_text, b.unit_text) >= ALIKE_OWNER
    return bool(shared and only[2]) and not only[0] and not only[1] and (alike or not _other_line(one, other))


def _two_units_of_one(one: Card, other: Card) -> bool:
    """Both name a unit by words of its own, none in common, and the organization is one."""
    if not one.name.own or not other.name.own:
        return False
    mine, theirs, shared = match_words(one.name.own, other.name.own, one.name.cut | other.name.cut)
    return bool(mine and theirs) and not shared and one_owner(one.name, other.name)


def _twice(one: Card, other: Card, names: Names) -> Verdict:
    same_unit = one.address.units == other.address.units
    close = fuzz.token_sort_ratio(one.name.text, other.name.text) >= CLOSE_NAME
    alike = names.relation == "equal" and close and _facets(one.name) == _facets(other.name)
    if alike and same_unit and _any_line(one, other):
        return Verdict(True, SAME_NAME)
    return Verdict(False, LISTED_TWICE)


def _facets(name: Name) -> tuple[frozenset[str], ...]:
    return (name.people, name.levels, name.subjects)


def _near(one: Card, other: Card, names: Names, street: Relation) -> Verdict:
    """Streets that differ in a direction, a type or a letter need the same name, and a phone or unit beside it."""
    line = _any_line(one, other)
    unit = bool(one.address.units) and one.address.units == other.address.units
    if names.relation == "equal" and one.name.people == other.name.people:
        written_less = one.address.type == other.address.type or not (one.address.type and other.address.type)
        settled = line or unit or written_less or one.name.text == other.name.text or _one_domain(one, other)
        return Verdict(True, NEAR_STREET) if settled else Verdict(None, NEAR_ONLY)
    one_sided = _one_sided(one, other)
    whole = one_owner(one.name, other.name) and not (one.name.has_unit and other.name.has_unit)
    if names.relation == "within" and line and (whole or not one_sided):
        return Verdict(True, NEAR_STREET)
    return Verdict(None, NEAR_ONLY) if line and names.relation != "other" else Verdict(False, OTHER_NAME)


def _hidden(one: Card, other: Card, names: Names) -> Verdict:
    line = _any_line(one, other)
    near = (bool(one.zip) and one.zip == other.zip) or not (one.zip and other.zip)
    equal = names.relation == "equal" and not _one_sided(one, other)
    if equal and line and near and bool(one.address.number) != bool(other.address.number):
        return Verdict(None if _listed_by_one_source(one, other) else True, HIDDEN_STREET)
    if (equal and _one_domain(one, other)) or (line and names.relation in ("equal", "within")):
        return Verdict(None, HIDDEN)
    return Verdict(False, OTHER_NAME)
