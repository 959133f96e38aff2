"""What a cell tells of its basis goes before the answer for the file; a column that says else is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mandate_registry.register_folder import RegisterFolder
from tests.register_folder.sheets import EXCL, LIST, ROW, added, limit, merged, said

CELLS = ["t/m € 100.000 incl. btw", "€ 100.000 incl. btw", "maximaal 100.000 euro (incl. btw)"]


@pytest.mark.parametrize("cell", CELLS)
def test_the_basis_of_a_cell_goes_before_the_answer_for_the_others(small_register: RegisterFolder, cell: str) -> None:
    rows = f"{ROW};{cell}\n{ROW.replace('X-1', 'X-2')};€ 5.000\n"
    text = f"{LIST};Grens\n{rows}"
    result = merged(small_register, text, "mandates", fixed=EXCL, bounds={"max_amount": "within"})
    found = {one.number: (one.max_amount, one.vat, one.currency) for one in added(small_register, result, "mandates")}
    assert found == {"X-1": (Decimal(100_000), "incl", "EUR"), "X-2": (Decimal(5000), "excl", "EUR")}


@pytest.mark.parametrize("cell", CELLS)
def test_so_does_that_of_a_cell_that_was_typed_on_the_page(small_register: RegisterFolder, cell: str) -> None:
    result = merged(
        small_register,
        f"{LIST};Grens\n{ROW};???\n",
        "mandates",
        fixed=EXCL,
        bounds={"max_amount": "within"},
        mended={"2:5": cell},
    )
    assert [(one.max_amount, one.vat) for one in added(small_register, result, "mandates")] == [
        (Decimal(100_000), "incl")
    ]


@pytest.mark.parametrize("cell", CELLS)
def test_a_column_of_the_file_that_says_else_is_refused(small_register: RegisterFolder, cell: str) -> None:
    text = f"{LIST};Grens;Btw\n{ROW};{cell};excl\n"
    assert said(merged(small_register, text, "mandates", fixed={"currency": "EUR"})) == [
        (2, "max_amount", "contradicts")
    ]


def test_so_is_a_heading_and_the_other_limit_of_a_row(small_register: RegisterFolder) -> None:
    assert limit(small_register, "Grens excl. btw", CELLS[0], fixed={"currency": "EUR"}) == ["contradicts"]
    text = f"{LIST};Vanaf bedrag;Grens\n{ROW};€ 5.000;{CELLS[0]}\n"
    assert said(merged(small_register, text, "mandates", fixed=EXCL, bounds={"above_amount": "within"})) == [
        (2, "max_amount", "contradicts")
    ]
