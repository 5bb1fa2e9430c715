"""What is exported: ids and a language in, the programs of a release with all that an export needs to say out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from catalog.attributes import Attribute
from catalog.display import fact_words, scope_of
from catalog.language import Language
from catalog.language import language as shared
from catalog.programs import Program
from catalog.releases import Release
from catalog.stated import own_value
from catalog.wording import one_line

MOST_PROGRAMS = 20
"""Programs in one export: a list for a person, not a copy of the catalog."""

FOLDER = Path(__file__).parent / "words"


class NothingSelected(ValueError):
    """There is nothing to export; the message says why and what to do."""


@dataclass(frozen=True)
class Selection:
    """Programs in the order they were chosen. ``missing`` are ids that lead to none, ``created`` is the ISO time of
    the release, ``sources`` maps ids of sources to their names, ``invented`` marks the sample network."""

    programs: tuple[Program, ...]
    missing: tuple[str, ...]
    words: Language
    release: str
    created: str
    invented: bool
    sources: dict[str, str]

    def source_label(self, source: str) -> str:
        """Return the name of a source as people know it, its id where nothing names it."""
        return self.sources.get(source, source)

    def sources_of(self, program: Program) -> str:
        """Return the names of all sources of a program."""
        said = sorted({evidence.source for fact in program.facts for evidence in fact.evidence})
        return ", ".join(self.source_label(source) for source in said)

    def stated(self, row: Attribute, program: Program) -> str:
        """Return all that is said of an attribute as one line of text, denials, disputes and scope included."""
        facts, words = program.facts_of(row.key), self.words
        if not facts:
            return one_line(own_value(program, row.key)) or words.say("export.not_stated")
        disputed = f" ({words.say('export.disputed')})"
        said = "; ".join(fact_words(fact, words) + (disputed if fact.disputed else "") for fact in facts)
        scope = scope_of(facts) if row.section not in ("identity", "place", "contact") else ""
        return one_line(f"{said} [{words.say(f'scope.{scope}')}]" if scope else said)


def select(release: Release, ids: Iterable[str], lang: str = "en") -> Selection:
    """Return the programs of ``ids``; ids of before lead to the program that has them now, and none stands twice.

    Raises ``NothingSelected`` where no id leads to a program, or where there are more than ``MOST_PROGRAMS``.
    """
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > MOST_PROGRAMS:
        raise NothingSelected(f"{len(wanted)} programs are too many for one export: choose at most {MOST_PROGRAMS}")
    programs: dict[str, Program] = {}
    missing = []
    for program_id in wanted:
        program = release.program(program_id)
        if program is None or program.status != "confirmed":
            missing.append(program_id)
        else:
            programs[program.id] = program
    if not programs:
        raise NothingSelected("none of these programs is listed now: find programs with a search")
    words = shared(lang, FOLDER)
    return Selection(
        programs=tuple(programs.values()), missing=tuple(missing), words=words, release=release.id,
        created=release.created, invented=release.kind == "sample",
        sources={report.source.id: words.label(report.source) for report in release.sources},
    )  # fmt: skip
