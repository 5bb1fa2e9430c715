"""Base of the sources that are many insurers' directories: each is asked by itself, and fails alone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scrapy.exceptions import IgnoreRequest

from catalog.listings import Listing
from catalog.settings import Settings
from catalog.sources import SourceReport
from crawler.insurers import INSURERS_SOURCES
from crawler.insurers.directories import Directory, read_directories, wanted
from crawler.insurers.parts import asked, is_done, mark_done, mark_failed, read_parts, remember_asked
from crawler.known_places import KnownPlaces, known_places
from crawler.reports import RunCount
from crawler.settings import INSURERS, STATES
from crawler.spider import GatheringSpider


class DirectorySpider(GatheringSpider):
    """Asks the enabled rows of ``data/sources/<source>.toml``; a subclass says what to ask and how to read it.

    ``known`` are the places that other sources list.
    """

    def __init__(self, folder: Path, base: str, tell: Any = None, **kwargs: Any) -> None:
        super().__init__(folder, base, tell, **kwargs)
        self.known = known_places(folder.parents[2], INSURERS_SOURCES)

    @classmethod
    def base_url(cls, settings: Settings) -> str:
        """Return the replay that stands for all directories, "" where each is asked at its own address."""
        return str(getattr(settings, f"{cls.name}_url"))

    def missing(self) -> list[Directory]:
        """Return the directories that this run still has to ask, and remember which it asks at all."""
        try:
            chosen = wanted(self.name, self.settings.get(INSURERS) or "")
        except ValueError as error:
            self.stop(str(error))
        self.total = len(chosen)
        remember_asked(self.folder, chosen, self.settings.get(STATES) or "")
        for directory in chosen:
            if is_done(self.folder, directory):
                self.progressed(directory.id)
        return [directory for directory in chosen if not is_done(self.folder, directory)]

    def finished(self, directory: Directory) -> None:
        """Say that a directory sent all it has."""
        mark_done(self.folder, directory)
        self.progressed(directory.id)

    def give_up(self, directory: Directory, reason: str) -> None:
        """Go on without a directory, and say why."""
        self.logger.warning("%s: %s", directory.id, reason)
        mark_failed(self.folder, directory, reason)
        self.progressed(f"{directory.id} could not be read")

    @classmethod
    def read_directory(
        cls, directory: Directory, place: Path, read_on: str, known: KnownPlaces, states: frozenset[str], sample: bool,
        count: RunCount,
    ) -> Iterable[Listing]:  # fmt: skip
        """Return the listings of what one directory sent into ``place``; raises ``BadAnswer``."""
        raise NotImplementedError

    @classmethod
    def read_saved(cls, folder: Path, sample: bool, origin: str) -> SourceReport:
        """Read what was kept into ``listings.jsonl`` and the report; raises ``ValueError`` where none can be read."""
        known = known_places(folder.parents[2], INSURERS_SOURCES)
        rows, states = asked(folder, read_directories(cls.name))

        def read(directory: Directory, place: Path, read_on: str, count: RunCount) -> Iterable[Listing]:
            return cls.read_directory(directory, place, read_on, known, states, sample, count)

        return read_parts(cls.source, folder, rows, read, origin)


def why(failure: Any) -> str:
    """Return in plain words why a request could not be made."""
    words = str(failure.value) or type(failure.value).__name__
    if isinstance(failure.value, IgnoreRequest) and "robots" in words:
        return "its robots.txt does not allow it, or could not be read"
    return words[:200]
