"""Seeds: which sites are crawled and for which places."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.chain import plant
from catalog.listings import Listing
from crawler.sites.seeds import plan, seeds_of
from tests.make_listings import IOP, listing


def place(name: str, website: str, street: str = "1 Elm Street", **more: object) -> Listing:
    facts = (IOP,) if more.pop("states_iop", True) else ()
    return listing(name, *facts, website=website, street=street, **more)


def planned(*listings: Listing) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return domain → names of its places, and name of a place left out → reason."""
    seeds = plan((li, 30) for li in listings)
    names = {li.id: li.name for li in listings}
    return {k: sorted(s.name for s in c.sites) for k, c in seeds.crawls.items()}, {
        names[s.record]: s.reason for s in seeds.skipped
    }


def test_one_crawl_a_domain_for_all_its_places() -> None:
    crawls, skipped = planned(
        place("Mesa", "https://www.larkspur.org/mesa"), place("Tempe", "http://larkspur.org", "2 Elm Street"),
        place("Other", "https://iop.other.org", "3 Elm Street"),
    )  # fmt: skip
    assert crawls == {"larkspur.org": ["Mesa", "Tempe"], "other.org": ["Other"]} and not skipped


def test_a_place_with_two_records_is_one_site() -> None:
    seeds = plan(
        (li, 30) for li in (
            place("Mesa", "", kind="SA", phone="(480) 555-0100"),
            place("Mesa", "https://larkspur.org/x", kind="MH", states_iop=False, candidate_for="outpatient care",
                  intake_phone="(480) 555-0101"),
        )
    )  # fmt: skip
    (site,) = seeds.crawls["larkspur.org"].sites
    assert site.states_iop and site.candidate_for == "outpatient care" and site.starts == ("https://larkspur.org/x",)
    assert set(site.phones) == {"(480) 555-0100", "(480) 555-0101"}
    assert seeds.crawls["larkspur.org"].starts == ("https://larkspur.org/", "https://larkspur.org/x")
    assert seeds.places == 1


def test_what_is_not_crawled_is_told() -> None:
    crawls, skipped = planned(
        place("A", "https://www.facebook.com/a"), place("B", "", "2 Elm Street"),
        place("C", "https://a.wixsite.com/home", "3 Elm Street"),
        place("D", "https://b.wixsite.com/home", "4 Elm Street"),
        place("E", "https://e.org", "5 Elm Street", states_iop=False),
    )  # fmt: skip
    assert crawls == {"a.wixsite.com/home": ["C"], "b.wixsite.com/home": ["D"]}
    assert skipped == {"A": "website: social network", "B": "no website"}


def test_seeds_come_from_what_was_gathered(tmp_path: Path) -> None:
    assert seeds_of(tmp_path).crawls == {}
    plant(tmp_path, [place("Mesa", "https://larkspur.org"), place("B", "", "2 Elm Street")])
    seeds = seeds_of(tmp_path)
    assert list(seeds.crawls) == ["larkspur.org"] and seeds.places == 2
    (skipped,) = seeds.skipped
    assert skipped.record == place("B", "", "2 Elm Street").id and skipped.reason == "no website"


def test_what_a_person_decided_holds_for_seeds_too(tmp_path: Path) -> None:
    one, other = place("Mesa", "https://larkspur.org", kind="SA"), place("Mesa", "https://larkspur.org", kind="MH")
    apart = place("Tempe", "https://larkspur.org", "9 Elm Street")
    assert {c: len(x.sites) for c, x in plan((li, 30) for li in (one, other, apart)).crawls.items()} == {
        "larkspur.org": 2
    }
    plant(tmp_path, [one, other, apart])
    table = tmp_path / "decisions.csv"
    table.write_text(
        "listing_a,listing_b,decision,date,reason\n"
        f"{one.id},{other.id},different,2026-11-01,two programs\n{one.id},{apart.id},same,2026-11-01,it moved\n"
    )
    names = [sorted(site.id for site in crawl.sites) for crawl in seeds_of(tmp_path, table).crawls.values()]
    assert len(names[0]) == 2 and other.id in names[0]


def test_a_broken_table_of_decisions_is_named(tmp_path: Path) -> None:
    (tmp_path / "decisions.csv").write_text("listing_a,listing_b\n")
    with pytest.raises(ValueError, match="its first line must be"):
        seeds_of(tmp_path, tmp_path / "decisions.csv")
