"""The log of rebuilds, for people: ``logs/rebuild.log`` under a root, a line an event, rotated. Nothing of visitors."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

from catalog.wording import one_line

LOG = Path("logs") / "rebuild.log"
LOG_BYTES, KEPT_LOGS = 1_000_000, 5

_log = logging.getLogger("iop.rebuild")


@contextlib.contextmanager
def logged(root: Path) -> Iterator[None]:
    """Write what ``note`` is told to the log of ``root``; an error that ends the block is written, too."""
    path = root / LOG
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=KEPT_LOGS, encoding="utf-8")
    formatter = logging.Formatter("%(asctime)sZ %(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    _log.propagate = False
    try:
        yield
    except BaseException as error:
        note(f"ended: {type(error).__name__} {error}")
        raise
    finally:
        _log.removeHandler(handler)
        handler.close()


def note(words: str) -> None:
    """Write one line."""
    _log.info("%s", one_line(words, 2_000))
