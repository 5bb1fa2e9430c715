"""The bar at the foot of the window that counts what is on the visitor's list and leads to it."""

from __future__ import annotations

from markupsafe import Markup

from catalog.comparing import FEWEST
from views.address import Address
from views.language import Language
from views.markup import fill


def list_bar(here: Address, words: Language) -> Markup:
    """Return the bar; "" while nothing is on the list. Comparing needs two."""
    if not here.pick:
        return Markup("")
    compare = Markup("")
    if len(here.pick) >= FEWEST:
        compare = fill(
            '<a class="pill main" href="{href}">{label}</a>',
            href=here.but(other="compare", page=here.page).href, label=words.say("list.compare"),
        )  # fmt: skip
    return fill(
        '<nav class="bar" data-key="bar" aria-label="{name}"><span role="status">{count}</span>{compare}'
        '<a class="pill" href="{href}">{label}</a></nav>',
        name=words.say("list.name"),
        count=words.count("list.chosen", len(here.pick)),
        compare=compare,
        href=here.but(other="shortlist", page=here.page).href,
        label=words.say("list.open"),
    )
