"""What binds over a chain of mandates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from mandate_registry.rules.decision.binding_limit import binding
from mandate_registry.rules.facts import Kind, Mandate, Vat
from mandate_registry.rules.notation import Seat


def mandate(number: str, above: int | None = None, most: int | None = None, **otherwise: Any) -> Mandate:
    amounts = {"above_amount": above, "max_amount": most}
    stated = {name: Decimal(value) for name, value in amounts.items() if value is not None}
    own = {"kinds": (Kind.MANDATE,), "on_behalf_of": "college", "seats": (Seat(),), "decision_types": ("x",)}
    return Mandate(number=number, **own, **stated, **otherwise)  # type: ignore[arg-type]  # (a table of values)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ([mandate("1")], []),
        ([mandate("1", most=5), mandate("2", most=9)], [("1", 5)]),
        ([mandate("1", most=9), mandate("2", most=5)], [("2", 5)]),
        ([mandate("1", most=5), mandate("2", most=5)], [("1", 5)]),
        ([mandate("1", above=1), mandate("2", above=3, most=9)], [("2", 3), ("2", 9)]),
        ([mandate("1", most=9), mandate("2", most=5, vat=Vat.INCL)], [("1", 9), ("2", 5)]),
        ([mandate("1", most=9), mandate("2", most=5, currency="USD")], [("1", 9), ("2", 5)]),
    ],
)
def test_the_narrowest_of_each_side_binds(line: list[Mandate], found: list[tuple[str, int]]) -> None:
    assert [(one.mandate.number, int(one.bound.value)) for one in binding(line)] == found
