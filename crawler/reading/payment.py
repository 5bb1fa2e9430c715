"""Who pays: insurance accepted at all, insurers by name, public programs and other ways to pay, stated or denied."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from crawler.reading.claims import Claim
from crawler.reading.page import Block
from crawler.reading.payment_cues import (
    ACCEPTS,
    ANSWERS,
    ASKS,
    BUT_SOME,
    ELSEWHERE_PAID,
    INSURANCE,
    INSURANCE_HEADING,
    LABEL,
    LEFT_OVER,
    LIST_HEADING,
    NAMED_TAKER,
    NONE_TAKEN,
    NOT_YET,
    ONLY_ASKING,
    OUR_WORDS,
    PAYS_HERE,
    PUBLIC,
    SAVE_FOR,
    STRONG,
    VERB,
    WHO_PAYS,
)
from crawler.reading.payment_words import WAYS_TO_PAY
from crawler.reading.stance import is_denied
from crawler.reading.statements import Statement
from crawler.reading.terms import Hit
from crawler.reading.topics import PAYMENT
from crawler.reading.wordforms import folded


class PaymentReader:
    """Reads a page's statements in order: a list or a row of logos under "We accept:" belongs to that lead."""

    def __init__(self) -> None:
        self._leads = False
        self._took: Statement | None = None
        self._pictures: list[Claim] = []
        self._bare: dict[Block, list[Claim]] = {}

    def claims(self, statement: Statement, hits: Sequence[Hit]) -> Iterator[Claim]:
        """Yield what a sentence says about paying."""
        insurers = [h for h in hits if h.attribute == "insurers"]
        kind = statement.block.kind
        if kind not in ("item", "image", "row") and not insurers:
            self._leads = False
        low = statement.low
        if (
            not insurers
            and not any(h.attribute == "payment_options" for h in hits)
            and not statement.topics & PAYMENT
            and not _asked(statement)
        ):
            return
        if kind == "image":
            yield from self._logo(statement, insurers)
            return
        led = self._leads or _lists_insurers(statement) or self._goes_on(statement, hits)
        taken = list(_insurers(statement, insurers, led, hits))
        self._took = statement if any(not claim.denied for claim in taken) else None
        if not taken:
            self._keep_bare(statement, hits)
        yield from taken
        yield from _options(statement, hits, led)
        yield from _accepted(statement)
        if kind not in ("item", "row"):
            self._leads = bool(
                INSURANCE.search(low) and ACCEPTS.search(low) and not is_denied(low, len(low) - 1, len(low))
            ) or (kind == "heading" and bool(LIST_HEADING.search(low)) and bool(INSURANCE_HEADING.search(low)))

    def _goes_on(self, statement: Statement, hits: Sequence[Hit]) -> bool:
        """Return whether a sentence is a piece of the list that its paragraph began: "Aetna • Cigna • Medicare"."""
        before = self._took
        return (
            before is not None
            and before.block is statement.block
            and before.number + 1 == statement.number
            and _is_payer_list(statement, hits, 1)
        )

    def pass_by(self) -> None:
        """Note a sentence that says nothing about paying: it ends the list that an earlier one led."""
        self._leads = False

    def _logo(self, statement: Statement, insurers: Sequence[Hit]) -> Iterator[Claim]:
        for hit in insurers:
            claim = Claim("insurers", hit.term, statement, hit.start, hit.end)
            if self._leads or _lists_insurers(statement):
                yield claim
            else:
                self._pictures.append(claim)

    def _keep_bare(self, statement: Statement, hits: Sequence[Hit]) -> None:
        """Keep the payers of a sentence that is nothing else: a row of them may turn out to need no heading."""
        payers = [h for h in hits if h.attribute in ("insurers", "payment_options")]
        begins = statement.text.find(": ") + 1
        if not payers or payers[0].start > begins + 2 or _under_denial(statement):
            return
        if sum(h.end - h.start for h in payers) > 0.8 * len(statement.text[begins:].strip(" .")):
            kept = [Claim(h.attribute, h.term, statement, h.start, h.end) for h in payers]
            self._bare.setdefault(statement.block, []).extend(kept)

    def rest(self) -> Iterator[Claim]:
        """Yield the payers of a row of logos or names without a heading: three brands side by side are no
        coincidence."""
        if len({claim.value for claim in self._pictures}) >= 3:
            yield from self._pictures
        for row in self._bare.values():
            if len({claim.value for claim in row if claim.attribute == "insurers"}) >= 2 and len(row) >= 3:
                yield from row


def _lists_insurers(statement: Statement) -> bool:
    return _lead_to_insurers(statement.headings[-2:])


@functools.lru_cache(maxsize=1000)
def _lead_to_insurers(headings: tuple[str, ...]) -> bool:
    """Return whether one of the innermost headings leads a list of insurers that are taken."""
    return any(LIST_HEADING.search(low) and INSURANCE_HEADING.search(low) for low in map(folded, headings))


def _means_it(statement: Statement, led: bool, hits: Sequence[Hit] = ()) -> bool:
    """Return whether a sentence says that the program takes a payer, not that one should ask."""
    low = statement.low
    if LABEL.match(low) and len({h.term for h in hits if h.attribute in ("insurers", "payment_options")}) > 2:
        return True
    if ONLY_ASKING.search(low) and not STRONG.search(low):
        return False
    if LABEL.match(low):
        return True
    if led or PAYS_HERE.search(low) or NAMED_TAKER.search(statement.text) or _is_payer_list(statement, hits):
        return True
    return bool(ACCEPTS.search(low) and (OUR_WORDS.search(low) or statement.subject == "iop"))


def _is_payer_list(statement: Statement, hits: Sequence[Hit], least: int = 0) -> bool:
    """Return whether a sentence is little else than payers side by side: three are no coincidence, under a heading
    about paying one is enough (``least`` where that is known)."""
    payers = [h for h in hits if h.attribute in ("insurers", "payment_options")]
    if not payers or not statement.text[0].isupper():
        return False
    least = least or (1 if any(WHO_PAYS.match(folded(h)) for h in statement.headings[-1:]) else 3)
    if least == 3 and not VERB.search(statement.low):
        least = 2
    if least == 1 and payers[0].start == 0 and _OF_A_PAYER.match(statement.low, payers[0].end):
        return True
    ways = [(term, way.search(statement.low)) for term, way in WAYS_TO_PAY]
    named = {h.term for h in payers} | {term for term, found in ways if found}
    if len(named) < least:
        return False
    begins = max(statement.text.rfind(mark, 0, min(h.start for h in payers)) for mark in ";:") + 1
    letters = sum(h.end - h.start for h in payers) + sum(found.end() - found.start() for _, found in ways if found)
    return letters > 0.45 * len(statement.text[begins:].strip())


_OF_A_PAYER = re.compile(
    r" ?(?:\(|(?:through|for|with|members|plans?|and|&)\b(?![^.;]{0,40}\b(?:not|n't|no longer)\b))"
)
"""What follows a payer at the head of a line about paying: "Medicaid for county residents"."""


def _insurers(statement: Statement, hits: Sequence[Hit], led: bool, every: Sequence[Hit]) -> Iterator[Claim]:
    if not hits or not _means_it(statement, led, every):
        return
    for hit in hits:
        if (away := ELSEWHERE_PAID.search(statement.low, 0, hit.start)) and not SAVE_FOR.search(away.group()):
            continue
        denied = is_denied(statement.low, hit.start, hit.end) or _under_denial(statement)
        yield Claim("insurers", hit.term, statement, hit.start, hit.end, denied=denied)


def _under_denial(statement: Statement) -> bool:
    return bool(statement.headings) and bool(
        re.search(
            r"\bnot (?:accept|in[- ]network|contracted)|don't accept|no aceptamos", folded(statement.headings[-1])
        )
    )


def _options(statement: Statement, hits: Sequence[Hit], led: bool) -> Iterator[Claim]:
    """Yield the ways to pay: public programs where the program takes them, others where it names them."""
    low = statement.low
    means = _means_it(statement, led, hits)
    for hit in hits:
        if NOT_YET.match(low, hit.end) or ELSEWHERE_PAID.search(low, 0, hit.start):
            continue
        if hit.attribute != "payment_options" or hit.term in {term for term, _ in WAYS_TO_PAY}:
            continue
        denied = is_denied(low, hit.start, hit.end) or _under_denial(statement)
        if (
            means
            or (denied and (INSURANCE.search(low) or _under_denial(statement)))
            or (hit.term not in (*PUBLIC, "private_insurance") and not denied)
        ):
            yield Claim("payment_options", hit.term, statement, hit.start, hit.end, denied=denied)
    for term, pattern in WAYS_TO_PAY:
        match = pattern.search(statement.text if term == "single_case_agreement" else low)
        if not match:
            continue
        denied = is_denied(low, match.start(), match.end())
        if term == "out_of_network" and (
            denied
            or "not in-network" in low
            or re.match(r" with (?:medicaid|medicare|tricare)\b", low[match.end() :])
            or re.search(r"\b(?:if|when|unless|si)\b[^.;,]*$", low[: match.start()])
        ):
            continue
        yield Claim("payment_options", term, statement, match.start(), match.end(), denied=denied)


def _asked(statement: Statement) -> bool:
    return bool(statement.headings) and _asks(statement.headings[-1])


@functools.lru_cache(maxsize=1000)
def _asks(heading: str) -> bool:
    """Return whether a heading asks if insurance is taken."""
    return bool(ASKS.search(folded(heading)))


def _accepted(statement: Statement) -> Iterator[Claim]:
    """Yield whether insurance is accepted at all, where a sentence says so."""
    low = statement.low
    match = NONE_TAKEN.search(low)
    if match and not LEFT_OVER.search(low, 0, match.start()) and not BUT_SOME.match(low, match.end()):
        yield Claim("insurance_accepted", True, statement, match.start(), match.end(), denied=True)
        return
    if _asked(statement) and (reply := ANSWERS.match(low)):
        yield Claim("insurance_accepted", True, statement, 0, len(low), denied=bool(reply["no"]))
        return
    for match in INSURANCE.finditer(low):
        if statement.owner(match.start(), match.end()) not in ("iop", "", "op", "php", "residential"):
            continue
        if BUT_SOME.match(low, match.end()) and "all" not in low[: match.start()]:
            continue
        if low.endswith(("sin ", "tiene "), 0, match.start()) or LEFT_OVER.search(low, 0, match.start()):
            continue
        denied = is_denied(low, match.start(), match.end())
        if denied and re.search(
            r"\b(?:accept|take|(?:is|are)(?:n't| not) (?:accepted|billed|taken)|bill|cover\w*|"
            r"participate|contract\w*|acept\w+|cub\w+)\b",
            low,
        ):
            yield Claim("insurance_accepted", True, statement, match.start(), match.end(), denied=True)
        elif not denied and _means_it(statement, False) and not low.endswith("?"):
            yield Claim("insurance_accepted", True, statement, match.start(), match.end())
        else:
            continue
        return
