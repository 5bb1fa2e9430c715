"""Opens a view of the app without a browser, and reads what its sheets show."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

from streamlit.testing.v1 import AppTest

APP = str(Path(__file__).parent.parent / "app.py")


def open_view(monkeypatch, data, **params):
    """Return the app, run once, with the release under ``data`` and the address that ``params`` make."""
    monkeypatch.setenv("IOP_DATA", str(data))
    test = AppTest.from_file(APP, default_timeout=30)
    for name, value in params.items():
        test.query_params[name] = value
    return test.run()


def html(test):
    """Return the HTML of all sheets of a view, which must have shown without an exception."""
    assert not test.exception
    return "\n".join(json.loads(e.proto.json)["html"] for e in test.get("bidi_component"))


def text(test):
    """Return what can be read of a view, as one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html(test))).split())


def links(test):
    """Return the addresses of a view's links by their text, or by their label where they have one."""
    found = {}
    for attributes, inner in re.findall(r"<a ([^>]*)>(.*?)</a>", html(test), re.S):
        told = re.search(r'aria-label="([^"]*)"', attributes)
        label = told[1] if told else re.sub(r"<[^>]+>", "", inner)
        found[" ".join(unescape(label).split())] = unescape(re.search(r'href="([^"]*)"', attributes)[1])
    return found
