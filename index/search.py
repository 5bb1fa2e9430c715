"""Answers queries from an opened index: a ``Query`` in, ``Results`` out.

Everything behind it is immutable arrays, so any number of threads and processes may search one index at once.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from catalog.attributes import filters as filter_rows
from index import files
from index.columns import PRECISIONS, Bits, Docs, documents_of, holds, pack_documents
from index.distance import Floats
from index.facets import Facet, Facets
from index.files import FOLDER, IndexDamaged, Meta, check_catalog, check_published, read_arrays, read_meta
from index.filters import Filters, Part, size, together
from index.nearby import Nearby, checked
from index.page import NO_HITS, Page
from index.queries import MOST_HITS, BadQuery, Hit, Query, Results, Sort
from index.ranking import VETERANS_NAMES, WEIGHTS, asked, first, for_veterans, names_veterans, standing
from index.rows import current_rows
from index.text_search import NO_DOCS, TextMatch, TextSearch
from index.widening import widen

HOURS = "hours_per_week"
"""The span that sorting by hours reads."""

SORT_NAMES = get_args(Sort)

__all__ = ["BadQuery", "IndexDamaged", "ProgramIndex", "Query", "Results", "ensure_index", "open_index"]


Texts = tuple[TextMatch | None, TextMatch | None]
"""What the text of a query and its ``also`` match."""


class _Found(NamedTuple):
    """What a query finds: its parts (without the radius), what its text and its ``also`` match, the programs that
    stay, rising, and the squared straight lines to them where they were measured."""

    parts: list[Part]
    texts: Texts
    docs: Docs
    square: Floats | None


class ProgramIndex:
    """An opened index. Immutable; share one between threads."""

    def __init__(self, meta: Meta, arrays: dict[str, NDArray[Any]]) -> None:
        self.count = meta.programs
        self._arrays = arrays
        self.filters, self.facets = Filters(meta.rows, arrays), Facets(meta.rows, arrays)
        self.nearby = Nearby(arrays)
        self.texts = TextSearch(arrays, meta.phrases)
        self.everything: Bits = self.filters.everything
        self._age = (meta.newest - arrays["seen"]).astype(np.int32)
        self._hours = _fewest_hours(meta, arrays)
        self._standing = standing(arrays["sources"], self._age, arrays["complete"])
        self._stands: NDArray[np.float32] = sum(self._standing.values(), np.zeros(self.count, np.float32))
        self._for_veterans = for_veterans(self.texts.named(VETERANS_NAMES))
        self._stands_unnamed = sum(self._for_veterans.values(), self._stands)
        """What each has where the question names no veteran."""
        self._facet_keys = tuple(row.key for row in filter_rows() if row.key in meta.rows.said)

    def ids(self) -> list[str]:
        """Return the program ids of all documents in their order."""
        return [name.decode() for name in self._arrays["ids"].tolist()]

    def id_of(self, document: int) -> str:
        """Return the program id of a document number."""
        return str(self._arrays["ids"][document].decode())

    def search(self, query: Query) -> Results:
        """Answer a query; raise ``BadQuery`` where it names an unknown term, attribute, state or place."""
        _check(query)
        text = self.texts.match(query.text) if query.text else None
        also = self.texts.match(query.also) if query.also else None
        parts = self.filters.parts(query)
        if text:
            parts.append(Part("text", text.found))
        docs, square, total = self._found(query, parts, text)
        keys = self._facet_keys if query.facets is None else query.facets
        facets, silent = self._counts(query, keys, parts) if keys else ({}, {})
        return Results(
            total=total, hits=self._page(query, _Found(parts, (text, also), docs, square)), facets=facets,
            silent=silent, widen=() if total else widen(self, query, text, self.with_radius(query, parts)),
            did_you_mean=text.did_you_mean if text else "", unmatched=text.unmatched if text else (),
            some_words=bool(text and text.some_words),
        )  # fmt: skip

    def _found(self, query: Query, parts: list[Part], text: TextMatch | None) -> tuple[Docs, Floats | None, int]:
        """Return the programs that stay by ``parts`` and the radius, the squared straight lines to them where they
        were measured, and how many they are. Without a page to fill they may only be counted."""
        if text and len(parts) == 1 and query.miles is None:
            docs = text.documents()
            return docs, None, len(docs)
        kept = together(parts, self.everything)
        if query.near and query.miles is not None:
            docs, square = self.nearby.within(query.near, query.miles, kept)
            return docs, square, len(docs)
        if query.limit <= 0:
            return NO_DOCS, None, size(kept)
        docs = documents_of(kept, text.among if text else None)
        return docs, None, len(docs)

    def parts(self, query: Query, text: TextMatch | None) -> list[Part]:
        """Return the parts of a query whose programs all stay; ``text`` is what its text matches."""
        parts = self.filters.parts(query)
        return self.with_radius(query, [*parts, Part("text", text.found)] if text else parts)

    def with_radius(self, query: Query, parts: list[Part]) -> list[Part]:
        """Return ``parts`` and, where a radius is asked for, the part of the programs inside."""
        if not query.near or query.miles is None:
            return parts
        inside, _ = self.nearby.within(query.near, query.miles)
        return [*parts, Part("near", pack_documents(inside, self.count))]

    def _counts(
        self, query: Query, keys: tuple[str, ...], parts: list[Part]
    ) -> tuple[dict[str, Facet], dict[str, int]]:
        """Count each facet as if its own filter were open."""
        parts = self.with_radius(query, parts)
        filtered = {part.key for part in parts}
        closed = tuple(key for key in keys if key not in filtered)
        base = together(parts, self.everything)
        facets, silent = self.facets.counts(base, closed), self.facets.silent(base, closed)
        for key in keys:
            if key in filtered:
                base = together(parts, self.everything, without=[key])
                facets |= self.facets.counts(base, (key,))
                silent |= self.facets.silent(base, (key,))
        return {key: facets[key] for key in keys}, {key: silent[key] for key in keys}

    def _page(self, query: Query, found: _Found) -> Page:
        """Return the hits of the page that was asked for."""
        offset, limit = max(query.offset, 0), min(max(query.limit, 0), MOST_HITS)
        if offset >= len(found.docs) or not limit:
            return NO_HITS
        page = self._ordered(query, found, offset + limit)[offset:]
        ids = tuple([name.decode() for name in self._arrays["ids"].take(page).tolist()])
        return Page(ids, lambda: self._hits(query, found, ids, page))

    def _ordered(self, query: Query, found: _Found, wanted: int) -> Docs:
        """Return the first ``wanted`` programs found, in the order asked for."""
        docs = found.docs
        if len(docs) <= 1:
            return docs
        if query.sort == "distance" and query.near:
            return self.nearby.nearest(query.near, docs, wanted, found.square)
        if query.sort == "name":
            return first(self._arrays["name_rank"][docs], docs, wanted)
        if query.sort == "fresh":
            return first(self._age[docs], docs, wanted)
        if query.sort == "hours":
            return first(self._hours[docs], docs, wanted)
        miles = self.nearby.rough(query.near, docs, found.square) if query.near else None
        wishes = [] if query.stated_only else found.parts  # where all state them all, they order nothing
        points = (self._stands if _names_veterans(query) else self._stands_unnamed).take(docs)
        for part in self._asked(wishes, found.texts, docs, miles).values():
            points = points + part
        return first(-points, docs, wanted)

    def _asked(self, parts: list[Part], texts: Texts, docs: Docs, miles: Floats | None) -> dict[str, Any]:
        """Return the points that a question gives ``docs``, by row of the table of weights."""
        stated: Any = None
        for part in parts:
            if part.stated is not None:
                states = holds(part.stated, docs)
                stated = states.astype(np.float32) if stated is None else stated + states
        fit: Any = None
        for text in texts:
            if text:
                fit = text.fit(docs) if fit is None else np.maximum(fit, text.fit(docs))
        return asked(stated, fit, miles)

    def _hits(self, query: Query, found: _Found, ids: tuple[str, ...], page: Docs) -> tuple[Hit, ...]:
        """Return what there is to say of each program of a page."""
        miles = self.nearby.miles(query.near, page) if query.near else None
        points = self._asked(found.parts, found.texts, page, miles) | {
            name: part[page] for name, part in self._standing.items()
        }
        nothing = np.zeros(len(page))
        why = np.round(np.array([points.get(name, nothing) for name in WEIGHTS], np.float64), 3).T.tolist()
        wishes = [(part.key, holds(part.stated, page)) for part in found.parts if part.stated is not None]
        far = [None] * len(page) if miles is None else [None if np.isnan(away) else away for away in miles.tolist()]
        precisions = self._arrays["precision"][page].tolist()
        return tuple(
            Hit(
                id=name,
                miles=far[n],
                precision=PRECISIONS[precisions[n]],
                score=sum(why[n]),
                stated=sum(bool(flags[n]) for _, flags in wishes),
                not_stated=tuple(key for key, flags in wishes if not flags[n]),
                why=dict(zip(WEIGHTS, why[n], strict=True)),
            )
            for n, name in enumerate(ids)
        )


def _names_veterans(query: Query) -> bool:
    return names_veterans(query.terms, f"{query.text} {query.also}")


def _check(query: Query) -> None:
    """Raise ``BadQuery`` where a query asks for the impossible."""
    if query.near:
        checked(query.near, query.miles)
    elif query.miles is not None:
        raise BadQuery(f"within {query.miles:g} miles of what? Give a place, too")
    if query.sort not in SORT_NAMES:
        raise BadQuery(f"{query.sort[:20]!r} is no order: use one of {', '.join(SORT_NAMES)}")


def _fewest_hours(meta: Meta, arrays: dict[str, NDArray[Any]]) -> NDArray[np.float64]:
    """Return each program's fewest stated hours a week, infinite where it states none."""
    hours = np.full(meta.programs, np.inf)
    if HOURS in meta.rows.spans:
        at = meta.rows.spans.index(HOURS)
        stretch = slice(*arrays["span_starts"][at : at + 2])
        low, high = arrays["span_low"][stretch], arrays["span_high"][stretch]
        np.minimum.at(hours, arrays["span_docs"][stretch], np.where(np.isfinite(low), low, high))
    return hours


def open_index(release: Path, verify: bool = True) -> ProgramIndex:
    """Open ``release/index``; raise ``IndexDamaged`` where it does not match its files or its catalog.

    ``verify`` compares the checksum of every file and of the catalog; without it, versions and sizes only. Only
    ``.npy`` and ``.json`` files are read, neither of which can carry code.
    """
    folder = release / FOLDER
    meta = read_meta(folder)
    check_catalog(release, meta)
    if meta.rows != current_rows():
        raise IndexDamaged(folder, "it was built with another vocabulary or attribute table")
    arrays = read_arrays(folder, meta)
    if verify:
        files.verify(release, meta)
    try:
        if any(len(arrays[name]) != meta.programs for name in ("ids", "state", "seen")):
            raise IndexDamaged(folder, f"its columns do not hold {meta.programs} programs")
        return ProgramIndex(meta, arrays)
    except KeyError as error:
        raise IndexDamaged(folder, f"it has no column {error}") from error


def ensure_index(
    release: Path,
    verify: bool = True,
    on_progress: Callable[[str, int], None] | None = None,
    on_damage: Callable[[IndexDamaged], None] = lambda damage: None,
) -> ProgramIndex:
    """Open ``release/index`` as it is; where it is missing or damaged, build it anew from the catalog and open that.

    ``on_damage`` is told before it is built. Raises ``IndexDamaged`` where it cannot be: the catalog is not the one
    that was published, or the folder cannot be written to.
    """
    try:
        return open_index(release, verify)
    except IndexDamaged:
        with files.locked(release):
            return _mended(release, verify, on_progress, on_damage)


def _mended(
    release: Path,
    verify: bool,
    on_progress: Callable[[str, int], None] | None,
    on_damage: Callable[[IndexDamaged], None],
) -> ProgramIndex:
    """Build an index anew and open it; the lock is held, and whoever held it before may have done it already."""
    try:
        return open_index(release, verify)
    except IndexDamaged as damage:
        from index.build import build_index  # brings Whoosh, which answering does without

        on_damage(damage)
        try:
            check_published(release)
            build_index(release, on_progress)
        except (OSError, ValueError) as error:
            raise IndexDamaged(damage.folder, f"{damage.reason}; and it cannot be built here ({error})") from error
        return open_index(release, verify)
