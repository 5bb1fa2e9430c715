"""Takes apart an address in one line: "7 Oak Ave, Suite 3, Scottsdale, AZ 85251" in, the parts of it out."""

from __future__ import annotations

import re
from typing import NamedTuple

from catalog.places import Point, site_point, zip_table
from catalog.wording import one_line

LINE = re.compile(
    r"(?P<street>.*\S)\s*,\s*(?P<city>[^,\d]*[^,\d\s])\s*,\s*(?P<state>[A-Z]{2})\s+(?P<zip>\d{5})(-\d{4})?"
)
SUITE = re.compile(r"(.*\S)\s*,\s*((?:suite|ste|unit|floor|fl|room|rm|building|bldg|#)\b.*|#.*)", re.IGNORECASE)


class WrittenAddress(NamedTuple):
    """The parts of an address, named as a program's fields are; ``street2`` is the suite."""

    street: str
    street2: str
    city: str
    state: str
    zip: str

    @property
    def line(self) -> str:
        """The address in one line again."""
        street = ", ".join(part for part in (self.street, self.street2) if part)
        return f"{street}, {self.city}, {self.state} {self.zip}"

    @property
    def point(self) -> Point | None:
        """Where it is, as exactly as one knows without coordinates: its ZIP's centre."""
        return site_point(None, None, self.zip, self.city, self.state)[0]


def read_address(text: str) -> WrittenAddress:
    """Return the parts of an address. Raises ``ValueError``, which says what is missing or does not fit together."""
    found = LINE.fullmatch(one_line(text))
    if not found:
        raise ValueError('is no address: write it as "7 Oak Ave, Suite 3, Scottsdale, AZ 85251"')
    street, city, state, zip_code = (found[part] for part in ("street", "city", "state", "zip"))
    if zip_code not in zip_table():
        raise ValueError(f"has a ZIP that is unknown: {zip_code}")
    if zip_table()[zip_code][3] != state:
        raise ValueError(f"does not fit together: {zip_code} is in {zip_table()[zip_code][3]}, not in {state}")
    suite = SUITE.fullmatch(street)
    return WrittenAddress(suite[1] if suite else street, suite[2] if suite else "", city, state, zip_code)
