"""Columns of a release: what each program states, where it is and how fresh, as arrays by document number.

Made from programs in the order of their ids when an index is built; a program's place in that order is its document
number everywhere in ``index``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.states import STATES

Bits = NDArray[np.uint64]
"""One bit a document, in 64-bit words, the lowest bit first; bits past the last document are 0."""

Docs = NDArray[np.intp]
"""Document numbers, rising unless said otherwise."""

FEW = 100
"""One document in so many is few: bits are then read one by one rather than all at once."""

ONE_BY_ONE = 12
"""Words of ``Bits`` that are gone through bit by bit: of so few, arrays would cost more than they save."""

FEW_WORDS = 4
"""One word of ``Bits`` in so many is few: the documents in them are then read without unpacking the others."""

SINGLE_BITS = np.left_shift(1, np.arange(8)).astype(np.uint8)

PRECISIONS = ("", "city", "zip", "site")
STATE_CODES = ("", *STATES)
NO_DAY = -1


def pack(flags: NDArray[np.bool_]) -> Bits:
    """Return flags by document as ``Bits``."""
    padded = np.zeros(-(-len(flags) // 64) * 64, bool)
    padded[: len(flags)] = flags
    return np.packbits(padded, bitorder="little").view(np.uint64)


def unpack(bits: Bits, count: int) -> NDArray[np.bool_]:
    """Return the first ``count`` bits as flags."""
    return np.unpackbits(bits.view(np.uint8), count=count, bitorder="little").view(np.bool_)


def pack_documents(documents: Any, count: int) -> Bits:
    """Return document numbers as ``Bits``."""
    flags = np.zeros(count, bool)
    flags[np.asarray(documents, np.int64)] = True
    return pack(flags)


def documents_of(bits: Bits, among: Docs | None = None) -> Docs:
    """Return the documents that ``bits`` holds, rising; ``among`` are documents, rising, that hold all of them.

    Looking at each of ``among`` is less work than looking for them in the bits, unless there are few to find.
    """
    few = few_documents(bits)
    if few is not None:
        return few
    return unpack(bits, len(bits) * 64).nonzero()[0] if among is None else among.compress(holds(bits, among))


def few_documents(bits: Bits) -> Docs | None:
    """Return the documents that ``bits`` holds, rising, or None where they may be many."""
    words = bits.nonzero()[0]
    return _documents_in(bits, words) if len(words) * FEW_WORDS <= len(bits) else None


def _documents_in(bits: Bits, words: NDArray[np.intp]) -> Docs:
    """Return the documents of the ``words`` of ``bits``, which are all that are not 0."""
    if len(words) > ONE_BY_ONE:
        places = np.unpackbits(bits[words].view(np.uint8), bitorder="little").nonzero()[0]
        documents: Docs = (words[places >> 6] << 6) + (places & 63)
        return documents
    found = []
    for word, left in zip(words.tolist(), bits.take(words).tolist(), strict=True):
        while left:
            lowest = left & -left
            found.append(64 * word + lowest.bit_length() - 1)
            left ^= lowest
    return np.array(found, np.intp)


def holds(bits: Bits, documents: Docs) -> NDArray[np.bool_]:
    """Return which of ``documents`` the bits hold, reading no more of them than that takes."""
    if len(documents) * FEW > len(bits) * 64:
        return unpack(bits, len(bits) * 64).take(documents)
    held: NDArray[np.uint8] = bits.view(np.uint8).take(documents >> 3) & SINGLE_BITS.take(documents & 7)
    flags: NDArray[np.bool_] = held != 0
    return flags
