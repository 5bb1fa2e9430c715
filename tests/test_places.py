"""Places are found without a network, and a point remembers how precise it is."""

import socket

import pytest
from geopy.exc import GeocoderQueryError

from catalog.geocoder import geocoder
from catalog.places import UnknownPlace, find_place, miles_between, site_point


@pytest.fixture(autouse=True)
def no_sockets(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a place left the machine")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.parametrize(
    ("text", "label", "kind"),
    [
        ("85251", "Scottsdale, AZ 85251", "zip"),
        ("85251-1234", "Scottsdale, AZ 85251", "zip"),
        ("  85251 ", "Scottsdale, AZ 85251", "zip"),
        ("Scottsdale, AZ 85251", "Scottsdale, AZ 85251", "zip"),
        ("phoenix az", "Phoenix, AZ", "city"),
        ("Phoenix, Arizona", "Phoenix, AZ", "city"),
        ("St. Louis, MO", "St. Louis, MO", "city"),
        ("Saint Louis MO", "St. Louis, MO", "city"),
        ("Winston-Salem NC", "Winston-Salem, NC", "city"),
        ("new york", "New York, NY", "city"),
        ("Bronx, New York", "Bronx, NY", "city"),
        ("Washington, District of Columbia", "Washington, DC", "city"),
        ("Maricopa County", "Maricopa County, AZ", "county"),
        ("orange county, ca", "Orange County, CA", "county"),
        ("Orleans Parish, Louisiana", "Orleans Parish, LA", "county"),
        ("00901", "San Juan, PR 00901", "zip"),
        ("San Juan, Puerto Rico", "San Juan, PR", "city"),
        ("Española, NM", "Española, NM", "city"),
        ("espanola nm", "Española, NM", "city"),
        ("33.4936, -111.9167", "33.4936, -111.9167", "point"),
    ],
)
def test_places_people_write(text, label, kind):
    place = find_place(text)
    assert (place.label, place.kind) == (label, kind)


def test_a_city_without_a_state_is_the_largest_and_names_the_others():
    place = find_place("Springfield")
    assert place.label == "Springfield, MO"
    assert "Springfield, MA" in place.others


@pytest.mark.parametrize("text", ["00000", "99999", "", "   ", "zzzzqq", "1234", "x" * 5000, "91.5, 10.0", "' OR 1=1"])
def test_an_unknown_place_says_so_and_shows_the_way_out(text):
    with pytest.raises(UnknownPlace, match="5-digit ZIP"):
        find_place(text)


def test_a_misspelled_city_is_suggested():
    with pytest.raises(UnknownPlace) as error:
        find_place("Scotsdale AZ")
    assert error.value.suggestions[0] == "Scottsdale, AZ"


def test_the_geocoder_is_one_of_geopys():
    with pytest.raises(GeocoderQueryError):
        geocoder().geocode(" ")
    assert geocoder().geocode("00000") is None
    assert geocoder().geocode("85251").raw["state"] == "AZ"
    assert len(geocoder().geocode("Springfield", exactly_one=False)) > 5


def test_phoenix_to_tucson_is_about_107_miles():
    phoenix, tucson = find_place("Phoenix, AZ"), find_place("Tucson, AZ")
    assert miles_between(phoenix[1:3], tucson[1:3]) == pytest.approx(107, abs=2)


@pytest.mark.parametrize(
    ("lat", "lon", "zip_code", "precision", "note"),
    [
        ("33.49", "-111.92", "85251", "site", ""),
        (None, None, "85251", "zip", "no coordinates"),
        ("", "", "85251", "zip", "no coordinates"),
        ("0", "0", "85251", "zip", "not in ZIP"),
        ("40.7", "-74.0", "85251", "zip", "not in ZIP"),
        ("-111.92", "33.49", "85251", "zip", "not in ZIP"),
        ("abc", "-111.92", "85251", "zip", "not in ZIP"),
        ("nan", "nan", "85251", "zip", "not in ZIP"),
        ("33.49", "-111.92", "00000", "site", ""),
        (None, None, "00000", "city", "no coordinates"),
        ("13.48", "144.75", "96910", "site", ""),
        ("18.4654", "-66.1044", "00901", "site", ""),
    ],
)
def test_the_best_point_of_a_listing(lat, lon, zip_code, precision, note):
    point, said = site_point(lat, lon, zip_code, "Phoenix", "AZ")
    assert point.precision == precision
    assert note in said
    assert bool(note) == bool(said)


def test_a_listing_nobody_can_place_says_why():
    point, note = site_point(None, None, "00000", "Nowhere At All", "AZ")
    assert point is None
    assert "00000" in note and "Nowhere At All" in note
