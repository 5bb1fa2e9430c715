"""What the reader makes of a stored page, kept beside it so that an unchanged page is not read again.

A body and its address come in, a ``SiteReading`` comes out: the page's facts, what it names, and what it says of the
whole house. ``reader_version`` changes with the reader or its tables, and with it every page is read anew.
"""

from __future__ import annotations

import functools
import hashlib

import msgspec

from catalog.facts import Fact
from catalog.settings import DATA, ROOT
from crawler.reading.page import open_page
from crawler.reading.reader import read_page
from crawler.reading.supporting import supporting_facts
from crawler.sites.confirming import checked_levels
from crawler.sites.naming import PageNames, names_of
from crawler.sites.store import PageStore, StoredPage


class SiteReading(msgspec.Struct, frozen=True):
    """One page's reading. ``facts`` are those of a page about a program here, ``supporting`` those that a page about
    no level of care states of the whole facility; ``levels`` what it states to be offered."""

    names: PageNames
    is_program_page: bool
    not_open: bool
    levels: tuple[str, ...]
    facts: tuple[Fact, ...]
    supporting: tuple[Fact, ...]

    @property
    def states_iop(self) -> bool:
        """True where the page states that an IOP runs here."""
        return self._says_of_iop(denied=False)

    @property
    def denies_iop(self) -> bool:
        """True where the page states that none runs here."""
        return self._says_of_iop(denied=True)

    def _says_of_iop(self, denied: bool) -> bool:
        return any(f.attribute == "level_of_care" and f.value == "iop" and f.denied == denied for f in self.facts)


def read_body(body: bytes, url: str, read_on: str, content_type: str = "") -> SiteReading:
    """Return the reading of one page; ``read_on`` is the ISO date on which the server last vouched for the body."""
    found = read_page(body, url, read_on, content_type)
    page = open_page(body, url, content_type)
    supporting = () if found.is_program_page else supporting_facts(page, read_on)
    facts, ended = checked_levels(found.facts)
    not_open = found.not_open or ended
    return SiteReading(names_of(page), found.is_program_page, not_open, found.levels, facts, supporting)


def read_stored(store: PageStore, page: StoredPage) -> tuple[SiteReading, bool]:
    """Return the reading of a stored page dated by its last confirmation, and whether it had to be read anew."""
    version, read_on = reader_version(), page.confirmed[:10]
    kept = store.reading(page.url, page.hash, version)
    if kept is not None:
        return _dated(_DECODER.decode(kept), read_on), False
    reading = read_body(store.body(page.hash), page.url, read_on, page.content_type)
    store.keep_reading(page.url, page.hash, version, msgspec.msgpack.encode(reading))
    return reading, True


_DECODER = msgspec.msgpack.Decoder(SiteReading)


def _dated(reading: SiteReading, read_on: str) -> SiteReading:
    """Return a kept reading as if read today: a server that answers "unchanged" vouches for every word of it."""
    replace = msgspec.structs.replace

    def again(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        return tuple(replace(f, evidence=tuple(replace(e, read_on=read_on) for e in f.evidence)) for f in facts)

    return replace(reading, facts=again(reading.facts), supporting=again(reading.supporting))


@functools.cache
def reader_version() -> str:
    """Return a digest of everything that decides what a page is read as: the reader's code and its tables."""
    files = sorted((ROOT / "crawler" / "reading").glob("*.py")) + sorted((ROOT / "crawler" / "sites").glob("*.py"))
    files += sorted((DATA / "vocabulary").glob("*.toml"))
    found = hashlib.blake2b(digest_size=8)
    for file in files:
        found.update(file.read_bytes())
    return found.hexdigest()
