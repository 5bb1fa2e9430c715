"""Decides which terms of a question are turned down: what a negation stands at, and what was only had in vain."""

from __future__ import annotations

import re

from index.understand.fillers import FILLERS
from index.understand.terms import Found
from index.understand.tokens import Token

NEGATIONS = frozenset({"no", "not", "non", "without", "isnt", "arent", "dont", "doesnt", "didnt", "wont",
    "avoid", "exclude", "excluding", "excluye", "excluir", "except", "nothing", "neither", "sin", "excepto", "nada",
    "nor", "ni", "aint", "hate", "hates",
    "minus", "skip", "ningun", "ninguna", "tampoco", "evitar"})  # fmt: skip
"""Words that turn down what follows them in the same clause."""

DENIED = frozenset({"denies", "denied", "denying", "niega", "tried", "trying", "failed", "probe", "probado", "probamos",
    "intentado", "negative", "refuses", "refused", "refusing", "declines", "declined",
    "rehusa", "rechaza"})  # fmt: skip
"""Words before what somebody has not or has behind them: neither wished for nor turned down."""

TURNING_AFTER = frozenset({"dont work", "doesnt work", "wont work", "isnt an", "is not an", "arent an", "not an option",
    "not for", "isnt for", "are not for", "is not for", "are out", "is out", "no me sirve", "no me sirven",
    "no me funciona", "no le funciona", "no gracias", "no puedo", "no puede", "not possible", "is not possible",
    "isnt possible", "is impossible", "are impossible"})  # fmt: skip
"""Words right after a term that turn it down: "mornings don't work for me"."""

NOT_MISSED_AFTER = frozenset({"didnt work", "didnt help", "hasnt helped", "havent helped", "isnt helping",
    "isnt working", "not working", "did not work", "did not help", "didnt do", "no funciono", "no le ayudo",
    "no me ayudo", "no ayudo"})  # fmt: skip
"""Words right after a term that say it was had in vain: neither wished for nor turned down."""

REFUSING = frozenset({"wont pay", "doesnt pay", "wont cover", "doesnt cover", "does not cover", "didnt cover",
    "will not cover", "turned me down", "dropped me", "dropped us", "no cubre", "no paga", "no me cubre", "no lo cubre",
    "no quiere pagar"})  # fmt: skip
"""Words right after an insurer that does not pay at all: it is neither wished for nor turned down."""

NEGATION_PAIRS = frozenset({"rather than", "instead of", "other than", "en vez", "opposed to", "lugar de", "nada de",
                            "tired of", "cant be", "cannot be", "cant do", "cant make",
                            "cant attend",
                            "cant come", "cannot do", "cannot attend", "no puedo",
                            "anything but", "everything but", "all but",
                            "day but", "days but", "time but", "dia menos", "dias menos"})  # fmt: skip

UNTURNED = frozenset(
    {
        "nada mas",
        "dont mind",
        "not only",
        "not just",
        "no matter",
        "no preference",
        "not sure",
        "not limited",
        "no solo",
        "not necessarily",
        "no more",
    }
)
"""Beginnings that look like a negation and turn nothing down."""

REACH = 5
"""Words between a negation and what it turns down: "do not want any kind of religious"."""

CARRIED_BY = frozenset({"or", "nor", "ni", "o", "/", "u"})
"""Words that carry a negation on to the next term."""

STOPPED_BY = frozenset({"but", "and", "because", "since", "so", "y", "pero", "porque", "with", "con"})
"""Words past which a negation does not reach: "not getting better with CBT"."""

SPENT_ON = frozenset({"working", "helping", "helped", "better", "well", "talking", "talk", "sure", "enough", "anymore",
    "yet", "ready", "alone", "leave", "know", "care", "job", "jobs", "money", "house", "time", "license", "phone",
    "internet", "trabajo", "casa", "dinero", "tiempo", "carro", "fine", "easy", "funciona", "funciono", "ayuda",
    "ayudo",
    "habla", "bien",
    "mejor", "seguro", "seguros", "listo", "lista"})  # fmt: skip
"""Words that a negation is about itself: "not doing well Medicaid" turns no Medicaid down."""

_SUBJECTS = frozenset({"i", "im", "ive", "we", "he", "hes", "she", "shes", "they", "yo"})
_THINKING = frozenset({"think", "believe", "feel", "want", "no", "not", "not that"})
"""Somebody named past a negation begins another clause, but for "I don't think she needs"."""

GIVING_UP = frozenset({"stop", "quit", "stopped", "dejar", "deja", "dejo", "stay", "staying", "get", "getting"})
"""Beginnings of wordings that are wished for in vain right after a negation: "if I don't stop drinking"."""

_BEING_ABLE = frozenset({"able", "to", "can", "could", "seem", "puedo", "puede", "pudo", "he", "she"})

HAVE = frozenset({"have", "had", "got", "tengo", "tiene", "tenemos"})
"""After "don't", these say what a person has not: neither wished for nor turned down."""


def _is_borne(tokens: list[Token], at: int, hit: Found) -> bool:
    """Return whether a condition is one that somebody cannot bear: "tired of anxiety", "no puedo con mi depresión"."""
    words = {token.folded for token in tokens[at : at + 2]}
    unable = bool(words & {"cant", "cannot", "tired", "hate", "hates", "puedo", "puede"})
    return unable and {key for key, _ in hit.meaning} == {"conditions"}


def _listed(tokens: list[Token], at: int, starts: dict[int, Found]) -> set[int]:
    """Return where the other wordings of a list begin that a comma goes on with and ", or" or "ni" ends.

    "No AA, religion, or virtual" turns three down; "no AA, evenings or weekends" only one.
    """
    items: set[int] = set()
    n, ended = at, False
    while n + 1 < len(tokens) and not ended:
        paused = tokens[n].typed == ","
        n += paused
        ended = tokens[n].folded in ("nor", "ni") or (paused and tokens[n].folded in CARRIED_BY)
        n += ended
        if not (paused or ended) or n not in starts or any(key in _HAD for key, _ in starts[n].meaning):
            return set()
        items.add(n)
        n = starts[n].last
    return items if ended else set()


_HAD = frozenset({"conditions", "insurers", "payment_options", "age_groups"})
"""What people name of themselves after a comma, too."""


def turned_down(tokens: list[Token], found: list[Found], taken: list[bool]) -> list[Found]:
    """Return the wordings with those excluded that a negation turns down; ``taken`` are words of other readings."""
    found = [hit._replace(meaning=()) if _only_leads_on(tokens, hit) else hit for hit in found]
    starts = {hit.first: hit for hit in found}
    reached: set[int] = set()
    not_had: set[int] = set()
    inside = {n for hit in found for n in range(hit.first, hit.last)}
    for at in range(len(tokens)):
        if (
            at not in inside
            and not taken[at]
            and (tokens[at].folded in DENIED or _past_history(tokens, at) or _refused(tokens, at))
        ):
            not_had.update(n for n in _reach(tokens, at, starts, taken) if _may_be_past(starts[n], tokens[at].folded))
        elif at not in inside and not taken[at] and _negates(tokens, at):
            (not_had if _of_oneself(tokens, at, starts) else reached).update(_reach(tokens, at, starts, taken))
    for hit in found:
        if _turned_after(tokens, hit):
            reached.add(hit.first)
        elif _had_in_vain(tokens, hit) or _is_another_day(tokens, hit) or _no_longer_had(tokens, hit):
            not_had.add(hit.first)
    found = [hit._replace(meaning=()) if hit.first in not_had else hit for hit in found]
    return [hit._replace(excluded=True) if hit.first in reached else hit for hit in found]


def _after(tokens: list[Token], hit: Found) -> list[str]:
    """Return the two and the three words right after a wording."""
    return [" ".join(t.folded for t in tokens[hit.last : hit.last + size]) for size in (2, 3)]


def _turned_after(tokens: list[Token], hit: Found) -> bool:
    return any(words in TURNING_AFTER for words in _after(tokens, hit))


def _had_in_vain(tokens: list[Token], hit: Found) -> bool:
    return any(words in NOT_MISSED_AFTER or (words in REFUSING and _ends(tokens, hit.last + n))
               for n, words in enumerate(_after(tokens, hit), 2))  # fmt: skip


_TRIED = frozenset(
    {
        "tried",
        "trying",
        "failed",
        "probe",
        "probado",
        "probamos",
        "intentado",
        "refuses",
        "refused",
        "refusing",
        "declines",
        "declined",
        "rehusa",
        "rechaza",
    }
)


def _may_be_past(hit: Found, word: str) -> bool:
    """Return whether a wording may be something tried before: a treatment, but no condition."""
    return word not in _TRIED or all(key in ("therapies", "setting", "medication_management", "level_of_care")
                                     for key, _ in hit.meaning)  # fmt: skip


_GROUPS = frozenset({"group", "groups", "grupo", "grupos", "sessions", "sesiones", "meetings", "group therapy",
                     "terapia de grupo", "terapia grupal", "group sessions"})  # fmt: skip
_OF_GROUPS = frozenset({"with", "on", "con", "los", "en"})


def _only_leads_on(tokens: list[Token], hit: Found) -> bool:
    """Return whether groups are named for what follows: "no groups with men" turns down the men."""
    words = " ".join(token.folded for token in tokens[hit.first : hit.last])
    return words in _GROUPS and hit.last < len(tokens) and tokens[hit.last].folded in _OF_GROUPS


def _ends(tokens: list[Token], at: int) -> bool:
    """Return whether a clause ends at a token."""
    return at >= len(tokens) or tokens[at].kind == "break" or tokens[at].folded in STOPPED_BY


_LEAVING = frozenset({"out", "released", "discharged", "discharges", "discharge", "discharging", "leaves", "home",
                      "sale", "salio", "salgo", "alta", "since", "desde", "last",
                      "appointment", "cita", "until", "deploys", "inpatient", "detox", "overdosed", "od", "relapsed",
                      "attempted", "acted", "hospitalized", "admitted", "fired", "arrested", "court", "hospital",
                      "surgery", "born", "died"})  # fmt: skip


def _refused(tokens: list[Token], at: int) -> bool:
    """Return whether an insurer refused what follows: "wont approve PHP"."""
    words = [token.folded for token in tokens[max(0, at - 1) : at + 1]]
    return len(words) > 1 and words[0] in NEGATIONS and words[1] in _APPROVING


_APPROVING = frozenset({"approve", "approved", "authorize", "authorized", "cover", "covered", "pay", "aprobo",
                        "aprueba", "autoriza", "autorizo", "cubre", "cubrio"})  # fmt: skip


def _is_another_day(tokens: list[Token], hit: Found) -> bool:
    """Return whether a weekday is one of the person's life, not of a program: "gets out on Monday"."""
    if hit.meaning and all(key == "days" for key, _ in hit.meaning):
        return any(token.folded in _LEAVING for token in tokens[max(0, hit.first - 2) : hit.first])
    return False


_NO_LONGER_HAD = re.compile(
    r"(?:(?:not?|dont|doesnt|didnt|cant|do not|does not) (?:longer )?(?:qualify|eligible|califico|calificamos|califica)"
    r"(?: for| para| a)?|too much(?: money)? for|lost|kicked off(?: of)?|(?:dropped|denied) (?:by|from|for)|perdi"
    r"|perdimos|perdio)(?: (?:my|our|his|her|the|el|mi|su|nuestro))? $"
)


def _no_longer_had(tokens: list[Token], hit: Found) -> bool:
    """Return whether a way to pay is one that somebody has not: "lost our Medicaid", "makes too much for it"."""
    before = "".join(f"{token.folded} " for token in tokens[max(0, hit.first - 6) : hit.first])
    pays = {key for key, _ in hit.meaning} & {"payment_options", "insurers"}
    return bool(pays) and _NO_LONGER_HAD.search(before) is not None


def _past_history(tokens: list[Token], at: int) -> bool:
    """Return whether "no history of" or "no hx of" stands at a token."""
    words = [token.folded for token in tokens[at : at + 3]]
    return words[:1] in (["no"], ["without"], ["sin"]) and words[1:2] in (["history"], ["hx"], ["historial"])


def _of_oneself(tokens: list[Token], at: int, starts: dict[int, Found]) -> bool:
    """Return whether a negation says what somebody has not: "we don't have Medicaid", but not "one without"."""
    before, word, after = (tokens[n].folded if 0 <= n < len(tokens) else "" for n in (at - 1, at, at + 1))
    if word in ("dont", "doesnt", "didnt") and before in ("i", "he", "she", "we", "they") and at + 1 in starts:
        return all(key == "conditions" for key, _ in starts[at + 1].meaning)
    if word == "no" and at + 1 in starts and {key for key, _ in starts[at + 1].meaning} == {"conditions"}:
        return True  # "no ED" says what somebody has not, "not for ED" what a program should not be for
    said = word in ("dont", "no") or (word == "not" and before == "do") or before in ("he", "she")
    return said and after in HAVE


def _negates(tokens: list[Token], at: int) -> bool:
    pair = f"{tokens[at].folded} {tokens[at + 1].folded}" if at + 1 < len(tokens) else ""
    if pair in UNTURNED:
        return False
    slashed = tokens[at].folded == "w" and at + 2 < len(tokens) and tokens[at + 2].folded == "o"
    return tokens[at].folded in NEGATIONS or pair in NEGATION_PAIRS or slashed


def _reach(tokens: list[Token], at: int, starts: dict[int, Found], taken: list[bool]) -> set[int]:
    """Return where the wordings begin that a negation at a token turns down."""
    reached: set[int] = set()
    n, passed = at + 1, 0
    while n < len(tokens) and passed <= REACH:
        token = tokens[n]
        if n in starts and _only_leads_on(tokens, starts[n]):
            n = starts[n].last + (starts[n].last not in starts)
            continue
        if n in starts:
            if _is_borne(tokens, at, starts[n]):
                break
            if token.folded in GIVING_UP and all(t.folded in _BEING_ABLE for t in tokens[at + 1 : n]):
                break
            reached.add(n)
            n = starts[n].last
            if n < len(tokens) and tokens[n].folded in CARRIED_BY:
                n, passed = n + 1, REACH - 1
            elif listed := _listed(tokens, n, starts):
                return reached | listed
            elif tokens[at].folded not in DENIED or n not in starts:
                break
            continue
        if token.kind == "break" or taken[n]:
            break
        if (token.kind != "sign" and token.folded not in FILLERS) or (passed and token.folded in STOPPED_BY):
            break
        if token.folded in SPENT_ON or (token.folded in _SUBJECTS and tokens[n - 1].folded not in _THINKING):
            break
        n, passed = n + 1, passed + (token.kind != "sign")
    return reached
