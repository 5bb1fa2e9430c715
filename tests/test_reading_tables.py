"""Every notation of the tables gives the facts of its row and no other; rows not solved yet must fail, and say why."""

from __future__ import annotations

import pytest

from tests.reading_table import Row, faults, rows

ROWS = rows()


def _parameter(row: Row) -> object:
    marks = [pytest.mark.xfail(reason=row.unsolved, strict=True)] if row.unsolved else []
    return pytest.param(row, id=f"{row.table}/{row.group}/{row.text[:60]}", marks=marks)


@pytest.mark.parametrize("row", [_parameter(row) for row in ROWS])
def test_a_notation_gives_its_facts_and_no_other(row: Row) -> None:
    assert faults(row) == []


def test_the_tables_are_a_specification_of_some_size() -> None:
    assert len(ROWS) >= 400
    assert len({(row.table, row.group) for row in ROWS}) >= 25
    assert len({row.text for row in ROWS}) == len(ROWS), "two rows read the same notation: keep one"
