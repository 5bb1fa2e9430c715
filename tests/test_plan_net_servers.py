"""Insurers' Plan-Net directories: what each oddity of a server leads to."""

import pytest

from catalog.settings import Settings
from catalog.sources import finished_runs, gathered
from crawler.insurers.directories import read_directories, wanted
from crawler.run import GatherFailed, gather, reread
from tests.ask_plan_net import ROWS, ask_all, fact, listings, many, renamed, run
from tests.replay_fhir import (
    CEDAR,
    FhirReplay,
    FhirServer,
    location,
    outcome,
    reply,
    service,
)


@pytest.mark.parametrize(
    ("relation", "next_of"),
    [("next", None), ("Next", None), ("next", lambda url: "?" + url.partition("?")[2]),
     ("next", lambda url: "/" + url.split("/", 3)[3])],
    ids=["absolute", "capitalised", "only the query", "only the path"],
)  # fmt: skip
def test_pages_are_followed_however_the_link_is_written(tmp_path, relation, next_of):
    report = run(FhirReplay({"humana": many(7)}, size=3, relation=relation, next_of=next_of), tmp_path)
    assert (report.rows, report.kept, report.notes) == (7, 7, {})


def test_a_link_to_another_host_is_refused_and_counted(tmp_path):
    elsewhere = lambda url: url.replace("127.0.0.1", "evil.example")  # noqa: E731
    report = run(FhirReplay({"humana": many(7)}, size=3, next_of=elsewhere), tmp_path)
    assert report.rows == 3
    assert report.notes["humana: services not complete: a link to the next page leads to another host: refused"] == 1


@pytest.mark.parametrize("back", ["page=3", "page=0"])
def test_links_that_lead_around_end(tmp_path, back):
    replay = FhirReplay({"humana": many(9)}, size=3, next_of=lambda url: url.replace("page=6", back))
    report = run(replay, tmp_path)
    assert report.rows in (6, 9) and len(replay.asked) < 20
    assert report.notes["humana: services not complete: a link to the next page leads back: refused"] == 1


def test_a_page_that_is_gone_is_asked_anew_once(tmp_path):
    gone, expired = [], reply(outcome("unknown paging state"), 410)

    def odd(path, query, once=True):
        if "page=3" in query and "HealthcareService" in path and not (once and gone):
            gone.append(query)
            return expired
        return None

    assert run(FhirReplay({"humana": many(7)}, size=3, odd=odd), tmp_path).rows == 7
    replay = FhirReplay({"humana": many(7)}, size=3, odd=lambda path, query: odd(path, query, once=False))
    report = run(replay, tmp_path / "other")
    assert report.rows == 3
    why = "page 2: it answered 410 (unknown paging state)"
    assert report.notes[f"humana: services not complete: {why}"] == 1


def test_a_total_beyond_what_came_is_told(tmp_path):
    report = run(FhirReplay({"humana": many(3)}, total=10_000), tmp_path)
    assert report.notes["humana: services not complete: it found 10000 and sent 3"] == 1


@pytest.mark.parametrize("refusal", [reply(outcome("combined _include"), 400), reply(outcome("not supported"))])
def test_a_server_that_refuses_includes_is_asked_one_by_one(tmp_path, refusal):
    held = [*many(2), service("s9", "o9", "l9", code="207Q00000X")]
    replay = FhirReplay({"humana": held}, odd=lambda path, query: refusal if "_include" in query else None)
    report = run(replay, tmp_path)
    read = [asked for asked in replay.asked if "/Organization/" in asked or "/Location/" in asked]
    assert (report.rows, report.kept) == (3, 2)
    names = ("Location/l0", "Location/l1", "Organization/o0", "Organization/o1")
    assert sorted(read) == [f"/humana/{name}?" for name in names]


def test_a_server_that_refuses_several_organizations_is_asked_for_each(tmp_path):
    one = reply(outcome("one at a time"), 400)
    run(FhirReplay({"humana": many(3)}, odd=lambda path, query: one if "," in query else None), tmp_path)
    assert all(fact(found, "insurers").evidence[0].networks == ("Choice POS",) for found in listings(tmp_path))


def test_one_directory_fails_alone_and_keeps_what_it_sent_before(tmp_path):
    replay = FhirReplay({"humana": many(5), "molina": CEDAR})
    assert run(replay, tmp_path, "humana", "molina").kept == 6
    replay.odd = lambda path, query: reply(outcome("no"), 403) if path.startswith("/molina") else None
    report = run(replay, tmp_path, "humana", "molina", day="20261102")
    assert report.kept == 6 and report.skipped == {"molina could not be read": 1}
    assert report.notes["molina: networks: it answered 403, which means stop"] == 1
    assert report.notes["molina: as it was read on 2026-11-01"] == 1
    read_on = {fact(found, "insurers").value: found.read_on for found in listings(tmp_path)}
    assert read_on == {"humana": "2026-11-02", "molina": "2026-11-01"}
    with pytest.raises(ValueError, match="no directory could be read"):
        run(replay, tmp_path, "molina", day="20270701")


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        ([], "it sent no behavioral health service"),
        (many(2), "it brought 2 listings, 5 the time before: look at it"),
        (renamed(many(5), "providedBy", "provided_by"), "no HealthcareService has a field 'providedBy'"),
        (renamed(many(5), "name", "title"), "no Organization has a field 'name'"),
        (renamed(many(5), "address", "adress"), "no Location has a field 'address'"),
    ],
    ids=["none", "half", "no provider", "no name", "no address"],
)  # fmt: skip
def test_what_shrank_or_changed_is_told_and_what_came_before_stays(tmp_path, now, reason):
    run(FhirReplay({"humana": many(5)}), tmp_path)
    report = run(FhirReplay({"humana": now}), tmp_path, day="20261102")
    assert report.kept == 5 and any(reason in note for note in report.notes), report.notes
    with pytest.raises(ValueError, match="no directory could be read"):
        run(FhirReplay({"humana": now if len(now) != len(many(2)) else []}), tmp_path / "first")


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (reply(outcome("down"), 500), r"it answered 500 \(down\)"),
        ((200, {}, b"<html>"), "a web page instead of FHIR"),
        (reply({"entry": []}), "no FHIR resource"), (reply(outcome("no"), 429), "429, which means stop"),
        (reply({"resourceType": "Bundle", "entry": [{"x": 1}]}), "no entry of its Bundle holds a resource"),
        ((200, {}, b'{"a":' * 100_000), "no JSON instead of FHIR"), (reply([]), "no FHIR resource"),
    ],
)  # fmt: skip
def test_where_no_directory_can_be_read_the_source_fails_and_says_why(tmp_path, sent, reason):
    with pytest.raises(ValueError, match=f"no directory could be read .humana: .*{reason}"):
        run(FhirReplay({"humana": CEDAR}, odd=lambda path, query: sent), tmp_path)
    assert not gathered(tmp_path)


def test_an_interrupted_inquiry_asks_only_for_what_is_missing(tmp_path):
    replay = FhirReplay({"humana": many(7)}, size=3)
    with pytest.raises(AssertionError, match="more than 4 questions"):
        ask_all(replay, "humana", tmp_path / "20261101T000000Z", most=4)
    ask_all(replay, "humana", tmp_path / "20261101T000000Z")
    assert len(replay.asked) == len(set(replay.asked))


def test_states_are_kept_to(tmp_path):
    held = [*CEDAR, service("s2", "o1", "l2"), location("l2", "7 Elm Street", "Reno", "Nevada", "89501")]
    report = run(FhirReplay({"humana": held}), tmp_path, states="NV")
    assert report.skipped == {"in a state that was not asked for": 1} and report.pages == 4
    assert [found.state for found in listings(tmp_path)] == ["NV"]


def test_directories_that_want_credentials_are_never_asked():
    assert not {"aetna", "centene", "hcsc", "emblem"} & {row.id for row in ROWS.values() if row.enabled}
    assert all(row.why_not for row in ROWS.values() if not row.enabled)
    with pytest.raises(ValueError, match="aetna, which must not be asked: it wants credentials"):
        wanted("plan_net", "aetna")
    with pytest.raises(ValueError, match="names no directory of plan_net: use some of"):
        wanted("plan_net", "nobody")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('id = "a"\ninsurer = "nobody"\nname = "A"\nurl = "https://a.example"', "no term of insurers.toml"),
        ('id = "../a"\ninsurer = "aetna"\nname = "A"\nurl = "https://a.example"', "it names a folder"),
        ('id = "a"\ninsurer = "aetna"\nname = "A"\nurl = "http://a.example"', "begins with https"),
        ('id = "a"\ninsurer = "aetna"\nname = "A"\nurl = "https://a.example"\nenabled = false', "say why in why_not"),
    ],
)
def test_a_row_that_breaks_a_rule_is_named(tmp_path, row, reason):
    (tmp_path / "plan_net.toml").write_text(f"[[directory]]\n{row}\n")
    with pytest.raises(ValueError, match=reason):
        read_directories("plan_net", tmp_path)


def test_the_whole_life_over_loopback(tmp_path):
    """Asked by the real spider behind the fence, read again offline; a directory that is not there fails alone."""
    replay = FhirReplay({"humana": many(7), "molina": CEDAR}, size=3)
    with FhirServer(replay) as server:
        chosen = Settings(data=tmp_path, plan_net_url=server.url, request_delay=0, insurers="humana,molina,iehp")
        report = gather("plan_net", tmp_path, chosen)
        paths = [entry.path for entry in server.log]
    assert paths[0] == "/robots.txt" and (report.rows, report.kept) == (8, 8)
    assert report.skipped == {"iehp could not be read": 1}
    assert len(replay.asked) == len(set(replay.asked))
    before = listings(tmp_path)
    reread("plan_net", tmp_path, chosen)
    assert listings(tmp_path) == before
    with pytest.raises(GatherFailed, match="this run is offline"):
        gather("plan_net", tmp_path, Settings(data=tmp_path, request_delay=0, insurers="cigna", offline=True))
    assert len(finished_runs(tmp_path, "plan_net")) == 1
