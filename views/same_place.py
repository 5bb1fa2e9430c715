"""What else there is with a program: other levels of care at its place, programs there and of its organization."""

from __future__ import annotations

from markupsafe import Markup

from catalog.attributes import attribute
from catalog.neighbors import Neighbor
from catalog.programs import Program
from views.address import Address
from views.facts_shown import fact_html
from views.language import Language
from views.markup import fill, join
from views.release import Opened
from views.travel import distance_words

IOP = "iop"


def same_place(program: Program, here: Address, found: Opened, words: Language) -> Markup:
    """Return what else is known at the same place and of the same organization; "" where nothing is."""
    parts = [
        _levels(program, found, words),
        _programs("same.programs", found.neighbors.at_the_same_place(program), here, words),
        _programs("same.organization", found.neighbors.of_the_same_organization(program), here, words),
    ]
    if not any(parts):
        return Markup("")
    return fill(
        '<section class="same" aria-labelledby="same"><h2 id="same">{heading}</h2>{parts}</section>',
        heading=words.say("same.heading"),
        parts=join(parts),
    )


def _levels(program: Program, found: Opened, words: Language) -> Markup:
    """Return the other levels of care that sources state or deny here, each with its evidence."""
    seen = set()
    shown = []
    for key in ("level_of_care", "step_levels"):
        for fact in program.facts_of(key):
            if fact.value != IOP and (fact.value, fact.denied) not in seen:
                seen.add((fact.value, fact.denied))
                shown.append(fact_html(attribute(key), fact, words, found.source_label))
    if not shown:
        return Markup("")
    heading = words.say("same.levels")
    return fill('<h3>{heading}</h3><div class="said">{facts}</div>', heading=heading, facts=join(shown))


def _programs(key: str, others: list[Neighbor], here: Address, words: Language) -> Markup:
    if not others:
        return Markup("")
    return fill(
        "<h3>{heading}</h3><ul>{items}</ul>",
        heading=words.say(key),
        items=join(_other(other, here, words) for other in others),
    )


def _other(other: Neighbor, here: Address, words: Language) -> Markup:
    far = ""
    if other.miles is not None and other.point is not None:
        far = distance_words(other.miles, other.point.precision, words)
    where = ", ".join(part for part in (other.city, other.state, far) if part)
    return fill(
        '<li data-key="{id}"><a href="{href}">{name}</a> <span class="quiet">{where}</span></li>',
        id=other.id, href=here.but(show=other.id, fix="", page=here.page).href, name=other.name, where=where,
    )  # fmt: skip
