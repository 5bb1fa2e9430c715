"""The vocabulary means one thing by each word, and knows or ignores by name every code of SAMHSA."""

import csv
import re

import pytest

from catalog.attributes import attribute, filters, load_attributes
from catalog.settings import DATA
from catalog.vocabulary import VocabularyError, load_vocabulary, read_vocabulary

VOCABULARY = load_vocabulary()
TERMS = [(name, term) for name in VOCABULARY.attributes for term in VOCABULARY.terms(name)]

LABELLED = {
    "conditions": "substance_use alcohol_use mental_health co_occurring depression mood_disorder anxiety trauma "
    "bipolar ocd tics adhd grief anger self_harm suicidality emotion_dysregulation personality_disorder "
    "eating_disorder anorexia bulimia binge_eating arfid disruptive_behavior developmental_disorder perinatal_mood",
    "therapies": "group_therapy individual_therapy family_therapy multifamily_group couples_therapy cbt dbt act erp "
    "emdr fbt mindfulness yoga motivational_interviewing psychoeducation skills_training relapse_prevention "
    "medication_management mat trauma_therapy interpersonal_psychotherapy psychodynamic_therapy person_centered "
    "hypnotherapy experiential_therapy expressive_therapy recreation_therapy art_therapy parent_training "
    "phone_coaching nutrition_counseling meal_support case_management peer_support twelve_step",
    "payment_options": "private_insurance medicaid medicare tricare self_pay sliding_scale scholarship payment_plan "
    "single_case_agreement out_of_network",
    "insurers": "aetna blue_cross_blue_shield united_healthcare cigna humana kaiser_permanente magellan molina",
    "age_groups": "children adolescents young_adults adults older_adults",
    "level_of_care": "iop php op residential",
    "time_of_day": "morning afternoon evening",
    "days": "mon tue wed thu fri sat sun",
    "setting": "in_person virtual hybrid",
}


def samhsa_codes():
    with (DATA / "sources" / "samhsa_codes.csv").open(encoding="utf-8", newline="") as file:
        return sorted({row["code"] for row in csv.DictReader(file)})


def test_every_code_of_samhsa_is_mapped_or_ignored_by_name():
    codes = samhsa_codes()
    assert len(codes) == 317
    assert [code for code in codes if not VOCABULARY.is_known_code(code)] == []


def test_the_vocabulary_names_no_code_that_samhsa_does_not_have():
    named = {code for _, term in TERMS for code in (*term.samhsa, *term.samhsa_denied)} | VOCABULARY.ignored.keys()
    assert sorted(named - set(samhsa_codes())) == []


def test_ignored_codes_say_why():
    assert all(len(reason) > 15 for reason in VOCABULARY.ignored.values())


def test_intensive_outpatient_is_the_code_oit_alone():
    by_code = {code for _, term in TERMS if term.id == "iop" for code in term.samhsa}
    assert by_code == {"OIT"}


def test_telehealth_of_a_facility_does_not_say_that_its_iop_is_virtual():
    assert all(meaning.attribute != "setting" for meaning in VOCABULARY.by_code("TELE"))


@pytest.mark.parametrize(("name", "ids"), LABELLED.items())
def test_ids_in_use_elsewhere_exist(name, ids):
    assert [term for term in ids.split() if not VOCABULARY.has(name, term)] == []


@pytest.mark.parametrize("name", VOCABULARY.attributes)
def test_terms_are_complete_in_both_languages(name):
    for term in VOCABULARY.terms(name):
        assert re.fullmatch(r"[a-z0-9_]+", term.id), term.id
        assert term.label and term.label_es and term.help and term.help_es, term.id
        assert len(term.help) <= 240 and term.help.endswith((".", "?")), term.id


@pytest.mark.parametrize("word", ["suffers from", "addict ", "addicts", "mentally ill", "substance abuse", "abuser",
                                  "committed suicide", "alcoholic "])  # fmt: skip
def test_help_is_person_first(word):
    assert [term.id for _, term in TERMS if word in f"{term.help} {term.label} ".lower()] == []


@pytest.mark.parametrize(
    ("name", "words", "term"),
    [
        ("insurers", "BCBS", "blue_cross_blue_shield"),
        ("insurers", "Blue Cross", "blue_cross_blue_shield"),
        ("insurers", "UHC", "united_healthcare"),
        ("insurers", "Optum", "united_healthcare"),
        ("insurers", "UMR", "united_healthcare"),
        ("conditions", "PTSD", "trauma"),
        ("conditions", "panic", "panic"),
        ("conditions", "drinking", "alcohol_use"),
        ("conditions", "postpartum", "perinatal_mood"),
        ("therapies", "Dialectical Behavior Therapy", "dbt"),
        ("therapies", "dbt", "dbt"),
        ("age_groups", "teens", "adolescents"),
        ("payment_options", "Medicaid", "medicaid"),
    ],
)
def test_words_people_use(name, words, term):
    assert VOCABULARY.lookup(name, words).id == term


def test_at_least_forty_insurers():
    assert len(VOCABULARY.terms("insurers")) >= 40


def test_narrower_terms_belong_to_the_broader_one():
    assert "anorexia" in VOCABULARY.narrower("conditions", "eating_disorder")
    assert "panic" in VOCABULARY.narrower("conditions", "anxiety")


def test_attributes_are_complete_and_ask_a_question():
    for row in load_attributes():
        assert row.label and row.label_es and row.help and row.help_es, row.key
        assert bool(row.question) == bool(row.question_es), row.key
        assert row.kind != "span" or (row.unit and row.unit_es), row.key
    assert all(row.question for row in filters())
    assert attribute("conditions").filter
    with pytest.raises(KeyError, match="no attribute"):
        attribute("nothing")


TERM = '[[term]]\nid = "{id}"\nlabel = "{label}"\nlabel_es = "{label}"\nhelp = "h."\nhelp_es = "h."\n{more}\n'


def write(folder, *terms, name="conditions.toml"):
    (folder / name).write_text("".join(terms), encoding="utf-8")


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ([{"id": "a", "label": "A", "more": 'aliases = ["x"]'}, {"id": "b", "label": "B", "more": 'aliases = ["X"]'}],
         "'X' is claimed by both a and b"),
        ([{"id": "a", "label": "A", "more": ""}, {"id": "a", "label": "C", "more": ""}], "two terms have the id 'a'"),
        ([{"id": "a", "label": "A", "more": 'broader = ["zz"]'}], "unknown broader term 'zz'"),
        ([{"id": "a", "label": "A", "more": 'aliasses = ["x"]'}], "aliasses"),
        ([{"id": "a", "label": "A", "more": "id ="}], r"conditions\.toml"),
    ],
)  # fmt: skip
def test_a_vocabulary_that_breaks_a_rule_does_not_load(tmp_path, terms, said):
    write(tmp_path, *(TERM.format(**term) for term in terms))
    with pytest.raises(VocabularyError, match=said):
        read_vocabulary(tmp_path)


def test_a_code_is_mapped_or_ignored_and_never_both(tmp_path):
    write(tmp_path, TERM.format(id="a", label="A", more='samhsa = ["OIT"]'))
    write(tmp_path, '[[ignored]]\ncode = "OIT"\nname = "n"\nreason = "r"\n', name="samhsa_ignored.toml")
    with pytest.raises(VocabularyError, match="OIT is also mapped"):
        read_vocabulary(tmp_path)
