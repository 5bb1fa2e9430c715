"""The rules of searching again, in plain Python over whole programs: slow, obvious, what the index must agree with."""

from __future__ import annotations

from geopy.distance import geodesic

from catalog.attributes import attribute
from catalog.facts import Answer, Span
from catalog.programs import Program
from catalog.vocabulary import load_vocabulary
from index.queries import Query


def answer_to_term(program: Program, key: str, term: str) -> Answer:
    """Yes where the term or a narrower one is stated, no where it or a broader one is denied."""
    if attribute(key).kind == "yes_no":
        return program.answer(key, True)
    vocabulary, name = load_vocabulary(), attribute(key).vocabulary
    stated = {fact.value for fact in program.facts_of(key) if not fact.denied}
    denied = {fact.value for fact in program.facts_of(key) if fact.denied}
    if stated & set(vocabulary.narrower(name, term)):
        return Answer.YES
    if any(term in vocabulary.narrower(name, str(value)) for value in denied):
        return Answer.NO
    return answer_to_age_group(stated, term) if key == "age_groups" else Answer.NOT_STATED


def answer_to_age_group(stated: set[object], term: str) -> Answer:
    """Where a program names the ages it takes, those it leaves out on the other side of 18 it does not take."""
    minors, grown = {"under_18", "children", "adolescents"}, {"young_adults", "adults", "older_adults"}
    if stated & minors == {"under_18"} and term in minors:
        return Answer.YES
    other = grown if term in minors else minors
    mine = minors if term in minors else grown
    return Answer.NO if stated & other and not stated & mine else Answer.NOT_STATED


def answer_to_terms(program: Program, key: str, wanted: tuple[str, ...]) -> Answer:
    """Any of the terms will do; no only where every one is denied."""
    answers = {answer_to_term(program, key, term) for term in wanted}
    if Answer.YES in answers:
        return Answer.YES
    return Answer.NO if answers == {Answer.NO} else Answer.NOT_STATED


def answer_to_span(program: Program, key: str, wanted: Span) -> Answer:
    """Yes where a stated range overlaps the wanted one."""
    spans = [value for value in program.values(key) if isinstance(value, Span)]
    if not spans:
        return Answer.NOT_STATED
    return Answer.YES if any(_overlap(span, wanted) for span in spans) else Answer.NO


def _overlap(a: Span, b: Span) -> bool:
    above = a.low is None or b.high is None or a.low <= b.high
    below = a.high is None or b.low is None or a.high >= b.low
    return above and below


def wishes(program: Program, query: Query) -> dict[str, Answer]:
    """The answer to each wish of a query."""
    answers = {key: answer_to_terms(program, key, terms) for key, terms in query.terms.items()}
    answers |= {key: program.answer(key, True) for key in query.yes}
    answers |= {key: answer_to_span(program, key, span) for key, span in query.spans.items()}
    return one_wish_of_age(answers) if answers.keys() >= {"age_groups", "ages"} else answers


def one_wish_of_age(answers: dict[str, Answer]) -> dict[str, Answer]:
    """A range of ages that fits is as good as a group that does; one that does not fit is a no."""
    ages = answers["ages"]
    rest = {key: answer for key, answer in answers.items() if key != "ages"}
    if ages is Answer.YES:
        return rest | {"age_groups": Answer.YES}
    return rest | ({"ages": Answer.NO} if ages is Answer.NO else {})


def miles(program: Program, query: Query) -> float | None:
    """Geodesic miles, None without a place or a point."""
    if query.near is None or program.point is None:
        return None
    return float(geodesic(query.near, (program.point.lat, program.point.lon)).miles)


def fits(program: Program, query: Query, without: str = "") -> bool:
    """Whether a program stays, the filter about ``without`` left out."""
    for key, answer in wishes(program, query).items():
        if key != without and (answer is Answer.NO or (query.stated_only and answer is not Answer.YES)):
            return False
    for key, terms in query.excluded.items():
        if key != without and any(answer_to_term(program, key, term) is Answer.YES for term in terms):
            return False
    if query.state and program.state != query.state:
        return False
    distance = miles(program, query)
    return query.miles is None or (distance is not None and distance <= query.miles)


def counts(programs: list[Program], query: Query, key: str, term: str) -> tuple[int, int, int]:
    """How many say yes, no and neither to a term, as if the term's own filter were open."""
    answers = [answer_to_term(p, key, term) for p in programs if fits(p, query, without=key)]
    return answers.count(Answer.YES), answers.count(Answer.NO), answers.count(Answer.NOT_STATED)


def silent(programs: list[Program], query: Query, key: str) -> int:
    """How many say nothing of an attribute."""
    return sum(1 for p in programs if fits(p, query, without=key) and not _says(p, key))


def _says(program: Program, key: str) -> bool:
    return bool(program.values(key) if attribute(key).kind == "span" else program.facts_of(key))


def order(programs: list[Program], query: Query) -> list[str]:
    """Ids in the order of "distance", "name", "fresh" or "hours"."""

    def fewest_hours(program: Program) -> float:
        spans = [v for v in program.values("hours_per_week") if isinstance(v, Span)]
        lows = [s.low if s.low is not None else s.high for s in spans]
        return min((low for low in lows if low is not None), default=float("inf"))

    def newness(program: Program) -> tuple[int, ...]:
        return tuple(-ord(c) for c in program.last_seen)

    def distance(program: Program) -> float:
        far = miles(program, query)
        return float("inf") if far is None else far

    keys = {"distance": distance, "fresh": newness, "hours": fewest_hours, "name": lambda p: p.name.lower()}
    return [p.id for p in sorted(programs, key=lambda p: (keys[query.sort](p), p.id))]  # type: ignore[no-untyped-call]
