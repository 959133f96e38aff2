"""Amounts with the words around them become a limit as the sheet says it, or are refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.amounts.limits import bound_of_heading, read_limit, stated_values
from mandate_registry.register_folder.sheet.plan import Bound
from tests.register_folder.sheets import EXCL, LIST, ROW, facts_of, limit, merged, said

MAXIMA = [
    ("25000", "25000"),
    ("25.000", "25000"),
    ("€ 25.000,-", "25000"),
    ("25.000,50 euro", "25000.50"),
    ("EUR25.000", "25000"),
    ("t/m 25.000", "25000"),
    ("tot en met € 25.000", "25000"),
    ("Tot en met: 25.000", "25000"),
    ("max. 25.000", "25000"),
    ("Maximaal € 25.000,--", "25000"),
    ("ten hoogste 25.000", "25000"),
    ("≤ 25.000", "25000"),
    ("tot € 25.000", "24999.99"),
    ("tot een bedrag van € 25.000", "24999.99"),
    ("< 25.000", "24999.99"),
    ("<25.000", "24999.99"),
    ("minder dan 25.000", "24999.99"),
    ("onder € 25.000", "24999.99"),
    ("25.000 (excl. btw)", "25000"),
    ("tot 25.000 exclusief btw", "24999.99"),
]
NO_MAXIMA = [
    *("€ 25.000 per jaar", "25.000 - 50.000", "10%", "2x 5.000", "max. 3 maanden", "25.000 excl.", "5.000 10.000"),
    *("5000 10000", "25€50", "-25.000", "25.000 of meer", "circa 25.000", "totaal 25.000", "tot maximaal 25.000"),
    *("25.000 incl. btw / excl. btw", "25.000 (21% btw)", "€ 25.000 / $ 20.000", "25.000,5,0", "25k", "1e5", "€"),
    *("tot 0", "25.000 p.m.", "1 x 25.000", "25.000 (financieel)", "CAD 5.000", "A$ 5.000", "art. 25.000", "maxi 5"),
    *("25.000 voor leveringen", "niet 25.000", "maximaal", "tot", "x" * 30_000, "met" + " " * 30_000 + "1"),
]
OTHER_SIDE = ("vanaf 25.000", "boven € 25.000", "> 25.000", ">= 25.000", "meer dan 25.000", "minimaal 25.000")
LOWER = [
    ("25.000", Bound.BEYOND, "25000"),
    ("25.000", Bound.WITHIN, "24999.99"),
    ("vanaf 25.000", None, "24999.99"),
    (">= € 25.000", None, "24999.99"),
    ("boven 25.000", None, "25000"),
    ("meer dan € 25.000", Bound.WITHIN, "25000"),
    ("> 25.000", None, "25000"),
    ("vanaf 0", None, None),
]


@pytest.mark.parametrize(("cell", "amount"), MAXIMA)
def test_a_maximum_is_read_with_its_words(small_register: RegisterFolder, cell: str, amount: str) -> None:
    found = limit(small_register, "Maximumbedrag", cell, fixed=EXCL)
    assert (found.max_amount, found.above_amount) == (Decimal(amount), None)
    assert (found.vat, found.currency) == ("excl", "EUR")


@pytest.mark.parametrize("cell", NO_MAXIMA)
def test_what_says_more_than_one_amount_is_no_amount(small_register: RegisterFolder, cell: str) -> None:
    assert limit(small_register, "Maximumbedrag", cell, fixed=EXCL) == ["not_an_amount"]


@pytest.mark.parametrize("cell", OTHER_SIDE)
def test_a_lower_limit_among_maxima_is_refused(small_register: RegisterFolder, cell: str) -> None:
    assert limit(small_register, "Maximumbedrag", cell, fixed=EXCL) == ["contradicts"]


@pytest.mark.parametrize("cell", ["tot 25.000", "max. 25.000", "< 25.000", "t/m 25.000"])
def test_a_maximum_among_lower_limits_is_refused(small_register: RegisterFolder, cell: str) -> None:
    assert limit(small_register, "Bedrag boven", cell, fixed=EXCL) == ["contradicts"]


@pytest.mark.parametrize(("cell", "bound", "amount"), LOWER)
def test_a_lower_limit_is_above_what_is_not_within(
    small_register: RegisterFolder, cell: str, bound: Bound | None, amount: str | None
) -> None:
    bounds = {"above_amount": bound} if bound else {}
    found = limit(small_register, "Ondergrens", cell, fixed=EXCL, bounds=bounds)
    assert found.above_amount == (Decimal(amount) if amount else None)


@pytest.mark.parametrize(
    ("cell", "beside"),
    [
        ("€ 25.000 incl. btw", {"vat": "incl", "currency": "EUR"}),
        ("$25.000 excl. VAT", {"vat": "excl", "currency": "USD"}),
        ("25.000 (inclusief btw)", {"vat": "incl"}),
        ("25.000 zonder btw", {"vat": "excl"}),
        ("£ 25.000", {"currency": "GBP"}),
        ("CHF 25.000 met b.t.w.", {"vat": "incl", "currency": "CHF"}),
        ("25.000", {}),
    ],
)
def test_a_cell_tells_its_basis_and_its_currency(cell: str, beside: dict[str, str]) -> None:
    assert read_limit(cell) == ("25.000", None, beside, "")


HEADINGS = [
    ("Limiet incl./excl. btw", {}),
    ("Bedrag excl. btw, incl. kosten", {}),
    ("Bedrag (€ of $)", {"currency": ""}),
    ("Maximumbedrag (excl. btw)", {"vat": "excl"}),
    ("Limit USD incl. VAT", {"vat": "incl", "currency": "USD"}),
    ("Bedrag excl.", {}),
    ("Bedrag exclusief btw in euro's", {"vat": "excl", "currency": "EUR"}),
]


@pytest.mark.parametrize(("heading", "expected"), HEADINGS)
def test_a_heading_tells_one_basis_and_one_currency_or_none(heading: str, expected: dict[str, str]) -> None:
    assert stated_values(heading) == {name: text for name, text in expected.items() if text}


BOUNDS = [
    ("valid_until", "Geldig t/m", Bound.WITHIN),
    ("valid_until", "Geldig tot en met", Bound.WITHIN),
    ("valid_until", "Laatste dag", Bound.WITHIN),
    ("valid_until", "valid_until", Bound.WITHIN),
    ("valid_until", "Geldig tot", Bound.BEYOND),
    ("employed_until", "Uit dienst per", Bound.BEYOND),
    ("employed_until", "Functie tot", Bound.BEYOND),
    ("valid_until", "Valid until", Bound.BEYOND),
    ("valid_until", "Einddatum", None),
    ("employed_until", "Datum uit dienst", None),
    ("max_amount", "Tot bedrag", Bound.BEYOND),
    ("max_amount", "Tot en met bedrag", Bound.WITHIN),
    ("max_amount", "Maximumbedrag", Bound.WITHIN),
    ("max_amount", "Maximum, tot", None),
    ("max_amount", "Bedrag", None),
    ("max_amount", "Totaalbedrag", None),
    ("max_amount", "Bedrag tot (incl.)", None),
    ("max_amount", "Bedrag tot (incl. btw)", Bound.BEYOND),
    ("valid_until", "Geldig tot (incl.)", None),
    ("employed_until", "Uit dienst per (inclusief)", None),
    ("valid_until", "Valid through (exclusive)", None),
    ("valid_until", "Einddatum (incl.)", Bound.WITHIN),
    ("above_amount", "Vanaf bedrag", Bound.WITHIN),
    ("above_amount", "Ondergrens", Bound.WITHIN),
    ("above_amount", "Bedrag boven", Bound.BEYOND),
    ("above_amount", "above_amount", Bound.BEYOND),
    ("max_amount", "max_amount", Bound.WITHIN),
]


@pytest.mark.parametrize(("column", "heading", "bound"), BOUNDS)
def test_a_heading_tells_what_is_within_or_it_is_asked(column: str, heading: str, bound: Bound | None) -> None:
    assert bound_of_heading(column, heading) == bound


TWO = [
    ("Maximumbedrag excl. btw", "25.000 incl. btw"),
    ("Maximumbedrag EUR", "$ 25.000"),
    ("Limit USD", "€ 25.000"),
]


@pytest.mark.parametrize(("heading", "cell"), TWO)
def test_a_cell_and_a_heading_that_contradict_each_other_are_refused(
    small_register: RegisterFolder, heading: str, cell: str
) -> None:
    answers = {name: text for name, text in EXCL.items() if name not in stated_values(heading)}
    assert limit(small_register, heading, cell, fixed=answers) == ["contradicts"]


@pytest.mark.parametrize(("column", "word", "code"), [("BTW", "incl", "contradicts"), ("Valuta", "$", "contradicts")])
def test_a_column_and_a_heading_that_contradict_each_other_are_refused(
    small_register: RegisterFolder, column: str, word: str, code: str
) -> None:
    text = f"{LIST};Max bedrag (€, excl. btw);{column}\n{ROW};25.000;{word}\n"
    assert [one[2] for one in said(merged(small_register, text))] == [code]


@pytest.mark.parametrize("column", ["BTW", "Valuta"])
def test_an_empty_cell_does_not_tell_the_basis_or_the_currency_of_an_amount(
    small_register: RegisterFolder, column: str
) -> None:
    answers = {name: text for name, text in EXCL.items() if (name == "vat") is not (column == "BTW")}
    text = f"{LIST};Maximumbedrag;{column}\n{ROW};25.000;\n"
    assert [one[2] for one in said(merged(small_register, text, fixed=answers))] == ["required"]


@pytest.mark.parametrize(("sign", "code"), [("€", "EUR"), ("$", "USD"), ("£", "GBP"), ("eur", "EUR"), ("Euro", "EUR")])
def test_a_currency_is_known_by_its_sign(small_register: RegisterFolder, sign: str, code: str) -> None:
    text = f"{LIST};Maximumbedrag;Valuta\n{ROW};25.000;{sign}\n"
    (found,) = facts_of(merged(small_register, text, fixed={"vat": "excl"}).register, "mandates")[1:]
    assert found.currency == code


@pytest.mark.parametrize("sign", ["¥", "-", "?", "onbekend"])
def test_another_sign_is_no_euro(small_register: RegisterFolder, sign: str) -> None:
    text = f"{LIST};Maximumbedrag;Valuta\n{ROW};25.000;{sign}\n"
    assert said(merged(small_register, text, fixed={"vat": "excl"})) == [(2, "currency", "invalid_value")]


@pytest.mark.parametrize(("cell", "code"), [("€ 5.000 excl. btw", None), ("$ 5.000 excl. btw", "contradicts")])
def test_a_table_without_a_currency_has_amounts_in_euro_alone(
    small_register: RegisterFolder, cell: str, code: str | None
) -> None:
    text = f"Nummer;Voor;Vervanger;Maximum\nD-1;Controller;Inkoper;{cell}\n"
    result = merged(small_register, text, "deputyships")
    assert [one[2] for one in said(result)] == ([code] if code else [])
    assert [one.max_amount for one in facts_of(result.register, "deputyships")] == ([] if code else [Decimal(5000)])
