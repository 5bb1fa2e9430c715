"""What to ask one Plan-Net directory, page after page, and where a run that was interrupted goes on.

Networks and plans come first, then the behavioral health services with their organizations and places, then what those
of interest refer to, then in which networks they are. Every answer is kept whole below the directory's folder, and a
run that goes on begins with the first page that is missing there.
"""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from crawler.insurers.answers import CUT, missing_references, page_file, wanted_services
from crawler.insurers.bundles import AROUND, outcome_of, read_answer
from crawler.insurers.directories import Directory
from crawler.kept_pages import BadAnswer, keep, kept
from crawler.known_places import KnownPlaces
from crawler.refusals import REFUSALS
from crawler.specialties import CANDIDATES

PAGE_ROWS = 100
AT_ONCE = 20
"""Organizations asked about in one question."""

MOST_PAGES = 5_000
"""Pages of one question: a server that always names another page does not hold the run."""

PLAIN, ONE_BY_ONE = "plain.txt", "one_by_one.txt"
"""Files that say that a directory refuses two _include in one question, and several organizations in one."""

INCLUDES = "&_include=HealthcareService:organization&_include=HealthcareService:location"
ANOTHER_WAY = (200, 400, 422, 501)
"""Answers by which a server refuses a question that another one may stand for; 200 where it is an error within."""


class Question(NamedTuple):
    """``name`` is its folder, ``path`` what stands behind the base; one that is ``optional`` may be refused."""

    name: str
    path: str
    optional: bool = True


class Ask(NamedTuple):
    """One page to ask for, the first numbered 0."""

    question: Question
    url: str
    page: int


class Refused(Exception):
    """A directory cannot be read; the message says why."""


class Inquiry:
    """Everything asked of one directory. ``place`` is its folder, ``base`` where it is asked."""

    def __init__(self, directory: Directory, place: Path, base: str, known: KnownPlaces) -> None:
        self.directory, self.place, self.base, self.known = directory, place, base, known
        self._waiting = deque([*self._first_questions(), *self._service_questions()])
        self._services_came = False
        self._begun_anew: set[str] = set()
        self._asked: dict[str, set[str]] = {}

    def next(self) -> Ask | None:
        """Return the next page to ask for, None where all has come; raises ``Refused`` where what came is of no use."""
        try:
            while self._waiting or not self._services_came:
                if not self._waiting:
                    self._services_came = True
                    self._waiting.extend(self._following_questions())
                    continue
                ask = self._missing(self._waiting[0])
                if ask:
                    return ask
                self._waiting.popleft()
        except BadAnswer as error:
            raise Refused(str(error)) from error
        return None

    def _first_questions(self) -> Iterator[Question]:
        if "no_networks" not in self.directory.quirks:
            yield Question("networks", f"Organization?type=ntwk&_count={PAGE_ROWS}")
            yield Question("plans", f"InsurancePlan?_count={PAGE_ROWS}")

    def _service_questions(self) -> Iterator[Question]:
        quirks = self.directory.quirks
        plain = "no_include" in quirks or (self.place / PLAIN).exists()
        codes = [f"specialty={code}" for code in CANDIDATES] if "by_specialty" in quirks else []
        for number, what in enumerate(codes or ["service-category=behav"]):
            path = f"HealthcareService?{what}&_count={PAGE_ROWS}" + ("" if plain else INCLUDES)
            yield Question(f"services-{number}", path, optional=False)

    def _following_questions(self) -> Iterator[Question]:
        """Yield what the services lead to: what they refer to and did not bring along, and their networks."""
        services = wanted_services(self.place, self.known)
        for kind, name in sorted(missing_references(self.place, services)):
            yield Question(f"read-{kind.lower()}-{name}", f"{kind}/{name}")
        if "no_networks" in self.directory.quirks:
            return
        owners = sorted({service.organization for service in services if service.organization})
        size = 1 if (self.place / ONE_BY_ONE).exists() else AT_ONCE
        for start in range(0, len(owners), size):
            names = ",".join(f"Organization/{quote(name, safe='')}" for name in owners[start : start + size])
            path = f"OrganizationAffiliation?participating-organization={names}&_count={PAGE_ROWS}"
            yield Question(f"affiliations-{size:02}-{start:06}", path)

    def _missing(self, question: Question) -> Ask | None:
        """Return the first page of a question that has not come, None where all have."""
        folder = self.place / question.name
        if (folder / CUT).exists():
            return None
        url, seen = f"{self.base}/{question.path}", set[str]()
        for page in range(MOST_PAGES):
            # Only the first look at a question reads its pages again; from then on it goes on where it is.
            body = kept(page_file(folder, page))
            if body is None:
                return Ask(question, url, page)
            seen.add(url)
            url = read_answer(body, url).next
            if not url:
                return None
            if url in seen:
                _cut(folder, AROUND)
                return None
        _cut(folder, f"it has more than {MOST_PAGES} pages")
        return None

    def take(self, ask: Ask, status: int, body: bytes) -> Ask | None:
        """Keep an answer and return the page after it, None where it is the last or another question is to be asked.

        Raises ``Refused`` where the directory cannot be read.
        """
        name, folder = ask.question.name, self.place / ask.question.name
        if status in REFUSALS:
            raise Refused(f"{name}: it answered {status}, which means stop")
        try:
            if status != 200:
                raise BadAnswer(f"it answered {status}" + (f" ({said})" if (said := outcome_of(body)) else ""))
            answer = read_answer(body, ask.url)
        except BadAnswer as error:
            self._cope(ask, status, str(error))
            return None
        keep(page_file(folder, ask.page), body)
        asked = self._asked.setdefault(name, set())
        asked.add(ask.url)
        cut = answer.cut or (AROUND if answer.next in asked else "")
        if cut:
            _cut(folder, cut)
        further = answer.next and not cut and ask.page + 1 < MOST_PAGES
        return Ask(ask.question, answer.next, ask.page + 1) if further else None

    def _cope(self, ask: Ask, status: int, reason: str) -> None:
        """Ask another way where there is one, go on without where that harms nothing, else give the directory up."""
        question, folder = ask.question, self.place / ask.question.name
        self.place.mkdir(parents=True, exist_ok=True)
        if ask.page and question.name not in self._begun_anew:
            # Links to further pages expire: the question is asked anew, once.
            self._begun_anew.add(question.name)
            self._asked.pop(question.name, None)
            shutil.rmtree(folder)
        elif ask.page:
            _cut(folder, f"page {ask.page + 1}: {reason}")
        elif INCLUDES in question.path and status in ANOTHER_WAY:
            (self.place / PLAIN).write_text(reason, encoding="utf-8")
            self._waiting = deque(self._service_questions())
        elif "," in question.path and status in ANOTHER_WAY:
            (self.place / ONE_BY_ONE).write_text(reason, encoding="utf-8")
            self._waiting = deque(self._following_questions())
        elif question.optional:
            _cut(folder, reason)
        else:
            raise Refused(f"{question.name}: {reason}")


def _cut(folder: Path, reason: str) -> None:
    """Say that a question ended before its last page, and why."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CUT).write_text(reason, encoding="utf-8")
