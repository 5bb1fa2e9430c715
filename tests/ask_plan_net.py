"""Asks replays of insurers' directories, as the spider does and by the spider itself."""

from urllib.parse import urlsplit

from catalog.sources import gathered, read_listings, source_folder
from crawler.insurers.directories import read_directories
from crawler.insurers.inquiry import Inquiry, Refused
from crawler.insurers.parts import mark_done, mark_failed, part_folder, remember_asked
from crawler.known_places import KnownPlaces, known_places
from crawler.spiders.plan_net import PlanNet
from tests.replay_fhir import (
    affiliation,
    location,
    network,
    organization,
    plan,
    service,
)

IOP_SERVICE = {"name": "Intensive Outpatient Program"}
ROWS = {row.id: row for row in read_directories("plan_net")}


def ask_all(replay, directory, folder, known=None, most=200):
    """Ask a replay everything a directory is asked, as the spider does; return why it was given up, "" where not."""
    base = f"{replay.url}/{directory}"
    inquiry = Inquiry(ROWS[directory], part_folder(folder, ROWS[directory]), base, known or KnownPlaces())
    further = None
    for _ in range(most):
        try:
            ask = further or inquiry.next()
            if ask is None:
                mark_done(folder, ROWS[directory])
                return ""
            where = urlsplit(ask.url)
            assert ask.url.startswith(base), "it would leave the directory"
            status, _, body = replay.answer(where.path, where.query)
            further = inquiry.take(ask, status, body)
        except Refused as refused:
            mark_failed(folder, ROWS[directory], str(refused))
            return str(refused)
    raise AssertionError(f"it asked more than {most} questions")


def run(replay, root, *directories, day="20261101", states=""):
    """Gather directories into a run of their own without a network, and return the report."""
    folder = source_folder(root, "plan_net") / f"{day}T000000Z"
    folder.mkdir(parents=True)
    chosen = directories or ("humana",)
    remember_asked(folder, [ROWS[name] for name in chosen], states)
    known = known_places(root, ("plan_net",))
    for directory in chosen:
        ask_all(replay, directory, folder, known)
    return PlanNet.read_saved(folder, False, "")


def listings(root):
    folder = {report.source.id: folder for report, folder in gathered(root)}["plan_net"]
    return sorted(read_listings(folder / "listings.jsonl"), key=lambda found: found.name)


def fact(found, attribute):
    (only,) = [fact for fact in found.facts if fact.attribute == attribute]
    return only


def many(count):
    services = [service(f"s{n}", f"o{n}", f"l{n}") for n in range(count)]
    owners = [organization(f"o{n}", f"Cedar {n}", npi=f"{1_000_000_000 + n}") for n in range(count)]
    places = [location(f"l{n}", f"{n + 1} Main Street") for n in range(count)]
    return [*services, *owners, *places, network(), plan(), *(affiliation(f"a{n}", f"o{n}") for n in range(count))]


def renamed(resources, old, new):
    return [{new if key == old else key: value for key, value in r.items()} for r in resources]
