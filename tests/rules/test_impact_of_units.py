"""What a moved unit changes is told of everybody who works in it, and costs no more for many than for few."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from mandate_registry.rules import facts
from mandate_registry.rules.decision.decision import Stop, stop_of
from mandate_registry.rules.decision.trial import Trial
from mandate_registry.rules.impact.power_differences import Among, PowerDifference
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.periods import Period
from tests.rules.register_changes import compared
from tests.rules.register_tables import World
from tests.rules.strategies import DAYS, HERE

UNITS = (
    facts.Unit(code="town", name="Town"),
    facts.Unit(code="streets", name="Streets", parent="town"),
    facts.Unit(code="parks", name="Parks", parent="town"),
    facts.Unit(code="trees", name="Trees", parent="streets"),
)
MOVED = (*UNITS[:3], replace(UNITS[3], parent="parks"))


def town(size: int, *appointments: facts.Appointment) -> World:
    """Return a town in which so many work among the trees and decide on planting.

    Kim decides on leave in the streets.
    """
    numbers = [f"t{one}" for one in range(size)]
    leave = facts.Mandate(
        number="1",
        kinds=tuple(facts.Kind),
        on_behalf_of="college",
        seats=(Seat(position="lead"),),
        decision_types=("leave",),
        within=("own_staff",),
    )
    plant = replace(leave, number="2", seats=(Seat(position="gardener"),), decision_types=("plant",), within=("parks",))
    tables = {
        "bodies": (facts.Body(code="college", name="College"),),
        "units": UNITS,
        "positions": (
            facts.Position(code="lead", title="Lead", unit="streets"),
            facts.Position(code="gardener", title="Gardener", unit="trees"),
        ),
        "decision_types": (
            facts.DecisionType(code="leave", title_nl="Verlof", nature=facts.Nature.FACTUAL_ACT),
            facts.DecisionType(code="plant", title_nl="Planten", nature=facts.Nature.FACTUAL_ACT),
        ),
        "employees": tuple(facts.Employee(number=number, name=number) for number in ("kim", *numbers)),
        "appointments": (
            facts.Appointment(employee="kim", position="lead"),
            *(facts.Appointment(employee=number, position="gardener") for number in numbers),
            *appointments,
        ),
        "mandates": (leave, plant),
    }
    return World(HERE, tables)


def about_whom(found: Iterable[PowerDifference], decider: str = "kim") -> list[tuple[Among, bool, Period]]:
    """Return about whose leave somebody may decide otherwise, and when."""
    return [
        (one.scope.abouts, one.gains, one.period)
        for one in found
        if one.person.number == decider and one.decision_type == "leave" and one.scope.abouts.values
    ]


def differences(was: World) -> tuple[PowerDifference, ...]:
    return compared(was, was.having("units", *MOVED)).differences


def test_everybody_in_a_moved_unit_is_named_to_who_decided_about_its_staff() -> None:
    assert about_whom(differences(town(3))) == [(Among(("t0", "t1", "t2")), False, Period())]


def test_who_works_elsewhere_as_well_is_not_named_with_those_who_work_in_the_moved_unit_only() -> None:
    found = differences(town(3, facts.Appointment(employee="t1", position="lead")))
    assert about_whom(found, "kim") == about_whom(found, "t1") == [(Among(("t0", "t2")), False, Period())]


def test_a_moved_unit_is_compared_as_often_for_many_as_for_few(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[Trial] = []

    def counted(trial: Trial) -> Stop:
        judged.append(trial)
        return stop_of(trial)

    monkeypatch.setattr("mandate_registry.rules.impact.tried.stop_of", counted)
    differences(town(3))
    few = len(judged)
    differences(town(30))
    assert 0 < len(judged) - few == few


def test_of_who_leaves_the_moved_unit_it_is_told_until_then() -> None:
    was = town(1)
    leaving = (was.tables["appointments"][0], replace(was.tables["appointments"][1], valid=Period(None, DAYS[2])))
    assert about_whom(differences(was.having("appointments", *leaving))) == [
        (Among(("t0",)), False, Period(None, DAYS[2]))
    ]
