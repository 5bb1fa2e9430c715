"""The page about the data: where it comes from, how old and how complete it is, what the words mean, how to correct it,
and what is never done."""

from __future__ import annotations

import datetime as dt

from markupsafe import Markup

from catalog.attributes import filters
from catalog.sources import SourceReport
from index.queries import Query
from views.address import Address
from views.language import Language
from views.markup import fill, join, outside_link
from views.release import Opened
from views.sheet import set_title, sheet

WORDS = ("iop", "stated", "not_stated", "facility", "disputed", "as_of", "about")
NEVER = ("never_1", "never_2", "never_3", "never_4", "never_5")


def show_about(here: Address, found: Opened, words: Language) -> None:
    """Show the page."""
    back = fill(
        '<p class="back"><a href="{back}">← {label}</a></p>',
        back=Markup("{}").format(here.but(other="", page=here.page).href),
        label=words.say("program.to_search"),
    )
    set_title(words.say("aboutdata.title"), words)
    sheet("body", about_html(found, words, back), view="about", lang=words.code)


def about_html(found: Opened, words: Language, back: Markup) -> Markup:
    """Return the article; ``back`` stands above it."""
    counts = found.release.manifest.counts
    candidates = counts.get("candidates", 0)
    today = dt.datetime.now(dt.UTC).date()
    return fill(
        '<article class="about">{back}<h1 tabindex="-1" data-focus="yes">{heading}</h1><p>{lead}</p>'
        "<p><strong>{programs}.</strong> {made} {candidates}</p><h2>{sources_heading}</h2><ul>{sources}</ul>"
        '<p class="quiet">{places}</p>{coverage}<h2>{words_heading}</h2><dl>{meanings}</dl>{correct}'
        "<h2>{never_heading}</h2><ul>{never}</ul></article>",
        back=back,
        heading=words.say("aboutdata.heading"),
        lead=words.say("aboutdata.lead"),
        programs=words.count("aboutdata.counts", counts.get("programs", 0)),
        made=words.say("aboutdata.made", date=words.date(found.release.created)),
        candidates=words.count("aboutdata.candidates", candidates) if candidates else "",
        sources_heading=words.say("aboutdata.sources"),
        sources=join(_source(report, words, today) for report in found.sources),
        places=words.say("aboutdata.places"),
        coverage=_coverage(found, words),
        words_heading=words.say("aboutdata.words"),
        meanings=join(
            fill("<div><dt>{word}</dt><dd>{meaning}</dd></div>", word=words.say(f"aboutdata.w_{key}"),
                 meaning=words.say(f"aboutdata.w_{key}_means"))
            for key in WORDS
        ),
        correct=_section(words, "correct", ("correct_1", "correct_2", "correct_3")),
        never_heading=words.say("aboutdata.never"),
        never=join(fill("<li>{text}</li>", text=words.say(f"aboutdata.{key}")) for key in NEVER),
    )  # fmt: skip


def _section(words: Language, heading: str, paragraphs: tuple[str, ...]) -> Markup:
    return fill(
        "<h2>{heading}</h2>{paragraphs}",
        heading=words.say(f"aboutdata.{heading}"),
        paragraphs=join(fill("<p>{text}</p>", text=words.say(f"aboutdata.{key}")) for key in paragraphs),
    )


def _coverage(found: Opened, words: Language) -> Markup:
    """Return for each thing people choose by how many programs state or deny it, as counts and shares."""
    results = found.index.search(Query(limit=0))
    if not results.total:
        return Markup("")
    rows = [(row, results.total - results.silent[row.key]) for row in filters() if row.key in results.silent]
    return fill(
        '<h2>{heading}</h2><p>{lead}</p><table class="coverage"><thead><tr><th scope="col">{what}</th>'
        '<th scope="col">{programs}</th><th scope="col">{share}</th></tr></thead><tbody>{rows}</tbody></table>',
        heading=words.say("aboutdata.coverage"),
        lead=words.say("aboutdata.coverage_lead"),
        what=words.say("aboutdata.coverage_what"),
        programs=words.say("aboutdata.coverage_programs"),
        share=words.say("aboutdata.coverage_share"),
        rows=join(
            fill(
                '<tr><th scope="row">{label}</th><td>{count}</td><td>{share}</td></tr>',
                label=words.label(row), count=f"{count:,}", share=f"{count / results.total:.0%}",
            )
            for row, count in rows
        ),
    )  # fmt: skip


def _source(report: SourceReport, words: Language, today: dt.date) -> Markup:
    dates = [words.say("aboutdata.read_on", date=words.date(report.read_on))]
    if report.as_of:
        dates.append(words.say("aboutdata.speaks_for", date=words.date(report.as_of)))
    days = (today - dt.date.fromisoformat(report.as_of or report.read_on)).days
    return fill(
        '<li><strong>{name}</strong>: {kept}, {dates} ({age}). <span class="quiet">{terms}.</span></li>',
        name=outside_link(report.source.home, words.label(report.source)),
        kept=words.count("aboutdata.kept", report.kept),
        dates=", ".join(dates),
        age=words.count("aboutdata.age", days) if days > 0 else words.say("aboutdata.age.none"),
        terms=words.say("aboutdata.terms", terms=report.source.terms.rstrip(".")),
    )
