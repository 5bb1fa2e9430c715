"""Laws of merging, publishing and reading, tried on whatever hypothesis thinks of; the same examples on every run."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.building import CANDIDATES, OFFSETS, PROGRAMS, build
from catalog.facts import Answer, Evidence, Fact, Span
from catalog.listings import Listing
from catalog.merging import merge
from catalog.pointing import pointed_at, served_record
from catalog.programs import Program
from catalog.releases import publish, release_ids, served
from catalog.rollback import RollbackRefused, UnknownRelease, release_before, roll_back
from catalog.sources import LISTINGS, gathered, read_listings
from tests.make_listings import IOP, OWN_PAGE, SAMHSA, fact, gather_into, listing, says

bounded = settings(derandomize=True, deadline=None, max_examples=60)

TRUST = {SAMHSA.id: SAMHSA.trust, OWN_PAGE.id: OWN_PAGE.trust}

evidence = st.builds(
    says, quote=st.sampled_from(("Our IOP", "9 hours", "Evenings")), source=st.sampled_from(tuple(TRUST)),
    how=st.sampled_from(("code", "text")), scope=st.sampled_from(("program", "facility", "organization")),
    read_on=st.sampled_from(("2026-10-01", "2026-11-01")),
)  # fmt: skip
spans = st.tuples(st.none() | st.integers(1, 20), st.none() | st.integers(1, 20)).filter(
    lambda pair: pair != (None, None) and (None in pair or pair[0] <= pair[1])
)
facts = st.one_of(
    st.builds(fact, st.just("therapies"), st.sampled_from(("dbt", "cbt")), evidence, denied=st.booleans()),
    st.builds(fact, st.just("weekends"), st.just(True), evidence, denied=st.booleans()),
    st.builds(lambda pair, said: fact("hours_per_week", Span(*pair), said), spans, evidence),
)


@st.composite
def places(draw: st.DrawFn) -> Listing:
    """A listing of one place, by any of two sources and of any of two kinds."""
    source = draw(st.sampled_from(tuple(TRUST)))
    kind = draw(st.sampled_from(("SA", "MH")))
    own = draw(st.lists(facts, max_size=4))
    phone = draw(st.sampled_from(("", "(480) 555-2368", "(480) 555-2369")))
    return listing("Quiet Harbor", IOP, *own, source=source, kind=kind, phone=phone)


def words(program: Program) -> Counter[tuple[str, object, bool, Evidence]]:
    return Counter((f.attribute, f.value, f.denied, e) for f in program.facts for e in f.evidence)


@bounded
@given(st.lists(places(), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_order_and_repetition_change_no_fact(given_listings: list[Listing], chance: object) -> None:
    first, *rest = given_listings
    shuffled = [*rest, *rest]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = merge(given_listings, TRUST), merge([first, *shuffled, first], TRUST)
    assert one.facts == other.facts
    assert (one.id, one.phone, one.last_seen) == (other.id, other.phone, other.last_seen)


@bounded
@given(st.lists(places(), min_size=1, max_size=5))
def test_no_evidence_is_lost_and_none_is_made(given_listings: list[Listing]) -> None:
    said = {(f.attribute, f.value, f.denied, e) for li in given_listings for f in li.facts for e in f.evidence}
    kept = words(merge(given_listings, TRUST))
    assert kept.keys() == said and set(kept.values()) <= {1}


@bounded
@given(st.lists(places(), min_size=1, max_size=5))
def test_what_is_both_stated_and_denied_is_disputed_and_silence_is_silence(given_listings: list[Listing]) -> None:
    merged = merge(given_listings, TRUST)
    for one in merged.facts:
        if any(f.attribute == one.attribute and f.value == one.value and f.denied != one.denied for f in merged.facts):
            assert one.disputed
    if not any(f.attribute == "weekends" for li in given_listings for f in li.facts):
        assert merged.answer("weekends", True) is Answer.NOT_STATED


@bounded
@given(st.lists(places(), min_size=1, max_size=4))
def test_merging_what_is_merged_adds_nothing(given_listings: list[Listing]) -> None:
    merged = merge(given_listings, TRUST)
    again = msgspec.structs.replace(given_listings[0], facts=merged.facts)
    assert words(merge([again, *given_listings], TRUST)).keys() == words(merged).keys()


names = st.lists(st.sampled_from(("Quiet Harbor", "Meadow Lane", "Stone Bridge", "Far Mesa")), min_size=1, unique=True)


@settings(bounded, max_examples=25)
@given(st.lists(names, min_size=1, max_size=2), st.randoms(use_true_random=False))
def test_a_build_accounts_for_every_listing_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, chosen: list[list[str]], chance: object
) -> None:
    """Every listing is in exactly one program or candidate, offsets find each program, and order changes no byte."""
    made = []
    for turn in range(2):
        root = tmp_path_factory.mktemp("built")
        for source, some in zip((SAMHSA, OWN_PAGE), chosen, strict=False):
            listings = [listing(name, IOP, source=source.id, street=f"{len(name)} Oak Road") for name in some]
            if turn:
                chance.shuffle(listings)  # type: ignore[attr-defined]
            gather_into(root, *listings, source=source)
        out = root / "out"
        out.mkdir()
        build(root, out)
        made.append({path.name: path.read_bytes() for path in out.iterdir()})
        listed = sorted(li.id for _, run in gathered(root) for li in read_listings(run / LISTINGS))
        held = [one for name in (PROGRAMS, CANDIDATES) for one in _programs(out / name)]
        assert sorted(name for one in held for name in one.listings) == listed
        offsets = msgspec.json.decode((out / OFFSETS).read_bytes(), type=dict[str, tuple[int, int]])
        for name, (start, length) in offsets.items():
            line = (out / PROGRAMS).read_bytes()[start : start + length]
            assert msgspec.json.decode(line, type=Program).id == name
    assert made[0] == made[1]


def _programs(path: Path) -> list[Program]:
    return [msgspec.json.decode(line, type=Program) for line in path.read_bytes().splitlines()]


STEPS = ("publish", "fail", "refuse", "roll back", "tear the record", "lose the pointer")


@settings(bounded, max_examples=40)
@given(st.lists(st.sampled_from(STEPS), max_size=9), st.integers(1, 4))
def test_whatever_happens_a_whole_release_is_served(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str], keep: int
) -> None:
    """Publish, fail, be refused, roll back, lose the record or the pointer, in any order: one is served, whole."""
    root = tmp_path_factory.mktemp("root")
    expected = _publish(root, keep, "0")
    for number, step in enumerate(steps, 1):
        if step == "publish":
            expected = _publish(root, keep, str(number))
        elif step in ("fail", "refuse"):
            with pytest.raises(OSError, match=step):
                publish(root, "live", _filled(step), _refused(step), keep)
        elif step == "roll back":
            expected = _rolled_back(root) or expected
        elif step == "tear the record":
            with (root / "served.jsonl").open("ab") as file:
                file.write(b'{"at": "20')
        else:
            (root / "current").write_text("gone\n")
            expected = release_ids(root)[-1]
        found = served(root)
        assert found is not None and found.id == expected and found.damage() == []
        assert 1 <= len(release_ids(root)) <= keep + 1
        assert all(line.release for line in served_record(root))
    shutil.rmtree(root)


def _publish(root: Path, keep: int, words: str) -> str:
    return publish(root, "live", _filled(words), lambda folder, kind: None, keep).id


def _filled(words: str) -> Callable[[Path], dict[str, int]]:
    def fill(folder: Path) -> dict[str, int]:
        (folder / OFFSETS).write_bytes(b"{}")
        (folder / PROGRAMS).write_text(words)
        if words == "fail":
            raise OSError("fail")
        return {"programs": 0}

    return fill


def _refused(step: str) -> Callable[[Path, str], None]:
    def check(folder: Path, kind: str) -> None:
        raise OSError(step)

    return check


def _rolled_back(root: Path) -> str:
    try:
        return roll_back(root, release_before(root, pointed_at(root)), "", lambda folder: None).id
    except (UnknownRelease, RollbackRefused):
        return ""


@bounded
@given(st.lists(facts, min_size=1, max_size=6))
def test_a_fact_survives_its_journey_through_a_release(given_facts: list[Fact]) -> None:
    """What is written is what is read: no value, denial, dispute or evidence changes on the way."""
    merged = merge([listing("Quiet Harbor", IOP, *given_facts)], TRUST)
    assert msgspec.json.decode(msgspec.json.encode(merged, order="sorted"), type=Program) == merged
