"""Days that contradict each other are found at their cells, those of the rarer kind first."""

from __future__ import annotations

from typing import Any

from mandate_registry.register_folder.amounts.conflicting_days import contradicting_days
from tests.register_folder.sheets import laid_of, planned

STAFF = "Personeelsnummer;Naam;Uit dienst\n"
DAYS = "E1;Aad;1-7-2026\nE2;Bea;31-12-2026\nE3;Cor;1-1-2027\nE4;Dee;15-3-2027\nE5;Eef;\nE6;Fay;31-12-9999\n"


def found(text: str, **answers: Any) -> list[tuple[int, int, str]]:
    laid = laid_of(STAFF + text)
    days = contradicting_days(laid, planned(laid, "employees", **answers), "employed_until")
    return [(one.row, one.place, one.text) for one in days]


def test_each_stands_at_its_row_and_place_the_exceptions_first() -> None:
    assert found(DAYS) == [(3, 2, "31-12-2026"), (2, 2, "1-7-2026"), (4, 2, "1-1-2027")]


def test_days_that_say_the_same_are_none() -> None:
    assert found(DAYS.replace("31-12-2026", "1-12-2026")) == []


def test_what_was_typed_or_left_out_contradicts_no_more() -> None:
    assert found(DAYS, mended={"3:2": "1-1-2027"}) == []
    assert found(DAYS, dropped=(3,)) == []


def test_slashed_days_are_read_as_the_rest_of_the_file() -> None:
    text = "E1;Aad;7/1/2026\nE2;Bea;12/31/2026\nE3;Cas;8/31/2026\n"
    assert found(text) == [(2, 2, "7/1/2026"), (3, 2, "12/31/2026"), (4, 2, "8/31/2026")]
    assert found(text.replace("/", "-")) == []
