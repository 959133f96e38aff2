"""Words that are no amount, in a column of limits: no amount is made of them, and they can be kept as a condition."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.sheet.merge import merge
from mandate_registry.register_folder.sheet.plan import word_of
from tests.register_folder.sheets import EXCL, LIST, ROW, added, asked, laid_of, limit, merged, planned, said

WORDS = (
    *("t/m schaal 10", "per jaar", "bouwsom", "80% van de subsidie", "binnen budget", "10%", "80 %", "schaal 10A"),
    *("bouwsom t/m € 1.000.000", "t/m € 15.000 per jaar", "2 x modaal", "1e5", "50-100", "maximaal 10 procent"),
)


def kept(word: str, column: str = "max_amount") -> dict[str, Any]:
    return {"conditions": {column: [word_of(word)]}}


@pytest.mark.parametrize("word", WORDS)
def test_words_with_digits_are_no_amount(small_register: RegisterFolder, word: str) -> None:
    assert limit(small_register, "Grens", word, fixed=EXCL) == ["not_an_amount"]


@pytest.mark.parametrize("word", WORDS)
def test_words_are_kept_as_a_condition_exactly_with_the_heading_that_says_what_they_limit(
    small_register: RegisterFolder, word: str
) -> None:
    found = limit(small_register, "Grens", word, **kept(word))
    assert (found.max_amount, found.conditions) == (None, (f"Grens: {word}",))


@pytest.mark.parametrize("cell", ["T/m  Schaal 10", "t/m schaal 10"])
def test_a_condition_is_written_as_the_cell_is(small_register: RegisterFolder, cell: str) -> None:
    assert limit(small_register, "Grens", cell, **kept("t/m schaal 10")).conditions == (f"Grens: {cell}",)


def test_a_condition_stands_beside_those_of_its_row(small_register: RegisterFolder) -> None:
    text = f'{LIST};Grens;Voorwaarden\n{ROW};binnen budget;"Na overleg ; Schriftelijk"\n'
    (found,) = added(small_register, merged(small_register, text, "mandates", **kept("binnen budget")), "mandates")
    assert found.conditions == ("Na overleg", "Schriftelijk", "Grens: binnen budget")


def test_a_condition_stands_beside_those_that_the_register_has(small_register: RegisterFolder) -> None:
    text = f"{LIST};Voorwaarden\n{ROW};Na overleg\n"
    once = merged(small_register, text, "mandates").register
    text = "Nummer;Grens\nX-1;binnen budget\n"
    twice = merged(once, text, "mandates", **kept("binnen budget"))
    (found,) = added(once, twice, "mandates")
    assert found.conditions == ("Na overleg", "Grens: binnen budget")
    again = merged(twice.register, text, "mandates", **kept("binnen budget"))
    assert (said(again), again.register.tables) == ([], twice.register.tables)


def test_other_rows_keep_their_limits(small_register: RegisterFolder) -> None:
    text = f"{LIST};Grens\n{ROW};t/m € 5.000\n{ROW.replace('X-1', 'X-2')};binnen budget\n"
    result = merged(small_register, text, "mandates", fixed={"vat": "excl"}, **kept("binnen budget"))
    found = {one.number: (one.max_amount, one.conditions) for one in added(small_register, result, "mandates")}
    assert found == {"X-1": (Decimal(5000), ()), "X-2": (None, ("Grens: binnen budget",))}


def test_a_lower_limit_in_words_is_a_condition_as_well(small_register: RegisterFolder) -> None:
    found = limit(small_register, "Vanaf bedrag", "meerwerk", **kept("meerwerk", "above_amount"))
    assert (found.above_amount, found.conditions) == (None, ("Vanaf bedrag: meerwerk",))


def test_words_in_a_matrix_go_with_the_limit_of_their_row(small_register: RegisterFolder) -> None:
    text = (
        "Nr.;Bevoegdheid;Maximumbedrag;Inkoper;Controller\n"
        "M1;Opdracht gunnen;50.000;binnen budget;X\nM2;Kleine inkoop;per jaar;X;\n"
    )
    words: dict[str, Any] = {"conditions": {"max_amount": ["binnen budget"], "row_limit": ["per jaar"]}}
    fixed = EXCL | {"kinds": "mandate", "on_behalf_of": "college"}
    plan = planned(laid_of(text.replace("binnen budget", "X").replace("per jaar", "5.000")), "mandates", fixed=fixed)
    result = merge(small_register, laid_of(text), replace(plan, meanings={"max_amount": {"x": ""}}, **words))
    found = {one.number: (one.max_amount, one.conditions) for one in added(small_register, result, "mandates")}
    assert found == {
        "M1-inkoper": (Decimal(50_000), ("binnen budget",)),
        "M1-controller": (Decimal(50_000), ()),
        "M2-inkoper": (None, ("Maximumbedrag: per jaar",)),
    }


def test_a_table_without_conditions_keeps_none(small_register: RegisterFolder) -> None:
    text = "Nummer;Vervangt;Vervanger;Maximumbedrag\nV1;Inkoper;Controller;binnen budget\n"
    result = merged(small_register, text, "deputyships", **kept("binnen budget"))
    assert said(result) == [(2, "max_amount", "not_an_amount")]


def test_an_empty_cell_is_no_condition(small_register: RegisterFolder) -> None:
    assert limit(small_register, "Grens", "", conditions={"max_amount": [""]}).conditions == ()


def test_words_ask_nothing_about_amounts() -> None:
    rows = "".join(f"{ROW.replace('X-1', f'X-{place}')};{word}\n" for place, word in enumerate(WORDS))
    assert asked(f"{LIST};Bedrag\n{rows}", "mandates") == []


def test_an_amount_among_words_is_asked_about_alone() -> None:
    rows = f"{ROW};t/m schaal 10\n{ROW.replace('X-1', 'X-2')};€ 5.000\n"
    found = {one.column: one.values for one in asked(f"{LIST};Bedrag\n{rows}", "mandates")}
    assert found == {"vat": ("€ 5.000",), "max_amount": ("€ 5.000",)}


def test_words_that_are_kept_ask_nothing_even_if_they_hold_an_amount() -> None:
    text = f"{LIST};Bedrag\n{ROW};€ 5.000\n"
    assert asked(text, "mandates", **kept("€ 5.000")) == []


def test_no_other_column_makes_a_condition(small_register: RegisterFolder) -> None:
    result = merged(small_register, f"{LIST};Geldig tot\n{ROW};morgen\n", "mandates", **kept("morgen", "valid_until"))
    assert said(result) == [(2, "valid_until", "not_a_day")]


def test_a_word_of_another_column_is_still_asked_about() -> None:
    text = f"{LIST};Einddatum\n{ROW};1-7-2026\n"
    assert [one.column for one in asked(text, "mandates", **kept("1-7-2026", "valid_until"))] == ["valid_until"]
