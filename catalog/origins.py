"""Where a release is copied from: a folder, or the same folder behind a web server.

Both give the pointer, a manifest and files as bytes, capped; neither is trusted (``catalog.receiving`` checks all).
Addresses are an operator's, so loopback and private ones are allowed; an answer never leads to another host.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import quote, urljoin, urlsplit

PIECE = 1 << 20
"""Bytes read at once."""

MOST_REDIRECTS, SECONDS, SLOWEST = 5, 30.0, 20_000
"""Redirects followed within a host; seconds an answer may stand still; bytes a second below which one is given up."""


class OriginDown(OSError):
    """An origin did not answer in full; asking again may help."""


class OriginRefused(RuntimeError):
    """An origin answered what must not be taken; asking again does not help."""


class Origin(Protocol):
    """Where a release is copied from; ``path`` is relative to the folder that holds ``current``."""

    label: str

    def small(self, path: str, most: int) -> bytes:
        """Return a whole file of at most ``most`` bytes."""
        ...

    def pieces(self, path: str, start: int, most: int) -> tuple[int, Iterator[bytes]]:
        """Return where an answer starts, ``start`` or 0, and the bytes from there; ``most`` are expected in all."""
        ...


class FolderOrigin:
    """A root, or what ``iop push`` made of one, on this machine or on a mounted share."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.label = folder, str(folder)

    def small(self, path: str, most: int) -> bytes:
        """Return a whole file of at most ``most`` bytes."""
        with self._opened(path) as file:
            data = file.read(most + 1)
        return _capped(data, most, f"{self.label}/{path}")

    def pieces(self, path: str, start: int, most: int) -> tuple[int, Iterator[bytes]]:
        """Return ``start`` and the bytes from there."""
        return start, self._read(path, start)

    def _read(self, path: str, start: int) -> Iterator[bytes]:
        with self._opened(path) as file:
            file.seek(start)
            while piece := file.read(PIECE):
                yield piece

    def _opened(self, path: str) -> BinaryIO:
        """Open a regular file, never what a link leads to."""
        try:
            descriptor = os.open(self.folder / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError as error:
            raise OriginRefused(f"{self.label}/{path} cannot be read ({error.strerror})") from error
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise OriginRefused(f"{self.label}/{path} is no file")
        return os.fdopen(descriptor, "rb")


class WebOrigin:
    """The folder behind an http(s) address, asked directly (no proxy), one connection a file."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
            raise OriginRefused(f"{address!r} is no address of a folder: write it as https://host/folder")
        self.base, self.label = address.rstrip("/") + "/", address.rstrip("/")

    def small(self, path: str, most: int) -> bytes:
        """Return a whole file of at most ``most`` bytes."""
        _, pieces = self.pieces(path, 0, most)
        data = b""
        for piece in pieces:
            data = _capped(data + piece, most, f"{self.label}/{path}")
        return data

    def pieces(self, path: str, start: int, most: int) -> tuple[int, Iterator[bytes]]:
        """Return where the answer starts, ``start`` or 0, and its bytes; raises ``OriginDown``, ``OriginRefused``."""
        url = self.base + quote(path)
        for _ in range(MOST_REDIRECTS + 1):
            answer = _Answer(url, start, SECONDS + most / SLOWEST)
            moved = answer.moved_to()
            if not moved:
                return answer.starts_at(start, most), answer.pieces()
            answer.close()
            if _host(moved) != _host(url):
                raise OriginRefused(f"{url} leads to another host ({moved[:200]}): name that address itself")
            url = moved
        raise OriginRefused(f"{self.base}{path} is redirected more than {MOST_REDIRECTS} times")


class _Answer:
    """One request and what came of it; a clock ends it where it takes too long, in its headers too."""

    def __init__(self, url: str, start: int, seconds: float) -> None:
        self.url, parts = url, urlsplit(url)
        maker = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = maker(parts.hostname or "", parts.port, timeout=SECONDS)
        headers = {"Accept-Encoding": "identity", "User-Agent": "iop-finder"}
        if start:
            headers["Range"] = f"bytes={start}-"
        self._late = False
        try:
            self._connection.connect()
            self._socket: socket.socket = self._connection.sock
            self._clock = threading.Timer(seconds, self._give_up)
            self._clock.daemon = True
            self._clock.start()
            try:
                self._connection.request("GET", parts.path or "/", headers=headers)
                self._response = self._connection.getresponse()
                if self._late:
                    raise OSError("late")
            except BaseException:
                self.close()
                raise
        except (OSError, http.client.HTTPException) as error:
            raise self._down(error) from error

    def _give_up(self) -> None:
        self._late = True
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def _down(self, error: Exception) -> OriginDown:
        return OriginDown(f"{self.url}: {'it is too slow' if self._late else error or type(error).__name__}")

    def close(self) -> None:
        """End the request."""
        self._clock.cancel()
        self._connection.close()

    def moved_to(self) -> str:
        """Return where the answer says to ask instead, "" where it answers."""
        if self._response.status not in (301, 302, 303, 307, 308):
            return ""
        try:
            return urljoin(self.url, self._response.headers.get("Location", ""))
        except ValueError:
            return "nowhere"

    def starts_at(self, start: int, most: int) -> int:
        """Return the place of the first byte; raises where the answer is none, is packed, or is too large."""
        status, headers = self._response.status, self._response.headers
        try:
            if status >= 500 or status in (408, 429):
                raise OriginDown(f"{self.url} answered {status}")
            if status not in (200, 206):
                raise OriginRefused(f"{self.url} answered {status}")
            if headers.get("Content-Encoding", "identity").lower() != "identity":
                raise OriginRefused(f"{self.url} came packed although it was asked not to: serve the files as they are")
            if status == 206 and not headers.get("Content-Range", "").startswith(f"bytes {start}-"):
                raise OriginRefused(f"{self.url} answered with another part than the one asked for")
            at, length = start if status == 206 else 0, headers.get("Content-Length", "")
            if length.isdigit() and int(length[:20]) > most - at:
                raise OriginRefused(f"{self.url} is larger than the {most:,} bytes it should have")
        except BaseException:
            self.close()
            raise
        return at

    def pieces(self) -> Iterator[bytes]:
        """Yield the body; raises ``OriginDown`` where it breaks off."""
        try:
            while piece := self._response.read1(PIECE):
                yield piece
            if self._late:
                raise OriginDown("late")
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise self._down(error) from error
        finally:
            self.close()


def _host(url: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname, parts.port
    except ValueError:
        return "", None, None


def _capped(data: bytes, most: int, what: str) -> bytes:
    if len(data) > most:
        raise OriginRefused(f"{what} is larger than {most:,} bytes")
    return data
