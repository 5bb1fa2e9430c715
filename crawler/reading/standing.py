"""What kind of page this is: about a program that exists here or an article, at which level of care, open or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from crawler.reading.cues import cue
from crawler.reading.levels import CARE, find_mentions
from crawler.reading.page import Page
from crawler.reading.questions import denied_by_answer
from crawler.reading.stance import is_denied
from crawler.reading.statements import Statement
from crawler.reading.topics import HERE, LEVEL, OPENING, OURS, PAYMENT, PROSE
from crawler.reading.wordforms import folded

_ARTICLE_PATH = re.compile(
    r"/(?:blogs?|news|newsroom|articles?|posts?|press|stories|careers?|jobs?|"
    r"glossary|wiki|encyclopedia|magazine|podcasts?|category|tags?|author|20\d\d/\d\d|"
    r"20\d\d)(?:/|-|$)|/(?:what-(?:is|are)|how-(?:to|does|do|long|much)|does-|"
    r"is-|guide-to|understanding-|"
    r"difference-between|benefits-of|types-of|everything-you|signs-|\d+-(?:signs|"
    r"benefits|reasons|ways|things|tips))|-vs-|-guide/?$"
)
_ARTICLE_TITLE = re.compile(
    r"^(?:what (?:is|are|to|does|happens)|how (?:to|does|do|long|much|is)|why (?!(?:choose )?(?:our|us|this)\b)|"
    r"when |does |do |is |are |can |should |who |a guide|the (?:ultimate|complete|"
    r"difference|benefits|role|importance)|guide to|understanding|definition|"
    r"types of|benefits of|differences? between|top \d|"
    r"\d+ (?:signs|benefits|reasons|ways|things|tips|best)|everything you|pros and cons|"
    r"qu[eé] es|c[oó]mo |gu[ií]a|diferencias? entre)|\bdefin(?:ition|ed)\b|\bexplained\b|"
    r"\bwhich (?:one|level|program)\b.*\?$|\bvs\.? |\bversus\b|\bmedical policy\b|\bcoverage (?:policy|guidelines?|"
    r"determination|criteria)\b|"
    r"\bclinical (?:criteria|guidelines?)\b|\bnear (?:me|you)\b|\bdirectory\b|"
    r"\bbest .{0,40} (?:in|near)\b|\bwikipedia\b|\ba guide\b|\bcomplete guide\b|"
    r"\bcoverage\?|\bbilling (?:guide|codes?)|\b(?:cpt|hcpcs|h0015|s9480)\b"
)
_NEWS = cue(
    r"\b(?:announced|said (?:the|its|dr|in a statement)|said\b(?=[.,]? *$)|told (?:the|reporters)|press release|"
    r"spokes(?:person|woman|man)|news conference|"
    r"(?:on |last )?(?:monday|tuesday|wednesday|thursday|friday) announced|announced (?:on )?(?:mon|tues|wednes|thurs|"
    r"fri)day)\b"
)
_KINDS_OF_PROSE = (
    cue(
        r"\b(?:job (?:description|type|summary)|qualifications|responsibilities|"
        r"salary|full[- ]time|apply now|equal opportunity employer|we are hiring|"
        r"is seeking an?|resume|(?:bachelor|master)'?s degree|401\(?k\)?|pto|paid time off|sign-on bonus|degree "
        r"preferred|"
        r"\d (?:an|per) hour|years? of experience (?:required|preferred))\b"
    ),
    cue(
        r"\b(?:abstract|methods|results (?:show|suggest|indicate)|randomized|et al|"
        r"p ?< ?0?\.\d|sample size|control group|meta-analysis|we (?:conducted|examined|"
        r"analyzed)|the study|participants were)\b"
    ),
    cue(
        r"\b(?:medical necessity|prior authorization|medically necessary|utilization (?:review|"
        r"management)|coverage determination|continued stay criteria|admission criteria must|"
        r"reimbursement rate|billing code|claims? must|per diem|member(?:'s)? benefit|"
        r"beneficiar(?:y|ies)|"
        r"hcpcs|cpt codes?|condition code)\b"
    ),
    cue(
        r"\b(?:shall (?:be|provide|include|have|mean)|licensee|pursuant to|subsection|"
        r"rule \d|regulations?|statute|administrative code)\b"
    ),
    cue(
        r"\b(?:find (?:an? )?(?:iop|program|treatment|therapist)s? near|browse (?:programs|"
        r"listings|centers)|search (?:results|by (?:zip|city|state))|listings|filter by|"
        r"compare (?:programs|centers)|sponsored|advertis\w+)\b"
    ),
    _NEWS,
    cue(
        r"\b(?:this article|in this (?:article|guide|post|blog)|read more|reviewed by|"
        r"published (?:on|by|in)|last updated|written by|references:|frequently asked questions about iops|"
        r"experts say|continue reading)\b"
    ),
)
_CARE_WORD = cue(
    r"\b(?:iops?|intensive|programs?|treatment|care|therap\w+|groups?|services|"
    r"clients?|patients?|participants?|tratamiento|programas?|grupos?)\b"
)
_OFFERED = cue(
    r"\b(?:we|our|offers?|offering|provides?|levels? of care|continuum|includ\w+|"
    r"available|programs?|ofrecemos|nuestr\w+|niveles)\b"
)
_HERE = cue(
    r"\b(?:call (?:us|today|now|our|\(|\d)|to schedule|to (?:refer|enroll)|referrals?|"
    r"admissions?|located|participants|clients|patients|the (?:iop|program)|"
    r"this program|meets|ll[aá]menos|\d{3}[-.) ]{1,2}\d{3}-?\d{4})\b|\(\d{3}\) ?\d{3}-\d{4}"
)


def level_of_page(page: Page) -> str:
    """Return the level of care that owns a page's unclaimed words: of its title, its first headings, else "".

    "" means that the page is about several levels, or that only its sentences can tell.
    """
    title = folded(re.split(r" [|–—-] | :: ", page.title)[0]) if page.title else ""
    first = [folded(b.text) for b in page.blocks if b.kind == "heading"][:1]
    for words in (
        title,
        folded(page.title),
        *first,
        folded(urlsplit(page.url).path.replace("-", " ").replace("_", " ")),
    ):
        named = list(dict.fromkeys(m.kind for m in find_mentions(words) if m.kind in CARE))
        if "iop" in named:
            return "iop"
        if len(named) == 1 and named[0] in ("php", "residential"):
            return "" if words in first and _has_heading(page, "iop") else named[0]
    return ""


def _has_heading(page: Page, level: str) -> bool:
    """Return whether a heading of the page names ``level`` outright."""
    headings = (folded(block.text) for block in page.blocks if block.kind == "heading")
    return any(m.kind == level and not m.aside for words in headings for m in find_mentions(words))


def level_by_subjects(statements: Sequence[Statement], stated: str) -> str:
    """Return the level that a page turns out to be about, given ``stated`` (by title or heading, "" where it
    is not)."""
    if stated:
        return stated
    no = denied_by_answer(statements)
    statements = [s for s in statements if s.number not in no]
    subjects = {s.subject for s in statements if s.topics & LEVEL and s.subject and not s.general}
    if "iop" in subjects or any(
        m.kind == "iop" and not m.aside for s in statements if s.topics & LEVEL and not s.general for m in s.mentions
    ):
        return "iop"
    return next((level for level in ("php", "residential", "op") if level in subjects), "")


def is_only_level(statements: Sequence[Statement], level: str) -> bool:
    """Return whether ``level`` is the only level of day or residential care that a page's sentences are about."""
    named = {
        m.kind
        for s in statements
        if s.topics & LEVEL
        for m in s.mentions
        if not m.aside and m.kind in ("iop", "php", "residential") and not s.general
    }
    return named <= {level}


def levels_offered(statements: Sequence[Statement], about: str) -> dict[str, Statement | None]:
    """Return the levels of care that a page states to be offered here, each with the sentence that says so."""
    found: dict[str, Statement | None] = {}
    for statement in statements:
        if (
            not statement.mentions
            or statement.general
            or not (_OFFERED.search(statement.low) or statement.block.kind in ("heading", "title"))
        ):
            continue
        for mention in statement.mentions:
            if mention.kind in CARE and not mention.aside and not is_denied(statement.low, mention.start, mention.end):
                found.setdefault(mention.kind, statement)
    if about and about not in found:
        found[about] = next((s for s in statements if s.subject == about), None)
    return found


_PAYING_TITLE = re.compile(
    r"(?:insurances?|payments?|fees|billing|costs?|rates|financial|paying|admissions and insurance|"
    r"verify)\b(?! \w+ program)"
)
"""A page about paying is about the whole house, however many levels of care it names."""


def _is_about_paying(title: str) -> bool:
    return bool(_PAYING_TITLE.match(title)) and not any(m.kind in CARE for m in find_mentions(title))


def _is_all_about_paying(statements: Sequence[Statement]) -> bool:
    """Return whether hardly a sentence speaks of anything but who pays."""
    paying = sum(bool(s.topics & PAYMENT) for s in statements)
    return len(statements) >= 4 and paying >= 0.8 * len(statements)


def is_article(page: Page) -> bool:
    """Return whether address or title are those of an article, a definition, a policy or a list of places."""
    title = folded(page.title)
    return bool(_ARTICLE_PATH.search(urlsplit(page.url).path.lower()) or _ARTICLE_TITLE.search(title))


def is_program_page(page: Page, statements: Sequence[Statement], level: str, concrete: int) -> bool:
    """Return whether a page is about a program that exists here.

    ``concrete`` is the number of schedule facts stated of the program itself; a page that only explains, or reads as
    an article, a policy, a study, a job or a directory, is not about a program here.
    """
    if not level or not statements:
        return False
    ours = sum(bool(s.topics & OURS and _CARE_WORD.search(s.low)) for s in statements)
    if is_article(page) or _is_about_paying(folded(page.title)):
        return False
    here = sum(bool(_HERE.search(s.low)) for s in statements if s.topics & HERE and not s.general)
    if ours < 4 and _other_prose(statements, concrete > 4 or bool(here and concrete)):
        return False
    if not concrete and _is_all_about_paying(statements):
        return False
    general = sum(s.general for s in statements)
    if general and not ours and not concrete:
        return here > general
    return not (general >= 3 and general > 2 * (ours + concrete + here))


_WRITTEN_HERE_TOO = (0, 2, 3)
"""Places in ``_KINDS_OF_PROSE`` of what programs write, too: that they hire, policies and rules."""


def _other_prose(statements: Sequence[Statement], has_program: bool) -> bool:
    """Return whether two or more turns of phrase are those of a job, a study, a policy, a rule, a directory or
    an article; of jobs and policies it takes three where the page tells a schedule (``has_program``)."""
    found: list[set[str]] = [set() for _ in _KINDS_OF_PROSE]
    for statement in statements:
        if statement.topics & PROSE:
            for kind, words in zip(_KINDS_OF_PROSE, found, strict=True):
                words.update(kind.findall(statement.low))
    return any(len(words) >= (3 if has_program and n in _WRITTEN_HERE_TOO else 2) for n, words in enumerate(found))


_PROGRAM = (
    r"(?:iops?|(?:intensive )?outpatient(?: program)?|intensive(?: outpatient)?(?: program)?|"
    r"programs?|program(?:a|me)?|services?|clinic|center|facility|location|track|"
    r"doors|we)"
)
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|"
    r"november|december|spring|summer|fall|autumn|winter|early|late|mid-?|q[1-4]|"
    r"20\d\d|enero|verano|oto[ñn]o|primavera)"
)
_NOT_OPEN = cue(
    rf"\b(?:opening soon|coming soon|now enrolling for our (?:launch|opening)|"
    rf"pre-?launch|pre-?opening|grand opening|anticipated (?:opening|launch|start)|"
    rf"expected to (?:open|launch|begin)|"
    rf"{_PROGRAM} (?:\w+ ){{0,3}}?(?:will|is set to|plans? to|is scheduled to|"
    rf"hopes? to|expects? to) (?:be )?(?:open(?:ing)?|launch(?:ing)?|begin operat\w+|"
    rf"start(?:ing)? (?:in|accepting))|(?:opens|opening|launches|launching) (?:in )?{_MONTH}|"
    rf"(?:is|are) (?:not|n't) (?:currently |yet |presently )*(?:operating|open|"
    rf"operational|running|seeing|up and running|offering (?:the |our |an? )?(?:iop|"
    rf"intensive|program))|not (?:yet|currently) (?:operating|open|operational|"
    rf"offered|available|running)|"
    rf"permanently closed|(?:has|have) (?:been )?(?:permanently )?closed(?! (?:groups?|"
    rf"captions))|(?:iops?|intensive outpatient(?: program)?s?|program|service) (?:\([a-z]+\) )?(?:is|"
    rf"are|has been|have been|was) (?:currently |temporarily |now |been )*(?:no longer (?:offered|"
    rf"available|running|operating|provided|accepting)|discontinued|suspended|"
    rf"paused|on hold|on hiatus|closed)|"
    rf"no longer (?:offer|provid|operat|run)\w* (?:\w+ ){{0,4}}(?:iops?|intensive)|"
    rf"temporarily (?:closed|suspended|unavailable)|pr[oó]ximamente|cerrado permanentemente|"
    rf"ya no (?:se )?ofrece\w* (?:\w+ ){{0,3}}(?:iop|intensivo|programa)|suspendido)"
)
_ONLY_PART = cue(
    r"\b(?:new|second|third|another|additional|other|our \w+ location|virtual|"
    r"online|telehealth|evening|morning|afternoon|weekend|track|group|website|"
    r"page|schedule|calendar|more information|details|app|portal|office is|offices? (?:are|"
    r"will)|closed on|holidays|patients|clients|app|store|spanish|book)\b"
)


def not_open_sentence(statements: Sequence[Statement]) -> Statement | None:
    """Return the sentence that says the program is not open – not yet, or no longer – None where none does."""
    for statement in statements:
        match = _NOT_OPEN.search(statement.low) if statement.topics & OPENING else None
        if not match or statement.general or statement.owner(match.start(), match.end()) not in ("iop", ""):
            continue
        around = statement.low[max(0, match.start() - 60) : match.end() + 30]
        if not _ONLY_PART.search(around) or (
            re.search(r"\b(?:iop|services|intensive outpatient|program) (?:is|are|will|has|opening|" r"coming)", around)
            and not re.search(r"\b(?:new|second|another|additional|virtual|evening|weekend|track)\b", around)
        ):
            return statement
    return None
