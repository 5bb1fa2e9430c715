"""A JSON array of any length, object by object: bytes go in as they come, each object goes out when it is whole.

Packed bytes (gzip) are unpacked on the way. Memory holds one object; one that is too large or nested too deep, or a run
of bytes without any, ends the reading.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import ijson
import numpy as np

from crawler.kept_pages import BadAnswer

LARGEST = 8_000_000
"""Unpacked bytes within which an object must end: more is no record of one provider."""

DEEPEST = 512
"""Brackets that may stand open since the last object: the parser's memory grows with the square of them."""

_NESTING = np.zeros(256, np.int8)
_NESTING[[ord("{"), ord("[")]] = 1
_NESTING[[ord("}"), ord("]")]] = -1

STEP = 1 << 18
"""Bytes unpacked at a time, so that a small packed body cannot fill the memory."""

_GZIP, _BOM = b"\x1f\x8b", b"\xef\xbb\xbf"


class ObjectStream:
    """Feeds ``take`` with the objects of one array; raises ``BadAnswer`` where the bytes are no such thing."""

    def __init__(self, take: Callable[[dict[str, Any]], None]) -> None:
        self._take = take
        self._found = ijson.sendable_list()
        self._parser = ijson.items_coro(self._found, "item", use_float=True)
        self._unpacker: Any = None
        self._begun = b""
        self._started = False
        self._since = 0
        self._depth = 0
        self.bytes_in = 0
        self.objects = 0

    def feed(self, data: bytes) -> None:
        """Take in the next bytes."""
        self.bytes_in += len(data)
        if not self._started:
            self._begun += data
            if len(self._begun) < len(_BOM):
                return
            data, self._started = self._begun, True
            if data.startswith(_GZIP):
                self._unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            data = data.removeprefix(_BOM)
        if self._unpacker is None:
            self._parse(data)
        else:
            self._unpack(data)

    def close(self) -> None:
        """Say that all bytes have come; raises ``BadAnswer`` where the array is not at its end."""
        try:
            if not self._started and self._begun:
                self._parser.send(self._begun)
            self._parser.close()
        except (ijson.JSONError, ValueError) as error:
            raise BadAnswer(f"it ends in the midst of its JSON or holds none ({_short(error)})") from error
        self._hand_on()
        if self._unpacker is not None and not self._unpacker.eof:
            raise BadAnswer("its packed bytes end too early")

    def _unpack(self, data: bytes) -> None:
        while data:
            try:
                self._parse(self._unpacker.decompress(data, STEP))
            except zlib.error as error:
                raise BadAnswer(f"its packed bytes are damaged ({error})") from error
            data = self._unpacker.unconsumed_tail
            if self._unpacker.eof and self._unpacker.unused_data:
                # A packed file may be several, one after the other.
                data = self._unpacker.unused_data
                self._unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)

    def _parse(self, data: bytes) -> None:
        if not data:
            # To the parser no bytes mean the end.
            return
        self._check_depth(data)
        try:
            self._parser.send(data)
        except (ijson.JSONError, ValueError) as error:
            raise BadAnswer(f"it is no JSON from byte {self.bytes_in} on ({_short(error)})") from error
        except StopIteration:
            return
        self._since += len(data)
        if self._found:
            self._since = self._depth = 0
        self._hand_on()
        if self._since > LARGEST:
            raise BadAnswer(f"{LARGEST // 1_000_000} MB hold no whole record: its form has changed")

    def _check_depth(self, data: bytes) -> None:
        """Raise ``BadAnswer`` before the parser meets brackets in brackets in brackets; those in texts count too."""
        depths = self._depth + np.cumsum(_NESTING[np.frombuffer(data, np.uint8)], dtype=np.int64)
        if int(depths.max()) > DEEPEST:
            raise BadAnswer("its JSON is nested too deep to be a list of providers")
        self._depth = int(depths[-1])

    def _hand_on(self) -> None:
        for found in self._found:
            self.objects += 1
            if isinstance(found, dict):
                self._take(found)
        del self._found[:]


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:80]
