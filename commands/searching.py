"""``iop search``: the same search as the app's, with a flag for every filter of the attribute table."""

from __future__ import annotations

from typing import Any

import click
import msgspec

from catalog.attributes import attribute, filters
from catalog.display import say
from catalog.links_out import FEW, LinkOut, links_for
from catalog.places import Place, UnknownPlace, find_place
from catalog.programs import Program
from catalog.releases import Release
from catalog.settings import Settings
from commands.console import CRISIS_LINES, EXIT_CODES, UNKNOWN, err, fail, out, print_json, shown
from commands.filters import TermCommand, wanted_span, wanted_terms, with_filters
from commands.showing import BANNER, NOT_STATED, opened_release
from commands.understanding import say_chip
from exports.records import facts_record
from index.queries import SORTS, BadQuery, Hit, Query, Results, Widening
from index.search import IndexDamaged, ensure_index
from index.understand import Understanding, to_query, understand

CARD = ("conditions", "hours_per_week", "time_of_day", "age_groups", "payment_options")
"""What the lines of a hit say, in the order people ask."""


def make_query(
    asked: Understanding, place: Place | None, miles: float | None, chosen: dict[str, Any], **rest: Any
) -> Query:
    """Return the query for a question and the flags beside it, which win; ``chosen`` holds filters by attribute."""
    rows = {row.key: row for row in filters()}
    picked = {key: value for key, value in chosen.items() if value and key in rows}
    said = to_query(asked)
    where: dict[str, Any] = {}
    if place:
        where = {"near": (place.lat, place.lon), "home_state": place.state, "state": "", "miles": asked.miles}
    if miles is not None:
        where["miles"] = miles
    return msgspec.structs.replace(
        said,
        terms=said.terms | {k: wanted_terms(rows[k], v) for k, v in picked.items() if rows[k].kind == "terms"},
        excluded={k: terms for k, terms in said.excluded.items() if k not in picked},
        spans=said.spans | {k: wanted_span(rows[k], v) for k, v in picked.items() if rows[k].kind == "span"},
        yes=tuple(dict.fromkeys((*said.yes, *(k for k in picked if rows[k].kind == "yes_no")))),
        **where,
        **rest,
    )


@click.command(cls=TermCommand, epilog=EXIT_CODES)
@click.argument("text", nargs=-1)
@click.option("--near", default="", metavar="PLACE", help="A ZIP code, or “city, state”.")
@click.option("--within", type=click.FloatRange(0, 5000), metavar="MILES", help="At most this far from PLACE.")
@click.option("--literal", is_flag=True, help="Search for the words as they are, without reading them as filters.")
@click.option("--stated-only", is_flag=True, help="Only programs that state what you ask for.")
@click.option("--sort", type=click.Choice(SORTS), default="best", show_default=True, help="Order of the results.")
@click.option("--limit", type=click.IntRange(1, 500), default=20, show_default=True, help="Results to show.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Results to pass over first.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def search(
    text: tuple[str, ...], near: str, within: float | None, literal: bool, as_json: bool, **options: Any
) -> None:
    """Find programs by a question, place and filters. What a program does not state stays in, after those that do.

    TEXT is read as a question (see `iop understand`); flags win over it, --literal searches for its words alone.

    \b
    Examples:
      iop search "trauma" --near 85251 --within 25
      iop search "evening DBT for my 15 year old near 85251, takes Aetna"
      iop search --near "Phoenix, AZ" --therapies dbt emdr --payment-options medicaid
      iop search anxiety --near 02139 --age-groups adolescents --stated-only --json
    """
    release = opened_release(Settings())
    typed = " ".join(text)
    asked = Understanding(text=typed) if literal else understand(typed)
    point = asked.place if asked.place and asked.place.kind != "state" else None
    if within is not None and not near and not point:
        raise click.UsageError("--within needs --near PLACE")
    place = found_place(near) if near else None
    rest = {name: options.pop(name) for name in ("stated_only", "sort", "limit", "offset")}
    query = make_query(asked, place, within, options, **rest)
    try:
        results = ensure_index(release.path, on_damage=say_damage).search(query)
    except BadQuery as error:
        raise click.UsageError(str(error)) from error
    except IndexDamaged as error:
        fail(str(error))
    programs = {hit.id: program for hit in results.hits if (program := release.program(hit.id))}
    place = place or asked.place
    if as_json:
        print_json(results_record(release, query, place, asked, results, programs))
    else:
        print_results(release, query, place, asked, results, programs)


with_filters(search)


def say_damage(damage: IndexDamaged) -> None:
    """Say that an index is built anew before it can be searched."""
    err.print(shown(f"The index of this release cannot be used: {damage.reason}. Building it anew …"))


def found_place(text: str) -> Place:
    """Return the place that ``text`` names, or end with suggestions."""
    try:
        return find_place(text)
    except UnknownPlace as error:
        fail(str(error), UNKNOWN)


def interpretation(query: Query, place: Place | None, asked: Understanding) -> dict[str, Any]:
    """Return how the question was understood, flags included, as JSON output shows it."""
    where = {"label": place.label, "lat": place.lat, "lon": place.lon, "kind": place.kind} if place else None
    return {
        "place": where, "other_places": list(place.others) if place else [], "miles": query.miles,
        "filters": {k: list(v) for k, v in query.terms.items()},
        "excluded": {k: list(v) for k, v in query.excluded.items()}, "state": query.state, "age": asked.age,
        "spans": {k: {"low": v.low, "high": v.high} for k, v in query.spans.items()}, "yes": list(query.yes),
        "stated_only": query.stated_only, "text": asked.text, "also": query.also, "sort": query.sort,
        "chips": asked.record()["chips"], "crisis": asked.crisis,
    }  # fmt: skip


def hit_record(hit: Hit, program: Program) -> dict[str, Any]:
    """Return one hit as JSON output shows it; ``miles`` to a tenth, ``miles_precision`` what the point is of."""
    return {
        "id": program.id, "name": program.name, "organization": program.organization, "address": program.address,
        "city": program.city, "state": program.state, "zip": program.zip, "phone": program.phone,
        "intake_phone": program.intake_phone, "website": program.website,
        "miles": None if hit.miles is None else round(hit.miles, 1), "miles_precision": hit.precision,
        "as_of": program.last_seen, "not_stated": list(hit.not_stated), "why": hit.why,
        "facts": facts_record(program),
    }  # fmt: skip


def results_record(
    release: Release,
    query: Query,
    place: Place | None,
    asked: Understanding,
    results: Results,
    programs: dict[str, Program],
) -> dict[str, Any]:
    """Return a whole answer as JSON output shows it."""
    return {
        "total": results.total,
        "release": release.id,
        "kind": release.kind,
        "interpretation": interpretation(query, place, asked),
        "hits": [hit_record(hit, programs[hit.id]) for hit in results.hits],
        "facets": {key: {t: count.yes for t, count in terms.items()} for key, terms in results.facets.items()},
        "not_stated": results.silent,
        "did_you_mean": results.did_you_mean,
        "unmatched": list(results.unmatched),
        "widen": list(results.widen),
        "elsewhere": [link._asdict() for link in elsewhere(query, place, results)],
    }


def elsewhere(query: Query, place: Place | None, results: Results) -> list[LinkOut]:
    """Return where else to look, with the place filled in, where little or nothing was found."""
    return links_for(place, query.terms.get("insurers", ())) if results.total < FEW else []


def print_results(
    release: Release,
    query: Query,
    place: Place | None,
    asked: Understanding,
    results: Results,
    programs: dict[str, Program],
) -> None:
    """Print an answer for people: how it was understood, a few lines a program, and a way on where nothing is found."""
    if release.kind == "sample":
        out.print(f"[bold]{BANNER}[/bold]")
    if asked.crisis:
        out.print(f"[bold]{CRISIS_LINES}[/bold]")
    for chip in asked.chips:
        out.print(f"  {shown(say_chip(chip))}", style="dim")
    if place:
        more = f" (also: {'; '.join(place.others)})" if place.others else ""
        within = "" if query.miles is None else f", within {query.miles:g} miles"
        out.print(f"Near {shown(place.label + more)}{within}", style="dim")
    if results.unmatched:
        out.print(f"No program has the words: {shown(', '.join(results.unmatched))}")
    if results.did_you_mean:
        out.print(f"Did you mean: {shown(results.did_you_mean)}?")
    out.print(counted(results.total))
    for hit in results.hits:
        print_hit(hit, programs[hit.id], query)
    for widening in results.widen:
        out.print(f"  • {shown(say_widening(widening))}")
    links = elsewhere(query, place, results)
    if links:
        out.print("\nFew programs are known to us here. You can also look at:")
    for link in links:
        out.print(f"  • {shown(link.label)}: {shown(link.url)}")
        out.print(f"    {shown(link.note)}", style="dim")
    out.print(f"\n{CRISIS_LINES} Call a program before you go.", style="dim")


def print_hit(hit: Hit, program: Program, query: Query) -> None:
    """Print one program: name, place, phone, what it says on what people ask first, what to ask it, its id."""
    about = "" if hit.precision == "site" else "about "
    far = "" if hit.miles is None else f" · {about}{hit.miles:.1f} miles"
    out.print(f"\n[bold]{shown(program.name)}[/bold]{far}")
    out.print(f"  {shown(program.address)} · {shown(program.phone or 'no phone stated')}")
    for key in CARD:
        words = "; ".join(say(key, value) for value in program.values(key)) or NOT_STATED
        out.print(f"  {shown(attribute(key).label)}: {shown(words)}")
    unsaid = [say(key, term) for key in hit.not_stated for term in query.terms.get(key, ())]
    if unsaid:
        out.print(f"  Ask the program, it does not say: {shown('; '.join(unsaid))}")
    out.print(f"  {program.id} · as of {program.last_seen}", style="dim")


def counted(programs: int) -> str:
    """Return how many programs, in words."""
    return f"{programs:,} {'program' if programs == 1 else 'programs'}"


def say_widening(widening: Widening) -> str:
    """Return one way to find something, in words."""
    flags = ", ".join("the words" if part == "text" else "--" + part.replace("_", "-") for part in widening.parts)
    miles = f"{widening.miles:.0f} miles" if widening.miles is not None else ""
    words = {
        "without": f"leave out {flags}",
        "wider": f"--within {miles.removesuffix(' miles')}",
        "nearest": f"the nearest is {miles} away: iop show {widening.id}",
        "state": "anywhere in the state",
        "virtual": "virtual programs in the state",
        "not_stated": "also those that do not say (leave out --stated-only)",
    }
    return f"{words.get(widening.change, widening.change)}: {counted(widening.total)}"
