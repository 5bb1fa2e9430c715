"""The frontier of one crawl: what to ask for next, as a pure function of the answers kept so far.

Answers go in with ``add``, in the order they came; ``next`` names the next address. Whoever adds the same answers is
told the same next address, so a crawl that was killed goes on as if it had not been.
"""

from __future__ import annotations

import heapq
from collections import Counter
from typing import NamedTuple
from urllib.parse import urlsplit

from msgspec.structs import replace

from catalog.places import folded
from crawler.refusals import REFUSALS
from crawler.sites.hosting import territory
from crawler.sites.links import Link, Outline
from crawler.sites.ranking import score, sitemap_score
from crawler.sites.robots import Rules, rules_of
from crawler.sites.seeds import Crawl
from crawler.sites.store import NO_CONNECTION, UNKNOWN_HOST, Kind, StoredPage
from crawler.sites.urls import origin, page_key, segments


class Caps(NamedTuple):
    """Where a crawl ends: pages for each place of a domain and for a domain at most, links from the start,
    redirects in a row, sitemaps, failed requests of one host."""

    pages: int = 15
    most_pages: int = 600
    depth: int = 3
    redirects: int = 5
    sitemaps: int = 3
    failures: int = 3


class Step(NamedTuple):
    """One request to make."""

    url: str
    kind: Kind
    depth: int


class Frontier:
    """What is known of one crawl in one run. ``left_out`` tells of each address not asked for and why."""

    def __init__(self, crawl: Crawl, caps: Caps = Caps()) -> None:
        self.crawl, self.caps = crawl, caps
        self.budget = min(caps.pages * len(crawl.sites), caps.most_pages)
        self.spent = 0
        self.left_out: dict[str, str] = {}
        self._places = frozenset(folded(site.city) for site in crawl.sites if len(site.city) > 2)
        self._rows: dict[str, StoredPage] = {}
        self._keys: set[str] = set()
        self._rules: dict[str, Rules] = {}
        self._hops: dict[str, int] = {}
        self._redirected: list[Step] = []
        self._heap: list[tuple[float, int, str]] = []
        self._best: dict[str, float] = {}
        self._sitemaps: dict[str, float] = {}
        self._rooms: Counter[str] = Counter()
        self._dropped: set[str] = set()
        self._refused: dict[str, int] = {}
        self._failed: Counter[str] = Counter()
        self._answered: Counter[str] = Counter()
        self._starts = list(reversed(crawl.starts))
        self._home = ""
        self._sitemaps_asked = 0

    def add(self, page: StoredPage) -> None:
        """Take in one answer."""
        before = self._rows.get(page.url)
        self._rows[page.url] = replace(page, outline=Outline())
        if page.kind == "page":
            self.spent += page.attempts - (before.attempts if before else 0)
            self._keys.add(page_key(page.url))
            self._rooms[_room(page.url)] += 0 if before else 1
            self._judge_host(page, before)
            if page.status in (200, 304) and not self._home and self._is_own(page.url):
                self._home = origin(page.url)
        if page.kind != "robots" and page.target:
            self._redirect(page)
        if page.kind == "sitemap":
            self._sitemaps_asked += 1
            self._take_sitemap(page)
        elif page.kind == "page" and page.depth < self.caps.depth:
            for link in page.outline.links:
                self._offer(link, page.depth + 1)

    def next(self) -> Step | None:
        """Return the next request, None where this crawl is done."""
        while (step := self._choose()) is not None:
            reason = self._closed_door(_host(step.url))
            if not reason:
                wanted = self._robots_step(step.url)
                if wanted is not None:
                    return wanted
                rules = self._rules[origin(step.url)]
                reason = rules.reason or ("" if rules.allows(step.url) else "robots.txt forbids it")
            if not reason:
                return step
            self.left_out[step.url] = reason
            if step.depth == 0 and step.kind == "page" and self.attempts(f"{origin(step.url)}/robots.txt"):
                self._starts += self._other_spellings(step.url)
        return None

    def delay(self, url: str) -> float:
        """Return the seconds that the host of ``url`` wants between requests, 0.0 where it says nothing."""
        rules = self._rules.get(origin(url))
        return rules.delay if rules else 0.0

    def attempts(self, url: str) -> int:
        """Return how often an address has been asked for in this run."""
        row = self._rows.get(url)
        return row.attempts if row else 0

    @property
    def cut_short(self) -> str:
        """Why pages known from earlier were not asked for though they may still stand, "" where the crawl is whole."""
        reasons = [self._closed_door(host) for host in sorted({_host(url) for url in self._rows})]
        reasons += [rules.reason for rules in self._rules.values()]
        return next((reason for reason in reasons if reason), "")

    @property
    def beyond_budget(self) -> int:
        """How many pages worth asking for stayed unasked because the budget was spent."""
        if self.spent < self.budget:
            return 0
        return len(self._best.keys() - self._keys - self._dropped - {page_key(url) for url in self.left_out})

    def _choose(self) -> Step | None:
        """Return the best step that is neither done nor left out, whether or not its host lets us."""
        for step in self._redirected:
            if self._open(step.url) and (step.kind != "page" or self.spent < self.budget):
                return step
        if self.spent < self.budget:
            while self._starts and (not self._open(self._starts[-1]) or page_key(self._starts[-1]) in self._keys):
                self._starts.pop()
            if self._starts:
                return Step(self._starts[-1], "page", 0)
        return self._sitemap_step() or self._best_link() or self._second_try()

    def _open(self, url: str) -> bool:
        return url not in self._rows and url not in self.left_out

    def _other_spellings(self, url: str) -> list[str]:
        """Return the spellings under which a start that reached no server may be found, the last to be
        tried first: listings leave out "www." and write https where there is none."""
        row = self._rows[f"{origin(url)}/robots.txt"]
        reached = not row.reason.startswith((UNKNOWN_HOST, NO_CONNECTION))
        if row.status or reached or url not in self.crawl.starts or self.crawl.territory.prefix:
            return []
        scheme, _, rest = url.partition("://")
        toggled = rest.removeprefix("www.") if rest.startswith("www.") else f"www.{rest}"
        return [f"{scheme}://{toggled}", *([f"http://{rest}"] if scheme == "https" else [])]

    def _best_link(self) -> Step | None:
        """Return the most promising link left; the more a room of a site has been seen, the less the rest promises."""
        while self._heap and self.spent < self.budget:
            negative, depth, url = self._heap[0]
            key = page_key(url)
            if key in self._keys or not self._open(url):
                heapq.heappop(self._heap)
                continue
            seen = 0 if self._names_place(url) else max(0, self._rooms[_room(url)] - 2)
            worth = self._best[key] - seen
            if worth <= 0:
                self._dropped.add(key)
                heapq.heappop(self._heap)
            elif worth < -negative:
                heapq.heapreplace(self._heap, (-worth, depth, url))
            else:
                return Step(url, "page", depth)
        return None

    def _names_place(self, url: str) -> bool:
        text = f" {folded(' '.join(segments(url)))} "
        return any(f" {place} " in text for place in self._places)

    def _sitemap_step(self) -> Step | None:
        """Return a sitemap to ask for, once a page has answered: one that robots.txt names, else the usual one."""
        if not self._home or self._sitemaps_asked >= self.caps.sitemaps or self.crawl.territory.prefix:
            return None
        rules = self._rules.get(self._home)
        named = [url for url in (rules.sitemaps if rules else ()) if self._is_own(url)]
        first = named or [f"{self._home}/sitemap.xml"]
        children = sorted(self._sitemaps, key=lambda url: (-self._sitemaps[url], url))
        return next((Step(url, "sitemap", 0) for url in [*first[:1], *children, *first[1:]] if self._open(url)), None)

    def _second_try(self) -> Step | None:
        """Return a page whose host failed once: it gets one more chance when all else is done."""
        for row in self._rows.values():
            if row.kind == "page" and row.failed and row.attempts < 2 and row.url not in self.left_out:
                return Step(row.url, "page", row.depth) if self.spent < self.budget else None
        return None

    def _is_own(self, url: str) -> bool:
        return self.crawl.territory.holds(url)

    def _robots_step(self, url: str) -> Step | None:
        """Return the request still missing before the rules for ``url`` are known, None where they are."""
        place = origin(url)
        if place in self._rules:
            return None
        asked = f"{place}/robots.txt"
        for _ in range(self.caps.redirects + 1):
            row = self._rows.get(asked)
            if row is None:
                return Step(asked, "robots", 0)
            if not row.target:
                status = 200 if row.status == 304 else row.status
                self._rules[place] = rules_of(status, row.body)
                return None
            asked = row.target
        self._rules[place] = rules_of(0, b"")
        return None

    def _redirect(self, page: StoredPage) -> None:
        """Follow a redirect inside the territory; out of it only from the first page, which has then moved."""
        hops = self._hops.get(page.url, 0) + 1
        if hops > self.caps.redirects:
            self.left_out[page.target] = "too many redirects"
        elif not self._is_own(page.target) and (page.depth > 0 or isinstance(territory(page.target), str)):
            self.left_out[page.target] = "redirected to another domain"
        elif page.target not in self._rows:
            self._hops[page.target] = max(hops, self._hops.get(page.target, 0))
            self._redirected.append(Step(page.target, page.kind, page.depth))

    def _judge_host(self, page: StoredPage, before: StoredPage | None) -> None:
        host = _host(page.url)
        if page.status in REFUSALS:
            self._refused.setdefault(host, page.status)
        self._failed[host] += _failures(page) - (_failures(before) if before else 0)
        self._answered[host] += (not page.failed) - (not before.failed if before else 0)

    def _closed_door(self, host: str) -> str:
        """Return why a host is asked for nothing more, "" where it may be: it refused us, or mostly fails."""
        if host in self._refused:
            return f"the host answered {self._refused[host]}"
        failed = self._failed[host]
        return f"{failed} requests failed" if failed >= max(self.caps.failures, self._answered[host]) else ""

    def _take_sitemap(self, page: StoredPage) -> None:
        for link in page.outline.links:
            if not self._is_own(link.url):
                continue
            if not page.outline.is_index:
                self._offer(link, 1)
            elif (worth := sitemap_score(link.url)) > 0:
                self._sitemaps[link.url] = worth

    def _offer(self, link: Link, depth: int) -> None:
        """Take in a link where it leads on in this territory and promises something."""
        key = page_key(link.url)
        if key in self._keys or not self._is_own(link.url):
            return
        worth = score(link.url, link.words, depth, self._places)
        if worth > self._best.get(key, 0.0):
            self._best[key] = worth
            self._dropped.discard(key)
            heapq.heappush(self._heap, (-worth, depth, link.url))


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()


def _room(url: str) -> str:
    """Return the folder a page lies in: sites keep pages of one sort together."""
    return page_key(url).partition("?")[0].rpartition("/")[0]


def _failures(page: StoredPage) -> int:
    return page.attempts - (not page.failed)
