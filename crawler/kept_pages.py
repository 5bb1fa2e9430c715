"""Pages of a run on disk: each is kept whole or not at all, packed, and the same page gives the same bytes."""

from __future__ import annotations

import gzip
import os
import zlib
from pathlib import Path


class BadAnswer(ValueError):
    """A source's answer is not what it should be; the message says what came instead and the way out."""


def keep(path: Path, body: bytes) -> None:
    """Keep a page at ``path``, durably."""
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = path.with_suffix(".new")
    with staged.open("wb") as file:
        # No time stamp: the same page gives the same bytes.
        with gzip.GzipFile(fileobj=file, mode="wb", mtime=0, filename="") as packed:
            packed.write(body)
        file.flush()
        os.fsync(file.fileno())
    staged.replace(path)


def kept(path: Path) -> bytes | None:
    """Return a kept page, None where it was not fetched; raise ``BadAnswer`` where its file is damaged."""
    try:
        return gzip.decompress(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, EOFError, zlib.error) as error:
        raise BadAnswer(f"the kept page {path.name} is damaged ({error}): gather with --fresh") from error
