"""Identity: a program keeps its id across rebuilds, renames and new sources.

In go the groups of a build and the programs of the release before it, out comes one ``Identity`` for each group.
Without a release before, ids are minted from names and addresses alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from catalog.matching import Card, Group, Head, card, judge
from catalog.matching.blocking import candidate_pairs
from catalog.matching.rules import MOVED
from catalog.merging import program_id
from catalog.wording import digest

ANCHORS = "anchors.json"
"""File of a release: each id with the listing that holds it, by which a split knows its part."""


class Identity(NamedTuple):
    """A program's id, the ids that lead to it, and the listing that holds the id from now on."""

    id: str
    previous_ids: tuple[str, ...]
    anchor: str


class Told(msgspec.Struct, frozen=True):
    """What a program of the release before says of itself: its listings, and what names it should all be gone."""

    id: str
    name: str
    listings: tuple[str, ...]
    organization: str = ""
    previous_ids: tuple[str, ...] = ()
    street: str = ""
    street2: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    phone: str = ""
    website: str = ""


class Held(NamedTuple):
    """A program of the release before: its id, the ids that lead to it, the listing that holds it, and how to read
    the rest, which few are asked for."""

    id: str
    previous_ids: tuple[str, ...]
    anchor: str
    told: Callable[[], Told]


def read_held(folder: Path | None, files: Sequence[str]) -> list[Held]:
    """Return the programs (and candidates) of a release's folder, by id; none where there is no release."""
    if folder is None:
        return []
    path = folder / ANCHORS
    anchors = msgspec.json.decode(path.read_bytes(), type=dict[str, str]) if path.is_file() else {}
    decoder = msgspec.json.Decoder(Told)
    found = []
    for name in files:
        with (folder / name).open("rb") as file:
            for line in file:
                told = decoder.decode(line)
                found.append(Held(told.id, told.previous_ids, anchors.get(told.id, ""), lambda told=told: told))  # type: ignore[misc]
    return sorted(found, key=lambda held: held.id)


def identify(
    groups: Sequence[Group], before: Sequence[Held], minted: Callable[[Head], str] = program_id
) -> list[Identity]:
    """Return the identity of each group, in their order; ``minted`` returns the id that a listing's name gives.

    A group takes the id whose anchor listing it holds; of several, the one it would mint, else the one with the most
    of its listings, and the others lead to it. A program whose listings are all gone is looked for by its address,
    phone and name, so that a rename in its source keeps its id.
    """
    claims = _claims(groups, before)
    own = _mint(groups, minted)
    kept = {
        index: held[0] if len(held) == 1 else _keeper(groups[index], own[index], held) for index, held in claims.items()
    }  # fmt: skip
    taken = {held.id for held in kept.values()}
    identities = []
    for index, group in enumerate(groups):
        keeper = kept.get(index)
        name = keeper.id if keeper else _free(own[index], group, taken)
        taken.add(name)
        claimed = claims.get(index, ())
        old = () if len(claimed) == 1 and not claimed[0].previous_ids else _leading_to(name, claimed)
        anchor = group.heads[0].id
        if keeper and keeper.anchor != anchor and any(head.id == keeper.anchor for head in group.heads):
            anchor = keeper.anchor
        identities.append(Identity(name, old, anchor))
    return [
        i._replace(previous_ids=tuple(p for p in i.previous_ids if p not in taken)) if i.previous_ids else i
        for i in identities
    ]  # fmt: skip


def _leading_to(name: str, claimed: Sequence[Held]) -> tuple[str, ...]:
    return tuple(sorted({i for held in claimed for i in (held.id, *held.previous_ids)} - {name}))


def _claims(groups: Sequence[Group], before: Sequence[Held]) -> dict[int, list[Held]]:
    """Return for each group the programs of the release before that live on in it."""
    at = {head.id: index for index, group in enumerate(groups) for head in group.heads}
    claims: dict[int, list[Held]] = defaultdict(list)
    gone = []
    for held in before:
        index = at.get(held.anchor)
        if index is None:
            counts = Counter(at[listing] for listing in held.told().listings if listing in at)
            index = min(counts, key=lambda i: (-counts[i], groups[i].heads[0].id)) if counts else None
        if index is None:
            gone.append(held)
        else:
            claims[index].append(held)
    for held, index in _followed(gone, groups, claims):
        claims[index].append(held)
    return claims


def _followed(gone: list[Held], groups: Sequence[Group], claims: dict[int, list[Held]]) -> list[tuple[Held, int]]:
    """Return programs whose listings are all gone with the one group without an id that a rule joins them to."""
    free = [index for index in range(len(groups)) if index not in claims]
    cards = [card(_head(held.told())) for held in gone] + [card(groups[index].heads[0]) for index in free]
    links = [(one, other) for one, other in candidate_pairs(cards) if one < len(gone) <= other]
    links = [(one, other) for one, other in sorted(links) if _lives_on(cards[one], cards[other])]
    ones, others = Counter(one for one, _ in links), Counter(other for _, other in links)
    return [
        (gone[one], free[other - len(gone)]) for one, other in links if ones[one] == 1 and others[other] == 1
    ]  # fmt: skip


def _lives_on(gone: Card, new: Card) -> bool:
    """A listing that is no longer there was renamed, or moved where phone and web site went with it."""
    verdict = judge(gone, new)
    return bool(verdict.same) or (verdict.rule == MOVED and bool(gone.domain) and gone.domain == new.domain)


def _head(held: Told) -> Head:
    unit = held.name.removeprefix(held.organization).lstrip(" –") or held.name
    return Head(
        id=held.id, source="", kind="", trust=0, name=unit, organization=held.organization, street=held.street,
        street2=held.street2, city=held.city, state=held.state, zip=held.zip, phone=held.phone, states_iop=True,
        candidate_for="", website=held.website, file=0, offset=0, length=0,
    )  # fmt: skip


def _keeper(group: Group, minted: str, held: Sequence[Held]) -> Held:
    mine = {head.id for head in group.heads}
    return min(held, key=lambda h: (h.id != minted, h.anchor not in mine, -len(mine & set(h.told().listings)), h.id))


def _mint(groups: Sequence[Group], minted: Callable[[Head], str]) -> list[str]:
    """Return the ids minted from names and addresses; where several would be one, the phone tells them apart."""
    plain = [minted(group.heads[0]) for group in groups]
    if len({*plain}) == len(plain):
        return plain
    by_id: dict[str, list[int]] = defaultdict(list)
    for index, name in enumerate(plain):
        by_id[name].append(index)
    for name, several in by_id.items():
        if len(several) == 1:
            continue
        ordered = sorted(several, key=lambda index: (groups[index].heads[0].phone, groups[index].heads[0].id))
        for number, index in enumerate(ordered[1:], 2):
            plain[index] = "p" + digest(name, groups[index].heads[0].phone, str(number))
    return plain


def _free(minted: str, group: Group, taken: set[str]) -> str:
    """Return ``minted`` where no program holds it, else one minted with the listing's own id."""
    return minted if minted not in taken else "p" + digest(minted, group.heads[0].id)
