"""A short soak: rebuilds are killed, sources fail, and a reader searches throughout; ``bench/soak.py`` has more."""

from bench.soak import REQUESTS, Disturbance, disturbances, soak
from tests.test_state_lists import ca_row


def test_disturbed_rebuilds_lose_nothing_and_end_where_undisturbed_ones_do(tmp_path):
    planned = [Disturbance(strike_at=2), Disturbance("ca_dhcs refuses"), Disturbance(strike_at=REQUESTS - 1)]
    figures = soak(tmp_path, planned, [ca_row(number) for number in range(10)])
    assert figures["ended"] == {"killed": 2, "published, a source failed": 1}
    assert figures["searches"] > 10
    assert figures["wrong"] == []
    assert figures["differs from an undisturbed one"] == []


def test_the_same_seed_disturbs_alike():
    assert list(disturbances(30, 1)) == list(disturbances(30, 1)) != list(disturbances(30, 2))
    assert {bool(d.strike_at) for d in disturbances(30, 1)} == {True, False}
