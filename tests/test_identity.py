"""A program keeps its id across rebuilds, renames, new sources, splits and joins; what people say wins."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.building import ACCOUNTS, FORWARDS, PROGRAMS, REVIEW, Account, build
from catalog.corrections import CorrectionsWrong, read_corrections
from catalog.facts import Span
from catalog.matching import head_of, match_listings
from catalog.matching.decisions import DECISIONS, DecisionsWrong, read_decisions
from catalog.merging import program_id
from catalog.programs import Program
from tests.make_listings import IOP, OWN_PAGE, fact, gather_into, listing

HEADER = "listing_a,listing_b,decision,date,reason\n"
PHONE, OTHER_PHONE = "(480) 555-0100", "(480) 555-0111"


def lines(path, kind):
    return [msgspec.json.decode(line, type=kind) for line in path.read_bytes().splitlines()]


class Rebuilt:
    """One root built again and again, each build with the one before it as input."""

    def __init__(self, root):
        self.root, self.count, self.last = root, 0, None
        self.decisions, self.corrections = root / "decisions.csv", root / "corrections.toml"

    def build(self, *listings, own=()):
        self.count += 1
        gather_into(self.root, *listings, run=f"2026110{self.count}T000000Z")
        if own:
            gather_into(self.root, *own, source=OWN_PAGE, run=f"2026110{self.count}T000000Z")
        folder = self.root / f"out{self.count}"
        folder.mkdir()
        self.built = build(
            self.root, folder, previous=self.last, decisions=self.decisions, corrections=self.corrections
        )
        self.last = folder
        return lines(folder / PROGRAMS, Program)

    def accounts(self):
        return {a.listing: a for a in lines(self.last / ACCOUNTS, Account)}


@pytest.fixture
def rebuilt(tmp_path):
    return Rebuilt(tmp_path)


def test_a_build_upon_itself_changes_no_byte(rebuilt):
    listings = [listing("Quiet Harbor", IOP), listing("Quiet Harbor", kind="MH"), listing("Meadow Lane", IOP)]
    rebuilt.build(*listings)
    first = {p.name: p.read_bytes() for p in rebuilt.last.iterdir()}
    rebuilt.build(*listings[::-1])
    second = {p.name: p.read_bytes() for p in rebuilt.last.iterdir()}
    assert {n: b for n, b in first.items() if n != "sources.json"} == {
        n: b for n, b in second.items() if n != "sources.json"
    }


def test_from_scratch_an_id_is_minted_from_name_and_address(rebuilt):
    (program,) = rebuilt.build(listing("Quiet Harbor", IOP))
    assert program.id == program_id(listing("Quiet Harbor"))


def test_a_new_source_that_names_the_place_otherwise_keeps_its_id(rebuilt):
    old = listing("Quiet Harbor", IOP, phone=PHONE)
    (before,) = rebuilt.build(old)
    page = listing("Quiet Harbor Willows", IOP, phone=PHONE, kind="", source="program_sites")
    (after,) = rebuilt.build(old, own=[page])
    assert after.name == "Quiet Harbor Willows"
    assert (after.id, after.previous_ids) == (before.id, ())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"phone": PHONE}, {"name": "Meadow Lane", "phone": PHONE}),
        ({"zip": "85251"}, {"zip": "85251", "street": "100 Main St."}),
        ({"phone": PHONE, "website": "https://quiet.example/"},
         {"phone": PHONE, "website": "https://quiet.example/", "street": "7 Oak Avenue"}),
    ],
    ids=["renamed", "written otherwise", "moved with its phone and site"],
)  # fmt: skip
def test_a_place_renamed_or_moved_in_its_source_keeps_its_id(rebuilt, before, after):
    (first,) = rebuilt.build(listing(before.pop("name", "Quiet Harbor"), IOP, **before))
    (second,) = rebuilt.build(listing(after.pop("name", "Quiet Harbor"), IOP, **after))
    assert second.id == first.id
    assert second.listings != first.listings


def test_another_place_does_not_take_the_id_of_one_that_is_gone(rebuilt):
    (first,) = rebuilt.build(listing("Quiet Harbor", IOP, phone=PHONE))
    (second,) = rebuilt.build(listing("Meadow Lane", IOP, street="7 Oak Ave", phone=PHONE))
    assert second.id != first.id


def test_joined_programs_forward_their_ids(rebuilt):
    one, other = listing("Quiet Harbor", IOP), listing("Quiet Harbor Willows", IOP, kind="MH")
    before = {p.id for p in rebuilt.build(one, other)}
    rebuilt.decisions.write_text(HEADER + f"{one.id},{other.id},same,2026-11-02,they said so\n")
    (after,) = rebuilt.build(one, other)
    assert {after.id, *after.previous_ids} == before
    assert json.loads((rebuilt.last / FORWARDS).read_bytes()) == {after.previous_ids[0]: after.id}
    (again,) = rebuilt.build(one, other)
    assert again.previous_ids == after.previous_ids, "the old id leads here for good"


def test_a_split_keeps_the_id_on_the_part_that_held_it(rebuilt):
    one, other = listing("Quiet Harbor", IOP), listing("Quiet Harbor", IOP, kind="MH", street="100 Main St")
    (before,) = rebuilt.build(one, other)
    rebuilt.decisions.write_text(HEADER + f"{one.id},{other.id},different,2026-11-02,two programs\n")
    after = rebuilt.build(one, other)
    assert len({p.id for p in after}) == 2
    assert before.id in {p.id for p in after}
    holder = next(p for p in after if p.id == before.id)
    assert rebuilt.build(one, other) == after
    assert holder.listings == (min(one, other, key=lambda li: program_id(li) != before.id).id,)


def test_pairs_no_rule_settles_are_written_for_a_person(rebuilt):
    one = listing("Quiet Harbor Willows", IOP, phone=PHONE)
    other = listing("Quiet Harbor", IOP, phone=OTHER_PHONE, kind="MH")
    rebuilt.build(one, other)
    header, row = (rebuilt.root / REVIEW).read_text().splitlines()
    assert header.startswith("listing_a,listing_b,rule,")
    assert one.id in row and other.id in row and "one name says more than the other" in row
    rebuilt.decisions.write_text(HEADER + f"{other.id},{one.id},different,2026-11-02,asked them\n")
    assert len(rebuilt.build(one, other)) == 2
    assert (rebuilt.root / REVIEW).read_text().splitlines() == [header]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n", "first line must be"),
        (HEADER + "x,y,maybe,2026-11-02,z\n", "write same or different"),
        (HEADER + "x,y,same,yesterday,z\n", "write it as 2026"),
        (HEADER + "x,y,same,2026-11-02,\n", "fill in every one"),
        (HEADER + "x,x,same,2026-11-02,z\n", "name two"),
        (HEADER + "x,y,same,2026-11-02,z\ny,x,same,2026-11-02,z\n", "judged above"),
    ],
)
def test_a_wrong_decision_names_its_line(tmp_path, text, said):
    path = tmp_path / "decisions.csv"
    path.write_text(text)
    with pytest.raises(DecisionsWrong, match=said):
        read_decisions(path)


def test_the_checked_in_tables_are_right():
    assert read_decisions(DECISIONS) == {}
    assert read_corrections() == ()


def entry(**fields):
    made = {"what": "set", "why": "The program wrote to us.", "date": "2026-11-05",
            "evidence": "https://quiet.example/contact"} | fields  # fmt: skip
    rows = [f"{k} = {v if k in ('date', 'value') else json.dumps(v)}" for k, v in made.items() if v is not None]
    return "[[correction]]\n" + "\n".join(rows) + "\n"


def test_a_correction_wins_and_is_shown_as_one(rebuilt):
    (before,) = rebuilt.build(listing("Quiet Harbor", IOP, fact("payment_options", "medicaid"), phone=PHONE))
    rebuilt.corrections.write_text(
        entry(program=before.id, attribute="phone", value='"480-555-0111"')
        + entry(program=before.id, what="deny", attribute="payment_options", value='"medicaid"')
        + entry(program=before.id, attribute="hours_per_week", value="[9, 12]")
        + entry(program="p000000000000", what="remove")
    )
    (after,) = rebuilt.build(listing("Quiet Harbor", IOP, fact("payment_options", "medicaid"), phone=PHONE))
    assert after.phone == OTHER_PHONE
    (denied,) = after.facts_of("payment_options")
    assert denied.denied and (denied.evidence[0].source, denied.evidence[0].how) == ("correction", "person")
    assert after.values("hours_per_week") == (Span(9, 12),)
    assert "correction of 2026-11-05: payment_options medicaid (samhsa_locator) before" in after.notes
    assert rebuilt.built.unmet == ("p000000000000",)


def test_a_corrected_name_and_address_are_where_people_read_them(rebuilt):
    (before,) = rebuilt.build(listing("Quiet Harbor", IOP))
    moves = "7 Oak Ave, Suite 3, Tucson, AZ 85701"
    rebuilt.corrections.write_text(
        entry(program=before.id, attribute="name", value='"Harbor  House"')
        + entry(program=before.id, attribute="organization", value='"Harbor Health"')
        + entry(program=before.id, attribute="address", value=json.dumps(moves))
    )
    (after,) = rebuilt.build(listing("Quiet Harbor", IOP))
    assert (after.id, after.name, after.owner) == (before.id, "Harbor House", "Harbor Health")
    assert (after.street, after.street2, after.city, after.state, after.zip) == (
        "7 Oak Ave", "Suite 3", "Tucson", "AZ", "85701",
    )  # fmt: skip
    assert after.values("address") == (moves,) and after.values("name") == ("Harbor House",)
    assert after.point.precision == "zip" and abs(after.point.lat - 32.2) < 0.2
    assert any("name Quiet Harbor" in note for note in after.notes)


def test_another_suite_leaves_a_program_where_it_is(rebuilt):
    (before,) = rebuilt.build(listing("Quiet Harbor", IOP))
    line = f"{before.street}, Suite 9, {before.city}, {before.state} {before.zip}"
    rebuilt.corrections.write_text(entry(program=before.id, attribute="address", value=json.dumps(line)))
    (after,) = rebuilt.build(listing("Quiet Harbor", IOP))
    assert (after.street2, after.point) == ("Suite 9", before.point)


def test_a_removed_program_is_gone_and_accounted_for(rebuilt):
    stays, goes = listing("Quiet Harbor", IOP), listing("Meadow Lane", IOP, street="7 Oak Ave")
    rebuilt.corrections.write_text(entry(program=program_id(goes), what="remove", why="It closed."))
    assert [p.name for p in rebuilt.build(stays, goes)] == ["Quiet Harbor"]
    account = rebuilt.accounts()[goes.id]
    assert (account.outcome, account.why) == ("removed", "It closed.")


def test_a_program_that_denies_its_iop_is_accounted_for(rebuilt):
    goes = listing("Meadow Lane", IOP)
    rebuilt.corrections.write_text(
        entry(program=program_id(goes), what="deny", attribute="level_of_care", value='"iop"')
    )
    assert rebuilt.build(goes, listing("Quiet Harbor", IOP))[0].name == "Quiet Harbor"
    assert rebuilt.accounts()[goes.id].outcome == "removed"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[correction]]\nprogram = 3", "Expected `str`"),
        ("[[corection]]", "unknown"),
        ("program = ", "TOML"),
        (entry(program="p1", attribute="phon", value='"x"'), "no key of data/attributes.toml"),
        (entry(program="p1", attribute="phone", value='"none"'), "is no phone"),
        (entry(program="p1", attribute="therapies", value='"wishing"'), "is no term"),
        (entry(program="p1", attribute="hours_per_week", value='"nine"'), "is a span"),
        (entry(program="p1", attribute="phone"), "is a phone, not None"),
        (entry(program="p1", what="remove", attribute="phone"), "no attribute"),
        (entry(program="p1", what="remove", evidence="they said"), "web address"),
        (entry(program="p1", what="erase"), "Invalid enum value"),
        (entry(program="p1", what="remove", why=""), "say why"),
        (entry(program="p1", what="deny", attribute="name", value='"x"'), "every program has a name"),
        (entry(program="p1", attribute="name", value='"  "'), "is no text"),
        (entry(program="p1", attribute="address", value='"somewhere in Tucson"'), "write it as"),
        (entry(program="p1", attribute="address", value='"1 A St, Tucson, AZ 00000"'), "ZIP that is unknown"),
        (entry(program="p1", attribute="address", value='"1 A St, Tucson, NM 85701"'), "85701 is in AZ"),
    ],
)
def test_a_wrong_correction_names_its_entry(tmp_path, text, said):
    path = tmp_path / "corrections.toml"
    path.write_text(text)
    with pytest.raises(CorrectionsWrong, match=said):
        read_corrections(path)


NAMES = st.sampled_from(["Quiet Harbor", "Quiet Harbor Inc", "Quiet Harbor Willows", "Meadow Lane", "Adult IOP",
                         "Adolescent IOP", "Quiet Harbor Behav Hlth"])  # fmt: skip
LISTINGS = st.lists(
    st.builds(
        lambda name, kind, source, **fields: listing(name, IOP, kind=kind, source=source, **fields),
        NAMES,
        st.sampled_from(["SA", "MH", ""]),
        st.sampled_from(["samhsa_locator", "program_sites"]),
        street=st.sampled_from(["100 Main Street", "100 Main St", "100 Maine St", "", "7 Oak Ave"]),
        street2=st.sampled_from(["", "Suite 1", "#2"]),
        organization=st.sampled_from(["", "Quiet Harbor", "Bay Health"]),
        phone=st.sampled_from(["", PHONE, OTHER_PHONE]),
        zip=st.sampled_from(["85251", ""]),
    ),
    max_size=8,
    unique_by=lambda li: li.id,
)


@given(LISTINGS, st.randoms(use_true_random=False))
def test_the_order_of_listings_changes_nothing(listings, random):
    heads = [head_of(li, 30) for li in listings]
    expected = match_listings(heads)
    random.shuffle(heads)
    assert match_listings(heads) == expected


@given(LISTINGS)
def test_every_listing_is_in_one_group_and_every_link_has_a_rule(listings):
    heads = [head_of(li, 30) for li in listings]
    groups = match_listings(heads).groups
    assert sorted(h.id for g in groups for h in g.heads) == sorted(h.id for h in heads)
    assert all(set(g.rules) == {h.id for h in g.heads[1:]} and all(g.rules.values()) for g in groups)


@given(LISTINGS)
def test_what_a_group_became_it_stays(listings):
    """Listings of one group, matched alone, are one group again: merging twice changes nothing."""
    for group in match_listings([head_of(li, 30) for li in listings]).groups:
        assert len(match_listings(group.heads).groups) == 1
