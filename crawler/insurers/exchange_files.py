"""The files of one exchange issuer as a run keeps them: its index, and of each large file only what is wanted.

A file is read as it comes and never kept whole; its extract and its account are written when it has come to its end,
so a run that was interrupted asks only for the files that are missing.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

import msgspec

from crawler.insurers.exchange import Record, left_out
from crawler.insurers.json_stream import ObjectStream
from crawler.insurers.resources import text
from crawler.kept_pages import BadAnswer, keep, kept
from crawler.known_places import KnownPlaces

Kind = Literal["plans", "providers"]

INDEX = "index.json.gz"
MOST_FILES = 500
"""Files that an index may lead to."""

_NEEDED = {"plans": ("plan_id", "marketing_name"), "providers": ("type",)}
_PLAN_FIELDS = ("plan_id", "marketing_name")


class File(msgspec.Struct, frozen=True, kw_only=True):
    """One file that an index leads to, and its number among those of its kind."""

    kind: Kind
    number: int
    url: str

    @property
    def name(self) -> str:
        """The name its extract is kept under."""
        return f"{self.kind}-{self.number:03}"


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one file: ``rows`` read, ``left_out`` by reason; ``fault`` says why it could not be read."""

    url: str
    rows: int = 0
    left_out: dict[str, int] = {}
    fault: str = ""
    megabytes: float = 0.0


def read_index(body: bytes, asked: str) -> list[File]:
    """Return the files an index leads to; raises ``BadAnswer`` where it leads to no providers."""
    try:
        index = json.loads(body)
    except (ValueError, RecursionError) as error:
        what = "a web page" if body.lstrip()[:1] == b"<" else "no JSON"
        raise BadAnswer(f"its index is {what}") from error
    if not isinstance(index, dict) or not isinstance(index.get("provider_urls"), list):
        there = ", ".join(sorted(map(str, index)))[:200] if isinstance(index, dict) else str(index)[:100]
        raise BadAnswer(f"its index has no list 'provider_urls', only: {there}. Its form has changed")
    found: list[File] = []
    for kind, field in (("plans", "plan_urls"), ("providers", "provider_urls")):
        stated = index.get(field)
        written = stated if isinstance(stated, list) else []
        urls = [urljoin(asked, url.strip()) for url in written if isinstance(url, str)]
        usable = [url for url in dict.fromkeys(urls) if urlsplit(url).scheme in ("http", "https")]
        found += [File(kind=kind, number=n, url=url) for n, url in enumerate(usable[:MOST_FILES])]  # type: ignore[arg-type]
    if not any(file.kind == "providers" for file in found):
        raise BadAnswer("its index leads to no file of providers")
    return found


class Extract:
    """Takes in one file as it comes, and keeps what is wanted of it below ``place``."""

    def __init__(self, place: Path, file: File, known: KnownPlaces) -> None:
        self._place, self._file, self._known = place, file, known
        self._staged = place / f"{file.name}.new"
        self._out = gzip.open(self._staged, "wb", compresslevel=3)  # noqa: SIM115  It stays open while bytes come.
        self._left_out: Counter[str] = Counter()
        self._seen: set[str] = set()
        self.stream = ObjectStream(self._take)

    def _take(self, record: Record) -> None:
        self._seen.update(record)
        if self._file.kind == "plans":
            self._write({field: text(record, field) for field in _PLAN_FIELDS})
            return
        reason = left_out(record, self._known)
        if reason:
            self._left_out[reason] += 1
        else:
            self._write(record)

    def _write(self, record: Any) -> None:
        self._out.write(msgspec.json.encode(record) + b"\n")

    def finish(self) -> Account:
        """Keep the extract and its account; raises ``BadAnswer`` where the file was not whole or has another form."""
        try:
            self.stream.close()
            missing = [field for field in _NEEDED[self._file.kind] if field not in self._seen]
            if not self.stream.objects:
                raise BadAnswer("it holds no record")
            if missing:
                there = ", ".join(sorted(self._seen))[:200]
                raise BadAnswer(f"no record has a field {missing[0]!r}, only: {there}. Its form has changed")
        except BadAnswer:
            self.drop()
            raise
        self._out.close()
        self._staged.replace(self._place / f"{self._file.name}.jsonl.gz")
        account = Account(url=self._file.url, rows=self.stream.objects, left_out=dict(self._left_out),
                          megabytes=round(self.stream.bytes_in / 1e6, 1))  # fmt: skip
        write_account(self._place, self._file, account)
        return account

    def drop(self) -> None:
        """Let go of what has come so far."""
        self._out.close()
        self._staged.unlink(missing_ok=True)


def write_account(place: Path, file: File, account: Account) -> None:
    """Keep what became of a file."""
    keep(place / f"{file.name}.account.json.gz", msgspec.json.encode(account))


def read_account(place: Path, file: File) -> Account | None:
    """Return what became of a file, None where it has not been read to its end."""
    body = kept(place / f"{file.name}.account.json.gz")
    return None if body is None else msgspec.json.decode(body, type=Account)


def extracted(place: Path, kind: Kind) -> Iterator[Record]:
    """Yield the records kept of all files of a kind; raises ``BadAnswer`` where one is damaged."""
    for path in sorted(place.glob(f"{kind}-*.jsonl.gz")):
        try:
            with gzip.open(path, "rb") as lines:
                for line in lines:
                    yield msgspec.json.decode(line)
        except (OSError, EOFError, msgspec.DecodeError) as error:
            raise BadAnswer(f"the kept file {path.name} is damaged ({error}): gather with --fresh") from error
