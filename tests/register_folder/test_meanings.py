"""Words of a sheet mean what its owner says that they mean, and nothing before he does."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mandate_registry.register_folder import RegisterFolder
from tests.register_folder.sheets import EXCL, LIST, ROW, added, asked, facts_of, limit, merged, said

WORDS = ("onbeperkt", "n.v.t.", "geen", "-", "zie besluit")


@pytest.mark.parametrize("word", WORDS)
def test_a_word_in_place_of_an_amount_is_refused_till_it_has_a_meaning(
    small_register: RegisterFolder, word: str
) -> None:
    assert limit(small_register, "Maximumbedrag", word) == ["not_an_amount"]
    found = limit(small_register, "Maximumbedrag", word, meanings={"max_amount": {word: ""}})
    assert found.max_amount is None


@pytest.mark.parametrize("cell", ["Onbeperkt", " ONBEPERKT ", "onbeperkt"])
def test_a_word_is_the_same_in_capitals(small_register: RegisterFolder, cell: str) -> None:
    assert limit(small_register, "Maximumbedrag", cell, meanings={"max_amount": {"onbeperkt": ""}}).max_amount is None


def test_a_word_may_tell_that_its_rows_are_not_read(small_register: RegisterFolder) -> None:
    text = f"{LIST};Maximumbedrag\n{ROW};n.v.t.\n{ROW.replace('X-1', 'X-2')};€ 5.000 excl. btw\n"
    result = merged(small_register, text, meanings={"max_amount": {"n.v.t.": None}})
    assert [one.number for one in added(small_register, result, "mandates")] == ["X-2"]


def test_a_word_may_stand_for_an_amount_of_which_all_must_be_told(small_register: RegisterFolder) -> None:
    meanings = {"max_amount": {"klein": "5.000"}}
    text = f"{LIST};Maximumbedrag\n{ROW};klein\n"
    assert {one.column for one in asked(text, meanings=meanings)} == {"vat", "currency"}
    found = limit(small_register, "Maximumbedrag", "klein", meanings=meanings, fixed=EXCL)
    assert found.max_amount == Decimal(5000)


@pytest.mark.parametrize("fixed", [{"vat": "incl", "currency": "EUR"}, EXCL])
def test_what_a_word_tells_of_its_basis_counts_for_what_it_means(
    small_register: RegisterFolder, fixed: dict[str, str]
) -> None:
    word = "€ 25.000 per jaar incl. btw"
    found = limit(small_register, "Maximumbedrag", word, meanings={"max_amount": {word: "25.000"}}, fixed=fixed)
    assert (found.vat, found.max_amount) == ("incl", Decimal(25_000))


YES = [("ja", True), ("Ja", True), ("x", True), ("waar", True), ("nee", False), ("N", False)]


@pytest.mark.parametrize(("word", "expected"), YES)
def test_yes_and_no_are_known(small_register: RegisterFolder, word: str, *, expected: bool) -> None:
    text = f"Bevoegdheidscode;Aard;Mandateerbaar\nbuy.award;besluit;{word}\n"
    types = facts_of(merged(small_register, text).register, "decision_types")
    (found,) = [one for one in types if one.code == "buy.award"]
    assert found.mandatable is expected


@pytest.mark.parametrize("word", ["misschien", "jaja", "-", "n.v.t."])
def test_anything_else_is_neither(small_register: RegisterFolder, word: str) -> None:
    text = f"Bevoegdheidscode;Aard;Mandateerbaar\nbuy.award;besluit;{word}\n"
    assert said(merged(small_register, text)) == [(2, "mandatable", "not_yes_or_no")]


def test_whether_a_mandate_may_be_given_on_is_no_number_till_it_has_a_meaning(small_register: RegisterFolder) -> None:
    text = f"{LIST};Doorverlening\n{ROW};niet toegestaan\n"
    assert said(merged(small_register, text)) == [(2, "sub_mandating", "invalid_value")]
    result = merged(small_register, text, meanings={"sub_mandating": {"niet toegestaan": "0"}})
    assert [one.sub_mandating for one in added(small_register, result, "mandates")] == [0]


def test_a_holder_may_be_meant_by_another_word(small_register: RegisterFolder) -> None:
    text = f"{LIST}\n{ROW.replace('Inkoper', 'Inkopers')}\n"
    assert said(merged(small_register, text)) == [(2, "holder", "not_a_holder")]
    result = merged(small_register, text, meanings={"holder": {"inkopers": "position:inkoper"}})
    assert [str(one.seats[0]) for one in added(small_register, result, "mandates")] == ["position:inkoper"]
