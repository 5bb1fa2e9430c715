"""``iop export``: chosen programs as a referral sheet, a spreadsheet, JSON or contacts, the same files as the app's."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from catalog.language import LANGUAGES
from catalog.settings import Settings
from commands.console import EXIT_CODES, UNKNOWN, err, fail, shown
from commands.showing import opened_release
from exports.formats import FORMATS
from exports.selection import MOST_PROGRAMS, NothingSelected, select


@click.command(epilog=EXIT_CODES)
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--format", "name", type=click.Choice(list(FORMATS)), default="pdf", show_default=True,
              help="pdf: the referral sheet. hsds: JSON in the shape directories exchange.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path, allow_dash=True, dir_okay=False), metavar="FILE",
              help="Where to write; - is standard output. Else referral.pdf, programs.csv and so on.")  # fmt: skip
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the words.")
def export(ids: tuple[str, ...], name: str, output: Path | None, lang: str) -> None:
    """Write one to twenty programs into a file for somebody else: what is stated, by whom, and what to ask.

    \b
    Examples:
      iop export ID ID ID
      iop export ID --lang es -o hoja.pdf
      iop export ID ID --format xlsx -o programs.xlsx
    """
    if len(set(ids)) > MOST_PROGRAMS:
        raise click.UsageError(f"name at most {MOST_PROGRAMS} programs, not {len(set(ids))}")
    try:
        chosen = select(opened_release(Settings()), ids, lang)
    except NothingSelected as nothing:
        fail(str(nothing), UNKNOWN)
    if chosen.missing:
        fail(f"no program has the id {chosen.missing[0]!r}: find ids with `iop search`", UNKNOWN)
    content = FORMATS[name].write(chosen)
    target = output or Path(FORMATS[name].file)
    if str(target) == "-":
        sys.stdout.buffer.write(content)
        return
    try:
        target.write_bytes(content)
    except OSError as error:
        fail(f"{target} cannot be written ({error.strerror}): choose another file with -o")
    err.print(f"Wrote {len(chosen.programs)} programs into {shown(str(target))}.")
