"""The order of "best" against the plain reading of its rules, for random questions; the selection of the first few."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.vocabulary import load_vocabulary
from index.build import build_index
from index.columns import FEW, documents_of, holds, pack
from index.queries import Query
from index.ranking import TIES_LOOKED_AT, first
from index.search import ProgramIndex, open_index
from tests.make_programs import write_programs
from tests.reference_ranking import Ranking

COUNT = 250
ALIKE = 2e-3
"""Scores this close may stand in either order: sums of single and double precision differ."""

World = tuple[Ranking, ProgramIndex]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("release")
    programs = write_programs(folder, COUNT, seed=8)
    build_index(folder)
    return Ranking(folder, programs), open_index(folder)


def random_query(ranking: Ranking, chance: random.Random) -> Query:
    """Words of a name, of a term or of everyday speech, with or without a place and wishes."""
    program = chance.choice(ranking.programs)
    terms = [load_vocabulary().term(key, chance.choice(load_vocabulary().terms(key)).id)
             for key in ("conditions", "therapies")]  # fmt: skip
    pieces = [
        program.name, program.name[: len(program.name) // 2], program.city, chance.choice(terms).label,
        chance.choice([*terms[0].everyday, terms[0].label]), chance.choice(terms).label_es, "qzqzq",
    ]  # fmt: skip
    text = " ".join(" ".join(chance.sample(pieces, k=chance.randint(1, 2))).split()[:4])
    near = chance.random() < 0.5 and program.point
    return Query(
        text=text if chance.random() < 0.9 else "",
        near=(program.point.lat, program.point.lon) if near and program.point else None,
        miles=chance.choice((None, 60.0, 400.0)) if near else None,
        terms={"conditions": (terms[0].id,)} if chance.random() < 0.5 else {},
        stated_only=chance.random() < 0.2, limit=chance.choice((1, 5, 20, COUNT)),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(50))
def test_the_best_come_first_as_the_table_of_weights_says(world: World, seed: int) -> None:
    ranking, index = world
    query = random_query(ranking, random.Random(seed))
    expected = ranking.scores(query)
    results = index.search(query)
    assert results.total == len(expected), query
    best = sorted(expected.values(), reverse=True)[: query.limit]
    assert [expected[hit.id] for hit in results.hits] == pytest.approx(best, abs=ALIKE), query
    for hit in results.hits:
        assert hit.score == pytest.approx(expected[hit.id], abs=ALIKE), query


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0, 1.5, float("nan")]), max_size=400), st.integers(0, 60))
def test_the_first_few_are_those_of_a_whole_sort(keys: list[float], wanted: int) -> None:
    array, documents = np.array(keys, np.float32), np.arange(len(keys)) * 3
    expected = sorted(range(len(keys)), key=lambda n: (keys[n] != keys[n], keys[n] if keys[n] == keys[n] else 0, n))
    assert first(array, documents, wanted).tolist() == [3 * n for n in expected[:wanted]]


def test_ties_beyond_those_looked_at_first_are_found() -> None:
    keys = np.concatenate((np.ones(TIES_LOOKED_AT + 10), np.zeros(3), np.full(50, 0.5)))
    found = first(keys, np.arange(len(keys)), 20).tolist()
    start = TIES_LOOKED_AT + 10
    assert found == [*range(start, start + 20)]


@given(st.sets(st.integers(0, 20_000), max_size=300), st.sets(st.integers(0, 20_000), max_size=300))
def test_bits_hold_the_documents_put_into_them(some: set[int], others: set[int]) -> None:
    flags = np.zeros(20_001, bool)
    flags[list(some)] = True
    bits, asked = pack(flags), np.array(sorted(some | others), np.intp)
    assert documents_of(bits).tolist() == sorted(some)
    assert documents_of(bits, among=asked).tolist() == sorted(some)
    assert holds(bits, asked).tolist() == flags[asked].tolist()
    few = asked[: len(bits) * 64 // FEW // 2]
    assert holds(bits, few).tolist() == flags[few].tolist()
