"""``/healthz``: the answer of ``iop status``, for whoever watches over the server. Holds nothing about visitors."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from catalog.settings import Settings
from index.state import release_state


def healthz(request: Request) -> Response:
    """Answer 200 while people can search (fresh or stale), 503 where the release is broken or missing."""
    settings = Settings()
    state = release_state(settings)
    # Reasons may name where the data lies on this host, which is nobody else's business.
    body = msgspec.json.encode(state).replace(str(settings.data).encode(), b"")
    return Response(
        body, status_code=200 if state.serves else 503, media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )  # fmt: skip
