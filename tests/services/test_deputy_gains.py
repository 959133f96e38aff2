"""Who gains as a deputy alone is told apart from who gains by himself, with for whom he stands in."""

from __future__ import annotations

import pytest

from mandate_registry.rules import facts
from mandate_registry.rules.facts import Kind, Nature, Trigger
from mandate_registry.rules.impact.impact import Comparison
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import Person
from mandate_registry.services.impact.deputy_gains import gained_as_deputy, principals_of
from tests.rules.register_tables import World
from tests.rules.strategies import HERE

CLERK = Seat(position="clerk")
BEFORE = World(
    HERE,
    {
        "bodies": (facts.Body(code="college", name="College"),),
        "positions": (facts.Position(code="clerk", title="Clerk"),),
        "decision_types": (
            facts.DecisionType(code="buy", title_nl="Inkopen", nature=Nature.DECISION),
            facts.DecisionType(code="grant", title_nl="Verlenen", nature=Nature.DECISION),
        ),
        "employees": (facts.Employee(number="kim", name="Kim"), facts.Employee(number="lee", name="Lee")),
        "appointments": (facts.Appointment(employee="lee", position="clerk"),),
        "deputyships": (
            facts.Deputyship(number="P-1", principal=CLERK, deputy=Seat(employee="kim"), trigger=Trigger.ALWAYS),
        ),
        "mandates": (),
    },
    {},
)


def mandate(number: str, seat: Seat, code: str) -> facts.Mandate:
    return facts.Mandate(
        number=number,
        kinds=(Kind.MANDATE,),
        on_behalf_of="college",
        seats=(seat,),
        decision_types=(code,),
        approved=True,
    )


@pytest.mark.parametrize(
    ("number", "seats", "gained", "as_deputy"),
    [
        ("kim", {"buy": CLERK}, {"buy"}, {"buy"}),
        ("kim", {"buy": CLERK, "grant": Seat(employee="kim")}, {"buy", "grant"}, {"buy"}),
        ("lee", {"buy": CLERK}, {"buy"}, set()),
    ],
)
def test_what_is_gained_as_a_deputy_alone(
    number: str, seats: dict[str, Seat], gained: set[str], as_deputy: set[str]
) -> None:
    come = [mandate(f"M-{code}", seat, code) for code, seat in seats.items()]
    people = [Person(HERE, number)]
    made = BEFORE.having("mandates", *come)
    compared = Comparison(BEFORE.register(), made.register(), {}, {"mandates": come})
    assert compared.gained_by(people[0]) == gained
    assert gained_as_deputy(people, gained, compared) == as_deputy
    assert principals_of(people, compared.after) == ([CLERK] if as_deputy else [])
