"""SAMHSA's annual workbook ("National Directory", XLSX) to records; says clearly what is wrong with a file.

Sheet "Facilities List" holds one facility a row, its codes in ``service_code_info`` separated by blanks, categories by
" * "; sheet "Service Code Reference" says which of the two directories it is. There are no coordinates or websites.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import python_calamine

from crawler.samhsa.codes import labels
from crawler.samhsa.records import Record

FACILITIES, REFERENCE = "Facilities List", "Service Code Reference"
COLUMNS = ("name1", "name2", "street1", "street2", "city", "state", "zip", "phone", "intake1", "service_code_info")

MOST_UNPACKED = 200_000_000
"""Bytes a workbook may unpack to; real ones have 12 million."""

MOST_RATIO = 100
"""Times its own size that a workbook may unpack to; real ones have 6."""

MOST_ROWS, MOST_COLUMNS = 100_000, 100
"""Size a sheet may have; real ones have 12,745 by 13. Readers make room for the whole rectangle up to the last cell,
so that one cell far out in a file of 2 kB takes more memory than a machine has."""

_ROW = re.compile(rb"<(?:\w+:)?row\b")
_CELL = re.compile(rb"<(?:\w+:)?c\b")
_PLACE = re.compile(rb"""\br\s*=\s*["']\$?([A-Za-z]*)\$?(\d+)["']""")

SU_CODE, MH_CODE = "OIT", "PHDT"
"""Codes that only the substance-use directory, or only the mental-health directory, knows."""


class BadWorkbook(ValueError):
    """A file is no directory workbook; the message names the file, what is wrong and what was expected."""


class Workbook(msgspec.Struct, frozen=True):
    """The facilities of a workbook: ``kind`` is "SA" or "MH", ``as_of`` an ISO date or ""; ``rows`` header → cell."""

    kind: str
    as_of: str
    rows: list[dict[str, Any]]


def open_workbook(path: Path) -> Workbook:
    """Return the facilities in ``path``; raises ``BadWorkbook``."""
    as_of = checked_zip(path)
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        sheets = {name.strip().lower(): name for name in book.sheet_names}
        tables = [book.get_sheet_by_name(_sheet(path, sheets, name)).to_python() for name in (FACILITIES, REFERENCE)]
    except (python_calamine.CalamineError, OSError) as error:
        raise BadWorkbook(f"{path.name} cannot be read as a workbook ({error}): download it again") from error
    return Workbook(_kind(path, tables[1]), as_of, list(_rows(path, tables[0])))


def checked_zip(path: Path) -> str:
    """Refuse what is no workbook or unpacks to far more than one; return its modified date, "" where it has none."""
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(path.stat().st_size, 1):
                raise BadWorkbook(f"{path.name} unpacks to {unpacked:,} bytes, far more than a directory: not opened")
            core = archive.read("docProps/core.xml") if "docProps/core.xml" in archive.namelist() else b""
            # Whatever a sheet's file is called, its rows stand in sheetData; reading them all finds damage, too.
            sheets = [part for part in map(archive.read, archive.namelist()) if b"sheetData" in part]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:  # RuntimeError: a password
        raise BadWorkbook(f"{path.name} is no whole XLSX workbook ({error}): download it again") from error
    if not sheets:
        raise BadWorkbook(f"{path.name} holds no sheet of an XLSX workbook: download it again")
    for sheet in sheets:
        _check_size(path, sheet)
    date = re.search(rb"<dcterms:modified[^>]{0,100}>(\d{4}-\d\d-\d\d)T", core)
    return date[1].decode() if date else ""


def _check_size(path: Path, sheet: bytes) -> None:
    """Refuse a sheet that has, or says that it has, more rows or columns than any directory."""
    rows, columns = 0, 0
    for row in _ROW.split(sheet):
        columns = max(columns, len(_CELL.findall(row)))
        rows += 1
    for letters, number in set(_PLACE.findall(sheet)):
        column = 0
        for letter in letters.upper()[:8]:
            column = column * 26 + letter - 64
        rows, columns = max(rows, int(number[:9])), max(columns, column)
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise BadWorkbook(
            f"{path.name} has a sheet of {rows:,} rows and {columns:,} columns, far more than a directory: not opened"
        )


def _sheet(path: Path, sheets: dict[str, str], wanted: str) -> str:
    if wanted.lower() not in sheets:
        there = ", ".join(sheets.values()) or "none"
        raise BadWorkbook(f"{path.name} has no sheet {wanted!r}, only: {there}. Use SAMHSA's National Directory XLSX")
    return sheets[wanted.lower()]


def _kind(path: Path, reference: list[list[Any]]) -> str:
    codes = {str(row[2]).strip() for row in reference if len(row) > 2}
    if (SU_CODE in codes) == (MH_CODE in codes):
        raise BadWorkbook(
            f"{path.name}: sheet {REFERENCE!r} must name one of {SU_CODE} (substance-use directory) and {MH_CODE} "
            f"(mental-health directory); it names {'both' if SU_CODE in codes else 'neither'}"
        )
    return "SA" if SU_CODE in codes else "MH"


def _rows(path: Path, table: list[list[Any]]) -> Iterator[dict[str, Any]]:
    header = [str(cell).strip().lower() for cell in table[0]] if table else []
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise BadWorkbook(f"{path.name}: sheet {FACILITIES!r} has no column {missing[0]!r}, only: {', '.join(header)}")
    for row in table[1:]:
        if any(str(cell).strip() for cell in row):
            yield dict(zip(header, row, strict=False))


def read_row(row: dict[str, Any], kind: str, unmapped: Counter[str]) -> Record:
    """Return the record in a row; codes that nobody knows are counted in ``unmapped``."""
    text = {key: _text(value) for key, value in row.items()}
    services = []
    for code in text["service_code_info"].replace("*", " ").split():
        if code in labels():
            services.append((code, labels()[code]))
        else:
            unmapped[f"code: {code[:20]}"] += 1
    return Record(
        name1=text["name1"], name2=text["name2"], street1=text["street1"], street2=text["street2"], city=text["city"],
        state=text["state"].upper(), zip=text["zip"].split("-")[0].zfill(5) if text["zip"] else "",
        phone=text["phone"], intake=text["intake1"], kind=kind, services=tuple(dict(services).items()),
    )  # fmt: skip


def _text(value: Any) -> str:
    """Return a cell as text; a number has no ".0", so that a ZIP stored as a number stays one."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
