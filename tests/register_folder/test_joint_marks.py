"""Marks of a matrix that decide together are one mandate with several holders, or an error; never one for each."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.sheet.plan import TOGETHER, FunctionLimits, Rubrics
from tests.register_folder.sheets import EXCL, LIST, ROW, added, asked, laid_of, merged, planned, said

FIXED = EXCL | {"kinds": "mandate", "on_behalf_of": "college"}
HEADINGS = "Nr.;Bevoegdheid;Gemeentesecretaris;Teamleider;Medewerker"
ANSWERS: dict[str, Any] = {"fixed": FIXED, "numbers": "M-", "bounds": {"max_amount": "within"}}


def together(register: RegisterFolder, *rows: str, headings: str = HEADINGS, **answers: Any) -> Any:
    """Merge a matrix in of which "G" is answered to be decided together, and "x" alone."""
    marks = {"max_amount": {"g": TOGETHER, "x": ""} | answers.pop("marks", {})}
    text = "".join(f"{row}\n" for row in (headings, "0;Kleine inkoop;x;x;x", *rows))
    plan = planned(laid_of(text), "mandates").functions
    assert plan == (2, 3, 4)
    return merged(register, text, "mandates", **{**ANSWERS, "meanings": marks, **answers})


def granted(register: RegisterFolder, result: Any, row: str) -> list[tuple[str, Any]]:
    """Return the seats and the limit of each mandate of a row."""
    found = [one for one in added(register, result, "mandates") if one.number.startswith(f"{row}-")]
    return [(" & ".join(map(str, one.seats)), one.max_amount) for one in found]


@pytest.mark.parametrize("mark", ["gez.", "gezamenlijk", "samen", "M", "medeparaaf", "A+B"])
def test_a_mark_of_those_who_decide_together_is_asked_about(small_register: RegisterFolder, mark: str) -> None:
    result = together(small_register, f"1;Opdracht gunnen;{mark};{mark};")
    assert [(one.row, one.value, one.code) for one in result.errors] == [(3, mark, "not_an_amount")] * 2


@pytest.mark.parametrize("mark", ["G", "gezamenlijk", "samen", "M", "medeparaaf", "A+B"])
def test_those_with_the_same_mark_of_a_row_are_one_mandate(small_register: RegisterFolder, mark: str) -> None:
    rows = f"1;Opdracht gunnen;{mark};{mark.upper()};x"
    result = together(small_register, rows, marks={mark.casefold(): TOGETHER})
    assert granted(small_register, result, "1") == [
        ("position:secretaris & position:teamleider", None),
        ("position:medewerker", None),
    ]
    assert [one.number for one in added(small_register, result, "mandates") if one.number[0] == "1"] == [
        "1-secretaris-teamleider",
        "1-medewerker",
    ]


def test_two_marks_of_a_row_are_two_mandates(small_register: RegisterFolder) -> None:
    text = f"{HEADINGS};Inkoper\n0;Kleine inkoop;x;x;x;x\n1;Opdracht gunnen;G;M;G;M\n"
    marks = {"max_amount": {"g": TOGETHER, "m": f"{TOGETHER} 500", "x": ""}}
    result = merged(small_register, text, "mandates", **ANSWERS, meanings=marks)
    assert granted(small_register, result, "1") == [
        ("position:secretaris & position:medewerker", None),
        ("position:teamleider & position:inkoper", Decimal(500)),
    ]


def test_a_mark_that_stands_alone_in_its_row_is_an_error_at_its_cell(small_register: RegisterFolder) -> None:
    result = together(small_register, "1;Opdracht gunnen;x;G;", "2;Opdracht gunnen;G;G;")
    assert [(one.row, one.place, one.heading, one.value, one.code) for one in result.errors] == [
        (3, 3, "Teamleider", "G", "not_together")
    ]


def test_no_mandate_is_made_for_those_who_are_left_of_several(small_register: RegisterFolder) -> None:
    row = "1;Opdracht gunnen;G;G;G"
    text = f"{HEADINGS}\n0;Kleine inkoop;x;x;x\n{row}\n"
    left = planned(laid_of(text), "mandates").without([4])
    marks = {"max_amount": {"g": TOGETHER, "x": ""}}
    answers = {**ANSWERS, "columns": left.columns, "functions": left.functions, "unused": left.unused}
    result = merged(small_register, text, "mandates", **answers, meanings=marks)
    assert said(result) == [(3, "max_amount", "not_together")] * 2
    unread = marks | {"holder": {"medewerker": None}}
    result = together(small_register, row, meanings=unread)
    assert said(result) == [(3, "max_amount", "not_together")] * 3


def test_one_who_is_not_known_makes_none_of_them_a_holder(small_register: RegisterFolder) -> None:
    result = together(small_register, "1;Opdracht gunnen;G;G;", headings=HEADINGS.replace("Teamleider", "Chef"))
    assert {(one.row, one.value, one.code) for one in result.errors} == {
        (2, "Chef", "not_a_holder"),
        (3, "Chef", "not_a_holder"),
    }


def test_a_mark_may_give_those_who_decide_together_a_limit(small_register: RegisterFolder) -> None:
    marks = {"samen": f"{TOGETHER} t/m € 5.000"}
    result = together(small_register, "1;Opdracht gunnen;samen;samen;", marks=marks)
    assert granted(small_register, result, "1") == [("position:secretaris & position:teamleider", Decimal(5000))]


def test_the_limit_of_a_row_holds_for_those_who_decide_together(small_register: RegisterFolder) -> None:
    text = f"{HEADINGS};Maximumbedrag\n0;Kleine inkoop;x;x;x;\n1;Opdracht gunnen;G;G;;5.000\n"
    marks = {"max_amount": {"g": TOGETHER, "x": ""}}
    result = merged(small_register, text, "mandates", **ANSWERS | {"meanings": marks})
    assert granted(small_register, result, "1") == [("position:secretaris & position:teamleider", Decimal(5000))]


ODD = "Nr.;Bevoegdheid;Gemeentesecretaris (max. € 9.000);Teamleider (max. € 5.000);Medewerker"
HOLDERS = {
    "holder": {
        "gemeentesecretaris (max. € 9.000)": "Gemeentesecretaris",
        "teamleider (max. € 5.000)": "Teamleider",
    }
}


def test_limits_that_differ_are_named_and_not_chosen_from(small_register: RegisterFolder) -> None:
    marks = {"max_amount": {"g": TOGETHER, "x": ""}} | HOLDERS
    result = together(small_register, "1;Opdracht gunnen;G;G;", headings=ODD, meanings=marks)
    assert [(one.row, one.place, one.code, one.value) for one in result.errors] == [
        (3, 3, "limits_differ", f"{ODD.split(';')[2]}: EUR 9000.00 excl / {ODD.split(';')[3]}: EUR 5000.00 excl")
    ]


def test_a_limit_of_one_alone_is_not_taken_for_both(small_register: RegisterFolder) -> None:
    marks = {"max_amount": {"g": TOGETHER, "x": ""}} | HOLDERS
    result = together(small_register, "1;Opdracht gunnen;;G;G", headings=ODD, meanings=marks)
    assert [(one.code, one.value) for one in result.errors] == [
        ("limits_differ", f"{ODD.split(';')[3]}: EUR 5000.00 excl / Medewerker: –")
    ]


def test_limits_in_a_row_that_are_the_same_hold_for_both(small_register: RegisterFolder) -> None:
    answers: dict[str, Any] = {
        "limits": FunctionLimits.EACH,
        "bounds": {"function_limit": "within"},
        "rubrics": Rubrics.SKIP,
    }
    result = together(small_register, ";;5.000;5.000;", "1;Opdracht gunnen;G;G;", **answers)
    assert granted(small_register, result, "1") == [("position:secretaris & position:teamleider", Decimal(5000))]


def test_a_list_has_no_marks_that_decide_together(small_register: RegisterFolder) -> None:
    result = merged(
        small_register, f"{LIST};Maximumbedrag\n{ROW};G\n", "mandates", fixed=EXCL, meanings={"max_amount": {"g": "&"}}
    )
    assert said(result) == [(2, "max_amount", "not_an_amount")]


def test_columns_with_nothing_but_such_marks_are_taken_for_functions() -> None:
    text = f"{HEADINGS}\n1;Opdracht gunnen;G;G;\n2;Kleine inkoop;G;;G\n"
    assert planned(laid_of(text), "mandates").functions == (2, 3, 4)
    assert "limits" not in [one.asks for one in asked(text, "mandates", fixed=FIXED)]
