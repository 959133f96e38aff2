"""Cells without a value of their own are pointed at: "as above", what is nobody's name, a stroke, and totals."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.sheet.empty_cells import is_as_above, is_name
from mandate_registry.register_folder.sheet.merge import merge
from mandate_registry.register_folder.sheet.plan import Rubrics, word_of
from mandate_registry.register_folder.sheet.plan_guess import with_marks
from mandate_registry.register_folder.sheet.word_choices import is_likely_nothing
from tests.register_folder.sheets import EXCL, LIST, ROW, added, asked, laid_of, merged, planned, said

STAFF = "Personeelsnummer;Naam;Functie;Afdeling;Datum in dienst\n"


@pytest.mark.parametrize(
    "text", ["idem", "Idem.", "ditto", "als boven", "Zie hierboven", '"', "”", "- „ -", "''", "〃"]
)
def test_what_says_as_above_is_known(text: str) -> None:
    assert is_as_above(text)


@pytest.mark.parametrize("text", ["-", "", "idem, tot 5.000", '"Inkoper"', "'s-Gravenhage", "n.v.t.", "12"])
def test_what_says_something_itself_is_not_as_above(text: str) -> None:
    assert not is_as_above(text)


@pytest.mark.parametrize(
    ("column", "row"),
    [
        ("holder", 'X-1;mandaat;college;"""";buy.award;100;a'),
        ("kinds", "X-1;idem;college;Inkoper;buy.award;100;a"),
        ("decision_types", "X-1;mandaat;college;Inkoper;idem;100;a"),
        ("max_amount", "X-1;mandaat;college;Inkoper;buy.award;idem;a"),
        ("legal_basis", "X-1;mandaat;college;Inkoper;buy.award;100;zie boven"),
    ],
)
def test_as_above_is_asked_in_each_cell_and_has_no_meaning_for_the_file(
    small_register: RegisterFolder, column: str, row: str
) -> None:
    text = f"{LIST};Maximumbedrag;Grondslag\n{ROW.replace('X-1', 'X-0')};5;b\n{row}\n"
    meanings = {column: {'"': "Inkoper", "idem": "Inkoper", "zie boven": "b"}}
    result = merged(small_register, text, "mandates", fixed=EXCL, meanings=meanings)
    assert said(result) == [(3, column, "as_above")]


PEOPLE: tuple[str, ...] = (
    "Jansen, A. de",
    "dhr. ing. P. de Vries MSc",
    "’t Hooft, Th.",
    "A. Jansen-de Wit",
    "J. Jansen (extern)",
)
PEOPLE += ("Özlem Şahin", "Nn van Dam", "李明", "Geen, Piet van")
NOBODY: tuple[str, ...] = ("vacature", "Vacant", "N.N.", "n.v.t.", "1", "-", "Jan Smit*", "Jan Smit 1)", "Jan Smit ¹")
NOBODY += ("Jan Smit [superscript: 1]", "Jan Smit / Piet Puk", "Jan\nPiet")


@pytest.mark.parametrize("name", PEOPLE + NOBODY)
def test_what_is_nobodys_name_makes_nobody(small_register: RegisterFolder, name: str) -> None:
    assert is_name(name) is (name in PEOPLE)
    result = merged(small_register, f'{STAFF}E9;"{name}";;;1-1-2026\n', "staff")
    assert said(result) == ([] if name in PEOPLE else [(2, "name", "not_a_name")])


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("-;Jan Smit;;", "number", "invalid_value"),
        ("E9;Jan Smit;n.v.t.;", "position", "not_a_code"),
        ("E9;Jan Smit;onbekend;", "position", "not_a_code"),
        ("E9;Jan Smit;Inkoper;n.v.t.", "unit", "not_a_code"),
    ],
)
def test_nothing_new_is_called_a_stroke_or_nobody(
    small_register: RegisterFolder, row: str, column: str, code: str
) -> None:
    result = merged(small_register, f"{STAFF}{row};1-1-2026\n", "staff")
    assert (2, column, code) in said(result)
    if column == "position":
        meant = merged(
            small_register, f"{STAFF}{row};1-1-2026\n", "staff", meanings={"position": {row.split(";")[2]: ""}}
        )
        assert [one.number for one in added(small_register, meant, "employees")] == ["E9"]


@pytest.mark.parametrize("first", ["Totaal", "Subtotaal:", "Eindtotaal", "Total", "Totaal 12"])
def test_a_row_of_totals_is_asked_about(small_register: RegisterFolder, first: str) -> None:
    text = f"{STAFF}E9;Jan Smit;Inkoper;Team Inkoop;1-1-2026\n{first};1;;;\n"
    assert [str(one.asks) for one in asked(text, "staff")] == ["rubrics"]
    result = merged(small_register, text, "staff", rubrics=Rubrics.SKIP)
    assert [one.number for one in added(small_register, result, "employees")] == ["E9"]


@pytest.mark.parametrize(
    ("heading", "column", "word"),
    [
        ("Voorwaarden", "conditions", "geen"),
        ("Voorwaarden", "conditions", "-"),
        ("Instructie", "instructions", "N.v.t."),
        ("Zaak", "cases", "alle"),
        ("Grondslag", "legal_basis", "–"),
    ],
)
def test_a_word_for_none_is_no_condition_and_no_case(
    small_register: RegisterFolder, heading: str, column: str, word: str
) -> None:
    text = f"{LIST};{heading}\n{ROW};{word}\n"
    assert said(merged(small_register, text, "mandates")) == [(2, column, "invalid_value")]
    assert is_likely_nothing(column, word)
    (found,) = added(
        small_register, merged(small_register, text, "mandates", meanings={column: {word_of(word): ""}}), "mandates"
    )
    assert not getattr(found, column)


@pytest.mark.parametrize("number", ["X\u200b-1", "\u202eX-1\u202c", "--", "?"])
def test_a_number_with_signs_that_are_not_seen_is_none(small_register: RegisterFolder, number: str) -> None:
    result = merged(small_register, f"{LIST}\n{ROW.replace('X-1', number)}\n", "mandates")
    assert said(result) == [(2, "number", "invalid_value")]


@pytest.mark.parametrize(("inkoper", "codes"), [(("1", "0"), ["not_an_amount"] * 3), (("1", "5.000"), [])])
def test_ones_and_noughts_below_functions_are_marks(
    small_register: RegisterFolder, inkoper: tuple[str, str], codes: list[str]
) -> None:
    sheet = laid_of("Bevoegdheid;Inkoper;Controller\nOpdracht gunnen;{};1\nKleine inkoop;{};\n".format(*inkoper))
    fixed = {"kinds": "mandate", "on_behalf_of": "college", **EXCL}
    plan = planned(sheet, "mandates", fixed=fixed, numbers="M-", bounds={"max_amount": "within"}, functions=(1, 2))
    plan = replace(plan, columns=with_marks({"decision_types": 0}, len(sheet.headings)), by_type={})
    assert [one.code for one in merge(small_register, sheet, plan).errors] == codes
    meant = replace(plan, meanings={"max_amount": {"1": "", "0": None}})
    found = added(small_register, merge(small_register, sheet, meant), "mandates")
    assert {one.max_amount for one in found if one.decision_types == ("buy.award",)} == {None}
