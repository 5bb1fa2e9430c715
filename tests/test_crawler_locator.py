"""Runs that went wrong once must not go wrong for good: bad answers, damaged pages, paging that is ignored."""

from collections import Counter

import msgspec
import pytest

from catalog.settings import Settings
from catalog.sources import gathered, source_folder
from crawler.iop_names import names_iop
from crawler.run import GatherFailed, gather, reread
from crawler.samhsa.locator_page import read_row
from crawler.samhsa.queries import LocatorQuery
from crawler.samhsa.records import Reading, read_record
from crawler.samhsa.saved_pages import page_file
from crawler.settings import PAGE_BYTES
from sample.server import SampleServer
from tests.test_samhsa_records import row

NAME = "samhsa_locator"
ROWS = [row(name1=f"Quiet Harbor {n}") for n in range(40)]


def settings_for(server, tmp_path, states="AZ"):
    return Settings(data=tmp_path, samhsa_locator_url=server.url, request_delay=0, states=states)


def page(rows, **fields):
    return msgspec.json.encode({"page": 1, "totalPages": 1, "recordCount": len(rows), "rows": rows} | fields)


def missing(kind):
    """A fault: one kind of record is not found."""
    return lambda request: (404, {}, b"") if f"sType={kind}" in request.query else None


def instead(body):
    """A fault: ``body`` for Arizona's substance-use records."""
    return lambda request: (200, {}, body) if "limitValue=21&sType=sa" in request.query else None


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (page([], recordCount=50), "announced 50 records and sent 0"),
        (page(ROWS[:3], recordCount=2), "announced 2 records and sent 3"),
        (page([row(services="text")]), "services are no list"),
        (page([row(services=[{"f1": "no code"}])]), "services are no list"),
        (page(ROWS, page=7), "sent page 7 instead"),
    ],
)
def test_a_bad_answer_is_not_kept_so_the_next_run_succeeds(tmp_path, body, said):
    with SampleServer(rows=ROWS, faults=instead(body)) as server:
        with pytest.raises(GatherFailed, match=said):
            gather(NAME, tmp_path, settings_for(server, tmp_path))
        server.faults = None
        report = gather(NAME, tmp_path, settings_for(server, tmp_path))
    assert (report.rows, report.kept) == (40, 40)


def test_paging_that_is_ignored_is_no_gain(tmp_path):
    """The same rows again under the next page's number would look like new facilities."""
    same = page(ROWS[:15], totalPages=3, recordCount=40)
    with (
        SampleServer(rows=ROWS, faults=instead(same)) as server,
        pytest.raises(GatherFailed, match="page 2: the locator sent page 1 instead"),
    ):
        gather(NAME, tmp_path, settings_for(server, tmp_path))


def test_a_small_shortage_is_counted(tmp_path):
    with SampleServer(rows=ROWS, faults=instead(page(ROWS, recordCount=41))) as server:
        report = gather(NAME, tmp_path, settings_for(server, tmp_path))
    assert report.notes["records announced that did not come"] == 1


def test_a_damaged_page_is_named_and_loses_no_listing(tmp_path):
    with SampleServer(rows=ROWS) as server:
        settings = settings_for(server, tmp_path)
        gather(NAME, tmp_path, settings)
    ((_, folder),) = gathered(tmp_path)
    before = (folder / "listings.jsonl").read_bytes()
    page_file(folder, LocatorQuery("AZ", "sa"), 1).write_bytes(b"\x1f\x8b damaged")
    with pytest.raises(GatherFailed, match=r"az-sa-001\.json\.gz is damaged"):
        reread(NAME, tmp_path, settings)
    assert (folder / "listings.jsonl").read_bytes() == before


def test_a_damaged_page_of_an_unfinished_run_is_asked_again(tmp_path):
    with SampleServer(rows=ROWS, faults=missing("sa")) as server:
        settings = settings_for(server, tmp_path)
        with pytest.raises(GatherFailed, match="answered 404"):
            gather(NAME, tmp_path, settings)
        (folder,) = source_folder(tmp_path, NAME).iterdir()
        kept = page_file(folder, LocatorQuery("AZ", "sa"), 1)
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(b"\x1f\x8b damaged")
        server.faults = None
        assert gather(NAME, tmp_path, settings).kept == 40


def test_a_run_continues_only_at_the_address_it_began_at(tmp_path):
    """Pages of a replay must not end up in a run of the real locator."""
    with SampleServer(rows=ROWS, faults=missing("mh")) as server, pytest.raises(GatherFailed, match="answered 404"):
        gather(NAME, tmp_path, settings_for(server, tmp_path))
    with SampleServer(rows=ROWS[:5]) as other:
        assert gather(NAME, tmp_path, settings_for(other, tmp_path)).kept == 5
    assert len(list(source_folder(tmp_path, NAME).iterdir())) == 1


def test_a_redirect_says_where_it_points(tmp_path):
    def away(request):
        return (302, {"Location": "https://elsewhere.gov/x"}, b"") if "sType" in request.query else None

    with (
        SampleServer(rows=ROWS, faults=away) as server,
        pytest.raises(GatherFailed, match=r"points to https://elsewhere\.gov/x: set IOP_SAMHSA_LOCATOR_URL"),
    ):
        gather(NAME, tmp_path, settings_for(server, tmp_path))


def test_contacts_are_quoted_as_the_record_has_them():
    record = read_row(row(phone="480-555-2368 x12", website="HTTPS://Quiet.org"), Counter())
    stated = {fact.attribute: fact for fact in read_record(record, Reading(source=NAME, read_on="2026-11-01")).facts}
    assert (stated["phone"].value, stated["phone"].evidence[0].quote) == ("(480) 555-2368 ext. 12", "480-555-2368 x12")
    assert (stated["website"].value, stated["website"].evidence[0].quote) == ("https://quiet.org", "HTTPS://Quiet.org")


@pytest.mark.parametrize(
    ("name", "named"),
    [("Harbor Intens Outpt", True), ("Harbor Intens. OP", True), ("Int Outp Servs", False), ("Intens Resid", False)],
)
def test_shorter_words_for_intensive_count_where_they_can_mean_nothing_else(name, named):
    assert bool(names_iop(name)) == named


def test_a_full_page_of_long_rows_is_read(tmp_path):
    """2,000 rows of the size of recorded ones are more than the cap of other pages."""
    long = {"f1": "Service Setting " * 330, "f2": "SET", "f3": "Outpatient"}
    body = page([row(name1=f"Quiet Harbor {n}", services=[long]) for n in range(2_000)])
    assert len(body) > PAGE_BYTES
    with SampleServer(rows=ROWS, faults=instead(body)) as server:
        assert gather(NAME, tmp_path, settings_for(server, tmp_path)).kept == 2_000
