"""The crawl end to end on loopback: the sample's sites, and a chain of 300 places killed in the middle and resumed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from protego import Protego

from bench.chain import Chain, make_chain, plant
from catalog.building import build
from catalog.listings import Listing
from catalog.matching import street_line
from catalog.programs import Program
from catalog.settings import Settings
from catalog.sources import LISTINGS, SourceReport, read_listings
from crawler import run
from crawler.samhsa.locator_page import read_row
from crawler.samhsa.records import Reading, read_record
from crawler.sites.frontier import Caps
from crawler.sites.robots import AGENT
from crawler.sites.store import PageStore
from sample.server import SAMPLE, Request, SampleServer, sample_rows

SOURCE = "program_sites"
CONTACT = "https://larkspur.example/who-we-are"


def quiet(data: Path, server: SampleServer) -> Settings:
    return Settings(data=data, program_sites_url=server.url, request_delay=0, contact=CONTACT)


class SampleCrawl(NamedTuple):
    """The sample gathered and built: requests to sites, the report, listings and programs by street and ZIP."""

    asked: list[Request]
    report: SourceReport
    listings: dict[tuple[str, str], Listing]
    programs: dict[tuple[str, str], Program]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SampleCrawl:
    data = tmp_path_factory.mktemp("sample")
    with SampleServer() as server:
        settings = quiet(data, server)
        plant(settings.sample, locator_listings())
        report = run.gather(SOURCE, settings.sample, settings)
        folder = settings.sample / "gather" / SOURCE / report.run
        found = {(street_line(li.street), li.zip[:5]): li for li in read_listings(folder / LISTINGS)}
        build(settings.sample, data)
    lines = (data / "programs.jsonl").read_bytes().splitlines()
    programs = {
        (street_line(p.street), p.zip[:5]): p for p in (msgspec.json.decode(line, type=Program) for line in lines)
    }
    return SampleCrawl(server.log, report, found, programs)


def locator_listings() -> list[Listing]:
    """Return the listings that the locator's spider makes of the sample's rows."""
    reading = Reading(source="samhsa_locator", read_on="2026-01-01")
    unmapped: Counter[str] = Counter()
    return [read_record(read_row(row, unmapped), reading) for row in sample_rows()]


def truths() -> Iterator[tuple[tuple[str, str], dict[str, object]]]:
    for line in (SAMPLE / "truth.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        yield (street_line(record["street"]), record["zip"][:5]), record


def bare(host: str) -> str:
    return host.removeprefix("www.")


def test_every_robots_rule_is_kept(sample: SampleCrawl) -> None:
    rules: dict[str, Protego] = {}
    for file in (SAMPLE / "sites").glob("*/robots.txt"):
        rules[file.parent.name] = Protego.parse(file.read_text("utf-8"))
    pages = [r for r in sample.asked if r.path != "/robots.txt"]
    assert pages and all(rules[bare(r.host)].can_fetch(r.path, AGENT) for r in pages if bare(r.host) in rules)
    first = {bare(r.host): r.path for r in reversed(sample.asked)}
    assert set(first.values()) == {"/robots.txt"}
    assert all(AGENT in (agent := headers(r)["user-agent"]) and CONTACT in agent for r in sample.asked)


def headers(request: Request) -> Mapping[str, str]:
    return {name.lower(): value for name, value in request.headers.items()}


def test_the_budget_is_kept_and_nothing_is_fetched_twice(sample: SampleCrawl) -> None:
    places = Counter(str(record["domain"]) for _, record in truths())
    pages = Counter(bare(r.host) for r in sample.asked if r.path != "/robots.txt" and "sitemap" not in r.path)
    assert all(count <= Caps().pages * places[host] for host, count in pages.items())
    assert max(Counter((r.host, r.path, r.query) for r in sample.asked).values()) == 1
    assert not any("blog" in r.path or "/news/" in r.path for r in sample.asked)


def test_candidates_are_confirmed_by_their_own_page_and_by_nothing_else(sample: SampleCrawl) -> None:
    wrong = []
    for key, record in truths():
        listing = sample.listings.get(key)
        states = listing is not None and listing.states_iop
        if states != (record["confirms_iop"] and not record["barred"]):
            wrong.append((record["facility"], record["story"], record["status"], states))
    assert not wrong
    confirmed = sum(record["story"] == "candidate_confirmed" for _, record in truths())
    assert sample.report.notes["candidates confirmed by their own page"] == confirmed == 14


def test_confirmed_candidates_are_programs_and_others_are_not(sample: SampleCrawl) -> None:
    for key, record in truths():
        if str(record["story"]).startswith("candidate"):
            assert (key in sample.programs) == (record["story"] == "candidate_confirmed"), record["facility"]


def test_a_sites_facts_join_the_program_that_the_locator_names(sample: SampleCrawl) -> None:
    for key, listing in sample.listings.items():
        if listing.states_iop:
            assert listing.id in sample.programs[key].listings


def test_every_fact_can_be_checked(sample: SampleCrawl) -> None:
    for listing in sample.listings.values():
        for fact in listing.facts:
            for evidence in fact.evidence:
                assert evidence.url.startswith("http://") and bare(evidence.url.split("/")[2]) in listing.website
                assert evidence.quote and len(evidence.quote) <= 300 and evidence.source == SOURCE


PLACES = 300


class Killed(NamedTuple):
    """The chain crawled with kill -9 in the middle: what was stored then, what was asked for before and after."""

    chain: Chain
    stored: set[str]
    before: list[Request]
    after: list[Request]
    again: list[Request]
    first: SourceReport
    second: SourceReport
    listings: dict[str, Listing]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Killed:
    data = tmp_path_factory.mktemp("chain")
    chain = make_chain(PLACES)
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def start(*args: Any, **more: Any) -> subprocess.Popen[bytes]:
        started.append(popen(*args, **more))
        return started[-1]

    def strike(request: Request) -> None:
        if len(server.log) == PLACES // 2 and len(started) == 1:
            os.kill(started[0].pid, signal.SIGKILL)

    with SampleServer(rows=[], sites=chain.sites, faults=strike) as server, pytest.MonkeyPatch.context() as patch:
        patch.setattr(subprocess, "Popen", start)
        settings = quiet(data, server)
        plant(settings.sample, [place.listing for place in chain.places])
        with pytest.raises(run.GatherFailed):
            run.gather(SOURCE, settings.sample, settings)
        (folder,) = (path for path in (settings.sample / "gather" / SOURCE).iterdir() if path.is_dir())
        before = list(server.log)
        stored = stored_paths(folder)
        first = run.gather(SOURCE, settings.sample, settings)
        assert first.run == folder.name
        found = {li.street: li for li in read_listings(folder / LISTINGS)}
        between = len(server.log)
        second = run.gather(SOURCE, settings.sample, settings)
    after, again = server.log[len(before) : between], server.log[between:]
    return Killed(chain, stored, before, after, again, first, second, found)


def stored_paths(folder: Path) -> set[str]:
    with PageStore(folder.parent / "pages.sqlite") as store:
        return {"/" + row.url.split("/", 3)[3] for row in store.of_run("chain0.example", folder.name)}


def test_a_killed_crawl_loses_no_page_and_fetches_none_twice(killed: Killed) -> None:
    assert len(killed.stored) >= PLACES // 2 - 2
    assert not killed.stored & {request.path for request in killed.after}
    asked = {request.path for request in (*killed.before, *killed.after)}
    assert asked == set(killed.chain.sites["chain0.example"]) - {"/blog/what-is-an-iop"}
    # Only the one answer that was on its way when the crawl was killed is fetched anew.
    assert len(killed.before) + len(killed.after) <= len(asked) + 1


def test_the_second_run_brings_only_304s(killed: Killed) -> None:
    assert {request.status for request in killed.again} == {304}
    assert len(killed.again) == killed.second.pages + 2  # robots.txt and the sitemap
    assert killed.second.notes["pages unchanged since they were read"] == killed.second.pages == killed.first.pages
    assert killed.second.kept == killed.first.kept


def test_memory_stays_flat(killed: Killed) -> None:
    assert killed.first.peak_mb < 250


def test_each_place_of_a_chain_gets_its_own_facts(killed: Killed) -> None:
    for place in killed.chain.places:
        listing = killed.listings.get(place.listing.street)
        if place.style in ("partial only", "opening soon"):
            assert listing is None, place
            continue
        assert listing is not None and listing.states_iop, place
        sessions = [f for f in listing.facts if f.attribute == "sessions"]
        assert [f.value for f in sessions] == [place.session], place
        assert sessions[0].evidence[0].url.endswith(place.path) and sessions[0].evidence[0].scope == "program"
        (therapy,) = [f for f in listing.facts if f.attribute == "therapies"]
        assert (therapy.value, therapy.evidence[0].scope) == ("cbt", "organization")


def test_a_host_that_fails_keeps_its_last_good_pages_with_their_date(tmp_path: Path) -> None:
    down: list[bool] = []
    chain = make_chain(1)

    def fail(request: Request) -> tuple[int, dict[str, str], bytes] | None:
        return (503, {}, b"") if down else None

    with SampleServer(rows=[], sites=chain.sites, faults=fail) as server:
        settings = quiet(tmp_path, server)
        plant(settings.sample, [chain.places[0].listing])
        first = run.gather(SOURCE, settings.sample, settings)
        down.append(True)
        second = run.gather(SOURCE, settings.sample, settings)
    place = settings.sample / "gather" / SOURCE
    (before,), (after,) = (list(read_listings(place / r.run / LISTINGS)) for r in (first, second))
    assert after == before
    assert len(server.log) and server.log[-1].path == "/robots.txt"
