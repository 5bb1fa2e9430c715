"""An own list's file, CSV or XLSX, to numbered rows of text; says clearly what is wrong with a file."""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import python_calamine

from crawler.own_list.columns import REQUIRED, column_of
from crawler.samhsa.workbook import checked_zip

LARGEST = 20_000_000
"""Bytes of a CSV file that are read: far more than a person keeps by hand."""

SUFFIXES = (".csv", ".xlsx")
TEMPLATE = "data/own_list_template.csv"


class BadList(ValueError):
    """A file is no own list; the message names the file, what is wrong and the way out."""


class OwnTable(msgspec.Struct, frozen=True):
    """The rows of an own list by column, each with its number in the file, and the headings that mean no column.

    A row with more cells than headings holds the surplus under "".
    """

    rows: list[tuple[int, dict[str, str]]]
    unknown: list[str]


def open_table(path: Path) -> OwnTable:
    """Return the rows of a CSV or XLSX file; raises ``BadList`` or, for a damaged workbook, ``BadWorkbook``."""
    if path.suffix.lower() not in SUFFIXES:
        raise BadList(f"{path.name} is neither CSV nor XLSX: save it as one of them")
    lines = list(_csv_lines(path) if path.suffix.lower() == ".csv" else _xlsx_lines(path))
    if not lines:
        raise BadList(f"{path.name} is empty: start from {TEMPLATE}")
    found = [column_of(heading) for heading in lines[0][1]]
    _check_headings(path, lines[0][1], found)
    rows = [(number, _row(found, cells)) for number, cells in lines[1:] if any(cells)]
    return OwnTable(
        rows, [heading for heading, column in zip(lines[0][1], found, strict=True) if heading and not column]
    )


def _check_headings(path: Path, headings: list[str], found: list[str]) -> None:
    twice = next((column for column in found if column and found.count(column) > 1), "")
    if twice:
        raise BadList(f"{path.name} has two columns for {twice}: keep one")
    for column in REQUIRED:
        if column not in found:
            like = difflib.get_close_matches(column, [heading.lower() for heading in headings], 1)
            hint = f"; is {like[0]!r} meant?" if like else ""
            raise BadList(f"{path.name} has no column {column!r} in its first row{hint}: compare it with {TEMPLATE}")


def _row(found: list[str], cells: list[str]) -> dict[str, str]:
    row = {column: cell for column, cell in zip(found, cells, strict=False) if column and cell}
    surplus = [cell for cell in cells[len(found) :] if cell]
    return row | ({"": "; ".join(surplus)} if surplus else {})


def _csv_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the number in the file and the cells of each row; the first row says which mark separates cells."""
    if path.stat().st_size > LARGEST:
        raise BadList(f"{path.name} is larger than {LARGEST:,} bytes: split it")
    body = path.read_bytes()
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("cp1252", "replace")  # what spreadsheet programs on Windows save as "CSV"
    head = text.lstrip("\r\n").partition("\n")[0]
    mark = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise BadList(
            f"{path.name}, line {reader.line_num}: {error}: close its quotation marks, or save it as XLSX"
        ) from error


def _xlsx_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    checked_zip(path)
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        table = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, OSError, IndexError) as error:
        raise BadList(f"{path.name} cannot be read as a workbook ({error}): save it again as XLSX or CSV") from error
    for number, cells in enumerate(table, 1):
        yield number, [_text(cell) for cell in cells]


def _text(value: Any) -> str:
    """Return a cell as text: a ZIP or a phone stored as a number has no ".0", a time no seconds."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.isoformat(" ")
    return "" if value is None else str(value).strip()
