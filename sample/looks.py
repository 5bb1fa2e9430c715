"""How the invented sites look in HTML: one class a kind of site, all rendering the same blocks in their own markup.

``Look().page`` takes a site and one of its pages and returns the page's HTML; ``sample.look_kinds`` has the kinds.
"""

from __future__ import annotations

from html import escape

from sample.passages import Block, Grid, Heading, Links, Logos, Pairs, Points, Questions, Text
from sample.site_pages import Page
from sample.site_plan import Site

MARK = '<meta name="generator" content="iop-finder sample: this program is invented">'


class Look:
    """Plain modern HTML; the other looks change parts of it."""

    style = "body{font:1rem/1.5 sans-serif;max-width:60rem;margin:auto}"

    def page(self, site: Site, page: Page) -> str:
        """The whole document."""
        blocks = [block for passage in page.passages for block in passage.blocks]
        body = self.shell(site, page, "\n".join(self.block(block) for block in blocks))
        head = self.head(site, page)
        return f'<!DOCTYPE html>\n<html lang="{site.language}">\n{head}\n<body>\n{body}\n</body>\n</html>\n'

    def head(self, site: Site, page: Page) -> str:
        """The head with the mark of an invented site."""
        title = escape(page.title if page.kind == "home" else f"{page.title} | {site.lead.name}")
        return (
            f'<head>\n<meta charset="utf-8">\n{MARK}\n<meta name="viewport" content="width=device-width">\n'
            f"<title>{title}</title>\n<style>{self.style}</style>\n{self.extra_head(site, page)}</head>"
        )

    def extra_head(self, site: Site, page: Page) -> str:
        """More for the head; each line ends in a line break."""
        return ""

    def shell(self, site: Site, page: Page, content: str) -> str:
        """Navigation, content, footer."""
        return f"{self.nav(site)}\n<main>\n{content}\n</main>\n{self.footer(site)}"

    def nav(self, site: Site) -> str:
        """Links to the site's pages."""
        items = "".join(f'<li><a href="{p.path}">{escape(p.nav)}</a></li>' for p in site.pages if p.nav)
        return f"<nav><ul>{items}</ul></nav>"

    def footer(self, site: Site) -> str:
        """Name, address and phone, crisis line."""
        line = (
            "Si está en crisis, llame o envíe un mensaje al 988."
            if site.language == "es"
            else "If you are in crisis, call or text 988."
        )
        return f"<footer><p>{address(site)}</p><p>{line}</p></footer>"

    def block(self, block: Block) -> str:
        """One block's HTML."""
        match block:
            case Heading():
                return f"<h{block.level}>{escape(block.text)}</h{block.level}>"
            case Text():
                return f"<p>{escape(block.text)}</p>"
            case Points():
                return "<ul>\n" + "\n".join(f"<li>{escape(item)}</li>" for item in block.items) + "\n</ul>"
            case Pairs():
                return self.pairs(block)
            case Grid():
                return self.grid(block)
            case Logos():
                return self.logos(block)
            case Questions():
                return self.questions(block)
            case Links():
                return "".join(f'<p><a href="{path}">{escape(text)}</a></p>' for text, path in block.items)

    def pairs(self, block: Pairs) -> str:
        """Labels and values."""
        return "<dl>" + "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in block.items) + "</dl>"

    def grid(self, block: Grid) -> str:
        """A table."""
        head = "".join(f"<th>{escape(cell)}</th>" for cell in block.header)
        rows = "\n".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in block.rows)
        return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"

    def logos(self, block: Logos) -> str:
        """Images whose names stand only in their alternative texts."""
        images = "\n".join(
            f'<img src="/img/plan-{n}.png" alt="{escape(name)}" width="120">' for n, name in enumerate(block.names, 1)
        )
        return f'<div class="plans">\n{images}\n</div>'

    def questions(self, block: Questions) -> str:
        """Questions with answers below."""
        return "\n".join(f"<h3>{escape(q)}</h3>\n<p>{escape(a)}</p>" for q, a in block.items)


def address(site: Site) -> str:
    """The lead place's address and phone in one line; an organization with several places gives only its name."""
    lead = site.lead
    if site.look == "chain":
        return escape(lead.name)
    street = ", ".join(filter(None, (lead.street, lead.street2)))
    return escape(f"{lead.name}, {street}, {lead.place.city}, {lead.place.state} {lead.place.zip} · {lead.phone}")
