"""Reads ages: "my 15 year old", "over 65", "tengo 34 años", each as an age and as the groups that take it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.understand.figures import N, Number

_OLD = (
    r"(?:(?:years?|yrs?|yr|anos|anitos|ano) ?(?:-|s)? ?(?:olds?|of age|de edad)?|yo[mf]?|y ?(?:[/,] ?)?o\b(?: ,)?"
    r"|yos|yoa"
    r"|y\b(?= (?:old|son|daughter|girl|boy|kid)))"
)
_UNITS = (
    r"(?! ?(?:\.|:|%|/|(?:days?|dias?|hours?|hrs?|horas?|weeks?|semanas?|months?|meses|miles?|mi|km|times?|x"
    r"|veces|am|pm|min|minutes|steps?|k|st|th|nd|rd|drinks?|beers?|kids?|children|hij[oa]s?|nin[oa]s|bebes?|pets"
    r"|other|more|jobs?|trabajos?|empleos?|dogs?|cats?|perros?|gatos?|(?:(?:mo|vo|do|er|to|no|o) )?grad[oe])\b))"
)
_NO_BOUND = "".join(f"(?<!{word})" for word in (
    "menos", "mas", "mayor", "menor", "mayores", "menores", "cerca", "grupo", "grupos", "despues", "antes", "maximo",
    "minimo", "calle", "alrededor"
))  # fmt: skip
"""Not after a word that goes on with "de" and another number: "hijo autista de 15", but not "menos de 15"."""
_AGES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:aged?|edad)(?: of| de| ,)? {N}\b(?: {_OLD})?",
        rf"\b{N} (?:- )?{_OLD}(?= |$)",
        rf"\b(?:(?:i|she|he|who|they|it) ?(?:m|s|am|is|are|re)|im|shes|hes|whos|theyre|is|turn(?:s|ing|ed)|tengo|tiene"
        rf"|cumplio|cumple)(?: only| just| now| solo)? {N}\b{_UNITS}",
        rf"\b(?:im|i am|hes|he is|shes|she is|soy)(?: (?:a|an|una?))?(?: \w+){{1,2}} (?:and|y) {N}\b{_UNITS}",
        rf"\b(?:my|mi|our)(?: \w+){{0,2}} {N}\b(?= (?:son|daughter|kid|girl|boy|child|hij[oa]|nephew|niece))",
        rf"\b(?:son|daughter|kid|wife|husband|mom|mother|dad|father|brother|sister|girl|boy|child|hij[oa]|niece|nephew"
        rf"|female|male|woman|man|teen|teenager|partner|friend|boyfriend|girlfriend"
        r"|(?<!gave )(?<!give )(?<!gives )(?<!sent )(?<!told )(?<!cost )(?<!costs )me|hijit[oa]|nin[oa]|niet[oa]"
        rf"|sobrin[oa]|herman[oa]|espos[oa]|mama|papa|patient|pt|client|paciente|grandson|granddaughter|cousin|prim[oa])"
        rf"(?: ,| de| is| s| who is| es)? \(? "
        rf"?{N}\b{_UNITS}(?: {_OLD})?",
        rf"(?<!within )(?<!to )(?<!- ){N} ?(?:- )?(?:m|f|male|female|woman|man|mujer|hombre)\b(?! ?[-/&] ?\w)",
        rf"\b(?:m|f|male|female|nb)(?: ?/ ?| ){N}\b{_UNITS}",
        rf"{_NO_BOUND} de {N}(?= ,|$)",
        r"(?<=, )((?:1[3-9]|[2-9]\d))(?= ,|$)(?<!\d , \d\d)(?! , \d)",
    )
)
_NOT_AN_AGE = re.compile(r"(?: sober| clean| ago| of | in recovery| experience| married| sobri)")
_AGE_RANGE = re.compile(rf"\b(?:ages?|aged|edades)(?: de| from)? {N} ?(?:-|to|a|and|y) {N}\b(?: {_OLD})?")
_DECADE = re.compile(r"\b(?:in (?:my|his|her|their|the) )?(?:early |mid |late )?([2-8])0 s\b")
_OVER = re.compile(
    rf"\b(?:over|above|older than|mayor(?:es)? de|mas de) (?:the age of |age )?{N}\b{_UNITS}(?: {_OLD})?"
    rf"|\b(?:age |ages )?{N}(?: {_OLD})?(?: ?\+| (?:and|or|y|o) (?:older|over|up|above|mas|mayores))"
)
_UNDER = re.compile(
    rf"\b(?:under|below|younger than|menor(?:es)? de)(?: the)?(?: age)?(?: of)? {N}\b{_UNITS}(?: {_OLD})?"
)

_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
    "primero segundo tercer cuarto quinto sexto septimo octavo noveno decimo undecimo duodecimo",
)
_GRADES = {word: n for line in _ORDINALS for n, word in enumerate(line.split(), 1)}
_GRADE = re.compile(
    rf"\b(?:(?:in |en )?(?:the |el )?(?P<word>{'|'.join(_GRADES)}"
    r"|(?P<figure>\d+) ?(?:st|nd|rd|th|o|vo|to|no|mo|er|do)?)"
    r" (?:- )?(?:graders?|grade|grado)|(?:grade|grado) (?P<after>\d+))\b(?! of care)"
)
FIRST_GRADE_OF_TEENS, LAST_GRADE = 7, 12
"""Schoolchildren of grade 7 are 12 or 13 years old."""

_FIGURE = re.compile(r"\d")
"""Without one no age is named but by a grade."""

OLDEST = 110
"""Years beyond which a number is no age."""


def read_ages(line: str) -> Iterator[Number]:
    """Yield the ages and groups of ages that a line names, the surer readings first."""
    if not _FIGURE.search(line):
        yield from _grades(line)
        return
    for match in _AGE_RANGE.finditer(line):
        low, high = float(match[1]), float(match[2])
        if low < high <= OLDEST:
            yield Number("age_groups", match.start(), match.end(), terms=groups_between(low, high))
    for match in _OVER.finditer(line):
        low = float(match[1] or match[2])
        if low >= 13 and low <= 90:
            groups = ("older_adults",) if low >= 50 else ("adults",)
            yield Number("age_groups", match.start(), match.end(), terms=groups)
    for match in _UNDER.finditer(line):
        if 10 <= float(match[1]) <= 21:
            yield Number(
                "age_groups", match.start(), match.end(), terms=("under_18",) if float(match[1]) > 13 else ("children",)
            )
    for pattern in _AGES:
        for match in pattern.finditer(line):
            age = float(match[1])
            if age == int(age) and 2 <= age <= OLDEST and not _NOT_AN_AGE.match(line, match.end()):
                yield Number("age", match.start(), match.end(), age, age, groups_of(int(age)))
    yield from _grades(line)
    for match in _DECADE.finditer(line):
        yield Number("age_groups", match.start(), match.end(), terms=groups_of(int(match[1]) * 10 + 5))


def _grades(line: str) -> Iterator[Number]:
    """Yield the groups of ages of the school grades that a line names."""
    for match in _GRADE.finditer(line):
        grade = int(match["figure"] or match["after"] or _GRADES.get(match["word"], 0))
        if 1 <= grade <= LAST_GRADE:
            terms = ("adolescents",) if grade >= FIRST_GRADE_OF_TEENS else ("children",)
            yield Number("age_groups", match.start(), match.end(), terms=terms)


GROUPS = (("children", 0, 12), ("adolescents", 12, 17), ("young_adults", 18, 25), ("adults", 18, 200),
          ("older_adults", 65, 200))  # fmt: skip
"""The ages that programs commonly mean by a group; a 12-year-old may fit two."""


def groups_of(age: int) -> tuple[str, ...]:
    """Return the age groups that somebody of an age may join."""
    return tuple(name for name, low, high in GROUPS if low <= age <= high)


def groups_between(low: float, high: float) -> tuple[str, ...]:
    """Return the age groups that a range of ages is about: those that it shares more than its edge with."""
    return tuple(name for name, first, last in GROUPS if low < last and first < high)
