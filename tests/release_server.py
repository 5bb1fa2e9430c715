"""A web server on loopback over a folder of releases, with ranges, that lies where a test tells it to.

``asked`` lists every (path, Range header). ``faults`` maps the end of a path to what answers it instead: a function of
the server's handler, called once for each request until it returns False, which means "answer as usual".
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

Fault = Callable[["Handler"], bool | None]


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    protocol_version = "HTTP/1.1"
    server: Any

    def do_GET(self) -> None:
        self.close_connection = True
        owner: ReleaseServer = self.server.owner
        path = unquote(self.path)
        owner.asked.append((path, self.headers.get("Range", "")))
        for end, fault in owner.faults.items():
            if path.endswith(end) and fault(self) is not False:
                return
        file = owner.folder / path.lstrip("/")
        if not file.is_file():
            self.answer(b"", 404)
            return
        data, start = file.read_bytes(), 0
        if owner.ranges and self.headers.get("Range"):
            start = int(self.headers["Range"].removeprefix("bytes=").rstrip("-"))
        more = {"Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}"} if start else {}
        self.answer(data[start:], 206 if start else 200, **more)

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        """Answer in good form; header names are written with "_" for "-", a given one replaces ours."""
        given = {"Content-Length": str(len(body))} | {name.replace("_", "-"): value for name, value in headers.items()}
        self.send_response(status)
        for name, value in given.items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class ReleaseServer:
    """The server as a context manager; ``url`` is its address."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.ranges = folder, True
        self.asked: list[tuple[str, str]] = []
        self.faults: dict[str, Fault] = {}
        self._server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.owner, self._server.daemon_threads = self, True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def once(fault: Callable[[Handler], None]) -> Fault:
    """Return a fault that happens the first time only."""
    done: list[bool] = []

    def first(handler: Handler) -> bool | None:
        if done:
            return False
        done.append(True)
        return fault(handler)

    return first
