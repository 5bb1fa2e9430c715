"""Whose words are these? The levels of care, meetings and offices that a sentence names, and which one a number is of.

A page about an IOP speaks of partial hospitalization, residential care, ordinary outpatient visits, support meetings
and office hours in the same breath; a number belongs to the IOP only where nothing nearer claims it.
"""

from __future__ import annotations

import dataclasses
import re

from crawler.reading.cues import cue

CARE = ("iop", "php", "op", "residential")
"""Levels of care, by the ids of the vocabulary."""

_PATTERN = cue(
    r"(?P<iop>\b(?:intensive|intense)[ -]out-?[ -]?patients?\b|\bout-?patient intensive\b|"
    r"\b(?:[a-z]{1,4}-)?[a-z]{0,4}iops?\d?\b|"
    r"\b(?:asam )?(?:level )?(?:of care )?(?:2\.1|ii\.1)\b|\bintensive addictions? program|"
    r"\bintensive day or evening program|"
    r"\b(?:ambulatori[oa]s?|extern[oa]s?)[ -]intensiv[oa]s?\b|\bintensiv[oa]s?[ -](?:ambulatori[oa]s?|"
    r"(?:de |para )?pacientes? (?:ambulatorios?|externos?)|de consulta externa|"
    r"extern[oa]s?)\b)|"
    r"(?P<php>\bpartial[ -]hospital(?:i[sz]ation)?s?\b|\b[a-z]{0,2}phps?\b|\bpartial (?:care|"
    r"day|program|patients|clients|participants)|(?<![\d-])\bday program (?=patients|clients|participants)|\bday "
    r"(?:treatment|hospital)\b|"
    r"\bhigh[- ]intensity outpatient|\b(?:asam )?level (?:of care )?(?:2\.5|"
    r"ii\.5)\b|\basam 2\.5\b|\bhospitalizaci[oó]n parcial|\bhospital de d[ií]a\b)|"
    r"(?P<aftercare>\bafter-?[ ]?care\b|\balumn(?:i|ae)\b|\bcontinuing care\b|\bpost-(?:iop|"
    r"treatment)\b|(?<!college )(?<!and )\b(?:graduates?|grads)\b(?! (?:in|after|from|within|when|once|with|at|"
    r"on)\b)|\bgraduaci[oó]n\b|\bcuidado continuo\b)|"
    r"(?P<residential>\bresidential\b|\bin-?patient\b|\bdetox(?:ification)?\b|"
    r"\bsober (?:living|homes?)\b|\brecovery residence|\bhospital stay|\bhospitali[sz]ations?\b|"
    r"\bwithdrawal management\b|\brtc\b|\bresidencial\b|\binternamiento\b|\bdesintoxicaci[oó]n\b|"
    r"\bhospitalizaci[oó]n\b)|"
    r"(?P<op>\b(?:(?:general|standard|traditional|regular|weekly|routine|ordinary|"
    r"typical|usual|basic|low[- ]intensity) out-?patients?|(?:standard|traditional|"
    r"ordinary|typical|usual) (?:weekly )?(?:individual therapy|therapy|counseling))\b|"
    r"(?<!daily )(?<!intense )(?<!structured )(?<!hospital )(?<!hospital-based )\bout-?patient (?:program(?!s)|"
    r"level(?!s)|services?|treatment|therapy|counseling|care|clinic|groups?|visits?|sessions?|appointments?)|"
    r"\bout-?patient\b(?= ?(?:\(|:|-|$))|\bs?op\b|\bgop\b|"
    r"\b(?:asam )?level (?:of care )?(?:1|i)(?= ?[:(])|\bambulatorio (?:general|"
    r"regular|tradicional)\b)"
)
_UNABBREVIATED = cue(
    _PATTERN.pattern.replace(r"\b(?:[a-z]{1,4}-)?[a-z]{0,4}iops?\d?\b|", "").replace(r"\b[a-z]{0,2}phps?\b|", "")
)
"""The same without "IOP" and "PHP", which may begin with any letter: without them most words are passed by at once."""

_RIVAL = cue(
    r"(?P<meeting>\b(?:aa|na|12[- ]step|twelve[- ]step|self[- ]help|support(?: group)?|"
    r"community) (?:groups?|meetings?|circles?)\b|\bdrop-in (?:[a-z-]+ ){0,3}(?:groups?|circles?|meetings?)\b|"
    r"\b(?:al-?anon|alcoholics anonymous|narcotics anonymous|smart recovery|"
    r"(?<=\()open to (?:all|any(?:one|body)|every(?:one|body)|the (?:public|community))(?=\))|"
    r"\bopen to the (?:public|community)\b|bible study|(?:sunday|worship|church) services?\b|"
    r"open house|information(?:al)? (?:session|night)|info session|webinars?|orientations?)\b|\bgrupos? de apoyo\b)|"
    r"(?P<family>\b(?:multi-?family|parents?|spouses?|caregivers?|caretakers?|famil(?:y|"
    r"ies)|loved ones?|padres|familias?|familiares)(?:(?:[/ &-]|'s? | and | or |"
    r" skills )+(?:parents?|caregivers?|caretakers?|support|education(?:al)?|"
    r"skills|process|"
    r"dbt|weekend|multi-?family|therapy|members?))*(?:'s?)? (?:groups?|nights?|"
    r"programs?|sessions?|education|workshops?|class(?:es)?|days?|attend|participate|take part|"
    r"join|meet|component|piece|therapy|support|week)\b|\bfamily (?:members )?are invited|"
    r"\b(?:parents|caregivers|spouses) (?:also )?(?:have|get|attend|join) (?:their|an?|the) (?:own )?(?:\w+ )?groups?|"
    r"\bgrupos? (?:de|para) (?:los )?(?:padres|familias|familiares|cuidadores)\b|"
    r"\bnoches? (?:familiar(?:es)?|de (?:familias?|padres)))|"
    r"(?P<office>\b(?:office|business|clinic|center|visiting|admissions?|phone|"
    r"pharmacy|lab|drop-in|intake|front desk|reception|administrative|store) hours\b|"
    r"\bhours of operation\b|\bhours\b(?= ?:? ?[\ue004])(?<=office hours)|"
    r"\b(?:office|clinic|facility|front desk|reception|building|center|hospital|"
    r"pharmacy|admissions? (?:team|line|department|office|staff|specialists?|"
    r"counselors?)|helpline|hotline|phone lines?|call center|staff) (?:is|are) (?:open|"
    r"available|staffed|here|answered)|"
    r"\bask (?:us )?about our\b|\b(?:consultation team|staff meetings?|board) meets\b|\(staff only\)|"
    r"\b(?:call|phone|reach|contact) (?:us|our|the)\b|\bto schedule\b|\bwe(?: are|"
    r"'re) open\b|(?<!iop are )(?<!iop is )(?<!php are )(?<!program is )(?<!programs are )(?<!groups are )"
    r"\bopen (?:daily|seven|24|monday|\ue004)|\bwalk[- ]?ins?\b|\b(?:same[- ]day|open|rapid|central) access\b|"
    r"\b(?:assessments?|"
    r"intakes?|screenings?|evaluations?|tours?|appointments?) (?:are|is) (?:available|"
    r"offered|scheduled|held|conducted|by)|"
    r"\bhorario de (?:oficina|atenci[oó]n)|\bll[aá]m(?:e|enos|anos)\b|\bcrisis (?:line|"
    r"team|services)\b|\btransportation\b|\bchild ?care (?:is|hours)|\bmessage)",
)
_ASIDE_BEFORE = re.compile(
    r"\b(?:from|than|to|into|after|before|without|instead of|rather than|alternative to|"
    r"following|needs?(?: for)?|requires?|requiring|required|avoid(?:ing)?|prevent(?:ing)?|"
    r"between|like|as|"
    r"completed?|completing|discharged?(?: from)?|step(?:ping|ped)?[- ](?:down|"
    r"up)(?: from| to)?|unlike|prior to|leaving|left|finish(?:ed|ing)|versus|"
    r"vs\.?|not|nor|replaces?|supplement|beyond|"
    r"exit(?:ing)?|recent|tried|receiving|followed by|that (?:also )?(?:have|has|offers?|run|provides?)|"
    r"bridges? the gap between|more intensive than|less (?:intensive|"
    r"restrictive) than|begin with|start(?:s|ing)? (?:in|with)|\d+ sessions of|"
    r"sessions of|compared (?:to|with)|desde|después de|antes de|que)"
    r"(?: (?:an?|the|our|their|your|any|more|full|acute|traditional|or|and|either|"
    r"both|another|higher|lower|levels? of|care|such as|including|una?|el|la|"
    r"los|\w+ly|psychiatric|stay in|program|"
    r"inpatient|residential|partial|hospitalization|php|detox|outpatient|mental|"
    r"health|treatment|medical|intensive|iop|stabilization|services?|ordinary|"
    r"inpatient/residential)[ ,/]*){0,7} ?[(/]?$"
)
_BETWEEN_TWO = cue(r"\bbetween (?:[a-z-]+ ){1,6}(?:and|or) (?:[a-z-]+ ){0,3}$")
_GOES_ON_TO = cue(
    r"\b(?:step(?:s|ping)?[- ]down (?:in)?to|transition(?:s|ing)? (?:in)?to|mov(?:e|es|ing) (?:on )?(?:in)?to|"
    r"followed by|graduat(?:e|es|ing) (?:in)?to|discharged? to|continu(?:e|es|ing) (?:in|with|to)|"
    r"progress(?:es|ing)? (?:in)?to|pasan? a)(?: (?:our|the|an?|their|weekly|regular|less|intensive|standard|"
    r"step[- ]down|"
    r"to|nuestro|el|la)){0,4} $"
)
"""What leads to the level that comes next: the numbers after it are that level's."""
_CONTRAST = cue(
    r"\b(?:rather than|instead of|unlike|as opposed to|compared (?:to|with)|"
    r"in contrast to|en lugar de|en vez de|a diferencia de)\b"
)
_WHERE = re.compile(r"(?: programs?| care| treatment| \([a-z]{2,5}\))?,? (?:where|in which|which|during which)\b")
_PAUSE = re.compile(r"[,;.]")
_APART = re.compile(
    r"[,;.]|\d ?(?:-|–|to|a) ?\d|\b(?:includ\w+|offers?|provides?|consists?|combines?|features?|incluye\w*|ofrece\w*)\b"
)
_CONTRAST_ENDS = re.compile(r", (?!or |and |which |that |who |where )|[;.]")
_SAME_AS_AFTER = re.compile(
    r"(?: ?\(| ?$| (?=in |for |of |at |as |during |while |with |per |a |each |"
    r"every )|,? ?(?=/)) ?(?:(?:per|a|each|every|/) ?(?:day|week|session|evening) ?)?(?:(?:minimum|"
    r"total|weekly|max(?:imum)?) )?[(]?(?:(?:in|for|of|at|as|as part of|during|"
    r"while in|with) (?:(?:our|the|an?|your|their|structured|ordinary|intense|"
    r"\w+ly) ){0,2})?$"
)
_JOINED = re.compile(
    r"^ ?(?:program(?:s|me)?|\([a-z]{2,5}\)|treatment|level of care| )*(?: ?[/&] ?|" r" and (?:our |the )?| or | y )$"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Mention:
    """A level of care or a rival setting that a sentence names; ``aside`` where it is named only to compare or
    pass by."""

    kind: str
    start: int
    end: int
    aside: bool


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Return the levels of care that a folded sentence names, in order."""
    return tuple(
        Mention(str(m.lastgroup), m.start(), m.end(), _is_aside(text, m.start(), m.end()))
        for m in (_PATTERN if "iop" in text or "php" in text else _UNABBREVIATED).finditer(text)
    )


def find_rivals(text: str) -> tuple[Mention, ...]:
    """Return the meetings, family groups and offices that a folded sentence names: they have hours of their own."""
    return tuple(Mention(str(m.lastgroup), m.start(), m.end(), False) for m in _RIVAL.finditer(text))


_ACTS = re.compile(
    r" ?(?:\([^()]{1,12}\) ?)?(?:is|are|meets?|runs?|lasts?|takes?|has|have|"
    r"offers?|provides?|consists?|requires?|involves?|focus(?:es)?|begins?|starts?|"
    r"will|can)\b"
)


_GO_THERE = re.compile(
    r"(?: treatment| services| care| programs?| referrals?)*,? (?:(?:please )?(?:call|contact|dial|ask|visit)|we "
    r"(?:can |will |"
    r"'ll )?(?:refer|help you find))\b"
)
"""What follows a level of care that others offer: "for intensive outpatient treatment call the county"."""


def _is_aside(text: str, start: int, end: int) -> bool:
    """Return whether a level is named only in passing; one that begins a clause of its own ("…, outpatient
    care is") is not."""
    if text[max(0, start - 2) : start] == ", " and _ACTS.match(text, end):
        return False
    before = max(0, start - 90)
    if _GO_THERE.match(text, end) and re.search(r"\b(?:for|need|seeking)(?: an?| our)? $", text[before:start]):
        return True
    return bool(_ASIDE_BEFORE.search(text, before, start) or _BETWEEN_TWO.search(text, before, start))


def subject(mentions: tuple[Mention, ...], text: str) -> str:
    """Return what a sentence is about: the first level named outright; "iop" where it is named jointly with another."""
    outright = [
        m for m in mentions if not m.aside and m.kind in (*CARE, "aftercare") and not _in_contrast(text, m.start, m.end)
    ]
    if not outright:
        return ""
    first = outright[0]
    for other in outright[1:]:
        if other.kind == "iop" and first.kind != "iop" and _JOINED.match(text[first.end : other.start]):
            return "iop"
    return first.kind


def owner(mentions: tuple[Mention, ...], text: str, start: int, end: int, rivals: tuple[str, ...]) -> str:
    """Return whose the words at ``start:end`` are, "" where the sentence does not say.

    ``rivals`` are the kinds that can own such words besides the levels of care. "contrast" means that the words are
    named as what the program is not.
    """
    if _in_contrast(text, start, end):
        return "contrast"
    kinds = (*CARE, "aftercare", *rivals)
    known = [m for m in mentions if m.kind in kinds]
    if not known:
        return ""
    if bracketed := _in_bracket_of(known, text, start):
        return bracketed
    inside = [m for m in known if m.start < end and start < m.end]
    if inside:
        return _together(inside, text, inside[0])
    after = [m for m in known if m.start >= end]
    if after and _SAME_AS_AFTER.match(text[end : after[0].start]) and (not after[0].aside or after[0].kind != "iop"):
        return after[0].kind
    if any(0 < start - m.end <= 6 and m.kind == "iop" and _RIGHT_AFTER.fullmatch(text, m.end, start) for m in known):
        return "iop"
    if whose := _relative(mentions, text, start) or _next_level(known, text, start):
        return whose
    if before := _outright_before(known, text, start, rivals):
        return _together(before, text, before[-1])
    outright = [m for m in after if not m.aside and (m.kind in CARE or not _APART.search(text, end, m.start))]
    return _together(outright, text, outright[0]) if outright else ""


def _outright_before(known: list[Mention], text: str, start: int, rivals: tuple[str, ...]) -> list[Mention]:
    """Return the mentions before ``start`` that still speak there."""
    return [
        m
        for m in known
        if m.end <= start
        and not m.aside
        and not _passed(text, m, start)
        and not _in_contrast(text, m.start, m.end)
        and not (m.kind in rivals and ";" in text[m.end : start])
    ]


_RIGHT_AFTER = re.compile(r"[ ,(]{1,2}(?:for |of |on )?")
"""What stands between the IOP, though named in passing, and its own number: "then transition to IOP three days"."""


def _in_bracket_of(known: list[Mention], text: str, start: int) -> str:
    """Return the level behind which a bracket opens that holds ``start`` ("our PHP (5 days, 6 hours)"), "" where none
    does."""
    opened = text.rfind("(", 0, start)
    if opened < 0 or ")" in text[opened:start]:
        return ""
    return next((m.kind for m in known if m.end <= opened and not text[m.end : opened].strip()), "")


def _relative(mentions: tuple[Mention, ...], text: str, start: int) -> str:
    """Return the level that a clause such as "PHP, where people spend …" around ``start`` speaks of, "" where
    none does."""
    for mention in reversed(mentions):
        if mention.end <= start:
            clause = _WHERE.match(text, mention.end, start)
            return mention.kind if clause and not _PAUSE.search(text, clause.end(), start) else ""
    return ""


def _next_level(known: list[Mention], text: str, start: int) -> str:
    """Return the level that one goes on to after the IOP, where it is the last one named before ``start``, else ""."""
    before = [m for m in known if m.end <= start and (m.kind != "iop" or not m.aside)]
    if not before or before[-1].kind not in ("op", "aftercare", "residential", "php"):
        return ""
    last = before[-1]
    first = next(m for m in reversed(before) if m.kind == last.kind)
    while earlier := [m for m in before if m.end <= first.start and m.kind == last.kind and first.start - m.end < 4]:
        first = earlier[-1]
    leads = _GOES_ON_TO.search(text, max(0, first.start - 90), first.start)
    return last.kind if leads and not re.search(r"[;.]|\b(?:after|before|once)\b", text[last.end : start]) else ""


def _passed(text: str, mention: Mention, start: int) -> bool:
    """Return whether a mention in a "while …" clause has ended, at a semicolon, before ``start``."""
    return ";" in text[mention.end : start] and bool(
        re.search(r"\b(?:while|whereas|mientras)(?: \w+){0,2} $", text[: mention.start])
    )


def _together(mentions: list[Mention], text: str, chosen: Mention) -> str:
    """Return the kind of ``chosen``; "iop" where it stands in one breath with the IOP ("PHP and IOP meet …")."""
    if chosen.kind != "iop":
        for other in mentions:
            gap = text[min(chosen.end, other.end) : max(chosen.start, other.start)]
            if other.kind == "iop" and len(gap) < 60 and _JOINED.match(gap):
                return "iop"
    return chosen.kind


def _in_contrast(text: str, start: int, end: int) -> bool:
    """Return whether ``start:end`` stands in a phrase such as "rather than …", up to the comma that ends it."""
    for contrast in _CONTRAST.finditer(text, 0, start):
        stop = _CONTRAST_ENDS.search(text, contrast.end())
        if start < (stop.start() if stop else len(text)):
            return True
    return False
