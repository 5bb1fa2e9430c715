"""A person's own list: every cell read or refused with the way out, good rows kept, bad rows counted and listed."""

import csv
from collections import Counter

import msgspec
import pytest
from click.testing import CliRunner

from catalog.building import build
from catalog.facts import Span
from catalog.programs import Program
from catalog.settings import DATA, Settings
from catalog.sources import finished_runs, gathered, read_listings, read_skipped
from cli import iop
from crawler.own_list.columns import column_of, columns
from crawler.own_list.rows import BadRow, read_row
from crawler.own_list.table_file import open_table
from crawler.records import Spoken
from crawler.run import GatherFailed, gather, import_file, reread
from tests.make_workbook import write_workbook

SPOKEN = Spoken(source="own_list", url="", read_on="2026-02-01", how="person", scope="program")
ROW = {"name": "Cedar IOP", "street": "100 Main Street", "city": "Scottsdale", "state": "AZ", "zip": "85251",
       "phone": "480-213-4567"}  # fmt: skip


def write_csv(path, *rows, headings=None):
    headings = headings or list(dict.fromkeys(key for row in rows for key in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, headings)
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(unmapped=None, **cells):
    return read_row({**ROW, **cells}, SPOKEN, Counter() if unmapped is None else unmapped)


def stated(listing, attribute):
    return [(fact.value, fact.denied) for fact in listing.facts if fact.attribute == attribute]


@pytest.mark.parametrize(
    ("column", "cell", "facts"),
    [
        ("hours_per_week", "9-12", [(Span(9, 12), False)]),
        ("hours_per_week", "9 – 12", [(Span(9, 12), False)]),
        ("hours_per_week", "9.5 to 12", [(Span(9.5, 12), False)]),
        ("hours_per_week", "9", [(Span(9, 9), False)]),
        ("hours_per_week", "at least 9", [(Span(9, None), False)]),
        ("group_size", "up to 10", [(Span(None, 10), False)]),
        ("ages", "18+", [(Span(18, None), False)]),
        ("ages", "12-17", [(Span(12, 17), False)]),
        ("weekends", "Yes", [(True, False)]),
        ("weekends", "no", [(True, True)]),
        ("sessions", "09:00-12:00; 6 pm - 9 pm", [("09:00-12:00", False), ("18:00-21:00", False)]),
        ("days", "Mon; wed; Friday", [("fri", False), ("mon", False), ("wed", False)]),
        ("days", "Mon-Wed", [("mon", False), ("tue", False), ("wed", False)]),
        ("level_of_care", "iop", [("iop", False)]),
        ("level_of_care", "Intensive outpatient program (IOP)", [("iop", False)]),
        ("therapies", "DBT, CBT", [("cbt", False), ("dbt", False)]),
        ("payment_options", "medicaid; no Medicare", [("medicaid", False), ("medicare", True)]),
        ("setting", "virtual\nin person", [("in_person", False), ("virtual", False)]),
        ("insurers", "Aetna", [("aetna", False)]),
        ("npi", "1568946812", [("1568946812", False)]),
    ],
)
def test_a_cell_states(column, cell, facts):
    listing = read(**{column: cell})
    assert stated(listing, column) == facts
    for fact in listing.facts:
        if fact.attribute == column:
            assert fact.evidence[0].quote == " ".join(cell.split())


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("state", "Arizonia", "'Arizonia' is no state or territory: write its postal code, such as AZ"),
        ("zip", "8525", "'8525' is no ZIP of AZ: write five digits"),
        ("zip", "02139", "ZIP 02139 is in MA, the state column says AZ"),
        ("zip", "8525A", "write five digits"),
        ("phone", "call us", "'call us' is no US phone: write it as"),
        ("intake_phone", "999-999-9999", "is no US phone"),
        ("website", "http://127.0.0.1/", "is no web address"),
        ("website", "javascript:alert(1)", "is no web address"),
        ("hours_per_week", "lots", "'lots' is no number of hours: write it as 9, 9-12"),
        ("hours_per_week", "12-9", "ends before it begins"),
        ("hours_per_week", "912", "more than 100 hours"),
        ("hours_per_week", "2026-09-12 00:00:00", "format the column as text"),
        ("days_per_week", "8", "more than 7 days"),
        ("group_size", "up to 8-12", "in two ways"),
        ("weekends", "sometimes", "neither yes nor no"),
        ("sessions", "mornings", "write it as 09:00-12:00"),
        ("sessions", "9-12", "write it as 09:00-12:00"),
        ("npi", "1568946813", "is no NPI"),
        ("checked_on", "last week", "write it as YYYY-MM-DD"),
        ("checked_on", "2027-01-01", "in the future"),
        ("name", "", "it is empty: fill it in"),
        ("days", "mon, " * 5_000, "longer than 2,000 characters"),
        ("sessions", "9" * 1_999, "write it as 09:00-12:00"),
        ("hours_per_week", "9-" * 999, "write it as 9, 9-12"),
    ],
)
def test_a_cell_that_cannot_be_read_names_its_column_and_the_way_out(column, cell, said):
    row = {key: value for key, value in {**ROW, column: cell}.items() if value}
    with pytest.raises(BadRow) as failure:
        read_row(row, SPOKEN, Counter())
    assert str(failure.value).startswith(f"column {column}: ") and said in str(failure.value)


def test_everything_wrong_with_a_row_is_said_at_once():
    with pytest.raises(BadRow, match=r"column weekends: .*; column state: .*; column phone: "):
        read(state="Arizonia", phone="x", weekends="maybe")


def test_words_that_nobody_knows_are_counted_and_state_nothing():
    unmapped = Counter()
    listing = read(unmapped, therapies="CBT; Moonlight bathing", level_of_care="iop")
    assert stated(listing, "therapies") == [("cbt", False)]
    assert unmapped == {"therapies: Moonlight bathing": 1}


def test_evidence_is_a_persons_and_dated_by_the_day_of_checking():
    listing = read(checked_on="2026-01-15", hours_per_week="9-12")
    for fact in listing.facts:
        (evidence,) = fact.evidence
        assert (evidence.how, evidence.source, evidence.scope, evidence.dated) == (
            "person", "own_list", "program", "2026-01-15",
        )  # fmt: skip
    assert listing.as_of == "2026-01-15"


def test_a_dropped_leading_zero_of_a_zip_comes_back():
    assert read(city="Cambridge", state="Massachusetts", zip="2139").zip == "02139"


def test_a_row_without_a_level_of_care_is_a_candidate_only():
    listing = read(name="Cedar Health")
    assert not listing.states_iop and listing.candidate_for
    assert read(name="Cedar Health", level_of_care="iop").candidate_for == ""
    assert not read(name="Cedar IOP", level_of_care="no IOP").states_iop


def test_the_template_has_every_column_and_a_row_that_is_right(tmp_path):
    table = open_table(DATA / "own_list_template.csv")
    heading = (DATA / "own_list_template.csv").read_text("utf-8").splitlines()[0]
    assert tuple(heading.split(",")) == columns() and table.unknown == []
    settings = Settings(data=tmp_path)
    report = import_file("own_list", DATA / "own_list_template.csv", settings.sample, settings)
    assert (report.kept, report.skipped, report.unmapped) == (1, {}, {})
    with pytest.raises(GatherFailed, match="invented record in live data"):
        import_file("own_list", DATA / "own_list_template.csv", settings.live, settings)


def test_headings_may_be_labels():
    assert column_of("Hours a week") == column_of("hours_per_week") == column_of("Horas por semana") == "hours_per_week"
    assert column_of("ZIP") == "zip" and column_of("fax") == ""


def test_good_rows_are_kept_and_bad_rows_listed(tmp_path):
    path = write_csv(tmp_path / "mine.csv", ROW, {**ROW, "name": "Birch IOP", "phone": "none"}, dict(ROW),
                     {**ROW, "name": "Oak IOP", "fax": "1"})  # fmt: skip
    report = import_file("own_list", path, tmp_path, Settings(data=tmp_path))
    assert (report.rows, report.kept, sum(report.skipped.values())) == (4, 2, 2)
    ((_, folder),) = gathered(tmp_path)
    first, second = read_skipped(folder / "skipped.jsonl")
    assert (first.record, first.page) == ("row 3", "mine.csv") and "column phone" in first.reason
    assert second.record == "row 4" and "program of row 2 again" in second.reason
    assert report.unmapped == {"column: fax": 1}


def test_a_list_without_one_good_row_fails_and_loses_nothing(tmp_path):
    settings = Settings(data=tmp_path)
    import_file("own_list", write_csv(tmp_path / "mine.csv", ROW), tmp_path, settings)
    before = gathered(tmp_path)
    bad = write_csv(tmp_path / "bad.csv", {**ROW, "state": "Arizonia"})
    with pytest.raises(GatherFailed, match=r"bad\.csv has no row that can be used: row 2: column state: 'Arizonia'"):
        import_file("own_list", bad, tmp_path, settings)
    assert gathered(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("a.txt", b"name,city,state\n", "neither CSV nor XLSX"),
        ("a.csv", b"", "is empty"),
        ("a.csv", b"naem,city,state\nx,y,AZ\n", "no column 'name' in its first row; is 'naem' meant"),
        ("a.csv", b"name,city,state,phone,Phone\n", "two columns for phone"),
        ("a.csv", b'name,city,state\n"x,y,AZ\n', "close its quotation marks"),
        ("a.csv", b"name,city,state\n" + b"x" * 200_000 + b",y,AZ\n", "field larger than"),
        ("a.csv", b"name,city,state\nCedar, IOP,Mesa,AZ\n", "more cells than the first row"),
        ("a.xlsx", b"PK\x03\x04 not really", "no whole XLSX workbook"),
    ],
)
def test_a_file_that_is_no_list_is_refused(tmp_path, name, body, said):
    (tmp_path / name).write_bytes(body)
    with pytest.raises(GatherFailed, match=said):
        import_file("own_list", tmp_path / name, tmp_path, Settings(data=tmp_path))
    assert finished_runs(tmp_path, "own_list") == []


def test_a_workbook_and_a_list_with_semicolons_or_windows_letters_are_read(tmp_path):
    settings = Settings(data=tmp_path)
    rows = [["Program name", "City", "State", "ZIP", "Hours a week"], ["Cedar IOP", "Holyoke", "MA", 1040, 9]]
    book = write_workbook(tmp_path / "mine.xlsx", rows, sheet="Programs")
    assert import_file("own_list", book, tmp_path, settings).kept == 1
    (listing,) = read_listings(gathered(tmp_path)[0][1] / "listings.jsonl")
    assert listing.zip == "01040" and stated(listing, "hours_per_week") == [(Span(9, 9), False)]
    (tmp_path / "mine.csv").write_bytes("name;city;state\nSeñal IOP;Mesa;AZ\n".encode("cp1252"))
    assert import_file("own_list", tmp_path / "mine.csv", tmp_path, settings, "2026-01-31").as_of == "2026-01-31"
    (listing,) = read_listings(gathered(tmp_path)[0][1] / "listings.jsonl")
    assert listing.name == "Señal IOP"
    assert reread("own_list", tmp_path, settings).kept == 1


def test_a_cell_may_hold_line_breaks(tmp_path):
    path = write_csv(tmp_path / "a.csv", {**ROW, "therapies": "CBT\nDBT", "organization": "Cedar\u2028Health"}, ROW)
    assert import_file("own_list", path, tmp_path, Settings(data=tmp_path)).rows == 2
    found = read_listings(gathered(tmp_path)[0][1] / "listings.jsonl")
    assert {listing.organization for listing in found} == {"", "Cedar Health"}


def test_the_newest_import_is_the_whole_list(tmp_path):
    settings = Settings(data=tmp_path)
    import_file("own_list", write_csv(tmp_path / "a.csv", ROW, {**ROW, "name": "Oak IOP"}), tmp_path, settings)
    assert import_file("own_list", write_csv(tmp_path / "b.csv", ROW), tmp_path, settings).kept == 1


def test_a_list_is_not_gathered(tmp_path):
    with pytest.raises(GatherFailed, match="use `iop import own_list FILE`"):
        gather("own_list", tmp_path, Settings(data=tmp_path))


def test_own_contacts_come_before_every_other_source(tmp_path):
    settings = Settings(data=tmp_path)
    place = ["Quiet Harbor", "", "100 Main Street", "", "Scottsdale", "AZ", 85251]
    headings = ["name1", "name2", "street1", "street2", "city", "state", "zip", "phone", "intake1", "service_code_info"]
    directory = [headings, [*place, "480-213-1111", "", "SA * OIT"]]
    import_file("samhsa_directory", write_workbook(tmp_path / "su.xlsx", directory), tmp_path, settings)
    mine = {**ROW, "name": "Quiet Harbor", "phone": "480-213-2222", "hours_per_week": "9-12"}
    import_file("own_list", write_csv(tmp_path / "mine.csv", mine), tmp_path, settings)
    folder = tmp_path / "built"
    folder.mkdir()
    assert build(tmp_path, folder).programs == 1
    program = msgspec.json.decode((folder / "programs.jsonl").read_bytes(), type=Program)
    assert program.phone == "(480) 213-2222"
    phones = [(fact.value, fact.evidence[0].source) for fact in program.facts_of("phone")]
    assert phones == [("(480) 213-2222", "own_list"), ("(480) 213-1111", "samhsa_directory")]
    assert program.values("hours_per_week") == (Span(9, 12),)


def test_the_command_lists_what_was_left_out(tmp_path):
    path = write_csv(tmp_path / "mine.csv", ROW, {**ROW, "name": "Oak IOP", "therapies": "Moonlight bathing"},
                     {**ROW, "name": "Birch IOP", "state": "Arizonia"})  # fmt: skip
    result = CliRunner().invoke(iop, ["import", "own_list", str(path)], env={"IOP_DATA": str(tmp_path / "var")})
    assert result.exit_code == 0, result.stderr
    said = " ".join(result.stderr.split())
    assert "row 4 left out: column state: 'Arizonia' is no state" in said
    assert "states nothing: therapies: Moonlight bathing" in said
