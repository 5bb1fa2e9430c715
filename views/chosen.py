"""What was chosen, in the filters or in words, as chips that each take one choice away."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from catalog.attributes import Attribute, filters
from catalog.display import AGES, value_words
from catalog.states import STATES
from catalog.vocabulary import load_vocabulary
from views.address import USUAL_DISTANCE, Address
from views.language import Language
from views.markup import fill, join
from views.question import Heard

Choice = tuple[str, Address, str]
"""A choice in words, the address that has it no more, and the words it came from ("" where it was ticked)."""


def chosen_chips(here: Address, said: Heard, words: Language) -> Markup:
    """Return one chip a choice and a link that clears them all; "" where nothing is chosen or was said."""
    choices = list(_choices(here, said, words))
    if not choices:
        return _nothing_read(here, words)
    return fill(
        '<nav class="chips" data-key="chips" aria-label="{name}">{chips}<a href="{href}">{clear}</a></nav>',
        name=words.say("results.chosen"),
        chips=join(_chip(choice, words) for choice in _each_word_once(choices)),
        href=here.cleared().href,
        clear=words.say("results.clear"),
    )


def _each_word_once(choices: list[Choice]) -> Iterator[Choice]:
    """Yield choices with the words that they came from, where those say more than the choice and no chip said them."""
    told: set[str] = set()
    for label, target, source in choices:
        said, chosen = source.casefold(), label.casefold()
        says_more = said not in chosen and chosen not in said and said not in told
        yield label, target, source if says_more else ""
        told.add(said)


def _nothing_read(here: Address, words: Language) -> Markup:
    """Return what to type instead, where a question held nothing to look for."""
    if not here.said or here.near or here.state:
        return Markup("")
    return fill('<p class="quiet" role="status">{text}</p>', text=words.say("question.nothing", text=here.said[-1]))


def _chip(choice: Choice, words: Language) -> Markup:
    label, target, source = choice
    says = words.say("results.remove", what=label)
    if source:
        says = f"{says} ({words.say('question.from', words=source)})"
    return fill(
        '<a class="chip" href="{href}" aria-label="{says}">{label}{source} <span aria-hidden="true">×</span></a>',
        href=target.href, says=says, label=label,
        source=fill(' <small>“{words}”</small>', words=source) if source else Markup(""),
    )  # fmt: skip


def _choices(here: Address, said: Heard, words: Language) -> Iterator[Choice]:
    """Yield each choice; place and distance only where words named them, since their fields show them anyway."""
    if here.text:
        yield f"“{here.text}”", here.but(text=""), ""
    if (source := said.words.get(("place", "", False), "")) and (here.near or here.state):
        yield here.near or STATES[here.state], here.but(near="", state=""), source
    if (source := said.words.get(("miles", "", False), "")) and here.miles != USUAL_DISTANCE:
        within = words.say("find.within_miles", n=here.miles) if here.miles else words.say("find.any_distance")
        yield within, here.but(miles=USUAL_DISTANCE), source
    for row in filters():
        yield from _of(row, here, said, words)
    if here.stated_only:
        yield words.say("filters.stated_only"), here.but(stated_only=False), ""


def _of(row: Attribute, here: Address, said: Heard, words: Language) -> Iterator[Choice]:
    """Yield the choices of one attribute, those turned down last."""
    vocabulary = load_vocabulary()
    for term in here.terms.get(row.key, ()):
        label = words.label(vocabulary.term(row.vocabulary, term))
        yield label, here.without(row.key, term), said.words.get((row.key, term, False), "")
    if row.key in here.spans:
        span = value_words(row, here.spans[row.key], words)
        label = words.say("question.age", years=span) if row.key == AGES else f"{words.label(row)}: {span}"
        yield label, here.without(row.key), said.words.get((row.key, "", False), "")
    if row.key in here.yes:
        yield words.label(row), here.without(row.key), said.words.get((row.key, "yes", False), "")
    for term in here.excluded.get(row.key, ()):
        label = words.label(row if row.kind == "yes_no" else vocabulary.term(row.vocabulary, term))
        target = here.without(row.key, term)
        yield words.say("question.not", what=label), target, said.words.get((row.key, term, True), "")
