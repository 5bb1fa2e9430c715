"""Chosen programs as contacts (vCard 3.0), one a program, so that a phone knows whom it calls."""

from __future__ import annotations

import vobject

from catalog.contacts import website
from catalog.programs import Program
from catalog.stated import unanswered
from catalog.wording import one_line
from exports.selection import Selection


def to_vcard(chosen: Selection) -> bytes:
    """Return one vCard a program in UTF-8."""
    return "".join(_card(program, chosen) for program in chosen.programs).encode()


def _card(program: Program, chosen: Selection) -> str:
    card = vobject.vCard()
    _add(card, "uid", f"urn:iop-finder:{program.id}")
    _add(card, "fn", program.name or program.id)
    card.add("n").value = vobject.vcard.Name(given=one_line(program.name or program.id))
    if program.organization:
        card.add("org").value = [one_line(program.organization)]
    for number in dict.fromkeys((program.intake_phone, program.phone)):
        if number:
            _add(card, "tel", number).type_param = ["WORK", "VOICE"]
    address = vobject.vcard.Address(
        street=one_line(" ".join(part for part in (program.street, program.street2) if part)),
        city=one_line(program.city), region=one_line(program.state), code=one_line(program.zip), country="US",
    )  # fmt: skip
    card.add("adr").value = address
    card.adr.type_param = "WORK"
    if website(program.website):
        _add(card, "url", program.website)
    _add(card, "note", _note(program, chosen))
    return str(card.serialize())


def _add(card: vobject.base.Component, name: str, text: str) -> vobject.base.ContentLine:
    line = card.add(name)
    line.value = one_line(text)
    return line


def _note(program: Program, chosen: Selection) -> str:
    words = chosen.words
    said = [
        words.say("export.invented") if chosen.invented else "",
        f"{words.say('export.newest')}: {words.date(program.last_seen)}.",
        f"{words.say('export.sources')}: {chosen.sources_of(program)}.",
        " ".join([f"{words.say('export.questions')}:", *(words.question(row) for row in unanswered(program))]),
    ]
    return " ".join(part for part in said if part)
