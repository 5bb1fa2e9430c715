"""The invented web sites by host and path: a directory of files, or pages made in memory, held ready to be served.

Everything is read once and looked up by name, so no request can reach a file outside the directory.
"""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

LAST_CHANGE = 1_767_225_600
"""POSIX time given as Last-Modified: the pages are the same on every machine, whatever the checkout's clock said."""

SitePages = Mapping[str, Mapping[str, str | bytes]]
"""Host to (path such as ``/`` or ``/iop.html`` to body)."""


class SitePage(NamedTuple):
    """One file of a site, ready to send. ``modified`` is POSIX seconds."""

    body: bytes
    content_type: str
    etag: str
    modified: int


class Sites:
    """All sites. ``find`` answers a host and a decoded path; a leading ``www.`` and a port do not matter."""

    def __init__(self, pages: SitePages) -> None:
        self._pages = {
            _bare(host): {_key(path): _page(path, body) for path, body in files.items()}
            for host, files in pages.items()
        }

    @classmethod
    def of_directory(cls, directory: Path) -> Sites:
        """Read ``directory/<host>/…``. A directory that is not there is an error: nothing would be served."""
        if not directory.is_dir():
            raise FileNotFoundError(f"no web sites at {directory}: make them with `python -m sample.generate`")
        pages: dict[str, dict[str, bytes]] = {}
        for file in sorted(path for path in directory.rglob("*") if path.is_file()):
            host, *rest = file.relative_to(directory).parts
            pages.setdefault(host, {})["/" + "/".join(rest)] = file.read_bytes()
        return cls(pages)

    @property
    def hosts(self) -> list[str]:
        """The hosts that have a site, in order."""
        return sorted(self._pages)

    def knows(self, host: str) -> bool:
        """Whether a site of this host exists."""
        return _bare(host) in self._pages

    def find(self, host: str, path: str) -> SitePage | None:
        """Return the page of ``path``, with or without ``.html`` or a closing slash, or None."""
        files = self._pages.get(_bare(host), {})
        return files.get(_key(path))


def _bare(host: str) -> str:
    name = host.rsplit("@", 1)[-1].split(":", 1)[0].lower().rstrip(".")
    return name.removesuffix(".localhost").removeprefix("www.")


def _key(path: str) -> str:
    """One name for ``/a``, ``/a/``, ``/a.html`` and ``/a/index.html``."""
    name = path.strip("/").removesuffix(".html")
    return "" if name == "index" else name.removesuffix("/index")


def _page(path: str, body: str | bytes) -> SitePage:
    content = body.encode() if isinstance(body, str) else body
    guessed = mimetypes.types_map.get("." + path.rsplit(".", 1)[-1].lower(), "text/html")
    kind = f"{guessed}; charset=utf-8" if guessed.startswith("text/") else guessed
    etag = '"' + hashlib.blake2b(content, digest_size=10).hexdigest() + '"'
    return SitePage(content, kind, etag, LAST_CHANGE)
