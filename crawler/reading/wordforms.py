"""Text folded for matching: lower case, plain dashes and blanks, every character still where it was.

Patterns run over the folded text; because its offsets are those of the original, a match can be quoted word for word.
"""

from __future__ import annotations

import re

_SAME_WIDTH = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        **dict.fromkeys(
            "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
            "\u2008\u2009\u200a\u202f\u205f\u3000\t\r\n\f\v",
            " ",
        ),
        **dict.fromkeys("‘’‛′´`", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        "⁄": "/",
        "＆": "&",
        "\u200b": " ",
        "\ufeff": " ",
        "\u00ad": " ",
    }
)


def folded(text: str) -> str:
    """Return ``text`` in lower case with dashes, blanks and quotation marks made plain; the length stays the same."""
    if text.isascii() and text.isprintable() and "`" not in text:
        return text.lower()
    text = text.translate(_SAME_WIDTH)
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


_PLAIN_LETTERS = str.maketrans("áàâäãéèêëíìîïóòôöõúùûüñç", "aaaaaeeeeiiiiooooouuuunc")


def unaccented(low: str) -> str:
    """Return a folded text without accents, every character still in its place."""
    return low if low.isascii() else low.translate(_PLAIN_LETTERS)


TEASERS = re.compile(
    r"(?:(?:related|latest|recent|featured|popular|more|our|other) (?:stories|articles|(?:blog )?posts|blogs?|news|"
    r"reading|readings|reads)|(?:from|on) (?:the|our) blog|blog|news(?: (?:and|&) (?:events|updates|stories))?|"
    r"you (?:may|might) also (?:like|enjoy)|further reading|(?:art[ií]culos|noticias|entradas) (?:relacionad[oa]s|"
    r"recientes)|(?:del|nuestro) blog)(?: posts| articles)?[ :]*"
)
"""A folded heading that leads to titles of other pages: these speak of much that is no program here."""


def one_line(text: str) -> str:
    """Return ``text`` with every run of blanks made one blank: the form in which page text is kept and quoted."""
    return " ".join(text.split())
