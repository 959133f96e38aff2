"""Amounts that are in thousands or millions are asked about, and read as answered."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.amounts.multiples import multiples_above
from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.sheet.merge import merge
from mandate_registry.register_folder.sheet.plan import Bound, Multiple
from tests.register_folder.sheets import EXCL, LIST, ROW, added, asked, laid_of, limit, planned

ANSWERS: dict[str, Any] = {"fixed": EXCL, "bounds": {"max_amount": Bound.WITHIN}}
THOUSANDS = [
    *("(x € 1.000)", "(x 1000)", "x€1000", "* € 1.000", "× € 1.000,-", "x 1 000", "(x duizend)", "(k EUR)", "in k€"),
    *("(duizenden euro's)", "(EUR 000)", "('000)", "(000)", "(T€)", "(in duizenden)", "in K", "(k)", "(€ * duizend)"),
    *("k€", "(1000 euro)", "(€ k)", "(KEUR)", "in thousands", "(€ '000)"),
]
MILLIONS = ["(mln)", "(miljoen)", "in miljoenen euro's", "(x € 1.000.000)", "(M€)", "(€ mio)", "(€ m)"]
PLAIN = [
    *("Maximumbedrag", "Maximumbedrag (€)", "Bedrag t/m €", "Bedrag € t/m", "Tot en met bedrag in euro"),
    *("Limiet, k.b.", "Bedrag vanaf € 1.000", "Mandaat 2000", "Max. bedrag (1)", "Team € 10.000"),
]


@pytest.mark.parametrize("words", THOUSANDS)
def test_thousands_are_known(words: str) -> None:
    assert multiples_above(SheetLayout("x", (), []), f"Maximumbedrag {words}") == {Multiple.THOUSAND}


@pytest.mark.parametrize("words", MILLIONS)
def test_millions_are_known(words: str) -> None:
    assert multiples_above(SheetLayout("x", (), []), f"Maximumbedrag {words}") == {Multiple.MILLION}


@pytest.mark.parametrize("heading", PLAIN)
def test_other_amounts_are_neither(heading: str) -> None:
    assert multiples_above(SheetLayout("x", (), []), heading) == set()


@pytest.mark.parametrize("column", ["Maximumbedrag", "Ondergrens"])
def test_what_amounts_are_in_is_asked(small_register: RegisterFolder, column: str) -> None:
    """A lower limit of 25 in place of 25.000 would be wider."""
    text = f"{LIST};{column} (x duizend)\n{ROW};25\n"
    name = "max_amount" if column == "Maximumbedrag" else "above_amount"
    assert [(one.asks, one.place, one.column, one.values) for one in asked(text, fixed=EXCL)] == [
        ("multiple", 5, name, ("25",))
    ]
    assert limit(small_register, f"{column} (x duizend)", "25", fixed=EXCL) == ["open_multiple"]


@pytest.mark.parametrize(
    ("heading", "cell", "multiple", "amount"),
    [
        ("Maximumbedrag (x € 1.000)", "25", Multiple.THOUSAND, "25000"),
        ("Maximumbedrag (x € 1.000)", "2,5", Multiple.THOUSAND, "2500"),
        ("Bedrag tot (x € 1.000)", "25", Multiple.THOUSAND, "24999.99"),
        ("Maximumbedrag (x € 1.000)", "25", Multiple.ONE, "25"),
        ("Maximumbedrag (mln)", "1,5", Multiple.MILLION, "1500000"),
    ],
)
def test_amounts_are_read_as_answered(
    small_register: RegisterFolder, heading: str, cell: str, multiple: Multiple, amount: str
) -> None:
    found = limit(small_register, heading, cell, fixed=EXCL, multiples={"max_amount": multiple})
    assert found.max_amount == Decimal(amount)


@pytest.mark.parametrize(
    ("heading", "cell", "multiple"),
    [
        ("Maximumbedrag (x € 1.000)", "25.000", Multiple.THOUSAND),
        ("Maximumbedrag (x € 1.000)", "€ 1.000,-", Multiple.THOUSAND),
        ("Maximumbedrag (x € 1.000)", "25", Multiple.MILLION),
    ],
)
def test_what_was_hardly_meant_so_is_refused(
    small_register: RegisterFolder, heading: str, cell: str, multiple: Multiple
) -> None:
    assert limit(small_register, heading, cell, fixed=EXCL, multiples={"max_amount": multiple}) == ["contradicts"]


def test_what_was_typed_on_the_page_is_whole(small_register: RegisterFolder) -> None:
    heading = "Maximumbedrag in duizenden"
    assert limit(small_register, heading, "25", mended={"2:5": "25.000"}, **ANSWERS).max_amount == 25_000
    meanings = {"max_amount": {"klein": "25.000"}}
    assert limit(small_register, heading, "klein", meanings=meanings, **ANSWERS).max_amount == 25_000


def test_a_line_above_the_headings_tells_it_as_well(small_register: RegisterFolder) -> None:
    laid = replace(laid_of(f"{LIST};Maximumbedrag\n{ROW};25\n"), above=("Mandaatregister, bedragen x € 1.000",))
    assert [one.code for one in merge(small_register, laid, planned(laid, fixed=EXCL)).errors] == ["open_multiple"]
    plan = planned(laid, fixed=EXCL, multiples={"max_amount": Multiple.THOUSAND})
    assert [one.max_amount for one in added(small_register, merge(small_register, laid, plan), "mandates")] == [25_000]


@pytest.mark.parametrize("cell", ["25k", "25 mln", "1,5 miljoen", "25 duizend", "€ 25 k"])
def test_a_multiple_in_a_cell_is_a_word_that_is_asked_about(small_register: RegisterFolder, cell: str) -> None:
    assert limit(small_register, "Maximumbedrag", cell, fixed=EXCL) == ["not_an_amount"]
