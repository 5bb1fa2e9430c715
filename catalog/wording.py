"""Words folded for comparison, and digests of them, the same on every machine."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_UNSEEN = {"Cc", "Cf", "Cs", "Co"}
"""Unicode categories of characters that show nothing themselves: control, format, surrogate, private use."""

_INITIAL = re.compile(r"(?<=\b\w)\.|['’]")


def one_line(text: str, limit: int = 0) -> str:
    """Return ``text`` as one line without control, bidi and other invisible characters; where ``limit`` is given and
    exceeded, cut there and marked with "…"."""
    visible = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in _UNSEEN)
    line = " ".join(visible.split())
    return line if not limit or len(line) <= limit else line[: limit - 1].rstrip() + "…"


def plain(text: str) -> str:
    """Return ``text`` folded for comparison: ASCII where it can be, lower case, letters and digits, single
    blanks; "U.S." reads "us" and "Children's" reads "childrens"."""
    folded = unicodedata.normalize("NFKD", _INITIAL.sub("", text)).encode("ascii", "ignore").decode().lower()
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())


def digest(*parts: str) -> str:
    """Return 12 hex digits for ``parts`` after ``plain``: the same words give the same digest on every machine."""
    return hashlib.blake2b("\x1f".join(plain(p) for p in parts).encode(), digest_size=6).hexdigest()
