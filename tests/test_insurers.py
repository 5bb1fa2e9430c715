"""An insurer the program names and an insurer that lists the program are two things, and both are told with a date."""

import msgspec

from catalog.attributes import attribute
from catalog.display import fact_words
from catalog.facts import Evidence, Fact
from catalog.insurers import standing, standing_words
from catalog.language import language
from catalog.merging import merge_facts
from exports.records import fact_record
from views.facts_shown import fact_html
from views.language import language as app_language

EN, ES = language("en"), language("es")
PAGE = Evidence(
    source="program_sites", url="https://a.example/", read_on="2026-11-01", quote="We take Aetna.", how="text"
)
LISTED = Evidence(
    source="plan_net", url="https://fhir.example/HealthcareService/1", read_on="2026-11-03", how="structured",
    quote="networks: Choice POS", scope="facility", directory="Aetna", networks=("Choice POS",),
    plans=("Gold", "Silver"),
)  # fmt: skip
TRUST = {"program_sites": 10, "plan_net": 40, "own_list": 5}


def takes(*evidence, denied=False):
    return Fact(attribute="insurers", value="aetna", evidence=evidence, denied=denied)


def test_the_program_alone():
    assert standing_words(takes(PAGE), EN) == ("The program says it takes Aetna (Nov 1, 2026).",)
    assert fact_words(takes(PAGE), EN) == "Aetna (the program says so)"


def test_the_insurers_directory_alone_tells_network_plan_and_date():
    (told,) = standing_words(takes(LISTED), EN)
    assert told == "The directory of Aetna lists it (network: Choice POS; plan: Gold, Silver; Nov 3, 2026)."
    (bare,) = standing_words(takes(msgspec.structs.replace(LISTED, networks=(), plans=())), EN)
    assert "it names no network or plan" in bare and "Nov 3, 2026" in bare


def test_two_that_agree_say_so():
    (fact,) = merge_facts([takes(LISTED), takes(PAGE)], TRUST)
    assert standing(fact).agree and not fact.disputed
    assert standing_words(fact, EN)[-1].startswith("Both say so.")
    assert fact_words(fact, EN) == "Aetna (both say so)"
    assert fact_words(fact, ES) == "Aetna (los dos lo dicen)"


def test_what_two_agree_on_comes_first():
    other = msgspec.structs.replace(takes(PAGE), value="a_first_name")
    assert [f.value for f in merge_facts([other, takes(PAGE)], TRUST)] == ["a_first_name", "aetna"]
    assert [f.value for f in merge_facts([other, takes(PAGE), takes(LISTED)], TRUST)] == ["aetna", "a_first_name"]


def test_a_denial_beside_a_directory_is_a_dispute():
    facts = merge_facts([takes(LISTED), takes(PAGE, denied=True)], TRUST)
    assert [fact.disputed for fact in facts] == [True, True]
    denied = next(fact for fact in facts if fact.denied)
    assert standing_words(denied, EN) == ("The program says it does not take Aetna (Nov 1, 2026).",)


def test_the_newest_word_of_a_directory_counts_and_long_lists_are_counted():
    older = msgspec.structs.replace(LISTED, read_on="2026-01-01", networks=("Old",))
    many = msgspec.structs.replace(LISTED, networks=("A", "B", "C", "D", "E"), plans=())
    (told,) = standing_words(takes(older, many), EN)
    assert "network: A, B, C and 2 more" in told and "Old" not in told


def test_your_own_list_is_not_the_program():
    own = msgspec.structs.replace(PAGE, source="own_list", how="person")
    assert standing_words(takes(own), EN) == ("Your own list says it takes Aetna (Nov 1, 2026).",)
    assert standing(takes(own, LISTED)).listed


def test_json_and_app_keep_the_two_apart():
    record = fact_record(takes(PAGE, LISTED), EN)["standing"]
    assert (record["said_by"], record["said_on"], record["agree"]) == ("program_sites", "2026-11-01", True)
    (listed,) = record["listed"]
    assert listed == {"directory": "Aetna", "networks": ["Choice POS"], "plans": ["Gold", "Silver"],
                      "date": "2026-11-03", "source": "plan_net"}  # fmt: skip
    hostile = msgspec.structs.replace(LISTED, networks=("<script>alert(1)</script>",))
    html = str(fact_html(attribute("insurers"), takes(PAGE, hostile), app_language("en"), lambda source, _: source))
    assert "The program says it takes Aetna" in html and "The directory of Aetna lists it" in html
    assert "<script>" not in html and "insurer&#39;s own directory" in html


def test_nothing_says_in_network_on_its_own():
    for words in (EN, ES):
        sentences = [text for key, text in words.sentences.items() if key.startswith("insurer.")]
        assert not [text for text in sentences if "in network" in text.lower() or "in-network" in text.lower()]
