"""What cannot be recorded at all: codes that are not there, circles, doubles, periods that end before they begin."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mandate_registry.rules import facts
from mandate_registry.rules.integrity import flaws
from mandate_registry.rules.notation import Reservation, parse_seats
from mandate_registry.rules.periods import Period

DAY = datetime(2026, 1, 1, tzinfo=UTC)
ONE_DAY = Period(DAY, DAY + timedelta(days=1))
SOUND: dict[str, tuple[Any, ...]] = {
    "bodies": (facts.Body(code="college", name="College"),),
    "units": (facts.Unit(code="town", name="Town"), facts.Unit(code="care", name="Care", parent="town")),
    "positions": (facts.Position(code="clerk", title="Clerk", unit="care", category="staff"),),
    "decision_types": (
        facts.DecisionType(code="buy", title_nl="Inkoop"),
        facts.DecisionType(code="buy.award", title_nl="Gunnen", parent="buy"),
    ),
    "employees": (facts.Employee(number="e1", name="Een"),),
    "appointments": (facts.Appointment(employee="e1", position="clerk"),),
    "absences": (facts.Absence(employee="e1", valid=ONE_DAY),),
    "deputyships": (),
    "instruments": (facts.Instrument(reference="I-1", title="Besluit"),),
    "mandates": (),
}


def mandate(**fields: Any) -> facts.Mandate:
    holder = fields.pop("holder", "position:clerk")
    usual = {"number": "M-1", "kinds": (facts.Kind.MANDATE,), "on_behalf_of": "college", "decision_types": ("buy",)}
    return facts.Mandate(**usual | fields, seats=parse_seats(holder))


def deputyship(principal: str, deputy: str, **fields: Any) -> facts.Deputyship:
    seats = parse_seats(f"{principal} & {deputy}")
    return facts.Deputyship(number="V-1", principal=seats[0], deputy=seats[1], **fields)


def found(table: str, *more: facts.Fact) -> list[tuple[str, str, str]]:
    tables = {**SOUND, table: (*SOUND[table], *more)}
    return sorted({(flaw.table, flaw.field, flaw.code) for flaw in flaws(tables)})


@pytest.mark.parametrize(
    ("table", "fact"),
    [
        ("mandates", mandate(holder="anyone & category:staff & unit:town & position:clerk+employee:e1")),
        ("mandates", mandate(decision_types=("*",), within=("own_unit", "own_staff", "care"))),
        ("mandates", mandate(instrument="I-1", reservations=(Reservation("buy.award"),))),
        ("mandates", mandate(holder="00000009000000000002/position:not-ours")),
        ("mandates", mandate(holder="00000009000000000002/employee:x1")),
        ("mandates", mandate(max_amount=None, sub_mandating_only=("buy",), sub_mandating_except=("buy.award",))),
        ("deputyships", deputyship("position:clerk", "employee:e1", decision_types=("buy",))),
        ("appointments", facts.Appointment(employee="e1", position="clerk", valid=ONE_DAY)),
    ],
)
def test_a_sound_register_has_no_flaw(table: str, fact: facts.Fact) -> None:
    assert found(table, fact) == []


@pytest.mark.parametrize(
    ("table", "field", "fact"),
    [
        ("bodies", "position", facts.Body(code="mayor", name="Mayor", position="nowhere")),
        ("units", "parent", facts.Unit(code="x", name="X", parent="nowhere")),
        ("positions", "unit", facts.Position(code="x", title="X", unit="nowhere")),
        ("decision_types", "parent", facts.DecisionType(code="x", title_nl="X", parent="nothing")),
        ("decision_types", "body", facts.DecisionType(code="x", title_nl="X", body="nobody")),
        ("decision_types", "components", facts.DecisionType(code="x", title_nl="X", components=("buy", "nothing"))),
        ("appointments", "employee", facts.Appointment(employee="e9", position="clerk")),
        ("appointments", "position", facts.Appointment(employee="e1", position="nowhere")),
        ("absences", "employee", facts.Absence(employee="e9")),
        ("deputyships", "principal", deputyship("position:nowhere", "employee:e1")),
        ("deputyships", "principal", deputyship("employee:e9", "employee:e1")),
        ("deputyships", "deputy", deputyship("position:clerk", "employee:e9")),
        ("deputyships", "decision_types", deputyship("position:clerk", "employee:e1", decision_types=("nothing",))),
        ("mandates", "on_behalf_of", mandate(on_behalf_of="nobody")),
        ("mandates", "seats", mandate(holder="position:nowhere")),
        ("mandates", "seats", mandate(holder="employee:e9")),
        ("mandates", "seats", mandate(holder="position:clerk+employee:e9")),
        ("mandates", "seats", mandate(holder="category:nothing")),
        ("mandates", "seats", mandate(holder="anyone & unit:nowhere")),
        ("mandates", "decision_types", mandate(decision_types=("buy", "nothing"))),
        ("mandates", "reservations", mandate(reservations=(Reservation("nothing"),))),
        ("mandates", "within", mandate(within=("own_unit", "nowhere"))),
        ("mandates", "sub_mandating_only", mandate(sub_mandating_only=("nothing",))),
        ("mandates", "sub_mandating_except", mandate(sub_mandating_except=("nothing",))),
        ("mandates", "parent", mandate(parent="M-9")),
        ("mandates", "instrument", mandate(instrument="I-9")),
    ],
)
def test_a_code_that_is_not_there_is_a_flaw_of_its_field(table: str, field: str, fact: facts.Fact) -> None:
    assert found(table, fact) == [(table, field, "unknown_code")]


@pytest.mark.parametrize(
    ("table", "field", "circle"),
    [
        ("units", "parent", [facts.Unit(code="a", name="A", parent="a")]),
        ("units", "parent", [facts.Unit(code="a", name="A", parent="b"), facts.Unit(code="b", name="B", parent="a")]),
        (
            "decision_types",
            "parent",
            [
                facts.DecisionType(code="a", title_nl="A", parent="b"),
                facts.DecisionType(code="b", title_nl="B", parent="a"),
            ],
        ),
        ("decision_types", "components", [facts.DecisionType(code="a", title_nl="A", components=("buy", "a"))]),
        (
            "decision_types",
            "components",
            [
                facts.DecisionType(code="a", title_nl="A", components=("b",)),
                facts.DecisionType(code="b", title_nl="B", components=("c",)),
                facts.DecisionType(code="c", title_nl="C", components=("buy", "a")),
            ],
        ),
        ("mandates", "parent", [mandate(number="M-2", parent="M-2")]),
        ("mandates", "parent", [mandate(number="M-2", parent="M-3"), mandate(number="M-3", parent="M-2")]),
    ],
)
def test_a_circle_is_a_flaw(table: str, field: str, circle: list[facts.Fact]) -> None:
    assert found(table, *circle) == [(table, field, "circle")]


@pytest.mark.parametrize("table", [table for table, rows in SOUND.items() if rows])
def test_the_same_row_twice_is_a_flaw(table: str) -> None:
    assert [code for _, _, code in found(table, SOUND[table][-1])] == ["duplicate"]


@pytest.mark.parametrize("days", [0, -1])
def test_a_last_day_before_the_first_is_a_flaw(days: int) -> None:
    backward = mandate(valid=Period(DAY, DAY + timedelta(days=days)))
    assert found("mandates", backward) == [("mandates", "valid", "last_day_before_first")]


def test_a_mandate_wider_than_its_parent_is_no_flaw() -> None:
    parent, child = mandate(number="M-2", decision_types=("buy.award",)), mandate(number="M-3", parent="M-2")
    assert found("mandates", parent, child) == []


def test_a_flaw_names_the_place_of_its_row() -> None:
    wrong = flaws({**SOUND, "mandates": (mandate(), mandate(number="M-2", parent="M-9"))})
    assert [(flaw.table, flaw.index) for flaw in wrong] == [("mandates", 1)]
