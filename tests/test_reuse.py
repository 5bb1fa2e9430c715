"""A build that takes lines over from the release before gives what a build from nothing gives, to the byte."""

import shutil
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from catalog import shortcuts
from catalog.building import build
from catalog.changes_page import write_changes
from catalog.checks import ReleaseRefused, check_release
from catalog.facts import Span
from catalog.listing_heads import HEADS, RUNS, VERDICTS
from catalog.listings import Listing
from catalog.measures import MEASURES
from catalog.reuse import MADE
from catalog.shortcuts import CACHE, SHARED
from catalog.sources import ASKED
from index.build import build_index
from index.findable import NAMES, index_faults
from index.renewing import READ, WHOLE
from tests.make_listings import IOP, OWN_PAGE, SAMHSA, fact, gather_into, listing, says

PAGE = says("Evening groups", source="program_sites", how="text", scope="program")


def told(number, what):
    """The listings of place ``number`` as ``what`` says: (name, facts, moved, states an IOP, has a site of its own)."""
    name, therapies, street, iop, site = what
    facts = [fact("therapies", therapy) for therapy in therapies] + ([IOP] if iop else [])
    fields = {"street": f"{number * 10 + street} Main Street", "phone": f"(480) 555-{2000 + number}"}
    first = listing(f"{name} {number}", *facts, **fields)
    page = listing(f"{name} {number}", fact("hours_per_week", Span(9, 9 + len(therapies)), PAGE), IOP,
                   source="program_sites", kind="", **fields)  # fmt: skip
    return [first], [page] if site else []


PLACE = st.tuples(
    st.sampled_from(["Quiet Harbor", "Meadow Lane"]), st.sets(st.sampled_from(["dbt", "cbt", "emdr"])),
    st.integers(0, 1), st.booleans(), st.booleans(),
)  # fmt: skip


def read_on(day, made):
    """A listing as it is read on a day of November; what speaks for a day of its own still does."""
    line = msgspec.json.encode(made).replace(b'"read_on":"2026-11-01"', b'"read_on":"2026-11-%02d"' % day)
    return msgspec.json.decode(line, type=Listing)


DAYS = st.tuples(st.integers(1, 28), st.integers(1, 28))
"""The days on which the two sources are read."""

PLACES = st.dictionaries(st.integers(1, 6), PLACE, min_size=1)
CHANGES = st.dictionaries(st.integers(1, 6), st.none() | PLACE, max_size=2)
"""What some places say from now on, None for those that are gone."""

ENTRIES = st.sampled_from(["", "", "set", "remove"])

CORRECTED = '[[correction]]\nprogram = "{}"\nwhat = "{}"\nwhy = "they asked"\ndate = 2026-11-01\n' \
            'evidence = "https://quiet.org/"\n{}'  # fmt: skip


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def finish(folder, previous, lineage):
    """Index, compare and check a built release; return what is wrong with it."""
    read = build_index(folder, lineage=lineage).read
    write_changes(previous, folder, lineage)
    try:
        check_release(folder, "live", lineage)
    except ReleaseRefused as error:
        return read, error.faults
    return read, index_faults(folder, lineage)


def corrections(path, out, entry):
    """Write a correction of the first program of the release before, where one is wanted and there is one."""
    ids = [line[line.index(b'"id":"') + 6 :].split(b'"')[0].decode()
           for line in (out / "programs.jsonl").read_bytes().splitlines()] if out else []  # fmt: skip
    more = 'attribute = "therapies"\nvalue = "dbt"\n' if entry == "set" else ""
    path.write_text(CORRECTED.format(ids[0], entry, more) if ids and entry else "")
    return path


SHARED_PART = "?" * SHARED
"""Any of the shortcuts that releases share."""

SHORTCUTS = [MADE, HEADS, VERDICTS, RUNS, MEASURES, READ, WHOLE, NAMES, SHARED_PART]

SPOILED = st.none() | st.tuples(st.sampled_from(SHORTCUTS), st.sampled_from(["lost", "cut", "flipped"]))
"""What happens to a shortcut between two builds."""

STEP = st.tuples(CHANGES, ENTRIES, DAYS, SPOILED)


SILENT, QUIET = ("Quiet Harbor", set(), 0, False, True), ("Meadow Lane", {"dbt"}, 1, True, False)


@example(start={5: SILENT, 1: QUIET}, steps=[({}, "", (1, 1), None), ({}, "", (10, 27), None), ({}, "", (1, 27), None)])
@settings(max_examples=25, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(start=PLACES, steps=st.lists(STEP, min_size=2, max_size=4))
def test_any_sequence_of_changes_gives_the_release_of_a_full_build(start, steps):
    places = start
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        before = {"kept": None, "anew": None}
        for day, (changes, entry, days, spoiled) in enumerate(steps, 1):
            made, faults, places = {}, {}, places | changes
            for how, previous in before.items():
                _gather(root / how, places, day, days)
                if how == "anew":
                    shutil.rmtree(root / how / CACHE, ignore_errors=True)
                elif spoiled:
                    _spoil(root / how, *spoiled)
                out = root / f"{how}-{day}"
                out.mkdir()
                table = corrections(root / f"{how}.toml", previous, entry)
                made[how] = build(root / how, out, previous=previous, corrections=table)
                faults[how] = finish(out, previous, made[how].lineage if how == "kept" else None)[1]
                before[how] = out
            assert contents(before["kept"]) == contents(before["anew"])
            assert made["anew"].reused == 0 and faults["kept"] == faults["anew"]
            assert (made["kept"].outcomes, made["kept"].rules) == (made["anew"].outcomes, made["anew"].rules)


def _gather(root, places, day, days):
    both = [told(number, what) for number, what in sorted(places.items()) if what]
    for number, source in enumerate(({}, {"source": OWN_PAGE})):
        run, listings = f"202611{day:02}T000000Z", [made for one in both for made in one[number]]
        folder = gather_into(root, *(read_on(days[number], made) for made in listings), run=run, **source)
        (folder / ASKED).write_text("https://findtreatment.gov")


def _spoil(root, name, how):
    for path in (root / CACHE).glob(f"*/{name}"):
        data = path.read_bytes()
        if how == "lost":
            path.unlink()
        else:
            path.write_bytes(data[: len(data) // 2] if how == "cut" else data[:-1] + bytes([data[-1] ^ 1]))


HERE = [listing(f"Quiet Harbor {n}", IOP, street=f"{n} Main Street", phone=f"(480) 555-{2000 + n}") for n in (1, 2, 3)]


@pytest.fixture
def first(tmp_path):
    """A root with one build, and the folder of what it built."""
    gather_into(tmp_path, *HERE)
    out = tmp_path / "first"
    out.mkdir()
    assert build(tmp_path, out).reused == 0
    return out


def again(first, name="second"):
    out = first.parent / name
    out.mkdir()
    return build(first.parent, out, previous=first), out


def test_what_has_not_changed_is_taken_over(first):
    changed = listing("Quiet Harbor 2", IOP, fact("therapies", "dbt"), street="2 Main Street", phone="(480) 555-2002")
    gather_into(first.parent, HERE[0], changed, HERE[2], run="20261102T000000Z")
    built, _ = again(first)
    assert built.reused == 2 and built.programs == 3
    assert built.work == {"decoded": 1, "judged": 0, "merged": 1, "redated": 0}


def test_the_same_on_another_day_is_moved_and_not_merged(first):
    gather_into(first.parent, *(read_on(9, made) for made in HERE), run="20261109T000000Z")
    built, out = again(first)
    assert built.work == {"decoded": 0, "judged": 0, "merged": 0, "redated": 3} and built.reused == 3
    assert b'"last_seen":"2026-11-09"' in (out / "programs.jsonl").read_bytes()
    shutil.rmtree(first.parent / CACHE)
    assert contents(again(first, "anew")[1]) == contents(out)


def test_an_index_reads_only_what_changed(first):
    assert finish(first, None, None) == (3, [])
    _, out = again(first)
    lineage = build(first.parent, out, previous=first).lineage
    assert finish(out, first, lineage) == (3, [])  # nothing is known of the first one's index
    changed = listing("Quiet Harbor 2", IOP, fact("therapies", "dbt"), street="2 Main Street", phone="(480) 555-2002")
    gather_into(first.parent, HERE[0], changed, HERE[2], run="20261102T000000Z")
    (first.parent / "third").mkdir()
    built = build(first.parent, first.parent / "third", previous=out)
    assert finish(first.parent / "third", out, built.lineage) == (1, [])


def test_only_pairs_of_a_changed_listing_are_judged_again(first):
    near = [listing(f"Harbor {n} Counseling", IOP, street="9 Long Road", kind="MH") for n in range(6)]
    gather_into(first.parent, *HERE, *near, run="20261102T000000Z")
    built, out = again(first)
    assert built.work["judged"] == 15
    changed = [*near[:5], listing("Harbor 5 Counseling", IOP, street="9 Long Road", kind="MH", phone="(480) 555-2009")]
    gather_into(first.parent, *HERE, *changed, run="20261103T000000Z")
    (first.parent / "third").mkdir()
    assert build(first.parent, first.parent / "third", previous=out).work["judged"] == 5


def test_a_run_that_was_read_before_is_read_again_where_it_changed(first):
    path = first.parent / "gather" / "samhsa_locator" / "20261101T000000Z" / "listings.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Quiet Harbor 2", b"Quiet Harbor 7"))
    built, out = again(first)
    assert built.work["decoded"] == 1 and b"Quiet Harbor 7" in (out / "programs.jsonl").read_bytes()


def test_a_build_that_is_only_tried_does_no_harm(first):
    gather_into(first.parent, HERE[0], run="20261102T000000Z")
    for name in ("tried", "tried again"):
        again(first, name)
    gather_into(first.parent, *HERE, run="20261103T000000Z")
    assert again(first, "real")[0].reused == 3


@pytest.mark.parametrize("name", [MADE, HEADS, VERDICTS])
@pytest.mark.parametrize("how", ["lost", "cut", "flipped"])
def test_a_spoiled_shortcut_costs_time_only(first, name, how):
    _spoil(first.parent, name, how)
    built, out = again(first)
    assert contents(out) == contents(first)
    assert built.work["decoded"] == (3 if name == HEADS else 0) and built.work["merged"] == (3 if name == MADE else 0)


def test_a_shortcut_of_another_release_is_not_used(first):
    gather_into(first.parent, listing("Loud Harbor", IOP), run="20261102T000000Z")
    other = again(first, "other")[1]
    here, there = sorted((first.parent / CACHE).iterdir(), key=lambda path: path.stat().st_mtime_ns)
    for path in there.iterdir():
        shutil.copy(path, here)
    gather_into(first.parent, *HERE, run="20261103T000000Z")
    built, out = again(first)
    assert built.reused == 0
    name = "programs.jsonl"
    assert contents(out)[name] == contents(first)[name] != contents(other)[name]


def test_a_line_that_is_not_what_was_made_is_not_taken_over(first):
    good = contents(first)
    data = (first / "programs.jsonl").read_bytes()
    (first / "programs.jsonl").write_bytes(data.replace(b"Quiet Harbor 2", b"Loud  Harbor 2"))
    built, out = again(first)
    assert built.reused == 0 and contents(out)["programs.jsonl"] == good["programs.jsonl"]


def test_other_code_takes_nothing_over(first, monkeypatch):
    monkeypatch.setattr(shortcuts, "code_digest", lambda *rooms: b"another")
    assert again(first)[0].work == {"decoded": 3, "judged": 0, "merged": 3, "redated": 0}


def test_another_trust_in_a_source_takes_nothing_over(first):
    other = msgspec.structs.replace(SAMHSA, trust=7)
    gather_into(first.parent, *HERE, source=other, run="20261102T000000Z")
    assert again(first)[0].reused == 0


def test_a_correction_that_is_taken_back_is_gone(first):
    table = corrections(first.parent / "corrections.toml", first, "set")
    corrected, plain = first.parent / "corrected", first.parent / "plain"
    corrected.mkdir()
    plain.mkdir()
    assert build(first.parent, corrected, previous=first, corrections=table).reused == 2
    assert b"correction" in (corrected / "programs.jsonl").read_bytes()
    table.write_text("")
    assert build(first.parent, plain, previous=corrected, corrections=table).reused == 2
    assert contents(plain) == contents(first)
