"""Topics: what a sentence can be about, known from its words alone, so that patterns run only where they may match.

Every distinct word is judged once and remembered; a sentence's topics are those of its words. A topic may be wider
than the patterns behind it, never narrower.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.reading.cues import WordBits
from crawler.reading.numbers import NUMBER_WORDS

(
    LEVEL,
    RIVAL,
    HOURS,
    WEEKS,
    AGES,
    GROUPS,
    DELIVERY,
    DAYPART,
    PAYMENT,
    MODES,
    EXTRA_CARE,
    OPENING,
    EXTRAS,
    OURS,
    HERE,
    GENERAL,
    NUMBERS,
    DAYS,
    PROSE,
    SHARED,
) = (1 << n for n in range(20))

_WORDS = {
    LEVEL: r"patient|^[a-z]{0,8}iops?$|^[a-z]{0,2}phps?$|^partial|^hospital|^residen|"
    r"^detox|sober|^alumn|^after|^care$|^continuing|^graduat|^grads|^post|^rtc$|"
    r"^withdrawal|^s?op$|^gop$|^asam|^level|^[25]$|^ii|^day$|"
    r"^(?:general|standard|traditional|regular|weekly|routine|ordinary|typical|"
    r"usual|basic|low|high)$|ambulatori|extern|intensiv|internamiento|^desintox|"
    r"^cuidado|^recovery$",
    RIVAL: r"meeting|consultation|^board$|^groups?$|^circles?$|spouse|^bible$|^services?$|^public$|^community$|"
    r"^all$|^any(?:one)?$|anon|"
    r"smart|^open$|^info|webinar|orientation|grupos?|"
    r"famil|parent|caregiver|caretaker|loved|padres|hours|phone|^call$|reach|"
    r"contact|schedule|walk|^access$|^ask$|office|clinic|facility|desk|reception|building|center|"
    r"hospital|pharmacy|admission|helpline|hotline|line|staff|assess|intake|"
    r"screening|evaluation|tour|appointment|horario|ll[aá]m|crisis|transport|"
    r"child|message",
    HOURS: r"hour|hrs?$|horas?$|^\d+h$|commitment|min(?:ute)?s?$",
    WEEKS: r"week|wk|semana|^days?$|evening|night|morning|afternoon|^d[ií]as?$|month|"
    r"^mo$|^mos$|mes(?:es)?$|^w$|^x$|^\d+x$|tarde|noche|semanal|^\d+(?:d|w|days?|"
    r"times)$",
    AGES: r"^age|^edad|year|yrs|^yo$|^y$|a[ñn]os|older|^over$|adult|teen|adolesc|youth|"
    r"child|kids|student|senior|young|under|individual|people|person|client|"
    r"patient|participant|anyone|those|women|^men$|^must$|mayores|menores|j[oó]ven|"
    r"^\d+$|girls|boys|members|residents|ni[ñn]os|above",
    GROUPS: r"adult|adolesc|teen|youth|school|child|kids|tween|senior|geriatr|elder|"
    r"college|undergrad|transition|ni[ñn]os|tercera|personas|aiop|emerging|secundaria|"
    r"j[oó]venes",
    DELIVERY: r"virtual|tele|^line$|online|remote|zoom|video|[vt]iop|home|person|site|"
    r"face|office|presencial|hybrid|h[ií]brid|distancia|casa|l[ií]nea",
    DAYPART: r"morning|afternoon|evening|night|school|mañana|matutin|vespertin|^tardes?$|noct|^noches?$",
    PAYMENT: r"insur|network|^red$|medicaid|medicare|tricare|pay|^pagar|cash|sliding|scholarship|"
    r"financ|^sca|^single$|^fees?$|^plans?$|seguro|asegur|beca|pago|escala|superbill|"
    r"accept|acept|carrier|managed|covered|reduced|escala|tarifa|^ability$|ingreso",
    MODES: r"consulta|individual|group|famil|couple|one|^1$|grup|pareja|therapist|counselor",
    EXTRA_CARE: r"didactic|lecture|psych|prescriber|practitioner|^[an]a$|educati|educaci|famil|skills|distress|"
    r"interpersonal|"
    r"habilidades|parent|caregiver|caretaker|relapse|reca[ií]d|step|pasos|anonymous|"
    r"^case$|mindful|atenci[oó]n|asam|screens?|sobriety|abstinence|sober|sobriedad|"
    r"charlas|dieti[ct]|nutrition|dinner|lunch|snack|^meals?$|medic|^meds?$|alcohol|drug|substances?$|droga|"
    r"drink|coach|"
    r"^loss$|^(?:cpt|mi)$|^mood$|^levels?$|^(?:perinat|postpart|matern)|^therap|cocaine|heroin|^meth|fentanyl|"
    r"opioid|opiate",
    OPENING: r"open|soon|launch|operat|clos|longer|discontinu|suspend|pause|hold|hiatus|"
    r"pr[oó]ximamente|cerrad|ofrece|running|yet|currently|begin|start|planned|"
    r"plans|anticipated|grand|temporarily|unavailable",
    EXTRAS: r"group|cohort|grupo|class|roll|join|start|enroll|enter|begin|open|new|admission|"
    r"admisi[oó]n|inscripci|closed|after|alumni|continuing|seguimiento|speak|"
    r"bilingual|spoken|language|offered|available|held|conduct|translat|interpret|"
    r"hablamos|habla|idioma|biling|participant|client|member|patient|people",
    OURS: r"^(?:our|ours|we|us|nuestr[oa]s?|ofrecemos)$",
    HERE: r"^(?:call|schedule|refer|enroll|referrals?|admissions?|located|participants|"
    r"clients|patients|the|this|meets|\d{3}|\d{4})$|ll[aá]menos",
    GENERAL: r"iops|programs|^(?:see|visit|vea|visite|consulte)$|^(?:friends|colleagues|partners?|sister|"
    r"neighbou?rs)$|^an?$|according|intensive|most|"
    r"many|some|typically|usually|"
    r"generally|defin|samhsa|nida|stud|research|medicare|cms|experts|seg[uú]n|"
    r"programas|los|un|^it$|nation|federal|^common$|^norm$|^type$|^kind$|^form$|^sheet$|^guide$|^handout$|"
    r"centers|rehabs|^iop$|asam|national|american",
    NUMBERS: rf"\d|½|^(?:{'|'.join(NUMBER_WORDS)})$",
    DAYS: r"^(?:mon|tue|wed|thu|thr|fri|sat|sun)|^lun|^martes|^mi[ée]rcoles|^jueves|"
    r"^viernes|^s[áa]bado|^domingo|^[mtwrfh]{1,8}$|^[mtwrfhsau]{2,9}$",
    SHARED: r"^(?:disorders?|therap(?:y|ies)|alcohol|opioids?|opiates?|heroin|fentanyl|cocaine|meth|benzo\w*|kratom|"
    r"use|abuse|misuse|addictions?|dependenc[ey])$",
    PROSE: r"^job|degree|^401|^pto$|^paid$|bonus|qualific|responsib|salary|hiring|resume|abstract|methods|results|"
    r"randomi|meta|sample|control|conducted|examined|analy[sz]ed|^study|^et$|"
    r"medical|necess|prior|utili[sz]ation|coverage|continued|admission|reimburse|"
    r"billing|claims|diem|"
    r"benefi|hcpcs|^cpt|condition|shall|licensee|pursuant|subsection|^rule|regulation|"
    r"statute|administrative|find|browse|search|listings|filter|compare|sponsored|"
    r"advertis|article|^guide|^post|^blog|^read|reviewed|published|updated|written|"
    r"references|"
    r"frequently|experts|continue|^full|^apply|equal|seeking|participants|announc|^said|"
    r"^told|press|spokes",
}
_PATTERNS = tuple((topic, re.compile(words)) for topic, words in _WORDS.items())


def _of_word(word: str) -> int:
    return sum(topic for topic, pattern in _PATTERNS if pattern.search(word)) if len(word) < 40 else 0


_of_words = WordBits(_of_word)


def topics_of(words: Iterable[str]) -> int:
    """Return the topics of a sentence's words as bits."""
    return _of_words.of(words)
