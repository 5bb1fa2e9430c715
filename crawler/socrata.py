"""Base of sources on Socrata: a table's address ends in "/resource/abcd-1234".

Format: https://dev.socrata.com/docs/queries/. Rows come as a JSON array in the order of their own ":id"; a field
that is empty is left out of its row.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from crawler.kept_pages import BadAnswer
from crawler.paged_table import PagedTable, TablePage


class SocrataTable(PagedTable):
    """One table."""

    @classmethod
    def count_url(cls, base: str) -> str:
        """Return the address of the table's count of rows."""
        return f"{base}.json?" + urlencode({"$select": "count(*)"}, safe="$()*")

    @classmethod
    def page_url(cls, base: str, offset: int) -> str:
        """Return the address of a page of the table."""
        return f"{base}.json?" + urlencode({"$limit": cls.page_rows, "$offset": offset, "$order": ":id"}, safe="$:")

    @classmethod
    def read_count(cls, answer: Any) -> int:
        """Return the table's count of rows."""
        return int(_whole(answer)[0]["count"])

    @classmethod
    def read_page(cls, answer: Any) -> TablePage:
        """Return a page's rows."""
        rows = [dict(row.items()) for row in _whole(answer)]
        return TablePage(rows, len(rows) >= cls.page_rows)


def _whole(answer: Any) -> list[dict[str, Any]]:
    """Return an answer that reports no error."""
    if isinstance(answer, dict) and (answer.get("error") or answer.get("message")):
        raise BadAnswer(f"it answered with an error: {str(answer.get('message') or answer)[:300]}")
    return list(answer) if isinstance(answer, list) else [answer["rows"]]
