"""What is treated and how: conditions, therapies and the care team that a sentence states or denies of the program."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from crawler.reading.care_words import ANY_WORDING, WORDINGS
from crawler.reading.claims import Claim
from crawler.reading.cues import cue
from crawler.reading.shared_nouns import listed_substances, shared_nouns
from crawler.reading.stance import clause_of, is_denied
from crawler.reading.statements import Statement
from crawler.reading.terms import Hit
from crawler.reading.topics import EXTRA_CARE, MODES, SHARED
from crawler.reading.wordforms import folded

_HEAD = (
    r"(?:psychotherapy|psychotherapies|therapy|therapies|counsell?ing|sessions?|"
    r"treatment|work|appointments?|meetings?|support sessions|process|processing|"
    r"programming|component|check-?ins|hours?)"
)
_MODE = r"(?:individual(?:ized)?|group|family(?!-based)|couples?|one-on-one|1:1|multi-?family)"
_MODES = cue(
    rf"\b{_MODE}\b(?:(?:,? (?:and|or|and/or|&|plus|as well as) |, ?| ?/ ?|-)(?:\w+ ){{0,2}}{_MODE}\b){{0,4}}[ "
    rf"-](?:\w+ )?{_HEAD}\b"
)
_MODES_ES = cue(
    r"\b(?:terapias?|sesiones|consultas|consejer[ií]a|psicoterapia|tratamiento) (?:\w+ )?(?:individual(?:es)?|"
    r"grupal(?:es)?|de grupo|familiar(?:es)?|de pareja)(?:(?:, ?| y | e | o )(?:de )?(?:individual(?:es)?|"
    r"grupal(?:es)?|grupo|familiar(?:es)?|pareja)){0,3}"
)
_MODE_TERM = (
    ("multi", "multifamily_group"),
    ("individual", "individual_therapy"),
    ("one-on-one", "individual_therapy"),
    ("1:1", "individual_therapy"),
    ("group", "group_therapy"),
    ("grup", "group_therapy"),
    ("famil", "family_therapy"),
    ("couple", "couples_therapy"),
    ("pareja", "couples_therapy"),
)
_GROUPS = cue(
    r"\b(?:(?:psycho)?therapy|act|erp|process(?:ing)?|psychoeducation(?:al)?|education(?:al)?|"
    r"skills?|dbt|cbt|didactic|recovery|treatment|therapeutic|iop|small|topic|"
    r"intensive|daily|(?<!support )structured|interactive) groups?\b|"
    r"\bgroups? (?:using|sessions?|therapy|setting|format|work|program|treatment|psychotherapy|process|programming|"
    r"counsell?ing|cbt|dbt|erp|based|led|discussions?|activities|members|curriculum)\b|\bgroup-based\b|"
    r"\bgroups\b|\bin peer groups\b|\b(?:in|of|attends?|attending|each|every|during) group\b(?! home)|\bsmall,? "
    r"(?:\w+,? "
    r")?group\b(?! practice)|"
    r"\b[a-z]+-informed group\b|\bgroup (?:[b-d]|[1-4](?! ?[-\d:]))\b|(?<=, )group(?=,)|(?<=[a-z] )(?<!our "
    r")(?<!the )(?<!your "
    r")(?<!this )(?<!staff "
    r")(?<!health "
    r")(?<!behavioral )(?<!psychiatric )(?<!counseling )(?<!psychological )(?<!consulting )group(?=,|;| and | ?$)|"
    r"\bgroup (?:plus|and|\+) |"
    r"\bgrupos? terap[eé]uticos?\b|\bterapia de grupo\b|\bgrupos\b(?! (?:de apoyo|familiar|de edad|[eé]tnic))"
)
_ONE_TO_ONE = cue(
    r"\bsessions are (?:all |always )?(?:individual|one[- ]on[- ]one)\b|\bhours? with (?:an?|your|their|the) "
    r"(?:\w+ )?(?:therapist|counselor)\b|"
    r"\b(?:individual|primary|own) (?:\w+ )?(?:therapist|counselor|clinician)s?\b|"
    r"\b(?:therapist|counselor|clinician)s? (?:each week |weekly )?(?:one[- ]on[- ]one|1:1|individually)\b|"
    r"\b(?:sees?|meets? with|sessions? with) (?:an?|your|their|our) (?:[a-z]+ ){0,2}?(?:therapist|"
    r"counselor)\b|\b(?:hours?|sessions?|time|one|1|weekly) (?:of )?individual\b(?= (?:dbt|cbt|emdr|erp|an?|per|"
    r"each|every)\b|"
    r" ?(?:[.,;]|$))|\bone-on-one (?:erp|exposures?|dbt|cbt|emdr|sessions)\b|\bis (?:all )?one[- ]on[- ]one\b|"
    r"\bindividual (?:dbt|cbt|emdr|erp)\b|\bindividual contacts?\b|\b(?:meets?|seen|sees?) individually\b|"
    r"\bindividually with (?:an?|your|their)\b|\b(?:groups?|group therapy) or one[- ]on[- ]one\b|"
    r"\bone[- ]to[- ]one\b|\bone[- ]on[- ]ones?\b(?= ?(?:$|[.,;]))|\bone[- ]on[- ]one (?:with|each|every|weekly|"
    r"therapy|time)\b|\b1:1 (?:\w+ )?(?:coaching|therapy|sessions?)\b"
)
_FAMILY_THERAPIST = cue(r"\bfamily therapists?\b")
_NOT_THESE_GROUPS = cue(
    r"\b(?:support|parents?|caregivers?|family|families|self-help|age|aa|na|"
    r"multi-?family|12-step|community|insurance|medical|peer|provider|ethnic|minority|population|"
    r"focus|practice|apoyo|padres)[ /-]$"
)
_KIND_OF_GROUP = re.compile(
    r"\b(?:evening|morning|weekend|virtual|online|open|adolescent|teen|youth|children's|telehealth|drop-in)"
    r"(?: (?:or|and) \w+)? $"
)
"""What leads to groups of which only the kind is denied: "no virtual groups"."""

_SIGNS_OF_SUBSTANCE_USE = cue(
    r"\basam\b|\blevel (?:of care )?(?:2\.1|ii\.1)\b|\b(?:urine )?drug screens?\b|\burine (?:drug )?screen(?:s|"
    r"ing)\b|\burinalysis\b|\bdrug testing\b|\bsobriety\b|\babstinence\b|"
    r"\brelapse risk\b|"
    r"\bstay(?:ing)? sober\b|\bsobriedad\b"
)

_ELSEWHERE = cue(
    r"\b(?:(?<!have )(?<!has )(?<!get )(?<!gets )(?:your|their|his|her|an?|the) (?:own|current|existing|outside|"
    r"community|"
    r"regular|previous|referring|primary (?:care|doctor|physician|provider)|home)|outside|in the community|return(?:s|"
    r"ing)? to|resume|transition(?:ing)? (?:back )?(?:to|into)|refer(?:s|red|"
    r"rals?)? (?:out )?(?:to|for)|"
    r"must have|primary care|such as those|prior|previous|before|after completing|in place of|rather than|pause|"
    r"suspend|(?:women|men|clients|people|patients|those|anyone|individuals) (?:on|taking)|"
    r"put on hold|take a break from|instead of|unlike|beyond|more than|in addition to your|between|alternative to|"
    r"replace|su propio|history of|family history|consequences|if left untreated|"
    r"can lead to|may lead to|"
    r"(?:test(?:ed|s|ing)?|screen(?:ed|s|ing)?|checked)(?: \w+)? for|free (?:of|from)|absence of|sources? of|"
    r"statistics|according to|study|studies|survey)\b(?:(?! and (?:can|will|may|also|has|have|gets?) )[^,;.]){0,45}$"
)
_SENT_ON = cue(
    r"\b(?:main|primary|only|biggest) (?:concern|problem|issue|struggle)s?,? (?:please |you may want to )?(?:ask|call|"
    r"see|consider|visit|contact|try)\b|"
    r"\b(?:needs?|requires?) (?:an? )?(?:higher|more intensive|different) levels?\b|\b(?:is|are|"
    r"will be) (?:better served|"
    r"referred (?:elsewhere|out|to)|directed to)\b|\brefer (?:you|them|people|patients|clients) (?:elsewhere|out|"
    r"to)\b|\b(?:should|must) (?:seek|go to|be treated (?:elsewhere|first))\b"
)
_TREATS = cue(
    r"\b(?:treat\w*|serv(?:e|es|ing)|accept\w*|admit\w*|appropriate|suitable|"
    r"designed|able to|exclu\w*|candidates?|eligible|specializ\w+|work with|"
    r"atiend\w+|trat\w+|help)\b"
)
_OFFERS = cue(
    r"\b(?:offer\w*|provid\w*|includ\w*|availab\w*|part of|prescri\w*|manag\w*|"
    r"use[sd]?|using|do|have|ofrec\w+|inclu\w+|propor\w+|disponib\w+)\b"
)
_AFTER_TRAUMA = cue(r"[ -](?:informed|sensitive|responsive|focused|based)\b")
_TAKEN_ALREADY = re.compile(r"(?: (?:and|or) \w+)? (?:clients?|patients?|users?|members?|recipients?)\b")
"""What follows a medicine that people take already: "methadone clients welcome"."""

_HOUSE = re.compile(r"\bat (?:[\w.'-]+ ){1,4}$")
"""What leads to the name of a house at the end of a title: "… at Cedar County Mental Health"."""

_TRAUMA_PROGRAM = re.compile(r"[ -]focused (?:iop|intensive|program|track|php)\b")
"""What makes of trauma, too, what a program is for, and not how it treats."""

_AFTER_MENTAL_HEALTH = cue(
    r"[ ,-]*(?:and (?:substance use |addiction )?)?(?:professionals?|counsel(?:or|"
    r"ling|ing)s?|technicians?|clinicians?|providers?|centers?|clinics?|parity|"
    r"staff|team|first aid|authority|associations?|department|hospitals?|facilit\w+|"
    r"specialists?|therapists?|workers?|"
    r"nurses?|practitioners?|services|agenc\w+|board|system|institute|organi[sz]ations?|"
    r"experts?|insurance|benefits|coverage|days?|month|awareness|act|goals|journey|"
    r"recovery|care\b|evaluations?|assessments?)"
)


MOST_TERMS = 40
"""Terms taken from one sentence: more than any list names, so that a hostile sentence stays cheap."""


def care_claims(statement: Statement, hits: Sequence[Hit]) -> Iterator[Claim]:
    """Yield the conditions, therapies, staff and services that a sentence states or denies of the program."""
    for hit in hits[:MOST_TERMS]:
        if hit.term == "couples_or_family_therapy" and _MODES.search(statement.low, hit.start):
            continue
        if hit.attribute in (
            "conditions",
            "therapies",
            "populations",
            "care_team",
            "accreditation",
            "facility_services",
        ):
            yield from _claim(statement, hit.attribute, hit.term, hit.start, hit.end)
            if hit.term == "mood_disorder" and "anxiety" in statement.low[hit.start : hit.end]:
                yield from _claim(statement, "conditions", "anxiety", hit.start, hit.end)
    if statement.topics & SHARED and len(low := statement.low) < 60 and statement.headings:
        for attribute, term, start, end in listed_substances(low, folded(statement.headings[-1])):
            yield from _claim(statement, attribute, term, start, end)
    if statement.topics & SHARED:
        for attribute, term, start, end in shared_nouns(statement.low):
            yield from _claim(statement, attribute, term, start, end)
    if statement.topics & MODES:
        yield from _modes(statement)
    if not statement.topics & EXTRA_CARE:
        return
    low = statement.low
    for attribute, term, pattern in WORDINGS if ANY_WORDING.search(low) else ():
        if match := pattern.search(low):
            yield from _claim(statement, attribute, term, match.start(), match.end())
    if match := _SIGNS_OF_SUBSTANCE_USE.search(low):
        for claim in _claim(statement, "conditions", "substance_use", match.start(), match.end()):
            if not claim.denied:
                yield Claim("conditions", "substance_use", statement, claim.start, claim.end, how="derived")


def _modes(statement: Statement) -> Iterator[Claim]:
    """Yield the modes of therapy named in one breath: "individual, group and family sessions"."""
    low = statement.low
    for match in chain(islice(_MODES.finditer(low), 6), islice(_MODES_ES.finditer(low), 6)):
        for sign, term in _MODE_TERM:
            at = match.group().find(sign)
            if at >= 0 and not (term == "family_therapy" and "multi" in match.group()[max(0, at - 6) : at]):
                yield from _claim(statement, "therapies", term, match.start(), match.end())
    for term, pattern in (("individual_therapy", _ONE_TO_ONE), ("family_therapy", _FAMILY_THERAPIST)):
        if one := pattern.search(low):
            yield from _claim(statement, "therapies", term, one.start(), one.end())
    for match in _GROUPS.finditer(low):
        if _NOT_THESE_GROUPS.search(low, max(0, match.start() - 20), match.start()):
            continue
        if not (_KIND_OF_GROUP.search(low, 0, match.start()) and is_denied(low, match.start(), match.end())):
            yield from _claim(statement, "therapies", "group_therapy", match.start(), match.end())
            break


_HOUSE_BEFORE = re.compile(
    r"(?<![\w’'-])(?!(?:Adults?|Adolescents?|Teens?|Youth|Child(?:ren)?|Women|Men|Perinatal|Maternal|Our|Your|The|"
    r"An?|Virtual|"
    r"Online|Intensive|General|Primary|Behavioral|For|And|In|Of|With|To|Both|Co-Occurring|Outpatient|Program|IOP|"
    r"Evening|Day|"
    r"Morning|Senior|Older|Young|Spanish|Acute|Severe|Complex|Tracks?|Treat(?:s|ment)?|Integrated|Student|Family)\b)"
    r"[A-Z][\w.’'-]+ $"
)
_CARE_AFTER = re.compile(
    r" ?(?:\(|(?:iop|intensive|program|track|treatment|partial|php|conditions?|disorders?|issues|diagnos\w+|concerns|"
    r"challenges|needs|illness\w*|and|or)\b)",
    re.IGNORECASE,
)


def _names_a_house(text: str, start: int, end: int) -> bool:
    """Return whether "Mental Health" at ``start:end`` is a part of a house's name ("Flatirons Mental Health")."""
    if text[start:end] != "Mental Health" or _CARE_AFTER.match(text, end):
        return False
    return bool(_HOUSE_BEFORE.search(text, max(0, start - 40), start))


def _claim(statement: Statement, attribute: str, term: str, start: int, end: int) -> Iterator[Claim]:
    """Yield the claim unless the words are another level's, somebody else's, or named only in passing."""
    low = statement.low
    if statement.owner(start, end) not in ("iop", "") or _in_passing(low, attribute, term, start, end):
        return
    if term == "mental_health" and attribute == "conditions" and _names_a_house(statement.text, start, end):
        return
    if is_denied(low, start, end) or _denying_heading(statement):
        left, right = clause_of(low, start, end)
        verbs = _TREATS if attribute in ("conditions", "populations") else _OFFERS
        if verbs.search(low, left, right) or _denying_heading(statement):
            yield Claim(attribute, term, statement, start, end, denied=True)
        return
    yield Claim(attribute, term, statement, start, end)


_DENYING_HEADING = cue(
    r"\b(?:not (?:treat|offer|accept|appropriate|provide|a fit)|don't (?:treat|"
    r"offer|accept)|exclusion|who is not|what we don't|isn't for|contraindicat|"
    r"no (?:tratamos|atendemos|aceptamos))"
)


def _denying_heading(statement: Statement) -> bool:
    return bool(statement.headings) and bool(_DENYING_HEADING.search(statement.headings[-1].lower()))


def _in_passing(low: str, attribute: str, term: str, start: int, end: int) -> bool:
    if term != "twelve_step" and _ELSEWHERE.search(low, max(0, start - 90), start):
        return True
    if attribute == "conditions" and _SENT_ON.search(low, end, clause_of(low, start, end)[1]):
        return True
    if attribute == "therapies" and _TAKEN_ALREADY.match(low, end):
        return True
    if term == "act" and low[:start].endswith("community treatment ("):
        return True
    if term == "anger" and attribute == "conditions" and low.startswith(" management", end):
        return True
    if term == "trauma" and attribute == "conditions":
        if _TRAUMA_PROGRAM.match(low, end):
            return False
        return bool(_AFTER_TRAUMA.match(low, end) or re.match(r" (?:therap(?:y|ies)|processing|yoga)\b", low[end:]))
    if term == "mental_health" and attribute == "conditions":
        return bool(_AFTER_MENTAL_HEALTH.match(low, end) or (_HOUSE.search(low, 0, start) and end == len(low)))
    return False
