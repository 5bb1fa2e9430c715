"""Street addresses: nothing is sent unless an operator opts in, then the address alone; no answer strands nobody."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import ValidationError

from catalog.settings import Settings
from catalog.street_addresses import looks_like_an_address, street_address
from views.address import Address
from views.language import language
from views.whereabouts import geocoder_note, whereabouts

ANSWER = [{
    "place_id": 1, "lat": "33.4942", "lon": "-111.9261", "display_name": "7000, East Main Street, Scottsdale",
    "address": {"house_number": "7000", "road": "East Main Street", "city": "Scottsdale", "postcode": "85251",
                "ISO3166-2-lvl4": "US-AZ"},
}]  # fmt: skip
TYPED = "7000 E Main Street, Scottsdale"


@pytest.fixture
def nominatim(monkeypatch):
    """A geocoder on loopback that remembers what it was asked; ``answer`` and ``status`` can be changed."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            server.asked.append((parse_qs(urlsplit(self.path).query), dict(self.headers)))
            self.send_response(server.status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(server.answer).encode())

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.answer, server.status = [], ANSWER, 200
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("IOP_GEOCODER_URL", f"http://127.0.0.1:{server.server_port}")
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def opted_in(monkeypatch, nominatim):
    monkeypatch.setenv("IOP_GEOCODER", "nominatim")
    monkeypatch.setenv("IOP_CONTACT", "operator@example.org")


def test_nothing_is_sent_unless_an_operator_opts_in(nominatim):
    assert whereabouts(Address(near=TYPED)).unknown
    assert nominatim.asked == []
    assert geocoder_note(language("en")) == ""


def test_offline_nothing_is_sent_whoever_opted_in(nominatim, opted_in, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("an address left the machine")

    monkeypatch.setenv("IOP_OFFLINE", "1")
    monkeypatch.setenv("IOP_GEOCODER_URL", "https://geocoder.example")
    monkeypatch.setattr("catalog.street_addresses._looked_up", refuse)
    assert whereabouts(Address(near=TYPED)).unknown


def test_an_address_is_found_and_only_the_address_is_sent(nominatim, opted_in):
    place = whereabouts(Address(near=TYPED, text="anxiety"))
    assert place.point == (33.4942, -111.9261)
    assert place.label == "7000 East Main Street, Scottsdale, AZ 85251"
    assert place.home_state == "AZ"
    query, headers = nominatim.asked[0]
    assert query["q"] == [TYPED] and query["countrycodes"] == ["us"]
    assert "operator@example.org" in headers["User-Agent"]
    assert "Referer" not in headers and "Cookie" not in headers
    assert "OpenStreetMap" in geocoder_note(language("en")) and "OpenStreetMap" in geocoder_note(language("es"))


def test_an_address_is_sent_once_however_often_one_clicks(nominatim, opted_in):
    for _ in range(3):
        whereabouts(Address(near=TYPED))
    assert len(nominatim.asked) <= 1


@pytest.mark.parametrize("near", ["85251", "Phoenix, AZ", "Arizona", "New York", "33.49, -111.92", "Qqqqq"])
def test_zip_codes_cities_and_states_stay_here(nominatim, opted_in, near):
    whereabouts(Address(near=near))
    assert nominatim.asked == []


@pytest.mark.parametrize(("status", "answer"), [(500, []), (429, []), (200, []), (200, "nonsense"), (403, [])])
def test_a_geocoder_that_does_not_help_strands_nobody(nominatim, opted_in, status, answer, caplog):
    nominatim.status, nominatim.answer = status, answer
    near = f"{status} Unmistakable Road, {len(str(answer))}"
    assert whereabouts(Address(near=near)).unknown
    assert "Unmistakable" not in caplog.text


def test_a_place_abroad_is_no_place(nominatim, opted_in):
    nominatim.answer = [{**ANSWER[0], "address": {"ISO3166-2-lvl4": "CA-ON"}}]
    assert street_address("12 Nowhere Road", Settings()) is None


def test_a_public_geocoder_needs_a_contact(monkeypatch):
    monkeypatch.setenv("IOP_GEOCODER", "nominatim")
    with pytest.raises(ValidationError, match="IOP_CONTACT"):
        Settings()


@pytest.mark.parametrize(("text", "is_one"), [
    ("12 Main Street", True), ("7000 E Main St, Scottsdale AZ", True), ("85251", False), ("Phoenix", False),
    ("12", False), ("85251-1234", False), ("12 Main " + "x" * 200, False),
])  # fmt: skip
def test_what_looks_like_an_address(text, is_one):
    assert looks_like_an_address(text) is is_one
