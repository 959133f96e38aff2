"""A matter is judged by the units and the positions as they were at the moment asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mandate_registry.rules.answers import Reason
from mandate_registry.rules.facts import Appointment, Kind, Mandate, Position, Unit
from mandate_registry.rules.notation import parse_seats
from mandate_registry.rules.periods import Period
from mandate_registry.rules.questions import Named, Question
from tests.rules.register_tables import World
from tests.rules.support import world_of

CHANGED = datetime(2026, 6, 1, tzinfo=UTC)
TOWN = world_of({}, {})
MANDATE = Mandate(
    number="M-1",
    kinds=(Kind.MANDATE,),
    on_behalf_of="college",
    seats=parse_seats("category:leads"),
    decision_types=("permit",),
    within=("own_unit",),
    sub_mandating=1,
)
BELOW = replace(MANDATE, number="M-2", parent="M-1", seats=parse_seats("anyone"), within=())


def reasons(world: World, number: str, unit: str) -> list[Reason | None]:
    """Ask an employee about a unit, just before the change and from then on."""
    question = Question(
        organisation=world.oin,
        employees=(Named(number=number),),
        decision_type="permit",
        at=CHANGED - timedelta(seconds=1),
        known_at=CHANGED,
        unit=unit,
    )
    return [world.ask(replace(question, at=at)).reason for at in (question.at, CHANGED)]


def test_a_unit_that_moves_leaves_the_field_of_a_holder() -> None:
    parks = Unit(code="parks", name="Parken", parent="streets", valid=Period(None, CHANGED))
    moved = replace(parks, parent="care", valid=Period(CHANGED, None))
    world = TOWN.having("units", *TOWN.tables["units"], parks, moved).having("mandates", MANDATE)
    assert reasons(world, "lot", "parks") == [None, Reason.OUT_OF_SCOPE]


def test_a_position_that_joins_a_category_brings_its_unit_into_the_field_of_a_parent() -> None:
    since = Period(CHANGED, None)
    lead = Position(code="care-lead", title="Teamleider zorg", unit="care", category="leads", valid=since)
    world = TOWN.having("positions", *TOWN.tables["positions"], lead).having("mandates", MANDATE, BELOW)
    assert reasons(world, "bo", "care") == [Reason.OUT_OF_SCOPE, None]


def test_an_employee_who_is_appointed_brings_the_unit_into_the_field_of_a_parent() -> None:
    parent = replace(MANDATE, seats=parse_seats("employee:nel"))
    appointed = Appointment(employee="nel", position="buyer", valid=Period(CHANGED, None))
    town = TOWN.having("appointments", *TOWN.tables["appointments"], appointed)
    assert reasons(town.having("mandates", parent, BELOW), "bo", "care") == [Reason.OUT_OF_SCOPE, None]
