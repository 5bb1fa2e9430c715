"""How names of places are compared: a name in, its folded spelling out."""

from __future__ import annotations

from catalog.wording import plain


def folded(name: str) -> str:
    """Return a place name for comparison: lower case, no marks, "st", "ft" and "mt" written out."""
    words = {"st": "saint", "ft": "fort", "mt": "mount"}
    return " ".join(words.get(w, w) for w in plain(name.replace(".", "")).split())
