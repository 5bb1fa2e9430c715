"""The first run: live data where a locator answers, the sample where none does, and never one for the other."""

import click
import pytest

from catalog.releases import current, publish, served
from catalog.settings import Settings
from commands import first_run
from commands.first_run import build_sample, ensure_release
from commands.gathering import ALL_SOURCES, QUICK_SOURCES, default_sources
from sample.server import SampleServer
from tests.make_listings import IOP, gather_into, listing
from tests.test_samhsa_records import row

CLOSED = "http://127.0.0.1:9"


def live_settings(tmp_path, server):
    return Settings(data=tmp_path, samhsa_locator_url=server.url, request_delay=0, states="AZ")


@pytest.fixture(scope="module")
def sample_release(tmp_path_factory):
    settings = Settings(data=tmp_path_factory.mktemp("sample"), samhsa_locator_url=CLOSED)
    return settings, ensure_release(settings)


def test_where_a_locator_answers_the_data_is_live(tmp_path):
    with SampleServer(rows=[row()]) as server:
        release = ensure_release(live_settings(tmp_path, server))
    assert release.kind == "live"
    assert [program.name for program in release.programs()] == ["Quiet Harbor"]


def test_a_replay_that_only_knows_get_is_reachable(tmp_path):
    with SampleServer(rows=[row()]) as server:
        ensure_release(live_settings(tmp_path, server))
        assert {entry.method for entry in server.log} == {"GET"}


def test_web_sites_are_crawled_by_default_unless_the_listings_are_a_replay():
    assert default_sources(Settings(samhsa_locator_url="https://findtreatment.gov")) == ALL_SOURCES
    assert default_sources(Settings(samhsa_locator_url="http://127.0.0.1:4321")) == QUICK_SOURCES


def test_an_operator_names_what_is_gathered_once_and_for_all(monkeypatch):
    monkeypatch.setenv("IOP_SOURCES", "samhsa_locator, nppes,,nppes")
    assert default_sources(Settings()) == ("samhsa_locator", "nppes")
    monkeypatch.setenv("IOP_SOURCES", "samhsa_locator,npes")
    with pytest.raises(click.ClickException, match="no source 'npes': use one of ca_dhcs"):
        default_sources(Settings())


def test_where_none_answers_the_sample_is_built_and_says_so(sample_release, capsys):
    settings, release = sample_release
    assert release.kind == "sample"
    programs = list(release.programs())
    assert len(programs) >= 120
    assert all(program.invented for program in programs)
    assert served(settings.live) is None


def test_the_sample_spans_metros_and_states(sample_release):
    _, release = sample_release
    assert len({program.state for program in release.programs()}) >= 8


def test_the_sample_is_built_once(sample_release):
    settings, release = sample_release
    assert build_sample(settings).id == release.id


def test_where_the_locator_refuses_the_sample_stands_in(tmp_path, capfd, monkeypatch):
    monkeypatch.setattr(first_run, "build_sample", lambda settings: "the sample")
    faults = lambda request: (403, {}, b"no") if "exportsAsJson" in request.path else None  # noqa: E731
    with SampleServer(rows=[row()], faults=faults) as server:
        assert ensure_release(live_settings(tmp_path, server)) == "the sample"
    said = " ".join(capfd.readouterr().err.split())
    assert "answered 403, which means stop" in said
    assert "its programs do not exist" in said


def test_a_sample_gives_way_to_live_data_at_the_next_start(sample_release, tmp_path):
    settings, _ = sample_release
    with SampleServer(rows=[row()]) as server:
        again = settings.model_copy(update=live_settings(settings.data, server).model_dump())
        assert ensure_release(again).kind == "live"
    assert current(settings).kind == "live"


def test_a_release_whose_index_does_not_fit_is_built_anew_without_a_network(tmp_path):
    with SampleServer(rows=[row()]) as server:
        settings = live_settings(tmp_path, server)
        first = ensure_release(settings)
    for path in (first.path / "index").rglob("meta.json"):
        path.write_text("{}")
    again = ensure_release(settings.model_copy(update={"samhsa_locator_url": CLOSED}))
    assert again.kind == "live"
    assert again.id != first.id


def test_invented_programs_cannot_be_published_as_live(tmp_path):
    from catalog.building import build
    from catalog.checks import ReleaseRefused, check_release

    gather_into(tmp_path, listing("Quiet Harbor", IOP, phone="(480) 555-0100"))
    with pytest.raises(ReleaseRefused, match="invented in a live release"):
        publish(tmp_path, "live", lambda folder: {"programs": build(tmp_path, folder).programs}, check_release)
    assert served(tmp_path) is None
