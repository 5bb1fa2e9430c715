# ruff: noqa: E501 – the frames are markup as sites write it, in long lines.
"""Writes the invented pages beside it: ``python tests/pages/build.py``. Content and truth stand in ``content.toml``.

Each entry names a site style (hospital, marketing, clinic, plain, builder), a title, an address and its body in a small
markup: ``# heading``, ``## heading``, ``- item``, ``| row | cells``, ``! alt text``, ``? question`` followed by
``= answer`` (FAQ structured data), anything else a paragraph. Styles differ in how they mark all that up.
"""

from __future__ import annotations

import html
import json
import tomllib
from pathlib import Path

HERE = Path(__file__).parent


def build() -> dict[str, str]:
    """Return file name → HTML for every entry."""
    entries = tomllib.loads((HERE / "content.toml").read_text(encoding="utf-8"))["page"]
    return {f"{entry['id']}.html": page(entry) for entry in entries}


def page(entry: dict[str, object]) -> str:
    """Return the HTML of one entry in its style."""
    style = str(entry["style"])
    lines = [line.strip() for line in str(entry["body"]).strip().split("\n") if line.strip()]
    body, answers = _body(lines, style)
    data = ""
    if answers:
        faq = {"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": [
            {"@type": "Question", "name": q, "acceptedAnswer": {"@type": "Answer", "text": f"<p>{a}</p>"}} for q, a in answers
        ]}  # fmt: skip
        data = f'<script type="application/ld+json">{json.dumps(faq)}</script>'
    frame = FRAMES[style]
    language = entry.get("language", "en")
    return frame.format(title=html.escape(str(entry["title"])), body=body, data=data, language=language)


def _body(lines: list[str], style: str) -> tuple[str, list[tuple[str, str]]]:
    out: list[str] = []
    answers: list[tuple[str, str]] = []
    question = ""
    n = 0
    while n < len(lines):
        mark, _, text = lines[n].partition(" ")
        if mark in ("-", "|"):
            group = []
            while n < len(lines) and lines[n].startswith(f"{mark} "):
                group.append(lines[n][2:])
                n += 1
            out.append(_list(group, style) if mark == "-" else _table(group))
            continue
        if mark == "?":
            question = text
        elif mark == "=":
            answers.append((question, text))
        elif mark == "!":
            out.append(f'<img src="x.png" alt="{html.escape(text)}">')
        elif set(mark) == {"#"}:
            out.append(_heading(len(mark), html.escape(text), style))
        else:
            out.append(_paragraph(html.escape(lines[n]), style))
        n += 1
    return "\n".join(out), answers


def _heading(level: int, text: str, style: str) -> str:
    if style == "builder" and level > 2:
        return f'<div class="accordion-item"><button class="accordion-toggle">{text}</button></div>'
    if style == "plain" and level > 1:
        return f"<p><b>{text}</b></p>"
    return f"<h{level}><span>{text}</span></h{level}>" if style == "marketing" else f"<h{level}>{text}</h{level}>"


def _paragraph(text: str, style: str) -> str:
    if style == "builder":
        return f'<div class="et_pb_text"><div class="et_pb_text_inner"><p style="a"><span>{text}</span></p></div></div>'
    if style == "plain":
        return f"{text}<br><br>"
    return f"<p>{text}</p>"


def _list(items: list[str], style: str) -> str:
    if style == "plain":
        return "<br>".join(f"&bull; {html.escape(item)}" for item in items) + "<br>"
    return "<ul>" + "".join(f"<li>{html.escape(item)}</li>" for item in items) + "</ul>"


def _table(rows: list[str]) -> str:
    cells = [[html.escape(cell.strip()) for cell in row.split("|")] for row in rows]
    head = "<tr>" + "".join(f"<th>{cell}</th>" for cell in cells[0]) + "</tr>"
    return (
        "<table>"
        + head
        + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in cells[1:])
        + "</table>"
    )


FRAMES = {
    "hospital": """<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>{data}<style>body{{margin:0}}</style></head>
<body><header class="site-header"><nav><ul><li><a href="/php">Partial Hospitalization 30 hours a week</a></li><li><a href="/find">Find a doctor</a></li></ul></nav></header>
<main id="content">
{body}
</main>
<footer><p>Office hours: Monday-Friday 8:00 a.m. - 5:00 p.m.</p><p>If you are in crisis, call or text 988.</p></footer></body></html>
""",
    "marketing": """<!DOCTYPE html>
<html lang="{language}"><head><title>{title}</title>{data}<script>window.x = {{"hours": "9 hours per week"}};</script></head>
<body class="page-template"><div class="mega-menu">Detox Residential PHP IOP Open 24/7</div>
<div class="hero section"><a class="cta" href="tel:+16025550188">Call now (602) 555-0188</a></div>
<section class="elementor-section">{body}</section>
<div class="testimonials"><p>I went three hours a day, five days a week and it saved me. - J.</p></div>
<div class="footer-widgets site-footer"><p>Admissions open 7 days a week</p></div></body></html>
""",
    "clinic": """<html lang="{language}"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{title}</title>{data}</head>
<body><div id="wrap"><div class="navbar">Home About Programs Contact</div><article>{body}</article>
<aside class="sidebar"><h3>Clinic hours</h3><p>Mon-Thu 9-7, Fri 9-5</p></aside></div></body></html>
""",
    "plain": """<HTML><HEAD><TITLE>{title}</TITLE>{data}</HEAD><BODY BGCOLOR=white><CENTER><TABLE><TR><TD>Home | Services</TD></TR></TABLE></CENTER>
<FONT FACE=Arial>{body}</FONT></BODY></HTML>
""",
    "builder": """<!doctype html><html lang="{language}"><head><title>{title}</title>{data}</head><body><div class="et_pb_section"><div class="et_pb_row">
<div class="et_pb_column">{body}</div></div></div><div class="cookie-notice">We use cookies.</div></body></html>
""",
}


def main() -> None:
    """Write every page beside this file."""
    for name, text in build().items():
        (HERE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
