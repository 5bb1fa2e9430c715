"""Three engines that answer the same questions over the same programs: ours, tantivy and SQLite (FTS5 and R*Tree).

Each is built from the same rows, opened from its folder, and answers the six kinds of ``bench.search``. The others get
the words already analysed, and a bounding box where ours measures the circle: where they are not alike, it is in the
others' favour.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from index.queries import Query
from index.search import ProgramIndex, open_index
from index.words import stem

TOP = 20
MILES = 25.0
FACETS = ("conditions", "therapies", "payment_options", "age_groups", "languages")


class Row(NamedTuple):
    """One program as the other engines index it: its id, analysed words, stated terms by attribute, and its point."""

    id: str
    words: str
    stated: dict[str, list[str]]
    point: tuple[float, float] | None


class Asked(NamedTuple):
    """One drawn question: words, three (attribute, term) wishes, a place, a misspelled word."""

    words: tuple[str, ...]
    wishes: tuple[tuple[str, str], ...]
    near: tuple[float, float]
    misspelled: str


class Engine(Protocol):
    """What every engine does. ``ask`` returns what a page shows: how many were found and the ids of the first 20
    (kinds a to d), the counts (e), or what the misspelled word finds or means (f)."""

    name: str

    def __init__(self, folder: Path) -> None: ...

    def build(self, rows: Iterable[Row]) -> None: ...

    def open(self) -> None: ...

    def ask(self, kind: str, asked: Asked) -> Any: ...


class Ours:
    """This project's index."""

    name = "iop-finder"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, rows: Iterable[Row]) -> None:
        from index.build import build_index

        build_index(self._folder)

    def open(self) -> None:
        self._index: ProgramIndex = open_index(self._folder)

    def ask(self, kind: str, asked: Asked) -> Any:
        results = self._index.search(self.query(kind, asked))
        if kind == "e":
            return results.facets
        return results.did_you_mean if kind == "f" else (results.total, results.hits.ids)  # type: ignore[attr-defined]

    def query(self, kind: str, asked: Asked) -> Query:
        """Return a kind's question as a query."""
        text = " ".join(asked.words)
        wishes: dict[str, Any] = {"terms": {key: (term,) for key, term in asked.wishes}, "stated_only": True}
        near: dict[str, Any] = {"near": asked.near, "miles": MILES}
        if kind == "e":
            return Query(text=asked.words[0], facets=FACETS, limit=0)
        if kind == "f":
            return Query(text=asked.misspelled, facets=(), limit=0)
        fields: dict[str, dict[str, Any]] = {
            "a": {"text": text}, "b": {"text": text} | wishes, "c": wishes | near | {"sort": "distance"},
            "d": {"text": text} | wishes | near,
        }  # fmt: skip
        return Query(facets=(), limit=TOP, **fields[kind])


class OursInFull(Ours):
    """The same, with what each hit says of itself: miles, what it states, why it stands where it does."""

    name = "iop-finder, hits in full"

    def build(self, rows: Iterable[Row]) -> None:
        """Do nothing: it reads the same index."""

    def ask(self, kind: str, asked: Asked) -> Any:
        results = self._index.search(self.query(kind, asked))
        return results.total, tuple(results.hits), results.facets


class Tantivy:
    """tantivy-py: words by BM25, stated terms as raw tokens, place as ranges, facets as aggregations."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._tantivy, self._folder = tantivy, folder / "tantivy"

    def build(self, rows: Iterable[Row]) -> None:
        from catalog.attributes import load_attributes

        tantivy = self._tantivy
        maker = tantivy.SchemaBuilder()
        maker.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        maker.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
        for row in load_attributes():
            maker.add_text_field(row.key, tokenizer_name="raw", index_option="basic", fast=True)
        maker.add_float_field("lat", indexed=True, fast=True)
        maker.add_float_field("lon", indexed=True, fast=True)
        self._folder.mkdir()
        index = tantivy.Index(maker.build(), path=str(self._folder))
        writer = index.writer(heap_size=256_000_000, num_threads=1)
        for row in rows:
            point = dict(zip(("lat", "lon"), row.point, strict=True)) if row.point else {}
            writer.add_document(tantivy.Document(id=row.id, text=[row.words], **row.stated, **point))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        index = self._tantivy.Index.open(str(self._folder))
        self._schema, self._searcher = index.schema, index.searcher()

    def ask(self, kind: str, asked: Asked) -> Any:
        query, must = self._tantivy.Query, self._tantivy.Occur.Must
        if kind == "f":
            return self._page(query.fuzzy_term_query(self._schema, "text", stem(asked.misspelled), distance=1))
        if kind == "e":
            word = query.term_query(self._schema, "text", stem(asked.words[0]))
            return self._searcher.aggregate(word, {key: {"terms": {"field": key, "size": 200}} for key in FACETS})
        words = [(must, query.term_query(self._schema, "text", stem(word))) for word in asked.words]
        wishes = [(must, query.term_query(self._schema, key, term)) for key, term in asked.wishes]
        clauses = words if kind in "abd" else []
        clauses += wishes if kind in "bcd" else []
        clauses += self._box(asked) if kind in "cd" else []
        return self._page(query.boolean_query(clauses))

    def _page(self, query: Any) -> tuple[int, list[str]]:
        found = self._searcher.search(query, TOP)
        return found.count, [self._searcher.doc(address)["id"][0] for _, address in found.hits]

    def _box(self, asked: Asked) -> list[Any]:
        must, kind = self._tantivy.Occur.Must, self._tantivy.FieldType.Float
        return [
            (must, self._tantivy.Query.range_query(self._schema, field, kind, low, high))
            for field, low, high in _box(asked.near)
        ]


class Sqlite:
    """SQLite: FTS5 for words, an R*Tree for places, one table of stated terms."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._file = folder / "bench.sqlite"

    def build(self, rows: Iterable[Row]) -> None:
        base = sqlite3.connect(self._file)
        base.executescript(
            "CREATE TABLE programs(number INTEGER PRIMARY KEY, id TEXT);"
            "CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize='ascii');"
            "CREATE VIRTUAL TABLE places USING rtree(id, south, north, west, east);"
            "CREATE TABLE stated(attribute TEXT, term TEXT, id INTEGER, PRIMARY KEY (attribute, term, id))"
            " WITHOUT ROWID;"
            "CREATE INDEX by_program ON stated(id, attribute, term);"
        )
        with base:
            for number, row in enumerate(rows, start=1):
                base.execute("INSERT INTO programs VALUES (?, ?)", (number, row.id))
                base.execute("INSERT INTO words(rowid, text) VALUES (?, ?)", (number, row.words))
                if row.point:
                    lat, lon = row.point
                    base.execute("INSERT INTO places VALUES (?, ?, ?, ?, ?)", (number, lat, lat, lon, lon))
                stated = {(key, term, number) for key, terms in row.stated.items() for term in terms}
                base.executemany("INSERT INTO stated VALUES (?, ?, ?)", stated)
        base.close()

    def open(self) -> None:
        self._base = sqlite3.connect(self._file)

    def ask(self, kind: str, asked: Asked) -> Any:
        match = " AND ".join(f'"{stem(word)}"' for word in asked.words)
        wishes = "".join(
            f" AND EXISTS (SELECT 1 FROM stated s WHERE s.attribute='{key}' AND s.term='{term}' AND s.id=ids.id)"
            for key, term in asked.wishes
        )
        (_, south, north), (_, west, east) = _box(asked.near)
        box = f"SELECT id FROM places WHERE south>={south} AND north<={north} AND west>={west} AND east<={east}"
        text = "SELECT rowid AS id, rank FROM words WHERE words MATCH ?"
        if kind == "e":
            sql = f"SELECT attribute, term, count(*) FROM stated WHERE attribute IN {FACETS} AND id IN " \
                  "(SELECT rowid FROM words WHERE words MATCH ?) GROUP BY 1, 2"  # fmt: skip
            return self._base.execute(sql, (f'"{stem(asked.words[0])}"',)).fetchall()
        if kind == "f":
            return None
        sql = {
            "a": f"SELECT id FROM ({text}) ids ORDER BY rank LIMIT {TOP}",
            "b": f"SELECT id FROM ({text}) ids WHERE 1 {wishes} ORDER BY rank LIMIT {TOP}",
            "c": f"SELECT id FROM ({box}) ids WHERE 1 {wishes} LIMIT {TOP}",
            "d": f"SELECT id FROM ({text}) ids WHERE id IN ({box}) {wishes} ORDER BY rank LIMIT {TOP}",
        }[kind]
        sql = f"SELECT programs.id FROM ({sql}) page JOIN programs ON programs.number = page.id"
        return self._base.execute(sql, () if kind == "c" else (match,)).fetchall()


def _box(near: tuple[float, float]) -> tuple[tuple[str, float, float], tuple[str, float, float]]:
    lat, lon = near
    high, wide = MILES / 69, MILES / 69 / math.cos(math.radians(lat))
    return ("lat", lat - high, lat + high), ("lon", lon - wide, lon + wide)
