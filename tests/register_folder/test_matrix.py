"""A matrix becomes a list: a mandate for each mark, with the limit that stands in it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.sheet.merge import merge
from mandate_registry.register_folder.sheet.plan import HIDDEN_COLUMNS, Rubrics
from tests.register_folder.sheets import EXCL, LIST, ROW, added, asked, laid_of, merged, planned, said

MATRIX = """Mandaatregister gemeente Voorbeeld;;;;;;
;;;;;;
Nr.;Bevoegdheid;Grondslag;Gemeentesecretaris;Teamleider;Medewerker;Voorwaarden
1;FINANCIEN;;;;;
1.1;Opdracht gunnen;art. 160 Gemw;X;tot € 50.000;tot € 5.000;binnen budget
1.2;Kleine inkoop;art. 160 Gemw;X;X;X;
2;BEZWAAR;;;;;
2.1;Beslissen op bezwaar;7:11 Awb;X;-;-;niet als hij het primaire besluit nam
"""
FIXED = EXCL | {"kinds": "mandate", "on_behalf_of": "college"}
MARKS = {"max_amount": {"x": "", "-": None}}
ANSWERS: dict[str, Any] = {
    "fixed": FIXED,
    "meanings": MARKS,
    "rubrics": Rubrics.SKIP,
    "numbers": "M-",
    "unused": (0,),
}


def test_a_matrix_is_known_and_what_it_leaves_open_is_asked() -> None:
    plan = planned(laid_of(MATRIX))
    assert (plan.functions, plan.columns["holder"], plan.columns["max_amount"]) == ((3, 4, 5), 7, 8)
    assert [one.asks for one in asked(MATRIX)] == ["rubrics", "vat"]


def test_each_mark_is_a_mandate_with_its_limit(small_register: RegisterFolder) -> None:
    found = added(small_register, merged(small_register, MATRIX, **ANSWERS), "mandates")
    assert [(one.number, *one.decision_types, str(one.seats[0]), one.max_amount) for one in found] == [
        ("1.1-secretaris", "buy.award", "position:secretaris", None),
        ("1.1-teamleider", "buy.award", "position:teamleider", Decimal("49999.99")),
        ("1.1-medewerker", "buy.award", "position:medewerker", Decimal("4999.99")),
        ("1.2-secretaris", "buy.small", "position:secretaris", None),
        ("1.2-teamleider", "buy.small", "position:teamleider", None),
        ("1.2-medewerker", "buy.small", "position:medewerker", None),
        ("2.1-secretaris", "obj.decide", "position:secretaris", None),
    ]
    assert {one.conditions for one in found[:3]} == {("binnen budget",)}


def test_a_mark_means_nothing_before_its_owner_says_what(small_register: RegisterFolder) -> None:
    result = merged(small_register, MATRIX, **ANSWERS | {"meanings": {}})
    assert {(one.row, one.value) for one in result.errors} == {(5, "X"), (6, "X"), (8, "X"), (8, "-")}


def test_a_row_without_a_mark_is_no_mandate_that_is_lost(small_register: RegisterFolder) -> None:
    result = merged(small_register, MATRIX, **ANSWERS | {"rubrics": Rubrics.READ})
    assert {(row, column) for row, column, code in said(result)} >= {(4, "holder")}


def test_the_columns_of_functions_are_used_with_their_marks_alone() -> None:
    """A plan that leaves out what stands below them would grant without limit."""
    columns = {name: place for name, place in planned(laid_of(MATRIX)).columns.items() if name != "max_amount"}
    places = [one.place for one in asked(MATRIX, **ANSWERS | {"columns": columns}) if one.asks == "column"]
    assert places == [3, 4, 5]


def test_the_same_matrix_twice_grants_nothing_twice(small_register: RegisterFolder) -> None:
    once = merged(small_register, MATRIX, **ANSWERS).register
    again = merged(once, MATRIX, **ANSWERS)
    assert said(again) == []
    assert again.register.tables == once.tables


def test_a_hidden_function_grants_nothing_till_it_is_said_to_be_meant(small_register: RegisterFolder) -> None:
    laid = replace(laid_of(MATRIX), hidden=frozenset({4}))
    plan = planned(laid, **ANSWERS)
    assert [(one.row, one.code) for one in merge(small_register, laid, plan).errors] == [(None, "open_marked")]
    found = added(small_register, merge(small_register, laid, plan.without([4])), "mandates")
    assert "position:teamleider" not in {str(one.seats[0]) for one in found}
    assert len(found) == 5
    meant = merge(small_register, laid, replace(plan, marked={HIDDEN_COLUMNS: True}))
    assert len(added(small_register, meant, "mandates")) == 7


def test_the_headings_of_a_matrix_that_stand_in_it_again_are_no_marks(small_register: RegisterFolder) -> None:
    again = MATRIX.splitlines()[2]
    text = MATRIX.replace("2;BEZWAAR", f"{again}\n2;BEZWAAR")
    assert len(added(small_register, merged(small_register, text, **ANSWERS), "mandates")) == 7


def test_a_matrix_of_which_no_function_is_left_grants_nothing(small_register: RegisterFolder) -> None:
    laid = laid_of(MATRIX)
    left = planned(laid, **ANSWERS, dropped=(4, 7)).without([3, 4, 5])
    assert {one.code for one in merge(small_register, laid, left).errors} == {"new_lacks"}


RACI = """Decision,ED,Treasurer,Board,Notes
Opdracht gunnen,R/A,I,I,
Kleine inkoop,R,A,I,Treasurer co-signs
"""
LIMITS = "Level,Expense Approval,Contract Signing\nBoard,Unlimited,>$10M\nCEO,<$5M,<$10M\nManager,<$25K,N/A\n"


@pytest.mark.parametrize("text", [RACI, LIMITS])
def test_a_matrix_that_is_not_understood_is_asked_about_column_by_column(
    small_register: RegisterFolder, text: str
) -> None:
    open_columns = [one.place for one in asked(text, "mandates") if one.asks == "column"]
    assert set(open_columns) >= {1, 2}
    assert merged(small_register, text, "mandates").register is small_register


def test_letters_are_marks_when_its_owner_says_what_they_mean(small_register: RegisterFolder) -> None:
    text = RACI.replace("ED", "Controller").replace("Treasurer,Board", "Inkoper,Teamleider")
    result = merged(
        small_register,
        text,
        "mandates",
        columns={"decision_types": 0, "holder": 5, "max_amount": 6, "function_limit": 7, "instructions": 4},
        functions=(1, 2, 3),
        fixed=FIXED,
        numbers="R-",
        meanings={"max_amount": {"a": "", "r/a": "", "r": None, "i": None}},
    )
    found = added(small_register, result, "mandates")
    assert [(*one.decision_types, str(one.seats[0])) for one in found] == [
        ("buy.award", "position:controller"),
        ("buy.small", "position:inkoper"),
    ]


@pytest.mark.parametrize("cell", ["<$5M", ">$10M", "<$5M (financial)", "<$25K", "Unlimited", "N/A"])
def test_millions_and_thousands_by_a_letter_are_no_amounts(small_register: RegisterFolder, cell: str) -> None:
    result = merged(small_register, f"{LIST};Limit USD\n{ROW};{cell}\n", fixed={"vat": "excl"})
    assert [one[2] for one in said(result)] == ["not_an_amount"]


UNNUMBERED = "Soort;Namens;Gemandateerde;Bevoegdheid;Maximumbedrag\n"


def test_numbers_are_made_that_the_register_does_not_have(small_register: RegisterFolder) -> None:
    rows = "".join(f"mandaat;college;{holder};buy.small;5\n" for holder in ("Inkoper", "Controller"))
    assert [one.asks for one in asked(UNNUMBERED + rows, fixed=EXCL)] == ["numbers"]
    found = added(small_register, merged(small_register, UNNUMBERED + rows, fixed=EXCL, numbers="1."), "mandates")
    assert [one.number for one in found] == ["1.2", "1.3"]


def test_equal_rows_are_one(small_register: RegisterFolder) -> None:
    rows = "mandaat;college;Inkoper;buy.small;5\n" * 2 + "mandaat;college;Inkoper;buy.small;6\n"
    found = added(small_register, merged(small_register, UNNUMBERED + rows, fixed=EXCL, numbers="N-"), "mandates")
    assert [(one.number, one.max_amount) for one in found] == [("N-1", Decimal(5)), ("N-2", Decimal(6))]


def test_rows_without_a_number_get_one_where_others_have_one(small_register: RegisterFolder) -> None:
    text = f"{LIST}\n{ROW}\n;mandaat;college;Inkoper;buy.small\nN-1;mandaat;college;Teamleider;buy.award\n"
    assert [one.asks for one in asked(text)] == ["numbers"]
    found = added(small_register, merged(small_register, text, numbers="N-"), "mandates")
    assert {one.number: one.decision_types for one in found} == {
        "X-1": ("buy.award",),
        "N-1": ("buy.award",),
        "N-2": ("buy.small",),
    }


@pytest.mark.parametrize("numbers", ["M\t", "M\n", "\x00"])
def test_no_number_is_made_of_what_is_no_line(small_register: RegisterFolder, numbers: str) -> None:
    text = UNNUMBERED + "mandaat;college;Inkoper;buy.small;5\n"
    assert said(merged(small_register, text, fixed=EXCL, numbers=numbers)) == [(None, "number", "invalid_value")]
