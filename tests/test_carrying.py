"""A program disappears after two good runs without it; until then it is shown with its age."""

import msgspec
import pytest

from catalog.building import PROGRAMS, build
from catalog.programs import Program
from catalog.sources import ASKED
from tests.make_listings import IOP, gather_into, listing

HERE = [listing(f"Quiet Harbor {n}", IOP, street=f"{n} Main Street", phone=f"(480) 555-{2000 + n}") for n in (1, 2, 3)]


def gathered_run(root, day, *listings, asked="https://findtreatment.gov"):
    folder = gather_into(root, *listings, run=f"202611{day:02}T000000Z")
    if asked:
        (folder / ASKED).write_text(asked)


def programs(root, previous=None):
    out = root / f"out-{len(list(root.glob('out-*')))}"
    out.mkdir()
    built = build(root, out, previous=previous)
    found = [msgspec.json.decode(line, type=Program) for line in (out / PROGRAMS).read_bytes().splitlines()]
    return {p.name: p for p in found}, built, out


def test_a_listing_that_is_missing_once_is_kept_with_its_age_and_goes_the_second_time(tmp_path):
    gathered_run(tmp_path, 1, *HERE)
    before, _, out = programs(tmp_path)
    gathered_run(tmp_path, 2, *HERE[1:])
    now, built, out = programs(tmp_path, out)
    assert built.carried == 1
    assert now.keys() == before.keys() and now["Quiet Harbor 1"].id == before["Quiet Harbor 1"].id
    assert now["Quiet Harbor 1"].notes == ("not in the newest list of SAMHSA (2026-11-01)",)
    assert now["Quiet Harbor 1"].last_seen == before["Quiet Harbor 1"].last_seen
    assert now["Quiet Harbor 2"].notes == ()
    gathered_run(tmp_path, 3, *HERE[1:])
    later, built, _ = programs(tmp_path, out)
    assert built.carried == 0 and later.keys() == {"Quiet Harbor 2", "Quiet Harbor 3"}


def test_a_listing_that_comes_back_is_as_it_was(tmp_path):
    for day, listings in ((1, HERE), (2, HERE[1:]), (3, HERE)):
        gathered_run(tmp_path, day, *listings)
    found, built, _ = programs(tmp_path)
    assert built.carried == 0 and found["Quiet Harbor 1"].notes == ()


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Loud Harbor 1"},
        {"street": "77 Oak Avenue"},
        {"organization": "Harbor Health"},
        {"street2": "Suite 5"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_is_listed_under_another_name_or_has_moved_is_not_kept_twice(tmp_path, changed):
    gathered_run(tmp_path, 1, *HERE)
    fields = {"name": "Quiet Harbor 1", "street": "1 Main Street", "phone": "(480) 555-2001"} | changed
    gathered_run(tmp_path, 2, listing(fields.pop("name"), IOP, **fields), *HERE[1:])
    found, built, _ = programs(tmp_path)
    assert built.carried == 0 and len(found) == 3


@pytest.mark.parametrize("asked", ["", "https://findtreatment.gov\nstates=NM"])
def test_a_file_and_another_question_are_taken_at_their_word(tmp_path, asked):
    gathered_run(tmp_path, 1, *HERE)
    gathered_run(tmp_path, 2, *HERE[1:], asked=asked)
    found, built, _ = programs(tmp_path)
    assert built.carried == 0 and len(found) == 2
