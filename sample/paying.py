"""What invented sites say about insurance and payment, in English and Spanish, with what it states and denies."""

from __future__ import annotations

from sample.clock import and_list
from sample.dice import Dice
from sample.passages import Block, Facts, Grid, Logos, Passage, Points, Text
from sample.payment import Payment
from sample.wording import words


def payment_passage(payment: Payment, dice: Dice, form: str, spanish: bool = False) -> Passage:
    """Say how the program is paid for. ``form`` is prose, table, logos or list; Spanish pages are prose."""
    blocks: list[Block] = [
        *_insurance(payment, "prose" if spanish else form, spanish),
        *_options(payment, form, spanish),
    ]
    facts: Facts = {}
    if payment.insurance is not None:
        facts["insurance_accepted"] = payment.insurance
    if payment.insurers:
        facts["insurers"] = [*payment.insurers]
    if payment.options:
        facts["payment_options"] = [*payment.options]
    also: Facts = {"payment_options": ["private_insurance"]} if payment.insurers or payment.vague else {}
    if payment.insurance is None:
        also["insurance_accepted"] = True
    denied = {"payment_options": [*payment.denied]} if payment.denied else {}
    return Passage(tuple(blocks), facts, also, denied)


def _insurance(payment: Payment, form: str, spanish: bool) -> list[Block]:
    names = words("insurers", payment.insurers, spanish)
    if payment.insurance is False:
        return [Text("No aceptamos seguro médico." if spanish else "We do not accept insurance for the IOP.")]
    if payment.vague:
        return [Text("Aceptamos la mayoría de los seguros." if spanish else "We take most major insurance plans.")]
    if not names:
        return []
    if spanish:
        return [Text(f"Aceptamos los seguros {and_list(names, 'y')}.")]
    if form == "logos":
        return [Text("We work with these insurance plans:"), Logos(tuple(names))]
    if form == "list":
        return [Text("We are in network with:"), Points(tuple(names))]
    if form == "table":
        rows = [(name, "In network") for name in names] + [(_name(term), "Not accepted") for term in payment.denied]
        return [Grid(("Insurance plan", "Our status"), tuple(rows))]
    return [Text(f"We are in network with {and_list(names)}.")]


def _options(payment: Payment, form: str, spanish: bool) -> list[Block]:
    blocks: list[Block] = []
    public = [term for term in payment.options if term in ("medicaid", "medicare", "tricare")]
    rest = [term for term in payment.options if term not in public]
    joining = "y" if spanish else "and"
    if public:
        names = and_list(words("payment_options", public, spanish), joining)
        blocks.append(Text(f"Aceptamos {names}." if spanish else f"We accept {names}."))
    if rest:
        names = and_list(words("payment_options", rest, spanish), joining)
        blocks.append(Text(f"También ofrecemos {names}." if spanish else f"We also offer {names}."))
    in_table = form == "table" and not spanish and bool(payment.insurers)
    if payment.denied and not in_table:
        names = and_list([_name(term) for term in payment.denied], "y" if spanish else "or")
        blocks.append(Text(f"No aceptamos {names}." if spanish else f"We do not accept {names} at this time."))
    return blocks


def _name(term: str) -> str:
    return words("payment_options", [term])[0]
