"""Kept tables: the same as made, made anew when what they are made from changes, and never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.kept_tables import FOLDER, kept_table

Table = dict[str, tuple[float, str]]


class Maker:
    """Makes a table and counts how often."""

    def __init__(self, source: Path) -> None:
        self.source, self.times = source, 0

    def make(self) -> Table:
        self.times += 1
        return {"85251": (33.5, self.source.read_text())}

    def table(self) -> Table:
        return kept_table("towns", Table, [self.source], self.make)


@pytest.fixture
def maker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Maker:
    monkeypatch.setenv("IOP_DATA", str(tmp_path / "data"))
    (tmp_path / "towns.csv").write_text("Scottsdale")
    return Maker(tmp_path / "towns.csv")


def test_a_table_is_made_once_and_read_from_then_on(maker: Maker) -> None:
    first = maker.table()
    assert maker.table() == first == {"85251": (33.5, "Scottsdale")}
    assert maker.times == 1


def test_another_source_makes_it_anew(maker: Maker) -> None:
    maker.table()
    maker.source.write_text("Scottsdale and Tempe")
    assert maker.table()["85251"][1] == "Scottsdale and Tempe"


@pytest.mark.parametrize("damage", ["cut", "emptied", "garbled", "of another shape"])
def test_a_damaged_table_is_made_anew(maker: Maker, tmp_path: Path, damage: str) -> None:
    made = maker.table()
    file = tmp_path / "data" / FOLDER / "towns.msgpack"
    data = file.read_bytes()
    file.write_bytes({
        "cut": data[:-3], "emptied": b"", "garbled": data[:32] + b"\xc1" * 9,
        "of another shape": data[:32] + b"\x93\x01\x02\x03",
    }[damage])  # fmt: skip
    assert maker.table() == made and maker.times == 2
    assert maker.table() == made and maker.times == 2


def test_a_folder_that_cannot_be_written_to_is_no_fault(maker: Maker, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    assert maker.table() == maker.table() == {"85251": (33.5, "Scottsdale")}
