"""What a cell is stored as counts where it tells more than its text, and is refused where its text may not be shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.grid.sheet_layout import RawCell
from mandate_registry.register_folder.sheet.merge import Merged, merge
from mandate_registry.register_folder.sheet.open_questions import questions
from mandate_registry.register_folder.sheet.plan import Bound
from tests.register_folder.sheets import EXCL, LIST, ROW, added, days, laid_of, merged, planned, said


def typed(register: RegisterFolder, text: str, cells: dict[int, RawCell], **answers: Any) -> Merged:
    laid = replace(laid_of(text), typed={(2, place): one for place, one in cells.items()})
    return merge(register, laid, planned(laid, **answers))


def test_a_day_in_a_column_of_numbers_is_refused(small_register: RegisterFolder) -> None:
    text = f"{LIST}\n{ROW.replace('X-1', '2026-03-01')}\n"
    result = typed(small_register, text, {0: RawCell("2026-03-01", is_shown=False)})
    assert said(result) == [(2, "number", "not_as_shown")]


@pytest.mark.parametrize(("shown", "code"), [(True, None), (False, "not_as_shown")])
def test_a_number_counts_as_it_is_shown_if_that_is_known(
    small_register: RegisterFolder, *, shown: bool, code: str | None
) -> None:
    text = "Personeelsnummer;Naam\n000123;Test Een\n"
    result = typed(small_register, text, {0: RawCell("123", is_shown=shown)})
    assert [one[2] for one in said(result)] == ([code] if code else [])
    if code is None:
        assert [one.number for one in added(small_register, result, "employees")] == ["000123"]


def test_a_mended_cell_is_what_was_typed_on_the_page(small_register: RegisterFolder) -> None:
    text = "Personeelsnummer;Naam\n123;Test Een\n"
    result = typed(small_register, text, {0: RawCell("123", is_shown=False)}, mended={"2:0": "000123"})
    assert [one.number for one in added(small_register, result, "employees")] == ["000123"]


AMOUNTS = [
    ("25000", "25000", "25000.00"),
    ("25.000,50", "25000.50", "25000.50"),
    ("€ 25.000", "25000", "25000.00"),
    ("tot € 25.000", "25000", "24999.99"),
    ("12.345", "12.3450", None),
    ("10%", "0.10", None),
    ("25k", "25000", None),
    ("-5", "-5", None),
    ("1 maart", "2026-03-01", None),
    ("2026-03-01", "2026-03-01", None),
]


@pytest.mark.parametrize(("text", "stored", "amount"), AMOUNTS)
def test_an_amount_is_the_stored_number_with_the_words_that_are_shown(
    small_register: RegisterFolder, text: str, stored: str, amount: str | None
) -> None:
    sheet = f"{LIST};Maximumbedrag\n{ROW};{text}\n"
    result = typed(small_register, sheet, {5: RawCell(stored, is_shown=False)}, fixed=EXCL)
    assert [one[2] for one in said(result)] == ([] if amount else ["not_an_amount"])
    if amount:
        assert [str(one.max_amount) for one in added(small_register, result, "mandates")] == [amount]


def test_a_shown_currency_counts(small_register: RegisterFolder) -> None:
    sheet = f"{LIST};Maximumbedrag\n{ROW};$ 25.000\n"
    result = typed(small_register, sheet, {5: RawCell("25000", is_shown=True)}, fixed={"vat": "excl"})
    assert [one.currency for one in added(small_register, result, "mandates")] == ["USD"]


@pytest.mark.parametrize(("text", "expected"), [("€ 25.000", {"vat"}), ("25.000", {"vat", "currency"})])
def test_a_currency_that_the_format_of_a_cell_shows_is_not_asked(text: str, expected: set[str]) -> None:
    laid = laid_of(f"{LIST};Maximumbedrag\n{ROW};{text}\n")
    laid = replace(laid, typed={(2, 5): RawCell("25000", is_shown=False)})
    assert {one.column for one in questions(laid, planned(laid))} == expected


def test_a_shown_currency_counts_before_the_answer_for_amounts_without_one(small_register: RegisterFolder) -> None:
    stored = {5: RawCell("25000", is_shown=False)}
    result = typed(small_register, f"{LIST};Maximumbedrag\n{ROW};$ 25.000\n", stored, fixed=EXCL)
    (found,) = added(small_register, result, "mandates")
    assert (found.currency, found.vat) == ("USD", "excl")
    text = f"{LIST};Maximumbedrag;Valuta\n{ROW};$ 25.000;EUR\n"
    result = typed(small_register, text, stored, fixed={"vat": "excl"})
    assert [one[2] for one in said(result)] == ["contradicts"]


def test_an_answer_counts_where_only_one_amount_of_a_row_tells_its_basis(small_register: RegisterFolder) -> None:
    text = f"{LIST};Ondergrens;Maximumbedrag\n{ROW};€ 10.000;€ 25.000 incl. btw\n"
    result = merged(small_register, text, fixed=EXCL, bounds={"above_amount": "beyond"})
    assert [one[2] for one in said(result)] == ["contradicts"]


def test_a_stored_last_day_is_asked_about_as_a_written_one_is(small_register: RegisterFolder) -> None:
    text = "Personeelsnummer;Naam;In dienst;Einddatum\nE9;Aad;2024-01-01;2026-07-01\n"
    laid = replace(laid_of(text), typed={(2, 3): RawCell("2026-07-01", is_shown=False)})
    assert [(one.asks, one.column) for one in questions(laid, planned(laid, "employees"))] == [
        ("bound", "employed_until")
    ]
    plan = planned(laid, "employees", bounds={"employed_until": Bound.BEYOND})
    (found,) = added(small_register, merge(small_register, laid, plan), "employees")
    assert str(days(found)[1]) == "2026-06-30"


def test_a_stored_day_is_that_day_whatever_comes_first_elsewhere(small_register: RegisterFolder) -> None:
    text = "Personeelsnummer;Naam;In dienst;Uit dienst t/m\nE9;Aad;3/4/2024;12/31/2026\n"
    result = typed(small_register, text, {2: RawCell("2024-04-03", is_shown=False)})
    (found,) = added(small_register, result, "employees")
    assert [str(day) for day in days(found)] == ["2024-04-03", "2026-12-31"]
