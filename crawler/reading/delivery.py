"""Where one attends: in person, by video, or both – of the IOP itself, not of a clinic's other visits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.reading.claims import Claim
from crawler.reading.cues import cue
from crawler.reading.stance import is_denied
from crawler.reading.statements import Statement
from crawler.reading.topics import DELIVERY

_VIDEO = cue(
    r"\b(?:virtual(?:ly|es|mente)?|tele-?health|tele-?medicine|tele-?therapy|"
    r"tele-?psychiatry|on-?line|remote(?:ly)?|(?:by|via|through|over|live|secure|"
    r"on) (?:secure |live |hipaa[- ]compliant |[a-z]{2} )?(?:video|zoom)|video ?-?(?:conferenc\w+|"
    r"sessions?|based|chat)|zoom|"
    r"[vt]-?iop|from (?:the (?:comfort|privacy|safety) of )?(?:your|their) (?:own )?homes?|"
    r"telesalud|telemedicina|en l[ií]nea|por video\w*|videollamadas?|a distancia|"
    r"desde (?:su|tu) casa)\b"
)
_NOT_THE_IOP = re.compile(
    r"^(?:[ -](?:tours?|reality|forms?|scheduling|applications?|portal|resources?|"
    r"stores?|payments?|bill pay|reviews?|library|education portal|assistants?|"
    r"visits? with|intake forms?|referral|chat|quiz|assessment tool|registration|"
    r"directory|calendar|contact|"
    r"work(?:ing|ers?)?|(?:12-step|aa|na|support|alumni)(?: group)? (?:meetings?|"
    r"groups?)|meetings|appointments?|psychiatr\w+|medication|individual|therapy appointments?|"
    r"services for (?:medication|individual)|workshops?|events?|open house|orientation|"
    r"info\w*|safety|gaming|addiction|bullying))"
)
_ATTENDED = cue(
    r"\b(?:iops?|viop|tiop|intensive|programs?|programming|groups?|sessions?|"
    r"tracks?|treatment|care|attend\w*|asist\w+|offered|offer|available|options?|opci[oó]n|formats?|"
    r"deliver\w+|participat\w+|join|held|meets?|hybrid|platform|in[- ]person|"
    r"in the office|programas?|sesiones|grupos?|ofrec\w+|participa\w*|level of care|"
    r"services|allowed|setting|therapy)\b"
)
_IN_PERSON = cue(
    r"\b(?:in[- ]person|on-?site|face[- ]to[- ]face|in[- ](?:the |our )?office|"
    r"presencial(?:es|mente)?|en persona)\b"
)
_ONLY_IN_PERSON = cue(
    r"\b(?:in[- ]person only|on-?site only|only (?:offered |available |held |provided |meets )?in[- ]person|"
    r"(?:fully|entirely|exclusively|strictly|100%) in[- ]person|[uú]nicamente presencial|"
    r"solo presencial|not (?:a )?virtual)\b"
)
_ONLY_VIDEO = cue(
    r"\b(?:100% (?:virtual|online|remote)|(?:fully|entirely|completely|exclusively) (?:virtual|"
    r"online|remote)|only (?:virtual|online))\b"
)
_HYBRID = cue(
    r"\bhybrid\b|\bh[ií]brid[oa]s?\b|\bboth (?:in[- ]person and (?:virtual|online|"
    r"tele\w+)|(?:virtual|online|tele\w+) and in[- ]person)"
)
_HOME_ASIDE = cue(
    r"\b(?:away from|return|living|live|sleep|transition|hospital|close|near|"
    r"closer|safe|steps|skills|distance|miles)\b"
)


_BEFORE_OR_AFTER = re.compile(
    r"\b(?:afterwards?|after (?:you|the (?:program|iop)|discharge|graduat\w+)|before you (?:come|start|arrive|begin)|"
    r"follow-?ups?)\b[^.;]{0,80}$"
)
"""What leads to calls around the program, which itself need not be by video."""

_LEADS = re.compile(r"(?:virtual|online|telehealth|en l[ií]nea) ?\([^()]{3,60}\):?$")
"""A line that leads the times of those who attend by video: "Virtual (anywhere in Colorado)"."""


def delivery_claims(statement: Statement) -> Iterator[Claim]:
    """Yield in which settings the IOP can be attended, or not."""
    low = statement.low
    if not statement.topics & DELIVERY:
        return
    if match := _ONLY_IN_PERSON.search(low):
        if _owned(statement, match):
            yield Claim("setting", "in_person", statement, match.start(), match.end())
            yield Claim("setting", "virtual", statement, match.start(), match.end(), denied=True)
        return
    if (match := _HYBRID.search(low)) and _owned(statement, match) and not is_denied(low, match.start(), match.end()):
        yield Claim("setting", "hybrid", statement, match.start(), match.end())
    for match in _VIDEO.finditer(low):
        if _about_iop(statement, match):
            yield Claim(
                "setting",
                "virtual",
                statement,
                match.start(),
                match.end(),
                denied=is_denied(low, match.start(), match.end()),
            )
            break
    match = _IN_PERSON.search(low)
    if match and _owned(statement, match) and _ATTENDED.search(low) and not _ONLY_VIDEO.search(low):
        denied = is_denied(low, match.start(), match.end())
        if not denied:
            yield Claim("setting", "in_person", statement, match.start(), match.end())


def _owned(statement: Statement, match: re.Match[str], rivals: tuple[str, ...] = ("meeting",)) -> bool:
    return statement.owner(match.start(), match.end(), rivals) == "iop"


def _about_iop(statement: Statement, match: re.Match[str]) -> bool:
    """Return whether words of video care speak of the IOP: its groups, sessions or the program, not a form or
    a tour."""
    low = statement.low
    if _NOT_THE_IOP.match(low[match.end() : match.end() + 60]) or not _owned(statement, match, ("meeting", "family")):
        return False
    if _BEFORE_OR_AFTER.search(low, 0, match.start()):
        return False
    if "home" in match.group() and (
        _HOME_ASIDE.search(low)
        or not re.search(r"\b(?:attend|join|participate|log|access|receive|get|asist\w+|participe)\b", low)
    ):
        return False
    if re.search(
        r"\b(?:individual|psychiatr\w+|medication|family|parents?|alumni|assessments?|"
        r"intakes?|appointments?|register|apply|learn more|schedule an?|pay|forms?|"
        r"medication management) (?:\w+ ){0,4}$",
        low[: match.start()],
    ):
        return False
    if _LEADS.match(low) and statement.block.kind in ("heading", "paragraph"):
        return True
    return bool(_ATTENDED.search(low) or statement.marked.ranges or statement.marked.days) or statement.block.kind in (
        "item",
        "row",
    )
