"""Statements: the sentences of a page with what stands around them – headings, the level they speak of, their
stance."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from crawler.reading.cues import cue
from crawler.reading.levels import CARE, Mention, find_mentions, owner
from crawler.reading.marks import Marked
from crawler.reading.page import Block, Page
from crawler.reading.sentences import split_sentences
from crawler.reading.stance import is_general
from crawler.reading.terms import Hit
from crawler.reading.topics import GENERAL
from crawler.reading.wordforms import TEASERS, folded
from crawler.reading.wording import wording_of


class Statement:
    """One sentence. ``carried`` is the level that the sentences before it in its block, or its headings, speak of;
    ``low`` the sentence folded, ``topics`` what its words can be about, as bits of ``crawler.reading.topics``."""

    def __init__(
        self,
        text: str,
        block: Block,
        number: int,
        headings: tuple[str, ...],
        carried: str = "",
        general_heading: bool = False,
    ) -> None:
        self.text, self.block, self.number, self.headings = text, block, number, headings
        self.carried, self.general_heading = carried, general_heading
        self._wording = wording_of(text)
        self.low, self.topics = self._wording.low, self._wording.topics

    @property
    def marked(self) -> Marked:
        """The sentence with signs for numbers, times and weekdays."""
        return self._wording.marked

    @property
    def terms(self) -> tuple[Hit, ...]:
        """The vocabulary terms it names."""
        return self._wording.terms

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The levels and settings it names."""
        return self._wording.mentions

    @property
    def subject(self) -> str:
        """The level it is about by its own words, "" where it names none outright."""
        return self._wording.subject

    @functools.cached_property
    def general(self) -> bool:
        """Whether it speaks of IOPs in general, not of this program."""
        return bool(self.topics & GENERAL) and is_general(self.low, self.general_heading)

    def owner(self, start: int, end: int, rivals: tuple[str, ...] = ()) -> str:
        """Return the level that the words at ``start:end`` belong to, from the sentence, else from what leads to it."""
        mentions = self._wording.rivals if rivals else self._wording.mentions
        found = owner(mentions, self.low, start, end, rivals) if mentions else ""
        return found or ("iop" if _ALL_LEVELS.search(self.low) else self.carried)


_ALL_LEVELS = cue(
    r"\b(?:all|each|every|both) (?:of )?(?:our |the |these )?(?:levels|programs|tracks)\b|"
    r"\btodos (?:los|nuestros) (?:niveles|programas)\b|^(?:both|all)(?:,| ?:| (?:are|serve|treat|take|accept|use|"
    r"meet)\b)"
)
"""What is said of every level is said of the IOP, too."""

MOST_STATEMENTS = 3_000
"""Sentences read of one page: ten times what long pages have, so that a hostile page cannot hold the crawl."""


def statements_of(page: Page, level: str) -> Iterator[Statement]:
    """Yield the statements of the page's own text; ``level`` owns what neither sentence nor headings claim."""
    of_headings: dict[tuple[str, ...], tuple[str, bool]] = {}
    number = 0
    if title := _own_title(page.title):
        yield Statement(title, Block(title, (), "title"), number, (), level)
    labelled = _labels_the_iop(page)
    for block in page.blocks:
        if block.boilerplate or block.kind == "quotation" or _teased(block.headings):
            continue
        if block.headings not in of_headings:
            of_headings[block.headings] = _level_of_headings(block.headings, level)
        carried, general = of_headings[block.headings]
        for sentence in split_sentences(block.text):
            number += 1
            if number > MOST_STATEMENTS:
                return
            if labelled and _labels_another(sentence):
                carried = "other"
            statement = Statement(sentence, block, number, block.headings, carried, general)
            yield statement
            carried = _carried_on(statement, carried)


@functools.lru_cache(maxsize=1000)
def _teased(headings: tuple[str, ...]) -> bool:
    """Return whether one of the headings leads to titles of other pages, or to other places and programs."""
    lows = map(folded, headings)
    return any(TEASERS.fullmatch(low) or _OF_OTHERS.fullmatch(low) for low in lows)


_OF_OTHERS = re.compile(
    r"(?:(?:explore|see|view|find|visit|learn (?:more )?about) )?(?:our )?(?:other|nearby|"
    r"related) (?:\w+ ){0,2}(?:locations|"
    r"sites|programs|clinics|facilities|offices|levels of care|conditions)[ :]*|otr[oa]s (?:programas|lugares|"
    r"ubicaciones|cl[ií]nicas)[ :]*"
)
"""A folded heading over other places and programs of the house."""


_LABEL = re.compile(r"(?=[A-Z])([^:.;–—]{2,60}?)(?:: | [–—] )")
_SERVICE = re.compile(
    r"\b(?:groups?|class(?:es)?|program|management|education|counsell?ing|therapy|outpatient|intervention|"
    r"evaluations?)\b|^[A-Z]{2,5}\b"
)
_ON_A_TOPIC = re.compile(
    r"\b(?:anxiety|anger|grief|parenting|depression|trauma|couples|family|dui|dwi|relapse prevention|"
    r"domestic violence)\b"
    r".{0,20}\b(?:groups?|class(?:es)?|management|education|counsell?ing)\b"
)
"""A group of its own beside the IOP, whoever it is for: "Teen anxiety group"."""

_OF_THE_IOP = re.compile(
    r"\b(?:iop|intensive|morning|afternoon|evening|night|day|adults?|teens?|adolescents?|group (?:times?|size|"
    r"schedule)|"
    r"when|length|all|both|track)\b",
    re.IGNORECASE,
)


def _labels_the_iop(page: Page) -> bool:
    """Return whether lines are labelled with a service each, one of them the IOP ("Anger group: …", "IOP: …")."""
    labels = [m[1] for block in page.blocks if block.kind != "heading" and (m := _LABEL.match(block.text))]
    return any(find_mentions(folded(label)) for label in labels) and any(_labels_another(f"{one}: ") for one in labels)


def _labels_another(sentence: str) -> bool:
    """Return whether a sentence is labelled with a service that is not the IOP."""
    label = _LABEL.match(sentence)
    if label and _ON_A_TOPIC.search(folded(label[1])) and not find_mentions(folded(label[1])):
        return True
    return bool(
        label and _SERVICE.search(label[1]) and not (_OF_THE_IOP.search(label[1]) or find_mentions(folded(label[1])))
    )


def house_of(page: Page, level: str) -> Statement | None:
    """Return what a title says besides the page's own name – the house – as a statement, None where it says no more."""
    own = _own_title(page.title)
    rest = " ".join(part for part in _PARTS_OF_TITLE.split(page.title) if part != own)[:300]
    return Statement(rest, Block(rest, (), "title"), 0, (), level) if rest else None


_PARTS_OF_TITLE = re.compile(r" [|–—-] | :: | » ")


def _own_title(title: str) -> str:
    """Return the part of a title that names the page, without the site's name: the part that names a level,
    else the first."""
    parts = _PARTS_OF_TITLE.split(title)
    return next((part for part in parts if find_mentions(folded(part))), parts[0])[:300]


def _carried_on(statement: Statement, carried: str) -> str:
    """Return the level that a block goes on to speak of after ``statement``: what names two levels leads to both."""
    if _AT_CHURCH.search(statement.low):
        return "meeting"
    subject = statement.subject
    if any(m.kind == "iop" and not m.aside for m in statement.mentions) and subject in ("php", "op"):
        return "iop"
    if not subject or (subject != "iop" and _in_passing(statement, subject)):
        return carried
    return subject


_AT_CHURCH = cue(
    r"\b(?:sunday|worship|church|chapel|shabbat) (?:services?|school|mass)\b|\b(?:bible stud(?:y|ies)|mass times)\b"
)
"""What leads to a congregation's other hours: its youth group is no IOP."""

_LEADS_IN = 45
"""Characters within which a sentence names the level that it goes on to speak of."""
_PEOPLE = re.compile(
    r"\b(?:patients|clients|people|participants|members|individuals|those|anyone|some|many|most|you|teens|adults|"
    r"adolescents|graduates|includ\w+|plus|and|followed|then|after)\b"
)


def _in_passing(statement: Statement, subject: str) -> bool:
    """Return whether a sentence names another level without going on to speak of it: late, or of people who come from
    there ("Most patients have finished detox first")."""
    first = next(m for m in statement.mentions if m.kind == subject and not m.aside)
    if statement.low.startswith("sober", first.start):
        return True
    return first.start > _LEADS_IN or bool(_PEOPLE.search(statement.low, 0, first.start))


_ANOTHER_SERVICE = re.compile(
    r"(?:about |our )?(?:tms|transcranial magnetic stimulation(?: \(tms\))?|spravato|esketamine|"
    r"ketamine(?:[ -]assisted)?|"
    r"(?:psychological |neuropsychological |psych )?(?:testing|evaluations?)|neurofeedback|primary care|ect|"
    r"electroconvulsive|sleep medicine)(?:®)?(?: therapy| psychotherapy| treatments?| services| infusions?|"
    r" clinic)?[ :]*"
)
"""A folded heading that names a service beside the IOP, with hours, ages and conditions of its own."""

_QUESTION_OF_KIND = re.compile(
    r"^(?:what (?:is|are|does)(?! (?:included|offered|covered|provided|the (?:schedule|cost|program like)))|"
    r"qu[eé] es|how do(?:es)? .{0,30}(?:work|differ)|"
    r".{0,40}\bvs\.?\b|(?:iop|php).{0,20}versus|types of|benefits of|why choose)\b"
)
_ABOUT_HERE = re.compile(r"\b(?:hours|days|times|ages?|insurances?|fees|groups|what to bring|next steps?|happens in)\b")
"""What a question asks of the program itself."""

_OURS = re.compile(r"\b(?:our|we|us|nuestr[oa]s?|at )\b")


def _level_of_headings(headings: tuple[str, ...], level: str) -> tuple[str, bool]:
    """Return the level that the innermost telling heading names, and whether the headings ask what IOPs are in
    general."""
    general = False
    for heading in reversed(headings):
        low = folded(heading)
        if _ANOTHER_SERVICE.fullmatch(low):
            return "other", general
        found = find_mentions(low)
        general = general or bool(
            _QUESTION_OF_KIND.match(low) and not _OURS.search(low) and (found or not _ABOUT_HERE.search(low))
        )
        named = {m.kind for m in found if not m.aside}
        if "iop" in named and len(named & set(CARE)) <= 2:
            return "iop", general
        for kind in ("php", "residential", "op", "aftercare", "meeting", "family", "office"):
            if kind in named:
                return kind, general
        if re.search(
            r"\b(?:(?:office|business|clinic|opening) hours|hours of operation|contact|location|visit us|"
            r"find us|directions|our office)\b",
            low,
        ) and not re.search("schedule|program", low):
            return "office", general
    return level, general
