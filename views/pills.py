"""A link in the shape of a button, with an optional note such as how much it brings."""

from __future__ import annotations

from markupsafe import Markup

from views.address import Address
from views.markup import fill


def pill(target: Address, label: str, note: str = "") -> Markup:
    """Return the link to an address within the app."""
    more = fill(' <span class="quiet">{note}</span>', note=note) if note else Markup("")
    return fill('<a class="pill" href="{href}">{label}{more}</a>', href=target.href, label=label, more=more)
