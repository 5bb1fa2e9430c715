"""HTML to blocks: a walk over the document that keeps headings, lists, tables, picture texts and JSON-LD apart."""

from __future__ import annotations

import functools
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.reading.page import LARGEST_TEXT, Block, Page, open_page
from crawler.reading.structured import answered_questions, flattened, items
from crawler.reading.tables import MOST_CELLS, MOST_ROWS, table_blocks
from crawler.reading.wordforms import one_line

_SKIP = frozenset([
    "script", "style", "noscript", "template", "svg", "canvas", "iframe", "object", "embed", "select",
    "textarea", "nav", "button", "head",
])  # fmt: skip
_BLOCKS = frozenset([
    "p", "div", "section", "article", "main", "header", "footer", "aside", "ul", "ol", "li", "dl", "dt", "dd",
    "blockquote", "figure", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "td", "th",
    "tbody", "thead", "hr", "pre", "address", "details", "summary", "form", "fieldset", "center", "body", "html",
])  # fmt: skip
_HEADINGS = {f"h{n}": n for n in range(1, 7)} | {"summary": 6, "dt": 7, "legend": 6, "caption": 6}
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|mega-?menu|breadcrumbs?|cookies?|consent|skip-link|social|share|sidebar|related|"
    r"recent-posts|newsletter|testimonials?|reviews?|site-header|masthead|footer|"
    r"site-footer|copyright|popup|modal)(?:$|[\s_-])",
    re.I,
)
_SPOKEN_FOR = re.compile(r"(?:^|[\s_-])(?:testimonials?|reviews?)(?:$|[\s_-])", re.I)
_ACCORDION = re.compile(r"accordion|toggle|faq|collaps|tab", re.I)
DEEPEST = 400
MOST_OPEN = 1_000
"""Open elements above which markup is stripped, not parsed: HTML parsing takes time square in its nesting."""

_NESTING = re.compile(
    r"<(/?)(?!(?:p|li|td|th|tr|dt|dd|option|br|img|input|meta|link|hr|source|path|col|area|base|wbr)\b)[a-z]", re.I
)
"""Tags that open or close an element which does not close by itself."""

_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")


class _Walk:
    """The state of one walk: the text being gathered, the headings above it, and the blocks made so far."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.headings: list[tuple[int, str]] = []
        self.words: list[str] = []
        self.strong = 0
        self.kind = "paragraph"
        self.size = 0

    def path(self) -> tuple[str, ...]:
        """The headings that are open, outermost first."""
        return tuple(text for _, text in self.headings)

    def flush(self, kind: str, boilerplate: bool) -> None:
        """Turn the gathered words into a block; a short line all in bold leads the lines below it, as a
        heading does."""
        text = "\n".join(line for line in map(one_line, "".join(self.words).split("\n")) if line)
        bold, self.words, self.strong = self.strong, [], 0
        if not text or self.size > LARGEST_TEXT:
            return
        self.size += len(text)
        if kind == "paragraph" and bold >= len(text.replace("\n", "")) - 2 and len(text) <= 80 and text[-1] not in ".!":
            self.lead(7, text, boilerplate)
        else:
            self.blocks.append(Block(text, self.path(), kind, boilerplate))

    def lead(self, level: int, text: str, boilerplate: bool) -> None:
        """Open a heading of ``level``: it closes those of its level and below."""
        while self.headings and self.headings[-1][0] >= level:
            self.headings.pop()
        self.blocks.append(Block(text, self.path(), "heading", boilerplate))
        self.headings.append((level, text))


def page_of_html(text: str, url: str, title: str = "") -> Page:
    """Return the ``Page`` of an HTML text; ``title`` serves where the document has none."""
    if _nesting(text) > MOST_OPEN:
        return open_page(_ANY_TAG.sub("\n", text), url, "text/plain", title)
    tree = LexborHTMLParser(text)
    found = tree.css_first("title")
    data = flattened(items(node.text(deep=True) for node in tree.css('script[type="application/ld+json"]')))
    walk = _Walk()
    if tree.body is not None:
        _walk(tree.body, walk)
    blocks = walk.blocks
    said = {block.text for block in blocks}
    for question, answer in answered_questions(data):
        if answer not in said:
            blocks += [Block(question, (), "heading"), Block(answer, (question,), "faq")]
    language = (tree.root.attributes.get("lang") or "") if tree.root is not None else ""
    headline = one_line(found.text(deep=True)) if found is not None else ""
    return Page(url, headline or one_line(title), tuple(blocks), tuple(data), language.lower())


def _nesting(text: str) -> int:
    """Return how many elements are open at once at most, those that close by themselves aside."""
    if text.count("<") - text.count("</") <= MOST_OPEN:
        return 0
    depth = deepest = 0
    for closing in _NESTING.findall(text):
        depth = max(0, depth - 1) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _walk(root: LexborNode, walk: _Walk) -> None:
    """Visit the nodes below ``root`` in order, without recursion: depth costs memory only, and stops at ``DEEPEST``."""
    stack: list[tuple[LexborNode, str, bool]] = []
    node, kind, aside, depth = root.child, "paragraph", False, 0
    while True:
        if node is None:
            if not stack:
                break
            parent, kind_of_parent, aside_of_parent = stack.pop()
            _leave(parent, walk, kind, aside)
            node, kind, aside = parent.next, kind_of_parent, aside_of_parent
            continue
        entered = _enter(node, walk, kind, aside) if len(stack) < DEEPEST and walk.size <= LARGEST_TEXT else None
        if entered is None:
            node = node.next
            continue
        stack.append((node, kind, aside))
        kind, aside = entered
        node = node.child
        depth += 1
    walk.flush(kind, aside)


def _enter(node: LexborNode, walk: _Walk, kind: str, aside: bool) -> tuple[str, bool] | None:
    """Take in a node; return the kind and standing of its children, None where they are not visited."""
    tag = node.tag
    if tag == "-text":
        words = node.text_content or ""
        walk.words.append(words.replace("\n", " "))
        if node.parent is not None and node.parent.tag in ("strong", "b"):
            walk.strong += len(one_line(words))
        return None
    if tag in _SKIP and not (tag == "button" and _ACCORDION.search(node.attributes.get("class") or "")):
        return None
    if tag == "br":
        walk.words.append("\n")
        return None
    if tag == "img":
        _picture(node, walk, aside)
        return None
    if tag not in _BLOCKS and tag != "button":
        return (kind, aside) if tag and not tag.startswith(("_", "-")) else None
    walk.flush(kind, aside)
    return _enter_block(node, tag, walk, kind, aside)


def _enter_block(node: LexborNode, tag: str, walk: _Walk, kind: str, aside: bool) -> tuple[str, bool] | None:
    attributes = node.attributes
    spoken_for, named_aside = _standing(
        f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('role') or ''}"
    )
    if spoken_for and tag != "body":
        return None
    aside = aside or tag in ("footer", "aside") or (named_aside and tag not in ("body", "html", "main", "article"))
    if tag == "table":
        for block in _table(node, walk.path(), aside):
            walk.blocks.append(block)
            walk.size += len(block.text)
        return None
    if tag in _HEADINGS or tag == "button":
        text = one_line(node.text(deep=True, separator=" "))[:300]
        if text:
            walk.lead(_HEADINGS.get(tag, 6), text, aside)
        for image in node.css("img")[:5]:
            _picture(image, walk, aside)
        return None
    if tag == "li":
        return "item", aside
    if tag == "blockquote":
        return "quotation", aside
    return ("paragraph" if tag in ("p", "div", "section", "article", "main") and kind != "item" else kind), aside


@functools.lru_cache(maxsize=2_000)
def _standing(names: str) -> tuple[bool, bool]:
    """Return whether an element's names are those of others' words, and of what stands beside the page's own text."""
    return bool(_SPOKEN_FOR.search(names)), bool(_ASIDE.search(names))


def _leave(node: LexborNode, walk: _Walk, kind: str, aside: bool) -> None:
    if node.tag in _BLOCKS:
        walk.flush(kind, aside)


def _picture(node: LexborNode, walk: _Walk, aside: bool) -> None:
    alt = one_line(node.attributes.get("alt") or "")
    if alt and len(alt) <= 200:
        walk.blocks.append(Block(alt, walk.path(), "image", aside))
        walk.size += len(alt)


def _table(node: LexborNode, path: tuple[str, ...], aside: bool) -> list[Block]:
    """Return the blocks of a table."""
    rows: list[list[str]] = []
    headed = False
    for line in node.css("tr")[:MOST_ROWS]:
        cells = line.css("td, th")[:MOST_CELLS]
        if not rows:
            headed = bool(cells) and all(c.tag == "th" for c in cells)
        rows.append([one_line(c.text(deep=True, separator=" ")) for c in cells])
    return table_blocks(rows, headed, path, aside)
