"""The page store: every page a program's web site answered with, durable one by one, in one SQLite file a source.

The spider's process alone opens it. A page's row tells how it was asked for in the newest run, its body lies beside
it under its hash; from the rows of one run a crawl goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import msgspec

from crawler.sites.links import Outline

Kind = Literal["page", "robots", "sitemap"]

UNKNOWN_HOST, NO_CONNECTION = "its host name is not known", "the connection failed"
"""Reasons of a request that reached no server: another spelling of the address may."""

_TABLES = """
CREATE TABLE IF NOT EXISTS pages (
    territory TEXT NOT NULL, url TEXT NOT NULL, run TEXT NOT NULL, turn INTEGER NOT NULL, kind TEXT NOT NULL,
    hash TEXT NOT NULL, confirmed TEXT NOT NULL, row BLOB NOT NULL, PRIMARY KEY (territory, url)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS turns ON pages (territory, run, turn);
CREATE TABLE IF NOT EXISTS bodies (hash TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS readings (
    url TEXT NOT NULL, hash TEXT NOT NULL, version TEXT NOT NULL, reading BLOB NOT NULL, PRIMARY KEY (url, hash)
) WITHOUT ROWID;
"""


class StoredPage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One address as it was asked for last.

    ``status`` is HTTP's, 0 where nothing came; ``reason`` says why no body was kept, ``target`` where a redirect
    led. ``confirmed`` is the UTC time at which the server last sent or confirmed the body of ``hash`` ("" without
    one). ``attempts`` counts requests in this run. ``body`` is filled for robots.txt only, which crawling reads.
    """

    url: str
    kind: Kind = "page"
    depth: int = 0
    status: int = 0
    reason: str = ""
    target: str = ""
    attempts: int = 1
    confirmed: str = ""
    hash: str = ""
    etag: str = ""
    modified: str = ""
    content_type: str = ""
    outline: Outline = Outline()
    body: bytes = b""

    @property
    def failed(self) -> bool:
        """True where the host gave no usable answer, which may be different next time."""
        return self.status == 0 or self.status >= 500


class PageStore:
    """The store as a context manager. A file that is no database is put aside as ``….damaged`` and begun anew: every
    page in it can be fetched again. Raises ``sqlite3.OperationalError`` where the disk is full or the file locked."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = _opened(path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            path.replace(path.with_suffix(".damaged"))
            for rest in path.parent.glob(path.name + "-*"):
                rest.unlink()
            self._db = _opened(path)
        self._decoder = msgspec.msgpack.Decoder(StoredPage)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def record(self, territory: str, run: str, page: StoredPage, body: bytes | None = None) -> StoredPage:
        """Keep one answer durably and return it as it was kept: with its turn taken and its body's hash.

        Without ``body`` the row keeps what ``page`` says of an earlier one (a 304, a failure).
        """
        if body is not None:
            page = msgspec.structs.replace(page, hash=hashlib.blake2b(body, digest_size=16).hexdigest())
        kept = msgspec.structs.replace(page, body=b"")
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._write(territory, run, kept, body)
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        return self._with_body(kept)

    def _write(self, territory: str, run: str, page: StoredPage, body: bytes | None) -> None:
        if body is not None:
            self._db.execute("INSERT OR IGNORE INTO bodies VALUES (?, ?)", (page.hash, zlib.compress(body, 6)))
        last = "SELECT ifnull(max(turn), 0) FROM pages WHERE territory = ? AND run = ?"
        turn = self._db.execute(last, (territory, run)).fetchone()[0] + 1
        row = zlib.compress(msgspec.msgpack.encode(page), 1)
        self._db.execute(
            "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (territory, page.url, run, turn, page.kind, page.hash, page.confirmed, row),
        )

    def find(self, territory: str, url: str) -> StoredPage | None:
        """Return what is kept of an address, from whatever run."""
        row = self._db.execute("SELECT row FROM pages WHERE territory = ? AND url = ?", (territory, url)).fetchone()
        return self._decoded(row[0]) if row else None

    def of_run(self, territory: str, run: str) -> Iterator[StoredPage]:
        """Yield what was asked for in a run or since, in the order of the answers: a run read again has newer answers
        where a later one was begun."""
        query = "SELECT row FROM pages WHERE territory = ? AND run >= ? ORDER BY run, turn"
        for (row,) in self._db.execute(query, (territory, run)).fetchall():
            yield self._with_body(self._decoded(row))

    def of_earlier_runs(self, territory: str, run: str, since: str) -> Iterator[StoredPage]:
        """Yield the pages with a body that a run did not ask for and that were confirmed at or after ``since``."""
        query = """SELECT row FROM pages WHERE territory = ? AND run < ? AND kind = 'page' AND hash <> ''
                   AND confirmed >= ? ORDER BY url"""
        for (row,) in self._db.execute(query, (territory, run, since)).fetchall():
            yield self._decoded(row)

    def body(self, digest: str) -> bytes:
        """Return a body by its hash; ``KeyError`` where there is none."""
        row = self._db.execute("SELECT body FROM bodies WHERE hash = ?", (digest,)).fetchone()
        if row is None:
            raise KeyError(f"the page store has no body {digest}: gather program_sites again with --fresh")
        return zlib.decompress(row[0])

    def reading(self, url: str, digest: str, version: str) -> bytes | None:
        """Return what a reader of ``version`` made of a body at an address, None where it has not read it."""
        query = "SELECT reading FROM readings WHERE url = ? AND hash = ? AND version = ?"
        row = self._db.execute(query, (url, digest, version)).fetchone()
        return row[0] if row else None

    def keep_reading(self, url: str, digest: str, version: str, reading: bytes) -> None:
        """Keep what a reader made of a body, so that an unchanged page is not read again."""
        self._db.execute("INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?)", (url, digest, version, reading))

    def count(self, run: str, kind: Kind = "page") -> int:
        """Return how many addresses of a kind were asked for in a run."""
        return int(
            self._db.execute("SELECT count(*) FROM pages WHERE run >= ? AND kind = ?", (run, kind)).fetchone()[0]
        )

    def forget(self, before: str, run: str) -> int:
        """Drop the pages not confirmed since ``before`` that ``run`` did not ask for, and bodies nobody refers to."""
        self._db.execute("BEGIN IMMEDIATE")
        gone = self._db.execute("DELETE FROM pages WHERE confirmed < ? AND run < ?", (before, run)).rowcount
        self._db.execute("DELETE FROM bodies WHERE hash NOT IN (SELECT hash FROM pages)")
        self._db.execute("DELETE FROM readings WHERE hash NOT IN (SELECT hash FROM pages)")
        self._db.execute("COMMIT")
        return int(gone)

    def _decoded(self, row: bytes) -> StoredPage:
        return self._decoder.decode(zlib.decompress(row))

    def _with_body(self, page: StoredPage) -> StoredPage:
        if page.kind != "robots" or not page.hash:
            return page
        return msgspec.structs.replace(page, body=self.body(page.hash))


def _opened(path: Path) -> sqlite3.Connection:
    """Return a connection whose every statement is durable when it returns."""
    found = sqlite3.connect(path, isolation_level=None)
    try:
        found.execute("PRAGMA journal_mode = WAL")
        found.execute("PRAGMA synchronous = FULL")
        found.executescript(_TABLES)
    except sqlite3.Error:
        found.close()
        raise
    return found
