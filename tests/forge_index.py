"""Writes a whole ``meta.json`` that says something else, as one who forges an index would: its seal is right."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import msgspec


def forged(sealed: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    """Return the bytes of a ``meta.json`` after ``change`` and a new seal."""
    meta = msgspec.json.decode(sealed)["meta"]
    change(meta)
    raw = msgspec.json.encode(meta)
    return msgspec.json.encode({"sha256": hashlib.sha256(raw).hexdigest(), "meta": msgspec.Raw(raw)})
