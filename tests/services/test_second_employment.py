"""Who comes back has a second employment; what named the person before does not come back by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from mandate_registry.errors import Conflict
from mandate_registry.register_folder.problems import InvalidRegister
from mandate_registry.register_folder.reader import read_register
from mandate_registry.register_folder.writer import write_folder
from mandate_registry.rules import facts
from mandate_registry.rules.check_requests import EmployeeRef
from mandate_registry.rules.lifecycle.lifecycle import Event, Status
from mandate_registry.rules.notation import Seat
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets.entry_changes import Correction, Draft
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Slice
from mandate_registry.services.register.entries import list_entries
from mandate_registry.services.transfer.export import export_register
from mandate_registry.services.transfer.register_import import import_register
from tests.services.town import APPROVER, HR, OIN, QUESTION, Town
from tests.support import entries

pytestmark = pytest.mark.either_database

EARLIER, GAP, LATER = (datetime(year, 7, 1, tzinfo=UTC) for year in (2023, 2025, 2026))
LEFT, BACK = date(2024, 12, 31), date(2026, 1, 1)


@pytest.fixture
def town(installation: Installation) -> Town:
    """Return a town in which Kim left, and came back, after M-1 had been granted to her by name."""
    town = Town.founded(installation)
    town.granted()
    employ(town, valid_until=LEFT, identity=kim(town).entry.id)
    employ(town, valid_from=BACK)
    return town


def kim(town: Town) -> Any:
    wanted = Slice({"organisation": OIN, "number": "e1"})
    return list_entries(HR, town.installation, "employees", wanted).items[0]


def employ(town: Town, *, identity: UUID | None = None, name: str = "Kim", **dates: Any) -> UUID:
    if identity:
        return entries.correct(town.installation, "employees", identity, Correction({}, dates), HR).entry.id
    fact = facts.Employee(number="e1", name=name)
    return entries.add(town.installation, "employees", Draft(OIN, fact, dates), HR).entry.id


def answer(town: Town, at: datetime, **ref: Any) -> str:
    people = (EmployeeRef(**ref),) if ref else QUESTION.employees
    told = check(COMMAND_LINE, town.installation, replace(QUESTION, at=at, employees=people))
    return str(told.reasons[0]["code"] if told.reasons else told.outcome)


def test_a_day_in_the_gap_is_a_no_and_the_personal_mandate_does_not_come_back(town: Town) -> None:
    assert answer(town, EARLIER) == "authorised"
    assert answer(town, GAP) == "left_organisation"
    assert answer(town, LATER) == "left_organisation"


def test_two_employments_of_one_number_are_one_person(town: Town) -> None:
    found = list_entries(HR, town.installation, "employees", Slice({"number": "e1"})).items
    assert len({one.entry.id for one in found}) == 2
    refs: list[dict[str, Any]] = [{"number": "e1"}, {"name": "Kim"}, *({"id": one.entry.id} for one in found)]
    for ref in refs:
        assert answer(town, EARLIER, **ref) == "authorised"


def test_somebody_may_come_back_under_another_name(town: Town) -> None:
    employ(town, name="Kim de Boer", valid_from=date(2025, 3, 1), valid_until=date(2025, 3, 31))
    assert answer(town, EARLIER, name="Kim de Boer") == "authorised"


def test_a_mandate_that_lapsed_says_so_and_one_that_is_granted_anew_counts(town: Town) -> None:
    (lapsed,) = list_entries(HR, town.installation, "mandates", Slice({"number": "M-1"})).items
    assert lapsed.standing
    assert lapsed.standing.status is Status.LAPSED
    fact = replace(lapsed.entry.fact, number="M-2", seats=(Seat(employee="e1"),))
    again = entries.add(town.installation, "mandates", Draft(OIN, fact, {"valid_from": BACK}), HR).entry.id
    town.does(HR, Event.SUBMISSION, again)
    town.does(APPROVER, Event.APPROVAL, again)
    assert (answer(town, LATER), answer(town, GAP)) == ("authorised", "left_organisation")


@pytest.mark.each_database
def test_employments_that_adjoin_are_one(town: Town) -> None:
    first = next(
        one
        for one in list_entries(HR, town.installation, "employees", Slice({"number": "e1"})).items
        if one.entry.fact.valid.until
    )
    employ(town, identity=first.entry.id, valid_until=date(2025, 12, 31))
    assert [answer(town, at) for at in (EARLIER, GAP, LATER)] == ["authorised"] * 3


@pytest.mark.parametrize(
    "dates",
    [
        {},
        {"valid_from": date(2024, 12, 31), "valid_until": date(2025, 1, 1)},
        {"valid_until": date(2020, 1, 1)},
        {"valid_from": date(2025, 12, 31)},
    ],
)
def test_an_employment_that_overlaps_another_of_that_number_is_refused(town: Town, dates: dict[str, Any]) -> None:
    with pytest.raises(Conflict, match="e1 stands in the register already for some of that time") as refused:
        employ(town, **dates)
    assert [error.field for error in refused.value.errors] == ["number"]


def test_an_ended_employment_is_not_opened_again_over_a_later_one(town: Town) -> None:
    entries = list_entries(HR, town.installation, "employees", Slice({"number": "e1"})).items
    (first,) = [one for one in entries if one.entry.fact.valid.until]
    with pytest.raises(Conflict):
        employ(town, identity=first.entry.id, valid_until=None)
    assert answer(town, GAP) == "left_organisation"


@pytest.mark.each_database
def test_an_export_has_every_employment_and_importing_it_changes_nothing(town: Town, tmp_path: Path) -> None:
    write_folder(export_register(COMMAND_LINE, town.installation, OIN), tmp_path)
    text = (tmp_path / "employees.csv").read_text(encoding="utf-8")
    assert [line.split(",")[3:5] for line in text.splitlines()[1:]] == [["", "2024-12-31"], ["2026-01-01", ""]]
    preview = import_register(COMMAND_LINE, town.installation, read_register(tmp_path))
    assert preview.is_empty


def test_a_folder_brings_a_second_employment_and_leaves_the_first(installation: Installation, tmp_path: Path) -> None:
    town = Town.founded(installation)
    town.granted()
    employ(town, valid_until=LEFT, identity=kim(town).entry.id)
    write_folder(export_register(COMMAND_LINE, installation, OIN), tmp_path)
    with (tmp_path / "employees.csv").open("a", encoding="utf-8") as file:
        file.write("e1,Kim,,2026-01-01,\n" * 2)  # equal rows are one
    waits = import_register(COMMAND_LINE, installation, read_register(tmp_path)).changeset
    assert waits  # it would fill months that are long past
    entries.approve(installation, waits)
    assert [answer(town, at) for at in (EARLIER, GAP, LATER)] == ["authorised"] + ["left_organisation"] * 2
    assert len(list_entries(HR, installation, "employees", Slice({"number": "e1"})).items) == 2


def test_rows_of_one_number_that_overlap_are_refused_by_the_row(town: Town, tmp_path: Path) -> None:
    write_folder(export_register(COMMAND_LINE, town.installation, OIN), tmp_path)
    with (tmp_path / "employees.csv").open("a", encoding="utf-8") as file:
        file.write("e1,Kim,,2024-12-31,2025-01-01\n")
    with pytest.raises(InvalidRegister) as refused:
        read_register(tmp_path)
    (error,) = refused.value.errors
    assert (error.file, error.row, error.column, error.code) == ("employees.csv", 4, "number", "duplicate")
