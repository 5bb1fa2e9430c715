"""Phones and websites are read as people write them, and refused where they cannot be right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.contacts import dialable, is_invented, phone, registered_domain, website


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("480-555-0100", "(480) 555-0100"),
        ("(480) 555-0100", "(480) 555-0100"),
        ("4805550100", "(480) 555-0100"),
        ("+1 480.555.0100", "(480) 555-0100"),
        ("480-555-0100 x143", "(480) 555-0100 ext. 143"),
        ("787-555-0100", "(787) 555-0100"),
        ("(999) 999-9999", ""),
        ("000-000-0000", ""),
        ("123", ""),
        ("call us", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_phones(text, shown):
    assert phone(text) == shown


def test_an_extension_is_dialed_after_a_pause():
    assert dialable("(480) 555-0100 ext. 143") == "tel:+14805550100,143"
    assert dialable("(480) 555-0100") == "tel:+14805550100"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://www.Quiet.Example/IOP?x=1#top", "https://www.quiet.example/IOP?x=1"),
        ("www.quiet.org", "https://www.quiet.org"),
        ("http://quiet.org", "http://quiet.org"),
        ("https://", ""),
        ("http://", ""),
        ("", ""),
        (None, ""),
        ("javascript:alert(1)", ""),
        ("ftp://quiet.org", ""),
        ("file:///etc/passwd", ""),
        ("https://user:word@quiet.org", ""),
        ("https://quiet.org:8080/", ""),
        ("https://127.0.0.1/", ""),
        ("https://[::1]/", ""),
        ("https://localhost/", ""),
        ("https://2130706433/", ""),
        ("https://127.2/", ""),
        ("https://quiet .org", ""),
        ("https://[oops", ""),
        ("n/a", ""),
        ("none", ""),
    ],
)
def test_websites(text, address):
    assert website(text) == address


@given(st.text(max_size=200))
def test_no_text_breaks_the_readers_of_contacts(text):
    phone(text)
    assert website(text) == "" or website(text).startswith(("http://", "https://"))


def test_registered_domains_need_no_network():
    assert registered_domain("https://www.clinic.co.uk/iop") == "clinic.co.uk"
    assert registered_domain("https://a.quiet.example/") == "quiet.example"


def test_invented_contacts_are_known():
    assert is_invented("https://quiet.example/", "")
    assert is_invented("", "(480) 555-0100")
    assert not is_invented("https://quiet.org/", "(480) 555-2100")
    assert not is_invented("", "")
