"""Lists of programs on plain pages: the cards of the app, and the way from page to page."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markupsafe import Markup

from index.queries import Hit
from views.cards import card_html
from views.language import Language
from views.markup import fill, join
from views.plain.shell import link
from views.release import Opened


def items(programs: Iterable[str | Hit], found: Opened, words: Language) -> Markup:
    """Return the cards of programs: ids where they are listed, hits where they were searched for."""
    cards = []
    for one in programs:
        hit = one if isinstance(one, Hit) else _listed(one)
        program = found.release.program(hit.id)
        if program is not None:
            href = link(f"/program/{program.id}", words)
            cards.append(card_html(program, hit, href, words, found))
    return fill('<div class="cards">{cards}</div>', cards=join(cards))


def _listed(program_id: str) -> Hit:
    return Hit(id=program_id, miles=None, precision="", score=0.0, stated=0, not_stated=(), why={})


def pager(page: int, last: int, address: Callable[[int], str], words: Language) -> Markup:
    """Return the links to the page before and the next, "" where there is one page only."""
    if last < 2:
        return Markup("")
    before = fill('<a href="{href}" rel="prev">{label}</a>', href=Markup("{}").format(address(page - 1)),
                  label=words.say("results.previous")) if page > 1 else Markup("")  # fmt: skip
    after = fill('<a href="{href}" rel="next">{label}</a>', href=Markup("{}").format(address(page + 1)),
                 label=words.say("results.next")) if page < last else Markup("")  # fmt: skip
    return fill(
        '<nav class="pages" aria-label="{label}">{before}<span>{here}</span>{after}</nav>',
        label=words.say("results.pages"),
        before=before,
        here=words.say("results.page", page=page, pages=last),
        after=after,
    )
