"""The words of names in behavioral health: abbreviations written out, and words that tell no two facilities apart.

Abbreviations are those of SAMHSA's directories, whose fields end at 38 characters, and of licence lists.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ABBREVIATED = {
    "treatment": "trt trtmt trmt tx txt treatmt",
    "center": "ctr cntr cent cen ctrs cntrs centers centre",
    "service": "serv servs srvs srv svc svcs srvcs services",
    "behavioral": "behav bhvrl bhvl behavorial behvrl beh behavioural behaviors behavior behavorial",
    "health": "hlth hlt hth heatlh",
    "healthcare": "hlthcare hlthcr",
    "outpatient": "outpt outpts op opt outpat",
    "inpatient": "inpt inpat",
    "residential": "resid res residental",
    "rehabilitation": "rehab rehabil",
    "counseling": "csl cnslg couns counsl counselling coun cnsl counsel counselors",
    "community": "comm commun communities",
    "program": "prog progs prg prgm pgm programs",
    "department": "dept",
    "hospital": "hosp hosps hospitals",
    "medical": "med",
    "regional": "reg regl",
    "family": "fam fams families",
    "psychiatric": "psych psychiatry",
    "psychological": "psychol psychology",
    "substance": "subst",
    "alcohol": "alc alcoholism",
    "association": "assoc assn",
    "associates": "assocs associated",
    "recovery": "recov recvry",
    "university": "univ",
    "institute": "inst",
    "foundation": "fdn found",
    "county": "cnty co",
    "adolescent": "adol adoles adolescents ado",
    "children": "childrens child childs kids",
    "education": "educ",
    "prevention": "prev",
    "integrated": "integ integr integrative",
    "disorder": "disord disorders",
    "development": "devel dev developmental",
    "alternative": "alt alternatives",
    "system": "sys systems",
    "intervention": "interv",
    "consultation": "consult",
    "intensive": "intens",
    "saint": "st ste",
    "mount": "mt",
    "fort": "ft",
    "northeast": "ne",
    "northwest": "nw",
    "southeast": "se",
    "southwest": "sw",
}

_INITIALS = {
    "mh": "mental health", "sa": "substance abuse", "bh": "behavioral health", "iop": "intensive outpatient",
    "php": "partial hospitalization", "cmhc": "community mental health center", "mhc": "mental health center",
    "mhs": "mental health service", "vamc": "va medical center", "cboc": "va clinic", "opc": "outpatient clinic",
    "otp": "methadone", "act": "assertive", "cd": "chemical dependency", "sud": "substance disorder",
    "sudcc": "substance clinic", "aoda": "alcohol drug", "aod": "alcohol drug", "mhad": "mental health addiction",
    "mat": "methadone", "bhc": "behavioral health center", "bhs": "behavioral health service", "ip": "inpatient",
    "rtc": "residential treatment center", "healthclinic": "health clinic", "healtclinic": "health clinic",
}  # fmt: skip

ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    short: (word,) for word, shorts in _ABBREVIATED.items() for short in shorts.split()
} | {short: tuple(words.split()) for short, words in _INITIALS.items()}
"""Each abbreviation (and plural) with the words it stands for."""

ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12"}
"""Roman numerals that are no other word."""

LEGAL = _words("inc llc pllc plc pc pa corp corporation corporate ltd lp llp company incorporated limited")
"""Forms of organizations, which come and go between sources."""

SMALL = _words("a an and at by de for from in la of on s the to with y dba d")

GENERIC = _words(
    """
    abuse access addiction addictions addictive agency approach area assessment assertive associates association
    authority behavioral board building campus care center certified chemical clinic clinical collaborative co
    community comprehensive consultation consultants coordinated counseling county day dependency department
    development district disorder division dui education emotional evaluation facility family foundation general
    group guidance health healthcare home hospital house human institute integrated intensive intervention legal
    life llc location main management medical medicine member network office organization partial partners patient
    practice prevention private professional program project psychiatric psychological psychotherapy public recovery
    referral regional rehabilitation resource resources satellite school service site social solutions special
    specialty state suboxone support supportive system team telehealth therapeutic therapies therapy training
    transitional treatment unit use university va veterans wellness hospitalization
    """
)
"""Words half of all facilities carry: two names that share only these share nothing."""

PEOPLE = {
    "adolescent": "young", "youth": "young", "teen": "young", "teens": "young", "teenage": "young",
    "children": "young", "juvenile": "young", "pediatric": "young", "adult": "adult", "adults": "adult",
    "women": "women", "womens": "women", "woman": "women", "female": "women", "mothers": "women", "moms": "women",
    "perinatal": "women", "men": "men", "mens": "men", "male": "men", "senior": "senior", "seniors": "senior",
    "geriatric": "senior", "elder": "senior", "older": "senior",
}  # fmt: skip
"""Whom a program is for, as names say it: two that name different people are two programs."""

LEVELS = {
    "outpatient": "outpatient", "residential": "residential", "inpatient": "inpatient", "detox": "detox",
    "detoxification": "detox", "withdrawal": "detox", "methadone": "otp", "opioid": "otp", "narcotic": "otp",
    "assertive": "act", "crisis": "crisis", "court": "court", "halfway": "residential", "shelter": "residential",
    "homes": "residential", "iop": "iop", "php": "php", "stabilization": "crisis", "reintegration": "residential",
}  # fmt: skip
"""Level of care as names say it: two that name different ones are two programs."""

SUBJECTS = {
    "mental": "mental", "psychiatric": "mental", "psychiatry": "mental", "substance": "substance",
    "addiction": "substance", "addictions": "substance", "alcohol": "substance", "drug": "substance",
    "chemical": "substance", "drugs": "substance", "sober": "substance", "sobriety": "substance",
}  # fmt: skip
"""What a name says is treated; the same facility may well treat both."""
