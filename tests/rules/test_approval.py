"""What gives power waits for somebody else; what takes it away, or gives none, counts at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from mandate_registry.rules import facts
from mandate_registry.rules.facts import Trigger, Vat
from mandate_registry.rules.lifecycle.approval import GIVES_POWER, Maker, forbidden, need, need_to_add_type
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.periods import Period

NOW = datetime(2026, 11, 30, tzinfo=UTC)
EARLIEST = NOW - timedelta(days=30)
LONG_AGO, YESTERDAY, TOMORROW = datetime(2020, 1, 1, tzinfo=UTC), NOW - timedelta(days=1), NOW + timedelta(days=1)
HR = "W-021"
MAKER = Maker(frozenset({HR}), NOW, EARLIEST)

BODY = facts.Body(code="college", name="College")
TYPE = facts.DecisionType(code="buy", title_nl="Inkopen", parent="money", body="college")
POSITION = facts.Position(code="buyer", title="Inkoper", unit="desk")
DEPUTYSHIP = facts.Deputyship(
    number="P-1",
    principal=Seat(position="mayor"),
    deputy=Seat(position="alderman"),
    trigger=Trigger.ABSENCE_OR_VACANCY,
    max_amount=Decimal(1000),
    decision_types=("buy", "sell"),
    valid=Period(LONG_AGO, TOMORROW),
)
APPOINTMENT = facts.Appointment(employee="W-001", position="buyer", valid=Period(YESTERDAY, None))
HER_OWN = replace(APPOINTMENT, employee=HR)
EMPLOYEE = facts.Employee(number=HR, name="Anouk de Lange", valid=Period(LONG_AGO, TOMORROW))

WAITS: dict[str, tuple[str, Any, Any, str]] = {
    "a new body of one person": ("bodies", None, replace(BODY, position="mayor"), "position"),
    "another position of a body": ("bodies", replace(BODY, position="mayor"), replace(BODY, position="me"), "position"),
    "a position in another unit": ("positions", POSITION, replace(POSITION, unit="board"), "unit"),
    "a position in a family": ("positions", POSITION, replace(POSITION, category="manager"), "category"),
    "a unit below another": (
        "units",
        facts.Unit(code="desk", name="Desk"),
        facts.Unit(code="desk", name="Desk", parent="board"),
        "parent",
    ),
    "a type below another heading": ("decision_types", TYPE, replace(TYPE, parent="all"), "parent"),
    "a type of another body": ("decision_types", TYPE, replace(TYPE, body="mayor"), "body"),
    "a type of another nature": ("decision_types", TYPE, replace(TYPE, nature=facts.Nature.SIGNING), "nature"),
    "a type of other parts": ("decision_types", TYPE, replace(TYPE, components=("sell",)), "components"),
    "another name": ("employees", EMPLOYEE, replace(EMPLOYEE, name="Anouk Bos"), "name"),
    "a type that may be mandated": (
        "decision_types",
        replace(TYPE, mandatable=False),
        TYPE,
        "mandatable",
    ),
    "a type that no limit binds": (
        "decision_types",
        TYPE,
        replace(TYPE, amount_required=False),
        "amount_required",
    ),
    "a new deputy": ("deputyships", None, DEPUTYSHIP, "deputy"),
    "another deputy": ("deputyships", DEPUTYSHIP, replace(DEPUTYSHIP, deputy=Seat(employee=HR)), "deputy"),
    "a deputy of somebody else": (
        "deputyships",
        DEPUTYSHIP,
        replace(DEPUTYSHIP, principal=Seat(employee=HR)),
        "deputy",
    ),
    "a deputy of another rank": ("deputyships", DEPUTYSHIP, replace(DEPUTYSHIP, rank=2), "deputy"),
    "a deputy at all times": ("deputyships", DEPUTYSHIP, replace(DEPUTYSHIP, trigger=Trigger.ALWAYS), "deputy"),
    "a deputy without a cap": ("deputyships", DEPUTYSHIP, replace(DEPUTYSHIP, max_amount=None), "deputy"),
    "a deputy with a higher cap": ("deputyships", DEPUTYSHIP, replace(DEPUTYSHIP, max_amount=Decimal(1001)), "deputy"),
    "a cap on another basis": ("deputyships", DEPUTYSHIP, replace(DEPUTYSHIP, vat=Vat.INCL), "deputy"),
    "a deputy for all types": ("deputyships", DEPUTYSHIP, replace(DEPUTYSHIP, decision_types=()), "deputy"),
    "a deputy for another type": ("deputyships", DEPUTYSHIP, replace(DEPUTYSHIP, decision_types=("lend",)), "deputy"),
    "a deputy for longer": ("deputyships", DEPUTYSHIP, replace(DEPUTYSHIP, valid=Period(LONG_AGO, None)), "deputy"),
    "an appointment of oneself": ("appointments", None, HER_OWN, "employee"),
    "an appointment of oneself for longer": (
        "appointments",
        replace(HER_OWN, valid=Period(YESTERDAY, TOMORROW)),
        HER_OWN,
        "employee",
    ),
    "an appointment since long ago": (
        "appointments",
        None,
        replace(APPOINTMENT, valid=Period(LONG_AGO, None)),
        "valid_from",
    ),
    "an appointment since ever": ("appointments", None, replace(APPOINTMENT, valid=Period()), "valid_from"),
    "an appointment moved to long ago": (
        "appointments",
        APPOINTMENT,
        replace(APPOINTMENT, valid=Period(LONG_AGO, None)),
        "valid_from",
    ),
    "an appointment that ended long ago, no more": (
        "appointments",
        replace(APPOINTMENT, valid=Period(LONG_AGO, LONG_AGO + timedelta(days=1))),
        replace(APPOINTMENT, valid=Period(LONG_AGO, None)),
        "valid_from",
    ),
    "one's own employment for longer": (
        "employees",
        EMPLOYEE,
        replace(EMPLOYEE, valid=Period(LONG_AGO, None)),
        "valid_until",
    ),
    "somebody who worked here all the time after all": (
        "employees",
        replace(EMPLOYEE, number="W-099", valid=Period(LONG_AGO, LONG_AGO + timedelta(days=1))),
        replace(EMPLOYEE, number="W-099", valid=Period(LONG_AGO, None)),
        "valid_from",
    ),
    "a gap between two employments": (
        "employees",
        replace(EMPLOYEE, number="W-099", valid=Period(LONG_AGO, NOW - timedelta(days=20))),
        replace(EMPLOYEE, number="W-099", valid=Period(LONG_AGO, NOW - timedelta(days=10))),
        "valid_from",
    ),
    "a new employment that begins before he had left": (
        "employees",
        replace(EMPLOYEE, number="W-099", valid=Period(LONG_AGO, NOW - timedelta(days=5))),
        replace(EMPLOYEE, number="W-099", valid=Period(NOW - timedelta(days=5), None)),
        "valid_from",
    ),
    "an absence of long ago": (
        "absences",
        None,
        facts.Absence(employee="W-001", valid=Period(LONG_AGO, LONG_AGO + timedelta(days=9))),
        "valid_from",
    ),
    "somebody who is stopped no longer": (
        "employees",
        replace(EMPLOYEE, number="W-099", suspensions=(Period(YESTERDAY, None),)),
        replace(EMPLOYEE, number="W-099", suspensions=(Period(YESTERDAY, NOW),)),
        "suspensions",
    ),
}

AT_ONCE: dict[str, tuple[str, Any, Any]] = {
    "a body that meets": ("bodies", None, BODY),
    "a name": ("bodies", BODY, replace(BODY, name="College van B en W")),
    "a new position": ("positions", None, POSITION),
    "a new type": ("decision_types", None, TYPE),
    "a title": ("decision_types", TYPE, replace(TYPE, title_nl="Aankopen")),
    "a narrower deputyship": (
        "deputyships",
        DEPUTYSHIP,
        replace(
            DEPUTYSHIP,
            trigger=Trigger.VACANCY,
            max_amount=Decimal(10),
            decision_types=("buy",),
            valid=Period(YESTERDAY, NOW),
        ),
    ),
    "an appointment from yesterday": ("appointments", None, APPOINTMENT),
    "an appointment from the first day that counts": (
        "appointments",
        None,
        replace(APPOINTMENT, valid=Period(EARLIEST, None)),
    ),
    "an appointment for longer": (
        "appointments",
        replace(APPOINTMENT, valid=Period(LONG_AGO, TOMORROW)),
        replace(APPOINTMENT, valid=Period(LONG_AGO, None)),
    ),
    "an appointment that ends": (
        "appointments",
        replace(APPOINTMENT, valid=Period(LONG_AGO, None)),
        replace(APPOINTMENT, valid=Period(LONG_AGO, YESTERDAY)),
    ),
    "one's own appointment that ends": ("appointments", HER_OWN, replace(HER_OWN, valid=Period(YESTERDAY, NOW))),
    "somebody who comes to work here": ("employees", None, replace(EMPLOYEE, number="W-099")),
    "somebody else for longer": (
        "employees",
        replace(EMPLOYEE, number="W-099"),
        replace(EMPLOYEE, number="W-099", valid=Period(LONG_AGO, None)),
    ),
    "somebody who comes back": (
        "employees",
        replace(EMPLOYEE, number="W-099", valid=Period(LONG_AGO, LONG_AGO + timedelta(days=1))),
        replace(EMPLOYEE, number="W-099", valid=Period(YESTERDAY, None)),
    ),
    "the same name, written otherwise": ("employees", EMPLOYEE, replace(EMPLOYEE, name="Anouk  De Lange")),
    "a name where there was none": ("employees", replace(EMPLOYEE, name=""), EMPLOYEE),
    "somebody who is stopped": (
        "employees",
        EMPLOYEE,
        replace(EMPLOYEE, suspensions=(Period(YESTERDAY, None),)),
    ),
    "an absence": ("absences", None, facts.Absence(employee="W-001", valid=Period(YESTERDAY, TOMORROW))),
}


@pytest.mark.parametrize("what", WAITS)
def test_what_gives_power_waits_and_names_the_field(what: str) -> None:
    table, before, after, field = WAITS[what]
    found = need(table, before, after, MAKER)
    assert found is not None
    assert found.field == field


@pytest.mark.parametrize("what", AT_ONCE)
def test_what_gives_no_power_counts_at_once(what: str) -> None:
    table, before, after = AT_ONCE[what]
    assert need(table, before, after, MAKER) is None


def test_somebody_new_since_long_ago_waits_where_there_is_a_mandate_for_anyone() -> None:
    new = replace(EMPLOYEE, number="W-099")
    assert need("employees", None, new, MAKER) is None
    assert need("employees", None, new, replace(MAKER, anyone=True)) is not None
    assert need("employees", None, replace(new, valid=Period(YESTERDAY, None)), replace(MAKER, anyone=True)) is None


NEW_TYPE = replace(TYPE, parent=None, nature=facts.Nature.DECISION)


@pytest.mark.parametrize(
    ("new", "everything", "field"),
    [
        (NEW_TYPE, set(), None),
        (NEW_TYPE, {"mayor"}, None),
        (NEW_TYPE, {"college"}, "body"),
        (replace(NEW_TYPE, body=None), {"mayor"}, "body"),
        (replace(NEW_TYPE, body=None), set(), None),
        (replace(NEW_TYPE, parent="money"), set(), "parent"),
        (replace(NEW_TYPE, parent="money", nature=None), {"college"}, None),
        (replace(NEW_TYPE, nature=None, body=None, components=("buy", "sell")), set(), "components"),
    ],
)
def test_a_new_type_waits_where_a_mandate_covers_it_at_once(new: Any, everything: set[str], field: str | None) -> None:
    found = need_to_add_type(new, everything)
    assert (found and found.field) == field


def test_a_change_of_every_field_waits_but_of_those_that_only_describe() -> None:
    assert {table: set(names) for table, names in GIVES_POWER.items()} == {
        "bodies": {"position"},
        "units": {"parent"},
        "positions": {"unit", "category"},
        "decision_types": {"parent", "body", "nature", "amount_required", "mandatable", "components"},
    }


def test_a_body_that_meets_is_never_one_person_by_a_correction() -> None:
    alone = replace(BODY, position="mayor")
    assert forbidden("bodies", BODY, alone) is not None
    assert forbidden("bodies", alone, BODY) is None
    assert forbidden("bodies", alone, replace(alone, position="alderman")) is None
    assert forbidden("positions", POSITION, replace(POSITION, unit="board")) is None
