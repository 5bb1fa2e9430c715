"""A page as blocks of text under their headings, from HTML or plain text, menus and footers set aside.

In comes a body of at most ``LARGEST_BODY`` bytes with whatever markup it has; out goes a ``Page``. Nothing is fetched
or run, and broken, deep or hostile markup yields fewer blocks, never an error.
"""

from __future__ import annotations

import codecs
import dataclasses
import functools
import re

from crawler.reading.wordforms import folded, one_line

LARGEST_BODY = 10_000_000
LARGEST_TEXT = 600_000
"""Characters of text kept of one page; the rest of a longer page is not read."""

_TAG = re.compile(
    r"<(?:!doctype|html|head|body|main|article|section|div|p|br|h[1-6]|ul|ol|" r"li|table|span|a|script|img|dl)\b", re.I
)
_CHARSET = re.compile(rb"charset\s{0,5}=\s{0,5}[\"']?([\w-]{2,30})", re.I)
_WORD = re.compile(r"\w+")
_SPANISH = frozenset([
    "el", "la", "los", "las", "de", "que", "para", "con", "por", "un", "una", "y", "en", "nuestro", "programa",
    "semana",
])  # fmt: skip
_ENGLISH = frozenset([
    "the", "of", "and", "to", "for", "with", "our", "we", "is", "are", "in", "you", "program", "week",
])  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Block:
    """One paragraph, list item, table row, picture text or answered question, under its headings (outermost first)."""

    text: str
    headings: tuple[str, ...] = ()
    kind: str = "paragraph"
    boilerplate: bool = False


@dataclasses.dataclass(frozen=True)
class Page:
    """What a page says. ``structured`` holds its JSON-LD items, flattened; ``language`` is "en" or "es"."""

    url: str
    title: str
    blocks: tuple[Block, ...]
    structured: tuple[dict[str, object], ...] = ()
    stated_language: str = ""

    @functools.cached_property
    def text(self) -> str:
        """All block texts, one a line."""
        return "\n".join(block.text for block in self.blocks)

    @functools.cached_property
    def language(self) -> str:
        """The page's language: counted from its words, since ``lang`` attributes are often left at a theme's
        default."""
        sample = _WORD.findall(folded(self.text[:6000]))
        spanish, english = sum(map(_SPANISH.__contains__, sample)), sum(map(_ENGLISH.__contains__, sample))
        if spanish == english:
            return "es" if self.stated_language.startswith("es") else "en"
        return "es" if spanish > english else "en"


def open_page(body: str | bytes, url: str, content_type: str = "", title: str = "") -> Page:
    """Return the ``Page`` in ``body``; ``content_type`` is the HTTP header, ``title`` stands in for a missing one."""
    text = decoded(body, content_type)
    if _is_html(text, content_type):
        from crawler.reading.markup import page_of_html

        return page_of_html(text, url, title)
    from crawler.reading.plain_text import text_blocks

    return Page(url, one_line(title), tuple(text_blocks(text[:LARGEST_TEXT])))


def decoded(body: str | bytes, content_type: str = "") -> str:
    """Return a body as text: by BOM, HTTP charset, ``meta`` charset, UTF-8, then Windows-1252; NULs are dropped."""
    if isinstance(body, str):
        return body[:LARGEST_BODY].replace("\x00", "")
    body = body[:LARGEST_BODY]
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace").replace("\x00", "")
    stated = _CHARSET.search(content_type.encode("ascii", "replace")) or _CHARSET.search(body[:4096])
    for name in ("utf-8", stated[1].decode("ascii") if stated else "", "cp1252"):
        try:
            return body.decode(name).replace("\x00", "") if name else _nothing()
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("utf-8", "replace").replace("\x00", "")


def _nothing() -> str:
    raise LookupError("no charset stated")


def _is_html(text: str, content_type: str) -> bool:
    if "text/plain" in content_type:
        return False
    return "html" in content_type or bool(_TAG.search(text[:200_000]))
