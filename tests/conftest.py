"""What tests share: the recorded real data beside the checkout, which skips loudly where it is absent."""

import gzip
import json
import os
from pathlib import Path

import pytest
from hypothesis import settings

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"

# Speed is measured in bench/, never in a test; a machine under load must not fail one.
# CI tries the same examples each time, so that a change is judged by what it changed.
settings.register_profile("untimed", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("untimed")

# A test never leaves the machine: the locator's address is a closed port unless a test starts a server, and the
# fence lets nothing pass but the servers that a test names.
os.environ["IOP_SAMHSA_LOCATOR_URL"] = "http://127.0.0.1:9"
os.environ["IOP_OFFLINE"] = "1"


@pytest.fixture(scope="session")
def shared_data():
    """The folder of recorded real data."""
    if not SHARED.is_dir():
        pytest.skip(f"NOT TESTED: the recorded real data is not at {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def locator_rows(shared_data):
    """Every row of the recorded locator, 21,063 of them."""
    with gzip.open(shared_data / "samhsa" / "locator_rows.jsonl.gz") as file:
        return [json.loads(line) for line in file]
