"""A web server on loopback that misbehaves by host name: raw sockets, so that it can break the protocol too.

Used as the proxy of invented hosts. ``asked`` lists every (host, path) in order. A host's behaviour is a function from
path to an ``Act``; hosts without one answer 404.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

Chunks = Iterable[bytes]
Act = bytes | Chunks | None
"""What goes over the wire: all of it, piece by piece for as long as the client reads, or None: nothing, ever."""

Behaviour = Callable[[str], Act]


def http(body: bytes = b"", status: int = 200, kind: str = "text/html", **headers: str) -> bytes:
    """Return a well-formed answer; header names are written with "_" for "-"."""
    given = {"Content-Type": kind, "Content-Length": str(len(body))} | {
        k.replace("_", "-"): v for k, v in headers.items()
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"HTTP/1.1 {status} X\r\n{lines}Connection: close\r\n\r\n".encode() + body


class HostileServer:
    """The server as a context manager; ``url`` is its address."""

    def __init__(self, hosts: Mapping[str, Behaviour]) -> None:
        self.hosts, self.asked = hosts, list[tuple[str, str]]()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(client,), daemon=True).start()

    def _answer(self, client: socket.socket) -> None:
        with client:
            try:
                target = _request_target(client)
                parts = urlsplit(target)
                path = parts.path + (f"?{parts.query}" if parts.query else "")
                self.asked.append((parts.hostname or "", path))
                behaviour = self.hosts.get(parts.hostname or "")
                act = behaviour(path) if behaviour else http(status=404)
                if act is None:
                    client.recv(1)  # until the client gives up
                elif isinstance(act, bytes):
                    client.sendall(act)
                else:
                    for piece in act:
                        if self._over.is_set():
                            return
                        client.sendall(piece)
            except OSError:
                return


def _request_target(client: socket.socket) -> str:
    request = b""
    while b"\r\n\r\n" not in request:
        piece = client.recv(65_536)
        if not piece:
            raise OSError("the client left")
        request += piece
    return request.split(b" ", 2)[1].decode("latin-1")


def endless(start: bytes, piece: bytes) -> Iterator[bytes]:
    """Yield ``start``, then ``piece`` for ever."""
    yield start
    while True:
        yield piece


def stalling(start: bytes) -> Iterator[bytes]:
    """Yield ``start``, then wait for ever without closing."""
    yield start
    threading.Event().wait(30)
