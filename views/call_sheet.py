"""The call sheet of a program: the phone on top, then what to ask because no source states it. It copies and prints."""

from __future__ import annotations

from markupsafe import Markup

from catalog.programs import Program
from catalog.stated import unanswered
from views.language import Language
from views.markup import fill, join, lines, outside_link, phone_link, web_address


def call_sheet(program: Program, words: Language) -> Markup:
    """Return the box with phones, website and questions, and a button that copies all of it as text."""
    numbers = [("program.intake", program.intake_phone), ("program.main_phone", program.phone)]
    phones = [
        fill('<p><span class="quiet">{label}</span><br>{number}</p>', label=words.say(key), number=phone_link(number))
        for key, number in numbers
        if number
    ]
    site = fill("<p>{link}</p>", link=outside_link(program.website, words.say("program.website")))
    return fill(
        '<section class="sheetbox" data-key="call" aria-labelledby="call"><h2 id="call">{heading}</h2>{phones}{site}'
        '{questions}<p class="pills">'
        '<button type="button" class="pill" data-copy="call" data-done="{done}">{copy}</button>'
        '<button type="button" class="pill" data-print="call">{print}</button></p>'
        '<pre hidden data-copied="call">{text}</pre></section>',
        heading=words.say("program.call_list"),
        phones=join(phones) if phones else fill("<p>{text}</p>", text=words.say("program.no_phone")),
        site=site if web_address(program.website) else Markup(""),
        questions=_questions(program, words),
        copy=words.say("program.copy"),
        done=words.say("shortlist.copied"),
        print=words.say("program.print"),
        text=lines(call_lines(program, words)),
    )


def _questions(program: Program, words: Language) -> Markup:
    asked = [words.question(row) for row in unanswered(program)]
    listed = fill(
        '<p class="quiet">{help}</p><ol>{items}</ol>',
        help=words.say("program.ask_help"),
        items=join(fill("<li>{question}</li>", question=question) for question in asked),
    )
    return fill(
        '<details data-wide-open="yes" data-key="ask"><summary><h3>{ask}</h3> <span class="chosen">{count}</span>'
        "</summary>{questions}</details>",
        ask=words.say("program.ask"),
        count=words.count("program.not_stated", len(asked)),
        questions=listed if asked else fill("<p>{text}</p>", text=words.say("program.nothing_to_ask")),
    )


def call_lines(program: Program, words: Language) -> list[str]:
    """Return the call sheet as lines of text, to be pasted into a note or a message."""
    numbers = (("program.intake", program.intake_phone), ("program.main_phone", program.phone))
    asked = [words.question(row) for row in unanswered(program)]
    return [
        program.name,
        *([program.address] if program.address else []),
        *(f"{words.say(key)}: {number}" for key, number in numbers if number),
        *([program.website] if web_address(program.website) else []),
        *([f"{words.say('program.ask')}:"] if asked else []),
        *(f"{number}. {question}" for number, question in enumerate(asked, 1)),
    ]
