"""The release that the pages show: opened once for all visitors, changed for the next one when its pointer moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import streamlit as st

from catalog.neighbors import Neighbors
from catalog.pointing import POINTER
from catalog.programs import Program
from catalog.releases import Release, ReleaseDamaged, current
from catalog.settings import Settings
from catalog.sources import SourceReport
from index.search import IndexDamaged, ProgramIndex, ensure_index
from views.directory import Directory, directory_of
from views.faces import Faces
from views.language import Language


class NotReady(RuntimeError):
    """There is nothing to show; ``kind`` is "none" where no release was made, "damaged" where it cannot be read."""

    def __init__(self, kind: Literal["none", "damaged"], reason: str) -> None:
        self.kind = kind
        super().__init__(reason)


@dataclass(frozen=True)
class Opened:
    """A release with its index; nothing in it changes, so all sessions share it."""

    release: Release
    index: ProgramIndex
    sources: tuple[SourceReport, ...]
    neighbors: Neighbors
    directory: Directory
    """The states and cities its programs are in, and where previous ids lead to."""
    faces: Faces = field(default_factory=Faces)
    """What cards say of its programs."""

    @property
    def forwards(self) -> dict[str, str]:
        """Previous id → id of the program that has it now."""
        return self.directory.forwards

    @property
    def is_sample(self) -> bool:
        """Whether its programs are invented."""
        return self.release.kind == "sample"

    def source_label(self, source: str, words: Language) -> str:
        """Return the name of a source as people know it, its id where no report names it."""
        return next((words.label(report.source) for report in self.sources if report.source.id == source), source)


def opened(settings: Settings) -> Opened:
    """Return the served release. Looks at its pointer each time, which costs two stats; raises ``NotReady``."""
    return _open(tuple(_stamp(settings, root) for root in ("live", "sample")), settings)


def _stamp(settings: Settings, world: Literal["live", "sample"] | str) -> tuple[str, int, int]:
    """Return what changes when a world's pointer is swapped: a swap is a rename, so the file is another one."""
    pointer = getattr(settings, world) / POINTER
    try:
        stat = pointer.stat()
    except OSError:
        return (str(pointer), 0, 0)
    return (str(pointer), stat.st_ino, stat.st_mtime_ns)


@st.cache_resource(max_entries=1, show_spinner=False)
def _open(stamps: tuple[tuple[str, int, int], ...], _settings: Settings) -> Opened:
    """Open what the pointers name; one entry is kept, so an old release goes when its last session lets go of it."""
    try:
        release = current(_settings)
        if release is None:
            raise NotReady("none", f"no release under {_settings.data}: run `iop app` or `iop rebuild`")
        index = ensure_index(release.path)
        sources = tuple(release.sources)
    except (ReleaseDamaged, IndexDamaged, OSError) as error:
        raise NotReady("damaged", str(error)) from error
    neighbors = Neighbors()
    directory = directory_of(_noted(release.programs(), neighbors))
    return Opened(release, index, sources, neighbors, directory)


def _noted(programs: Iterable[Program], neighbors: Neighbors) -> Iterator[Program]:
    """Yield programs, each added to the neighbors on its way, so that one pass over the file does for all."""
    for program in programs:
        neighbors.add(program)
        yield program
