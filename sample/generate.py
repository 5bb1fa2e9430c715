"""Write the invented network: ``python -m sample.generate`` makes ``data/sample/`` anew, the same bytes every time.

``locator_rows.jsonl`` holds rows in the treatment locator's shape, ``sites/<domain>/`` the web sites, ``truth.jsonl``
what each site states of each facility's IOP.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sample.facilities import Facility, invent_facilities
from sample.look_kinds import render
from sample.passages import union
from sample.rows import locator_rows
from sample.server import SAMPLE
from sample.site_plan import Site, Told, plan_sites


def write_sample(directory: Path) -> dict[str, int]:
    """Write all files into ``directory``, replacing what was there; return the counts of rows, sites and pages."""
    facilities = invent_facilities()
    rows, sites = locator_rows(facilities), plan_sites(facilities)
    directory.mkdir(parents=True, exist_ok=True)
    _write_lines(directory / "locator_rows.jsonl", rows)
    _write_lines(directory / "truth.jsonl", truths(sites))
    shutil.rmtree(directory / "sites", ignore_errors=True)
    files = {f"{site.domain}/{name}": text for site in sites for name, text in site_files(site).items()}
    for name, text in files.items():
        file = directory / "sites" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="\n")
    return {"facilities": len(facilities), "rows": len(rows), "sites": len(sites), "files": len(files)}


def site_files(site: Site) -> dict[str, str]:
    """The files of one site: its pages, robots.txt and, for some, a sitemap."""
    files = {page.file: render(site, page) for page in site.pages}
    number = int(site.lead.key[1:])
    if site.barred:
        files["robots.txt"] = "User-agent: *\nDisallow: /\n"
    elif number % 3:
        sitemap = f"Sitemap: http://{site.domain}/sitemap.xml\n" if number % 2 else ""
        files["robots.txt"] = f"User-agent: *\nDisallow: /search\nDisallow: /wp-admin/\n{sitemap}"
    if number % 2:
        urls = "".join(f"<url><loc>http://{site.domain}{page.path}</loc></url>\n" for page in site.pages)
        space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        files["sitemap.xml"] = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {space}>\n{urls}</urlset>\n'
    return files


def truths(sites: Iterable[Site]) -> Iterator[dict[str, Any]]:
    """One record for each facility that has a site."""
    for site in sites:
        for told in site.told:
            yield _truth(site, told)


def _truth(site: Site, told: Told) -> dict[str, Any]:
    """What ``site`` states of one facility's IOP, and where; see ``data/sample/README.md`` for the keys."""
    whole = union([*told.organization, *told.own])
    runs = site.status in ("open", "silent", "disputed")
    page = next((page for page in site.pages if page.path == told.page), None)
    own = union(page.passages if page else ())
    shared = set(union(told.organization).facts) - set(union(told.own).facts)
    return {
        **_identity(told.facility),
        "domain": site.domain,
        "look": site.look,
        "status": site.status,
        "confirms_iop": runs,
        "barred": site.barred,
        "page": told.page if page else None,
        "pages": {page.path: page.kind for page in site.pages},
        "organization_wide": sorted(shared),
        "disputed": told.disputed,
        "denied": whole.denied,
        "also_accepted": whole.also,
        "truth": {**whole.complete(), "is_program_page": site.status not in ("none", "closed")},
        "page_truth": {**own.complete(), "is_program_page": site.status not in ("none", "closed")},
    }


def _identity(facility: Facility) -> dict[str, Any]:
    """What ties a record to the facility's rows."""
    place = facility.place
    return {
        "facility": facility.key,
        "story": facility.story,
        "name": facility.name,
        "street": facility.street,
        "city": place.city,
        "state": place.state,
        "zip": place.zip,
        "phone": facility.phone,
        "kinds": [*facility.kinds],
    }


def _write_lines(file: Path, records: Iterable[Mapping[str, Any]]) -> None:
    lines = (json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n" for record in records)
    file.write_text("".join(lines), "utf-8", newline="\n")


def main() -> None:
    """Write the sample and print the counts."""
    parser = argparse.ArgumentParser(description="Make the invented network of programs and web sites anew.")
    parser.add_argument("directory", nargs="?", type=Path, default=SAMPLE, help=f"where to write (default: {SAMPLE})")
    target = parser.parse_args().directory
    counts = write_sample(target)
    sys.stdout.write(f"{target}: " + ", ".join(f"{count} {name}" for name, count in counts.items()) + "\n")


if __name__ == "__main__":
    main()
