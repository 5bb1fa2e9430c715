"""What changed between two releases is said field by field, in words, and costs a reading only where bytes differ."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import changes_page
from catalog.building import ACCOUNTS, CANDIDATES, FORWARDS, OFFSETS, PROGRAMS, Account
from catalog.changes import Changes, compare_releases
from catalog.changes_page import CHANGES, FIRST, UNREADABLE, write_changes
from catalog.changes_page import changes_page as page_of
from catalog.facts import Fact, Span
from catalog.places import Point
from catalog.program_changes import program_changes
from catalog.programs import Program
from tests.app_release import HOSTILE, fact, program, said
from tests.make_programs import make_programs


def write_release(
    folder: Path, *programs: Program, candidates: tuple[Program, ...] = (), forwards: dict[str, str] | None = None,
    accounts: tuple[Account, ...] = (),
) -> Path:  # fmt: skip
    """Write the files of a release that are compared."""
    folder.mkdir()
    offsets, at = {}, 0
    with (folder / PROGRAMS).open("wb") as file:
        for one in sorted(programs, key=lambda p: p.id):
            line = msgspec.json.encode(one) + b"\n"
            offsets[one.id] = (at, len(line))
            at += file.write(line)
    (folder / OFFSETS).write_bytes(msgspec.json.encode(offsets))
    (folder / FORWARDS).write_bytes(msgspec.json.encode(forwards or {}))
    for name, records in ((CANDIDATES, candidates), (ACCOUNTS, accounts)):
        (folder / name).write_bytes(b"".join(msgspec.json.encode(record) + b"\n" for record in records))
    return folder


def words(before: Program, after: Program) -> list[str]:
    return [change.words for change in program_changes(before, after)]


def with_facts(*facts: Fact) -> Program:
    return program(1, "Quiet Harbor", *facts)


NO_MEDICAID = fact("payment_options", "medicaid", denied=True)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ((), (fact("time_of_day", "evening"),), ["evening sessions added"]),
        ((fact("time_of_day", "evening"),), (), ["evening sessions removed"]),
        ((), (fact("days", "mon"), fact("days", "fri")), ["sessions on Friday added", "sessions on Monday added"]),
        ((), (fact("sessions", "18:00-21:00"),), ["session 6 pm to 9 pm added"]),
        ((), (fact("conditions", "anxiety"),), ["what it treats: Anxiety added"]),
        ((), (fact("weekends", True),), ["weekend sessions added"]),
        ((), (NO_MEDICAID,), ["says no to ways to pay: Medicaid now"]),
        ((NO_MEDICAID,), (), ["said no to ways to pay: Medicaid, says nothing now"]),
        ((fact("payment_options", "medicaid"),), (NO_MEDICAID,), ["ways to pay: Medicaid: was yes, says no now"]),
        ((NO_MEDICAID,), (fact("payment_options", "medicaid"),), ["ways to pay: Medicaid: said no, says yes now"]),
        ((), (fact("hours_per_week", Span(9, 9)),), ["hours a week added: 9 hours"]),
        ((fact("hours_per_week", Span(9, 9)),), (fact("hours_per_week", Span(9, 12)),),
         ["hours a week changed from 9 hours to 9–12 hours"]),
        ((fact("weekends", True),), (fact("weekends", True, disputed=True),),
         ["sources disagree about weekend sessions"]),
        ((fact("weekends", True, disputed=True),), (fact("weekends", True),), ["sources agree about weekend sessions"]),
        ((fact("weekends", True),),
         (fact("weekends", True, disputed=True), fact("weekends", True, denied=True, disputed=True)),
         ["says no to weekend sessions now", "sources disagree about weekend sessions"]),
        ((fact("weekends", True),), (fact("weekends", True, said(quote="Open on Saturdays, too.")),), []),
    ],
)  # fmt: skip
def test_facts_in_words(before: tuple[Fact, ...], after: tuple[Fact, ...], told: list[str]) -> None:
    assert words(with_facts(*before), with_facts(*after)) == told


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"phone": "(480) 555-0199"}, "phone changed from (480) 555-0101 to (480) 555-0199"),
        ({"phone": ""}, "phone removed (was (480) 555-0101)"),
        ({"website": "https://quiet.example/"}, "website added: https://quiet.example/"),
        ({"name": "Quiet Bay"}, "program name changed from Quiet Harbor to Quiet Bay"),
        ({"street": "9 Oak Avenue"}, "address changed from 1 Main Street, Scottsdale, AZ 85251 to 9 Oak Avenue, "
                                     "Scottsdale, AZ 85251"),
        ({"point": Point(33.5, -111.9, "site")}, "place on the map changed"),
        ({"listings": ("samhsa_locator:1", "program_sites:7")}, "listed by program_sites too"),
        ({"listings": ("program_sites:7",)}, "listed by program_sites too; listed by samhsa_locator before, not now"),
    ],
)  # fmt: skip
def test_fields_in_words(fields: dict[str, object], told: str) -> None:
    before = with_facts()
    assert "; ".join(words(before, msgspec.structs.replace(before, **fields))) == told


def test_releases_are_compared_program_by_program(tmp_path: Path) -> None:
    same, gone, asked, joined, candidate = (program(n, f"Program {n}") for n in range(1, 6))
    was, now = program(6, "Evening Place"), program(6, "Evening Place", fact("time_of_day", "evening"))
    dated = msgspec.structs.replace(same, id="p000000000007", last_seen="2026-11-09")
    before = write_release(
        tmp_path / "a", same, gone, asked, joined, candidate, was,
        msgspec.structs.replace(dated, last_seen="2026-11-02"), candidates=(program(8, "Maybe"),),
    )  # fmt: skip
    after = write_release(
        tmp_path / "b", same, now, dated, program(8, "Maybe"), program(9, "New"), candidates=(candidate,),
        forwards={joined.id: same.id},
        accounts=(Account("samhsa_locator:3", "removed", asked.id, "asked"), Account("x", "program", gone.id)),
    )  # fmt: skip
    changes = compare_releases(before, after)
    assert changes.counts == {
        "before": 7, "after": 5, "added": 2, "removed": 3, "joined": 1, "changed": 1, "read again": 1, "unchanged": 1,
    }  # fmt: skip
    assert [(p.name, p.why) for p in changes.added] == [("Maybe", "a source states an IOP there now"), ("New", "")]
    assert [(p.id, p.why) for p in changes.removed] == [
        (gone.id, "no source lists it now"), (asked.id, "left out on request"),
        (candidate.id, "no source states an IOP there now"),
    ]  # fmt: skip
    assert [(p.id, p.into, p.why) for p in changes.joined] == [(joined.id, same.id, "is part of Program 1 now")]
    assert [c.words for c in changes.changed[0].changes] == ["evening sessions added"]
    assert changes.fields == {"time_of_day": {"added": 1}}


def test_lines_that_are_alike_are_not_decoded(tmp_path: Path) -> None:
    before = write_release(tmp_path / "a", program(1, "Quiet Harbor"))
    after = write_release(tmp_path / "b", program(1, "Quiet Harbor"))
    for folder in (before, after):  # what is not even JSON compares as what it is: equal
        size = (folder / PROGRAMS).stat().st_size
        (folder / PROGRAMS).write_bytes(b"x" * size)
    assert compare_releases(before, after).counts["unchanged"] == 1


def test_the_page_of_a_huge_change_is_bounded_and_counts_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes_page, "SHOWN", 5)
    programs = list(make_programs(60, seed=3))
    before = write_release(tmp_path / "a", *programs[:40])
    moved = [msgspec.structs.replace(p, phone="(480) 555-0100", facts=p.facts[:1]) for p in programs[20:]]
    after = write_release(tmp_path / "b", *moved)
    page = page_of(compare_releases(before, after))
    assert "## Added: 20\n" in page and "## Removed: 20\n" in page and "## Changed: 20\n" in page
    assert page.count("… and 15 more") == 3 and len(page.splitlines()) < 80


def test_the_page_says_the_same_bytes_for_the_same_releases(tmp_path: Path) -> None:
    programs = list(make_programs(30, seed=4))
    before = write_release(tmp_path / "a", *programs[:20])
    after = write_release(tmp_path / "b", *programs[10:])
    first = write_changes(before, after)
    page = (after / CHANGES).read_bytes()
    assert write_changes(before, after) == first and (after / CHANGES).read_bytes() == page


def test_names_from_data_stay_text_in_the_page(tmp_path: Path) -> None:
    before = write_release(tmp_path / "a", program(1, "Quiet"))
    after = write_release(tmp_path / "b", program(1, HOSTILE), program(2, HOSTILE + "\n# www.evil.example @you"))
    page = page_of(compare_releases(before, after))
    for live in ("<script", "<img", "![x]", "[go](", "\u202e", "`code`", "https://", "www.evil", "\n# Head", " @you"):
        assert live not in page.replace("\\<", "").replace("\\`", "").replace("\\[", "").replace("\\@", ""), live


def test_a_first_release_and_an_unreadable_one_are_said_to_be_so(tmp_path: Path) -> None:
    after = write_release(tmp_path / "b", program(1, "Quiet Harbor"))
    assert write_changes(None, after) is None and (after / CHANGES).read_text() == FIRST
    assert write_changes(tmp_path / "gone", after) is None and (after / CHANGES).read_text() == UNREADABLE
    broken = write_release(tmp_path / "a", program(1, "Another"))
    (broken / PROGRAMS).write_bytes(b"{" * (broken / PROGRAMS).stat().st_size)
    assert write_changes(broken, after) is None and (after / CHANGES).read_text() == UNREADABLE


@given(st.data())
def test_counts_add_up(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Every program of both releases is in exactly one list or count, whatever came, went and changed."""
    folder = tmp_path_factory.mktemp("compared")
    sides: tuple[list[Program], list[Program]] = ([], [])
    for number in range(6):
        for side in sides:
            form = data.draw(st.sampled_from(("absent", "as it is", "evenings", "dated")))
            one = program(
                number, f"Program {number}", *((fact("time_of_day", "evening"),) if form == "evenings" else ())
            )
            if form != "absent":
                side.append(msgspec.structs.replace(one, last_seen="2026-01-01") if form == "dated" else one)
    changes = compare_releases(write_release(folder / "a", *sides[0]), write_release(folder / "b", *sides[1]))
    _add_up(changes, len(sides[0]), len(sides[1]))


def _add_up(changes: Changes, before: int, after: int) -> None:
    counts = changes.counts
    stayed = counts["changed"] + counts["read again"] + counts["unchanged"]
    assert (counts["before"], counts["after"]) == (before, after)
    assert counts["before"] == stayed + counts["removed"] + counts["joined"]
    assert counts["after"] == stayed + counts["added"]
    assert [len(part) for part in (changes.added, changes.removed, changes.joined, changes.changed)] == [
        counts[name] for name in ("added", "removed", "joined", "changed")
    ]
