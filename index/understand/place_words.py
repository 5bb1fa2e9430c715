"""Finds the place in a question: a ZIP, a city with its state, a city after "near", a state; spelled right or nearly.

Many cities are also words (Reading, Mobile, Orange, Hope), so a city without a state needs a word before it that
places are named by, or has to be large and no word of the field.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from rapidfuzz import fuzz, process

from catalog.counties import KINDS, county_named
from catalog.places import City, Place, cities_named, city_names, find_place, folded, state_place, zip_table
from index.understand.fillers import FILLERS
from index.understand.place_names import (
    BETWEEN,
    CAPITAL_NICKNAMES,
    MOVED,
    NICKNAMES,
    OF_NAMES,
    STATE_NAMES_OF_CITIES,
    SURE_NICKNAMES,
    WORD_CITIES,
    WORD_STATES,
)  # fmt: skip
from index.understand.place_tokens import LONGEST_NAME, PlaceTokens, state_named

PEOPLE_RENOWNED = 250_000
"""People from which a city whose name is also a word is believed where it is written with a capital."""

PEOPLE_ALONE, PEOPLE_SAID_ALONE, PEOPLE_WEAK, PEOPLE_LOWER_STATE, PEOPLE_MISSPELLED = (
    50_000,
    15_000,
    4_000,
    2_000,
    20_000,
)
"""People a city needs to be believed anywhere, as a clause of its own, after a weak word, before "or" or "me" as a
state, and misspelled.

Below, a sentence's words are more likely words: there is a town named for nearly each of them."""

ALIKE, ALIKE_IN_STATE = 84.0, 80.0
"""Share of letters that agree (rapidfuzz ratio) from which a misspelled city is believed; with a state, fewer do."""

SHORTEST_MISSPELLED = 5


_ONE_TURNING_DOWN = (["not"], ["except"], ["excepto"], ["avoid"])
_TWO_TURNING_DOWN = (
    ["anywhere", "but"],
    ["anywhere", "except"],
    ["not", "in"],
    ["not", "near"],
    ["no", "en"],
    ["menos", "en"],
)


class Named(NamedTuple):
    """A place and the tokens, from ``first`` up to ``last``, that name it."""

    place: Place
    first: int
    last: int


class PlaceFinder(PlaceTokens):
    """Looks for the place in one question."""

    def find(self) -> tuple[Named, ...]:
        """Return the place, the surest reading of it; a ZIP's city and state are given as further parts."""
        zips = [self._zip(n) for n in range(len(self._tokens))]
        sure = [named for named in zips if named]
        readings = (self._county, self._city_and_state, self._misspelled_before_state, self._after_cue, self._alone,
                    self._state, self._misspelled)  # fmt: skip
        for read in readings:
            for first in range(len(self._tokens)):
                named = read(first) if self._usable(first) else None
                if named and not self._turned_down(named):
                    if sure and not self._beside(named, sure[0]):
                        return (sure[0],)
                    return (*sure[:1], self._with_another(self._moved_on(named)))
        return tuple(sure[:1])

    def _with_another(self, named: Named) -> Named:
        """Take two towns ("San Francisco or Oakland") as the first of them: one place can be searched around, and the
        other's name is no word that programs have to hold."""
        if self._is_or(named.last):
            for name, last in self._names(named.last + 1):
                if city := self._another(name, named.place.state):
                    state = self._state_at(last, city)
                    return named._replace(last=state[1] if state else last)
        if self._is_or(named.first - 1):
            for first in range(max(0, named.first - 1 - LONGEST_NAME), named.first - 1):
                names = {last: name for name, last in self._names(first)}
                if city := self._another(names.get(named.first - 1, ""), named.place.state):
                    return Named(_as_place(city), first, named.last)
        return named

    def _is_or(self, n: int) -> bool:
        return self._usable(n) and self._tokens[n].folded in ("or", "o")

    def _another(self, name: str, state: str) -> City | None:
        """Return the town of a name in a state where it is large enough, and its name no word of the field."""
        if not name or name in FILLERS or self._is_term(name):
            return None
        return next((c for c in cities_named(name) if c.state == state and c.people >= PEOPLE_WEAK), None)

    @staticmethod
    def _beside(named: Named, sure: Named) -> bool:
        return named.place.state == sure.place.state and abs(named.first - sure.last) + abs(sure.first - named.last) < 8

    def _zip(self, n: int) -> Named | None:
        token = self._tokens[n]
        dollars = n and self._tokens[n - 1].folded in _OTHER_NUMBERS
        if token.kind != "number" or not self._free(n) or token.folded not in zip_table() or dollars:
            return None
        last = n + 1
        if (
            last + 1 < len(self._tokens)
            and self._tokens[last].folded == "-"
            and len(self._tokens[last + 1].folded) == 4
        ):
            last += 2
        return Named(find_place(token.folded), n, last)

    def _county(self, first: int) -> Named | None:
        """Read "Maricopa County", "Orange County, CA" and "condado de Orange, CA"."""
        start = first
        if self._tokens[first].folded in ("condado", "county"):
            start += 1 + (first + 1 < len(self._tokens) and self._tokens[first + 1].folded in ("de", "of"))
        for name, last in self._names(start):
            end = last
            if start == first:
                kind, _, name = name.rpartition(" ")[::-1]
                if kind not in KINDS:
                    continue
            state = self._state_at(end, _NOWHERE)
            if name and (county := county_named(name, state[0] if state else "")):
                place = Place(county.label, county.lat, county.lon, "county", county.state, county.others)
                return Named(place, first, state[1] if state else end)
        return None

    def _city_and_state(self, first: int) -> Named | None:
        for name, last in self._names(first):
            if last < len(self._tokens) and self._tokens[last].folded == "county":
                continue
            cities = {city.state: city for city in cities_named(name)}
            for city in list(cities.values())[:1]:
                state = self._state_at(last, city)
                known = cities.get(state[0]) if state else None
                if state and known and self._believed_with_state(first, last, state[1], known):
                    return Named(_as_place(known), first, state[1])
        return None

    def _believed_with_state(self, first: int, last: int, end: int, city: City) -> bool:
        """Return whether a city before a state is one: "help in" is not Help, Indiana."""
        code = self._tokens[end - 1]
        word_like = end - last <= 2 and code.folded in WORD_STATES and not code.typed.isupper()
        if word_like and city.people < PEOPLE_LOWER_STATE:
            return False
        return last - first > 1 or self._tokens[first].folded not in FILLERS or code.typed.isupper()

    def _turned_down(self, named: Named) -> bool:
        """Return whether a town is where somebody will not go: "not Cleveland", "not in Cleveland"."""
        before = [token.folded for token in self._tokens[max(0, named.first - 2) : named.first]]
        return before[-1:] in _ONE_TURNING_DOWN or before in _TWO_TURNING_DOWN

    def _moved_on(self, named: Named) -> Named:
        """Take "moved from Boston to Nashville" as the town that somebody is in now."""
        before = [token.folded for token in self._tokens[max(0, named.first - 3) : named.first]]
        moved = before[-1:] in (["from"], ["de"]) and any(word in MOVED for word in before)
        if moved and self._usable(named.last) and self._tokens[named.last].folded in ("to", "a"):
            for read in (self._city_and_state, self._after_cue, self._alone):
                if now := read(named.last + 1) if self._usable(named.last + 1) else None:
                    return now._replace(first=named.first)
        return named

    def _after_cue(self, first: int) -> Named | None:
        cue = self._cue_before(first)
        if not cue or self._within_state(first):
            return None
        for name, last in self._names(first):
            if name in SURE_NICKNAMES or (name in NICKNAMES and self._is_nickname(first, last)):
                return self._nicknamed(name, first, last)
            if last < len(self._tokens) and self._tokens[last].folded == "county":
                continue
            if name in STATE_NAMES_OF_CITIES and last < len(self._tokens) and self._tokens[last].folded == "state":
                continue
            if state_named(name) and name not in STATE_NAMES_OF_CITIES:
                return None
            city = self._city(name)
            least = 0 if cue == "strong" else PEOPLE_WEAK
            doubtful = (
                name in FILLERS
                or name in BETWEEN
                or (self._is_term(name) and (city is None or city.people < PEOPLE_ALONE))
            )
            of_name = cue == "weak" and last < len(self._tokens) and self._tokens[last].folded in OF_NAMES
            if city and city.people >= least and not doubtful and not of_name:
                return self._named_within(last) or Named(_as_place(city), first, last)
        return None

    def _city(self, name: str) -> City | None:
        """Return the town of a name: in the state that is named elsewhere, where it has one of some size, else the
        largest."""
        cities = cities_named(name)
        said = [city for city in cities if city.state in self._said_states and city.people >= PEOPLE_WEAK]
        return next(iter((*said, *cities)), None)

    def _named_within(self, last: int) -> Named | None:
        """Return the town that a name stands in: "at St Joseph in Phoenix" is in Phoenix."""
        goes_on = last + 1 < len(self._tokens) and self._tokens[last].folded in ("in", "en")
        return self._after_cue(last + 1) if goes_on and self._usable(last + 1) else None

    def _nicknamed(self, name: str, first: int, last: int) -> Named:
        """Return the place a nickname stands for, with its state where that is said, too."""
        place = find_place(NICKNAMES[name])
        state = self._state_at(last, _NOWHERE)
        return Named(place, first, state[1] if state and state[0] == place.state else last)

    def _alone(self, first: int) -> Named | None:
        if self._within_state(first):
            return None
        for name, last in self._names(first):
            if last < len(self._tokens) and self._tokens[last].folded in ("county", "state"):
                continue
            if name in SURE_NICKNAMES or (name in CAPITAL_NICKNAMES and self._stands_alone(first, last)):
                return self._nicknamed(name, first, last)
            city = self._city(name)
            doubtful = name in WORD_CITIES and not (
                city and first and ((city.people >= PEOPLE_ALONE and self._stands_alone(first, last))
                                    or (city.people >= PEOPLE_RENOWNED and self._is_capital(first)))
            )  # fmt: skip
            if doubtful or name in FILLERS or self._is_term(name) or (
                state_named(name) and name not in STATE_NAMES_OF_CITIES
            ):  # fmt: skip
                continue
            if last < len(self._tokens) and self._tokens[last].folded in OF_NAMES:
                continue
            said = self._stands_alone(first, last) or self._ends_all(first, last)
            if city and city.people >= (PEOPLE_SAID_ALONE if said else PEOPLE_ALONE):
                return Named(_as_place(city), first, last)
        return None

    def _state(self, first: int) -> Named | None:
        state = self._state_at(first) if self._tokens[first].kind == "word" else None
        if not state:
            return None
        last = state[1] + (state[1] < len(self._tokens) and self._tokens[state[1]].folded == "state")
        place = find_place(NICKNAMES["dc"]) if state[0] == "DC" else state_place(state[0])
        return Named(place, first, last)

    def _misspelled_before_state(self, first: int) -> Named | None:
        """Read a city that is nearly spelled, before its state."""
        for name, last in self._spelled_names(first):
            state = self._state_at(last, _NOWHERE)
            if any(city.people >= PEOPLE_ALONE for city in cities_named(name)[:1]):
                continue  # "Phoenix VA" is Phoenix
            if state and (city := _nearest_city(name, state[0])):
                return Named(_as_place(city), first, state[1])
        return None

    def _misspelled(self, first: int) -> Named | None:
        """Read a large city that is nearly spelled, after a word that places are named by."""
        if self._cue_before(first):
            for name, last in self._spelled_names(first):
                if not state_named(name) and (city := _nearest_city(name, "")):
                    return Named(_as_place(city), first, last)
        return None

    def _spelled_names(self, first: int) -> list[tuple[str, int]]:
        """Return the names of one or two words from a token on that may be misspelled ones."""
        return [(name, last) for name, last in self._names(first)[-2:]
                if len(name) >= SHORTEST_MISSPELLED and not self._is_term(name) and not self._within_state(first)
                and not any(word in FILLERS for word in name.split())]  # fmt: skip


_OTHER_NUMBERS = frozenset({"$", "id", "member", "group", "policy", "claim", "case", "number"})
"""Before a figure, these say what it is: no ZIP."""

_NOWHERE = City("", "", 0.0, 0.0, 0)


@functools.lru_cache(maxsize=4096)
def _nearest_city(name: str, state: str) -> City | None:
    """Return the city spelled most like a name, in a state where one is given, else among the large ones."""
    names = city_names(0 if state else PEOPLE_MISSPELLED).get(state, ())
    hits = process.extract(name, names, scorer=fuzz.ratio, score_cutoff=ALIKE_IN_STATE if state else ALIKE, limit=5)
    found = [(-round(score), -city.people, city) for hit, score, _ in hits for city in cities_named(hit)
             if state in ("", city.state) and hit[0] == name[0]]  # fmt: skip
    return min(found)[2] if found else None


def _as_place(city: City) -> Place:
    others = tuple(c.label for c in cities_named(folded(city.label.rpartition(",")[0])) if c.state != city.state)[:3]
    return Place(city.label, city.lat, city.lon, "city", city.state, others)
