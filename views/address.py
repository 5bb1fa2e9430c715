"""The address of a view: the URL's query in, what is to be shown out, and back. It is the app's only state.

Links lead to addresses and forms are made of them, so Back, Forward, reload and a shared link all show the same.
Anything in a query that means nothing here is dropped, never an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal
from urllib.parse import parse_qs, urlencode

import msgspec

from catalog.attributes import Attribute, filters
from catalog.facts import Span
from catalog.states import STATES
from catalog.vocabulary import load_vocabulary
from exports.selection import MOST_PROGRAMS
from index.queries import SORTS, Sort
from views.markup import shown

View = Literal["find", "program", "about", "guide", "compare", "shortlist"]

OTHER_VIEWS: tuple[View, ...] = ("about", "guide", "compare", "shortlist")
"""Views that are neither the search nor one program; each is named in the query."""

DISTANCES: tuple[int | None, ...] = (5, 10, 25, 50, 100, None)
"""Miles offered; None is any distance."""

USUAL_DISTANCE = 25
FARTHEST = 500

Layout = Literal["cards", "table"]

LANGUAGES = ("en", "es")
PAGE_SIZE = 20
LAST_PAGE = 500
LONGEST_TEXT = 200
MOST_VALUES = 20
MOST_SAID = 4


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """What a URL asks for. ``show`` is a program's id, ``other`` a view of ``OTHER_VIEWS``, ``pick`` the ids on the
    visitor's list. ``terms``, ``spans`` and ``yes`` hold the wishes, ``page`` counts from 1, ``more`` is the filter of
    which all terms are shown, ``excluded`` what must not be stated. ``ask`` is a question in words that waits to be
    read, ``said`` are those that were: their wishes stand in the other fields. ``fix`` is the attribute in which a
    program is said to be wrong."""

    show: str = ""
    other: View | Literal[""] = ""
    pick: tuple[str, ...] = ()
    lang: str = "en"
    near: str = ""
    miles: int | None = USUAL_DISTANCE
    state: str = ""
    text: str = ""
    ask: str = ""
    said: tuple[str, ...] = ()
    terms: dict[str, tuple[str, ...]] = {}
    spans: dict[str, Span] = {}
    yes: tuple[str, ...] = ()
    excluded: dict[str, tuple[str, ...]] = {}
    stated_only: bool = False
    sort: Sort = "best"
    layout: Layout = "cards"
    page: int = 1
    more: str = ""
    fix: str = ""

    @property
    def view(self) -> View:
        """Which page this is; a program opened from another view is the program."""
        if self.show:
            return "program"
        return self.other or "find"

    @property
    def wishes(self) -> int:
        """How many things were chosen in the filters."""
        excluded = sum(map(len, self.excluded.values()))
        return sum(map(len, self.terms.values())) + len(self.spans) + len(self.yes) + excluded

    def but(self, **changes: Any) -> Address:
        """Return this address with other values; the page starts anew unless it is what changes."""
        return msgspec.structs.replace(self, **({"page": 1} | changes))

    def without(self, key: str, value: str = "") -> Address:
        """Return this address without one wish: a term of an attribute, or all that is wished of it."""
        return self.but(
            terms=_without(self.terms, key, value),
            excluded=_without(self.excluded, key, value),
            spans={k: span for k, span in self.spans.items() if k != key},
            yes=tuple(k for k in self.yes if k != key),
        )

    def cleared(self) -> Address:
        """Return this address without any wish; place, distance and words stay."""
        return self.but(terms={}, spans={}, yes=(), excluded={}, stated_only=False, said=())

    def params(self) -> dict[str, list[str]]:
        """Return the query's names and values; what is as usual is left out."""
        plain = {
            "show": self.show,
            "view": self.other,
            "near": self.near,
            "state": self.state,
            "within": "" if self.miles == USUAL_DISTANCE else str(self.miles or "any"),
            "text": self.text,
            "ask": self.ask,
            "stated": "yes" if self.stated_only else "",
            "sort": "" if self.sort == "best" else self.sort,
            "layout": "" if self.layout == "cards" else self.layout,
            "page": "" if self.page == 1 else str(self.page),
            "more": self.more,
            "fix": self.fix if self.show else "",
            "list": ",".join(self.pick),
            "lang": "" if self.lang == "en" else self.lang,
        }
        found = {name: [value] for name, value in plain.items() if value}
        if self.said:
            found["said"] = list(self.said)
        for row in filters():
            if row.key in self.terms:
                found[row.key] = list(self.terms[row.key])
            elif row.key in self.yes:
                found[row.key] = ["yes"]
            elif row.key in self.spans:
                found |= _span_params(row.key, self.spans[row.key])
            if row.key in self.excluded:
                found[f"{row.key}.not"] = list(self.excluded[row.key])
        return found

    def opening(self, ids: Iterable[str]) -> dict[str, str]:
        """Return a link to each program that is opened from this address."""
        rest = urlencode(self.but(show="", page=self.page).params(), doseq=True)
        return {program_id: f"?show={program_id}" + (f"&{rest}" if rest else "") for program_id in ids}

    @property
    def href(self) -> str:
        """The address as a link within the app."""
        return "?" + urlencode(self.params(), doseq=True)


def _without(wished: dict[str, tuple[str, ...]], key: str, value: str) -> dict[str, tuple[str, ...]]:
    left = {k: tuple(v for v in values if k != key or (value and v != value)) for k, values in wished.items()}
    return {k: values for k, values in left.items() if values}


def _span_params(key: str, span: Span) -> dict[str, list[str]]:
    ends = {f"{key}.from": span.low, f"{key}.to": span.high}
    return {name: [f"{value:g}"] for name, value in ends.items() if value is not None}


def read_query(query: str) -> Address:
    """Return the address that a query string ("?near=85251&…") names."""
    try:
        return read(parse_qs(query.removeprefix("?")[:8000], max_num_fields=200))
    except ValueError:
        return Address()


def read(params: Mapping[str, Sequence[str]]) -> Address:
    """Return the address that a query's names and values name; what makes no sense is as if it were not there."""

    def last(name: str) -> str:
        values = params.get(name) or [""]
        return shown(values[-1][:LONGEST_TEXT])

    show = last("show")
    return Address(
        show=show if _ID.fullmatch(show) else ("unknown" if show else ""),
        other=next((view for view in OTHER_VIEWS if view == last("view")), ""),
        pick=_pick(params.get("list", ())),
        lang=last("lang") if last("lang") in LANGUAGES else "en",
        near=last("near"),
        miles=_miles(last("within")),
        state=last("state").upper() if last("state").upper() in STATES else "",
        text=last("text"),
        ask=last("ask"),
        said=tuple(dict.fromkeys(filter(None, (shown(v[:LONGEST_TEXT]) for v in params.get("said", ())))))[-MOST_SAID:],
        stated_only=last("stated") == "yes",
        sort=next((sort for sort in SORTS if sort == last("sort")), "best"),
        layout="table" if last("layout") == "table" else "cards",
        page=_page(last("page")),
        more=next((row.key for row in filters() if row.key == last("more")), ""),
        fix=last("fix") if show and re.fullmatch(r"[a-z_]{1,40}", last("fix")) else "",
        terms={
            row.key: found
            for row in filters()
            if row.kind == "terms" and (found := _terms(row, params.get(row.key, ())))
        },
        spans={row.key: span for row in filters() if row.kind == "span" and (span := _span(row.key, last))},
        yes=tuple(row.key for row in filters() if row.kind == "yes_no" and last(row.key) == "yes"),
        excluded={row.key: found for row in filters() if (found := _excluded(row, params.get(f"{row.key}.not", ())))},
    )


_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def _pick(values: Sequence[str]) -> tuple[str, ...]:
    """Return the ids on a list: divided by commas in a link, a value each in a form."""
    ids = (part for value in values for part in value.split(","))
    return tuple(dict.fromkeys(part for part in ids if _ID.fullmatch(part)))[:MOST_PROGRAMS]


def _page(text: str) -> int:
    return min(max(int(text), 1), LAST_PAGE) if re.fullmatch(r"\d{1,4}", text) else 1


def _miles(text: str) -> int | None:
    """Return a distance: one that is offered or another that was asked for in words, None for any."""
    if text == "any":
        return None
    return min(max(int(text), 1), FARTHEST) if re.fullmatch(r"\d{1,4}", text) else USUAL_DISTANCE


def _terms(row: Attribute, values: Sequence[str]) -> tuple[str, ...]:
    known = (v for v in values[:MOST_VALUES] if load_vocabulary().has(row.vocabulary, v))
    return tuple(dict.fromkeys(known))


def _excluded(row: Attribute, values: Sequence[str]) -> tuple[str, ...]:
    if row.kind == "yes_no":
        return ("yes",) if "yes" in values else ()
    return _terms(row, values) if row.kind == "terms" else ()


def _span(key: str, last: Any) -> Span | None:
    ends = [float(t) if re.fullmatch(r"\d{1,3}(\.\d)?", t := last(f"{key}.{end}")) else None for end in ("from", "to")]
    low, high = ends
    if low is not None and high is not None and low > high:
        low, high = high, low
    return None if low is None and high is None else Span(low, high)
