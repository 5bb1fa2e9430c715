"""Tables that take long to work out, kept between runs: what they are made from and how in, the table out.

A kept table is a file under ``data/var/tables``. It is plain data (MessagePack), holds a mark of what it was made
from, and is made anew where that changed or it cannot be read, so it may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from catalog.settings import Settings

T = TypeVar("T")

FOLDER = "tables"


def kept_table(name: str, kind: Any, sources: Iterable[Path], make: Callable[[], T]) -> T:
    """Return the table that ``make`` makes from the files ``sources``, of the type ``kind``; read it where it is kept.

    A folder that cannot be written to costs only time: the table is then made in each run.
    """
    marks = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in sources]
    seal = hashlib.sha256(repr((name, marks)).encode()).digest()
    path = Settings().data / FOLDER / f"{name}.msgpack"
    with contextlib.suppress(OSError, ValueError):  # nothing kept, or not what it was: msgspec's errors are ValueErrors
        data = path.read_bytes()
        if data.startswith(seal):
            kept: T = msgspec.msgpack.decode(memoryview(data)[len(seal) :], type=kind)
            return kept
    table = make()
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        staged = path.with_name(f".{name}-{os.getpid()}")
        staged.write_bytes(seal + msgspec.msgpack.encode(table))
        staged.replace(path)
    return table
