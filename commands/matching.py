"""``iop match``: which listings of a file are one program, with the rule behind each link."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import msgspec

from catalog.contacts import phone, website
from catalog.listings import listing_id
from catalog.matching import Head, Matching, match_listings
from catalog.matching.decisions import DecisionsWrong, read_decisions
from commands.console import EXIT_CODES, USAGE, fail, out, print_json, shown

FIELDS = (
    "id", "source", "kind", "name", "organization", "street", "street2", "city", "state", "zip", "phone", "website",
)  # fmt: skip
"""The fields of a listing that matching reads; all others of a line are ignored."""


@click.command("match", epilog=EXIT_CODES)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE.jsonl")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: clusters, links with their rules, pairs left open.")
def match_command(file: Path, as_json: bool) -> None:
    """Cluster the listings of FILE.jsonl, one JSON object a line, and say which rule made each link.

    A line may have id, source, kind, name, organization, street, street2, city, state, zip, phone and website; name is
    needed, other fields are ignored. Rows as SAMHSA's locator gives them (name1, name2, street1 …) are read too. What
    no rule settles is listed as left open; decisions of people count.
    """
    try:
        matching = match_listings(read_rows(file), read_decisions())
    except DecisionsWrong as error:
        fail(str(error))
    if as_json:
        print_json(as_record(matching))
    else:
        _print(matching)


def read_rows(path: Path) -> list[Head]:
    """Return the listings of a file; ends the command with the line that is no listing, or whose id stands twice."""
    decoder = msgspec.json.Decoder(dict[str, Any])
    heads: dict[str, Head] = {}
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                row = _row(decoder.decode(line))
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
                fail(f"{path}, line {number}: {error}: write one JSON object a line", USAGE)
            if not row["name"] and not row["organization"]:
                fail(f"{path}, line {number}: this listing has no name: give it one", USAGE)
            head = _head(row, heads)
            if head.id in heads:
                fail(f"{path}, line {number}: the id {head.id} stands twice: give each listing its own", USAGE)
            heads[head.id] = head
    return list(heads.values())


def _row(values: dict[str, Any]) -> dict[str, str]:
    """Return the fields of a line as text; null reads as not given, a number (a ZIP) as its digits."""
    row = {}
    values = _of_locator(values) if "name1" in values else values
    for field in (*FIELDS, "npi"):
        value = values.get(field)
        if isinstance(value, bool) or not isinstance(value, str | int | None):
            raise ValueError(f"{field} is no text")
        row[field] = "" if value is None else str(value).strip()
    return row


def _of_locator(values: dict[str, Any]) -> dict[str, Any]:
    """Return a row of the locator under a listing's field names: the second name, if any, is the program's."""
    one, two = values["name1"], values.get("name2")
    named = {"name": two or one, "organization": one if two else "", "street": values.get("street1")}
    return {"kind": values.get("typeFacility")} | values | named


def _head(row: dict[str, str], known: dict[str, Head]) -> Head:
    """Return a row's head; without an id one is minted from its fields, repeated rows told apart by a number."""
    minted = row["id"] or listing_id(row["source"] or "file", *(row[field] for field in FIELDS[2:]))
    name, number = minted, 2
    while not row["id"] and name in known:
        name, number = f"{minted}-{number}", number + 1
    return Head(
        id=name, source=row["source"], kind=row["kind"], trust=50, name=row["name"] or row["organization"],
        organization=row["organization"] if row["name"] else "", street=row["street"], street2=row["street2"],
        city=row["city"], state=row["state"].upper(), zip=row["zip"], phone=phone(row["phone"]),
        website=website(row["website"]), npi=row["npi"], states_iop=False, candidate_for="", file=0, offset=0, length=0,
    )  # fmt: skip


def as_record(matching: Matching) -> dict[str, Any]:
    """Return a matching as plain values: every listing is in one cluster, the first names it."""
    return {
        "clusters": [
            {
                "listings": [head.id for head in group.heads],
                "name": group.heads[0].name,
                "links": [{"listing": head.id, "rule": group.rules[head.id]} for head in group.heads[1:]],
            }
            for group in matching.groups
        ],
        "not_sure": [{"a": pair.one.id, "b": pair.other.id, "rule": pair.rule} for pair in matching.unsure],
    }


def _print(matching: Matching) -> None:
    for group in matching.groups:
        first = group.heads[0]
        place = ", ".join(part for part in (first.street, first.city, f"{first.state} {first.zip}".strip()) if part)
        out.print(f"[bold]{shown(first.name)}[/bold] {shown(place)}\n  {shown(first.id)}")
        for head in group.heads[1:]:
            out.print(f"  {shown(head.id)}: {shown(group.rules[head.id])}")
    for pair in matching.unsure:
        out.print(f"not sure: {shown(pair.one.id)} and {shown(pair.other.id)}: {shown(pair.rule)}")
    listings = sum(len(group.heads) for group in matching.groups)
    out.print(f"{listings} listings, {len(matching.groups)} clusters, {len(matching.unsure)} pairs left open")
