"""An empty limit below one that is filled is asked about once, for its cells may have been merged."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.sheet.filled_from_above import filled_from_above
from tests.register_folder.sheets import EXCL, LIST, ROW, added, laid_of, merged, planned, said

LIMITED = f"{LIST};Grens\n"


def rows(*limits: str) -> str:
    return LIMITED + "".join(f"{ROW.replace('X-1', f'X-{at}')};{limit}\n" for at, limit in enumerate(limits, 1))


def limits(register: RegisterFolder, text: str, **answers: Any) -> list[Decimal | None]:
    result = merged(register, text, fixed=EXCL, **answers)
    assert said(result) == []
    return [one.max_amount for one in added(register, result, "mandates")]


def test_it_is_asked_in_each_row_before_anything_is_read(small_register: RegisterFolder) -> None:
    text = rows("t/m 5.000", "", "t/m 7.000", "")
    result = merged(small_register, text, fixed=EXCL)
    assert said(result) == [(3, "max_amount", "empty_limit"), (5, "max_amount", "empty_limit")]


def test_no_limit_and_the_limit_above_are_answers(small_register: RegisterFolder) -> None:
    text = rows("t/m 5.000", "", "")
    assert limits(small_register, text, meanings={"max_amount": {"": ""}}) == [Decimal("5000.00"), None, None]
    laid = laid_of(text)
    above = filled_from_above(laid, planned(laid), "max_amount")
    assert limits(small_register, text, mended=above) == [Decimal("5000.00")] * 3


def test_what_cannot_be_filled_from_above_is_still_asked(small_register: RegisterFolder) -> None:
    text = rows("t/m 5.000", "") + "\n" + rows("").removeprefix(LIMITED).replace("X-1", "X-9")
    laid = laid_of(text)
    above = filled_from_above(laid, planned(laid), "max_amount")
    result = merged(small_register, text, fixed=EXCL, mended=above)
    assert said(result) == [(5, "max_amount", "empty_limit")]


@pytest.mark.parametrize("column", [("", ""), ("", "t/m 5.000")])
def test_what_stands_below_no_limit_is_not_asked(small_register: RegisterFolder, column: tuple[str, ...]) -> None:
    found = limits(small_register, rows(*column))
    assert found[0] is None
