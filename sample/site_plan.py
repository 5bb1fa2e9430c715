"""The invented web sites as pages of passages: which site has which pages, where on it each fact stands, and its truth.

Comes in: facilities. Goes out: sites, each with a look, pages, and for each facility what the site states of its IOP.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sample import paying, site_pages, spanish, wording
from sample.dice import Dice
from sample.facilities import Facility
from sample.passages import Passage, Text
from sample.site_pages import Page
from sample.timetables import ADULT_NOTATIONS, TEEN_NOTATIONS

LOOKS = ("hospital", "marketing", "university", "community", "virtual", "antique", "wordpress")
PAYMENT_FORMS = {
    "hospital": "prose",
    "marketing": "logos",
    "community": "table",
    "virtual": "list",
    "wordpress": "logos",
}

OPENING, CLOSED, DISPUTED, SILENT, BARRED = (8, 27), (11, 33), (5, 17, 41), (9, 21, 36), (12,)
"""Running numbers of the facilities, among those with an IOP by code and a site of its own, whose sites differ."""


@dataclass
class Told:
    """What a site states of one facility's IOP: the passages of its own and those of the whole organization."""

    facility: Facility
    page: str
    own: list[Passage] = field(default_factory=list)
    organization: list[Passage] = field(default_factory=list)
    disputed: dict[str, list[float]] = field(default_factory=dict)


@dataclass
class Site:
    """One web site. ``status`` is open, silent, disputed, opening_soon, closed or none; ``barred`` by robots.txt."""

    domain: str
    look: str
    status: str
    lead: Facility
    pages: list[Page] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    barred: bool = False

    @property
    def language(self) -> str:
        """Language of the pages, ``en`` or ``es``."""
        return "es" if self.look == "spanish" else "en"


def plan_sites(facilities: Iterable[Facility]) -> list[Site]:
    """Return the sites in the order of their first facility."""
    sites: dict[str, list[Facility]] = {}
    for facility in facilities:
        if facility.domain:
            sites.setdefault(facility.domain, []).append(facility)
    plain = 0
    planned = []
    for members in sites.values():
        if members[0].story == "code_chain":
            planned.append(_chain(members))
            continue
        look = "spanish" if members[0].spanish else LOOKS[plain % len(LOOKS)]
        plain += not members[0].spanish
        planned.append(_single(members[0], look))
    return planned


def _status(facility: Facility) -> str:
    if facility.story == "candidate_refuted":
        return "closed" if facility.number % 4 == 3 else "none"
    if facility.story == "named_site" and facility.number == 6:
        return "silent"
    if facility.story != "code_site" or facility.spanish:
        return "open"
    numbers = {"opening_soon": OPENING, "closed": CLOSED, "disputed": DISPUTED, "silent": SILENT}
    return next((status for status, chosen in numbers.items() if facility.number in chosen), "open")


def _single(facility: Facility, look: str) -> Site:
    """A site of one facility."""
    status = _status(facility)
    site = Site(
        facility.domain, look, status, facility, barred=facility.story == "code_site" and facility.number in BARRED
    )
    paths = site_pages.paths(look)
    told = Told(facility, paths["iop"])
    site.told.append(told)
    site.pages.append(site_pages.home(facility, look, offers_iop=status not in ("none", "closed")))
    if status == "none":
        site.pages += site_pages.without_iop(facility, look)
    elif status == "closed":
        site.pages.append(site_pages.closed_iop(facility, look))
    elif status == "silent":
        site.pages.append(site_pages.silent_iop(facility, look))
        told.own += site.pages[-1].passages
    elif look == "spanish":
        _spanish_pages(site, told)
    else:
        _english_pages(site, told)
    site.pages.append(site_pages.contact(facility, look))
    return site


def _english_pages(site: Site, told: Told) -> None:
    """The IOP page, the page on payment or the FAQ that hold its facts, and pages that hold none of them."""
    facility, look = told.facility, site.look
    dice = facility.dice
    body = [
        wording.conditions(facility.profile, dice),
        _attendance(facility, look, dice),
        _timetable(facility, site, dice),
    ]
    body.insert(1, wording.therapies(facility.profile, dice, video=look == "virtual"))
    body += [wording.ages(facility.profile, dice), wording.other_levels(dice)]
    length = wording.length(dice, int(facility.key[1:]))
    payment = paying.payment_passage(facility.payment, dice, PAYMENT_FORMS.get(look, "prose"))
    if site.status == "opening_soon":
        body.insert(0, site_pages.opening_notice())
    if site.status == "disputed":
        told.disputed = {"hours_per_week_min": [9, 12], "hours_per_week_max": [9, 12]}
        body.append(Passage((Text("Please note: the IOP is 12 hours a week."),)))
    if look in ("university", "antique"):
        body += [length, payment]
        site.pages.append(site_pages.iop(facility, look, body))
    elif look in ("hospital", "community"):
        body.append(length)
        site.pages += [site_pages.iop(facility, look, body), site_pages.payment(facility, look, [payment])]
    else:
        site.pages.append(site_pages.iop(facility, look, body))
        site.pages += [site_pages.payment(facility, look, [payment]), _questions(facility, site, length)]
    told.own += [*body, length, payment]
    site.pages += site_pages.distractions(facility, look)


def _questions(facility: Facility, site: Site, length: Passage) -> Page:
    """An FAQ whose answers hold the program's length."""
    answer = " ".join(block.text for block in length.blocks if isinstance(block, Text))
    items = (
        ("How long does IOP last?", answer),
        ("Do I need a referral?", "No. You can call us yourself, and so can your doctor or a family member."),
        ("When can I reach the office?", "Our office is open Monday to Friday, 8:30 a.m. to 5 p.m."),
    )
    page = site_pages.faq(facility, site.look, items)
    return page


def _timetable(facility: Facility, site: Site, dice: Dice) -> Passage:
    """The IOP's timetable in the facility's notation."""
    if site.status == "disputed":
        return Passage((Text("The IOP is 9 hours a week."),), {})
    teen = facility.profile.age_groups == ("adolescents",)
    notations = TEEN_NOTATIONS if teen else ADULT_NOTATIONS
    return notations[int(facility.key[1:]) % len(notations)](dice)


def _attendance(facility: Facility, look: str, dice: Dice) -> Passage:
    kinds = ("room", "silent", "both", "silent")
    return wording.attendance(dice, "video" if look == "virtual" else kinds[facility.number % len(kinds)])


def _spanish_pages(site: Site, told: Told) -> None:
    facility, number = told.facility, int(told.facility.key[1:])
    dice = facility.dice
    kind = ("both", "silent", "room")[facility.number % 3]
    body = [
        spanish.conditions(facility.profile), spanish.therapies(facility.profile), spanish.timetable(dice, number // 3),
        spanish.length(number // 3), spanish.ages(facility.profile), spanish.attendance(kind), spanish.other_levels(),
    ]  # fmt: skip
    payment = paying.payment_passage(facility.payment, dice, "prose", spanish=True)
    site.pages += [site_pages.iop(facility, site.look, body), site_pages.payment(facility, site.look, [payment])]
    told.own += [*body, payment]


def _chain(members: list[Facility]) -> Site:
    """An organization with several places: what holds for all stands on one page, each timetable on its place's own."""
    first = members[0]
    dice = first.dice
    site = Site(first.domain, "chain", "open", first)
    shared = [
        Passage((Text("This page speaks of our intensive outpatient program at all locations."),)),
        wording.conditions(first.profile, dice),
        wording.therapies(first.profile, dice),
        wording.ages(first.profile, dice),
        paying.payment_passage(first.payment, dice, "logos"),
    ]
    site.pages += [site_pages.home(first, "chain", offers_iop=True), site_pages.iop(first, "chain", shared)]
    site.pages.append(site_pages.locations(members))
    for member in members:
        own = [
            Passage((Text(f"The {member.place.city} office runs an intensive outpatient program (IOP)."),), _OPEN_IOP),
            _timetable(member, site, member.dice),
            wording.length(member.dice, member.number),
            wording.attendance(member.dice, ("room", "silent", "both", "silent")[member.number % 4]),
        ]
        page = site_pages.location(member, own)
        site.pages.append(page)
        site.told.append(Told(member, page.path, own, shared))
    return site


_OPEN_IOP = {"is_program_page": True, "level_of_care": "iop"}
