"""The order of "best" again, in plain Python over whole programs with Whoosh's scores: what ours must agree with."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import whoosh.index
from whoosh import query as whoosh_query

from catalog.attributes import filters
from catalog.facts import Answer
from catalog.programs import Program
from index.files import FOLDER, WHOOSH
from index.phrases import current_phrases, read_question
from index.program_text import name_words
from index.queries import Query
from index.ranking import FRESH_DAYS, STALE_DAYS, TRAVEL_MILES, UNKNOWN_MILES, WEIGHTS, WORD_WEIGHTS
from index.rows import YES, current_rows
from index.schema import TEXT, weighting
from index.words import stem, surface_words
from tests import reference_search as reference


class Ranking:
    """Ranks the programs of one release."""

    def __init__(self, release: Path, programs: list[Program]) -> None:
        self.programs = sorted(programs, key=lambda program: program.id)
        self._searcher = whoosh.index.open_dir(str(release / FOLDER / WHOOSH)).searcher(weighting=weighting())
        self._names = [name_words(program) for program in self.programs]
        self._phrases, self._terms = current_phrases(), current_rows().terms
        self._newest = max(dt.date.fromisoformat(program.last_seen) for program in programs)

    def scores(self, query: Query) -> dict[str, float]:
        """Return id → score of the programs that a query finds."""
        words = surface_words(query.text)
        fits = [self._fits(words, place) for place in range(len(words))]
        fits = [fit for fit in fits if fit]
        found = {n for n, program in enumerate(self.programs) if reference.fits(program, query)}
        if words:
            has = {n: sum(n in fit for fit in fits) for n in range(len(self.programs))}
            most = max(has.values())
            found &= {n for n in has if most and has[n] == most}
        return {self.programs[n].id: self._score(n, query, fits) for n in found}

    def _fits(self, words: list[str], place: int) -> dict[int, float]:
        """Return program number → how well it has one word, the best of all ways to have it."""
        word, points = words[place], {name: weight.points for name, weight in WORD_WEIGHTS.items()}
        fit: dict[int, float] = {}
        mentions = self._searcher.search(whoosh_query.Term(TEXT, stem(word)), limit=None).top_n
        for score, n in mentions:
            fit[n] = points["mentioned"] + points["much mentioned"] * score / mentions[0][0]
        for n, names in enumerate(self._names):
            if place == len(words) - 1 and len(word) >= 3 and any(name.startswith(word) for name in names):
                fit[n] = points["half a name"]
            if word in names:
                fit[n] = points["name"]
        for first, size, meaning in read_question([stem(w) for w in words], self._phrases):
            for rows, weight in ((meaning.rows, "stated"), (meaning.broader, "stated broadly")):
                for n, program in enumerate(self.programs) if first <= place < first + size else ():
                    if any(self._states(program, row) for row in rows):
                        fit[n] = max(fit.get(n, 0.0), points[weight])
        return fit

    def _states(self, program: Program, row: int) -> bool:
        key, term = self._terms[row]
        answer = program.answer(key, True) if term == YES else reference.answer_to_term(program, key, term)
        return answer is Answer.YES

    def _score(self, n: int, query: Query, fits: list[dict[int, float]]) -> float:
        program, points = self.programs[n], {name: weight.points for name, weight in WEIGHTS.items()}
        rarities = [math.log(len(self.programs) / (len(fit) + 1)) + 1 for fit in fits]
        text = sum(fit.get(n, 0.0) * rarity for fit, rarity in zip(fits, rarities, strict=True)) / (sum(rarities) or 1)
        wishes = list(reference.wishes(program, query).values()).count(Answer.YES)
        miles = reference.miles(program, query)
        travel = math.log2(1 + (UNKNOWN_MILES if miles is None else miles) / TRAVEL_MILES) if query.near else 0.0
        veterans = {"va", "vamc", "veteran", "veterans"}
        wished = {term for key in ("populations", "payment_options") for term in query.terms.get(key, ())}
        asked = wished & {"veterans", "active_duty", "military_families", "va_benefits", "tricare"} or (
            veterans & {*query.text.lower().split(), *query.also.lower().split()}
        )
        age = (self._newest - dt.date.fromisoformat(program.last_seen)).days
        said = len({f.attribute for f in program.facts} & {row.key for row in filters()}) / len(filters())
        sources = {e.source for f in program.facts_of("level_of_care") if not f.denied for e in f.evidence}
        return (
            points["wishes"] * wishes + points["text"] * text + points["near"] * travel
            + points["for veterans"] * bool(not asked and veterans & {*self._names[n]})
            + points["confirmed"] * min(len(sources), 2) / 2
            + points["fresh"] * (1.0 if age <= FRESH_DAYS else 0.5 if age <= STALE_DAYS else 0.0)
            + points["complete"] * (1.0 if said >= 0.5 else 0.5 if said >= 0.25 else 0.0)
        )  # fmt: skip
