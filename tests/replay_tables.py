"""Replays of tables on ArcGIS and Socrata servers, as ``faults`` of a ``SampleServer``."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

from sample.server import SampleServer

ARCGIS_PATH, SOCRATA_PATH = "/arcgis/rest/services/Places/FeatureServer/0", "/resource/abcd-1234"


class TableServer(SampleServer):
    """Serves ``table`` under both paths; ``most`` is the page the ArcGIS server gives at most.

    ``odd`` looks at each question first (None: answer truly); ``announced`` stands in for the true count.
    """

    def __init__(self, table, most=1000, odd=None, announced=None):
        super().__init__(rows=[], sites={}, faults=self.answer)
        self.table, self.most, self.odd, self.announced = table, most, odd, announced

    @property
    def arcgis(self):
        return self.url + ARCGIS_PATH

    @property
    def socrata(self):
        return self.url + SOCRATA_PATH

    @property
    def asked(self):
        """The parameters of every question, in order."""
        return [parse_qs(entry.query) for entry in self.log if entry.path.startswith(("/arcgis", "/resource"))]

    def answer(self, request):
        asked = {name: values[0] for name, values in parse_qs(request.query).items()}
        if request.path == f"{ARCGIS_PATH}/query":
            answer = self._arcgis(asked)
        elif request.path == f"{SOCRATA_PATH}.json":
            answer = self._socrata(asked)
        else:
            return None
        odd = self.odd(asked) if self.odd else None
        return odd or (200, {"Content-Type": "application/json"}, json.dumps(answer).encode())

    def _count(self):
        return len(self.table) if self.announced is None else self.announced

    def _arcgis(self, asked):
        if "returnCountOnly" in asked:
            return {"count": self._count()}
        offset = int(asked["resultOffset"])
        size = min(int(asked["resultRecordCount"]), self.most)
        rows = self.table[offset : offset + size]
        page = {"objectIdFieldName": "OBJECTID", "features": [{"attributes": row} for row in rows]}
        return page | ({"exceededTransferLimit": True} if offset + size < len(self.table) else {})

    def _socrata(self, asked):
        if "$select" in asked:
            return [{"count": str(self._count())}]
        offset = int(asked["$offset"])
        rows = self.table[offset : offset + int(asked["$limit"])]
        return [{name: value for name, value in row.items() if value is not None} for row in rows]
