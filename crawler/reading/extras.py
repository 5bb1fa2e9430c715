"""Smaller facts of a program: group size, rolling admission, aftercare, levels at the same place, languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalog.facts import Span
from crawler.reading.claims import Claim
from crawler.reading.cues import Cues, cue
from crawler.reading.marks import QUANTITY
from crawler.reading.notation import within
from crawler.reading.stance import is_denied
from crawler.reading.statements import Statement
from crawler.reading.terms import Hit
from crawler.reading.topics import EXTRAS

_PERSONS = (
    r"(?:participants?|clients?|members?|patients?|people|persons|adolescents|"
    r"teens|adults|individuals|students|women|men|participantes|personas|clientes|"
    r"pacientes)"
)
_GROUP_SIZE = Cues(
    pattern
    for pattern in (
        rf"\bgroups? (?:size|sizes)(?: is| are| of|:| ranges?| limited| kept| capped)*(?: from|"
        rf" to| at)? ?(?P<q>{QUANTITY})(?! ?(?:hours?|days?|weeks?))",
        rf"\b(?:groups?|class(?:es)?|cohorts?|grupos?) (?:[\w-]+ ){{0,4}}?(?:of|de|"
        rf"with|to|at|have|has)? ?\(?(?P<q>{QUANTITY}) (?:\w+ )?{_PERSONS}\b",
        rf"(?P<q>{QUANTITY}) (?:\w+ )?{_PERSONS} (?:per|in each|in a|in every|a|each|"
        rf"por|to a) (?:group|class|cohort|session|grupo)",
        rf"\b(?:small )?groups? \((?P<q>{QUANTITY})(?: (?:\w+ )?{_PERSONS})?\)",
    )
)
_ROLLING = cue(
    r"\b(?:rolling (?:admissions?|enrollment|basis|start)|(?:join|start|enter|"
    r"begin|enroll)\b[^.;]{0,30}\b(?:at )?any (?:time|point|day|week)|open enrollment|"
    r"(?:groups? (?:is|are) )open(?:,| so|-ended| groups?)|open[- ]ended groups?|"
    r"open groups|"
    r"new (?:patients|clients|members|participants) (?:can |may |are )?(?:join|"
    r"start|admitted|welcome|begin|added)[^.;]{0,20}(?:every|each|any|weekly|"
    r"throughout|ongoing)|admissions? (?:is|are) ongoing|ongoing admissions?|"
    r"admisi[oó]n continua|inscripci[oó]n abierta)\b"
)
_CLOSED_GROUPS = cue(
    r"\b(?:closed (?:groups?|cohorts?)|cohort[- ]based|all (?:participants|clients|"
    r"members) (?:start|begin) together|grupos? cerrados?)\b"
)
_AFTERCARE = cue(
    r"\b(?:after-?care|alumni|continuing care|seguimiento posterior)\b(?: (?:planning|"
    r"plans?|program\w*|groups?|services|support|meetings?|network|community|"
    r"association|events|coordination))?"
)
_GIVES = cue(
    r"\b(?:offer\w*|provid\w*|includ\w*|available|our|we|plan\w*|develop\w*|"
    r"free|weekly|ofrec\w+|inclu\w+|program|groups?|support|services)\b"
)
_SPEAKS = cue(
    r"\b(?:speak\w*|bilingual|spoken|languages?|available in|offered in|services in|"
    r"groups? in|held in|conducted in|translat\w+|interpret\w+|en espa[ñn]ol|"
    r"hablamos|se habla|speaking|idiomas?|biling[uü]e|iop in|program in|sessions in|"
    r"[a-z]+-language)\b"
)
_PLANNED = cue(
    r"\b(?:until|pending|seeking|plan(?:ned|s|ning)?|appl(?:y|ying|ied)|survey|"
    r"working toward|in process|expected|anticipat\w+|eligible|candidate)\b"
)


def extra_claims(statement: Statement, hits: Sequence[Hit]) -> Iterator[Claim]:
    """Yield the smaller facts that a sentence states or denies."""
    if not statement.topics & EXTRAS:
        return
    yield from _group_size(statement)
    low = statement.low
    yield from _admission(statement)
    if (match := _AFTERCARE.search(low)) and _GIVES.search(low):
        yield Claim(
            "aftercare",
            True,
            statement,
            match.start(),
            match.end(),
            denied=is_denied(low, match.start(), match.end()),
            scope="facility",
        )
    for hit in hits:
        if hit.attribute == "languages" and _SPEAKS.search(low) and not is_denied(low, hit.start, hit.end):
            yield Claim("languages", hit.term, statement, hit.start, hit.end, scope="facility")


def _admission(statement: Statement) -> Iterator[Claim]:
    """Yield whether one can join at any time, or all start together."""
    if statement.owner(0, 0) not in ("iop", ""):
        return
    for pattern, joins in ((_ROLLING, True), (_CLOSED_GROUPS, False)):
        if match := pattern.search(statement.low):
            denied = is_denied(statement.low, match.start(), match.end()) == joins
            yield Claim("rolling_admission", True, statement, match.start(), match.end(), denied=denied)
            return


def _group_size(statement: Statement) -> Iterator[Claim]:
    if not statement.marked.quantities:
        return
    text = statement.marked.text
    for pattern in _GROUP_SIZE.possible(text):
        for match in pattern.finditer(text):
            quantity = statement.marked.quantities[match.start("q")]
            span = Span(quantity.low, quantity.high)
            if within(span, 2, 25) and statement.owner(match.start(), match.end(), ("meeting",)) == "iop":
                yield Claim("group_size", span, statement, match.start(), match.end())
                return


def is_planned(statement: Statement) -> bool:
    """Return whether a sentence speaks of an accreditation that is sought, not held."""
    return bool(_PLANNED.search(statement.low))
