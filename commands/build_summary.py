"""What a person reads after a build: sources and their age, counts, coverage, disputes, unknown words, time, memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from catalog.attributes import load_attributes
from catalog.building import REVIEW, Built
from catalog.measures import Measures
from catalog.sources import SourceReport
from crawler.reports import peak_memory

WORDS_SHOWN = 5


def build_summary(
    built: Built, measures: Measures, overlap: Sequence[str], seconds: float, unrenewed: Mapping[str, str]
) -> list[str]:
    """Return the lines; ``overlap`` are those on how many sources list the programs, ``unrenewed`` sources failed."""
    fates = ", ".join(f"{count:,} {outcome}" for outcome, count in built.outcomes.items())
    rules = ", ".join(f"{count:,} by {rule}" for rule, count in built.rules.items()) or "none"
    lines = [
        *(_source_line(report, unrenewed.get(report.source.id, "")) for report in built.sources),
        f"{built.programs:,} programs, {built.candidates:,} candidates, {built.reused:,} of them taken over unchanged",
        f"records: {fates}",
        f"joined: {rules}",
        *overlap,
        f"coverage: {_coverage(measures)}",
        f"disputed: {measures.disputed_facts:,} facts of {measures.disputed_programs:,} programs",
        f"left open: {built.review:,} pairs of listings, for a person to judge in {REVIEW}",
    ]
    if built.carried:
        lines.append(f"kept for one more run: {built.carried:,} listings that their source did not bring this time")
    unknown = {words: count for report in built.sources for words, count in report.unmapped.items()}
    if unknown:
        most = sorted(unknown, key=lambda words: (-unknown[words], words))[:WORDS_SHOWN]
        lines.append(f"not in the vocabulary: {sum(unknown.values()):,} words, most often {'; '.join(most)}")
    lines += [f"correction: there is no program {name}, this entry does nothing" for name in built.unmet]
    return [*lines, f"took {seconds:.1f} s, {peak_memory():.0f} MB"]


def _source_line(report: SourceReport, failed: str) -> str:
    day = report.as_of or report.read_on
    age = (dt.datetime.now(dt.UTC).date() - dt.date.fromisoformat(day)).days
    line = f"{report.source.id}: {report.kept:,} listings of {day}, {age} days old"
    return f"{line}; its newest run failed" if failed else line


def _coverage(measures: Measures) -> str:
    keys = [row.key for row in load_attributes() if row.key in measures.stated]
    return ", ".join(f"{key} {measures.coverage(key):.0%}" for key in keys) or "none"
