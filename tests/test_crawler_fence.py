"""What the fence must not take for public, and where a run may write: edges of addresses and of paths."""

import pytest

from catalog.settings import Settings
from catalog.sources import gathered
from crawler.fencing import fault, is_public
from crawler.run import gather
from sample.server import SampleServer
from tests.test_samhsa_records import row


@pytest.mark.parametrize(
    "address",
    ["::7f00:1", "::a00:1", "fec0::1", "64:ff9b:1::7f00:1", "5f00::1", "100::1", "2001:db8::1", "ff02::1", "::"],
)
def test_ipv6_outside_global_unicast_is_not_public(address):
    assert not is_public(address)
    assert fault(f"http://[{address}]/")


@pytest.mark.parametrize("address", ["2606:4700:4700::1111", "2a00:1450:4001:81b::200e", "8.8.8.8", "::ffff:8.8.8.8"])
def test_public_hosts_of_both_kinds_pass(address):
    assert is_public(address)


def test_a_relative_data_folder_lies_where_the_command_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with SampleServer(rows=[row()]) as server:
        settings = Settings(data="here", samhsa_locator_url=server.url, request_delay=0, states="AZ")
        report = gather("samhsa_locator", settings.live, settings)
    ((kept, folder),) = gathered(tmp_path / "here")
    assert (report.kept, kept.run) == (1, folder.name)
