"""Wordings of care that mean a term without being its name: "adjust your medications", "supported dinner".

The vocabulary holds names; here stand the turns of phrase, as (attribute, term, cue over folded text).
"""

from __future__ import annotations

from crawler.reading.cues import cue

WORDINGS = (
    (
        "therapies",
        "medication_management",
        cue(
            r"\b(?:psychiatrists?|psychiatric (?:providers?|nurse practitioners?)|prescribers?) (?:\w+ )?"
            r"(?:sees?|meets? with)\b(?= (?:each|every|all|you|patients|clients)\b)|"
            r"\b(?:you(?:'ll| will)?|clients|patients|participants|teens|members|everyone|each \w+) (?:also )?"
            r"(?:meets?|sees?) (?:\w+ )?(?:with )?(?:an?|our|the|their) (?:\w+ )?(?:psychiatrist(?! (?:within|"
            r"on admission))|"
            r"psychiatric (?:provider|"
            r"nurse)|prescriber)\b|"
            r"\b(?:psychiatr\w+|prescribers?|nurse practitioners?)\b[^.;]{0,50}\b(?:for (?:your |their |the )?|"
            r"manag(?:es?|ing) (?:\w+ )?|adjusts? (?:\w+ )?|oversees? (?:\w+ )?)(?:medications?|medicines?)\b"
        ),
    ),
    (
        "therapies",
        "psychoeducation",
        cue(
            r"\b(?:didactics?|lectures?|psycho-?education(?:al)?|education(?:al)? (?:groups?|"
            r"sessions?|classes|lectures|workshops)|psicoeducaci[oó]n|charlas educativas)\b|"
            r"\b(?:hours? of|counsell?ing and|therapy and|therapy,|counsell?ing,) education\b(?! (?:and|or) "
            r"(?:job|work|"
            r"employ))"
        ),
    ),
    (
        "therapies",
        "family_therapy",
        cue(
            r"\bfamilies (?:also )?(?:get|receive|have) (?:\w+ )?(?:therapy|counsell?ing|sessions)\b|\bweekly "
            r"family(?= ?(?:[,;.]|$))|"
            r"\bsesi[oó]n(?:es)? (?:para|con) (?:la |las |su |sus )?familias?\b|\bfamily (?:programs?|programming|"
            r"sessions?|counsell?ing|involvement sessions|component)\b|"
            r"\bfamil(?:y|ies) (?:members )?(?:(?:can|may|also|each) )?(?:has|have|gets?|attends?|joins?|"
            r"takes? part in|"
            r"participates? in|meets?) (?:\w+ ){0,3}(?:sessions?\b|with (?:the|your|their|our|its) (?:\w+ )?therapist)"
        ),
    ),
    (
        "therapies",
        "skills_training",
        cue(
            r"\b(?:(?:coping|dbt|life|social|interpersonal|cbt|recovery|communication|"
            r"behavioral) skills (?:groups?|training|building|classes|practice|coaching)|"
            r"skills (?:or|and|&) [a-z]+ groups?|(?:dbt|cbt)-(?:informed|based) skills|"
            r"skills[ -](?:groups?|training|building|based|practice|classes|coaching|hours?)|dbt (?:(?:and|or|&) "
            r"(?:cbt|act) )?skills\b|"
            r"(?:learn(?:ing)?|teach\w*|practi[cs]e\w*|build(?:ing)?|tools and|toolbox of) (?:\w+,? ){0,4}skills\b|"
            r"distress tolerance|"
            r"interpersonal effectiveness|entrenamiento en habilidades|(?:destrezas|habilidades) de (?:dbt|tdc|"
            r"afrontamiento)|grupos? de habilidades)\b"
        ),
    ),
    (
        "therapies",
        "parent_training",
        cue(
            r"\b(?:parents?|caregivers?) (?:get|receive|have) (?:\w+ )?coaching\b|\b(?:parents?|"
            r"caregivers?)\b[^.;,]{0,30}\btakes? part in (?:\w+ )?coaching\b|\b(?:parents?|caregivers?) attend "
            r"(?:[\w-]+ ){0,4}(?:class|workshop|training)\b|\bcoaching for (?:parents|"
            r"caregivers)\b|"
            r"\b(?:parents?|caregivers?|caretakers?)(?:(?:/| and | & | or )(?:parents?|"
            r"caregivers?|caretakers?|guardians?))? (?:(?:skills|support|education|training|"
            r"dbt|coaching|process) ?)*(?:groups?|training|coaching|class(?:es)?|workshops?|"
            r"skills)\b"
        ),
    ),
    (
        "therapies",
        "relapse_prevention",
        cue(r"\brelapse[ -](?:prevention|planning)\b|\bprevenci[oó]n de reca[ií]das\b"),
    ),
    (
        "therapies",
        "twelve_step",
        cue(
            r"\b(?:12|twelve)[ -]steps?\b|\b(?:meetings?|groups?) \((?:such as |e\.g\.,? |like )?(?:aa|na)\b|"
            r"\b(?:aa|na)(?:/| or | and |, )(?:na|aa|smart|ca)\b|"
            r"\bdoce pasos\b|\b12 pasos\b|\balcoholics anonymous\b|"
            r"\bnarcotics anonymous\b"
        ),
    ),
    (
        "therapies",
        "meal_support",
        cue(
            r"\b(?:supported|supervised|therapeutic|shared|family-style|coached) (?:\w+ )?(?:dinners?|lunch(?:es)?|"
            r"snacks?|meals?|breakfasts?)\b|\bmeals? together\b|\b(?:meals?|snacks?|dinners?|lunch(?:es)?)(?: "
            r"(?:or|and) (?:meals?|snacks?))? (?:is|are) (?:shared|"
            r"supported|supervised|eaten together)\b|\bcomidas? (?:supervisadas?|con apoyo|"
            r"terap[eé]uticas?)\b"
        ),
    ),
    (
        "therapies",
        "nutrition_counseling",
        cue(
            r"\b(?:dieti[ct]ian|nutritionist|nutrition(?:al)?) (?:visits?|sessions?|appointments?|meetings?|consult\w*|"
            r"groups?|education|support|check-?ins?|therapy|counseling)\b|"
            r"\b(?:dieti[ct]ian|nutritionist)(?:,| and| or) [\w, ]{0,30}\b(?:visits|sessions|appointments)\b|"
            r"\bnutrition (?:groups?|class(?:es)?|hours?)\b|"
            r"\b(?:dieti[ct]ian|nutritionist)s?\)? (?:(?:each|every|per|a) week|weekly)\b|\b(?:sessions?|meet(?:s|"
            r"ings?)?|"
            r"visits?|appointments?|time) with (?:an? |our |your |the )?(?:\w+ ){0,4}?"
            r"(?:dieti[ct]ian|nutritionist)\b|"
            r"\b(?:dieti[ct]ian|nutritionist)s?\b[^.;]{0,40}\b(?:meets?|sees?|works?) (?:with )?(?:each|every|"
            r"you|all|clients|"
            r"patients|everyone)\b|\bconsejer[ií]a nutricional\b"
        ),
    ),
    (
        "therapies",
        "medication_management",
        cue(
            r"\b(?:ajusta|receta|maneja|supervisa)n? (?:los |sus |el )?medicamentos?\b|\b(?:start|"
            r"change)s? (?:or \w+ )?medications?\b|"
            r"\b(?:manag(?:es?|ing)|adjust(?:s|ing)?|prescrib(?:es?|ing)|reviews?|monitors?|oversees?) "
            r"(?:(?:your|their|his|her|any|all|the|patients'|psychiatric) )?(?:medications?|medicines?|meds)\b|"
            r"\bpsiquiatra\b[^.;]{0,30}\bmedicamentos?\b|"
            r"\bmedications? (?:is|are) (?:managed|prescribed|monitored|overseen|adjusted)\b|"
            r"\bmed(?:ication)?s? (?:education and |education & )?(?:management|mgmt)\b|"
            r"\bmedications? (?:follow-?ups?|checks?|monitoring|adjustments?|reviews?|visits?|appointments?|"
            r"oversight|support)\b"
            r"(?![^.;]{0,40}\b(?:outside|own|elsewhere)\b)"
        ),
    ),
    (
        "therapies",
        "phone_coaching",
        cue(
            r"\bcoaching (?:calls?|by (?:phone|text)|between sessions)\b|\bby phone for (?:\w+ )?coaching\b|"
            r"\b(?:phone|telephone|between-session|24/7) (?:skills |crisis )?coaching\b"
        ),
    ),
    (
        "conditions",
        "grief",
        cue(
            r"\bloss of (?:an?|your|their|the) (?:\w+ )?(?:spouse|partner|loved one|parent|child|baby|pregnancy)\b|"
            r"\b(?:pregnancy|perinatal|infant) loss\b"
        ),
    ),
    (
        "conditions",
        "substance_use",
        cue(
            r"\b(?:alcohol|drugs?|drinking|pills|drogas) (?:and|or|and/or|&|/|y|o|u) (?:other |otras? |illicit |"
            r"using )?"
            r"(?:drugs?|alcohol|pills|substances|drogas)\b(?! (?:counsel\w*|test\w*|screen\w*|free|facilit\w+|"
            r"programs?|services|professionals?|abuse counsel\w*))|"
            r"\b(?:use|using|abus\w+|struggl\w+ with|problems? with|recover\w* from) (?:drugs|substances)\b|"
            r"\bdrinking (?:and|or) (?:drug|substance) use\b|\bproblemas (?:de|con) (?:el )?alcohol,? (?:y |"
            r"o )?(?:las )?"
            r"drogas\b|\bel alcohol (?:y|o|u) (?:las |otras )?drogas\b|\b(?:stop|quit) (?:drinking|using) (?:or|"
            r"and) (?:drinking|"
            r"using)\b"
        ),
    ),
    (
        "conditions",
        "alcohol_use",
        cue(
            r"\balcohol (?:and|or|and/or|&|/|y|o) (?:other |otras? )?(?:drugs?|drogas|substances?)\b(?= (?:use|"
            r"abuse|misuse|"
            r"problems?|dependenc[ey]|addictions?|disorders?))|\b(?:with|from|to|con|del?) (?:el )?alcohol (?:and|"
            r"or|&|y|"
            r"o|u) (?:other |"
            r"otras |las )?(?:drugs|drogas|substances)\b|\b(?:drugs?|substances?|drogas) (?:and|or|and/or|&|"
            r"/|y|o|u) alcohol\b(?= (?:use|abuse|misuse|problems?|dependenc[ey]|addictions?|disorders?))|"
            r"\bproblemas (?:de|con) (?:el )?alcohol\b|\b(?:stop|quit) drinking or using\b|"
            r"\bdrinking (?:and|or) (?:drug|substance) use\b|\bproblemas (?:de|con) (?:el )?alcohol, drogas\b"
        ),
    ),
    (
        "conditions",
        "mood_disorder",
        cue(
            r"\bmood (?:and|&) (?:trauma|stress|thought)\b|\bmood (?:concerns|problems|issues|difficulties|"
            r"symptoms)\b"
        ),
    ),
    (
        "therapies",
        "mat",
        cue(
            r"\bmedications? (?:for|to (?:treat|reduce|help with)) (?:\w+ )?(?:cravings|opioids?|alcohol|addictions?|"
            r"substance)\b"
        ),
    ),
    (
        "therapies",
        "peer_support",
        cue(
            r"\b(?:peer (?:recovery )?(?:coach|guide|mentor|support specialist|navigator|advocate)|"
            r"recovery coach)(?:es|s)?\b"
        ),
    ),
    (
        "conditions",
        "perinatal_mood",
        cue(r"\b(?:perinatal|postpartum|maternal) (?:mental health|iop|intensive|program|psychiatr\w+)\b"),
    ),
    (
        "therapies",
        "cpt",
        cue(
            r"\bcpt(?:,| and|/|,? or) ?(?:act|cbt|pe|emdr|dbt|erp|prolonged)\b|\b(?:act|cbt|pe|emdr|dbt|"
            r"erp),? (?:and |or )?cpt\b"
        ),
    ),
    (
        "therapies",
        "motivational_interviewing",
        cue(
            r"\b(?:cbt|dbt|act|mat|emdr|prevention)(?:,? (?:and )?|/)mi\b|\bmi(?:, (?:and )?|/| and )(?:cbt|dbt|act|"
            r"mat|emdr)\b"
        ),
    ),
    ("therapies", "case_management", cue(r"\bcase (?:management|managers?)\b")),
    ("therapies", "mindfulness", cue(r"\bmindfulness\b|\batenci[oó]n plena\b")),
)
ANY_WORDING = cue("|".join(pattern.pattern for _, _, pattern in WORDINGS))
