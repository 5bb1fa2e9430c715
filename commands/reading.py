"""``iop read-page``: what the reader makes of one page, with the words each fact stands on."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from catalog.attributes import attribute
from catalog.display import label, say
from catalog.settings import Settings
from commands.console import EXIT_CODES, fail, out, print_json, shown
from crawler.reading.reader import PageReading, read_page


@click.command("read-page", epilog=EXIT_CODES)
@click.argument("page", metavar="FILE|URL|-")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: the facts by key, null where not stated.")
@click.option("--title", default="", help="The page's title, where the text itself holds none.")
@click.option("--url", default="", help="The page's address, where it is read from a file.")
def read_page_command(page: str, as_json: bool, title: str, url: str) -> None:
    """Read one page of a program's own site (HTML or plain text, English or Spanish) and print its facts.

    `-` reads standard input. A web address is fetched as the crawler would: robots.txt is obeyed, private hosts are
    refused.

    \b
    Examples:
      iop read-page page.html
      iop read-page - < page.txt
      iop read-page https://clinic.example/iop --json
    """
    reading = _read(page, url, title)
    if as_json:
        print_json(reading.truth() | {"evidence": reading.evidence})
    else:
        print_reading(reading)


def _read(page: str, url: str, title: str) -> PageReading:
    today = dt.datetime.now(dt.UTC).date().isoformat()
    if page.startswith(("http://", "https://")):
        from crawler.one_page import NotFetched, fetch_page

        try:
            fetched = fetch_page(page, Settings())
        except NotFetched as error:
            fail(f"{page} could not be read: {error}")
        return read_page(fetched.body, url or fetched.url, today, fetched.content_type, title)
    if page != "-" and not Path(page).is_file():
        fail(f"there is no file {page}: check the path, or use - for standard input")
    body = sys.stdin.buffer.read() if page == "-" else Path(page).read_bytes()
    return read_page(body, url, today, "", title)


def print_reading(reading: PageReading) -> None:
    """Print a reading for people: what the page is, then each fact with its quotes."""
    if not reading.is_program_page:
        out.print("This page is not about a program that exists here: it gives no facts.")
        return
    if reading.not_open:
        out.print("[bold]This program is not open.[/bold]")
    out.print(f"Level of care: {shown(reading.level or 'not stated')}")
    for fact in reading.facts:
        disputed = " (the page disagrees with itself)" if fact.disputed else ""
        words = say(fact.attribute, fact.value, denied=fact.denied)
        out.print(f"\n[bold]{shown(label(attribute(fact.attribute)))}:[/bold] {shown(words)}{disputed}")
        for evidence in fact.evidence:
            derived = " (worked out)" if evidence.how == "derived" else ""
            out.print(f"  “{shown(evidence.quote)}”{derived}", style="dim")
