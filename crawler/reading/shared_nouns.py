"""Terms that share one noun: "opioid or alcohol use disorder", "mood, anxiety and eating disorders", "art and play
therapy", "alcohol, heroin or meth" – from a folded sentence to terms and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.reading.cues import cue

_SUBSTANCES = {
    "opioid": "opioid_use",
    "opiate": "opioid_use",
    "alcohol": "alcohol_use",
    "cannabis": "cannabis_use",
    "marijuana": "cannabis_use",
    "stimulant": "stimulant_use",
    "cocaine": "stimulant_use",
    "methamphetamine": "stimulant_use",
    "benzodiazepine": "benzodiazepine_use",
    "substance": "substance_use",
}
_BARE_SUBSTANCES = {
    "alcohol": "alcohol_use",
    "opioid": "opioid_use",
    "opiate": "opioid_use",
    "heroin": "opioid_use",
    "fentanyl": "opioid_use",
    "cocaine": "stimulant_use",
    "meth": "stimulant_use",
    "marijuana": "cannabis_use",
    "cannabis": "cannabis_use",
    "benzo": "benzodiazepine_use",
    "stimulant": "stimulant_use",
    "kratom": "other_addiction",
    "drugs": "substance_use",
    "pills": "substance_use",
}
_ARTS = {
    "art": "art_therapy",
    "music": "music_therapy",
    "play": "play_therapy",
    "drama": "drama_therapy",
    "recreation": "recreation_therapy",
    "equine": "equine_therapy",
    "expressive": "expressive_therapy",
    "experiential": "experiential_therapy",
}
_DISORDERS = {
    "mood": "mood_disorder",
    "depressive": "depression",
    "anxiety": "anxiety",
    "eating": "eating_disorder",
    "bipolar": "bipolar",
    "personality": "personality_disorder",
    "substance": "substance_use",
    "thought": "psychosis",
    "psychotic": "psychosis",
    "panic": "panic",
    "addictive": "substance_use",
}
_AND = r"(?:,? (?:and|or|and/or|&) |, | ?/ ?)"
_BARE = (
    r"alcohol|opioids?|opiates?|heroin|fentanyl|cocaine|meth(?:amphetamines?)?|marijuana|cannabis|benzos?|"
    r"stimulants?|kratom|drugs|pills"
)
_SHARED_NOUN = (
    (
        _SUBSTANCES,
        cue(
            rf"\b(?:{'|'.join(_SUBSTANCES)})s?(?:{_AND}(?:other )?(?:{'|'.join(_SUBSTANCES)})s?){{1,5}} (?:use|"
            rf"abuse|misuse|addictions?|dependence|dependency)\b"
        ),
    ),
    (
        _BARE_SUBSTANCES,
        cue(
            rf"\b(?:{_BARE})(?:{_AND}(?:other )?(?:{_BARE})){{2,9}}\b(?! (?:test|screen|counsel)\w*)|"
            rf"\b(?:quit|stop|us(?:e|ing)|addict\w+ to|abus\w+|battling|struggl\w+ with|problems? with|"
            rf"depend\w+ on|help with|recover(?:y|ing)? from|misus\w+(?: of)?) (?:{_BARE})(?:{_AND}(?:other "
            rf")?(?:{_BARE})){{1,9}}\b"
        ),
    ),
    (
        _DISORDERS,
        cue(rf"\b(?:{'|'.join(_DISORDERS)})(?: use)?(?:{_AND}(?:{'|'.join(_DISORDERS)})(?: use)?){{1,5}} disorders?\b"),
    ),
)


_ONLY_SUBSTANCES = re.compile(
    rf"(?:{_BARE}|benzodiazepines?)(?:{_AND}(?:{_BARE}|benzodiazepines?)){{0,5}}(?: (?:use|pills))?"
)
_OF_SUBSTANCES = re.compile(
    r"\b(?:treat\w*|addictions?|substances?|help with|conditions|disorders?|adicci\w+|trat\w+)\b"
)


def listed_substances(low: str, heading: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield (attribute, term, start, end) of a folded line that is nothing but substances, under a folded heading that
    says what is treated ("What we treat": "Alcohol", "Opioids and heroin")."""
    if _ONLY_SUBSTANCES.fullmatch(low.rstrip(" .,;")) and _OF_SUBSTANCES.search(heading):
        for word, term in _BARE_SUBSTANCES.items():
            if re.search(rf"\b{word}", low):
                yield "conditions", term, 0, len(low)


_SHARED_THERAPY = cue(rf"\b(?:{'|'.join(_ARTS)})(?:{_AND}(?:{'|'.join(_ARTS)})){{1,5}} therap(?:y|ies)\b")
_AT_BIRTH = cue(r"\b(?:peri|post|pre)(?:natal|partum) $")


def shared_nouns(low: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield (attribute, term, start, end) of the terms that share one noun in a folded sentence."""
    for terms, pattern in (*_SHARED_NOUN, (_ARTS, _SHARED_THERAPY)):
        attribute = "therapies" if terms is _ARTS else "conditions"
        for match in pattern.finditer(low):
            if _AT_BIRTH.search(low, 0, match.start()):
                continue
            for word, term in terms.items():
                if re.search(rf"\b{word}", match.group()):
                    yield attribute, term, match.start(), match.end()
