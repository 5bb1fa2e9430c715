"""Exports are read back with other tools: every value is there, hostile text stays text, nothing is invented."""

from __future__ import annotations

import csv
import io
import json
import re
import uuid
import zipfile

import hypothesis
import jsonschema
import pytest
import vobject
from click.testing import CliRunner
from hypothesis import strategies as st
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

import exports.printable
import exports.referral
from catalog.attributes import load_attributes
from catalog.facts import Span
from catalog.language import language
from catalog.settings import ROOT
from catalog.stated import unanswered
from cli import iop
from exports.formats import FORMATS
from exports.printable import RANGES, printable
from exports.referral import to_pdf
from exports.selection import FOLDER, MOST_PROGRAMS, NothingSelected, Selection, select
from exports.spreadsheets import inert
from tests.app_release import HOSTILE, by_hand, crowd, fact, program, publish_programs, said

FORMULAS = ("=cmd|'/C calc'!A1", "+1", "-1+2", "@SUM(1)", "\t=1", "\r=1", "\u202e=1", "＝1")
NASTY = program(
    7, "=cmd|'/C calc'!A1", fact("conditions", "anxiety", said(quote="@SUM(1)\u202e\r\n=2")),
    organization="\u202eevil\u202c 日本 ✅", street="+1 Main; Street, \\n", website="javascript:alert(1)",
)  # fmt: skip
IDS = ["p000000000001", "p000000000002", "p000000000003", "p000000000007"]


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    return publish_programs(tmp_path_factory.mktemp("exports") / "sample", [*by_hand(), NASTY, *crowd(22)], "sample")


@pytest.fixture(scope="module")
def chosen(release):
    return select(release, IDS)


def written(release, name, ids=IDS, lang="en"):
    return FORMATS[name].write(select(release, ids, lang))


def test_an_old_id_leads_to_its_program_and_none_stands_twice(release):
    found = select(release, ["p000000000002", "p000000000001", "p000000000002", "pffffffffffff"])
    assert [one.id for one in found.programs] == ["p000000000002", "p000000000001"]
    assert found.missing == ("pffffffffffff",)


@pytest.mark.parametrize("ids", [[], ["unknown"], ["p00000000cccc"], [f"x{n}" for n in range(MOST_PROGRAMS + 1)]])
def test_nothing_to_export_says_so(release, ids):
    with pytest.raises(NothingSelected, match=r"find programs|at most"):
        select(release, ids)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_opens_as_a_formula(text):
    assert inert(text)[0] == "'"


def test_csv_has_a_row_a_program_and_a_column_an_attribute(release):
    raw = written(release, "csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert [row["ID"] for row in rows[:4]] == IDS
    assert {row.label for row in load_attributes()} <= rows[0].keys()
    assert rows[0]["Hours a week"] == "9 hours"
    assert rows[0]["Ways to pay"] == "Says no: Medicaid; Private insurance"
    assert rows[0]["Age groups"] == "Adults [whole facility]"
    assert rows[0]["Family can take part"] == "Yes (sources disagree); No (sources disagree)"
    assert rows[1]["Hours a week"] == "not stated"
    assert "How many hours a week is the IOP?" in rows[1]["Questions to ask"]
    assert "Invented sample" in rows[4]["Program name"]


def test_csv_cells_are_inert(release):
    for row in csv.reader(io.StringIO(written(release, "csv").decode("utf-8-sig"))):
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
            assert not set(cell) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\r\n")


def test_xlsx_holds_text_only_with_comparison_and_evidence(release):
    raw = written(release, "xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    assert book.sheet_names == ["Programs", "Comparison", "Evidence"]
    programs = book.get_sheet_by_name("Programs").to_python()
    assert programs[4][0] == "=cmd|'/C calc'!A1"
    comparison = {row[0]: row[1:] for row in book.get_sheet_by_name("Comparison").to_python()}
    assert comparison["Hours a week"][:3] == ["yes", "9 hours", "not stated"]
    assert comparison["Level of care"][0] == "no"
    evidence = book.get_sheet_by_name("Evidence").to_python()
    assert any("We meet three evenings a week, nine hours in all." in row for row in evidence)
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode()
            assert "<f>" not in text and "<hyperlinks>" not in text, name


def test_json_holds_every_fact_with_its_evidence_and_the_questions(release):
    told = json.loads(written(release, "json", lang="es"))
    assert told["kind"] == "sample" and told["language"] == "es"
    first = told["programs"][0]
    assert first["facts"]["hours_per_week"][0]["words"] == "9 horas"
    assert first["facts"]["hours_per_week"][0]["evidence"][0]["quote"].startswith("We meet three evenings")
    assert set(first["not_stated"]) == {row.key for row in unanswered(by_hand()[0])}


def test_vcards_are_read_back(release):
    cards = list(vobject.readComponents(written(release, "vcard").decode()))
    assert [card.fn.value for card in cards[:2]] == ["Quiet Harbor Evening IOP", "Silent House"]
    assert [tel.value for tel in cards[0].contents["tel"]] == ["(480) 555-0111", "(480) 555-0101"]
    assert cards[0].adr.value.city == "Scottsdale" and cards[0].url.value == "https://quietharbor.example/"
    assert "do not exist" in cards[0].note.value
    assert cards[3].adr.value.street == "+1 Main; Street, \\n"
    assert cards[3].org.value == ["evil 日本 ✅"]
    assert "url" not in cards[2].contents and "url" not in cards[3].contents


def test_hsds_services_fit_the_published_schema(release):
    path = ROOT.parent / "shared" / "data" / "hsds" / "service.schema.json"
    if not path.is_file():
        pytest.skip(f"the HSDS schema is not at {path}")
    check = jsonschema.Draft202012Validator(
        json.loads(path.read_text()), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    services = json.loads(written(release, "hsds", [*IDS, *(i for i in release.ids() if i.startswith("q"))][:20]))
    assert [list(check.iter_errors(service)) for service in services] == [[]] * 20


def test_hsds_states_what_is_stated_and_leaves_out_the_rest(release):
    first, silent = json.loads(written(release, "hsds"))[:2]
    assert uuid.UUID(first["id"]) == uuid.UUID(json.loads(written(release, "hsds", lang="es"))[0]["id"])
    assert first["schedules"][0]["opens_at"] == "18:00:00"
    assert {a["taxonomy_term"]["code"] for a in first["attributes"]} >= {"conditions:anxiety", "hours_per_week"}
    assert "schedules" not in silent and "languages" not in silent and "fees_description" not in silent
    assert "do not exist" in first["alert"]


def pages(raw):
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(raw)).pages]


def test_the_sheet_has_one_page_a_program_then_the_comparison(release):
    found = pages(written(release, "pdf"))
    names = [one.name for one in by_hand()[:2]]
    for name, page in zip(names, found, strict=False):
        assert name in page and "Questions to ask" in page and "988" in page and "do not exist" in page
    assert "(480) 555-0111" in found[0] and "9 hours" in found[0] and "SAMHSA, as of Nov 2, 2026, whole" in found[0]
    assert "sources disagree" in found[0] and "Says no: Medicaid" in found[0]
    assert "How many hours a week is the IOP?" in found[1]
    assert "Side by side" in found[4] and "not stated" in found[4]
    assert f"Page 1 of {len(found)}" in found[0]


def test_a_program_with_everything_stated_still_fits_on_one_page(release):
    from catalog.vocabulary import load_vocabulary

    facts = [fact(row.key, term.id) for row in load_attributes() if row.kind == "terms"
             for term in load_vocabulary().terms(row.vocabulary)]  # fmt: skip
    facts += [fact(row.key, Span(9, 12)) for row in load_attributes() if row.kind == "span"]
    facts += [fact(row.key, True) for row in load_attributes() if row.kind == "yes_no"]
    full = program(8, "Everything " * 10, *facts[1:])
    root = release.path.parent.parent / "full"
    found = pages(to_pdf(select(publish_programs(root, [full, by_hand()[1]]), [full.id, by_hand()[1].id])))
    assert "Silent House" in found[1] and re.search(r"and \d+ more", found[0])


def test_the_sheet_is_tagged_titled_and_says_its_language(release):
    for lang, code, title in (
        ("en", "en-US", "Intensive outpatient programs"),
        ("es", "es-US", "Programas ambulatorios intensivos"),
    ):
        reader = PdfReader(io.BytesIO(written(release, "pdf", lang=lang)))
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root and root["/Lang"] == code
        assert reader.metadata.title == title and root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert b"<pdfuaid:part>1" in root["/Metadata"].get_object().get_data()
    assert "Preguntas para hacer" in reader.pages[0].extract_text()


def test_hostile_text_is_only_text_in_the_sheet(release):
    raw = written(release, "pdf", IDS[2:])
    found = pages(raw)
    assert "<script>window.hit=1</script> ![x](https://evil.example/a." in found[0].replace(" png", "png")
    assert "evil □□ (white heavy check mark)" in found[1] and "□ stands for" in found[-1]
    for page in PdfReader(io.BytesIO(raw)).pages:
        assert "/Annots" not in page
    assert HOSTILE[:8] in found[0]


def test_the_font_has_every_sign_that_is_called_printable(chosen, monkeypatch):
    signs = [chr(n) for low, high in RANGES for n in range(low, high + 1)]
    shown = "".join(sign for sign in signs if exports.printable._has(sign))
    made = {**exports.referral.sheet_data(chosen), "title": "Signs", "letters": " ".join(shown)}
    monkeypatch.setattr(exports.referral, "sheet_data", lambda chosen: made)
    assert to_pdf(chosen).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("written_as", "printed"),
    [
        ("\N{CACTUS} Cactus Recovery", "(cactus) Cactus Recovery"),
        ("\N{MATHEMATICAL BOLD CAPITAL H}\N{MATHEMATICAL BOLD SMALL O}pe \uff21 \u2460", "Hope A 1"),
        ("\N{BLACK TELEPHONE}\ufe0f 24/7", "(black telephone) 24/7"),
        ("\N{WOMAN}\N{EMOJI MODIFIER FITZPATRICK TYPE-4}", "(woman)"),
        ("\uc13c\ud130", "senteo"),
        ("\u30db\u30fc\u30d7", "hopu"),
        ("\u5e0c\u671b Center", "□□ Center"),
        ("Café Ñandú – Łódź", "Café Ñandú – Łódź"),
    ],
)  # fmt: skip
def test_signs_without_a_font_have_a_readable_stand_in(written_as, printed):
    assert printable(written_as) == printed


def test_a_name_that_cannot_be_printed_is_found_by_its_web_site(tmp_path):
    made = [program(1, "\u5e0c\u671b\u4e2d\u5fc3", website="https://hope.example/"), program(2, "\U0001f335\U0001f64f")]
    found = pages(written(publish_programs(tmp_path, made, "sample"), "pdf", [one.id for one in made]))
    assert "□□□□ · https://hope.example/" in found[0] and "□ stands for" in found[-1]
    assert "(cactus)(person with folded hands)" in found[1]


def test_the_same_selection_gives_the_same_bytes(chosen):
    for name in ("pdf", "csv", "json", "hsds", "vcard", "xlsx"):
        assert FORMATS[name].write(chosen) == FORMATS[name].write(chosen), name


def test_twenty_programs_are_compared_in_groups(release):
    many = [i for i in release.ids() if i.startswith("q")][:MOST_PROGRAMS]
    book = CalamineWorkbook.from_filelike(io.BytesIO(written(release, "xlsx", many)))
    assert book.sheet_names == ["Programs", *(f"Comparison {n}" for n in (1, 2, 3, 4)), "Evidence"]
    assert len(book.get_sheet_by_name("Programs").to_python()) == 1 + MOST_PROGRAMS + 1


def run(release, *args):
    data = release.path.parent.parent.parent
    return CliRunner().invoke(iop, ["export", *args], env={"IOP_DATA": str(data)})


@pytest.mark.parametrize("name", FORMATS)
def test_the_command_writes_every_format(release, tmp_path, name):
    target = tmp_path / "out"
    result = run(release, *IDS[:2], "--format", name, "-o", str(target))
    assert result.exit_code == 0, result.output
    assert target.read_bytes() == written(release, name, IDS[:2])


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["unknown"], 3, "find programs with a search"),
        ([IDS[0], "unknown"], 3, "no program has the id 'unknown'"),
        ([f"x{n}" for n in range(21)], 2, "at most 20"),
        ([IDS[0], "-o", "/nowhere/at/all.pdf"], 1, "choose another file"),
    ],
)
def test_the_command_says_what_is_wrong(release, args, code, says):
    result = run(release, *args)
    assert result.exit_code == code and says in " ".join(result.output.split())


def test_the_command_writes_to_standard_output(release):
    assert run(release, IDS[0], "--format", "csv", "-o", "-").stdout_bytes == written(release, "csv", IDS[:1])


def test_both_languages_say_the_same_things():
    english, spanish = language("en", FOLDER).sentences, language("es", FOLDER).sentences
    assert english.keys() == spanish.keys()
    for key, sentence in english.items():
        assert sorted(re.findall(r"{\w*}", sentence)) == sorted(re.findall(r"{\w*}", spanish[key])), key


def named(text):
    one = program(9, text, fact("conditions", "anxiety", said(quote=text)), fact("insurers", text), organization=text,
                  street=text, city=text, website=text, phone=text)  # fmt: skip
    return Selection((one,), (), language("es", FOLDER), "r", "2026-11-26T00:00:00+00:00", False, {})


ANY_TEXT = hypothesis.given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
SAME_EACH_RUN = hypothesis.settings(max_examples=40, derandomize=True, deadline=None)


@SAME_EACH_RUN
@ANY_TEXT
def test_no_text_breaks_the_sheet(text):
    assert to_pdf(named(text)).startswith(b"%PDF")


@SAME_EACH_RUN
@ANY_TEXT
def test_no_text_breaks_a_spreadsheet_or_a_contact(text):
    for row in csv.reader(io.StringIO(FORMATS["csv"].write(named(text)).decode("utf-8-sig"))):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert len(list(vobject.readComponents(FORMATS["vcard"].write(named(text)).decode()))) == 1
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(FORMATS["xlsx"].write(named(text)))).get_sheet_by_index(0)
    assert len(sheet.to_python()) == 2
