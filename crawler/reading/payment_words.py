"""Ways to pay in pages' words, beside the vocabulary's names: (term of ``payment_options``, cue over folded text)."""

from __future__ import annotations

from crawler.reading.cues import cue

WAYS_TO_PAY = (
    (
        "self_pay",
        cue(
            r"\b(?:self[- ]pay(?:ment|ing)?s?|private[- ]pay(?:ment)?s?|cash[- ]pay(?:ment)?s?|autopago|"
            r"pay(?:ing)? privately|cash, (?:card|check|credit)|"
            r"(?:accept(?:s|ed|ing)?|takes?) (?:[a-z]+,? )?cash\b|, cash or (?:card|check|credit)|"
            r"cash(?= \$\d)|\d{1,4}(?: ?/ ?\w+)? cash|pagar (?:por su cuenta|de su bolsillo)|cash (?:rate|payments?|"
            r"prices?|or credit)|pay(?:ing)? out[- ]of[- ]pocket|out-of-pocket (?:payments?|"
            r"rates?)|pago (?:directo|particular|en efectivo|privado))\b"
        ),
    ),
    (
        "sliding_scale",
        cue(
            r"\b(?:sliding[- ](?:fee[- ])?(?:scale|fees?)|fees?:? (?:is |are )?based on (?:your |household |"
            r"family )?(?:income|"
            r"ability to pay)|based on (?:your |their )?ability to pay|(?:costs?|fees?|prices?|"
            r"rates?) depends? on (?:your |household )?"
            r"(?:income|ability)|se paga seg[uú]n|seg[uú]n (?:los? |el |sus? )?ingresos?|"
            r"income-based fees?|escala (?:m[oó]vil|"
            r"de pago|variable)|"
            r"sliding (?:down )?to|ability[- ]to[- ]pay scale|reduced[- ]fees?|tarifas? (?:reducidas?|seg[uú]n)|"
            r"(?:pago|tarifas?|costo) seg[uú]n (?:su|sus|los|"
            r"el) (?:capacidad|ingresos?))\b"
        ),
    ),
    ("scholarship", cue(r"\b(?:scholarships?|becas?)\b(?! for (?:college|students))")),
    (
        "payment_plan",
        cue(
            r"\b(?:payment plans?|financing(?: options| plans| is)?|planes? de pago|"
            r"monthly payments|"
            r"payments? (?:may|can) be (?:spread|made over)|"
            r"(?:payable |paid |pay )?in (?:\w+ )?install?ments)\b"
        ),
    ),
    ("single_case_agreement", cue(r"\b[Ss]ingle[- ][Cc]ase[- ](?:[Aa]greements?|[Cc]ontracts?)\b|\bSCAs?\b")),
    (
        "out_of_network",
        cue(
            r"\b(?:out[- ]of[- ]network|fuera de (?:la )?red|superbills?|"
            r"(?:statements?|receipts?|invoices?) (?:for|to (?:submit|seek|get)) (?:\w+ ){0,3}reimbursement)\b"
        ),
    ),
)
