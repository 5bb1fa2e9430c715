"""Where and how to reach it: the sites that a page names, with address and phones, and the admissions line."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator

from catalog.contacts import phone
from catalog.states import state_code
from crawler.reading.page import Block, Page
from crawler.reading.structured import kind_of, text_of
from crawler.reading.wordforms import folded, one_line

_PHONE = re.compile(r"(?<![\d.-])(?:\+?1[-. ]{0,2})?\(?[2-9]\d{2}\)?[-. ]{0,3}[2-9]\d{2}[-. ]?\d{4}(?!\d)")
_FOUR_DIGITS, _FIVE_DIGITS = re.compile(r"\d\d{3}"), re.compile(r"\d\d{4}")
_HELPLINES = frozenset({"(800) 662-4357", "(800) 273-8255", "(800) 799-7233", "(877) 726-4727"})
_ADMISSIONS = re.compile(
    r"\b(?:admissions?|intakes?|referrals?|refer|enroll|to (?:schedule|get started|"
    r"begin|start)|assessment|appointment|iop|intensive outpatient|new (?:patients?|"
    r"clients?)|admisiones|cita|inscri\w+|call (?:us )?(?:today|now))\b"
)
_NOT_IT = re.compile(
    r"\b(?:fax|f:|crisis|suicide|lifeline|helpline|hotline|emergency|tty|tdd|"
    r"billing|medical records|press|media|donat\w+|human resources|careers?)\b"
)
_STREET = (
    r"(?:street|st|avenue|ave|boulevard|blvd|road|rd|drive|dr|lane|ln|way|court|"
    r"ct|circle|cir|place|pl|parkway|pkwy|highway|hwy|suite|ste|plaza|square|"
    r"sq|terrace|ter|trail|trl|loop|pike|"
    r"broadway|turnpike|route|center|alley|row|run)"
)
_ADDRESS = re.compile(
    rf"(?P<street>\d{{1,6}}(?:-\d{{1,4}})? [A-Z0-9][\w .'#/&-]{{2,60}}?\b{_STREET}\b\.?"
    rf"(?: [NSEW]{{1,2}}\.?)?)(?P<street2>,? "
    rf"(?:suite|ste|unit|floor|fl|bldg|building|room|rm|#|apt)\.? ?[\w#-]{{1,12}}(?: floor)?)?[,\s]{{1,3}}"
    rf"(?P<city>[A-Z][A-Za-z.' -]{{1,30}}),? (?P<state>[A-Z]{{2}}|[A-Z][a-z]+(?: [A-Z][a-z]+)?)"
    rf"\.?,? {{0,2}}(?P<zip>\d{{5}})(?:-\d{{4}})?\b",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True, slots=True)
class Site:
    """One place that a page names; empty strings where it does not say. ``quote`` are the words it was read from."""

    street: str
    street2: str
    city: str
    state: str
    zip: str
    phone: str
    quote: str
    structured: bool = False

    @property
    def address(self) -> str:
        """The address in one line."""
        line = ", ".join(part for part in (self.street, self.street2, self.city) if part)
        return one_line(f"{line}, {self.state} {self.zip}")


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A phone that a page gives, whether it is named as the one to ask for admission, and the words around it."""

    number: str
    admissions: bool
    quote: str


def find_sites(page: Page) -> tuple[Site, ...]:
    """Return the sites that a page names, each once, structured data first."""
    found: dict[tuple[str, str], Site] = {}
    written = _written_sites(page.blocks) if _FIVE_DIGITS.search(page.text) else ()
    for site in (*_structured_sites(page.structured), *written):
        found.setdefault((site.street.lower()[:8], site.zip), site)
    return tuple(found.values())


def _structured_sites(data: Iterable[dict[str, object]]) -> Iterator[Site]:
    for item in data:
        address = item.get("address")
        for one in address if isinstance(address, list) else [address]:
            if not isinstance(one, dict) or "postaladdress" not in (kind_of(one) or {"postaladdress"}):
                continue
            street, city, state, code = (
                text_of(one.get(k)) for k in ("streetAddress", "addressLocality", "addressRegion", "postalCode")
            )
            if street and city:
                quote = ", ".join(part for part in (street, city, f"{state} {code}".strip()) if part)
                yield Site(
                    street,
                    "",
                    city,
                    state_code(state) or "",
                    code[:5],
                    phone(text_of(item.get("telephone"))),
                    quote,
                    True,
                )


def _written_sites(blocks: Iterable[Block]) -> Iterator[Site]:
    for block in blocks:
        if len(block.text) > 4000 or not _FIVE_DIGITS.search(block.text):
            continue
        text = one_line(block.text)
        for match in _ADDRESS.finditer(text):
            state = state_code(match["state"])
            if not state:
                continue
            near = _PHONE.search(text, match.end(), match.end() + 120)
            quote = text[match.start() : match.end()]
            street2 = (match["street2"] or "").strip(" ,")
            yield Site(
                match["street"].strip(),
                street2,
                match["city"].strip(),
                state,
                match["zip"],
                phone(near.group()) if near else "",
                quote,
            )


def find_lines(page: Page) -> tuple[Line, ...]:
    """Return the phones of a page in order, each once; fax numbers and national helplines are not the program's."""
    found: dict[str, Line] = {}
    for block in page.blocks if _FOUR_DIGITS.search(page.text) else ():
        if not _FOUR_DIGITS.search(block.text):
            continue
        for match in _PHONE.finditer(block.text):
            number = phone(match.group())
            before = folded(block.text[max(0, match.start() - 70) : match.start()])
            if not number or number in _HELPLINES or _NOT_IT.search(before[-40:]):
                continue
            admissions = bool(_ADMISSIONS.search(before))
            if number not in found or (admissions and not found[number].admissions):
                quote = one_line(block.text[max(0, match.start() - 100) : match.end() + 20])
                found[number] = Line(number, admissions, quote)
    return tuple(found.values())
