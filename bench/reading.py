"""Measures the reader: precision and recall a field on labelled pages, or its speed on generated ones.

``python bench/reading.py LABELLED.jsonl`` reads one JSON object a line (``text`` plain or HTML, ``title``, ``url``,
``truth``) and prints a line a field. ``python bench/reading.py --speed`` prints CPU milliseconds for 100 kB pages.
"""

from __future__ import annotations

import argparse
import collections
import functools
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from crawler.reading.reader import read_page
from crawler.reading.truth import KEYS

SIZE = 100_000


def parts(value: object) -> set[str]:
    """Return a label's values as a set, so that lists and single values are compared alike; None is the empty set."""
    if value is None:
        return set()
    if isinstance(value, list):
        return {json.dumps(item) for item in value}
    return {
        json.dumps(round(float(value), 2) if isinstance(value, (int, float)) and not isinstance(value, bool) else value)
    }


def measure(path: Path, show: bool) -> int:
    """Print precision and recall for every field of the labelled file; return the number of pages wholly right."""
    counts: dict[str, collections.Counter[str]] = {key: collections.Counter() for key in KEYS}
    right = pages = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        label = json.loads(line)
        reading = read_page(label["text"], label["url"], "2026-01-01", title=label.get("title", ""))
        pages += 1
        wrong = _count(label["truth"], reading.truth(), counts)
        right += not wrong
        if show and wrong:
            print(label.get("id", label["url"]), *(f"\n    {key}: labelled {a}, read {b}" for key, a, b in wrong))
    _report(counts)
    print(f"{right} of {pages} pages wholly right")
    return right


def _count(truth: dict[str, object], read: dict[str, object], counts: dict[str, collections.Counter[str]]
           ) -> list[tuple[str, object, object]]:  # fmt: skip
    wrong = []
    for key in KEYS:
        labelled, given = parts(truth.get(key)), parts(read[key])
        counts[key].update(both=len(labelled & given), missed=len(labelled - given), invented=len(given - labelled))
        if labelled != given:
            wrong.append((key, truth.get(key), read[key]))
    return wrong


def _report(counts: dict[str, collections.Counter[str]]) -> None:
    print(f"{'field':28} {'right':>6} {'missed':>7} {'invented':>9} {'precision':>10} {'recall':>7}")
    total: collections.Counter[str] = collections.Counter()
    for key, found in [*counts.items(), ("all fields", total)]:
        total.update(found if key != "all fields" else {})
        both, missed, invented = found["both"], found["missed"], found["invented"]
        precision = f"{both / (both + invented):.3f}" if both + invented else "-"
        recall = f"{both / (both + missed):.3f}" if both + missed else "-"
        print(f"{key:28} {both:6} {missed:7} {invented:9} {precision:>10} {recall:>7}")


FACTS = (
    "Our Intensive Outpatient Program meets {n} days a week for three hours at {place}.",
    "Groups in {place} are held Monday, Wednesday and Friday from {n}:00 p.m. to 9:00 p.m.",
    "At {place} we treat depression, anxiety, trauma and substance use disorders in adults ages {n}8 and older.",
    "Clients at {place} take part in cognitive behavioral therapy, skills groups and family sessions, "
    "{n} of them by video.",
    "{place} is in-network with Aetna and Cigna, and we accept Medicaid at {n} sites.",
    "The partial hospitalization program at {place} meets five days a week for six hours a day over {n} weeks.",
)
PLAIN = [
    "recovery", "path", "nobody", "walk", "alone", "therapist", "listen", "first", "plan", "together", "family",
    "people", "find", "structure", "keep", "job", "better", "step", "garden", "house", "quiet", "parking",
    "change", "goal", "reach", "trust", "hope", "learn", "simple", "honest", "kind", "daily", "life", "return",
    "home", "friend", "pause", "breathe", "notice", "begin", "again", "slow", "steady", "small", "local",
    "warm", "open", "door", "hear", "story", "share", "choose", "grow", "build", "name", "feeling", "body",
    "mind", "rest", "sleep", "walk", "morning", "light",
]  # fmt: skip


def prose(pick: random.Random) -> str:
    """Return a sentence of ordinary words, hardly ever the same twice."""
    words = [pick.choice(PLAIN) for _ in range(pick.randint(8, 22))]
    return " ".join(["We", *words[: len(words) // 2], "and", *words[len(words) // 2 :]]) + "."


def site_page(seed: int, characters: int = 12_000) -> str:
    """Return an HTML page of about 100 kB as sites have them: styles, scripts, menus, and ``characters`` of words, of
    which every fourth sentence states facts."""
    pick = random.Random(seed)
    body = ["<html lang='en'><head><title>Intensive Outpatient Program</title>"]
    body.append(f"<style>{'.a{margin:0}' * 1500}</style>")
    body.append("<script>" + "window.dataLayer.push({event:'view'});" * 700 + "</script></head><body>")
    body.append(
        "<nav><ul>"
        + "".join(f"<li><a class='menu-link' href='/page-{n}'>Page {n}</a></li>" for n in range(150))
        + "</ul></nav><main>"
    )
    written = 0
    while written < characters:
        text = " ".join(_sentence(pick) for _ in range(pick.randint(2, 6)))
        written += len(text)
        body.append(
            f"<section class='elementor-section'><div class='elementor-widget'><h2>{prose(pick)[:40]}</h2>"
            f"<p>{text}</p></div></section>"
        )
    page = "".join([*body, "</main></body></html>"])
    return page + "<!-- " + "x" * max(0, SIZE - len(page)) + " -->"


def _sentence(pick: random.Random) -> str:
    if pick.random() < 0.75:
        return prose(pick)
    return pick.choice(FACTS).format(
        n=pick.randint(3, 6), place=f"{pick.choice(PLAIN).title()} {pick.choice(PLAIN).title()} House"
    )


def hostile_texts() -> Iterator[tuple[str, str]]:
    """Yield (name, text of 100 kB) chosen to make patterns slow."""
    for name, unit in (
        ("letters", "a"),
        ("blanks", " "),
        ("digits", "9"),
        ("numbers", "9 "),
        ("ranges", "9-12 "),
        ("hours", "9 hours "),
        ("half hours", "3 hours of "),
        ("days", "mon "),
        ("letter days", "M/W/F "),
        ("times", "9am-12pm "),
        ("bare times", "9-"),
        ("levels", "iop php "),
        ("asides", "from the "),
        ("not", "not "),
        ("groups", "group, "),
        ("modes", "individual, group and "),
        ("insurers", "aetna "),
        ("phones", "602-555-"),
        ("addresses", "12 Main St, "),
        ("words", "group therapy and "),
        ("ages", "ages 12 "),
        ("commas", ","),
        ("open tags", "<div>"),
        ("attributes", "<a "),
        ("entities", "&amp;"),
        ("dots", "a.m. "),
        ("lines", "a\n"),
        ("columns", "IOP | 9 | mon 9-12\n"),
        ("wide blanks", "a  b  c\nd  e  f  g\n"),
        ("Spanish", "de 9 a "),
        ("dashes", "-"),
        ("brackets", "("),
        ("markup", "<p>9 hours</p>"),
        ("table", "<table><tr><td>"),
        ("long words", "x" * 997 + " "),
        ("weekly", "9 hours of the group therapy and of the other things per "),
    ):
        yield name, "IOP " + (unit * (SIZE // len(unit) + 1))[:SIZE]


def cpu(work: Callable[[], object]) -> float:
    """Return the CPU milliseconds that ``work`` takes."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def read(page: str) -> object:
    """Read one page as the speed test does."""
    return read_page(page, "https://clinic.example/iop", "2026-01-01")


def chain_pages(pages: int) -> list[str]:
    """Return the pages of one chain: the same words on each, but for the place's name in every fourth sentence."""
    page = site_page(0, 10_000)
    return [page.replace(" House", f" House of {PLAIN[n % len(PLAIN)].title()} {n}") for n in range(pages)]


def speed() -> None:
    """Print median and worst CPU milliseconds for ordinary pages, for a chain's, and the worst hostile texts."""
    read(site_page(99))
    for characters in (6_000, 10_000, 12_000, 40_000):
        pages = [site_page(characters + seed, characters) for seed in range(25)]
        took = [cpu(functools.partial(read, page)) for page in pages]
        print(
            f"100 kB page, {characters // 1000} kB of it words: median {statistics.median(took):.1f} ms, worst "
            f"{max(took):.1f} ms"
        )
    took = [cpu(functools.partial(read, page)) for page in chain_pages(100)]
    print(f"chain of 100 such pages, 10 kB of words: median {statistics.median(took):.1f} ms, all {sum(took):.0f} ms")
    hostile = sorted(((cpu(functools.partial(read, text)), name) for name, text in hostile_texts()), reverse=True)
    for took_ms, name in hostile[:8]:
        print(f"hostile {name:14} {took_ms:8.1f} ms")


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labelled", nargs="?", type=Path)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--show", action="store_true", help="print each page that is not wholly right")
    options = parser.parse_args()
    if options.speed:
        speed()
    if options.labelled:
        measure(options.labelled, options.show)


if __name__ == "__main__":
    main()
