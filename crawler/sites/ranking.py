"""Which links are worth one of the few pages a site is asked for: words in the address and in the link's text.

In go an address, its link text and the places it may be about; out comes a score, 0 or less for "never". Words are
English and Spanish; the strongest of each kind counts once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote, urlsplit

from catalog.wording import plain
from crawler.sites.urls import segments

UNKNOWN = 0.5
"""Score of a link whose words say nothing either way: small sites name pages freely."""

TOPICS: tuple[tuple[float, tuple[str, ...]], ...] = (
    (10, ("iops?", "intensive ?out ?patient", "ambulatorio intensivo", "intensivo ambulatorio", "programa intensivo")),
    (6, ("levels? of care", "niveles? de (?:cuidado|atencion)")),
    (6, ("schedules?", "hours", "horarios?")),
    (5, ("programs?", "programas?", "programming", "day treatment", "out ?patient", "ambulatori[oa]s?")),
    (5, ("insurances?", "payments?", "pay(?:ing)?", "fees?", "costs?", "billing", "rates", "medicaid", "medicare",
         "tricare", "financial", "afford", "seguros?", "pagos?", "costos?", "tarifas?")),
    (5, ("locations?", "offices?", "sites?", "clinics?", "ubicaci(?:on|ones)", "sedes?", "oficinas?", "clinicas?")),
    (4, ("services?", "servicios?", "treatments?", "tratamientos?", "what we (?:do|treat|offer)", "que tratamos")),
    (4, ("admissions?", "intake", "get(?:ting)? started", "what to expect", "admision(?:es)?", "como empezar",
         "ingreso")),
    (4, ("faqs?", "questions?", "preguntas")),
    (3, ("adolescents?", "teens?", "youth", "adults?", "virtual(?:es)?", "telehealth", "online", "adolescentes?",
         "jovenes", "adultos?", "telesalud")),
    (3, ("mental health", "addiction", "substance", "recovery", "eating disorders?", "dbt", "traum[ae]",
         "dual diagnosis", "salud mental", "adicci(?:on|ones)", "recuperacion")),
    (2, ("contact", "directions", "contacto", "contactenos", "como llegar")),
    (2, ("therap(?:y|ies)", "approach", "family", "groups?", "about", "terapias?", "familia", "grupos?", "nosotros")),
    (2, ("php", "partial hospitali[sz]ation", "hospitalizacion parcial")),
)  # fmt: skip

_NEVER_SEGMENT = re.compile(
    r"blogs?|news(?:room)?|articles?|posts?|press(?:-releases?)?|media|stories|podcasts?|webinars?|videos?|gallery|photos?|"
    r"careers?|jobs?|employment|join-our-team|work-with-us|internships?|volunteer|privacy(?:-policy|-practices)?|terms.*|"
    r"legal|disclaimer|cookies?(?:-policy)?|hipaa|nondiscrimination|accessibility(?:-statement)?|sitemap|login|log-in|signin|"
    r"sign-in|signup|register|account|my-account|portal|patient-portal|wp-admin|wp-login\.php|wp-json|xmlrpc\.php|feed|rss|"
    r"cart|checkout|shop|store|products?|donate|donations?|giving|calendar|events?|tag|tags|category|categories|author|"
    r"authors?|archives?|search|cgi-bin|cdn-cgi|reviews?|testimonials?|unsubscribe|share|print|forum|forums|noticias|"
    r"empleos?|carreras|privacidad|eventos|calendario|donar|page",
    re.I,
)
_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|csv|zip|gz|rar|7z|exe|dmg|apk|jpe?g|png|gif|webp|svg|ico|bmp|tiff?|mp[34]|m4[av]|mov|avi|wmv|"
    r"webm|css|js|json|xml|rss|ics|vcf|woff2?|ttf|eot|txt)$",
    re.I,
)
_DATED = re.compile(
    r"/(?:19|20)\d\d/(?:0?[1-9]|1[0-2])(?:/|$)|(?:^|[?&])(?:date|month|year|day|week|start|end|tribe[\w-]*)=", re.I
)
_ARTICLE = re.compile(
    r"^(?:what (?:is|are)|how (?:do|does|to|long|much)|why|when|who|signs of|\d+ (?:ways|signs|tips|reasons))\b"
)
_QUERY_TRAP = re.compile(
    r"date|month|year|day|week|time|cal(?:endar)?|tribe-bar-date|eventdisplay|ical|sort|order(?:by)?|dir|filter|view|s|q|"
    r"search|keyword|paged|offset|start|add-to-cart|reply|attachment_id|p_p_id|action|redirect|return(?:url)?"
)
_TOPIC_PATTERNS = tuple((weight, re.compile(rf"\b(?:{'|'.join(words)})\b")) for weight, words in TOPICS)
LOCATION_BONUS = 7.0
ARTICLE_PENALTY = 6.0
MOST_QUERY = 2


def forbidden(url: str) -> str:
    """Return why an address is never asked for whatever its link says, "" where it may be: files, logins, calendars
    and other endless or private rooms of a site."""
    parts = urlsplit(url)
    path = segments(url)
    if _FILE.search(parts.path):
        return "a file, not a page"
    if any(_NEVER_SEGMENT.fullmatch(unquote(part)) for part in path):
        return "a room of the site that tells of no program"
    if _DATED.search(parts.path) or _DATED.search(parts.query):
        return "an archive or calendar by date"
    names = [name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    if len(names) > MOST_QUERY or any(_QUERY_TRAP.fullmatch(name) for name in names):
        return "a query that names no page"
    if len(path) > 7 or any(path.count(part) > 2 for part in path):
        return "an address that repeats itself"
    return ""


def score(url: str, words: str, depth: int = 1, places: Iterable[str] = ()) -> float:
    """Return how much a link promises; 0 where it is not worth a page.

    ``words`` is the link's text, ``depth`` how many links it lies from the start, ``places`` the folded names
    ("san diego") that a link to a place's own page may carry.
    """
    if forbidden(url):
        return 0.0
    address = plain(unquote(" ".join(segments(url)) + " " + urlsplit(url).query))
    label = plain(words)
    total = _topics(f"{address} {label}")
    if any(f" {place} " in f" {address} {label} " for place in places):
        total += LOCATION_BONUS
    if _ARTICLE.search(label) or any(_ARTICLE.search(plain(part)) for part in segments(url)[-1:]):
        total -= ARTICLE_PENALTY
    if total == 0 and depth <= 1 and not urlsplit(url).query:
        total = UNKNOWN
    return max(0.0, total - 0.75 * max(0, depth - 1)) if total > 0 else 0.0


def _topics(text: str) -> float:
    """Sum the topics a text touches, the second at half its weight, the third at a quarter: long menus promise less."""
    found = sorted((weight for weight, pattern in _TOPIC_PATTERNS if pattern.search(text)), reverse=True)[:3]
    return sum((weight / 2.0**rank for rank, weight in enumerate(found)), 0.0)


def sitemap_score(url: str) -> float:
    """Return how much a child of a sitemap index promises: maps of pages and places before those of posts."""
    text = plain(unquote(url))
    if re.search(r"\b(?:posts?|blogs?|news|tags?|categor(?:y|ies)|authors?|images?|videos?|events?|products?)\b", text):
        return 0.0
    return 2.0 if re.search(r"\b(?:pages?|locations?|programs?|services?|sedes?)\b", text) else 1.0
