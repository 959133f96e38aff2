"""Of a list of staff: which groups of a status are likely read, which units are new, and whose first day is later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mandate_registry.register_folder.grants.later_days import may_follow
from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.names.translation import CodesByName
from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.staff.staff_rows import likely_values, new_units, rows_by_value
from mandate_registry.rules.facts import Appointment, Employee, Mandate, Position, Unit
from mandate_registry.rules.periods import Period

ZONE = ZoneInfo("Europe/Amsterdam")
TODAY = date(2026, 11, 30)
COLUMNS = {"number": 0, "name": 1, "position": 2, "unit": 3, "employed_from": 4, "employed_until": 5, "rows": 6}
PLAN = Plan("", "staff", COLUMNS)


def sheet(*rows: str) -> SheetLayout:
    cells = [(number, row.split(";")) for number, row in enumerate(rows, 2)]
    return SheetLayout("", ("nr", "naam", "functie", "team", "van", "uit", "status"), cells)


@pytest.mark.parametrize(
    ("status", "since", "until", "is_read"),
    [
        ("actief", "1-1-2020", "", True),
        ("actief", "1-1-2020", "31-12-2027", True),
        ("actief", "1-1-2020", "31-12-2025", False),
        ("uit dienst", "1-1-2020", "31-3-2026", True),
        ("uit dienst", "1-1-2020", "", False),
        ("uit dienst", "1-1-2020", "31-3-2027", False),
        ("nog niet begonnen", "1-2-2027", "", True),
        ("nog niet begonnen", "1-2-2020", "", False),
        ("langdurig ziek", "1-1-2020", "", False),
        ("", "1-1-2020", "", False),
    ],
)
def test_a_status_is_likely_read_where_the_days_of_all_its_rows_agree(
    status: str, since: str, until: str, *, is_read: bool
) -> None:
    laid = sheet(f"1;Anna Boer;Inkoper;Inkoop;{since};{until};{status}", "2;Ben Bos;Inkoper;Inkoop;1-1-2020;;anders")
    assert (status in likely_values(laid, PLAN, TODAY)) is is_read
    assert rows_by_value(laid, PLAN)[status] == ["Anna Boer"]


def test_new_units_are_those_that_the_register_has_neither_by_code_nor_by_name() -> None:
    laid = sheet("1;A;F;Inkoop;;;", "2;B;F;Team Data;;;", "3;C;F;team-x;;;", "4;D;F;Team Data;;;", "5;E;F;;;;")
    known = CodesByName.of({"units": [Unit(code="inkoop", name="Inkoop"), Unit(code="team-x", name="X")]})
    assert new_units(laid, PLAN, known) == ["Team Data"]
    assert new_units(laid, replace(PLAN, table="employees"), known) == []
    assert new_units(laid, PLAN, CodesByName.of({})) == []


def since(day: str) -> Period:
    return Period(datetime.fromisoformat(day).replace(tzinfo=ZONE), None)


REGISTER: dict[str, list[Any]] = {
    "positions": [Position(code="buyer", title="Inkoper"), Position(code="lawyer", title="Jurist")],
    "employees": [Employee(number="1", name="Anna", valid=since("2020-01-01"))],
    "appointments": [Appointment(employee="1", position="buyer", valid=since("2021-01-01"))],
}


@pytest.mark.parametrize(
    ("rows", "is_asked"),
    [
        (("1;Anna;Jurist;;1-1-2020;;",), False),
        (("1;Anna;Jurist;;1-1-2022;;",), True),  # a later employment
        (("1;Anna;Inkoper;;1-1-2020;;",), True),  # another day of the appointment
        (("1;Anna;buyer;;1-1-2022;;",), True),
        (("1;Anna;Jurist;;geen idee;;",), True),
        (("2;Ben;Inkoper;;1-1-2022;;",), False),
        (("2;Ben;Inkoper;;1-1-2022;;", "2;Ben;Jurist;;1-1-2023;;"), False),
        (("2;Ben;Inkoper;;1-1-2022;;", "2;Ben;Inkoper;;1-1-2023;;"), True),
    ],
)
def test_a_later_first_day_is_asked_about_only_where_something_has_an_earlier_one(
    rows: tuple[str, ...], *, is_asked: bool
) -> None:
    assert may_follow(sheet(*rows), PLAN, REGISTER, ZONE) is is_asked


def test_so_are_mandates_by_their_number() -> None:
    mandate = Mandate.__new__(Mandate)
    object.__setattr__(mandate, "number", "1")
    object.__setattr__(mandate, "valid", since("2020-01-01"))
    plan = Plan("", "mandates", {"number": 0, "valid_from": 4})
    found = [
        may_follow(sheet(f"{number};;;;{day};;"), plan, {"mandates": [mandate]}, ZONE)
        for number, day in (("1", "1-1-2021"), ("1", "1-1-2020"), ("2", "1-1-2021"), ("1", ""))
    ]
    assert found == [True, False, False, False]
