"""Does a facility's name say that it runs an intensive outpatient program? Names are abbreviated and cut short."""

from __future__ import annotations

import re

_NAMED = re.compile(
    r"\b(?:SA|CD|DD|MH)?IOPs?\b"  # "IOP", "PHP/IOP", "SAIOP": capitals only, as programs write it
    r"|(?i:\bintens(?:ive|\.)?\s+(?:out-?\s?p(?:ts?|at[a-z]*)?|op)\b)"
)


def names_iop(name: str) -> str:
    """Return the words of ``name`` that name an intensive outpatient program, "" where none do.

    "Intensive Outpt", "Intens OP" and a name cut at "Intensive Outp" count. "Intensive Residential" and "Intensive Day
    Treatment" are other levels of care; "Int Outp" may as well be integrated.
    """
    match = _NAMED.search(name)
    return match[0] if match else ""


_LEVEL = re.compile(r"(?i)\b(?:asam\s*(?:level\s*)?|level\s*)(?:2\.1|ii\.1)\b")
_DOUBTFUL = re.compile(
    r"(?i)\b(?:no|not|never|without|except|excluding|refers?|referred|referrals?|closed|formerly|discontinued)\b"
    r"|n['’]t\b|\bintraocular\b"
)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n+")


def states_iop(text: str) -> str:
    """Return the sentence of a short description that states an IOP by name or as ASAM level 2.1, "" where none does.

    A sentence that denies anything, refers elsewhere or speaks of eyes ("IOP") states nothing.
    """
    for sentence in _SENTENCE.split(text):
        if (names_iop(sentence) or _LEVEL.search(sentence)) and not _DOUBTFUL.search(sentence):
            return sentence.strip()
    return ""
