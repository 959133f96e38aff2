"""The benchmark: its registers can be asked, its questions differ, and a target is reached from the right side."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from bench.questions import question
from bench.registers import OIN, register
from bench.targets import Target
from mandate_registry import bootstrap
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.rules.questions import Money
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.transfer.register_import import import_register


def test_an_invented_register_is_imported_and_asked() -> None:
    people, amount = (EmployeeRef(number="e0"),), Money(Decimal("900.00"))
    with bootstrap.scratch() as installation:
        import_register(COMMAND_LINE, installation, register(50))
        request = CheckRequest(organisation=OIN, employees=people, decision_type="t3", amount=amount)
        assert check(COMMAND_LINE, installation, request).outcome == "authorised"


def test_no_two_of_ten_thousand_questions_are_alike_and_each_tenth_is_about_nobody() -> None:
    asked = [question(number) for number in range(10_000)]
    without_case = [json.dumps(one | {"case": None}) for one in asked]
    assert len(set(without_case)) == 10_000
    assert sum("nobody" in one for one in without_case) == 1_000


@pytest.mark.parametrize(
    ("target", "good", "bad"), [(Target(0.25, 0.5), 0.25, 0.24), (Target(4, 2), 4, 4.1)], ids=["more", "less"]
)
def test_a_target_is_reached_from_below_or_from_above(target: Target, good: float, bad: float) -> None:
    assert target.holds(good)
    assert not target.holds(bad)
