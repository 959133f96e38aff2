"""A cell with an amount and other words is both: the amount is the limit, and the words are a condition."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.amounts.amount_words import amount_among, holds_amount
from mandate_registry.register_folder.sheet.plan import word_of
from tests.register_folder.sheets import EXCL, LIST, ROW, added, asked, limit, merged

AMOUNTS = {
    "bouwsom t/m € 1.000.000": "t/m € 1.000.000",
    "t/m € 15.000 per jaar": "t/m € 15.000",
    "€ 5.000,- per opdracht": "€ 5.000,-",
    "5.000 euro per keer": "5.000 euro",
    "max. 10.000 per jaar": "max. 10.000",
    "niet meer dan € 5.000 per jaar": "niet meer dan € 5.000",
    "Tot een bedrag van € 50.000 excl. btw, na advies": "tot een bedrag van € 50.000",
    "10.000 per jaar": "10.000",
    "bouwsom < € 5.000": "< € 5.000",
}
NONE = (
    *("tot € 5.000 of € 6.000", "€ 5.000 - 10.000 per jaar", "80% van € 5.000", "10 procent van € 5.000"),
    *("t/m schaal 10", "€ 5½ per km"),
    *("€ 1 miljoen per jaar", "€ 25k per jaar", "€ 2 ton per project", "2 keer € 5.000", "tweemaal € 5.000 [picture]"),
    *("niet lager dan € 5.000", "niet tot € 5.000 per jaar", "vanaf € 5.000 per jaar", "€ 5.000, daarboven na overleg"),
    *("€ 5.000 of meer", "v.a. € 5.000 per geval", "ondergrens € 5.000", "€ 5.000 en hoger", "min € 5.000 per geval"),
    *(
        "€ 5.000+ per geval",
        "overschrijdend € 5.000",
        "€ 5.000 or more",
        "starting at € 5.000",
        "per geval min. € 5.000",
    ),
    *("met uitzondering van max € 5.000", "behalve tot € 5.000", "alles uitgezonderd € 5.000"),
    *("€ 5.000 btw inclusief per jaar", "€ 5.000 (btw incl.) per jaar", "€ 5.000 inclusief alle btw per jaar"),
    *(
        "t/m 5.000 Zloty per jaar",
        "t/m SRD 5.000 per jaar",
        "5.000 CAD per jaar",
        "¥ 5.000 per jaar",
        "kEUR 5.000 per jaar",
    ),
    *("per perceel 2 500 euro", "art. 12 500 euro", "onder de € 5.000", "minder dan de € 6.000", "tot (excl.) € 7.000"),
    *("samen met directeur t/m € 9.000",),
    *("minimaal 3 offertes", "2026", "per jaar", "€ 5.000", "€ 5.000 per m²", "maximaal 5 dagen per jaar"),
)


def both(word: str, amount: str, column: str = "max_amount") -> dict[str, Any]:
    return {"conditions": {column: [word_of(word)]}, "meanings": {column: {word_of(word): amount}}}


@pytest.mark.parametrize(("text", "amount"), AMOUNTS.items())
def test_the_one_amount_among_words_is_found_with_the_words_that_bound_it(text: str, amount: str) -> None:
    found = amount_among("max_amount", text)
    assert found is not None
    assert found.text == amount


@pytest.mark.parametrize("text", NONE)
def test_of_two_amounts_parts_multiples_and_other_limits_none_is_taken(text: str) -> None:
    assert amount_among("max_amount", text) is None


def test_a_number_with_neither_a_currency_nor_a_bound_is_not_sure() -> None:
    found = [amount_among("max_amount", text) for text in ("10.000 per jaar", "max. 10.000 per jaar")]
    assert [one and one.is_sure for one in found] == [False, True]


def test_a_lower_limit_is_one_in_its_own_column_alone() -> None:
    text = "meerwerk vanaf € 5.000"
    assert amount_among("max_amount", text) is None
    assert amount_among("above_amount", text) == ("vanaf € 5.000", True)
    for turned in ("€ 5.000 of minder", "€ 5.000 per geval en lager", "onder de € 5.000", "€ 5.000 per geval"):
        assert amount_among("above_amount", turned) is None


def test_that_a_cell_holds_amounts_is_seen() -> None:
    texts = ("tot € 5 of € 6", "10% van 5.000", "t/m schaal 10", "per jaar")
    assert [text for text in texts if holds_amount(text)] == ["tot € 5 of € 6", "10% van 5.000"]


@pytest.mark.parametrize(
    ("word", "amount", "said"),
    [
        ("bouwsom t/m € 1.000.000", "t/m € 1.000.000", (Decimal(1_000_000), "excl", "EUR")),
        ("Tot € 15.000 per jaar", "tot € 15.000", (Decimal("14999.99"), "excl", "EUR")),
        ("t/m € 15.000 incl. btw per jaar", "t/m € 15.000", (Decimal(15_000), "incl", "EUR")),
        ("t/m 15.000 dollar per jaar", "t/m 15.000 dollar", (Decimal(15_000), "excl", "USD")),
    ],
)
def test_the_limit_is_read_as_any_other_and_the_condition_has_the_words_of_the_cell(
    small_register: RegisterFolder, word: str, amount: str, said: tuple[Decimal, str, str]
) -> None:
    found = limit(small_register, "Grens", word, fixed=EXCL, **both(word, amount))
    assert ((found.max_amount, found.vat, found.currency), found.conditions) == (said, (f"Grens: {word}",))


def test_a_column_that_says_another_basis_is_refused(small_register: RegisterFolder) -> None:
    word = "t/m € 15.000 incl. btw per jaar"
    found = limit(small_register, "Grens excl. btw", word, fixed={"currency": "EUR"}, **both(word, "t/m € 15.000"))
    assert found == ["contradicts"]


def test_what_the_cell_leaves_open_is_asked_as_of_other_amounts() -> None:
    word = "€ 15.000 per jaar"
    found = asked(f"{LIST};Bedrag\n{ROW};{word}\n", "mandates", **both(word, "€ 15.000"))
    assert {one.column: one.values for one in found} == {"vat": (word,), "max_amount": ("€ 15.000",)}


def test_what_it_tells_is_not_asked() -> None:
    word = "t/m € 15.000 excl. btw per jaar"
    assert asked(f"{LIST};Bedrag\n{ROW};{word}\n", "mandates", **both(word, "t/m € 15.000")) == []


def test_thousands_above_it_count(small_register: RegisterFolder) -> None:
    word = "t/m € 15 per jaar"
    told: dict[str, Any] = {"fixed": EXCL, **both(word, "t/m € 15")}
    text = f"{LIST};Bedrag (x € 1.000)\n{ROW};{word}\n"
    assert [one.asks for one in asked(text, "mandates", **told)] == ["multiple"]
    result = merged(small_register, text, "mandates", multiples={"max_amount": "1000"}, **told)
    (found,) = added(small_register, result, "mandates")
    assert found.max_amount == Decimal(15_000)


def test_it_is_written_as_the_rest_of_its_column(small_register: RegisterFolder) -> None:
    word = "t/m € 10,000 per jaar"
    found = limit(small_register, "Grens", word, fixed=EXCL, **both(word, "t/m € 10,000"))
    assert found.max_amount == Decimal(10_000)
