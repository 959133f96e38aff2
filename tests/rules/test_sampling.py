"""Whom the sample of questions about a changed mandate asks about."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mandate_registry.rules.facts import DecisionType, Employee, Kind, Mandate, Nature
from mandate_registry.rules.notation import parse_seats
from mandate_registry.rules.questions import Named
from mandate_registry.rules.sampling import sample
from mandate_registry.rules.staffing import Staff
from tests.rules.world import World

HERE, THERE = "00000009000000000001", "00000009000000000002"
AT = datetime(2026, 3, 2, tzinfo=UTC)
CLARA = Named(number="clara", organisation=None)
ELSEWHERE = Named(number="D-1", organisation=THERE)
WORLD = World(
    HERE,
    {
        "decision_types": (DecisionType(code="permit", title_nl="Vergunning", nature=Nature.DECISION),),
        "employees": (Employee(number="clara", name="Clara Klerk"),),
    },
)


@pytest.mark.parametrize(
    ("holder", "asked"),
    [
        ("employee:clara", [(CLARA,)]),
        (f"{THERE}/employee:D-1", [(ELSEWHERE,)]),
        (f"{THERE}/position:clerk", []),
        (f"employee:clara & {THERE}/employee:D-1", [(CLARA,), (ELSEWHERE,), (CLARA, ELSEWHERE)]),
    ],
)
def test_whom_no_register_here_keeps_is_asked_about_where_a_seat_names_him(
    holder: str, asked: list[tuple[Named, ...]]
) -> None:
    mandate = Mandate(
        number="M-1",
        kinds=(Kind.MANDATE,),
        on_behalf_of="college",
        seats=parse_seats(holder),
        decision_types=("permit",),
    )
    questions = sample(Staff(WORLD.register(), AT), mandate, AT)
    assert [question.employees for question in questions] == asked
