"""A small web server on loopback that stands in for the treatment locator and for the programs' own web sites.

``SampleServer`` answers ``/locator/exportsAsJson/v2`` under its own address and any ``.example`` site by the Host
header, also where a client uses it as an HTTP proxy. It binds 127.0.0.1 only: invented programs stay on this machine.
``python -m sample.server --port 8123`` runs it until interrupted.
"""

from __future__ import annotations

import argparse
import html
import json
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from email.utils import formatdate, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import unquote, urlsplit

from sample.locator import LocatorReplay
from sample.sites import SitePage, SitePages, Sites

LOOPBACK = "127.0.0.1"
LOCATOR_PATH = "/locator/exportsAsJson/v2"
SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample"

INVENTED = "The programs and web sites served here are invented. None of them exists."


class Request(NamedTuple):
    """One request as the log keeps it: ``path`` undecoded, ``query`` without "?", ``status`` 0 until answered."""

    method: str
    host: str
    path: str
    query: str
    headers: Mapping[str, str]
    status: int = 0


class Reply(NamedTuple):
    """Status, headers and body to send. Content-Length is added where the headers do not have it."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Faults = Callable[[Request], tuple[int, Mapping[str, str], bytes] | None]
"""Looks at each request first; what it returns (status, headers, body) is sent instead of the true answer."""


class SampleServer:
    """The server as a context manager: it runs in a thread from ``__enter__`` on and is gone after ``__exit__``.

    ``rows`` are locator rows (default: the checked-in invented ones) or a ``LocatorReplay`` made before; ``sites`` is
    a directory of sites or pages in memory (default: the checked-in ones); ``port`` 0 takes a free one. ``url`` is
    the base address, ``log`` the list of requests answered, in the order of their answers.
    """

    def __init__(
        self,
        rows: Iterable[Mapping[str, Any]] | LocatorReplay | None = None,
        sites: Path | SitePages | None = None,
        port: int = 0,
        faults: Faults | None = None,
    ) -> None:
        chosen = sample_rows() if rows is None else rows
        self.locator = chosen if isinstance(chosen, LocatorReplay) else LocatorReplay(chosen)
        place = SAMPLE / "sites" if sites is None else sites
        self.sites = Sites.of_directory(place) if isinstance(place, Path) else Sites(place)
        self.faults = faults
        self.log: list[Request] = []
        self._server = _Listener((LOOPBACK, port), self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def address(self) -> tuple[str, int]:
        """Host and port that the server listens on."""
        return LOOPBACK, self._server.server_port

    @property
    def url(self) -> str:
        """Base address without a closing slash, such as ``http://127.0.0.1:8123``."""
        return f"http://{LOOPBACK}:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop serving and give the port back. Safe to repeat."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def wait(self) -> None:
        """Block while the server runs."""
        self._thread.join()

    def reply(self, request: Request) -> Reply:
        """Answer one request: a fault, the locator, a site's page, the index of all sites, or an error page."""
        fault = self.faults(request) if self.faults else None
        if fault is not None:
            return Reply(*fault)
        path = _safe_path(request.path)
        if path is None:
            return _text(400, f"The path {request.path} is not a page's.")
        if self.sites.knows(request.host):
            page = self.sites.find(request.host, path)
            return _page_reply(page, request) if page else _text(404, "There is no such page on this site.")
        if not _is_loopback(request.host):
            return _text(404, f"No invented web site is called {request.host}.")
        if path == LOCATOR_PATH:
            answer = self.locator.answer(request.query)
            return Reply(200, {"Content-Type": answer.content_type}, answer.body)
        return self._index() if path == "/" else _text(404, f"Nothing here: the locator is at {LOCATOR_PATH}.")

    def _index(self) -> Reply:
        port = self._server.server_port
        items = "".join(
            f'<li><a href="http://{h}.localhost:{port}/">{h}</a></li>' for h in map(html.escape, self.sites.hosts)
        )
        page = (
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>Invented</title><h1>Invented sample</h1>'
            f"<p>{INVENTED}</p><p>{self.locator.count} locator rows at {LOCATOR_PATH}</p><ul>{items}</ul></html>"
        )
        return Reply(200, {"Content-Type": "text/html; charset=utf-8"}, page.encode())


class _Listener(ThreadingHTTPServer):
    """The listening socket; knows the ``SampleServer`` whose answers its handlers send."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], sample: SampleServer) -> None:
        self.sample = sample
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over clients that hang up, as crawlers under test do; anything else is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Reads a request, asks the server for the reply, writes it in one piece."""

    protocol_version = "HTTP/1.1"
    server_version = "iop-finder-sample"
    sys_version = ""
    disable_nagle_algorithm = True
    timeout = 30
    server: _Listener

    def do_GET(self) -> None:
        parts = urlsplit(self.path) if self.path.startswith(("http://", "https://")) else None
        path, _, query = self.path.partition("?")
        host = self.headers.get("Host", "")
        if parts is not None:
            host, path, query = parts.netloc, parts.path or "/", parts.query
        request = Request(self.command, host, path, query, dict(self.headers.items()))
        reply = self.server.sample.reply(request)
        self.server.sample.log.append(request._replace(status=reply.status))
        self._send(reply)

    do_HEAD = do_GET

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if "content-length" not in {name.lower() for name in reply.headers} and reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD" and reply.status != 304:
            self.wfile.write(reply.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing on standard error: ``SampleServer.log`` has every request."""


def sample_rows(directory: Path = SAMPLE) -> Iterator[dict[str, Any]]:
    """Yield the checked-in invented rows."""
    file = directory / "locator_rows.jsonl"
    if not file.is_file():
        raise FileNotFoundError(f"no invented rows at {file}: make them with `python -m sample.generate`")
    yield from (json.loads(line) for line in file.read_text("utf-8").splitlines())


def _safe_path(path: str) -> str | None:
    """The decoded path, or None where a part of it would climb out or hide a separator."""
    decoded = unquote(path, errors="replace")
    parts = [unquote(part, errors="replace") for part in path.split("/")]
    if any(part in (".", "..") or set(part) & set("/\\\0") for part in parts):
        return None
    return decoded if decoded.startswith("/") else None


def _is_loopback(host: str) -> bool:
    return (urlsplit("//" + host).hostname or "") in ("127.0.0.1", "localhost", "::1")


def _page_reply(page: SitePage, request: Request) -> Reply:
    headers = {
        "Content-Type": page.content_type,
        "ETag": page.etag,
        "Last-Modified": formatdate(page.modified, usegmt=True),
    }
    return Reply(304, headers, b"") if _unchanged(page, request) else Reply(200, headers, page.body)


def _unchanged(page: SitePage, request: Request) -> bool:
    """Whether the client's copy is the page. If-None-Match goes before If-Modified-Since (RFC 9110, 13.2.2)."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    if "if-none-match" in headers:
        tags = {tag.strip().removeprefix("W/") for tag in headers["if-none-match"].split(",")}
        return page.etag in tags or "*" in tags
    try:
        return parsedate_to_datetime(headers["if-modified-since"]).timestamp() >= page.modified
    except (KeyError, ValueError, TypeError):
        return False


def _text(status: int, words: str) -> Reply:
    return Reply(status, {"Content-Type": "text/plain; charset=utf-8"}, words.encode())


def main() -> None:
    """Serve the checked-in sample until interrupted; print the address."""
    parser = argparse.ArgumentParser(description="Serve the invented locator rows and web sites on loopback.")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: a free one)")
    with SampleServer(port=parser.parse_args().port) as server:
        sys.stdout.write(f"{server.url}\n{INVENTED}\n")
        sys.stdout.flush()
        try:
            server.wait()
        except KeyboardInterrupt:
            sys.stdout.write("closed\n")


if __name__ == "__main__":
    main()
