"""Questions on a page: "Is there a virtual option?" states nothing until its answer says yes or no.

In come the claims of a page and its statements in order; out go the claims that its answers leave standing, those
answered with no as denied.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from crawler.reading.claims import Claim
from crawler.reading.statements import Statement

_YES_OR_NO = re.compile(
    r"(?:q ?[:.)] ?|\d+[.)] )?(?:(?:is|are|do|does|can|could|will|would|may|must|should) "
    r"(?!you (?:feel|struggl\w*|need|find|suffer\w*|tired|looking|ready|living|dealing|a )|your (?:teen|child|son|"
    r"daughter|loved|family|kid))|¿(?:se|hay|puedo|aceptan?|ofrecen?|tienen?|tratan?|atienden?|es|son|est[aá]n?) )"
)
_YES = re.compile(r"(?:a ?[:.)] ?)?(?:yes|yep|absolutely|of course|certainly|definitely|s[ií]\b)")
_NO = re.compile(r"(?:a ?[:.)] ?)?no(?:t at this time|t currently|pe)?(?:[,.!;:]| we| the | our|$)")
_DENIABLE = frozenset({"setting", "therapies", "conditions", "insurers", "payment_options", "insurance_accepted"})


def denied_by_answer(statements: Sequence[Statement]) -> frozenset[int]:
    """Return the numbers of the questions that their answers deny, and of those answers: what they name is not here."""
    found: set[int] = set()
    for asked, answer in pairwise(statements):
        if asked.low.endswith("?") and _YES_OR_NO.search(asked.low) and _NO.match(answer.low):
            found |= {asked.number, answer.number}
    return frozenset(found)


def answered(claims: Iterable[Claim], statements: Sequence[Statement]) -> Iterator[Claim]:
    """Yield ``claims`` without those of questions that nobody answers with yes or no."""
    following = {id(a): b for a, b in pairwise(statements)}
    for claim in claims:
        low = claim.statement.low
        if not low.endswith("?") or not _YES_OR_NO.match(low):
            yield claim
            continue
        answer = following.get(id(claim.statement))
        if answer is None:
            continue
        if _YES.match(answer.low):
            yield claim
        elif _NO.match(answer.low) and claim.attribute in _DENIABLE and not claim.denied:
            yield dataclasses.replace(claim, denied=True, also=(Claim(claim.attribute, claim.value, answer, 0, 2),))
