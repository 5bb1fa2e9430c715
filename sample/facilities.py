"""The invented facilities: who they are, where they stand, what they treat, and what part each plays in the sample.

Nothing is read but the checked-in tables; the same list comes out every time.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sample.dice import Dice
from sample.payment import Payment, choose_payment
from sample.places import Metro, PhoneBook, Place, invent_point, invent_street, read_metros

_FIRST = (
    "Alder", "Bramble", "Cinder", "Dapple", "Ember", "Fennel", "Gorse", "Heron", "Iris", "Juniper", "Kestrel", "Larch",
    "Mallow", "Nettle", "Osier", "Plover", "Quill", "Rowan", "Sorrel", "Teasel", "Umber", "Vetch", "Whin", "Yarrow",
)  # fmt: skip
_LAST = ("combe", "holt", "garth", "fen", "wick", "stead", "lea", "beck", "fold", "croft", "dene", "thwaite")

STORIES = {
    "code_site": 47, "code_chain": 16, "code_plain": 41, "named_site": 10, "named_plain": 12,
    "candidate_confirmed": 14, "candidate_refuted": 12, "other": 6, "no_services": 2,
}  # fmt: skip
"""Parts and how many facilities play each: an IOP by SAMHSA's code with a site, of a chain, without a site; a
mental-health IOP by its name with and without a site; a mental-health place whose site confirms an IOP or does not;
a place that runs none; a row without services."""

CHAIN_SIZE = 4
METROS_WITH_SPANISH = ("miami", "san_juan", "san_diego", "houston", "phoenix", "chicago")


@dataclass(frozen=True)
class Profile:
    """What a kind of program is about. ``sa`` and ``mh`` are the SAMHSA codes it adds to a row of that kind."""

    id: str
    kinds: tuple[str, ...]
    titles: tuple[str, ...]
    program: str
    conditions: tuple[str, ...]
    therapies: tuple[str, ...]
    age_groups: tuple[str, ...]
    min_age: int | None
    max_age: int | None
    codes: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Facility:
    """One invented facility. ``domain`` is "" where it has no site; ``number`` counts within its story."""

    key: str
    story: str
    number: int
    profile: Profile
    stem: str
    name: str
    place: Place
    street: str
    street2: str
    point: tuple[float, float]
    phone: str
    kinds: tuple[str, ...]
    payment: Payment
    domain: str = ""
    spanish: bool = False

    @property
    def dice(self) -> Dice:
        """A fresh stream of choices of this facility."""
        return Dice(self.key)


@functools.cache
def read_profiles() -> tuple[dict[str, Any], tuple[Profile, ...]]:
    """Read the profiles; the first value holds the base codes of each row kind and the codes of age groups."""
    table = tomllib.loads(Path(__file__).with_name("profiles.toml").read_text("utf-8"))
    profiles = tuple(
        Profile(
            id=entry["id"],
            kinds=tuple(entry["kinds"]),
            titles=tuple(entry["titles"]),
            program=entry["program"],
            conditions=tuple(entry["conditions"]),
            therapies=tuple(entry["therapies"]),
            age_groups=tuple(entry["age"]["groups"]),
            min_age=entry["age"].get("min"),
            max_age=entry["age"].get("max"),
            codes={kind: tuple(entry[kind].split()) for kind in ("SA", "MH")},
        )
        for entry in table["profile"]
    )
    return table["base"], profiles


def invent_facilities() -> list[Facility]:
    """Return all facilities in a fixed order."""
    stems = _stems()
    profiles = read_profiles()[1]
    by_kind = {kind: [p for p in profiles if p.kinds[0] == kind] for kind in ("SA", "MH")}
    phones = PhoneBook()
    found: list[Facility] = []
    for story, number in _parts():
        metro = _metro(story, number, len(found))
        kind = "SA" if story.startswith("code") or story in ("other", "no_services") else "MH"
        profile = by_kind[kind][(number if story != "code_chain" else number // CHAIN_SIZE) % len(by_kind[kind])]
        stem = found[-1].stem if story == "code_chain" and number % CHAIN_SIZE else next(stems)
        found.append(_facility(f"f{len(found) + 1:03d}", story, number, metro, profile, stem, phones))
    return found


def _facility(
    key: str, story: str, number: int, metro: Metro, profile: Profile, stem: str, phones: PhoneBook
) -> Facility:
    """Invent one facility's particulars from its own stream of choices."""
    dice = Dice("facility", key)
    place = dice.pick(metro.places)
    street, street2 = invent_street(dice)
    chain = story == "code_chain"
    spanish = (
        story in ("code_site", "candidate_confirmed") and metro.name in METROS_WITH_SPANISH and number % 6 in (1, 4)
    )
    title = Dice("organization", stem).pick(profile.titles)
    return Facility(
        key=key,
        story=story,
        number=number,
        profile=profile,
        stem=stem,
        name=f"Centro {stem}" if spanish else f"{stem} {title}",
        place=place,
        street=street,
        street2=street2,
        point=invent_point(place, dice),
        phone=phones.next(metro.area_codes),
        kinds=_kinds(story, number),
        payment=choose_payment(Dice("payment", stem if chain else key), number // CHAIN_SIZE if chain else number),
        domain=_domain(story, stem, title) if not story.endswith("plain") else "",
        spanish=spanish,
    )


def _kinds(story: str, number: int) -> tuple[str, ...]:
    """SA, MH or both: about a third of the facilities have a row of each kind."""
    if story.startswith("code"):
        return ("SA", "MH") if number % 5 in (0, 2) else ("SA",)
    if story in ("other", "no_services"):
        return ("SA",)
    return ("SA", "MH") if number % 8 == 5 and story.startswith("named") else ("MH",)


def _domain(story: str, stem: str, title: str) -> str:
    if story in ("other", "no_services"):
        return ""
    word = title.lower().replace("'", "").split()[-1]
    return f"{stem.lower()}-{word}.example" if len(stem + word) % 2 else f"{stem.lower()}{word}.example"


def _metro(story: str, number: int, position: int) -> Metro:
    """The metropolitan area of the next facility: in turn, but a chain stays in one."""
    metros = read_metros()
    return (
        metros[(3 + 4 * (number // CHAIN_SIZE)) % len(metros)]
        if story == "code_chain"
        else metros[position % len(metros)]
    )


def _parts() -> Iterator[tuple[str, int]]:
    for story, count in STORIES.items():
        for number in range(count):
            yield story, number


def _stems() -> Iterator[str]:
    """Invented names, each once, neighbours unlike each other."""
    for turn in range(len(_FIRST) * len(_LAST)):
        yield _FIRST[turn % len(_FIRST)] + _LAST[(turn // len(_FIRST) + turn * 5) % len(_LAST)]
