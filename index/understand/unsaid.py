"""Words that do not wish for the term they hold: too common, said of oneself, capitals only, or turning it down.

Their tables say why; what a question does wish for is in ``wordings``.
"""

from __future__ import annotations

from index.rows import YES

SILENT: dict[str, str] = {
    "true of every program here": "therapy terapia therapist terapeuta counseling consejeria treatment outpatient op "
    "ambulatorio group grupo clinician counselors therapists education skills "
    "outpatient_program outpatient_treatment outpatient_therapy outpatient_care outpatient_services level_of_care "
    "programa_ambulatorio mental psych_care recovery_program",
    "somebody's relation, not a wish": "mom dad family familia my_son my_daughter mi_hijo mi_hija partner "
    "spouse couple "
    "mama papa parent padre my_family father mother madre marriage matrimonio pareja",
    "too common a word for what the vocabulary has it for": "work job school trabajo empleo escuela served focus cost "
    "price precio speed crystal steps checking weight alone solo sola down empty numb loan served bus indian "
    "tea fe god ira tomar comer urgent soon today hoy pronto ahora_mismo blues the_blues "
    "in_the_office emotional rent estudiar hospital music education_help coping serv fear "
    "benefits beneficios na act add odd mat op pes wrap hap prep sed cod sor cams lai cac ift api mart am "
    "manana stay_there if md rn np health_first individual private led mind hyper wellness "
    "trust united_states diet crying exercise spice family_education "
    "calls boy boys girl girls medical "
    "medico transition transitional transitioning doctor doctors pets dogs perros judge corte court "
    "juez eating blind checked state_health other "
    "english ingles sleep sleeping dormir emergency emergencia urgencia urgente emergency_room crisis internet "
    "live_in stay_there sleep_there house my_insurance mi_seguro covered seguro overdose sobredosis naloxone_kit "
    "expect expected expects expectation expectations expectancy unit units unite uniting opened opens opener "
    "openness voice voiced voicing forget forgets stone stones lawyer lawyers attorney attorneys granted granting "
    "grant installed installs installation opposite opposites opposition universe universal universally execution "
    "executed execute restriction restrictions restricted restrictive partially elevator elevators elevation "
    "elevations offend offended offending minority minorities bulls withdraw withdraws withdrawing cracks cracked "
    "cracking stimulation stimulate stimulates probate canton dialect dialects class classes classed games guys "
    "pride minds minded minding strip distance distances bed internacional internado internada sureste costo "
    "costos doctora maestra medica medicas "
    "clases bebe female male military militar psiquiatrico psiquiatrica in_person_or_virtual virtual_or_in_person "
    "in_person_or_online online_or_in_person at_home after_5",
}
"""Wordings that are no wish in a question, by the reason ("_" is a blank). ``CAPITALS`` may bring them back."""

_WORKING = frozenset(
    f"{verb} {when}"
    for verb in ("work", "works", "working", "worked", "trabajo", "trabaja", "trabajamos", "trabajando")
    for when in (
        "mornings", "afternoons", "evenings", "nights", "weekends", "overnight", "overnights", "saturdays", "sundays",
        "in the morning", "in the mornings", "in the evening", "in the evenings", "at night", "los fines de semana",
        "los sabados", "los domingos",
        *(f"{when} {part}" for when in ("de", "por la", "en la") for part in ("manana", "tarde", "noche")),
        *(f"{when} {part}" for when in ("de", "por las", "en las") for part in ("mananas", "tardes", "noches")),
    )
)  # fmt: skip
"""When somebody works is no time for a program."""

_CUT = frozenset(
    f"{verb} {what}"
    for verb in ("cut", "cuts", "cutting")
    for what in (
        "back", "down", "off", "out", "class", "classes", "school", "work", "carbs", "calories", "sugar", "costs",
        "hours", "my hours", "ties", "weight", "corners", "grass", "hair", "it", "it out", "me off", "my insurance",
    )
)  # fmt: skip
"""What people cut that is not themselves."""

UNSAID = _WORKING | _CUT | frozenset({"night shift", "night shifts",
                    "united states", "not far", "used to live in", "a couple of", "on my own",
                    "last night", "every night", "each night", "all night", "nightly", "tonight", "day and night",
                    "every morning", "all morning", "this morning", "this afternoon", "this evening",
                    "good morning", "good afternoon", "good evening", "good night", "one night", "the other night",
                    "middle of the night", "morning shift", "day shift", "evening shift", "works mornings",
                    "work mornings", "work in the morning", "works in the morning", "work afternoons",
                    "works afternoons", "work in the evening", "work at night", "works at night", "awake at night",
                    "sleep at night", "late at night", "drinks at night", "drinking at night", "graveyard shift",
                    "second shift", "third shift", "swing shift",
                    "buenos dias", "buenas tardes", "buenas noches", "todas las noches", "toda la noche",
                    "cada noche", "esta noche", "esta tarde", "esta manana", "todas las mananas", "cada manana",
                    "trabajo por la noche", "trabajo en las noches", "trabajo por las noches", "trabaja de noche",
                    "trabaja por la noche", "trabaja en la noche", "trabajo en la manana", "trabajo por la manana",
                    "trabajo en las mananas", "trabajo por las mananas", "trabajo en la tarde",
                    "trabajo por la tarde", "trabajo en las tardes", "trabajo por las tardes", "turno de noche",
                    "turno nocturno", "turno de la noche", "turno de la manana", "turno de la tarde",
                    "religious holidays", "act out", "acting out", "acts out", "family history", "family members",
                    "call me", "in spite of", "inpt psych", "inpatient psych", "psych hospital", "psych ward",
                    "psych unit", "psych hold", "psychiatric hospital", "psychiatric hold", "mental hospital",
                    "hospital psiquiatrico", "my kids", "the kids", "our kids", "have kids", "and kids",
                    "kids are", "kids in school", "kids at school", "with kids at home", "two kids", "three kids",
                    "four kids", "2 kids", "3 kids", "4 kids", "mis hijos", "tengo hijos", "dos hijos", "tres hijos",
                    "failing classes", "skipping classes", "missing classes", "my classes", "her classes",
                    "his classes", "college classes", "take classes", "taking classes", "have classes",
                    "class schedule", "and failing classes",
                    "the nurse", "school nurse", "nurse said", "nurse told", "medical attention",
                    "ayuda medica", "atencion medica", "orden medica", "medical records", "medical leave",
                    "dont worry", "no worries", "worried about", "worried for", "worried that", "worried sick",
                    "worried mom", "worried parent", "worried mother", "worried father", "worry about", "worry that",
                    "so worried", "very worried", "really worried", "im worried", "i am worried", "preocupado por",
                    "preocupada por", "estoy preocupada", "estoy preocupado", "united way", "united methodist",
                    "in the hospital", "at the hospital", "psychiatric hospitalization",
                    "native speaker", "native language", "native spanish", "native english", "a native of",
                    "good fit", "pretty good", "hate crime",
                    "co ed", "walking distance", "driving distance",
                    "long distance", "short distance", "men and women", "women and men", "hombres y mujeres",
                    "mujeres y hombres", "male and female", "maltrato de nina", "maltrato de nino",
                    "de nina", "de nino", "cuando era nina", "cuando era nino", "when i was a kid",
                    "when i was a child", "as a child", "as a kid",
                    "mujer terapeuta", "terapeuta mujer", "female therapist", "woman therapist", "male therapist",
                    "gracias a dios", "thank god", "god bless", "dios mio", "my god", "si dios quiere",
                    "with kids", "with children", "with my kids",
                    "with my children", "with small children", "with small kids", "with young kids", "con hijos",
                    "con ninos", "con mis hijos", "con mis ninos", "dropped out of college", "dropped out of school",
                    "dropping out of college", "dropping out of school", "last nite", "tonite", "dying to",
                    "killing time", "killing it", "killing me", "1 st shift", "2 nd shift", "3 rd shift",
                    "kids at home", "no kids at home", "children at home", "no children at home", "have no kids",
                    "have no children", "medical marijuana", "medical cannabis", "marijuana card", "mixed groups",
                    "mixed group", "coed groups", "coed group", "mixed gender", "grupos mixtos", "grupo mixto",
                    "senior year", "senior in college", "tours",
                    "donde va", "va a", "que va", "le va", "me va", "va mi", "va la", "va el", "no va a", "va muy",
                    "va bien",
                    "va mal", "va al", "va por", "day chip", "days chip", "month chip", "year chip", "sober chip",
                    "sobriety chip",
                    "off his meds", "off her meds", "off my meds", "off meds", "stopped his meds", "stopped her meds",
                    "stopped my meds", "my parents", "his parents", "her parents", "our parents",
                    "their parents", "virtual or not", "online or not", "if its virtual",
                    "zoom school", "online school", "virtual school", "remote school", "online classes",
                    "online college", "marin", "weight loss", "job loss", "hair loss", "hearing loss",
                    "vision loss", "loss of job",
                    "loss of appetite",
                    "broke up", "broke my", "broke his", "broke her", "broke down", "broke into", "broke out",
                    "christmas eve", "new years eve", "special ed", "remote area", "remote town", "remote place",
                    "remote location", "work remote", "works remote", "work remotely", "works remotely",
                    "work from home", "works from home", "working from home", "trabajo desde casa", "nursing home",
                    "nursing my", "still nursing", "nursing mom", "nursing mother", "nursing a baby", "pay cut",
                    "pay cuts", "budget cuts", "mis padres", "sus padres", "los padres",
                    "in case", "just in case", "as needed"})  # fmt: skip
"""Wordings that hold the words of a term and do not wish for it: they are passed over whole."""

LEFT_BEHIND = frozenset(
    {
        "from",
        "p",
        "c",
        "after",
        "left",
        "leaving",
        "finished",
        "completed",
        "completing",
        "finishing",
        "of",
        "de",
        "did",
        "done",
        "graduating",
        "graduated",
        "discharged",
        "discharging",
        "discharge",
        "out",
        "was",
        "been",
        "went",
        "leaves",
        "finishes",
        "sali",
        "salio",
        "salir",
        "saliendo",
        "termino",
        "termine",
        "despues",
        "following",
        "post",
        "attended",
        "than",
        "stay",
        "days",
        "dias",
    }
)
"""Before a level of care, these say where somebody comes from, not what a program should have."""

TURNED_DOWN: dict[str, tuple[str, str]] = {
    "secular": ("therapies", "spiritual_care"),
    "nonreligious": ("therapies", "spiritual_care"),
    "atheist": ("therapies", "spiritual_care"),
    "drug free program": ("therapies", "mat"),
    "medication free": ("medication_management", YES),
    "med free": ("medication_management", YES),
}
"""Wordings that turn a term down by themselves."""

CAPITALS: dict[str, tuple[str, str]] = {
    "ACT": ("therapies", "act"), "ADD": ("conditions", "adhd"), "ODD": ("conditions", "disruptive_behavior"),
    "MAT": ("therapies", "mat"), "NA": ("therapies", "twelve_step"), "IFS": ("therapies", "ifs"),
    "TEA": ("conditions", "autism"), "COD": ("conditions", "co_occurring"), "HAP": ("insurers", "hap"),
    "SED": ("conditions", "serious_emotional_disturbance"), "VA": ("payment_options", "va_benefits"),
    "SI": ("conditions", "suicidality"), "SIB": ("conditions", "self_harm"), "NSSI": ("conditions", "self_harm"),
    "AN": ("conditions", "anorexia"), "BN": ("conditions", "bulimia"), "BED": ("conditions", "binge_eating"),
    "ED": ("conditions", "eating_disorder"), "AVH": ("conditions", "psychosis"),
    "AM": ("time_of_day", "morning"), "Medica": ("insurers", "medica"), "CAMS": ("therapies", "safety_planning"),
    "WRAP": ("therapies", "illness_management"),
}  # fmt: skip
"""Abbreviations that are words, too, understood only in capitals in a sentence that is not all capitals."""
