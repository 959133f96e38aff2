"""What the histories play with: the people, positions and words of a small town."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from mandate_registry.rules import facts
from mandate_registry.rules.notation import Seat, parse_seat
from tests.rules.strategies import BODIES, POSITIONS, THERE, TYPES, UNITS

EUROS = [Decimal("50.00"), Decimal("100.00"), Decimal("150.00"), None]
SEATS = ["employee:e1", "position:streets.lead", "position:care.clerk", f"{THERE}/employee:x1", "anyone"]
SAID: list[dict[str, Any]] = [
    *({"max_amount": euros} for euros in EUROS),
    *({"decision_types": (code,)} for code in ("buy", "leave", "*", "bylaw")),
    *({"seats": (parse_seat(text),)} for text in SEATS),
    {"seats": (parse_seat("position:streets.lead"), parse_seat("employee:e2"))},
    {},
]
PEOPLE = ["e1", "e2", "e3", "e4", "e5", "e6"]
HELD = ["streets.lead", "care.clerk"]
DEPUTYSHIPS = (
    facts.Deputyship(
        number="P-1",
        principal=Seat(position="streets.lead"),
        deputy=Seat(employee="e4"),
        trigger=facts.Trigger.ABSENCE_OR_VACANCY,
    ),
    facts.Deputyship(number="P-2", principal=Seat(employee="e1"), deputy=Seat(employee="e2")),
)
STATIC: dict[str, tuple[Any, ...]] = {
    "units": UNITS,
    "positions": POSITIONS,
    "bodies": BODIES,
    "decision_types": TYPES,
    "deputyships": DEPUTYSHIPS,
}
