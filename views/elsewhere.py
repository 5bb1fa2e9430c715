"""Where else to look, while few programs are known here: links out, with the place and the insurers filled in."""

from __future__ import annotations

from markupsafe import Markup

from catalog.links_out import FEW, LinkOut, links_for, links_out
from catalog.places import UnknownPlace, find_place
from views.address import Address
from views.language import Language
from views.markup import fill, join, outside_link
from views.whereabouts import Whereabouts


def elsewhere(here: Address, total: int, place: Whereabouts, words: Language) -> Markup:
    """Return the links; "" where enough programs were found."""
    if total >= FEW:
        return Markup("")
    return fill(
        '<section class="elsewhere"><h3>{heading}</h3><p class="quiet">{help}</p><ul>{links}</ul></section>',
        heading=words.say("elsewhere.heading"),
        help=words.say("elsewhere.help_unknown" if place.unknown else "elsewhere.help"),
        links=join(
            fill("<li>{link}<br><span class=\"quiet\">{note}</span></li>", link=outside_link(link.url, link.label),
                 note=link.note)
            for link in _links(here, place)
        ),
    )  # fmt: skip


def _links(here: Address, place: Whereabouts) -> list[LinkOut]:
    insurers = here.terms.get("insurers", ())
    if place.point:
        try:
            return links_for(find_place(here.near), insurers, here.lang)
        except UnknownPlace:
            pass
    return links_out(state=place.state or place.home_state, insurers=insurers, lang=here.lang)
