"""How a sentence means what it says: of IOPs in general, denied, hoped for, or about somebody else."""

from __future__ import annotations

import re

from crawler.reading.cues import cue

_GENERIC_SUBJECT = cue(
    r"(?:^|[.;:,] |\b(?:most|many|some|other|all|traditional|standard|typical|"
    r"in) )(?:(?:most|many|some|other|typical|all|an?|traditional|adult|virtual) ){0,2}"
    r"(?:intensive[ -]out-?patient (?:programs|treatments?|therapy|care|services|"
    r"rehabs?)|iops\b|intensive outpatient programs? \(iops?\)|"
    r"(?:an?|the typical|a typical|a standard) (?:iop|intensive outpatient)|"
    r"programs\b|los programas|los iop\b|un iop\b|un programa|treatment centers|"
    r"php and iop|iop|it)(?! (?:clients?|patients?|participants?|members?|groups?|staff|team|day|schedule)\b)"
)
_GENERIC_PLURAL = cue(r"\b(?:iops|intensive[ -]out-?patient (?:programs|rehabs|services))\b")
_USUALLY = cue(
    r"\b(?:typically|usually|generally|often|most|many|some|commonly|traditionally|"
    r"frequently|tend to|can|may|might|vary|varies|depending(?! on (?:the |your )?(?:sites?|locations?|age|"
    r"needs?)\b)|on average|as a rule|"
    r"range[sd]?|normally|"
    r"suelen?|generalmente|t[ií]picamente|normalmente|pueden?|por lo general|var[ií]an?|la mayor[ií]a)\b"
)
_MOSTLY = cue(
    r"\b(?:typically|usually|generally|commonly|traditionally|tends? to|suele|" r"generalmente|normalmente)\b"
)
_OURS = cue(
    r"\b(?:our|ours|we|we're|we've|us|this program|the program|this iop|the iop|"
    r"at this|here at|nuestr[oa]s?|ofrecemos|aceptamos|contamos|el programa|"
    r"este programa|"
    r"you will|you'll|participants|clients|patients|members|groups? meets?|meets on|call)\b"
)
_DEFINITION = re.compile(
    r"^(?:an? |the term )?(?:intensive[ -]out-?patient(?: (?:programs?|treatment|"
    r"therapy|care|services|rehab))?(?: \(iops?\))?|iops?)(?:,? or iops?,?)? "
    r"(?:is|are|means?|refers? to|can be|stands for|was|were|consists? of|involves?) (?:mostly |"
    r"usually |often |generally |typically )?(?:an? |the |one |designed |group |"
    r"structured )"
)
_AUTHORITY = cue(
    r"\b(?:according to|asam (?:criteria )?defines?|defined (?:by|as)|samhsa|"
    r"nida|nationally|nationwide|federal (?:guid\w+|rules|law)|studies|research (?:shows|suggests|has)|"
    r"national institute|medicare (?:defines|"
    r"requires|pays|covers)|cms|experts|"
    r"the american society|seg[uú]n(?! (?:sus? |los |el |la )?(?:ingresos?|capacidad|necesidad\w*|edad))|estudios)\b"
)


_SOMEBODY_GIVES = re.compile(
    r"^(?!most |many |some |other )(?:[\w'.&-]+ ){1,6}(?:provides|offers|operates|runs) "
    r"[^.;]{0,40}$"
)
"""A house named as the giver of what follows: "Genesis provides intensive outpatient services"."""

_THE_NORM = cue(
    r"(?<!referrals )\b(?:is|are) (?:common(?! (?:reasons?|concerns?|problems?|issues?)\b)|the norm|typical|usual|"
    r"customary|"
    r"standard)\b|\bis an? (?:type|kind|"
    r"form) of (?:treatment|care|"
    r"therapy|program)\b|\b(?:this|the) (?:fact sheet|guide|handout|article|page) (?:lists|explains|describes|covers)\b"
)


_OTHERS = cue(
    r"\b(?:our|we have) (?:good )?(?:friends|colleagues|neighbou?rs|partners?|sister (?:program|clinic|agency|"
    r"organization)s?) (?:over )?(?:at|across|in|down)\b[^.;]{0,60}\b(?:runs?|offers?|operates?|has|have|provides?) "
    r"(?:an?|their own|its own)\b[^.;]{0,40}\b(?:iops?|php|program|track)\b"
)
"""A program that somebody else runs: "our friends at Youth Harbor run an IOP for teens"."""


_SEE_THERE = re.compile(
    r"(?:for|para) (?!more\b|m[aá]s\b|an? (?:appointment|assessment|tour)\b)(?:[a-z'áéíóúñ-]+ ){0,4}[a-z'áéíóúñ-]+[:,] "
    r"(?:please )?(?:see|visit|vea|visite|consulte)\b(?! (?:us|our (?:iop|schedule|calendar))\b)"
)
"""Where others are sent: "For men, see Casa Nueva, Tuesdays and Thursdays"."""


def is_general(low: str, under_general_heading: bool = False) -> bool:
    """Return whether a folded sentence speaks of IOPs in general ("IOPs typically run 9–20 hours"), not of this one."""
    ours = bool(_OURS.search(low))
    if _OTHERS.search(low) or _SEE_THERE.match(low):
        return True
    if _AUTHORITY.search(low) and not re.search(r"\bour\b|\bwe\b", low):
        return True
    if ours and not _GENERIC_PLURAL.match(low):
        return False
    plural = _GENERIC_PLURAL.search(low)
    if (
        plural
        and not re.search(r"\b(?:our|we|at)\b", low)
        and not (_SOMEBODY_GIVES.search(low, 0, plural.start()) or low.endswith("'s ", 0, plural.start()))
    ):
        return True
    if not ours and _THE_NORM.search(low):
        return True
    if re.match(r"(?:most|many|some|other|los) (?:programs|iops|intensive|facilities|programas)", low):
        return True
    subject = _GENERIC_SUBJECT.search(low)
    usually = _MOSTLY if subject and subject.group().strip().removeprefix("in ") in ("iop", "it") else _USUALLY
    if subject and (usually.search(low, 0, subject.end()) or usually.search(low, subject.end(), subject.end() + 45)):
        return True
    if not under_general_heading:
        return False
    first = _GENERIC_SUBJECT.match(low)
    bare = first is not None and first.group().strip() in ("iop", "php and iop") and bool(_COUNTED.search(low))
    return bool(_DEFINITION.match(low) or _USUALLY.search(low) or (first and not bare))


_COUNTED = re.compile(r"\d|\b(?:two|three|four|five|nine|twelve)\b")
"""What an answer counts out flatly is this program's: "IOP is three days a week"."""

_QUOTED = cue(r'^["“].*\b(?:i|my|me|mine|our (?:son|daughter|child|family))\b')
_VOICES = cue(
    r"\b(?:testimonials?|reviews|(?:clients|parents|patients|alumni|people|families|they)(?:'re| are)? say(?:ing)?|"
    r"success stories|testimonios)\b"
)


_BIOGRAPHY = re.compile(
    r"(?:[a-z ]{2,30}: )?(?:dr\. )?[a-z][a-z.'-]*(?: [a-z.'-]+){1,3}, (?:lcsw|licsw|lmsw|lisw|lpc|lpcc|lmft|mft|"
    r"lmhc|lcpc|lcmhc|"
    r"ph\.?d|psy\.?d|"
    r"m\.?d|d\.?o|np|aprn|pmhnp|rn|rd|ladc|lcadc|cadc|msw|ma|ms|med|mba)\b"
)
"""How a line about one of the staff begins: "Jo Ann Field, LCSW"."""


_TRAINED = cue(
    r"\b(?:completed (?:his|her|their) (?:\w+ )?(?:residency|fellowship|training|internship|degree)|"
    r"special interests? in|"
    r"earned (?:his|her|their)|received (?:his|her|their) (?:\w+ )?(?:degree|doctorate|md|phd)|research interests?)\b"
)
"""What tells of one who works there, and of what he or she is fond of treating."""

_HIRING = cue(
    r"\b(?:(?:now|currently|always) hiring|we(?:'re| are) hiring|careers? at|job openings?|open positions?|join our "
    r"team|sign-on bonus)\b"
)
"""What seeks people to work there: their hours are nobody's treatment."""


def is_voice(low: str, heading: str) -> bool:
    """Return whether a folded sentence is somebody's praise of the program, quoted or under such a heading, or tells
    who works there."""
    if _TRAINED.search(low) or _QUOTED.search(low) or (", " in low and _BIOGRAPHY.match(low)) or _HIRING.search(low):
        return True
    return low.startswith('"') and bool(_VOICES.search(heading))


_NOT = cue(
    r"\b(?:not|no|never|used to (?:offer|provide|have|run)|formerly|without|"
    r"cannot|can't|don't|doesn't|isn't|aren't|won't|"
    r"shouldn't|"
    r"unable to|neither|nor|no longer|rather than|instead of|unlike|except(?: for)?|"
    r"excluding|exclud(?:es?|ed)|outside of|"
    r"other than|declines?|no se|no aceptamos|sin|excepto|salvo|tampoco|ni)\b"
)
_NOT_AFTER = cue(
    r"^.{0,60}?\b(?:(?:is|are|was|were|will be|be)(?: currently| yet| usually)? ?(?:not|"
    r"no longer|never|n't)|(?:is|are)n't|not (?:currently )?(?:accepted|covered|"
    r"offered|provided|available|included|treated|required|part)|"
    r"no (?:se|est[aá]n?|son|es)|(?:is|are) (?:excluded|unavailable|prohibited)|"
    r"(?:does|do) not|cannot|no longer (?:offered|provided|available|accepted))\b"
)
_BREAK = re.compile(
    r"[;.]|^no, |: (?=(?:we|our|you|it|the|every|each|all|they|clients|patients|participants|people|families)\b)|"
    r", (?=(?:and |but )?\w+ (?:is|are) not\b)|\b(?:but|however|although|though|(?<!not )yet(?! ?[:;.,)]| ?$)|pero|"
    r"sin embargo|aunque|"
    r"so\b|because|"
    r", and (?:we|our|is|are)|, we\b|and (?:we|do|does|is|are|can|will|give|provide|supply)\b)|, (?=(?:we|"
    r"our|you|it|the)\b)"
)
_NOT_REALLY = re.compile(
    r"\b(?:not (?:only|just|limited to|sure|alone|necessarily|hesitate|simply|"
    r"merely|uncommon|have to|need to|be afraid|require|forget|all)|no (?:fewer|less|more|later|sooner) than|no[- "
    r"](?:cost|"
    r"charge|wrong|judgment|matter|need|one|obligation|wait(?:ing)?|longer (?:struggl|suffer|"
    r"alone)|"
    r"solo|s[oó]lo)|without (?:having|leaving|needing|interrupting|the need|"
    r"requiring|a referral|an? |disrupting|living)|whether or not|non|no solo|"
    r"don't (?:wait|hesitate|have to|let|forget|need)|nor?t? (?:be )?alone|if not|"
    r"not living|do not require|does not require|doesn't require)\b"
)


_EXEMPT = re.compile(
    r"\b(?:not|no|none|never|cannot|don't|doesn't|isn't|aren't|out[- ]of[- ]network|fuera de(?: la)? red)\b[^;.]{0,80}"
    r"\b(?:except(?:ion)?(?: for| of)?|other than|outside of|excepto|salvo)\b[^;.]{0,60}$"
)
"""What makes of a denial its opposite: "not in network with any plan except …"."""

_ALL_BUT = cue(r"\b(?:all|every|any|most)\b[^.;]{0,60}\bbut (?:for )?(?:\w+ )?$")


def clause_of(low: str, start: int, end: int) -> tuple[int, int]:
    """Return the offsets of the clause around ``start:end``."""
    left = 0
    for match in _BREAK.finditer(low, 0, start):
        left = match.end() if match.end() <= start else left
    if low.startswith(("if ", "si ")) and (comma := low.find(", ")) > 0:
        left = max(left, comma + 2) if comma < start else left
    after = _BREAK.search(low, end)
    return left, after.start() if after else len(low)


def is_denied(low: str, start: int, end: int) -> bool:
    """Return whether the words at ``start:end`` are denied by their clause ("we do not accept …", "… is no
    longer offered")."""
    if not (_NOT.may_match(low, start) or _NOT_AFTER.may_match(low, end) or _ALL_BUT.may_match(low, start)):
        return False
    left, right = clause_of(low, start, end)
    before = _NOT_REALLY.sub(lambda m: " " * len(m.group()), low[left:start])
    if _EXEMPT.search(before):
        return False
    if _NOT.search(before) or _ALL_BUT.search(low, max(0, start - 80), start):
        return True
    return bool(_NOT_AFTER.match(low[end:right]))
