"""Free text: exact against Whoosh's own BM25F, everyday words, look-ups, spelling, and whatever else people paste."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import whoosh.index
from whoosh import query as whoosh_query
from whoosh.analysis import STOP_WORDS

from catalog.facts import Evidence, Fact
from catalog.programs import Program
from index.build import build_index
from index.files import FOLDER, WHOOSH
from index.queries import Query
from index.questions import MOST_CHARACTERS, MOST_WORDS, read_text, safe_text
from index.schema import NAME, TEXT, ProgramAnalyzer, weighting
from index.search import ProgramIndex, open_index
from index.understand import to_query, understand
from index.understand.tokens import MOST_CHARACTERS as MOST_LOOKED_AT
from index.understand.tokens import MOST_WORDS as MOST_TOKENS
from index.words import STOPPED, fold, stems
from tests.hostile_texts import HOSTILE
from tests.make_programs import make_programs, write_programs

COUNT, QUESTIONS, TOP = 600, 500, 20


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    programs = write_programs(folder, COUNT, seed=5)
    programs = [*programs, *_by_hand(programs[0])]
    lines = [msgspec.json.encode(program) for program in sorted(programs, key=lambda p: p.id)]
    (folder / "programs.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    build_index(folder)
    return folder


@pytest.fixture(scope="module")
def index(release: Path) -> ProgramIndex:
    return open_index(release)


def _by_hand(model: Program) -> list[Program]:
    """Programs with one thing each that a test looks for."""

    def program(name: str, fact: Fact | None = None, **fields: Any) -> Program:
        level = next(f for f in model.facts if f.attribute == "level_of_care")
        made = {"organization": "", "website": "", "phone": "", "city": "Tempe", "state": "AZ", "zip": "85281"} | fields
        facts = (level, fact) if fact else (level,)
        return msgspec.structs.replace(model, id=f"hand-{fold(name)[:6]}", name=name, facts=facts, **made)

    def states(attribute: str, term: str, quote: str, denied: bool = False) -> Fact:
        evidence = Evidence(
            source="program_sites", url="https://a.example/", read_on="2026-11-01", quote=quote, how="text"
        )
        return Fact(attribute=attribute, value=term, evidence=(evidence,), denied=denied)

    return [
        program("Zephyrine Lighthouse", phone="(602) 555-0147", website="https://care.zephyrine-light.example/iop"),
        program("Quillfeather Anxiety", states("conditions", "anxiety", "We treat worry that will not stop.")),
        program("Ñandú Clínica", states("therapies", "emdr", "Reprocessing with gentle wobbleboards.")),
        program("Vexilla Nonesuch", states("payment_options", "medicaid", "We refuse grumblecoin.", denied=True)),
    ]


def names_of(release: Path, index: ProgramIndex, text: str) -> list[str]:
    ids = [hit.id for hit in index.search(Query(text=text, limit=COUNT + 10)).hits]
    decoder = msgspec.json.Decoder(Program)
    known = {p.id: p.name for p in map(decoder.decode, (release / "programs.jsonl").read_bytes().splitlines())}
    return [known[i] for i in ids]


def test_the_arrays_score_as_whoosh_itself_does(release: Path, index: ProgramIndex) -> None:
    """Random questions of one to five words, any and all of them: the same documents, scores and order, ties aside."""
    chance = random.Random(7)
    words = [w.decode() for w in index.texts.text.words]
    sizes = np.diff(index.texts.text.starts)
    opened = whoosh.index.open_dir(str(release / FOLDER / WHOOSH))
    with opened.searcher(weighting=weighting()) as searcher:
        for _ in range(QUESTIONS):
            size = chance.randint(1, 5)
            question = list(dict.fromkeys(chance.choices(words, weights=sizes.tolist(), k=size)))
            every = chance.random() < 0.5
            terms = [whoosh_query.Term(TEXT, word) for word in question]
            expected = searcher.search(whoosh_query.And(terms) if every else whoosh_query.Or(terms), limit=TOP + 30)
            docs, scores = index.texts.text.ranked(question, index.count, every, TOP)
            top = expected.top_n
            assert scores == pytest.approx([score for score, _ in top[:TOP]], rel=1e-4), question
            theirs = {document: score for score, document in top}
            for document, score in zip(docs.tolist(), scores.tolist(), strict=True):
                tied = score == pytest.approx(top[-1][0], rel=1e-4)
                assert tied or theirs[document] == pytest.approx(score, rel=1e-4), question


def test_whoosh_reads_the_blocks_we_write_as_its_own(release: Path, index: ProgramIndex) -> None:
    opened = whoosh.index.open_dir(str(release / FOLDER / WHOOSH))
    assert opened.doc_count() == index.count
    with opened.searcher() as searcher:
        for field, arrays in ((TEXT, index.texts.text), (NAME, index.texts.names)):
            assert list(searcher.reader().lexicon(field)) == arrays.words.tolist()
            for word in arrays.words[:: max(len(arrays.words) // 40, 1)]:
                matcher = searcher.reader().postings(field, bytes(word))
                assert list(matcher.all_ids()) == arrays.of(arrays.number(bytes(word).decode()))[0].tolist()


def test_one_analysis_for_whoosh_and_for_questions() -> None:
    text = "Women's groups, niños y niñas: Panic-attacks, anxiety & the 12 steps"
    assert [token.text for token in ProgramAnalyzer()(text)] == stems(text)
    assert STOP_WORDS <= STOPPED
    assert "womens" in fold(text) and "ninos" in fold(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("zephyrine", "Zephyrine Lighthouse"),
        ("Zephyrine Light", "Zephyrine Lighthouse"),
        ("zephyr", "Zephyrine Lighthouse"),
        ("602-555-0147", "Zephyrine Lighthouse"),
        ("+1 (602) 555 0147", "Zephyrine Lighthouse"),
        ("6025550147", "Zephyrine Lighthouse"),
        ("602.555.0147", "Zephyrine Lighthouse"),
        ("(602)555-0147", "Zephyrine Lighthouse"),
        ("1-602-555-0147", "Zephyrine Lighthouse"),
        ("tel:+16025550147", "Zephyrine Lighthouse"),
        ("602 - 555 - 0147", "Zephyrine Lighthouse"),
        ("602/555-0147", "Zephyrine Lighthouse"),
        ("call 602 555 0147 ext. 3", "Zephyrine Lighthouse"),
        ("602–555–0147", "Zephyrine Lighthouse"),
        ("６０２-５５５-０１４７", "Zephyrine Lighthouse"),
        ("zephyrine-light.example", "Zephyrine Lighthouse"),
        ("ZEPHYRINE-LIGHT.EXAMPLE", "Zephyrine Lighthouse"),
        ("zephyrine light", "Zephyrine Lighthouse"),
        ("lightho", "Zephyrine Lighthouse"),
        ("www.zephyrine-light.example", "Zephyrine Lighthouse"),
        ("https://care.zephyrine-light.example/anything?x=1", "Zephyrine Lighthouse"),
        ("intake@zephyrine-light.example", "Zephyrine Lighthouse"),
        ("quillfeather panic attacks", "Quillfeather Anxiety"),
        ("nandu", "Ñandú Clínica"),
        ("ÑANDÚ CLÍNICA", "Ñandú Clínica"),
        ("wobbleboard", "Ñandú Clínica"),
    ],
)
def test_look_ups_find_the_one_program(release: Path, index: ProgramIndex, text: str, name: str) -> None:
    assert names_of(release, index, text) == [name]


def test_seven_digits_find_every_area_code(release: Path, index: ProgramIndex) -> None:
    assert "Zephyrine Lighthouse" in names_of(release, index, "555-0147")


def test_words_of_a_denial_do_not_find_the_program(release: Path, index: ProgramIndex) -> None:
    assert index.search(Query(text="grumblecoin")).total == 0
    assert "Vexilla Nonesuch" not in names_of(release, index, "medicaid")


@pytest.mark.parametrize("everyday", ["panic", "panic attacks", "ansiedad", "anxious"])
def test_everyday_and_spanish_words_find_what_the_term_finds(index: ProgramIndex, everyday: str) -> None:
    from catalog.vocabulary import load_vocabulary

    if load_vocabulary().lookup("conditions", everyday) is None:
        pytest.skip(f"the vocabulary has no {everyday!r}")
    term = load_vocabulary().lookup("conditions", everyday)
    assert term is not None
    stated = index.search(Query(terms={"conditions": (term.id,)}, stated_only=True, limit=1000))
    found = {hit.id for hit in index.search(Query(text=everyday, limit=1000)).hits}
    assert {hit.id for hit in stated.hits} <= found


def test_all_words_must_fit_and_words_nobody_has_are_left_out(release: Path, index: ProgramIndex) -> None:
    assert names_of(release, index, "quillfeather emdr") != ["Quillfeather Anxiety"]
    both = index.search(Query(text="quillfeather xyzzyplugh"))
    assert both.total == 1 and both.unmatched == ("xyzzyplugh",) and not both.some_words
    neither = index.search(Query(text="quillfeather nandu"))
    assert neither.total == 2 and neither.some_words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("zephyrine lighthuose", "zephyrine lighthouse"),
        ("Quilfeather", "quillfeather"),
        ("anxeity IOP", "anxiety IOP"),
        ("zephyrine", ""),
        ("qqqqqqqq", ""),
    ],
)
def test_did_you_mean(index: ProgramIndex, typed: str, meant: str) -> None:
    assert index.search(Query(text=typed)).did_you_mean == meant


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_gets_a_sane_answer(index: ProgramIndex, name: str) -> None:
    text = HOSTILE[name]
    results = index.search(Query(text=text, limit=3))
    assert 0 <= results.total <= index.count
    assert len(results.hits) == min(results.total, 3)
    assert len(results.did_you_mean) <= 2 * MOST_CHARACTERS
    question = read_text(text)
    assert len(question.text) <= MOST_CHARACTERS and len(question.words) <= MOST_WORDS
    assert not any(ord(c) < 32 or c in "\u202e\u202c\u200b" for c in question.text)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_searched_as_a_question_is(index: ProgramIndex, name: str) -> None:
    """The whole way of ``iop search`` and the app: what is understood is small, and nothing found is not the end."""
    asked = understand(HOSTILE[name])
    results = index.search(to_query(asked))
    assert len(asked.chips) <= MOST_TOKENS and len(asked.text) <= MOST_LOOKED_AT
    assert 0 <= results.total <= index.count
    assert results.total or results.widen
    msgspec.json.encode(results.did_you_mean)


def test_text_is_cut_and_cleaned() -> None:
    assert safe_text("  a\tb\nc\u202e d ") == "a b c d"
    assert safe_text("word " * 50) == " ".join(["word"] * MOST_WORDS)


def test_the_generator_is_the_same_every_time() -> None:
    assert list(make_programs(20, seed=9)) == list(make_programs(20, seed=9))


def test_words_beside_a_wish_raise_the_programs_that_have_them_and_keep_none_out(index: ProgramIndex) -> None:
    results = index.search(Query(also="quillfeather"))
    assert results.total == index.count
    assert results.hits[0].id == "hand-quillf"
