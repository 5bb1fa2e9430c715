"""The way on from nothing: what one change to a search would bring, as links."""

from __future__ import annotations

from markupsafe import Markup

from catalog.attributes import attribute
from catalog.programs import Program
from catalog.states import STATES
from index.queries import Widening
from views.address import DISTANCES, Address
from views.language import Language
from views.markup import fill, join
from views.pills import pill
from views.release import Opened
from views.whereabouts import Whereabouts

LEAST_FIRST = ("nearest", "wider", "not_stated", "without", "virtual", "state")


def ways_on(
    here: Address, widenings: tuple[Widening, ...], place: Whereabouts, found: Opened, words: Language
) -> Markup:
    """Return what one change would bring, where nothing was found."""
    ways = [_way(widening, here, place, found, words) for widening in sorted(widenings, key=_least_change)]
    listed = fill('<ul class="ways">{ways}</ul>', ways=join(fill("<li>{way}</li>", way=way) for way in ways))
    nothing = fill("<p>{text}</p>", text=words.say("empty.nothing"))
    return fill(
        '<div class="message"><p>{body}</p>{ways}<p class="quiet">{helpline}</p></div>',
        body=words.say("empty.body") if ways else "",
        ways=listed if ways else nothing,
        helpline=words.say("empty.helpline"),
    )


def _least_change(widening: Widening) -> int:
    """Order of what to try: what stays nearest to the question and to home first, the whole country last."""
    if widening.change == "without" and "near" in widening.parts:
        return len(LEAST_FIRST)
    return LEAST_FIRST.index(widening.change)


def _way(widening: Widening, here: Address, place: Whereabouts, found: Opened, words: Language) -> Markup:
    brings = words.count("empty.brings", widening.total)
    state = STATES.get(place.home_state or place.state, "")
    digits = 1 if widening.change == "nearest" and (widening.miles or 0) < 10 else 0
    miles = "" if widening.miles is None else f"{widening.miles:,.{digits}f}"
    home = here.but(near="", state=place.home_state or place.state)
    if widening.change == "without":
        target = here
        for part in widening.parts:
            target = target.but(text="") if part == "text" else target.without(part)
            target = target.but(near="", state="") if part in ("near", "state") else target
        if set(widening.parts) <= {"near", "state"}:
            return pill(target, words.say("empty.anywhere"), brings)
        what = ", ".join(_part_words(part, here, words) for part in widening.parts)
        return pill(target, words.say("empty.without", what=what), brings)
    if widening.change == "wider":
        wider = next((m for m in DISTANCES if m and m >= (widening.miles or 0)), None)
        return pill(here.but(miles=wider), words.say("empty.wider", miles=wider or miles), brings)
    if widening.change == "nearest":
        program: Program | None = found.release.program(widening.id)
        target = here.but(show=widening.id) if program else here.but(miles=None)
        return pill(target, words.say("empty.nearest", miles=miles), program.name if program else "")
    if widening.change == "not_stated":
        return pill(here.but(stated_only=False), words.say("empty.not_stated"), brings)
    if widening.change == "virtual":
        target = home.but(terms={**here.terms, "setting": ("virtual",)})
        return pill(target, words.say("empty.virtual", state=state), brings)
    return pill(home, words.say("empty.state", state=state), brings)


def _part_words(part: str, here: Address, words: Language) -> str:
    known = {"text": here.text, "near": words.say("empty.place"), "state": words.say("empty.place")}
    return known[part] if part in known else words.label(attribute(part))
