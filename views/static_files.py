"""Compresses static files, Streamlit's and ours: most of what a first visit has to wait for.

Their names hold a hash of their content, so what was compressed once is kept for as long as the server runs.
"""

from __future__ import annotations

import gzip

import brotli
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OUR_FILES = "/files/"
STATIC_FILES = ("/static/", OUR_FILES)
"""Where files lie whose names hold a hash of their content: Streamlit's and ours."""

SMALLEST = 800
"""Bytes below which a file is sent as it is."""

PACKED_ALREADY = (".woff2", ".png", ".gif", ".gz")
MENDS = (
    (b"@font-face{font-family:Source Sans;", b"@font-face{font-family:Source Sans;font-display:swap;"),
    (
        b"@font-face{font-family:Material Symbols Rounded;",
        b"@font-face{font-family:Material Symbols Rounded;unicode-range:U+21-10FFFF;",
    ),
)
"""What is changed in Streamlit's style sheets: text shows before its font is there, and the font of icons, nearly as
large as all scripts together, is loaded where an icon stands and not, by way of a blank, at every first visit."""

CONDITIONAL = (b"range", b"if-none-match", b"if-modified-since")


class StaticFiles:
    """ASGI middleware: answers for a static file with its compressed copy, by Brotli where the browser reads that."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: dict[tuple[str, str], tuple[Message, bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        coding = _coding(scope)
        if not coding:
            await self.app(scope, receive, send)
            return
        name = (scope["path"], coding)
        if name not in self.kept:
            start, body = await _whole(self.app, scope, receive)
            if start["status"] != 200 or len(body) < SMALLEST:
                await send(start)
                await send({"type": "http.response.body", "body": body})
                return
            self.kept[name] = _packed(
                start, await run_in_threadpool(_pack, _mended(body, scope["path"]), coding), coding
            )
        start, body = self.kept[name]
        await send({**start, "headers": list(start["headers"])})
        await send({"type": "http.response.body", "body": body})


async def _whole(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
    """Return what the app behind answers, whole and as it is: Streamlit compresses some answers by itself."""
    starts: list[Message] = []
    chunks: list[bytes] = []

    async def collect(message: Message) -> None:
        if message["type"] == "http.response.start":
            starts.append(message)
        elif message["type"] == "http.response.body":
            chunks.append(message.get("body", b""))

    plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    await app({**scope, "headers": plain}, receive, collect)
    return starts[0], b"".join(chunks)


def _coding(scope: Scope) -> str:
    """Return how to compress the answer: "br", "gzip", or "" where it is no file to compress or nobody asked."""
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(STATIC_FILES):
        return ""
    headers = dict(scope["headers"])
    if any(name in headers for name in CONDITIONAL) or scope["path"].endswith(PACKED_ALREADY):
        return ""
    accepted = {part.strip().partition(b";")[0] for part in headers.get(b"accept-encoding", b"").split(b",")}
    return "br" if b"br" in accepted else "gzip" if b"gzip" in accepted else ""


def _mended(body: bytes, path: str) -> bytes:
    if path.endswith(".css"):
        for theirs, ours in MENDS:
            body = body.replace(theirs, ours)
    return body


def _pack(body: bytes, coding: str) -> bytes:
    return brotli.compress(body, quality=9) if coding == "br" else gzip.compress(body, 6, mtime=0)


def _packed(start: Message, body: bytes, coding: str) -> tuple[Message, bytes]:
    """Return the compressed answer, with headers that say so."""
    headers = MutableHeaders(scope=start)
    for name in ("accept-ranges", "etag"):
        if name in headers:
            del headers[name]
    headers["Content-Length"] = str(len(body))
    headers["Content-Encoding"] = coding
    headers["Vary"] = "Accept-Encoding"
    return start, body
