"""The kinds of invented sites: hospital, treatment-centre marketing, university clinic, community centre, virtual
program, chain, Spanish-language practice, a page of the nineties, and a blog engine with structured data.
"""

from __future__ import annotations

import json
from html import escape
from typing import Any

from sample.looks import MARK, Look, address
from sample.passages import Block, Grid, Heading, Pairs, Points, Questions, Text
from sample.site_pages import Page
from sample.site_plan import Site


class Hospital(Look):
    """A health system: skip link, utility bar, breadcrumbs, sections, a sidebar."""

    style = (
        ":root{--blue:#124}header{background:var(--blue);color:#fff}.layout{display:grid;grid-template-columns:3fr 1fr}"
    )

    def shell(self, site: Site, page: Page, content: str) -> str:
        phone = site.lead.phone
        crumbs = f'<ol><li><a href="/">Home</a></li><li aria-current="page">{escape(page.title)}</li></ol>'
        call = f'<a href="/contact">Find us</a> <a href="tel:+1{phone.replace("-", "")}">{phone}</a>'
        visits = "<h2>Visiting hours</h2><p>Hospital visitors are welcome daily, 10 a.m. to 8 p.m.</p>"
        return (
            f'<a class="skip" href="#main">Skip to main content</a>\n'
            f'<header><div class="utility">{call}</div>{self.nav(site)}</header>\n'
            f'<nav aria-label="Breadcrumb">{crumbs}</nav>\n<div class="layout"><main id="main"><article>\n'
            f"{content}\n</article></main>\n<aside>{visits}</aside></div>\n"
            f"{self.footer(site)}"
        )


class Marketing(Look):
    """A treatment centre's campaign page: hero, call buttons, sections that fold."""

    style = ".hero{background:#063;color:#fff;padding:4rem}.btn{border-radius:2rem}details{border:1px solid #ccc}"

    def shell(self, site: Site, page: Page, content: str) -> str:
        phone = site.lead.phone
        button = f'<a class="btn" href="tel:{phone}">Call us: {phone}</a>'
        return (
            f'<header class="sticky"><a class="logo" href="/">{escape(site.lead.name)}</a>{self.nav(site)}</header>\n'
            f'<section class="hero"><p class="tagline">A calm place to take the next step</p>{button}</section>\n'
            f'<div class="content">\n{content}\n</div>\n'
            f'<section class="cta"><p>We answer day and night.</p>{button}</section>\n'
            f"{self.footer(site)}"
        )

    def page(self, site: Site, page: Page) -> str:
        return super().page(site, page).replace("<h3>", '<h3 class="fold-title">')

    def questions(self, block: Questions) -> str:
        return "\n".join(
            f"<details><summary>{escape(q)}</summary><div><p>{escape(a)}</p></div></details>" for q, a in block.items
        )


class University(Look):
    """A clinic's page on a university server: little markup, long lines."""

    style = ""

    def shell(self, site: Site, page: Page, content: str) -> str:
        links = " | ".join(f'<a href="{p.path}">{escape(p.nav)}</a>' for p in site.pages if p.nav)
        return f'<div id="wrapper">\n<p>{links}</p>\n<hr>\n{content}\n<hr>\n<address>{address(site)}</address>\n</div>'

    def pairs(self, block: Pairs) -> str:
        return "\n".join(f"<p><strong>{escape(k)}:</strong> {escape(v)}</p>" for k, v in block.items)


class Community(Look):
    """A county's centre: everything is a table."""

    style = "table{border-collapse:collapse}td,th{border:1px solid #999;padding:.3rem}"

    def pairs(self, block: Pairs) -> str:
        rows = "".join(f'<tr><th scope="row">{escape(k)}</th><td>{escape(v)}</td></tr>' for k, v in block.items)
        return f"<table><tbody>{rows}</tbody></table>"

    def nav(self, site: Site) -> str:
        cells = "".join(f'<td><a href="{p.path}">{escape(p.nav)}</a></td>' for p in site.pages if p.nav)
        return f'<table class="menu"><tr>{cells}</tr></table>'


class Virtual(Look):
    """A program by video: cards made of nested divs, and text in spans."""

    style = ".card{box-shadow:0 1px 4px #0003;border-radius:1rem;padding:1rem;margin:1rem}"

    def shell(self, site: Site, page: Page, content: str) -> str:
        links = "".join(f'<a class="tab" href="{p.path}"><span>{escape(p.nav)}</span></a>' for p in site.pages if p.nav)
        view = f'<div class="view">\n{content}\n</div>'
        return f'<div id="app"><div class="bar">{links}</div>\n{view}\n{self.footer(site)}</div>'

    def block(self, block: Block) -> str:
        if isinstance(block, Heading) and block.level == 3:
            return f'<div class="card-title" role="heading" aria-level="3">{escape(block.text)}</div>'
        if isinstance(block, Text):
            return f'<div class="card"><div><span>{escape(block.text)}</span></div></div>'
        return super().block(block)


class Antique(Look):
    """A page written by hand long ago: capitals, tables for layout, fonts, no closing paragraph tags."""

    def page(self, site: Site, page: Page) -> str:
        blocks = [block for passage in page.passages for block in passage.blocks]
        links = "<BR>\n".join(
            f'<A HREF="{p.path}"><FONT SIZE=2>{escape(p.nav)}</FONT></A>' for p in site.pages if p.nav
        )
        content = "\n".join(self.block(block) for block in blocks)
        return (
            '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">\n<HTML>\n<HEAD>\n'
            f'<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=utf-8">\n{MARK}\n'
            f"<TITLE>{escape(page.title)}</TITLE>\n"
            '</HEAD>\n<BODY BGCOLOR="#FFFFEE">\n<TABLE WIDTH="100%" CELLPADDING=8><TR><TD WIDTH=150 VALIGN=TOP>\n'
            f"{links}\n</TD><TD VALIGN=TOP>\n{content}\n<HR>\n<FONT SIZE=1>{address(site)}</FONT>\n</TD></TR></TABLE>\n"
            "</BODY>\n</HTML>\n"
        )

    def block(self, block: Block) -> str:
        match block:
            case Heading():
                return f'<P><FONT SIZE={7 - block.level * 1} COLOR="#336633"><B>{escape(block.text)}</B></FONT>'
            case Text():
                return f'<P><FONT FACE="Arial">{escape(block.text)}</FONT>'
            case Points():
                return "<UL>" + "".join(f"<LI>{escape(item)}" for item in block.items) + "</UL>"
            case _:
                return super().block(block)

    def pairs(self, block: Pairs) -> str:
        return "<P>" + "<BR>\n".join(f"<B>{escape(k)}:</B> {escape(v)}" for k, v in block.items)

    def grid(self, block: Grid) -> str:
        rows = "".join("<TR>" + "".join(f"<TD>{escape(c)}" for c in row) for row in (block.header, *block.rows))
        return f"<TABLE BORDER=1>{rows}</TABLE>"


class WordPress(Look):
    """A blog engine's page with structured data, whose opening hours are the office's."""

    style = ".entry-content{max-width:40rem}"

    def extra_head(self, site: Site, page: Page) -> str:
        data = [self.clinic(site)]
        items = [pair for p in page.passages for b in p.blocks if isinstance(b, Questions) for pair in b.items]
        if items:
            data.append(self.questions_data(items))
        return "".join(f'<script type="application/ld+json">{_json(entry)}</script>\n' for entry in data)

    def clinic(self, site: Site) -> dict[str, Any]:
        lead = site.lead
        return {
            "@context": "https://schema.org",
            "@type": "MedicalClinic",
            "name": lead.name,
            "url": f"http://{site.domain}/",
            "telephone": lead.phone,
            "address": {
                "@type": "PostalAddress",
                "streetAddress": lead.street,
                "addressLocality": lead.place.city,
                "addressRegion": lead.place.state,
                "postalCode": lead.place.zip,
            },
            "openingHoursSpecification": {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
                "opens": "08:00",
                "closes": "17:00",
            },
        }

    def questions_data(self, items: list[tuple[str, str]]) -> dict[str, Any]:
        answers = [{"@type": "Question", "name": q, "acceptedAnswer": {"@type": "Answer", "text": a}} for q, a in items]
        return {"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": answers}

    def shell(self, site: Site, page: Page, content: str) -> str:
        kind = "post" if page.kind == "article" else "page"
        return (
            f'<div id="page" class="site"><header class="site-header">{self.nav(site)}</header>\n'
            f'<article class="{kind} type-{kind} hentry"><div class="entry-content">\n{content}\n</div></article>\n'
            '<aside class="widget-area"><form role="search"><label>Search <input name="s"></label></form></aside>\n'
            f"{self.footer(site)}</div>"
        )


class Chain(Hospital):
    """An organization with several places: like a health system, without one place's address."""

    style = "header{background:#eef}.office{border-top:1px solid}"

    def shell(self, site: Site, page: Page, content: str) -> str:
        return f'<header>{self.nav(site)}</header>\n<main class="office">\n{content}\n</main>\n{self.footer(site)}'


class Spanish(Look):
    """A small practice that writes in Spanish."""

    style = "body{font-family:Georgia,serif}h1{color:#843}"


LOOKS: dict[str, type[Look]] = {
    "hospital": Hospital, "marketing": Marketing, "university": University, "community": Community,
    "virtual": Virtual, "antique": Antique, "wordpress": WordPress, "chain": Chain, "spanish": Spanish,
}  # fmt: skip


def _json(data: dict[str, Any]) -> str:
    """JSON that cannot close the script element it stands in."""
    return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")


def render(site: Site, page: Page) -> str:
    """The HTML of one page of ``site``."""
    return LOOKS[site.look]().page(site, page)
