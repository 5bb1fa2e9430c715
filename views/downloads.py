"""Files to take along, as plain GET addresses of the server: ``/referral.pdf?list=a,b&lang=es`` and its siblings.

They need no script in the browser. Nothing of a request is kept or logged; every answer says that it may not be stored.
Under `streamlit run app.py` there is no server of ours: ``are_served()`` says which it is.
"""

from __future__ import annotations

import functools
import re
import threading
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from catalog.language import LANGUAGES
from catalog.settings import Settings
from exports.formats import FORMATS, Format
from exports.selection import MOST_PROGRAMS, NothingSelected, select
from views.language import Language, language
from views.release import NotReady, opened

NOT_KEPT = {"Cache-Control": "no-store"}

_SERVED = threading.Event()
_AT_ONCE = threading.BoundedSemaphore(2)
"""Files written at the same time: a sheet takes a core for some hundredths of a second."""


def are_served() -> bool:
    """Return whether this process answers the addresses below."""
    return _SERVED.is_set()


def say_served() -> None:
    """Say that this process answers them."""
    _SERVED.set()


def download_href(name: str, ids: tuple[str, ...], lang: str) -> str:
    """Return the address of a file on this host."""
    query = {"list": ",".join(ids)} | ({} if lang == "en" else {"lang": lang})
    return f"/{FORMATS[name].file}?{urlencode(query, safe=',')}"


def _asked_ids(request: Request) -> list[str]:
    found = request.query_params.get("list", "").split(",")
    return [part for part in found if re.fullmatch(r"[A-Za-z0-9_-]{1,64}", part)][:MOST_PROGRAMS]


def _asked_language(request: Request) -> Language:
    asked = request.query_params.get("lang", "en")
    return language(asked if asked in LANGUAGES else "en")


def download(request: Request, form: Format) -> Response:
    """Answer with the file of the programs that the address names; 404 and a way on where it names none."""
    words = _asked_language(request)
    try:
        found = opened(Settings())
        ids = [found.forwards.get(program_id, program_id) for program_id in _asked_ids(request)]
        chosen = select(found.release, ids, words.code)
    except NothingSelected:
        return _no_file(words, 404)
    except NotReady:
        return _no_file(words, 503)
    with _AT_ONCE:
        content = form.write(chosen)
    named = {"Content-Disposition": f'attachment; filename="{form.file}"'}
    return Response(content, media_type=form.media_type, headers=NOT_KEPT | named)


def _no_file(words: Language, status: int) -> Response:
    say = words.say
    lines = (
        say("take.nothing"),
        f"{say('crisis.danger')} 911. {say('crisis.crisis')} 988. {say('crisis.helpline')} 1-800-662-4357.",
    )
    return PlainTextResponse("\n\n".join(lines) + "\n", status_code=status, headers=NOT_KEPT)


def _endpoint(form: Format) -> functools.partial[Response]:
    return functools.partial(download, form=form)


ROUTES = [Route(f"/{form.file}", _endpoint(form), name=f"download {name}") for name, form in FORMATS.items()]
"""What the server adds to its routes. Starlette answers them in threads, so no visitor waits for another's file."""
