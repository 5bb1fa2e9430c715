"""The guide as HTML, the same for the app and the plain page: a guide in, its article out."""

from __future__ import annotations

from markupsafe import Markup, escape

from views.guide.content import Guide, Level, Section
from views.markup import fill, join, outside_link


def guide_html(guide: Guide, search_href: str) -> Markup:
    """Return the article; ``search_href`` is where its button to the search leads."""
    return fill(
        '<article class="guide"><header><h1 tabindex="-1" data-focus="yes">{heading}</h1><p>{lead}</p></header>'
        '{sections}<p><a class="pill" href="{href}">{search}</a></p><section><h2>{sources_heading}</h2>'
        '<p class="quiet">{sources_lead} {own_words}</p><ol class="sources">{sources}</ol></section></article>',
        heading=guide.heading,
        lead=guide.lead,
        sections=join(_section(section, guide) for section in guide.section),
        href=search_href,
        search=guide.search,
        sources_heading=guide.sources_heading,
        sources_lead=guide.sources_lead,
        own_words=guide.own_words,
        sources=join(fill("<li>{link}</li>", link=outside_link(s.url, s.name)) for s in guide.source),
    )


def _section(section: Section, guide: Guide) -> Markup:
    after = [*section.after, *([guide.questions_more] if section.more_questions else [])]
    numbers = ", ".join(str(guide.source_number(source)) for source in section.sources)
    return fill(
        '<section id="{id}"><h2>{heading}</h2>{paragraphs}{levels}{points}{after}'
        '<p class="quiet">{based_on}: {numbers}</p></section>',
        id=section.id,
        heading=section.heading,
        paragraphs=_paragraphs(section.paragraphs),
        levels=_levels(guide) if section.levels else Markup(""),
        points=fill("<ul>{points}</ul>", points=join(fill("<li>{text}</li>", text=escape(t)) for t in section.points))
        if section.points
        else Markup(""),
        after=_paragraphs(after),
        based_on=guide.based_on,
        numbers=numbers,
    )


def _paragraphs(texts: tuple[str, ...] | list[str]) -> Markup:
    """Return our own texts whole: ``fill`` alone would cut them as it cuts values from data."""
    return join(fill("<p>{text}</p>", text=escape(text)) for text in texts)


def _levels(guide: Guide) -> Markup:
    """Return the steps of care, each higher than the one before; the one that is listed here stands out."""
    return fill('<ol class="levels">{steps}</ol>', steps=join(_level(level, guide) for level in guide.level))


def _level(level: Level, guide: Guide) -> Markup:
    return fill(
        '<li{here}><h3>{name}</h3><p class="amount">{amount}{mark}</p><p>{text}</p></li>',
        here=Markup(' class="here"') if level.here else Markup(""),
        name=level.name,
        amount=level.amount,
        mark=fill(' <span class="scope">{text}</span>', text=guide.here) if level.here else Markup(""),
        text=level.text,
    )
