"""Clustering: from verdicts on pairs to groups of listings, the surest rules first; ambiguity joins nothing.

In go heads and a person's decisions, out come a ``Matching``: groups, each link with its rule, and the pairs no rule
could settle. The order of the heads changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from catalog.matching.blocking import block_pairs, shared_lines
from catalog.matching.cards import Card, card
from catalog.matching.heads import Group, Head, naming_order
from catalog.matching.memory import Memory
from catalog.matching.rules import (
    DECIDED_DIFFERENT,
    DECIDED_SAME,
    JOINING,
    LISTED_TWICE,
    SAME_ROW,
    Verdict,
    judge,
)
from catalog.matching.traits import Traits

AMBIGUOUS = "could be one of several programs that are not one another"
LARGEST = 40
"""Groups that links tie together at once, above which nothing is joined: no person could check it either."""

Decisions = Mapping[frozenset[str], bool]
"""Pairs of listing ids that a person judged, True for "same"."""


class Unsure(NamedTuple):
    """Two listings that may be one program, and the rule that leaves it open."""

    one: Head
    other: Head
    rule: str


class Matching(NamedTuple):
    """Groups by the id of their first listing; ``unsure`` pairs by their ids."""

    groups: list[Group]
    unsure: list[Unsure]


def group_listings(heads: Iterable[Head], decisions: Decisions | None = None) -> list[Group]:
    """Return the groups of listings, by the id of their first listing; the order of ``heads`` changes nothing."""
    return match_listings(heads, decisions).groups


def match_listings(heads: Iterable[Head], decisions: Decisions | None = None, memory: Memory | None = None) -> Matching:
    """Return the groups of listings and the pairs left open. A person's ``decisions`` win over every rule.

    ``memory`` says what was worked out before; it changes nothing but the time.
    """
    ordered = sorted(heads, key=naming_order)
    return _Matcher(ordered, decisions or {}, memory or Memory()).run()


class _Matcher:
    """The state of one matching: parts (listings of one wording and place), joined into clusters rule by rule."""

    def __init__(self, heads: Sequence[Head], decisions: Decisions, memory: Memory) -> None:
        self.heads, self.decisions, self.memory = heads, decisions, memory
        self.traits = [memory.traits(head) for head in heads]
        self.shared = shared_lines([(one.line, one.spot) for one in self.traits])
        self.decided = {listing for pair in decisions for listing in pair}
        self.rules: dict[str, str] = {}
        self.parts = _same_rows(heads, self.traits, self.decided)
        self.marks: dict[int, bytes] = {}
        self.cards: dict[int, Card] = {}
        self.cluster = list(range(len(self.parts)))
        self.members = {index: [index] for index in self.cluster}
        self.verdicts: dict[tuple[int, int], Verdict] = {}
        self.unsure: dict[tuple[int, int], str] = {}

    def run(self) -> Matching:
        for part in self.parts:
            for other in part[1:]:
                self.rules[self.heads[other].id] = SAME_ROW
        links = self._links()
        for rule in JOINING:
            if rule in links:
                self._join(links[rule], rule)
        return Matching(self._groups(), self._open())

    def _card(self, position: int) -> Card:
        """Return a listing prepared: few are looked at so closely."""
        found = self.cards.get(position)
        if found is None:
            self.cards[position] = found = card(self.heads[position], self.shared)
        return found

    def _links(self) -> dict[str, list[tuple[int, int]]]:
        """Judge every candidate pair of parts; return those that join, by rule."""
        keys = [self.traits[part[0]].keys for part in self.parts]
        pairs = block_pairs(keys, lambda index: self._card(self.parts[index][0])) | self._decided_pairs()
        links: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for pair in sorted(pairs):
            verdict = self._verdict(*pair)
            if verdict.same:
                links[verdict.rule].append(pair)
            elif verdict.same is None:
                self.unsure[pair] = verdict.rule
        return links

    def _decided_pairs(self) -> set[tuple[int, int]]:
        if not self.decisions:
            return set()
        at = {self.heads[position].id: index for index, part in enumerate(self.parts) for position in part}
        known = [sorted(at[listing] for listing in pair) for pair in self.decisions if all(i in at for i in pair)]
        return {(pair[0], pair[1]) for pair in known if len(pair) == 2 and pair[0] != pair[1]}

    def _verdict(self, one: int, other: int) -> Verdict:
        """Judge two parts: what a person decided, else the first rule against, else the surest rule for."""
        key = (one, other) if one < other else (other, one)
        verdict = self.verdicts.get(key)
        if verdict is None:
            self.verdicts[key] = verdict = self._decision(*key) or self._recalled(*key)
        return verdict

    def _decision(self, one: int, other: int) -> Verdict | None:
        """Return what a person decided of two parts; a listing that was judged is a part by itself."""
        a, b = (self.heads[self.parts[index][0]].id for index in (one, other))
        decided = self.decisions.get(frozenset((a, b))) if a in self.decided and b in self.decided else None
        return None if decided is None else Verdict(decided, DECIDED_SAME if decided else DECIDED_DIFFERENT)

    def _recalled(self, one: int, other: int) -> Verdict:
        marks = (self._mark(one), self._mark(other))
        verdict = self.memory.recall(*marks)
        if verdict is None:
            verdict = self._judge_parts(*([self._card(p) for p in self.parts[index]] for index in (one, other)))
            self.memory.remember(*marks, verdict)
        return verdict

    def _mark(self, index: int) -> bytes:
        mark = self.marks.get(index)
        if mark is None:
            part = self.parts[index]
            mark = self.memory.mark((self.heads[p], self.traits[p].line in self.shared) for p in part)
            self.marks[index] = mark
        return mark

    def _judge_parts(self, one: list[Card], other: list[Card]) -> Verdict:
        found = {judge(a, b) for a in _distinct(one) for b in _distinct(other)}
        against = sorted(v.rule for v in found if v.same is False)
        if against and not any(v.same for v in found):
            return Verdict(False, against[0])
        listed = [rule for rule in against if rule == LISTED_TWICE]
        if listed:
            return Verdict(False, listed[0])
        joining = sorted((v for v in found if v.same), key=lambda v: JOINING.index(v.rule))
        return joining[0] if joining else min(found, key=lambda v: (v.same is not None, v.rule))

    def _join(self, pairs: list[tuple[int, int]], rule: str) -> None:
        """Join the clusters that links of one rule tie together, leaving out links of whatever is ambiguous."""
        edges: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
        for one, other in pairs:
            a, b = self.cluster[one], self.cluster[other]
            if a == b:
                continue
            if self._apart(a, b):
                self._leave_open([(one, other)])
                continue
            edges[a].setdefault(b, (one, other))
            edges[b].setdefault(a, (one, other))
        for component in _components(edges):
            if not self._contradicts(component):
                self._unite(component, edges, rule)
                continue
            small = len(component) <= LARGEST
            torn = {node for node in component if self._torn(node, edges)} if small else set(component)
            torn = torn or set(component)
            self._leave_open(edges[a][b] for a in sorted(component) for b in sorted(edges[a]) if {a, b} & torn)
            kept = {a: {b: e for b, e in edges[a].items() if b not in torn} for a in component if a not in torn}
            for rest in _components(kept):
                if len(rest) > 1 and not self._contradicts(rest):
                    self._unite(rest, kept, rule)

    def _torn(self, node: int, edges: Mapping[int, Mapping[int, tuple[int, int]]]) -> bool:
        """A cluster is torn where it could join two that are apart."""
        near = sorted(edges[node])[:LARGEST]
        return any(self._apart(a, b) for position, a in enumerate(near) for b in near[position + 1 :])

    def _contradicts(self, component: Sequence[int]) -> bool:
        if len(component) > LARGEST:
            return True
        return any(self._apart(a, b) for position, a in enumerate(component) for b in component[position + 1 :])

    def _apart(self, one: int, other: int) -> bool:
        """Two clusters are apart where any of their parts are."""
        return any(self._verdict(a, b).same is False for a in self.members[one] for b in self.members[other])

    def _unite(self, component: Sequence[int], edges: Mapping[int, Mapping[int, tuple[int, int]]], rule: str) -> None:
        keep = min(component)
        for node in component:
            if node != keep:
                for index in self.members.pop(node):
                    self.members[keep].append(index)
                    self.cluster[index] = keep
        for node in component:
            for one, other in edges[node].values():
                later = max(one, other)
                for member in self.parts[later]:
                    self.rules.setdefault(self.heads[member].id, rule)

    def _leave_open(self, pairs: Iterable[tuple[int, int]]) -> None:
        for pair in pairs:
            self.unsure.setdefault((min(pair), max(pair)), AMBIGUOUS)

    def _groups(self) -> list[Group]:
        groups = []
        for members in self.members.values():
            if len(members) == 1 and len(self.parts[members[0]]) == 1:
                groups.append(Group((self.heads[self.parts[members[0]][0]],), {}))
                continue
            heads = sorted((self.heads[p] for index in members for p in self.parts[index]), key=naming_order)
            first = heads[0].id
            stated = next((self.rules[h.id] for h in heads if h.id in self.rules), "")
            rules = {h.id: self.rules.get(h.id) or self.rules.get(first) or stated for h in heads[1:]}
            groups.append(Group(tuple(heads), rules))
        return sorted(groups, key=lambda group: group.heads[0].id)

    def _open(self) -> list[Unsure]:
        left = []
        for (one, other), rule in self.unsure.items():
            if self.cluster[one] != self.cluster[other]:
                firsts = (self.heads[self.parts[index][0]] for index in (one, other))
                a, b = sorted(firsts, key=lambda head: head.id)
                left.append(Unsure(a, b, rule))
        return sorted(left, key=lambda pair: (pair.one.id, pair.other.id))


def _same_rows(heads: Sequence[Head], traits: Sequence[Traits], decided: set[str]) -> list[list[int]]:
    """Return the listings of one wording, street and unit together; a listing a person judged stays by itself."""
    parts: dict[tuple[str, str], list[int]] = {}
    for position, head in enumerate(heads):
        alone = head.id if head.id in decided else ""
        parts.setdefault((traits[position].row, alone), []).append(position)
    return list(parts.values())


def _distinct(part: list[Card]) -> list[Card]:
    """Cards of one part differ only in source, kind, phone, site and NPI: each such way is judged once."""
    seen: dict[tuple[str, ...], Card] = {}
    for one in part:
        seen.setdefault((one.head.source, one.head.kind, one.line, one.extension, one.domain, one.head.npi), one)
    return list(seen.values())[:LARGEST]


def _components(edges: Mapping[int, Mapping[int, tuple[int, int]]]) -> list[list[int]]:
    """Return the connected components of a graph, each sorted, in the order of their lowest nodes."""
    seen: set[int] = set()
    found = []
    for start in sorted(edges):
        if start in seen:
            continue
        component, waiting = [], [start]
        seen.add(start)
        while waiting:
            node = waiting.pop()
            component.append(node)
            new = [other for other in edges[node] if other not in seen]
            seen.update(new)
            waiting += new
        found.append(sorted(component))
    return found
