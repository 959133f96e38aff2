"""Whether a day or an amount is itself within is not suggested where the cells of a file tell otherwise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.amounts.bounds import days_by_bound
from mandate_registry.register_folder.column_notation import Notation
from mandate_registry.register_folder.sheet.plan import Bound
from tests.register_folder.sheets import EXCL, LIST, ROW, added, laid_of, merged, planned


def suggested(heading: str, *cells: str) -> str | None:
    rows = "".join(f"{ROW.replace('X-1', f'X-{place}')};{cell}\n" for place, cell in enumerate(cells))
    return planned(laid_of(f"{LIST};{heading}\n{rows}"), "mandates").bounds.get("max_amount")


@pytest.mark.parametrize(
    ("heading", "cells", "expected"),
    [
        ("Grens", ["€ 5.000", "€ 2.500"], "within"),
        ("Grens", ["t/m € 5.000", "€ 2.500"], "within"),
        ("Grens", ["t/m € 5.000", "tot € 5.000", "€ 2.500"], None),
        ("Grens", ["tot € 5.000", "€ 2.500"], None),
        ("Tot bedrag", ["tot € 5.000", "€ 2.500"], "beyond"),
        ("Tot bedrag", ["t/m € 5.000", "€ 2.500"], None),
        ("Bedrag", ["€ 5.000"], None),
    ],
)
def test_amounts_that_tell_otherwise_than_their_heading_leave_it_open(
    heading: str, cells: list[str], expected: str | None
) -> None:
    assert suggested(heading, *cells) == expected


@pytest.mark.parametrize(("bound", "open_one"), [("within", "2500.00"), ("beyond", "2499.99")])
def test_amounts_that_tell_are_read_as_they_tell(small_register: RegisterFolder, bound: str, open_one: str) -> None:
    cells = ("t/m € 5.000", "tot € 5.000", "€ 2.500")
    rows = "".join(f"{ROW.replace('X-1', f'X-{place}')};{cell}\n" for place, cell in enumerate(cells))
    result = merged(small_register, f"{LIST};Grens\n{rows}", "mandates", fixed=EXCL, bounds={"max_amount": bound})
    found = [one.max_amount for one in added(small_register, result, "mandates")]
    assert found == [Decimal("5000.00"), Decimal("4999.99"), Decimal(open_one)]


def suggested_day(heading: str, *days: str) -> str | None:
    rows = "".join(f"E{place};Aad Nieuw;{day}\n" for place, day in enumerate(days))
    return planned(laid_of(f"Personeelsnummer;Naam;{heading}\n{rows}"), "employees").bounds.get("employed_until")


@pytest.mark.parametrize(
    ("heading", "days", "expected"),
    [
        ("Uit dienst per", ["1-7-2026", "1-1-2027"], "beyond"),
        ("Uit dienst per", ["15-7-2026"], "beyond"),
        ("Uit dienst per", ["31-12-2026", "1-1-2027"], None),
        ("Uit dienst per", ["31-12-2026", "28-2-2027"], None),
        ("Uit dienst per", ["28-2-2028", "1-7-2026", "31-12-9999", ""], "beyond"),
        ("Uit dienst t/m", ["31-12-2026"], "within"),
        ("Uit dienst t/m", ["1-1-2027"], "within"),
        ("Uit dienst t/m", ["31-12-2026", "1-1-2027"], None),
        ("Datum uit dienst", ["31-12-2026"], None),
    ],
)
def test_days_that_contradict_leave_it_open(heading: str, days: list[str], expected: str | None) -> None:
    assert suggested_day(heading, *days) == expected


def test_the_last_day_of_a_month_and_the_first_are_found() -> None:
    texts = ("31-12-9999", "morgen", "15-3-2026", "29-2-2028", "30-4-2026", "1-1-2027", "1-2-2027")
    found = days_by_bound(texts, Notation.DAY_FIRST)
    assert found == {Bound.WITHIN: date(2028, 2, 29), Bound.BEYOND: date(2027, 1, 1)}
    assert days_by_bound(("4/1/2026",), Notation.MONTH_FIRST) == {Bound.BEYOND: date(2026, 4, 1)}
    assert days_by_bound(("4/1/2026",), Notation.DAY_FIRST) == {}
