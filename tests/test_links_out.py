"""Links out carry the place as far as each site's addresses allow, and no source ever asks those sites."""

from urllib.parse import urlsplit

import pytest

from catalog.links_out import linked_hosts, links_for, links_out
from catalog.places import find_place, state_place
from catalog.settings import Settings
from crawler.insurers import INSURERS_SOURCES
from crawler.insurers.directories import read_directories
from crawler.run import sources
from crawler.sites.hosting import territory


def by_id(links):
    return {link.id: link for link in links}


def test_the_most_exact_place_is_filled_in():
    links = by_id(links_for(find_place("85251")))
    assert links["findtreatment"].url == "https://findtreatment.gov/locator?sAddr=85251"
    assert "postal=85251" in links["findhelp"].url
    assert "intensive" in links["findhelp"].url
    assert links["goodtherapy"].url.endswith("/az/scottsdale")
    assert (links["goodtherapy"].fills, links["findhelp"].fills, links["recovery_com"].fills) == ("city", "zip", "")


def test_a_city_and_a_state_fill_what_they_can():
    city = by_id(links_out(city="El Paso", state="TX"))
    assert city["findtreatment"].url.endswith("sAddr=El%20Paso%2C%20TX")
    assert city["psychology_today"].url.endswith("/tx/el-paso")
    assert city["findhelp"].url == "https://www.findhelp.org"
    state = by_id(links_for(state_place("NY")))
    assert state["psychology_today"].url.endswith("/new-york")
    assert state["findtreatment"].url.endswith("sAddr=New%20York")
    assert state["psychological_association"].url == "https://www.nyspa.org"


def test_a_state_without_an_association_of_its_own_leads_to_the_list_of_them():
    (link,) = (x for x in links_out(state="WY") if x.id == "psychological_association")
    assert (urlsplit(link.url).hostname, link.fills) == ("www.apa.org", "")


@pytest.mark.parametrize("odd", ["8525", "85251&x=1", "٨٥٢٥١", "{zip}"])
def test_what_is_no_zip_is_left_out(odd):
    assert all(link.fills == "" for link in links_out(zip=odd))


@pytest.mark.parametrize("city", ["a/../b", "x?y=1#z", "{state}", "<script>", "ñandú & co"])
def test_a_city_cannot_leave_its_slot(city):
    for link in links_out(city=city, state="TX"):
        parts = urlsplit(link.url)
        assert parts.hostname in linked_hosts()
        assert not set('<>{}# "') & set(link.url)
        assert ".." not in parts.path


def test_an_insurers_own_finder_comes_first_and_only_to_its_members():
    assert all("finder" not in link.label for link in links_out())
    assert links_out(insurers=["cigna"])[0].id == "cigna"
    assert links_out(insurers=["aetna_better_health"])[0].id == "aetna", "a brand has the finder of its company"
    assert by_id(links_out(insurers=["nobody_of_that_name"])).keys() == by_id(links_out()).keys()


def test_links_speak_spanish():
    for english, spanish in zip(links_out(insurers=["cigna"]), links_out(insurers=["cigna"], lang="es"), strict=True):
        assert english.url == spanish.url
        assert english.note != spanish.note


def test_no_source_asks_a_site_that_we_only_link_to():
    addresses = [spider.base_url(Settings()) for spider in sources().values()]
    asked = {urlsplit(url).hostname for url in addresses if url}
    # SAMHSA serves people and programs at one address; its locator's API is public.
    assert linked_hosts() & asked <= {"findtreatment.gov"}
    rows = [row for source in INSURERS_SOURCES for row in read_directories(source)]
    assert rows and not linked_hosts() & {urlsplit(row.url).hostname for row in rows}


def test_a_listing_cannot_send_the_crawler_to_the_directories():
    for link in links_out():
        if link.id != "psychological_association":
            assert isinstance(territory(link.url), str), f"{link.url} would be crawled: add it to web_hosts.toml"
