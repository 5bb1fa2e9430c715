"""Makes text from data safe to show: any value in, HTML out in which it can only ever be read as text.

Every page is put together here. A template is ours, a value is not: ``fill`` cleans and escapes each value it puts
into a template, so no name, quote or address can become markup, style or script. Nothing from data is ever handed
to Streamlit's markdown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from catalog.contacts import dialable

LONGEST = 600
"""Characters of one value that are shown: a name of 200 kB must not push everything else off the page."""

_HIDDEN = ("Cc", "Cf", "Cs")
_KEPT = {"\n": " ", "\t": " ", "\r": " "}


def shown(value: object) -> str:
    """Return a value as the text people see: no control, bidi or zero-width characters, blanks collapsed, cut."""
    text = str(value)[: LONGEST * 4]
    if not (text.isascii() and text.isprintable()):
        text = "".join(_KEPT.get(c, c) for c in text if c in _KEPT or unicodedata.category(c) not in _HIDDEN)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def safe(value: object) -> Markup:
    """Return a value as HTML that shows exactly its text; what is ``Markup`` already stays as it is."""
    return value if isinstance(value, Markup) else escape(shown(value))


def fill(template: str, **values: object) -> Markup:
    """Return one of our own templates with ``{name}`` filled in; each value is made ``safe``."""
    for name, value in values.items():
        if type(value) is not Markup:
            values[name] = safe(value)
    return Markup(template.format_map(values))  # noqa: S704


def join(parts: Iterable[Markup], between: str = "") -> Markup:
    """Return parts of HTML one after the other; ``between`` is text. A part that is no ``Markup`` is escaped."""
    every = [part if type(part) is Markup else escape(part) for part in parts]
    return Markup(safe(between) if between else "").join(every) if between else Markup("".join(every))  # noqa: S704


def lines(texts: Iterable[str]) -> Markup:
    """Return texts as the lines of one that keeps its line ends, such as in a ``pre``."""
    return Markup("\n").join(safe(text) for text in texts)


def web_address(address: str) -> str:
    """Return ``address`` where it is http(s) with a host, else "": ``javascript:`` and its like lead nowhere."""
    text = address.strip()
    if any(c.isspace() or ord(c) < 32 for c in text):
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme.lower() in ("http", "https") and parts.hostname else ""


def outside_link(address: str, label: object) -> Markup:
    """Return a link to another site that tells it nothing about this page; only the label where it leads nowhere."""
    target = web_address(address)
    if not target:
        return safe(label)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer nofollow">{}</a>').format(target, safe(label))


def phone_link(number: str) -> Markup:
    """Return a phone number that dials when it is tapped; the bare text where it has no ten digits."""
    target = dialable(shown(number))
    digits = target.removeprefix("tel:+1").partition(",")[0]
    if len(digits) != 10:
        return safe(number)
    return Markup('<a class="phone" href="{}">{}</a>').format(target, safe(number))
