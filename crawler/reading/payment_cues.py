"""Cues of who pays: what in a folded sentence or heading takes a payer, asks about one, or turns insurance away."""

from __future__ import annotations

import re

from crawler.reading.cues import cue

ACCEPTS = cue(
    r"\b(?:accept(?:s|ed|ing)?|takes?|in[- ]network|participat(?:e|es|ing)|contract(?:s|"
    r"ed)?|works? with|working with|covered by|covered (?:under|through)|bills?|"
    r"honors?|welcomes?|partners? with|partnered with|credentialed|paneled|"
    r"insurance[- ]based|insurances? (?:plans )?we|network (?:provider|partners)|"
    r"preferred provider|aceptamos|acepta|aceptan|se acepta|trabajamos con|cubierto por|"
    r"dentro de la red|funding|funded by|payers?|approved by|carriers we)\b"
)
INSURANCE = cue(
    r"\b(?:insurances?|insurers?|health plans?|third[- ]party payers?|payers?|"
    r"seguros?|aseguradoras?|managed care|commercial plans?)\b"
)
INSURANCE_HEADING = cue(
    r"\b(?:insurances?|insurers?|payers?|coverage|health plans?|payment|paying|"
    r"cost|fees?|billing|financial|networks?|seguros?|pagos?|costos?|in-network)\b"
)
LIST_HEADING = cue(
    r"\b(?:accept\w*|in[- ]network|take|insurance (?:plans|providers|partners|"
    r"accepted|we|carriers|networks)|insurances|partners?|work with|participating|"
    r"payers|plans|aceptamos|aceptados|"
    r"insurance(?: (?:&|and) (?:payment|billing|cost\w*|fees|financial\w*))?$|"
    r"^insurance|(?:payment|coverage) (?:and|&) insurance|seguros?)"
)
ONLY_ASKING = cue(
    r"\b(?:verify|verification|check with|contact your|call your|ask your|if you(?:r|"
    r" have)|whether|may (?:be )?cover\w*|might cover|could cover|depending on|"
    r"your (?:insurance|plan|provider|health)|without insurance|uninsured|"
    r"no insurance\?|does (?:my |your )?insurance|will (?:my |your )?insurance|"
    r"coverage (?:varies|differs|depends)|check your (?:benefits|coverage)|"
    r"insurance card|copy of|bring|authoriz\w+ (?:from|by)|verifi\w+)\b"
)
STRONG = cue(
    r"\b(?:we|program|iop) (?:do |does |also |currently |proudly |gladly |can |"
    r"will )?(?:accept|take|participate|contract|bill|work with|partner with)|\bwe are (?:\w+ )?in[- ]network|"
    r"\baccept(?:s|ed)?\b|\bin[- ]network with\b|\baceptamos\b"
)
NONE_TAKEN = cue(
    r"\b(?:(?<!and )(?<!or )(?:private|self|cash)[- ]pay(?:ment)?s? only|(?:is|are) (?:a )?(?:strictly |"
    r"exclusively |solely )?(?:private|self|cash)[- ]pay(?: only| program| practice)?(?=[.,; ]|"
    r"$)(?! (?:and|or|rates?|options?))|cash[- ]only|cash[- ]based practice|"
    r"not in[- ]network with any|out[- ]of[- ]network with all|do(?:es)? not (?:accept|"
    r"take|bill|participate (?:in|with)|contract with) (?:any )?(?:private |"
    r"commercial |health )?(?:insurances?|insurance plans?|insurance compan(?:y|"
    r"ies))|no insurance (?:is )?(?:accepted|billed|taken)|insurance(?: (?:and|or) \w+)? not accepted|"
    r"no insurance panels|(?:not|n't) (?:file|submit) (?:any )?insurance(?: claims?)?|(?:not|n't) (?:paneled|"
    r"panelled|contracted|credentialed|in[- ]network) with (?:any "
    r")?(?:\w+ )?"
    r"(?:insurances?|insurers|insurance compan(?:y|ies)|insurance plans|payers)|insurance (?:compan(?:y|ies) |"
    r"plans )?(?:does|"
    r"do|will) not (?:pay|cover|reimburse)|"
    r"not on (?:any )?(?:insurance )?panels|"
    r"in[- ]network ?(?:with|insurers|insurances?|plans)? ?:? none|no aceptamos seguros?)\b"
)
OUR_WORDS = cue(
    r"\b(?:we|our|us|the (?:iop|program|center|clinic|practice)|this program|"
    r"(?:is|are) (?:currently )?accepted|accepted|in[- ]network|nuestr\w+|aceptamos|trabajamos|"
    r"se acepta\w*|program (?:is|accepts)|^covered by|welcome|^(?:currently |now )?(?:accepting|participating|"
    r"contracted|"
    r"credentialed)|now accepting)\b"
)
WHO_PAYS = re.compile(
    r"(?:who pays|how (?:to|do i|will i) pay|(?:insurance|insurances|payers?|coverage|billing|costs?|fees?|payment|"
    r"financial|seguros?|costo|pago)\b)[^.]{0,40}$"
)
"""A heading of whose lines each names somebody who pays."""

LABEL = re.compile(
    r"(?:accepted |health )?(?:insurances?|coverage|payers?|payment|seguros?|costs?|costos?|pagos?|formas? de "
    r"pago|paying|billing|"
    r"fees? (?:and|&) insurance|costs? (?:and|&) insurance|who pays|how to pay|funding|accepted|"
    r"in[- ]network)(?: (?:accepted|"
    r"plans?|options|types|carriers|providers)){0,2} ?[:–-] "
)
NAMED_TAKER = re.compile(
    r"^(?:At |The )?(?!(?:If|When|Medicare|Medicaid|Most|Many|Some|Your|Does|Will|Call|Ask|It|They|He|She)\b)"
    r"[A-Z][\w'’-]+(?: (?:[A-Z][\w'’]+|&|of|and|at|for|the)){0,6} (?:also |proudly |currently |now |gladly )?"
    r"(?:accepts|takes|contracts with|participates (?:in|with)|is (?:currently )?(?:in[- ]network|contracted|"
    r"credentialed|paneled)|works with|partners with|bills|honors|welcomes)\b"
)
"""A house named at the head of a sentence that takes payers: "Ferncliff accepts Medicaid"."""

PAYS_HERE = cue(
    r"\b(?:plans?|medicare|medicaid|tricare|insurances?|insurers|carriers|"
    r"supplements?)\b[^.;:?]{0,30} (?:covers?|pays? for|"
    r"helps? pay for) (?:(?:most|part|all|some|the cost) of )?(?:the|this|our|these)(?: \w+){0,2} (?:program|services|"
    r"iop|groups?|treatment|care)\b|\bplans (?:covers?|pays? for) (?:php and |both )?(?:the )?iop\b|"
    r"\b(?:medicare|medicaid|plans?|insurances?) covers? (?:it|everything|both|all|100%)(?: (?:programs|levels|"
    r"services))?\b|"
    r"\b(?:is|are) billed (?:directly|for you|by us)\b|^(?:this program is |we are |it is )?(?:funded|paid for) by\b|"
    r"\b(?:covers?|pays?)(?: for)? (?:\w+ (?:and|or) )?(?:the |our )?iop\b|"
    r"\b(?:medicaid|medicare|insurances?|plans|funds) pays? (?:the (?:whole|full|entire) cost|for everything|in "
    r"full)\b|"
    r"\b(?:we're|we are) (?:\w+ )?providers? for\b|\b(?:can|may) use\b[^.;]{0,80}\bhere\b|"
    r"(?<!not )\bcovers? (?:the|this|our) (?:\w+ ){0,2}(?:program|iop|services|treatment|care)\b|"
    r"\$0 (?:w/|with) |\b(?:medicaid|medicare|tricare|ahcccs|medi-cal)\b covers everything\b|"
    r"\bcubren? (?:el|este|nuestro) (?:programa|tratamiento)\b|"
    r"\b(?:for|serves?|open to)\b[^.;]{0,80}\b(?:eligible for|enrolled in|who have|with|on) (?:full[- ]scope |drug "
    r")?(?:medi-cal|medicaid|medicare)\b|"
    r"\b(?:medicare|medicaid|plans?|insurance|advantage) pays? (?:in full|\d)\b|\b(?:medicaid|medicare|tricare|"
    r"insurance)(?: (?:and|or) (?:\w+ )?(?:plans?|insurances?))? (?:(?:is|are) )?billed\b|"
    r"\b(?:others|clients|patients|families|members) (?:may|can) use\b|\b(?:must have|tener) (?:active |"
    r"full[- ]scope )?"
    r"(?:medi-cal|medicaid)\b|"
    r"^bills (?:medicaid|medicare|insurance|most|all)\b|"
    r"\b(?:most|many|all|our|these|program) (?:of (?:our|the) )?services are covered by\b|"
    r"\b(?:clients|patients|families|people) (?:here )?(?:use|pay with|come with) (?:their )?insurance \(|"
    r"\b(?:insurances?|plans) (?:covers?|pays? for) [^.;,]{0,40}\bhere\b|"
    r"\b(?:medicaid|medicare|insurances?|plans)\b[^.;:?]{0,30} covers? (?:most|many|all|the majority)(?: of)?(?: "
    r"our| the)? "
    r"(?:families|clients|patients|people|participants|members)\b|"
    r"^(?:our |these |all )?services (?:are|may be|can be) (?:funded|covered|paid for|reimbursed) (?:by|through)\b|"
    r"\b(?:costs?|program|iop|treatment|services) (?:is|are) (?:often |usually |typically )?covered by\b|"
    r"^most (?:\w+ )?insurances?(?= ?(?:[,;.]| and\b|$))|"
    r"\b(?:most|many) (?:insurances?|insurance plans?|plans) pays? (?:part|most|all|some|a portion) of\b"
)
PUBLIC = ("medicaid", "medicare", "tricare")
ANSWERS = re.compile(r"^(?P<yes>yes|s[ií])\b|^(?P<no>no)\b(?=[,.!]| we)")
ASKS = cue(
    r"(?:accept|take|cover|bill|aceptan|cubre).{0,40}(?:insurance|seguro)|insurance.{0,30}(?:accept|"
    r"cover)|covered by (?:my )?insurance"
)

VERB = cue(
    r"\b(?:is|are|was|were|be|been|may|might|can|could|will|would|do|does|did|has|have|had|(?<!self-)(?<!self "
    r")(?<!private )(?<!private-)pays?|covers?|check|"
    r"call|ask|"
    r"like|such as|using|if|through|from|about|your|their|for|visit|accept\w*|acepta\w*|es|son|puede\w*)\b"
)
"""What makes a sentence more than a list of names."""

NOT_YET = re.compile(
    r"[ :-]{1,3}(?:\w+ )?(?:pending|coming soon|in process|en tr[aá]mite)\b|: not (?:at this "
    r"time|yet|currently)\b"
)

ELSEWHERE_PAID = cue(
    r"\b(?:out[- ]of[- ]network (?:with|for)|single[- ]case (?:agreements?|contracts?)[^.;]{0,30} (?:by|with|from))"
    r"(?:(?!\bin[- ]network)[^.;]){0,200}$"
)
"""What leads to insurers that pay only as ones outside the network do."""

SAVE_FOR = re.compile(r"\b(?:except(?:ion)?(?: for| of)?|other than|excepto|salvo)\b")
"""What leads from insurers that pay as ones outside the network to those inside it."""

BUT_SOME = re.compile(r"[^;.]{0,30}\b(?:except(?:ion)?(?: for| of)?|other than|excepto|salvo)\b")
"""What follows a refusal that some are spared: "out of network with all insurers except …"."""

LEFT_OVER = re.compile(
    r"\b(?:what(?:ever)?|that|which|who|those|costs?|if|when|anything|with|have|has|had|lacks?|lacking)"
    r"(?: (?:your|an?|the|their|private|have|has|no|health|are)){0,3} $"
)
"""What leads to insurance that somebody lacks, or to what it leaves to pay: neither is a refusal."""
