"""Filters, counts, distances and orders of the index against the plain reading of the same rules."""

from __future__ import annotations

import random

import numpy as np
import pytest
from geopy.distance import geodesic

from catalog.attributes import filters
from catalog.facts import Answer, Span
from catalog.places import zip_table
from catalog.programs import Program
from catalog.vocabulary import load_vocabulary
from index.build import build_index
from index.column_making import place_columns
from index.columns import pack
from index.nearby import Nearby
from index.queries import BadQuery, Query
from index.search import ProgramIndex, open_index
from tests import reference_search as reference
from tests.make_programs import RANGES, write_programs

COUNT, POINTS = 500, 600

World = tuple[list[Program], ProgramIndex]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("release")
    programs = write_programs(folder, COUNT, seed=3)
    build_index(folder)
    return programs, open_index(folder)


def random_query(chance: random.Random) -> Query:
    """A query of up to three wishes, sometimes with a place, a radius, a state or an exclusion."""
    rows = chance.sample(filters(), k=chance.randint(0, 3))
    by_kind = {kind: [row for row in rows if row.kind == kind] for kind in ("terms", "yes_no", "span")}
    terms = {row.key: tuple(chance.sample(_ids(row.vocabulary), k=chance.randint(1, 3))) for row in by_kind["terms"]}
    excluded = {row.key: (chance.choice(_ids(row.vocabulary)),) for row in by_kind["terms"] if chance.random() < 0.3}
    place = chance.choice(sorted(zip_table().values()))
    near = (place[0], place[1]) if chance.random() < 0.6 else None
    return Query(
        near=near, miles=chance.choice((None, 30.0, 150.0, 700.0)) if near else None,
        state=chance.choice(("", "", "", "CA", "TX")), terms=terms, excluded=excluded,
        yes=tuple(row.key for row in by_kind["yes_no"]),
        spans={row.key: _wanted(row.key, chance) for row in by_kind["span"]},
        stated_only=chance.random() < 0.3, limit=COUNT,
    )  # fmt: skip


def _ids(vocabulary: str) -> list[str]:
    return [term.id for term in load_vocabulary().terms(vocabulary)]


def _wanted(key: str, chance: random.Random) -> Span:
    low, high = RANGES.get(key, (1, 10))
    ends = sorted((chance.randint(low, high), chance.randint(low, high)))
    return Span(chance.choice((None, float(ends[0]))), chance.choice((None, float(ends[1]))))


@pytest.mark.parametrize("seed", range(60))
def test_the_index_finds_and_counts_what_a_plain_reading_does(world: World, seed: int) -> None:
    programs, index = world
    query = random_query(random.Random(seed))
    results = index.search(query)
    kept = [program for program in programs if reference.fits(program, query)]

    assert results.total == len(kept)
    assert {hit.id for hit in results.hits} == {program.id for program in kept}
    chance = random.Random(seed)
    for key in {*query.terms, *query.yes, chance.choice(filters()).key}:
        assert results.silent[key] == reference.silent(programs, query, key), key
        for term in chance.sample(sorted(results.facets[key]), k=min(3, len(results.facets[key]))):
            count = results.facets[key][term]
            assert (count.yes, count.no, count.not_stated) == reference.counts(programs, query, key, term), (key, term)


@pytest.mark.parametrize("seed", range(20))
def test_hits_say_what_is_stated_and_how_far_they_are(world: World, seed: int) -> None:
    programs, index = world
    query = random_query(random.Random(1000 + seed))
    by_id = {program.id: program for program in programs}
    for hit in index.search(query).hits:
        program = by_id[hit.id]
        answers = reference.wishes(program, query)
        assert hit.stated == list(answers.values()).count(Answer.YES)
        assert set(hit.not_stated) == {key for key, answer in answers.items() if answer is Answer.NOT_STATED}
        assert hit.precision == (program.point.precision if program.point else "")
        assert hit.score == pytest.approx(sum(hit.why.values()), abs=0.01)
        expected = reference.miles(program, query)
        assert hit.miles == (None if expected is None else pytest.approx(expected, abs=1e-4))


@pytest.mark.parametrize("sort", ["distance", "name", "fresh", "hours"])
def test_orders_are_total_and_pages_fit_together(world: World, sort: str) -> None:
    programs, index = world
    query = Query(near=(33.49, -111.92), sort=sort, limit=COUNT)  # type: ignore[arg-type]
    whole = [hit.id for hit in index.search(query).hits]
    assert whole == reference.order(programs, query)
    paged: list[str] = []
    for offset in range(0, COUNT, 37):
        page = Query(near=query.near, sort=query.sort, limit=37, offset=offset)
        paged += [hit.id for hit in index.search(page).hits]
    assert paged == whole


def test_pages_of_best_fit_together(world: World) -> None:
    _, index = world
    whole = [hit.id for hit in index.search(Query(text="harbor", near=(40.0, -90.0), limit=COUNT)).hits]
    paged = [
        hit.id
        for offset in range(0, len(whole), 4)
        for hit in index.search(Query(text="harbor", near=(40.0, -90.0), limit=4, offset=offset)).hits
    ]
    assert paged == whole


def test_a_radius_ends_exactly_at_the_shown_distance(world: World) -> None:
    programs, index = world
    for program in programs[:80]:
        query = Query(near=(39.1, -94.6), limit=COUNT)
        edge = reference.miles(program, query)
        if edge is None:
            continue
        inside = index.search(Query(near=query.near, miles=edge, limit=COUNT))
        outside = index.search(Query(near=query.near, miles=float(np.nextafter(edge, 0)), limit=COUNT))
        assert program.id in {hit.id for hit in inside.hits}
        assert program.id not in {hit.id for hit in outside.hits}


@pytest.mark.parametrize("one_in", [1, 3, 20, 300])
@pytest.mark.parametrize("miles", [0.0, 25.0, 180.0, 2500.0])
def test_a_radius_holds_the_same_programs_however_few_are_left_to_measure(one_in: int, miles: float) -> None:
    chance = np.random.default_rng(one_in)
    table = np.column_stack([chance.uniform(25, 49, POINTS), chance.uniform(-125, -67, POINTS), np.ones(POINTS)])
    table[::50, :2] = np.nan
    nearby, near, kept = Nearby(place_columns(table)), (float(table[1, 0]), float(table[1, 1])), np.zeros(POINTS, bool)
    kept[chance.choice(POINTS, POINTS // one_in, replace=False)] = kept[1] = True
    inside, square = nearby.within(near, miles)
    left, square_left = nearby.within(near, miles, pack(kept))
    assert left.tolist() == inside[kept[inside]].tolist()
    assert square_left.tolist() == square[kept[inside]].tolist()
    away = [geodesic(near, point).miles if not np.isnan(point[0]) else np.inf for point in table[:, :2]]
    assert inside.tolist() == [n for n, far in enumerate(away) if far <= miles]


def test_a_program_without_a_point_is_found_but_never_near(world: World) -> None:
    programs, index = world
    lost = {program.id for program in programs if program.point is None}
    assert lost, "the generator makes some"
    assert not lost & {hit.id for hit in index.search(Query(near=(40.0, -95.0), miles=5000.0, limit=COUNT)).hits}
    last = index.search(Query(near=(40.0, -95.0), sort="distance", limit=COUNT)).hits[-len(lost) :]
    assert {hit.id for hit in last} == lost and all(hit.miles is None for hit in last)


def test_stated_comes_before_not_stated_and_nearer_before_farther_among_equals(world: World) -> None:
    _, index = world
    term = _ids("conditions")[0]
    hits = index.search(Query(near=(39.1, -94.6), miles=100.0, terms={"conditions": (term,)}, limit=COUNT)).hits
    assert len(hits) > 2
    assert [hit.stated for hit in hits] == sorted((hit.stated for hit in hits), reverse=True)
    others = [{k: v for k, v in hit.why.items() if k != "near"} for hit in hits]
    for a in range(len(hits) - 1):
        if others[a] == others[a + 1]:
            assert (hits[a].miles or 0) <= (hits[a + 1].miles or 0)


def test_nothing_found_tells_what_would_find_something(world: World) -> None:
    programs, index = world
    query = Query(near=(46.9, -110.4), miles=1.0, home_state="TX", state="TX", text="nosuchword iop", limit=5)
    results = index.search(query)
    assert results.total == 0 and results.hits == ()
    changes = {widening.change: widening for widening in reversed(results.widen)}
    only_state = Query(near=query.near, state="TX", limit=COUNT)
    kept = [program for program in programs if reference.fits(program, only_state)]
    assert changes["without"].parts == ("near",) and changes["without"].total == len(kept)
    nearest = min(kept, key=lambda p: reference.miles(p, query) or 1e9)
    assert changes["nearest"].id == nearest.id
    assert changes["nearest"].miles == pytest.approx(reference.miles(nearest, query), abs=1e-4)
    assert changes["state"].total == sum(1 for p in programs if p.state == "TX")


def test_only_stated_programs_advises_to_ask_those_that_do_not_say(world: World) -> None:
    programs, index = world
    term = _ids("conditions")[-1]
    query = Query(terms={"conditions": (term,), "therapies": (_ids("therapies")[-1],)}, state="GU", stated_only=True)
    results = index.search(query)
    assert results.total == 0
    changes = {widening.change for widening in results.widen}
    loose = Query(terms=query.terms, state="GU")
    assert ("not_stated" in changes) == any(reference.fits(program, loose) for program in programs)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        (Query(terms={"conditions": ("nosuch",)}), "nosuch"),
        (Query(terms={"nosuch": ("x",)}), "nosuch"),
        (Query(yes=("nosuch",)), "nosuch"),
        (Query(spans={"nosuch": Span(1, 2)}), "nosuch"),
        (Query(state="Arizona"), "Arizona"),
        (Query(near=(91.0, 0.0)), "no place"),
        (Query(near=(float("nan"), 0.0)), "no place"),
        (Query(near=(40.0, -90.0), miles=float("inf")), "no distance"),
        (Query(near=(40.0, -90.0), miles=-1.0), "no distance"),
        (Query(miles=5.0), "Give a place"),
        (Query(sort="paid"), "no order"),  # type: ignore[arg-type]
    ],
)
def test_impossible_queries_are_refused_by_name(world: World, query: Query, named: str) -> None:
    with pytest.raises(BadQuery, match=named):
        world[1].search(query)
