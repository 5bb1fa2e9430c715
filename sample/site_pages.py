"""The pages of the invented sites, each as a path, a title and passages: the IOP's own, and those around it.

The pages around it are the ones real sites have: a home page, contact with office hours, a partial hospitalization
page, an article that defines IOPs in general. They state nothing of the IOP.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sample.facilities import Facility
from sample.passages import Grid, Heading, Links, Pairs, Passage, Points, Questions, Text, plain


@dataclass(frozen=True)
class Page:
    """One page. ``kind`` is home, iop, php, payment, faq, article, contact, locations, location, closed or none."""

    path: str
    title: str
    nav: str
    kind: str
    passages: list[Passage]

    @property
    def file(self) -> str:
        """Path of the page's file inside its site's directory."""
        name = self.path.strip("/") or "index"
        return name if name.endswith((".htm", ".html")) else f"{name}.html"


_PATHS = {
    "hospital": {"iop": "/services/intensive-outpatient", "payment": "/patients/insurance", "php": "/services/partial"},
    "marketing": {"iop": "/programs/iop/", "payment": "/admissions/", "article": "/blog/what-is-an-iop/"},
    "university": {"iop": "/clinic/iop.html"},
    "community": {"iop": "/services/iop", "payment": "/fees", "php": "/services/day-treatment"},
    "virtual": {"iop": "/virtual-iop", "payment": "/insurance"},
    "antique": {"iop": "/iop.htm", "contact": "/directions.htm"},
    "wordpress": {"iop": "/intensive-outpatient-program/", "php": "/php/", "article": "/levels-of-care-explained/"},
    "chain": {"iop": "/treatment/intensive-outpatient"},
    "spanish": {"iop": "/programa-ambulatorio-intensivo", "payment": "/pagos", "contact": "/contacto"},
}
_USUAL = {"home": "/", "payment": "/insurance/", "faq": "/faq/", "contact": "/contact", "locations": "/locations"}


def paths(look: str) -> dict[str, str]:
    """The path of each kind of page on a site of this look."""
    return _USUAL | _PATHS[look]


def home(facility: Facility, look: str, offers_iop: bool) -> Page:
    """The front page: a welcome, no facts of the IOP beyond that there is one."""
    if look == "spanish":
        welcome = f"{facility.name} atiende a personas y familias en {facility.place.city}."
        program = Links((("Programa intensivo", paths(look)["iop"]),))
        return Page("/", facility.name, "Inicio", "home", [plain(Heading("Bienvenidos", 1), Text(welcome), program)])
    town = f"{facility.place.city} and nearby towns"
    who = "for people across the state" if look == "virtual" else f"for people in {town}"
    link = (
        ("Intensive outpatient program", paths(look)["iop"]) if offers_iop else ("Contact us", paths(look)["contact"])
    )
    blocks = (
        Heading(f"Welcome to {facility.name}", 1),
        Text(f"We are a small team {who}. You are not alone, and a first call does not commit you to anything."),
        Heading("How to begin"),
        Points(
            ("Call us or ask someone to call for you.", "We listen and ask a few questions.", "We plan a first visit.")
        ),
        Links((link,)),
    )
    return Page("/", facility.name, "Home", "home", [plain(*blocks)])


def iop(facility: Facility, look: str, passages: Sequence[Passage]) -> Page:
    """The IOP's own page."""
    title = "Programa ambulatorio intensivo (IOP)" if look == "spanish" else facility.profile.program
    nav = "Programa intensivo" if look == "spanish" else "Intensive Outpatient"
    top = plain(Heading(title, 1))
    return Page(paths(look)["iop"], title, nav, "iop", [top, *passages])


def opening_notice() -> Passage:
    """The IOP is planned and not open."""
    notice = "Opening soon: this program is not running yet. What follows is the plan, and it may change."
    return plain(Text(notice))


def silent_iop(facility: Facility, look: str) -> Page:
    """An IOP page that says that there is one, and to call."""
    words = f"{facility.name} runs an intensive outpatient program (IOP). Please call to learn about times and cost."
    passage = Passage((Text(words),), {"is_program_page": True, "level_of_care": "iop"})
    top = plain(Heading("Intensive Outpatient Program", 1))
    return Page(paths(look)["iop"], "Intensive Outpatient Program", "Intensive Outpatient", "iop", [top, passage])


def closed_iop(facility: Facility, look: str) -> Page:
    """A page of an IOP that has ended."""
    words = (
        "Our intensive outpatient program closed last year and no longer takes new clients. It used to meet three days "
        "a week. We still offer regular outpatient visits."
    )
    blocks = (Heading("Intensive Outpatient Program (closed)", 1), Text(words))
    return Page(
        paths(look)["iop"], "Intensive Outpatient Program (closed)", "Past programs", "closed", [plain(*blocks)]
    )


def without_iop(facility: Facility, look: str) -> list[Page]:
    """What a place without an IOP says: day treatment only, a referral elsewhere, or only a general article."""
    way = facility.number % 4
    if way == 0:
        says = "We offer partial hospitalization and outpatient visits. We do not run an intensive outpatient program."
        return [_partial(look), _services(says)]
    if way == 1:
        return [
            _services("If you need an intensive outpatient program, we help you find one run by another clinic nearby.")
        ]
    return [_services("We offer outpatient visits with a counselor or a prescriber, by appointment."), _article(look)]


def payment(facility: Facility, look: str, passages: Sequence[Passage]) -> Page:
    """How to pay, with the hours of the admissions line, which are not the IOP's."""
    if look == "spanish":
        top = plain(Heading("Pagos y seguros", 1))
        return Page(paths(look)["payment"], "Pagos y seguros", "Pagos", "payment", [top, *passages])
    top = plain(
        Heading("Paying for care", 1), Text("Cost should not keep you from asking. We check your benefits for free.")
    )
    line = plain(Text("Our admissions line is answered every day from 7 a.m. to 10 p.m."))
    return Page(paths(look)["payment"], "Insurance and payment", "Insurance", "payment", [top, *passages, line])


def faq(facility: Facility, look: str, items: tuple[tuple[str, str], ...]) -> Page:
    """Questions and answers."""
    top = plain(Heading("Questions people ask", 1), Questions(items))
    return Page(paths(look)["faq"], "FAQ", "FAQ", "faq", [top])


def contact(facility: Facility, look: str) -> Page:
    """Address, phone and office hours."""
    place = facility.place
    address = ", ".join(filter(None, (facility.street, facility.street2, f"{place.city}, {place.state} {place.zip}")))
    if look == "spanish":
        pairs = (("Dirección", address), ("Teléfono", facility.phone), ("Oficina", "lunes a viernes, 8 a.m. a 5 p.m."))
        return Page(
            paths(look)["contact"], "Contacto", "Contacto", "contact", [plain(Heading("Contacto", 1), Pairs(pairs))]
        )
    pairs = (("Address", address), ("Phone", facility.phone), ("Office hours", "Monday to Friday, 8 a.m. to 5 p.m."))
    name = "Directions" if look == "antique" else "Contact"
    return Page(paths(look)["contact"], name, name, "contact", [plain(Heading(name, 1), Pairs(pairs))])


def distractions(facility: Facility, look: str) -> list[Page]:
    """The pages of this look that speak of other levels of care or of IOPs in general."""
    found = []
    if "php" in paths(look):
        found.append(_partial(look))
    if "article" in paths(look):
        found.append(_article(look))
    return found


def locations(members: Sequence[Facility]) -> Page:
    """All places of an organization."""
    rows = tuple((m.place.city, f"{m.street}, {m.place.city}, {m.place.state} {m.place.zip}", m.phone) for m in members)
    links = Links(tuple((f"{m.place.city} ({m.place.zip})", location_path(m)) for m in members))
    blocks = (Heading("Our locations", 1), Grid(("Office", "Address", "Phone"), rows), links)
    return Page("/locations", "Locations", "Locations", "locations", [plain(*blocks)])


def location(member: Facility, passages: Sequence[Passage]) -> Page:
    """One place of an organization, with its address."""
    place = member.place
    where = Pairs((("Address", f"{member.street}, {place.city}, {place.state} {place.zip}"), ("Phone", member.phone)))
    title = f"{member.name} in {place.city}"
    return Page(location_path(member), title, "", "location", [plain(Heading(title, 1), where), *passages])


def location_path(member: Facility) -> str:
    """Path of a place's own page."""
    return f"/locations/{member.place.city.lower().replace(' ', '-')}-{member.street.split()[0]}"


def _services(words: str) -> Page:
    blocks = (Heading("Our services", 1), Text(words), Text("Visits last 50 minutes, once a week or less."))
    return Page("/our-services", "Our services", "Services", "none", [plain(*blocks)])


def _partial(look: str) -> Page:
    blocks = (
        Heading("Partial Hospitalization Program (PHP)", 1),
        Text("The PHP is our day program, for people who need more than weekly visits and less than a hospital stay."),
        Pairs(
            (("PHP days", "Monday through Friday"), ("PHP hours", "8:30 a.m. to 3:00 p.m."), ("Length", "2 to 4 weeks"))
        ),
        Text("Lunch is served every day. A nurse is on site while the PHP is open."),
    )
    path = paths(look).get("php", "/partial-hospitalization")
    return Page(path, "Partial Hospitalization Program", "Partial Hospitalization", "php", [plain(*blocks)])


def _article(look: str) -> Page:
    blocks = (
        Heading("What is an intensive outpatient program?", 1),
        Text("Posted by our editors. This article explains a word you may hear when you look for care."),
        Text("In general, an intensive outpatient program, or IOP, is a level of care between weekly visits and a day "
             "program. Across the country, IOPs usually offer 9 to 19 hours of services a week, often over three to "
             "five days, and many last from two to four months."),
        Text("Some programs meet in the evening and some are online. Ask each program you call about its own times."),
    )  # fmt: skip
    path = paths(look).get("article", "/news/what-is-an-iop")
    return Page(path, "What is an IOP?", "Blog", "article", [plain(*blocks)])
