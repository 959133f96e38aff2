"""Of the entries of a change those are named by which an answer turns, and whether all are needed or any is enough."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from mandate_registry.rules import facts
from mandate_registry.rules.facts import Kind, Nature, Trigger
from mandate_registry.rules.impact.impact import Comparison
from mandate_registry.rules.impact.turn_causes import Causes, Share, TurnAnalysis
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import Named, Question
from tests.rules.register_tables import World

AT = datetime(2026, 12, 1, 12, tzinfo=UTC)
LEAD, CLERK = Seat(position="lead"), Seat(position="clerk")
BEFORE = World(
    "1",
    {
        "bodies": (facts.Body(code="college", name="College"),),
        "units": (facts.Unit(code="town", name="Town"),),
        "positions": tuple(facts.Position(code=code, title=code, unit="town") for code in ("lead", "clerk")),
        "decision_types": (facts.DecisionType(code="buy", title_nl="K", body="college", nature=Nature.DECISION),),
        "employees": (facts.Employee(number="e1", name="E1"),),
        "appointments": (facts.Appointment(employee="e1", position="clerk"),),
        "deputyships": (facts.Deputyship(number="1", principal=LEAD, deputy=CLERK, trigger=Trigger.VACANCY),),
        "mandates": (
            facts.Mandate(
                number="M-1", kinds=(Kind.MANDATE,), on_behalf_of="college", seats=(LEAD,), decision_types=("buy",)
            ),
        ),
    },
)
"""The clerk stands in for the lead, whom nobody is."""


def causes(*appointed: tuple[str, str]) -> Causes:
    """Return by which entries the clerk may not buy any more when these people come (number and position)."""
    come: dict[str, list[Any]] = {
        "employees": [facts.Employee(number=number, name=number) for number, _ in appointed],
        "appointments": [facts.Appointment(employee=number, position=code) for number, code in appointed],
    }
    after = BEFORE
    for table, its in come.items():
        after = after.having(table, *BEFORE.tables[table], *its)
    question = Question(organisation="1", employees=(Named(number="e1"),), decision_type="buy", at=AT, known_at=AT)
    numbered = dict.fromkeys(("employees", number) for number, _ in appointed)
    entries = [*numbered, *dict.fromkeys(("appointments", " / ".join(one)) for one in appointed)]
    return TurnAnalysis(Comparison(BEFORE.register(), after.register(), {}, come)).causes(question, entries)


@pytest.mark.parametrize(
    ("appointed", "found"),
    [
        ([("e2", "lead"), ("e4", "clerk")], Causes((("employees", "e2"), ("appointments", "e2 / lead")), Share.ALL)),
        (
            [("e2", "lead"), ("e3", "lead"), ("e4", "clerk")],
            Causes((("appointments", "e2 / lead"), ("appointments", "e3 / lead")), Share.ANY),
        ),
        ([("e4", "clerk")], Causes((("employees", "e4"), ("appointments", "e4 / clerk")), Share.PERHAPS)),
        (
            [("e2", "lead"), ("e2", "lead"), ("e3", "lead")],
            Causes((("appointments", "e2 / lead"), ("appointments", "e3 / lead")), Share.ANY),
        ),
    ],
    ids=["one who is needed", "two of whom each is enough", "none, where nothing turns", "one in two stretches"],
)
def test_only_what_turns_the_answer_is_named(appointed: list[tuple[str, str]], found: Causes) -> None:
    assert causes(*appointed) == found
