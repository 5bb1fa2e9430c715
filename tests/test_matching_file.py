"""``iop match`` reads what people have, says what is wrong with it, and our judgements of real pairs are kept."""

import csv
import gzip
import json

import pytest
from click.testing import CliRunner

from bench.matching import PAIRS, head_of_row, row_hash
from catalog.matching import match_listings
from cli import iop

PLACE = {"street": "100 Main Street", "city": "Scottsdale", "state": "AZ", "zip": "85251"}


def match(tmp_path, *rows, args=("--json",)):
    file = tmp_path / "listings.jsonl"
    file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return CliRunner().invoke(iop, ["match", str(file), *args])


def test_clusters_and_the_rule_behind_each_link(tmp_path):
    result = match(
        tmp_path,
        {"id": "a", "name": "Quiet Harbor Trt Ctr", **PLACE},
        {"id": "b", "name": "Quiet Harbor Treatment Center LLC", "unknown": [1], **PLACE},
        {"id": "c", "name": "Meadow Lane", **PLACE, "street": "7 Oak Ave"},
    )
    found = json.loads(result.stdout)
    assert [c["listings"] for c in found["clusters"]] == [["a", "b"], ["c"]]
    (link,) = found["clusters"][0]["links"]
    assert link == {"listing": "b", "rule": "same address, same distinctive words in the name"}


def test_ids_are_minted_and_nulls_and_numbers_are_read(tmp_path):
    row = {"name": "Quiet Harbor", **PLACE, "zip": 85251, "phone": None}
    (cluster,) = json.loads(match(tmp_path, row, row).stdout)["clusters"]
    assert len(set(cluster["listings"])) == 2


def test_rows_of_the_locator_are_read_as_its_spider_reads_them(tmp_path):
    row = {"name1": "Quiet Harbor", "name2": None, "street1": "1 Elm St", "street2": "Suite 4", "city": "Mesa",
           "state": "AZ", "zip": "85201", "phone": "480-555-0100", "services": []}  # fmt: skip
    unit = {"name2": "Willows", "street1": "9 Oak Ave"}
    rows = [row | {"typeFacility": "SA"}, row | {"typeFacility": "MH"}, row | unit]
    clusters = json.loads(match(tmp_path, *rows).stdout)["clusters"]
    assert [(c["name"], len(c["listings"])) for c in clusters] == [("Quiet Harbor", 2), ("Willows", 1)]


def test_pairs_left_open_are_listed(tmp_path):
    rows = [
        {"id": "a", "name": "Quiet Harbor", "phone": "480-555-0100", **PLACE},
        {"id": "b", "name": "Quiet Harbor Willows", "phone": "480-555-0111", **PLACE},
    ]
    assert json.loads(match(tmp_path, *rows).stdout)["not_sure"] == [
        {"a": "a", "b": "b", "rule": "one name says more than the other"}
    ]
    assert "1 pairs left open" in match(tmp_path, *rows, args=()).stdout


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{", "line 2"),
        ("[]", "line 2"),
        ('{"street": "x"}', "no name"),
        ('{"name": ["x"]}', "name is no text"),
        ('{"id": "a", "name": "x"}', "stands twice"),
        ("[" * 20_000, "line 2"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, row, said):
    result = match(tmp_path, {"id": "a", "name": "Quiet Harbor"}, row)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())


@pytest.mark.replay
def test_the_rules_agree_with_our_judgements_of_real_pairs(shared_data):
    """Whole groups on all recorded rows; tune rules on the "tune" half only, so that the other one stays a test."""
    with gzip.open(shared_data / "samhsa" / "locator_rows.jsonl.gz") as file:
        rows = [json.loads(line) for line in file]
    place = {}
    for number, group in enumerate(match_listings(head_of_row(row, n) for n, row in enumerate(rows)).groups):
        for head in group.heads:
            place.setdefault(head.id.partition("-")[0], set()).add(number)
    with PAIRS.open(newline="") as file:
        judged = list(csv.DictReader(file))
    assert len(judged) >= 600 and {row_hash(row) for row in rows} >= {r["hash_a"] for r in judged}
    for half in ("tune", "test"):
        pairs = [row for row in judged if row["half"] == half]
        joined = [row["judged"] for row in pairs if place[row["hash_a"]] & place[row["hash_b"]]]
        same = sum(row["judged"] == "same" for row in pairs)
        assert joined.count("same") / len(joined) >= 0.995
        assert joined.count("same") / same >= 0.95
