"""Questions in words: an address that waits to be read in, the same with its wishes in their own fields out.

What was read stands in the address from then on, so a wish that somebody takes away does not come back, and a link
says what it means. The words stay beside it (``said``) to show what each wish came from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from index.queries import Query
from index.understand import Chip, Understanding, to_query, understand
from views.address import FARTHEST, MOST_SAID, Address

Wish = tuple[str, str, bool]
"""An attribute (or "place", "miles", "ages", a number's key), its term, and whether it is turned down."""


@dataclass(frozen=True)
class Heard:
    """What the questions of an address were. ``words`` maps each wish to the words it came from, ``crisis`` says that
    words of a crisis stand in them."""

    words: dict[Wish, str] = field(default_factory=dict)
    crisis: bool = False


def settled(here: Address) -> Address:
    """Return ``here`` with the question that waits read into its fields; what is no wish stays as text."""
    if not here.ask:
        return here
    asked = understand(here.ask)
    query = to_query(asked)
    where: dict[str, Any] = {}
    if asked.place is not None:
        in_state = asked.place.kind == "state"
        where = {"near": "" if in_state else asked.place.label, "state": asked.place.state if in_state else ""}
    if asked.miles is not None:
        where["miles"] = min(max(round(asked.miles), 1), FARTHEST)
    return here.but(
        ask="", text=asked.text, said=(*(s for s in here.said if s != here.ask), here.ask)[-MOST_SAID:],
        terms=_joined(here.terms, query.terms), excluded=_joined(here.excluded, query.excluded),
        spans=here.spans | query.spans, yes=tuple(dict.fromkeys((*here.yes, *query.yes))), **where,
    )  # fmt: skip


def _joined(known: dict[str, tuple[str, ...]], wished: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return known | {key: tuple(dict.fromkeys((*known.get(key, ()), *terms))) for key, terms in wished.items()}


def heard(here: Address) -> Heard:
    """Return what the questions of ``here`` were read as."""
    return heard_in(understand(text) for text in (*here.said, here.text) if text)


def heard_in(questions: Iterable[Understanding]) -> Heard:
    """Return what questions that were understood were read as."""
    asked = list(questions)
    words = {_wish(chip): chip.words for one in asked for chip in one.chips}
    return Heard(words=words, crisis=any(one.crisis for one in asked))


def _wish(chip: Chip) -> Wish:
    """Return what a chip stands for as an address keeps it."""
    if chip.attribute in ("place", "miles"):
        return (chip.attribute, "", False)
    if chip.attribute == "age":
        return ("ages", "", False)
    if chip.attribute == "level_of_care":
        return ("step_levels", chip.term, chip.excluded)
    key, _, end = chip.attribute.rpartition("_")
    return (key, "", False) if end in ("min", "max") else (chip.attribute, chip.term, chip.excluded)


def raised(query: Query, here: Address, said: Heard) -> Query:
    """Return ``query`` with the words of the terms that are still wished: a program may hold them in its name or text
    where it states no term."""
    wished = [words for (key, term, no), words in said.words.items() if term in here.terms.get(key, ()) and not no]
    return msgspec.structs.replace(query, also=" ".join(dict.fromkeys(wished)))
