"""The tokens of a question as places see them: names of up to four words, states, and the words places are named by."""

from __future__ import annotations

from collections.abc import Callable

from catalog.places import City, folded
from catalog.states import state_code
from index.understand.fillers import FILLERS
from index.understand.place_names import (
    BETWEEN,
    CLOSE,
    NICKNAMES,
    SHORT_STATES,
    STATE_NAMES_OF_CITIES,
    STATES_IN_SPANISH,
    STRONG,
    WEAK,
    WORD_STATES,
)
from index.understand.tokens import Token

LONGEST_NAME = 4

SHORTEST_WRITTEN = 4
"""Letters of a nickname that is believed with a capital: "in Queens for", but not "de La"."""

LONG_NAME = 6
"""Letters from which the last word of a question is believed to be a town of some size."""


def state_named(words: str) -> str | None:
    """Return the postal code of a state named in English, Spanish or by its code, in folded words, else None."""
    return STATES_IN_SPANISH.get(words) or state_code(words)


class PlaceTokens:
    """One question's tokens; ``free`` says whether one may be part of a place, ``cued`` are those after which one is
    expected."""

    def __init__(
        self, tokens: list[Token], free: Callable[[int], bool], is_term: Callable[[str], bool], cued: frozenset[int]
    ) -> None:
        self._tokens, self._free, self._is_term, self._cued = tokens, free, is_term, cued
        self._spelled = [folded(token.folded) for token in tokens]
        letters = "".join(t.typed for t in tokens if t.kind == "word")
        self._shouted = letters.isupper()
        self._states = self._state_names()
        self._said_states = self._state_codes()

    def _state_names(self) -> list[tuple[int, int]]:
        """Return where states of two or three words stand: "North Carolina" holds no city Carolina."""
        found = []
        for size in (3, 2):
            for n in range(len(self._tokens) - size + 1):
                name = " ".join(token.folded for token in self._tokens[n : n + size])
                if state_named(name) and name not in STATE_NAMES_OF_CITIES and name not in NICKNAMES:
                    found.append((n, n + size))
        return found

    def _state_codes(self) -> frozenset[str]:
        """Return the state named anywhere, if it is one and its name no other word: "Morristown, our plan is of NJ"."""
        names = [" ".join(token.folded for token in self._tokens[first:last]) for first, last in self._states]
        names += [t.folded for t in self._tokens if t.kind == "word" and t.folded not in WORD_STATES]
        found = {code for name in names if name not in STATE_NAMES_OF_CITIES and (code := state_named(name))}
        return frozenset(found) if len(found) == 1 else frozenset()

    def _within_state(self, n: int) -> bool:
        return any(first <= n < last for first, last in self._states)

    def _usable(self, n: int) -> bool:
        return 0 <= n < len(self._tokens) and self._free(n) and self._tokens[n].kind == "word"

    def _names(self, first: int) -> list[tuple[str, int]]:
        """Return the names of one to four words that begin at a token, the longest first, with where they end."""
        found, words = [], []
        for n in range(first, min(first + LONGEST_NAME, len(self._tokens))):
            if not self._usable(n):
                break
            words.append(self._spelled[n])
            found.append((" ".join(words), n + 1))
        return found[::-1]

    def _state_at(self, n: int, after_city: City | None = None) -> tuple[str, int] | None:
        """Return the state named from a token on, past one comma, and where its name ends."""
        comma = n < len(self._tokens) and self._tokens[n].kind == "break" and self._tokens[n].typed == ","
        n += comma
        for size in (3, 2, 1):
            if not all(self._usable(k) for k in range(n, n + size)):
                continue
            words = " ".join(t.folded for t in self._tokens[n : n + size])
            code = state_named(words)
            if not code and after_city is not None and words in SHORT_STATES:
                return SHORT_STATES[words], n + size
            if code and (len(words) > 2 or self._is_state(n, bool(comma), after_city is not None)):
                return code, n + size
        return None

    def _is_state(self, n: int, comma: bool, after_city: bool) -> bool:
        """Return whether a postal code is meant as one, and not as a word."""
        token = self._tokens[n]
        if n and self._tokens[n - 1].folded == "county":
            return True
        capitals = token.typed.isupper() and not self._shouted
        if token.folded not in WORD_STATES:
            return True if after_city else capitals or self._cue_before(n) != ""
        if after_city:
            return capitals or comma or not self._continues(n)
        return capitals and (self._cue_before(n) != "" or token.folded in ("ca", "pa", "oh", "mi", "ct", "co", "md"))

    def _continues(self, n: int) -> bool:
        """Return whether "or", "in", "me" goes on as a word: something that is no filler stands behind."""
        after = self._tokens[n].folded in ("or", "in", "me", "as", "hi", "ok") and n + 1 < len(self._tokens)
        return after and self._tokens[n + 1].kind != "break"

    def _cue_before(self, n: int) -> str:
        """Return "strong" or "weak" where a word that places are named by stands before a token, else ""."""
        k = n - 1
        while k >= 0 and n - k <= 4 and self._tokens[k].kind == "word":
            word = self._tokens[k].folded
            if (
                word in STRONG
                or k in self._cued
                or (word == "to" and any(t.folded in CLOSE for t in self._tokens[max(0, k - 4) : k]))
            ):
                return "strong"
            if word in WEAK and k == n - 1:
                following = self._cue_before(k)
                return "strong" if following == "strong" and word in ("of", "to", "de", "by", "in") else "weak"
            if word not in BETWEEN:
                break
            k -= 1
        return "strong" if k in self._cued else "weak" if 0 <= k < n - 1 and self._tokens[k].folded in WEAK else ""

    def _is_nickname(self, first: int, last: int) -> bool:
        """Return whether a nickname that is also a word is meant: in capitals, or ending its clause in English."""
        ends = last >= len(self._tokens) or self._tokens[last].kind == "break"
        spanish = first > 0 and self._tokens[first - 1].folded in ("de", "en")
        name = self._tokens[first].typed
        written = name.isupper() or (name[0].isupper() and len(name) >= SHORTEST_WRITTEN)
        return (written and not self._shouted) or (ends and not spanish)

    def _stands_alone(self, first: int, last: int) -> bool:
        """Return whether a name stands as a name: of two words or more, or a capital word that is its whole clause."""
        words = self._tokens[first:last]
        capitals = all(token.typed[0].isupper() for token in words) and not self._shouted
        before = self._tokens[first - 1] if first else None
        if before and before.kind == "word" and before.typed[0].isupper() and self._is_unknown(before.folded):
            return False
        if last - first > 1:
            return capitals or not any(token.folded in FILLERS for token in words)
        begins = first > 0 and self._tokens[first - 1].kind == "break"
        ends = last >= len(self._tokens) or self._tokens[last].kind == "break"
        return capitals and begins and ends

    def _ends_all(self, first: int, last: int) -> bool:
        """Return whether a name is the last word of a question of several: "evening groups norcross"."""
        name = self._tokens[first].folded
        return last == len(self._tokens) and last - first == 1 <= first and len(name) >= LONG_NAME and (
            self._tokens[first - 1].kind == "word" and not self._is_unknown(self._tokens[first - 1].folded)
        )  # fmt: skip

    def _is_capital(self, n: int) -> bool:
        """Return whether a word begins with a capital where its neighbors do not, and is nobody's name."""
        before = self._tokens[n - 1]
        named = before.folded in ("named", "called", "name", "im", "am", "is", "dr", "saint", "llamo", "llama")
        return self._tokens[n].typed[0].isupper() and not self._shouted and before.kind == "word" and not (
            named or (before.typed[0].isupper() and self._is_unknown(before.folded))
        )  # fmt: skip

    def _is_unknown(self, word: str) -> bool:
        """Return whether a word is neither a term nor one that asks for nothing: part of a name, likely."""
        return word not in FILLERS and not self._is_term(word)
