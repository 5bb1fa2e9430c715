"""Reads words that nothing was made of as the nearest word of a wording: "bipoler", "anxeity", "opiods"."""

from __future__ import annotations

import functools

from rapidfuzz.distance import OSA

from index.spelling import Spelling, spelling_arrays
from index.understand.fillers import FILLERS
from index.understand.tokens import Token
from index.understand.wordings import wordings

SHORTEST_CORRECTED = 5
MOST_CORRECTED = 8
"""Words of one question that are respelled at most: beyond, it is no sentence."""

TWO_FAULTS_FROM, ALIKE_AT_FIRST = 9, 3
"""Letters of a word from which two slips are believed, and how many at its beginning must then be right."""

_OWN_WORDS = """
remove removed removes range plain catch patents addition additions policy policies signal signals broken magic muestra
herein tutorial adapted lectura cancel cancels printing printer trade violet crash kinds layer layers violation freed
dominio lucas likewise transmit modos germany german tempe ticks harder remota russia julio clash maria marie mariana
china korea perdido dueno demas entra ninja poison querer redes tomado medida medidas angel angeles loses trial sensors
traps billing simulation oasis athena sigma latin trato content damages manual manuals publish returned revision
operating transform transformation retained retrieve meaning collect experimental distinct mentioning mention mentions
overview ensure society incurred trivial marking machines machine caption operate operates transient restored inspired
shorter mediante francois classic martinez pretend complain falling decision decisions lifetime acciones twisted
caution shuffle mirror mirrors migrate counting seattle thistle violations ancient outline cancelar violate degrees
degree distinta confusion politica ajustar refiere tristan varying causing prefer prefers preferred sobrino sobrina
fatal fatales casting navarro cercano borrando embargo promotion exposes quarter repeats dragging cargando abortado
dominic hosting cerrando blinding migrated pruning splicing slicing hawaiian nigeria maltese recibida presion granada
conocer permita francia combina optimal loosely anyways optical intencion adulto perdera clasico mexican mexicana
copiando seal menus mental mentally strangers stranger fallen fallon ladies lady paper papers casa cases case charge
charged found fund string purpose contact contacts print point points command commander footer foster director
associated means padding warning against simple indirect prompt promise active archive server convert clear resulting
containing literal count counter county stack materials direct endorse compiled present various entire tracker
relative reactive catching overall creating craft large maine submit summit compare compared machinery temporary
sections notices parent parents further console police transport exclusive greater whole indicate scheme newer resolve
badge trace instructions material password connect connection connections codes creation handles explained exploited
blank variant allocate advocate alpha comparison external clean loading loaded constant receive received enter
terminal alter option declare depth artistic internal process matter matters channel offered tutorials percent
country experiment shown shows interval generating assignment identity logical repeated theme mandatory expanded
convention assigned color technical compact license distance involved sorting safely printed coming timer america
american spencer linear expansion patrick strange beneficial supposed stand sending inability intent division queries
portland stage particularly conform recognize general charles packet propagation concept dispose privacy sorts latex
florian science since markers stripped counts derive
sandra daniel daniela andrea andres marta martha mario marco carlos carla diego diana jorge laura lucia luisa nadia
nadine panera pamela paula pedro peter philip phillip rachel ramon ramona ricardo rosa rosario samuel sarah sofia sonia
sylvia teresa tomas victor vincent walter
"""

OWN_WORDS = frozenset(_OWN_WORDS.split())
"""Ordinary words and names that are nearly a term's word and mean nothing of the kind."""


@functools.cache
def _spelling() -> Spelling:
    """Return the spelling of the words of all wordings."""
    words = {word for key in wordings().exact for word in key.split() if word.isalpha()}
    return Spelling(spelling_arrays(dict.fromkeys(words, 1)))


@functools.lru_cache(maxsize=8192)
def _corrected(word: str) -> str:
    """Return the word of a wording that a word is a slip of, "" where none is near enough."""
    near = _spelling().nearest(word)
    if not near or near[0] != word[0]:
        return ""
    surely = len(word) >= TWO_FAULTS_FROM and near[:ALIKE_AT_FIRST] == word[:ALIKE_AT_FIRST]
    return near if surely or OSA.distance(word, near) == 1 else ""


def respell(tokens: list[Token], open_words: list[bool]) -> list[Token]:
    """Return the tokens with the open words that no wording has replaced by the nearest that one has."""
    known, left = wordings().known, MOST_CORRECTED
    respelled = list(tokens)
    for n, token in enumerate(tokens):
        word = token.folded
        if not open_words[n] or token.kind != "word" or word in FILLERS or word in OWN_WORDS:
            continue
        if word in known or token.stem in known:
            continue
        if (len(word) < SHORTEST_CORRECTED and word not in SHORT_SLIPS) or not left:
            continue
        left -= 1
        near = SHORT_SLIPS.get(word) or _corrected(word)
        if near:
            respelled[n] = token._replace(folded=near)
    return respelled


SHORT_SLIPS = {"pstd": "ptsd", "ptds": "ptsd", "dtb": "dbt", "ctb": "cbt", "ocb": "ocd", "atena": "aetna",
               "bcsb": "bcbs", "adh": "adhd", "ahdh": "adhd", "etna": "aetna", "anxity": "anxiety"}  # fmt: skip
"""Slips in short words, which are not corrected by nearness: nearly everything is one letter away from them."""
