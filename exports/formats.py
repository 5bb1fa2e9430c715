"""The formats there are: a name in, what writes it and what it is called out. App and command line offer these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exports.selection import Selection


@dataclass(frozen=True)
class Format:
    """``file`` is the name of the file, ``media_type`` what a browser is told it is, ``write`` gives its bytes."""

    file: str
    media_type: str
    write: Callable[[Selection], bytes]


def _pdf(chosen: Selection) -> bytes:
    from exports.referral import to_pdf

    return to_pdf(chosen)


def _xlsx(chosen: Selection) -> bytes:
    from exports.spreadsheets import to_xlsx

    return to_xlsx(chosen)


def _csv(chosen: Selection) -> bytes:
    from exports.spreadsheets import to_csv

    return to_csv(chosen)


def _json(chosen: Selection) -> bytes:
    from exports.records import to_json

    return to_json(chosen)


def _hsds(chosen: Selection) -> bytes:
    from exports.hsds import to_hsds

    return to_hsds(chosen)


def _vcard(chosen: Selection) -> bytes:
    from exports.contacts import to_vcard

    return to_vcard(chosen)


FORMATS = {
    "pdf": Format("referral.pdf", "application/pdf", _pdf),
    "xlsx": Format("programs.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "csv": Format("programs.csv", "text/csv; charset=utf-8", _csv),
    "json": Format("programs.json", "application/json", _json),
    "hsds": Format("programs.hsds.json", "application/json", _hsds),
    "vcard": Format("programs.vcf", "text/vcard; charset=utf-8", _vcard),
}
"""By name, the ones people want first; each is imported only when it is written."""
