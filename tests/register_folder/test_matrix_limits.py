"""The limits of a matrix: of a mark, of its row and of its function; none of them is dropped."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.amounts.function_headings import limit_of_heading
from mandate_registry.register_folder.grid.sheet_layout import RawCell
from mandate_registry.register_folder.sheet.merge import merge
from mandate_registry.register_folder.sheet.plan import FunctionLimits, Multiple
from tests.register_folder.sheets import EXCL, added, asked, laid_of, merged, planned, said

FIXED = EXCL | {"kinds": "mandate", "on_behalf_of": "college"}
X: dict[str, dict[str, str | None]] = {"max_amount": {"x": ""}}
WITHIN = {"max_amount": "within", "row_limit": "within", "function_limit": "within"}
TWO: dict[str, Any] = {
    "functions": (2, 3),
    "columns": {"number": 0, "decision_types": 1, "holder": 4, "max_amount": 5, "function_limit": 6},
}
"""What is said of a matrix that is not known as one, with two functions."""
OWN_LIMIT = (
    "Nr;Bevoegdheid;Maximumbedrag;Inkoper;Teamleider\n1;Opdracht gunnen;€ 5.000;X;\n2;Kleine inkoop;€ 7.000;x;x\n"
)
LIMIT_ROW = "Nr;Bevoegdheid;Inkoper;Teamleider\n;{0};10.000;{1}\n1;Opdracht gunnen;x;x\n2;Kleine inkoop;x;\n"


def limits(register: RegisterFolder, text: str, **answers: Any) -> Any:
    """Return the largest amounts by decision type and holder, or what is wrong."""
    given = {"fixed": FIXED, "meanings": X, "bounds": WITHIN} | answers
    result = merged(register, text, "mandates", **given)
    if result.errors:
        return said(result)
    found = added(register, result, "mandates")
    return {(*one.decision_types, str(one.seats[0]).partition(":")[2]): one.max_amount for one in found}


def meaning(**holders: str) -> dict[str, dict[str, str | None]]:
    return X | {"holder": dict(holders)}


def test_the_limit_of_a_row_holds_for_each_of_its_marks(small_register: RegisterFolder) -> None:
    plan = planned(laid_of(OWN_LIMIT), "mandates")
    assert (plan.functions, plan.columns["row_limit"], plan.use_of(2)) == ((3, 4), 2, "max_amount")
    assert limits(small_register, OWN_LIMIT) == {
        ("buy.award", "inkoper"): Decimal(5000),
        ("buy.small", "inkoper"): Decimal(7000),
        ("buy.small", "teamleider"): Decimal(7000),
    }


def test_the_bound_and_the_basis_of_such_a_limit_are_asked() -> None:
    text = OWN_LIMIT.replace("Maximumbedrag", "Bedrag")
    laid = laid_of(text)
    plan = planned(laid, "mandates")
    assert "row_limit" in plan.columns
    assert {one.column for one in asked(text, "mandates")} == {"vat", "row_limit"}


@pytest.mark.parametrize(("mark", "expected"), [("5.000", Decimal(5000)), ("6.000", "contradicts")])
def test_a_mark_with_another_limit_than_its_row_is_refused(
    small_register: RegisterFolder, mark: str, expected: Decimal | str
) -> None:
    text = OWN_LIMIT.replace("€ 5.000;X", f"€ 5.000;{mark}")
    found = limits(small_register, text)
    if expected == "contradicts":
        assert found == [(2, "max_amount", "contradicts")]
    else:
        assert found["buy.award", "inkoper"] == expected


@pytest.mark.parametrize("label", ["", "Maximum", "Max. bedrag", "Limiet"])
def test_a_row_with_the_limits_of_functions_is_asked_about(small_register: RegisterFolder, label: str) -> None:
    text = LIMIT_ROW.format(label, "tot € 50.000")
    questions = asked(text, "mandates", fixed=FIXED, meanings=X, bounds=WITHIN)
    assert [(one.asks, [value[0] for value in one.values]) for one in questions] == [("limits", ["2"])]
    assert limits(small_register, text) == [(None, "", "open_limits")]
    assert limits(small_register, text, limits=FunctionLimits.EACH) == {
        ("buy.award", "inkoper"): Decimal(10_000),
        ("buy.award", "teamleider"): Decimal("49999.99"),
        ("buy.small", "inkoper"): Decimal(10_000),
    }


def test_a_word_among_the_limits_of_functions_has_no_meaning_by_itself(small_register: RegisterFolder) -> None:
    text = LIMIT_ROW.format("", "onbeperkt")
    answers: dict[str, Any] = {**TWO, "limits": FunctionLimits.EACH}
    found = merged(small_register, text, "mandates", fixed=FIXED, meanings=X, bounds=WITHIN, **answers)
    assert [(one.row, one.column, one.heading, one.place, one.value) for one in found.errors] == [
        (2, "function_limit", "Teamleider", 3, "onbeperkt")
    ]
    meant = X | {"function_limit": {"onbeperkt": ""}}
    assert limits(small_register, text, meanings=meant, **answers)["buy.award", "teamleider"] is None


def test_such_a_row_may_be_one_as_the_others(small_register: RegisterFolder) -> None:
    found = limits(small_register, LIMIT_ROW.format("", "50.000"), limits=FunctionLimits.ROWS)
    assert (2, "decision_types", "required") in found


def test_two_limits_of_one_function_are_not_chosen_from(small_register: RegisterFolder) -> None:
    text = LIMIT_ROW.format("", "50.000").replace("1;Opdracht", ";;20.000;50.000\n1;Opdracht")
    found = limits(small_register, text, limits=FunctionLimits.EACH)
    assert {(column, code) for _, column, code in found} == {("function_limit", "not_an_amount")}


HEADINGS = [
    ("Inkoper (tot € 10.000)", "9999.99"),
    ("Inkoper, max. 10.000", "10000"),
    ("Inkoper t/m € 10.000,-", "10000"),
    ("Inkoper (10.000 euro)", "10000"),
    ("Inkoper 10.000", "10000"),
    ("Inkoper", None),
    ("Inkoper 2", None),
    ("Inkoper (€)", None),
    ("Inkoper (x € 1.000)", None),
    ("Inkoper ('000)", None),
]


@pytest.mark.parametrize(("heading", "amount"), HEADINGS)
def test_a_limit_in_the_heading_of_a_function_holds_for_its_marks(
    small_register: RegisterFolder, heading: str, amount: str | None
) -> None:
    text = f"Nr;Bevoegdheid;{heading};Teamleider\n1;Opdracht gunnen;x;x\n"
    meant = X if heading == "Inkoper" else meaning(**{heading.casefold(): "Inkoper"})
    found = limits(small_register, text, meanings=meant)
    assert found["buy.award", "inkoper"] == (Decimal(amount) if amount else None)
    assert found["buy.award", "teamleider"] is None


@pytest.mark.parametrize(
    ("heading", "limit"),
    [
        ("Inkoper 2 (tot € 5.000 excl. btw)", "tot € 5.000 excl. btw"),
        ("Teamleider vanaf 5.000", "vanaf 5.000"),
        ("Inkoper (25 k)", "25 k"),
        ("Medewerker schaal 10", ""),
    ],
)
def test_a_limit_is_taken_from_a_heading_with_its_words(heading: str, limit: str) -> None:
    assert limit_of_heading(heading) == limit


def test_the_basis_in_the_heading_of_a_function_counts(small_register: RegisterFolder) -> None:
    """Also after its owner said which position it is."""
    text = "Nr;Bevoegdheid;Inkoper incl. btw;Teamleider excl. btw\n1;Opdracht gunnen;5.000;25\n"
    holders = meaning(**{"inkoper incl. btw": "Inkoper", "teamleider excl. btw": "Teamleider"})
    fixed = {name: text for name, text in FIXED.items() if name != "vat"}
    result = merged(small_register, text, "mandates", fixed=fixed, bounds=WITHIN, meanings=holders, **TWO)
    bases = {str(one.seats[0]): one.vat for one in added(small_register, result, "mandates")}
    assert bases == {"position:inkoper": "incl", "position:teamleider": "excl"}
    answered = merged(small_register, text, "mandates", fixed=FIXED, bounds=WITHIN, meanings=holders, **TWO)
    assert {str(one.seats[0]): one.vat for one in added(small_register, answered, "mandates")} == bases


def test_thousands_in_the_heading_of_a_function_are_asked_and_read(small_register: RegisterFolder) -> None:
    text = "Nr;Bevoegdheid;Inkoper (x € 1.000);Teamleider\n1;Opdracht gunnen;25;25.000\n2;Kleine inkoop;x;50\n"
    holders = meaning(**{"inkoper (x € 1.000)": "Inkoper"})
    assert limits(small_register, text, meanings=holders) == [(None, "max_amount", "open_multiple")]
    assert limits(small_register, text, meanings=holders, multiples={"max_amount": Multiple.THOUSAND}) == {
        ("buy.award", "inkoper"): Decimal(25_000),
        ("buy.award", "teamleider"): Decimal(25_000),
        ("buy.small", "inkoper"): None,
        ("buy.small", "teamleider"): Decimal(50),
    }


def test_the_bound_in_the_heading_of_a_function_counts(small_register: RegisterFolder) -> None:
    text = "Nr;Bevoegdheid;Inkoper tot;Teamleider\n1;Opdracht gunnen;5.000;5.000\n2;Kleine inkoop;x;x\n"
    holders = meaning(**{"inkoper tot": "Inkoper"})
    found = limits(small_register, text, meanings=holders)
    assert found["buy.award", "inkoper"] == Decimal("4999.99")
    assert found["buy.award", "teamleider"] == Decimal(5000)
    told = text.replace("Teamleider", "Teamleider t/m")
    assert [one.asks for one in asked(told, "mandates", fixed=FIXED, meanings=holders)] == []


def test_lower_limits_below_a_function_are_refused(small_register: RegisterFolder) -> None:
    text = "Nr;Bevoegdheid;Inkoper;Teamleider vanaf\n1;Opdracht gunnen;x;5.000\n"
    holders = meaning(**{"teamleider vanaf": "Teamleider"})
    assert limits(small_register, text, meanings=holders, **TWO) == [(2, "max_amount", "contradicts")]


def test_what_is_wrong_with_a_mark_names_its_function_and_can_be_mended_there(small_register: RegisterFolder) -> None:
    text = "Nr;Bevoegdheid;Inkoper;Teamleider\n1;Opdracht gunnen;x;zie besluit\n"
    (error,) = merged(small_register, text, "mandates", fixed=FIXED, meanings=X, bounds=WITHIN, **TWO).errors
    assert (error.row, error.heading, error.place, error.value) == (2, "Teamleider", 3, "zie besluit")
    found = limits(small_register, text, **TWO, mended={"2:3": "5.000"})
    assert found["buy.award", "teamleider"] == Decimal(5000)


def test_a_holder_that_is_not_known_is_no_cell_that_can_be_mended(small_register: RegisterFolder) -> None:
    text = "Nr;Bevoegdheid;Inkopers;Teamleider\n1;Opdracht gunnen;x;x\n"
    result = merged(small_register, text, "mandates", fixed=FIXED, meanings=X, bounds=WITHIN)
    (error,) = result.errors
    assert (error.heading, error.value, error.place, error.code) == ("Inkopers", "Inkopers", None, "not_a_holder")


def test_a_mark_counts_as_it_is_stored(small_register: RegisterFolder) -> None:
    laid = laid_of("Nr;Bevoegdheid;Inkoper;Teamleider\n1;Opdracht gunnen;12.345;x\n2;Kleine inkoop;x;x\n")
    laid = replace(laid, typed={(2, 2): RawCell("12.3450", is_shown=False)})
    plan = planned(laid, "mandates", fixed=FIXED, meanings=X, bounds=WITHIN)
    assert [(one.place, one.code) for one in merge(small_register, laid, plan).errors] == [(2, "not_an_amount")]
    whole = replace(laid, typed={(2, 2): RawCell("12345", is_shown=True)})
    found = added(small_register, merge(small_register, whole, plan), "mandates")
    assert found[0].max_amount == Decimal(12_345)
