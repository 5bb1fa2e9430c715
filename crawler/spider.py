"""What every spider has: a folder for its run, progress, and a way to stop that says why."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, NoReturn

import msgspec
import scrapy
from scrapy.exceptions import CloseSpider, IgnoreRequest

from catalog.settings import Settings
from catalog.sources import Source, SourceReport


class Progress(msgspec.Struct, frozen=True, tag=True):
    """Where a run stands: ``stage`` "fetch" or "read", ``done`` of ``total`` parts (0: unknown), and a few words."""

    source: str
    stage: str
    done: int
    total: int
    message: str


class Outcome(msgspec.Struct, frozen=True, tag=True):
    """How a source's process ended: ``failed`` is the reason, "" where all went well."""

    failed: str


class GatheringSpider(scrapy.Spider):
    """Base of the spiders. A subclass says its ``source``, its base address, what to fetch, and how to read it.

    ``time_limit`` is the most seconds a run takes; one that takes longer is ended and what it fetched stays.
    ``folder`` is the run's folder; ``why_stopped`` the reason a run ended early, "" while it may go on.
    """

    source: ClassVar[Source]
    time_limit: ClassVar[int] = 6 * 3600
    total = 0

    def __init__(self, folder: Path, base: str, tell: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.folder, self.base, self._tell = folder, base, tell
        self.why_stopped = ""
        self._done = 0

    @classmethod
    def base_url(cls, settings: Settings) -> str:
        """Return the address that the source is asked at."""
        raise NotImplementedError

    @classmethod
    def read_saved(cls, folder: Path, sample: bool, origin: str) -> SourceReport:
        """Read what a run fetched into listings and a report, without a network."""
        raise NotImplementedError

    def progressed(self, message: str) -> None:
        """Tell that one part more is done."""
        self._done += 1
        self.working(message)

    def working(self, message: str) -> None:
        """Tell what is being done, within a part."""
        if self._tell:
            self._tell(Progress(self.name, "fetch", self._done, self.total, message))

    def stop(self, reason: str) -> NoReturn:
        """End the run; what was fetched so far stays, so that the next run continues."""
        self.why_stopped = self.why_stopped or reason
        raise CloseSpider(reason[:200])

    def failed(self, failure: Any) -> None:
        """End the run because a request could not be made at all."""
        error = failure.value
        words = str(error) or type(error).__name__
        if isinstance(error, IgnoreRequest) and "robots" in words:
            words = "its robots.txt does not allow it, or could not be read"
        self.stop(f"{failure.request.url[:120]} could not be fetched: {words[:200]}")
