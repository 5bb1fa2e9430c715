"""The row that asks: a question in words, place and distance, as fields set from the address they become."""

from __future__ import annotations

from markupsafe import Markup

from catalog.states import STATES
from views.address import DISTANCES, FARTHEST, LONGEST_TEXT, USUAL_DISTANCE, Address
from views.language import Language
from views.markup import fill, join


def asked_row(here: Address, words: Language) -> Markup:
    """Return the row. A place or words that were changed wait until the form is sent or something else changes."""
    return fill(
        '<div class="asked" data-key="asked" role="search">{text}{near}{within}'
        '<button type="submit" class="go">{search}</button></div>',
        near=_near(here, words),
        within=_within(here, words),
        text=_text(here, words),
        search=words.say("find.search"),
    )


def _near(here: Address, words: Language) -> Markup:
    """Return the field of the place; a state that is meant as such stays so until another place is typed."""
    kept = fill(' data-kept="state={code}"', code=here.state) if here.state and not here.near else Markup("")
    return fill(
        '<label class="near"><span>{label}</span><input name="near" value="{value}"{kept} data-waits="yes" type="text"'
        ' maxlength="100" autocomplete="postal-code" placeholder="{hint}" enterkeyhint="search"></label>',
        label=words.say("find.near"), value=here.near or STATES.get(here.state, ""), kept=kept,
        hint=words.say("find.near_placeholder"),
    )  # fmt: skip


def _within(here: Address, words: Language) -> Markup:
    offered = DISTANCES if here.miles in DISTANCES else (here.miles, *DISTANCES)
    return fill(
        '<label class="within"><span>{label}</span><select name="within" data-usual="{usual}">{options}</select>'
        "</label>",
        label=words.say("find.within"),
        usual=USUAL_DISTANCE,
        options=join(
            fill(
                '<option value="{value}"{on}>{label}</option>', value=miles or "any",
                on=Markup(" selected") if miles == here.miles else Markup(""),
                label=words.say("find.miles", n=miles) if miles else words.say("find.any_distance"),
            )
            for miles in sorted(offered, key=lambda miles: miles or FARTHEST)
        ),
    )  # fmt: skip


def _text(here: Address, words: Language) -> Markup:
    """Return the box: it holds what was no wish. Left as it is, it goes on as such and is not read a second time."""
    kept = fill(' data-kept="text={text}"', text=here.text) if here.text else Markup("")
    return fill(
        '<label class="text"><span>{label}</span><input name="ask" value="{value}"{kept} data-waits="yes" type="text"'
        ' maxlength="{longest}" autocomplete="off" placeholder="{hint}" enterkeyhint="search"></label>',
        label=words.say("find.text"), value=here.text, kept=kept, longest=LONGEST_TEXT,
        hint=words.say("find.text_more" if here.said else "find.text_placeholder"),
    )  # fmt: skip
