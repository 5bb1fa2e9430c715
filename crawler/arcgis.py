"""Base of sources on an ArcGIS FeatureServer: a layer's address ends in "/FeatureServer/0".

Format: https://developers.arcgis.com/rest/services-reference/enterprise/query-feature-service-layer/. The server may
send fewer rows than asked for and then says "exceededTransferLimit"; errors come inside HTTP 200 as "error".
"""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode

from crawler.kept_pages import BadAnswer
from crawler.paged_table import PagedTable, TablePage


class ArcGisTable(PagedTable):
    """One layer. ``order`` is the field that numbers its rows, so that pages neither repeat nor miss any."""

    order: ClassVar[str] = "OBJECTID"

    @classmethod
    def count_url(cls, base: str) -> str:
        """Return the address of the layer's count of rows."""
        return f"{base}/query?" + urlencode({"where": "1=1", "returnCountOnly": "true", "f": "json"})

    @classmethod
    def page_url(cls, base: str, offset: int) -> str:
        """Return the address of a page of the layer's attributes."""
        asked = {
            "where": "1=1", "outFields": "*", "returnGeometry": "false", "orderByFields": cls.order,
            "resultOffset": offset, "resultRecordCount": cls.page_rows, "f": "json",
        }  # fmt: skip
        return f"{base}/query?" + urlencode(asked)

    @classmethod
    def read_count(cls, answer: Any) -> int:
        """Return the layer's count of rows."""
        return int(_whole(answer)["count"])

    @classmethod
    def read_page(cls, answer: Any) -> TablePage:
        """Return the attributes of a page's features."""
        rows = [dict(feature["attributes"]) for feature in _whole(answer)["features"]]
        more = bool(answer.get("exceededTransferLimit")) or len(rows) >= cls.page_rows
        if more and not rows:
            raise BadAnswer("it says that more rows follow and sends none: run `iop gather` again later")
        return TablePage(rows, more)


def _whole(answer: Any) -> dict[str, Any]:
    """Return an answer that reports no error."""
    if "error" in answer:
        error = answer["error"]
        told = [str(error.get("message") or ""), *map(str, error.get("details") or ())]
        words = "; ".join(dict.fromkeys(part for part in told if part))[:300]
        raise BadAnswer(f"it answered with error {error.get('code')}: {words or 'no reason given'}")
    return dict(answer)
