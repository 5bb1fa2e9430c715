"""Where a visitor looks: the place of an address in, a point or a state out, or what to try instead."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from catalog.places import UnknownPlace, find_place
from catalog.settings import settings_now
from catalog.states import STATES, state_code
from catalog.street_addresses import street_address
from views.address import Address
from views.language import Language
from views.markup import fill


@dataclass(frozen=True)
class Whereabouts:
    """``point`` is (lat, lon) in degrees, ``state`` a postal code when a whole state is meant, ``home_state`` the
    point's. ``unknown`` says that the place was not found; ``others`` are places to offer, ``other_state`` a state."""

    label: str = ""
    point: tuple[float, float] | None = None
    state: str = ""
    home_state: str = ""
    unknown: bool = False
    others: tuple[str, ...] = ()
    other_state: str = ""


def whereabouts(here: Address) -> Whereabouts:
    """Return where ``here`` looks. A state's name means the state, unless its own city has that name (New York)."""
    if not here.near:
        return Whereabouts(label=STATES.get(here.state, ""), state=here.state)
    named = state_code(here.near)
    try:
        place = find_place(here.near)
    except UnknownPlace as unknown:
        if named:
            return Whereabouts(label=STATES[named], state=named)
        address = street_address(here.near, settings_now())
        if address is None:
            return Whereabouts(label=here.near, unknown=True, others=unknown.suggestions)
        place = address
    if named and place.state != named:
        return Whereabouts(label=STATES[named], state=named, others=(place.label, *place.others)[:3])
    return Whereabouts(
        label=place.label,
        point=(place.lat, place.lon),
        home_state=place.state,
        others=place.others,
        other_state=named or "",
    )


def geocoder_note(words: Language) -> Markup:
    """Return what is sent to whom when a street address is typed, "" where the operator has not opted in."""
    if not settings_now().geocoder:
        return Markup("")
    return fill('<p class="quiet geocoder">{text}</p>', text=words.say("place.geocoder"))
