"""Writes a Whoosh index in one commit, field by field: counted words in, one segment on disk out.

Whoosh's writer hands over each posting by itself, sorts millions of tuples and checks every one. The postings are
counted and sorted already (``index.counting``), so blocks are put together as Whoosh's own block writer puts them: the
same files in a fraction of the time. The files are the same bytes for the same words, on any machine.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import whoosh.index
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3FieldWriter, W3Segment, W3TermInfo
from whoosh.compat import dumps  # Whoosh's blocks are pickles: they are written here and opened nowhere
from whoosh.system import pack_int, pack_long, pack_ushort
from whoosh.util.numeric import byte_to_length, length_to_byte
from whoosh.writing import SegmentWriter

from index.counting import WordCounts
from index.schema import schema

BLOCK = 1024
"""Postings a block: Whoosh's 128 suits queries that skip through blocks, ours are read whole, once."""

COMPRESSION = 1
"""zlib level of blocks: higher ones cost more time than the disk they save."""

SEGMENT_ID = "programs"
"""Name of the one segment; Whoosh would draw a random one, which makes no two builds alike."""


class Fields:
    """Counted words by field. Stands in for Whoosh's sorting pool."""

    def __init__(self, fields: Mapping[str, WordCounts]) -> None:
        self.fields = fields

    def iter_postings(self) -> Fields:
        """Return the collection itself: ``TermWriter`` takes it whole."""
        return self

    def cleanup(self) -> None:
        """Do nothing: no temporary file was written."""


class TermWriter(W3FieldWriter):
    """Whoosh's field writer, driven by ``Fields``: what it says of terms and blocks is worked out for all at once."""

    def add_postings(self, whoosh_schema: Any, _: Any, postings: Fields) -> None:
        """Write every field's terms in sorted order."""
        for field in sorted(postings.fields):
            self.start_field(field, whoosh_schema[field])
            self._write_field(postings.fields[field], whoosh_schema[field].scorable)
            self.finish_field()

    def _write_field(self, counted: WordCounts, scorable: bool) -> None:
        """Write a field's blocks and, for each term, where they lie and what they hold."""
        if not counted.words:
            return
        blocks = _Blocks(counted, scorable)
        offset, prefix = self._postfile.tell(), pack_ushort(self._fieldid)
        packed = W3TermInfo._struct.pack
        number, count = 0, len(blocks.firsts)
        for word, size, last_block, *said in zip(counted.words, *blocks.terms(), strict=True):
            parts = [WHOOSH3_HEADER_MAGIC]
            while number < count and number <= last_block:
                parts += blocks.encoded(number, last=number == last_block)
                number += 1
            data = b"".join(parts)
            self._postfile.write(data)
            weight, shortest, longest, heaviest, first, last = said
            info = packed(0, weight, size, shortest, longest, heaviest, first, last)
            self._tindex.add(prefix + word, info + pack_long(offset) + pack_int(len(data)))
            offset += len(data)


class _Blocks:
    """The postings of a field that has any, in blocks of at most ``BLOCK``, none of which holds two terms' postings."""

    def __init__(self, counted: WordCounts, scorable: bool) -> None:
        starts, sizes = counted.starts[:-1], np.diff(counted.starts)
        self._in_term = -(-sizes // BLOCK)
        self._last_of_term = np.cumsum(self._in_term) - 1
        within = np.arange(int(self._in_term.sum())) - np.repeat(self._last_of_term + 1 - self._in_term, self._in_term)
        self.firsts = np.repeat(starts, self._in_term) + within * BLOCK
        self._sizes = sizes
        ends = np.append(self.firsts[1:], len(counted.docs)).astype(np.int64)
        self._docs, self._counts = counted.docs, counted.counts.astype(np.float64)
        self._steps = np.diff(counted.docs, prepend=0)
        self._steps[self.firsts] = counted.docs[self.firsts]
        self._most, self._least = (self._of_blocks(by, self._counts) for by in (np.maximum, np.minimum))
        if scorable:
            shown = np.array([length_to_byte(n) for n in rounded(counted.lengths).tolist()], np.uint8)[counted.docs]
            self._shortest, self._longest = (self._of_blocks(by, shown) for by in (np.minimum, np.maximum))
        else:
            self._shortest = self._longest = np.zeros(len(self.firsts), np.uint8)
        ranges = (self.firsts, ends, self._docs[ends - 1], self._most, self._least, self._shortest, self._longest)
        self._told = [part.tolist() for part in ranges]

    def _of_blocks(self, by: np.ufunc, values: NDArray[Any]) -> NDArray[Any]:
        found: NDArray[Any] = by.reduceat(values, self.firsts)
        return found

    def terms(self) -> list[list[Any]]:
        """Return for each term how many postings it has, its last block, their weight, the shortest and the longest
        document (as Whoosh's bytes), the heaviest posting, and the first and last document."""
        starts = self._last_of_term + 1 - self._in_term
        firsts = self.firsts[starts]
        parts = (
            self._sizes, self._last_of_term, np.add.reduceat(self._counts, firsts),
            np.minimum.reduceat(self._shortest, starts), np.maximum.reduceat(self._longest, starts),
            np.maximum.reduceat(self._most, starts), self._docs[firsts], self._docs[firsts + self._sizes - 1],
        )  # fmt: skip
        return [part.tolist() for part in parts]

    def encoded(self, number: int, last: bool) -> tuple[bytes, bytes, bytes]:
        """Return a block as Whoosh writes it: its length (below 0 for a term's last), what it holds, its postings."""
        first, end, last_doc, most, least, shortest, longest = (part[number] for part in self._told)
        weights = tuple(self._counts[first:end].tolist()) if least != most else None if most == 1.0 else most
        data = zlib.compress(dumps((tuple(self._steps[first:end].tolist()), weights, None), 2), COMPRESSION)
        info = dumps((end - first, last_doc, most, COMPRESSION, shortest, longest), 2)
        length = len(info) + len(data)
        return pack_int(-length if last else length), info, data


class OneSegmentCodec(W3Codec):
    """Whoosh's codec with the writers above and a segment name that is the same on every build."""

    def __init__(self) -> None:
        super().__init__(blocklimit=BLOCK, compression=COMPRESSION)

    def field_writer(self, storage: Any, segment: Any) -> TermWriter:
        return TermWriter(self, storage, segment)

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:
        return W3Segment(W3Codec(blocklimit=BLOCK, compression=COMPRESSION), indexname, segid=SEGMENT_ID)


def rounded(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return field lengths as Whoosh keeps them (one byte a document), 1 where a document has none."""
    known = np.array([byte_to_length(length_to_byte(n)) or 1 for n in range(int(lengths.max(initial=0)) + 1)])
    return known[lengths]


def write_index(folder: Path, fields: Mapping[str, WordCounts]) -> None:
    """Write ``fields`` as a Whoosh index of one segment into a new folder."""
    folder.mkdir(parents=True)
    created = whoosh.index.create_in(str(folder), schema())
    writer = SegmentWriter(created, codec=OneSegmentCodec(), compound=False)
    writer.pool = Fields(fields)
    scored = [(name, counted.lengths.tolist()) for name, counted in fields.items() if writer.schema[name].scorable]
    for number in range(len(next(iter(fields.values())).lengths)):
        writer.perdocwriter.start_doc(number)
        for name, lengths in scored:
            writer.perdocwriter.add_field(name, writer.schema[name], None, lengths[number])
        writer.perdocwriter.finish_doc()
        writer.docnum += 1
    writer._added = True
    writer.commit()
