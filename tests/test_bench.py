"""The registers that the benchmark measures are registers: they can be imported, and asked."""

from __future__ import annotations

from decimal import Decimal

from bench.registers import OIN, register
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
