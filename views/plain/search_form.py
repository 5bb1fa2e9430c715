"""The search form of the plain pages: a place, words, and the few choices that most people make first."""

from __future__ import annotations

from markupsafe import Markup

from catalog.attributes import attribute
from catalog.states import STATES
from catalog.vocabulary import load_vocabulary
from views.address import DISTANCES, LONGEST_TEXT, Address
from views.language import Language
from views.markup import fill, join

CHOICES = {"age_groups": 6, "time_of_day": 3, "setting": 3, "payment_options": 13}
"""Attributes with a list of their own in the form, and how many of their terms it holds: the first are those that
most people look for."""


def search_form(words: Language, here: Address | None = None, near: str = "") -> Markup:
    """Return the form, set from ``here``; ``near`` fills the place where nothing was asked yet."""
    asked = here or Address(near=near)
    return fill(
        '<form class="search" action="/search" method="get" role="search">{lang}{kept}{text}{near}{within}{more}'
        '<button type="submit">{search}</button></form>',
        lang=fill('<input type="hidden" name="lang" value="{code}">', code=words.code) if words.code != "en" else "",
        kept=_kept(asked),
        near=_field("near", words.say("find.near"), asked.near or STATES.get(asked.state, ""), 100,
                    words.say("find.near_placeholder")),
        within=_list("within", words.say("find.within"), _distances(words), str(asked.miles or "any")),
        text=_field("ask", words.say("find.text"), asked.text, LONGEST_TEXT, words.say("find.text_placeholder")),
        more=_more(asked, words),
        search=words.say("find.search"),
    )  # fmt: skip


def _kept(asked: Address) -> Markup:
    """Return hidden fields for the wishes that have none in the form, so that they stay until they are taken out."""
    shown = {"near", "state", "within", "text", "ask", "page", "lang", "show", "view", *CHOICES}
    return join(
        fill('<input type="hidden" name="{name}" value="{value}">', name=name, value=value)
        for name, values in asked.params().items()
        if name not in shown
        for value in values
    )


def _more(asked: Address, words: Language) -> Markup:
    """Return the lists, folded away until one of them is set."""
    return fill(
        '<details class="more-choices"{open}><summary>{label}</summary><div>{choices}</div></details>',
        open=Markup(" open") if asked.terms else Markup(""),
        label=words.say("plain.more_choices"),
        choices=join(_choice(key, asked, words) for key in CHOICES),
    )


def _field(name: str, label: str, value: str, longest: int, hint: str) -> Markup:
    return fill(
        '<label class="in-{name}"><span>{label}</span><input name="{name}" value="{value}" maxlength="{longest}" '
        'placeholder="{hint}" autocomplete="{known}"></label>',
        name=name, label=label, value=value, longest=longest, hint=hint,
        known="postal-code" if name == "near" else "off",
    )  # fmt: skip


def _distances(words: Language) -> list[tuple[str, str]]:
    return [(str(m or "any"), words.say("find.miles", n=m) if m else words.say("find.any_distance")) for m in DISTANCES]


def _choice(key: str, asked: Address, words: Language) -> Markup:
    row = attribute(key)
    options = [("", words.say("plain.any"))]
    options += [(term.id, words.label(term)) for term in load_vocabulary().terms(row.vocabulary)[: CHOICES[key]]]
    return _list(key, words.label(row), options, next(iter(asked.terms.get(key, ())), ""))


def _list(name: str, label: str, options: list[tuple[str, str]], chosen: str) -> Markup:
    return fill(
        '<label><span>{label}</span><select name="{name}">{options}</select></label>',
        name=name,
        label=label,
        options=join(
            fill('<option value="{value}"{chosen}>{text}</option>', value=value, text=text,
                 chosen=Markup(" selected") if value == chosen else Markup(""))
            for value, text in options
        ),
    )  # fmt: skip
