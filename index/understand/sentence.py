"""Reads a whole question: numbers first, then the place, then terms; what is left is free text.

Each reading takes the words it used, so no word is read twice and every chip knows what it came from.
"""

from __future__ import annotations

from typing import NamedTuple

from catalog.facts import Span
from catalog.places import Place
from index.rows import YES
from index.understand.ages import groups_of
from index.understand.answers import Chip, Understanding
from index.understand.crisis import CRISIS_TERMS, has_crisis_words
from index.understand.denials import NEGATIONS, turned_down
from index.understand.figures import NUMBER_WORDS, Number
from index.understand.fillers import FILLERS
from index.understand.insurer_names import BARE, bare_insurer
from index.understand.numbers import read_numbers
from index.understand.place_words import PlaceFinder
from index.understand.respelling import respell
from index.understand.terms import Found, find_terms, without_repeats
from index.understand.tokens import Token, cleaned, tokens_of
from index.understand.unsaid import LEFT_BEHIND
from index.understand.wordings import wordings


class Line(NamedTuple):
    """The folded words of a question as one line, and the token at each of its characters."""

    text: str
    token_at: list[int]


def understand(text: str) -> Understanding:
    """Return what is understood of a question in English or Spanish. Never fails; what is unclear stays text."""
    return Reading(cleaned(text)).understanding()


def ready() -> None:
    """Load every table, so that the first question is answered as fast as any other."""
    for question in ("near Scotsdael", "Scotsdale AZ", "Cook County", "Texas", "bipoler", "85251"):
        understand(question)


class Reading:
    """One question while it is read: its tokens, which of them are taken, and what they gave."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.tokens = tokens_of(line)
        self.taken = [token.kind == "raw" for token in self.tokens]
        self.shouted = "".join(t.typed for t in self.tokens if t.kind == "word").isupper()
        self.chips: list[tuple[int, Chip]] = []
        self.filters: dict[str, list[str]] = {}
        self.excluded: dict[str, list[str]] = {}
        self.spans: dict[str, Span] = {}
        self.age: int | None = None
        self.miles: float | None = None
        self.place: Place | None = None
        self.crisis = False

    def understanding(self) -> Understanding:
        """Read everything and return it."""
        folded = self._folded_line()
        self.crisis = has_crisis_words(" ".join(token.folded for token in self.tokens))
        long = [hit for hit in find_terms(self.tokens, self.shouted) if _words(self.tokens, hit) > 1]
        cued = self._numbers(read_numbers(folded.text), folded)
        self._places(long, frozenset(cued))
        self._bare_insurers({n for hit in long if not self._is_bare(hit) for n in range(hit.first, hit.last)})
        self._terms()
        self._prefer_said_ages()
        self._wanted_after_all()
        return Understanding(
            place=self.place, miles=self.miles,
            filters={key: tuple(terms) for key, terms in self.filters.items()},
            excluded={key: tuple(terms) for key, terms in self.excluded.items()},
            age=self.age, spans=self.spans, text=self._rest(),
            chips=tuple(chip for _, chip in sorted(self.chips, key=lambda pair: pair[0])), crisis=self.crisis,
        )  # fmt: skip

    def _folded_line(self) -> Line:
        """Return the line that numbers are read in: number words as figures, "15-year" with a free dash."""
        text, owners = "", []
        for n, token in enumerate(self.tokens):
            word = (
                NUMBER_WORDS.get(token.folded, token.folded)
                if len(token.folded) <= LONGEST_FIGURE or (token.kind != "number")
                else "#"
            )
            piece = (" " if text else "") + word
            text += piece
            owners += [n] * len(piece)
        return Line(text, owners)

    def _words_of(self, first: int, last: int) -> str:
        return " ".join(self.line[self.tokens[first].start : self.tokens[last - 1].end].split())

    def _take(self, first: int, last: int) -> None:
        self.taken[first:last] = [True] * (last - first)

    def _chip(self, first: int, last: int, attribute: str, term: str, excluded: bool = False) -> None:
        chip = Chip(words=self._words_of(first, last), attribute=attribute, term=term, excluded=excluded)
        if chip not in (known for _, known in self.chips):
            self.chips.append((first, chip))

    def _numbers(self, numbers: list[Number], line: Line) -> list[int]:
        """Take the numbers; return the tokens after which a place is named."""
        cued = []
        for number in numbers:
            inside = [line.token_at[k] for k in range(number.start, number.end) if line.text[k] != " "]
            if not inside:
                continue
            first, last = inside[0], inside[-1] + 1
            if any(self.taken[first:last]):
                continue
            if number.names_place:
                cued.append(last - 1)
            while first < last - 1 and self.tokens[first].kind == "break":
                first += 1
            while last - 1 > first and self.tokens[last - 1].kind == "break":
                last -= 1
            self._number(number, first, last)
            self._take(first, last)
        return cued

    def _number(self, number: Number, first: int, last: int) -> None:
        if number.key == "miles":
            self.miles = number.high
            self._chip(first, last, "miles", f"{number.high:g}")
        elif number.key == "age" and self.age is None and number.low is not None:
            self.age = int(number.low)
            self._chip(first, last, "age", str(self.age))
        elif (number.low, number.high) != (None, None) and number.key not in ("age", *self.spans):
            self.spans[number.key] = Span(number.low, number.high)
            for end, figure in (("min", number.low), ("max", number.high)):
                if figure is not None:
                    self._chip(first, last, f"{number.key}_{end}", f"{figure:g}")
        key = {"age": "age_groups", "days_per_week": "time_of_day"}.get(number.key, number.key)
        if number.key == "time_of_day" and first and self.tokens[first - 1].folded in PARTS_OF_DAY:
            return  # "mornings before 11" are mornings, whether wished for or turned down
        for term in number.terms:
            self._wish(first, last, (key, term), self._denied(first))

    def _denied(self, first: int) -> bool:
        """Return whether a negation stands right before a number's words: "not after 6"."""
        return first > 0 and self.tokens[first - 1].folded in NEGATIONS

    def _wish(self, first: int, last: int, pair: tuple[str, str], excluded: bool = False) -> None:
        attribute, term = pair
        terms = (self.excluded if excluded else self.filters).setdefault(attribute, [])
        if term not in terms:
            terms.append(term)
        self._chip(first, last, attribute, term, excluded)

    def _places(self, long: list[Found], cued: frozenset[int]) -> None:
        """Take the place; wordings of several words are not broken up for one."""
        blocked = {n for hit in long for n in range(hit.first, hit.last) if not self._is_state_plan(hit, n)}
        find = wordings().find
        finder = PlaceFinder(
            self.tokens, lambda n: not self.taken[n] and n not in blocked, lambda name: bool(find(name.split())), cued
        )
        for named in finder.find():
            if self.place is None:
                self.place = named.place
            self._chip(named.first, named.last, "place", self.place.label)
            self._take(named.first, named.last)

    def _is_state_plan(self, hit: Found, n: int) -> bool:
        """Return whether a token is the state in "Ohio Medicaid", which is a place, too."""
        medicaid = hit.meaning == (("payment_options", "medicaid"),) and self.tokens[hit.last - 1].folded == "medicaid"
        return medicaid and n < hit.last - 1 and not self.tokens[n].typed.isupper()

    def _is_bare(self, hit: Found) -> bool:
        return " ".join(token.folded for token in self.tokens[hit.first : hit.last]) in BARE

    def _bare_insurers(self, blocked: set[int]) -> None:
        """Take the short names of insurers that are other words elsewhere; ``blocked`` are wordings of several."""
        tokens, state = self._open_tokens(), self.place.state if self.place else ""
        for first in range(len(tokens)):
            if not self.taken[first] and first not in blocked and (found := bare_insurer(tokens, first, state)):
                self._wish(first, found[1], ("insurers", found[0]), self._denied(first))
                self._take(first, found[1])

    def _terms(self) -> None:
        """Take the terms; words that no wording has are read as the nearest that one has."""
        tokens = respell(self._open_tokens(), [not taken for taken in self.taken])
        found = without_repeats(tokens, find_terms(tokens, self.shouted))
        for hit in turned_down(tokens, found, list(self.taken)):
            self._term(hit)
        if "insurers" in self.filters and self.filters.pop("insurance_accepted", []):
            self.chips = [(n, chip) for n, chip in self.chips if chip.attribute != "insurance_accepted"]

    def _open_tokens(self) -> list[Token]:
        """Return the tokens, those taken as breaks, so that no wording reaches across them."""
        return [t._replace(kind="break", folded=",") if taken else t
                for t, taken in zip(self.tokens, self.taken, strict=True)]  # fmt: skip

    def _term(self, hit: Found) -> None:
        self._take(hit.first, hit.last)
        for pair in hit.meaning:
            if pair in CRISIS_TERMS:
                self.crisis = True
                if hit.excluded:
                    continue
            if pair[0] == "level_of_care" and not hit.excluded and self._left_behind(hit):
                continue
            self._wish(hit.first, hit.last, pair, hit.excluded)
            if pair[0] == "insurers":
                self._public_plan(hit)
            if hit.excluded and pair == ("medication_management", YES):
                self._wish(hit.first, hit.last, ("therapies", "medication_management"), True)

    def _public_plan(self, hit: Found) -> None:
        """Take "Humana Medicare" as Medicare, too."""
        for token in self.tokens[hit.first : hit.last]:
            if token.folded in ("medicare", "medicaid", "tricare"):
                self._wish(hit.first, hit.last, ("payment_options", token.folded), hit.excluded)

    def _left_behind(self, hit: Found) -> bool:
        """Return whether somebody comes from a level of care: "from", "after 30 days", "just left", "PHP step-down"."""
        if [token.folded for token in self.tokens[hit.last : hit.last + 3] if token.kind == "word"][:2] == _STEP_DOWN:
            return True
        for n in range(hit.first - 1, max(-1, hit.first - 1 - MOST_LEFT_BETWEEN), -1):
            token = self.tokens[n]
            if token.folded in LEFT_BEHIND:
                return True
            if token.kind in ("break", "raw") or (token.kind == "word" and token.folded not in FILLERS):
                break
        return False

    def _prefer_said_ages(self) -> None:
        """Leave out "child" where an age or a nearer group is said: "my kid, 25" is no child."""
        groups = self.filters.get("age_groups", [])
        said = [chip.term for _, chip in self.chips if chip.attribute == "age_groups"]
        keep = set(groups)
        if self.age is not None:
            keep = set(groups_of(self.age))
        elif len(said) > 1:
            keep -= {"under_18"}
            if "adolescents" in keep:
                keep -= {"children"} if any(c.words.lower() in _LOOSE for _, c in self.chips) else set()
        if keep != set(groups) and groups:
            self.filters["age_groups"] = [term for term in groups if term in keep]
            self.chips = [(n, c) for n, c in self.chips if c.attribute != "age_groups" or c.excluded or c.term in keep]

    def _wanted_after_all(self) -> None:
        """Keep what is both turned down and wanted as wanted: "not violent, just angry"."""
        for key in [*self.excluded]:
            wanted = self.filters.get(key, [])
            self.excluded[key] = [term for term in self.excluded[key] if term not in wanted]
            self.chips = [(n, c) for n, c in self.chips if c.attribute != key or not c.excluded or c.term not in wanted]
            if not self.excluded[key]:
                del self.excluded[key]

    def _rest(self) -> str:
        """Return the words nothing was made of: all where nothing was understood, else those that ask for something."""
        before = ["", *(token.folded for token in self.tokens)]
        kept = [t for t, taken, b in zip(self.tokens, self.taken, before, strict=False) if _asks(t, taken, b)]
        nothing = not self.chips and not any(taken for taken, t in zip(self.taken, self.tokens, strict=True)
                                             if t.kind != "raw")  # fmt: skip
        words = sum(token.kind in ("word", "number", "raw") for token in self.tokens)
        if nothing and kept and words <= MOST_NAME_WORDS:
            return " ".join(self.line.split())
        return " ".join(token.typed for token in kept)


_STEP_DOWN = ["step", "down"]

MOST_LEFT_BETWEEN = 5
"""Words between what somebody leaves behind and the word that says so: "after 30 days of inpatient"."""

PARTS_OF_DAY = frozenset({"morning", "mornings", "afternoon", "afternoons", "evening", "evenings", "night", "nights",
                          "mananas", "tardes", "noches"})  # fmt: skip
"""Words after which a time of the clock only says more closely which part of the day is meant."""

LONGEST_FIGURE = 6
"""Characters of a figure beyond which it is no day, hour, mile or age."""

MOST_NAME_WORDS = 3
"""Words of a question of which nothing was understood that may be a program's name, kept whole: "The Family Place"."""

SHORTEST_FIGURE = 3
"""Digits from which a figure may be part of a name or an address; shorter ones find nothing."""


def _asks(token: Token, taken: bool, before: str = "") -> bool:
    """Return whether a token is left to search for."""
    if token.kind == "number":
        return not taken and len(token.folded) >= SHORTEST_FIGURE and before != "$"
    return token.kind == "raw" or (not taken and token.kind == "word" and token.folded not in FILLERS)


_LOOSE = frozenset({"kid", "kids", "my kid", "child", "my child"})
"""Words that parents use of children of any age."""


def _words(tokens: list[Token], hit: Found) -> int:
    return sum(token.kind in ("word", "number") for token in tokens[hit.first : hit.last])
