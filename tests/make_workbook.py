"""Small XLSX workbooks in the shape of SAMHSA's National Directory, written by hand as the format's XML."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

FACILITIES = [
    ["name1", "name2", "street1", "street2", "city", "state", "zip", "phone", "intake1", "intake2", "intake1a",
     "intake2a", "service_code_info"],
    ["Quiet Harbor", "", "100 Main Street", "", "Scottsdale", "AZ", 85251, "480-555-2368", "", "", "", "",
     "SA * OP OIT * CBT TELE"],
    ["Meadow Lane", "Outpatient", "7 Oak Avenue", "", "Holyoke", "MA", 1040, "413-555-2368", "", "", "", "", "SA * OP"],
]  # fmt: skip
REFERENCE = [
    ["category_code", "category_name", "service_code", "service_name"],
    ["SET", "Service Setting", "OIT", "Intensive outpatient treatment"],
]
MH_REFERENCE = [
    ["category_code", "category_name", "service_code", "service_name"],
    ["SET", "Service Setting", "PHDT", "Partial hospitalization/day treatment"],
]

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">2023-06-29T18:56:21Z</dcterms:modified></cp:coreProperties>'
)


def write_workbook(
    path: Path, facilities: list[list[object]] | None = None, reference: list[list[object]] | None = None,
    sheet: str = "Facilities List",
) -> Path:  # fmt: skip
    """Write a workbook of the two sheets and return its path."""
    sheets = {
        sheet: FACILITIES if facilities is None else facilities,
        "Service Code Reference": REFERENCE if reference is None else reference,
    }
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(sheets, 1))
    related = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATION}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    root = f'<Relationship Id="r1" Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS.format(root))
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><sheets>{listed}</sheets></workbook>'
        )
        archive.writestr("xl/_rels/workbook.xml.rels", _RELATIONS.format(related))
        archive.writestr("docProps/core.xml", _CORE)
        for number, rows in enumerate(sheets.values(), 1):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", _sheet(rows))
    return path


def _sheet(rows: list[list[object]]) -> str:
    cells = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData></worksheet>'


def _cell(value: object) -> str:
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
