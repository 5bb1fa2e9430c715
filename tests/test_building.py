"""Every record gathered is accounted for, and what is published is whole."""

import msgspec
import pytest

from catalog.building import ACCOUNTS, CANDIDATES, PROGRAMS, Account, NothingGathered, build
from catalog.checks import ReleaseRefused, check_release
from catalog.programs import Program
from catalog.sources import Skipped, finished_runs, gathered
from tests.make_listings import IOP, OWN_PAGE, fact, gather_into, listing


def lines(path, kind):
    return [msgspec.json.decode(line, type=kind) for line in path.read_bytes().splitlines()]


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def test_every_record_has_one_account(tmp_path, out):
    shown = listing("Quiet Harbor", IOP)
    merged = listing("Quiet Harbor", fact("therapies", "dbt"), kind="MH")
    maybe = listing("Meadow Lane", street="7 Oak Ave", kind="MH")
    maybe = msgspec.structs.replace(maybe, candidate_for="partial hospitalization and a website")
    other = listing("Stone Bridge", street="9 Elm St", kind="MH")
    lost = Skipped(record="samhsa_locator:row 9", page="AZ", reason="no name")
    gather_into(tmp_path, shown, merged, maybe, other, skipped=[lost])
    built = build(tmp_path, out)
    accounts = {a.listing: a for a in lines(out / ACCOUNTS, Account)}
    outcomes = {shown.id: "program", merged.id: "merged", maybe.id: "candidate", other.id: "no IOP",
                lost.record: "skipped"}  # fmt: skip
    assert {key: account.outcome for key, account in accounts.items()} == outcomes
    assert accounts[merged.id].why == "same name and address"
    assert accounts[lost.record].why == "no name"
    assert (built.programs, built.candidates) == (1, 1)
    assert [p.name for p in lines(out / PROGRAMS, Program)] == ["Quiet Harbor"]
    assert [p.status for p in lines(out / CANDIDATES, Program)] == ["candidate"]


def test_the_order_of_listings_changes_no_byte(tmp_path):
    listings = [
        listing(name, IOP, fact("therapies", term), kind=kind)
        for name in ("Quiet Harbor", "Meadow Lane")
        for kind in ("SA", "MH")
        for term in ("dbt",)
    ]
    made = []
    for name, order in (("a", listings), ("b", listings[::-1])):
        (tmp_path / name).mkdir()
        gather_into(tmp_path / name, *order)
        build(tmp_path / name, tmp_path / name)
        made.append((tmp_path / name / PROGRAMS).read_bytes())
    assert made[0] == made[1]


def test_the_newest_finished_run_is_read_and_an_unfinished_one_is_not(tmp_path):
    gather_into(tmp_path, listing("Old Name", IOP), run="20260101T000000Z")
    newest = gather_into(tmp_path, listing("New Name", IOP), run="20261101T000000Z")
    (newest.parent / "20261201T000000Z").mkdir()
    assert [folder for _, folder in gathered(tmp_path)] == [newest]
    assert len(finished_runs(tmp_path, "samhsa_locator")) == 2


def test_nothing_gathered_says_what_to_run(tmp_path, out):
    with pytest.raises(NothingGathered, match="iop gather"):
        build(tmp_path, out)


def test_a_damaged_line_names_the_file(tmp_path, out):
    folder = gather_into(tmp_path, listing("Quiet Harbor", IOP))
    (folder / "listings.jsonl").write_bytes(b'{"id": 3}\n')
    with pytest.raises(ValueError, match=r"listings\.jsonl"):
        build(tmp_path, out)


def test_a_release_of_one_world_never_holds_the_other(tmp_path, out):
    gather_into(tmp_path, listing("Quiet Harbor", IOP, phone="(480) 555-0100"))
    build(tmp_path, out)
    check_release(out, "sample")
    with pytest.raises(ReleaseRefused, match="invented in a live release"):
        check_release(out, "live")


def test_real_programs_cannot_enter_the_sample(tmp_path, out):
    gather_into(tmp_path, listing("Quiet Harbor", IOP, phone="(480) 555-2368"))
    build(tmp_path, out)
    check_release(out, "live")
    with pytest.raises(ReleaseRefused, match="not invented in a sample release"):
        check_release(out, "sample")


def test_an_invented_candidate_cannot_enter_either(tmp_path, out):
    maybe = msgspec.structs.replace(
        listing("Meadow Lane", street="7 Oak Ave", website="https://meadow.example/"), candidate_for="a website"
    )
    gather_into(tmp_path, listing("Quiet Harbor", IOP, phone="(480) 555-2368"), maybe)
    build(tmp_path, out)
    with pytest.raises(ReleaseRefused, match="Meadow Lane"):
        check_release(out, "live")


def test_an_empty_release_is_refused(tmp_path, out):
    gather_into(tmp_path, listing("Quiet Harbor"))
    build(tmp_path, out)
    with pytest.raises(ReleaseRefused, match="no program"):
        check_release(out, "live")


@pytest.mark.parametrize(
    ("odd", "said"),
    [(fact("level_of_magic", "iop"), "unknown attribute 'level_of_magic'"),
     (fact("therapies", "wishing"), "unknown therapies term 'wishing'")],
)  # fmt: skip
def test_a_fact_the_tables_do_not_know_is_refused(tmp_path, out, odd, said):
    gather_into(tmp_path, listing("Quiet Harbor", IOP, odd))
    build(tmp_path, out)
    with pytest.raises(ReleaseRefused, match=said):
        check_release(out, "live")


def test_a_program_without_a_point_needs_a_reason(tmp_path, out):
    gather_into(tmp_path, listing("Quiet Harbor", IOP, point=None))
    build(tmp_path, out)
    with pytest.raises(ReleaseRefused, match="neither a point nor a reason"):
        check_release(out, "live")


def test_a_site_listing_beside_samhsas_gives_both_evidences(tmp_path, out):
    gather_into(tmp_path, listing("Quiet Harbor", IOP))
    page = listing("Quiet Harbor", fact("therapies", "dbt"), source="program_sites", kind="")
    gather_into(tmp_path, page, source=OWN_PAGE)
    build(tmp_path, out)
    (program,) = lines(out / PROGRAMS, Program)
    assert len(program.listings) == 2
