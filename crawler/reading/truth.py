"""A reading under the keys of labelled pages: flat values, None where the page does not say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from catalog.facts import Fact, Span
from catalog.vocabulary import load_vocabulary

BLUES = "blue_cross_blue_shield"
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("morning", "afternoon", "evening")

KEYS = (
    "is_program_page",
    "level_of_care",
    "hours_per_week_min",
    "hours_per_week_max",
    "hours_per_week_derived_min",
    "hours_per_week_derived_max",
    "session_hours",
    "days_per_week_min",
    "days_per_week_max",
    "days",
    "sessions",
    "time_of_day",
    "length_weeks_min",
    "length_weeks_max",
    "age_groups",
    "min_age",
    "max_age",
    "conditions",
    "therapies",
    "insurers",
    "insurance_accepted",
    "payment_options",
    "telehealth",
)

IN_LABELLED_TERMS = ("conditions", "therapies", "payment_options", "insurers")
LABELLED = frozenset([
    "substance_use", "alcohol_use", "mental_health", "co_occurring", "depression", "mood_disorder", "anxiety",
    "trauma", "bipolar", "ocd", "tics", "adhd", "grief", "anger", "self_harm", "suicidality",
    "emotion_dysregulation", "personality_disorder", "eating_disorder", "anorexia", "bulimia", "binge_eating",
    "arfid", "disruptive_behavior", "developmental_disorder", "perinatal_mood", "group_therapy",
    "individual_therapy", "family_therapy", "multifamily_group", "couples_therapy", "cbt", "dbt", "act", "erp",
    "emdr", "fbt", "mindfulness", "yoga", "motivational_interviewing", "psychoeducation", "skills_training",
    "relapse_prevention", "medication_management", "mat", "trauma_therapy", "interpersonal_psychotherapy",
    "psychodynamic_therapy", "person_centered", "hypnotherapy", "experiential_therapy", "expressive_therapy",
    "recreation_therapy", "art_therapy", "parent_training", "phone_coaching", "nutrition_counseling",
    "meal_support", "case_management", "peer_support", "twelve_step",
    "private_insurance", "medicaid", "medicare", "tricare", "self_pay", "sliding_scale", "scholarship",
    "payment_plan", "single_case_agreement", "out_of_network",
])  # fmt: skip
"""The conditions, therapies and payment options that labelled pages name; of a finer term the broader one of these
is given. ``PageReading.facts`` holds the finer ones."""


def truth(is_program_page: bool, level: str, facts: Sequence[Fact]) -> dict[str, object]:
    """Return every key of ``KEYS``; lists hold what is stated and not denied, in a fixed order."""
    flat: dict[str, object] = dict.fromkeys(KEYS)
    flat["is_program_page"] = is_program_page
    flat["level_of_care"] = level or None
    if not is_program_page or level != "iop":
        return flat
    stated = [f for f in facts if not _is_derived_hours(f)]
    for name, attribute in (
        ("hours_per_week", "hours_per_week"),
        ("days_per_week", "days_per_week"),
        ("length_weeks", "length_weeks"),
    ):
        flat[f"{name}_min"], flat[f"{name}_max"] = _ends(stated, attribute)
    flat["hours_per_week_derived_min"], flat["hours_per_week_derived_max"] = _ends(
        [f for f in facts if _is_derived_hours(f)], "hours_per_week"
    )
    flat["min_age"], flat["max_age"] = _ends(facts, "ages")
    flat["session_hours"] = _ends(facts, "session_hours")[0]
    flat["age_groups"] = _values(facts, "age_groups") or None
    for key in IN_LABELLED_TERMS:
        flat[key] = as_labelled(key, _values(facts, key)) or None
    flat["days"] = [day for day in WEEK if day in _values(facts, "days")] or None
    flat["time_of_day"] = [part for part in PARTS if part in _values(facts, "time_of_day")] or None
    flat["sessions"] = [session.split("-") for session in sorted(map(str, _values(facts, "sessions")))] or None
    flat["insurance_accepted"] = _insurance(facts)
    flat["telehealth"] = _telehealth(facts)
    return flat


def evidence(facts: Iterable[Fact]) -> dict[str, list[str]]:
    """Return attribute → quotes, derived hours under their own name."""
    found: dict[str, list[str]] = {}
    for fact in facts:
        key = "hours_per_week_derived" if _is_derived_hours(fact) else fact.attribute
        quotes = found.setdefault(key, [])
        quotes += [e.quote for e in fact.evidence if e.quote not in quotes]
    return found


def _is_derived_hours(fact: Fact) -> bool:
    return fact.attribute == "hours_per_week" and all(e.how == "derived" for e in fact.evidence)


def _ends(facts: Iterable[Fact], attribute: str) -> tuple[float | None, float | None]:
    """Return the lowest and the highest stated end; open where the widest span is open."""
    spans = [f.value for f in facts if f.attribute == attribute and isinstance(f.value, Span) and not f.disputed]
    lows = [s.low for s in spans if s.low is not None]
    highs = [s.high for s in spans if s.high is not None]
    return (_plain(min(lows)) if lows else None), (
        _plain(max(highs)) if highs and not (spans and spans[0].high is None) else None
    )


def _plain(number: float) -> float:
    return int(number) if number == int(number) else round(number, 2)


def _values(facts: Iterable[Fact], attribute: str) -> list[object]:
    facts = list(facts)
    denied = {f.value for f in facts if f.attribute == attribute and f.denied}
    return [f.value for f in facts if f.attribute == attribute and not f.denied and f.value not in denied]


def as_labelled(attribute: str, values: Iterable[object]) -> list[object]:
    """Return ``values`` of one of ``IN_LABELLED_TERMS`` in the terms that labels use: of a finer one (panic, opioid
    use) the broader it belongs to; one state's company of the Blues that has no name of its own is their brand."""
    if attribute == "insurers":
        return list(dict.fromkeys(BLUES if str(value).startswith("bcbs_") else value for value in values))
    found: dict[object, None] = {}
    for value in values:
        if load_vocabulary().has(attribute, str(value)):
            kinds = ["mental_health"] if value == "serious_mental_illness" else _labelled_kinds(attribute, str(value))
            found |= dict.fromkeys(kinds)
    return list(found)


_TOO_BROAD = frozenset(["mental_health", "serious_mental_illness"])
"""Broader terms that say less than labels do of a finer one."""


def _labelled_kinds(attribute: str, term: str) -> list[str]:
    """Return ``term`` where labels use it, else the nearest broader terms that they use."""
    if term in LABELLED:
        return [term]
    broader = load_vocabulary().term(attribute, term).broader
    return [kind for b in broader if b not in _TOO_BROAD for kind in _labelled_kinds(attribute, b)]


def _insurance(facts: Sequence[Fact]) -> bool | None:
    said = {not f.denied for f in facts if f.attribute == "insurance_accepted"}
    return said.pop() if len(said) == 1 else None


def _telehealth(facts: Sequence[Fact]) -> bool | None:
    settings = _values(facts, "setting")
    if "virtual" in settings or "hybrid" in settings:
        return True
    return False if any(f.attribute == "setting" and f.value == "virtual" and f.denied for f in facts) else None
