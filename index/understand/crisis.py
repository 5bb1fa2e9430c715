"""Words of a crisis: whether a question holds any, so that crisis lines are shown first. It says nothing of anybody."""

from __future__ import annotations

import re

CRISIS_TERMS = frozenset({("conditions", "suicidality"), ("conditions", "self_harm"), ("level_of_care", "crisis"),
                          ("level_of_care", "crisis_mobile"), ("level_of_care", "crisis_walk_in")})  # fmt: skip
"""Terms whose words are words of a crisis however they are meant: crisis lines shown in vain do no harm."""

_CRISIS = re.compile(
    r"\b(?:suicid\w*|kms|kill(?:ing|ed)? (?:my|him|her|them|your)sel(?:f|ves)|(?:my|her|his|their) own li(?:fe|ves)"
    r"|(?:want|wants|wanna|going|ready|wish|wishes) (?:to |i (?:was |were )?|(?:he|she) (?:was |were )?)?(?:die"
    r"|dead|be dead)"
    r"|(?:better off|rather be) dead|end(?:ing)? (?:it all|my life|his life|her life|everything)"
    r"|(?:not|dont|doesnt|do not|does not|cant) (?:want to |wanna )?(?:live|be alive|go on|be here|wake up)(?: "
    r"anymore)?\b"
    r"|(?:not|dont|doesnt|do not|does not) feel(?:ing)? safe"
    r"|(?:thinking|thoughts?|think) (?:of|about) ending (?:it|things)"
    r"|cant (?:go on|take it|do this) (?:any ?more|any longer)"
    r"|nothing to live for|no hope left|called 988|attempted(?: suicide)?(?= (?:in|last|on|again|twice|before|this)\b)"
    r"|(?:took|taken|swallowed|taking) (?:too many|all (?:of )?(?:my|his|her|the|their)|a bunch of"
    r"|a (?:whole )?bottle of) (?:\w+ )?(?:pills|meds|tylenol|pastillas)"
    r"|se tomo (?:todas las|muchas|un monton de) pastillas"
    r"|give up on life|unalive"
    r"|ya no (?:aguanto|puedo) mas\b|no me siento segur[oa]"
    r"|no (?:reason|point|will)(?: to|in|of)? (?:liv\w+|going on)|overdos\w*|od d?|oding"
    r"|(?:hurt|harm|cut|burn)(?:ing|s)? (?:my|him|her|them)sel(?:f|ves)|self harm\w*|selfharm\w*|self injur\w*"
    r"|(?:in|having a|a|mental health|psychiatric) (?:crisis|emergency)|crisis line|crisis hotline|crisis|emergency"
    r"|(?:kill|hurt|shoot) (?:someone|somebody|people|others|everyone)|homicid\w*|hanging myself|hang myself|jump off"
    r"|suicidarme|quitar(?:me|se) la vida|matar(?:me|se)|quier[oe] morir\w*|no quier[oe] vivir|(?:hacer"
    r"|lastimar)(?:me|se) dano"
    r"|sobredosis|emergencia|cortarme|me corto|lastimarme|sin ganas de vivir|acabar con (?:mi|su) vida)\b"
)


def has_crisis_words(line: str) -> bool:
    """Return whether a line of folded words holds words of a crisis."""
    return bool(_CRISIS.search(line))
