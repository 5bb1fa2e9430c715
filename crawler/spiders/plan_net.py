"""Insurers' own provider directories (FHIR R4, Da Vinci Plan-Net): who lists a program, in which networks and plans.

Each row of ``data/sources/plan_net.toml`` that is enabled is asked, several insurers side by side, each by itself: one
that refuses or breaks is told in the report and keeps what it sent before.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy.http import Response

from catalog.listings import Listing
from catalog.sources import Source
from crawler.directory_spider import DirectorySpider, why
from crawler.insurers.directories import Directory, base_of
from crawler.insurers.inquiry import Ask, Inquiry, Refused
from crawler.insurers.parts import part_folder
from crawler.insurers.plan_net import read_directory
from crawler.known_places import KnownPlaces
from crawler.records import Spoken
from crawler.reports import RunCount


class PlanNet(DirectorySpider):
    """Asks every directory page after page, one request at a time each."""

    name = "plan_net"
    # Some directories take a minute for a page; a hundred records with all they refer to are large.
    custom_settings = {"DEPTH_LIMIT": 0, "DOWNLOAD_TIMEOUT": 120, "DOWNLOAD_MAXSIZE": 30_000_000}
    source = Source(
        id="plan_net",
        label="Insurers' own directories (Plan-Net)",
        label_es="Directorios de las aseguradoras (Plan-Net)",
        home="https://hl7.org/fhir/us/davinci-pdex-plan-net/",
        terms="Public by federal rule (CMS-9115-F); each insurer's own terms hold; only those open to all are asked",
        cadence_days=30,
        expected=(500, 60_000),
        trust=40,
    )

    async def start(self) -> AsyncIterator[Any]:
        """Ask the first page that is missing of each directory."""
        for directory in self.missing():
            place = part_folder(self.folder, directory)
            for request in self._go_on(Inquiry(directory, place, base_of(directory, self.base), self.known), None):
                yield request

    def _go_on(self, inquiry: Inquiry, ask: Ask | None) -> Iterator[scrapy.Request]:
        """Yield the request for ``ask``, or for whatever the inquiry lacks next; none where it is at its end."""
        try:
            ask = ask or inquiry.next()
        except Refused as refused:
            self.give_up(inquiry.directory, str(refused))
            return
        if ask is None:
            self.finished(inquiry.directory)
            return
        self.working(f"{inquiry.directory.id}: {ask.question.name.split('-')[0]}, page {ask.page + 1}")
        yield scrapy.Request(
            ask.url, self.parse_answer, errback=self.no_answer, dont_filter=True,
            headers={"Accept": "application/fhir+json, application/json;q=0.9"},
            meta={"handle_httpstatus_all": True}, cb_kwargs={"inquiry": inquiry, "ask": ask},
        )  # fmt: skip

    def parse_answer(self, response: Response, inquiry: Inquiry, ask: Ask) -> Iterator[scrapy.Request]:
        """Keep an answer and ask on; a refusal ends this directory alone."""
        try:
            further = inquiry.take(ask, response.status, response.body)
        except Refused as refused:
            self.give_up(inquiry.directory, str(refused))
            return
        yield from self._go_on(inquiry, further)

    def no_answer(self, failure: Any) -> None:
        """Give one directory up because a request to it could not be made."""
        told = failure.request.cb_kwargs
        self.give_up(told["inquiry"].directory, f"{told['ask'].question.name}: {why(failure)}")

    @classmethod
    def read_directory(
        cls, directory: Directory, place: Path, read_on: str, known: KnownPlaces, states: frozenset[str], sample: bool,
        count: RunCount,
    ) -> Iterable[Listing]:  # fmt: skip
        """Return the listings of one directory's answers."""
        spoken = Spoken(source=cls.source.id, url=directory.url, read_on=read_on, directory=directory.name)
        return read_directory(directory, place, spoken, known, states, sample, count)
