"""A purchase is with VAT, a subsidy has none: the basis of amounts that do not tell it may be told by decision type."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.sheet.open_questions import types_with_amounts
from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.sheet.recalled_answers import answers_to_keep, with_answers
from tests.register_folder.sheets import LIST, added, asked, laid_of, merged, planned, said

ROWS = (
    "X-1;mandaat;college;Inkoper;Opdracht  gunnen;t/m € 25.000\n"
    "X-2;mandaat;college;Inkoper;Beslissen op bezwaar;t/m € 5.000\n"
    "X-3;mandaat;college;Inkoper;beslissen op bezwaar;t/m € 6.000 incl. btw\n"
    "X-4;mandaat;college;Inkoper;Kleine inkoop;\n"
)
TEXT = f"{LIST};Grens\n{ROWS}"
BY = {"beslissen op bezwaar": "none"}
EURO = {"currency": "EUR"}
NO_LIMIT = {"max_amount": {"": ""}}


def bases(register: RegisterFolder, text: str, fixed: dict[str, str], by: dict[str, str]) -> dict[str, str | None]:
    result = merged(register, text, "mandates", fixed=fixed, vat_by=by, meanings=NO_LIMIT)
    return {one.number: one.vat for one in added(register, result, "mandates") if one.max_amount}


def test_each_decision_type_has_its_own_basis_and_all_others_that_of_all(small_register: RegisterFolder) -> None:
    found = bases(small_register, TEXT, EURO | {"vat": "excl"}, BY)
    assert found == {"X-1": "excl", "X-2": "none", "X-3": "incl"}


def test_there_is_no_need_of_others_where_all_are_told(small_register: RegisterFolder) -> None:
    assert asked(TEXT, "mandates", fixed=EURO, vat_by=BY | {"opdracht gunnen": "incl"}) == []
    found = bases(small_register, TEXT, EURO, BY | {"opdracht gunnen": "incl"})
    assert found == {"X-1": "incl", "X-2": "none", "X-3": "incl"}


def test_what_is_not_told_is_still_asked(small_register: RegisterFolder) -> None:
    found = asked(TEXT, "mandates", fixed=EURO, vat_by=BY)
    assert [(one.asks, one.values) for one in found] == [("vat", ("t/m € 25.000",))]
    result = merged(small_register, TEXT, "mandates", fixed=EURO, vat_by=BY)
    assert said(result) == [(None, "vat", "open_vat")]


@pytest.mark.parametrize(("heading", "basis"), [("Grens incl. btw", "incl"), ("Grens excl. btw", "excl")])
def test_what_the_heading_tells_goes_before_it(small_register: RegisterFolder, heading: str, basis: str) -> None:
    text = f"{LIST};{heading}\n" + ROWS.replace(" incl. btw", "")
    found = bases(small_register, text, EURO, BY | {"opdracht gunnen": "none"})
    assert found == {"X-1": basis, "X-2": basis, "X-3": basis}


def test_a_column_of_the_list_goes_before_it(small_register: RegisterFolder) -> None:
    text = f"{LIST};Grens;Btw\n" + "".join(f"{row};incl\n" for row in ROWS.splitlines())
    assert bases(small_register, text, EURO, BY) == {"X-1": "incl", "X-2": "incl", "X-3": "incl"}


def test_the_types_with_amounts_that_do_not_tell_it_are_listed_once() -> None:
    laid = laid_of(TEXT)
    assert types_with_amounts(laid, planned(laid, "mandates")) == {
        "Opdracht  gunnen": ["t/m € 25.000"],
        "Beslissen op bezwaar": ["t/m € 5.000"],
    }


def test_a_type_whose_amount_stands_among_words_is_listed_before_the_words_are_told() -> None:
    laid = laid_of(TEXT + "X-5;mandaat;college;Inkoper;Kleine inkoop;t/m € 15 per jaar\n")
    plan = planned(laid, "mandates")
    assert types_with_amounts(laid, plan)["Kleine inkoop"] == ["t/m € 15 per jaar"]
    kept = replace(plan, conditions={"max_amount": ["t/m € 15 per jaar"]})
    assert "Kleine inkoop" not in types_with_amounts(laid, kept)


@pytest.mark.parametrize("text", [TEXT.replace("Beslissen op bezwaar", "Opdracht gunnen"), "Nummer;Grens\n1.1;€ 5\n"])
def test_of_one_type_or_none_nothing_is_asked_by_type(text: str) -> None:
    laid = laid_of(text)
    assert types_with_amounts(laid, planned(laid, "mandates")) == {}


def test_a_matrix_is_told_by_the_type_of_its_row(small_register: RegisterFolder) -> None:
    text = "Nr.;Bevoegdheid;Inkoper;Controller\nM1;Opdracht gunnen;50.000;X\nM2;Beslissen op bezwaar;5.000;X\n"
    fixed = EURO | {"kinds": "mandate", "on_behalf_of": "college", "vat": "excl"}
    result = merged(
        small_register,
        text,
        "mandates",
        fixed=fixed,
        functions=(2, 3),
        columns={"number": 0, "decision_types": 1, "holder": 4, "max_amount": 5, "function_limit": 6},
        vat_by=BY,
        meanings={"max_amount": {"x": ""}},
        bounds={"max_amount": "within"},
    )
    found = [(one.max_amount, one.vat) for one in added(small_register, result, "mandates") if one.max_amount]
    assert found == [(Decimal(50_000), "excl"), (Decimal(5_000), "none")]


def test_it_is_suggested_again() -> None:
    plan = Plan("x", "mandates", vat_by=BY)
    assert with_answers(Plan("y", "mandates"), answers_to_keep(plan)).vat_by == BY
