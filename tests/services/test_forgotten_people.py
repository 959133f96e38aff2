"""A person is forgotten: his name is nowhere, his number everywhere, and the log still holds all the rest."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import Connection, select, text, update
from sqlalchemy.exc import DBAPIError

from mandate_registry.errors import Conflict, Forbidden, NotFound
from mandate_registry.log.log_differences import DifferenceKind, LogDifference
from mandate_registry.log.verification import ExternalEvidence, Report, verify
from mandate_registry.rules import facts
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets.entry_changes import Correction, Draft, create
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.checks.decision_log import decision_log
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Slice
from mandate_registry.services.privacy.forgotten_people import forget_employee
from mandate_registry.services.register.entries import list_entries
from mandate_registry.services.register.mandate_history import history
from mandate_registry.services.transfer.export import export_register
from mandate_registry.services.transfer.register_import import import_register
from models import TABLES
from tests.services.town import HR, OIN, Town
from tests.support import entries

EMPLOYEES = TABLES["employees"]
AT = datetime(2026, 3, 1, tzinfo=UTC)
KIM = {"name": "Kim Verhoog", "email": "kim@town.example"}


@pytest.fixture
def town(installation: Installation) -> Town:
    """Return a town in which Kim, who holds a mandate, worked until the end of June."""
    town = Town.founded(installation)
    kim = current(town)["id"]
    correct(town, kim, Correction(KIM))
    town.granted()
    position = facts.Position(code="clerk", title="Clerk")
    create(COMMAND_LINE, installation, "positions", Draft(OIN, position))
    appointment = facts.Appointment(employee="e1", position="clerk")
    held = entries.add(installation, "appointments", Draft(OIN, appointment)).entry.id
    for table, identity in (("employees", kim), ("appointments", held)):
        with pytest.raises(Conflict, match="end that first"):
            forget(town)
        entries.correct(installation, table, identity, Correction({}, {"valid_until": LAST}))
    return town


LAST = date(2026, 6, 30)


def forget(town: Town) -> int:
    return forget_employee(COMMAND_LINE, town.installation, OIN, "e1")


def correct(town: Town, identity: UUID, correction: Correction) -> None:
    entries.correct(town.installation, "employees", identity, correction)


def current(town: Town) -> dict[str, Any]:
    with town.installation.reading() as connection:
        row = connection.execute(select(EMPLOYEES).where(EMPLOYEES.c.known_until.is_(None))).mappings().one()
    return dict(row)


def verified(town: Town) -> Report:
    with town.installation.reading() as connection:
        return verify(connection, ExternalEvidence())


def asked(name: str | None = None, number: str | None = None) -> CheckRequest:
    ref = EmployeeRef(name=name, number=number)
    return CheckRequest(organisation=OIN, employees=(ref,), decision_type="permit", at=AT)


def test_nothing_personal_is_left_of_any_version_and_the_log_still_holds_the_rest(town: Town) -> None:
    assert forget(town) == 3
    with town.installation.reading() as connection:
        rows = connection.execute(select(EMPLOYEES)).mappings().all()
    assert {(row["number"], row["name"], row["email"], row["salt"]) for row in rows} == {("e1", "", "", None)}
    assert verified(town).difference is None
    with pytest.raises(NotFound, match="nothing left"):
        forget(town)


def test_who_has_no_right_forgets_nobody(town: Town) -> None:
    with pytest.raises(Forbidden):
        forget_employee(HR, town.installation, OIN, "e1")
    for organisation, number in ((OIN, "e9"), ("00000009000000000009", "e1")):
        with pytest.raises(NotFound):
            forget_employee(COMMAND_LINE, town.installation, organisation, number)


def test_what_is_asked_about_him_is_answered_by_his_number_and_by_no_name(town: Town) -> None:
    before = check(COMMAND_LINE, town.installation, asked(number="e1"))
    forget(town)
    after = check(COMMAND_LINE, town.installation, asked(number="e1"))
    assert (after.outcome, after.reasons) == (before.outcome, before.reasons)
    assert check(COMMAND_LINE, town.installation, asked(name=KIM["name"])).outcome == "not_authorised"
    somebody_else = facts.Employee(number="e2", name="Robin")
    create(COMMAND_LINE, town.installation, "employees", Draft(OIN, somebody_else))
    told = check(COMMAND_LINE, town.installation, asked(number="e2"))
    assert [one["number"] for one in told.employees] == ["e2"]
    assert decision_log(COMMAND_LINE, town.installation, Slice()).items


def test_lists_histories_and_folders_do_without_his_name(town: Town) -> None:
    forget(town)
    (listed,) = list_entries(COMMAND_LINE, town.installation, "employees", Slice({"organisation": OIN})).items
    assert (listed.entry.fact.number, listed.entry.fact.name) == ("e1", "")
    (mandate,) = list_entries(COMMAND_LINE, town.installation, "mandates", Slice({"organisation": OIN})).items
    assert history(COMMAND_LINE, town.installation, mandate.entry.id)
    folder = export_register(COMMAND_LINE, town.installation, OIN)
    assert [fact.name for fact in folder.tables["employees"]] == ["e1"]  # type: ignore[attr-defined]  # (they are)
    again = import_register(COMMAND_LINE, town.installation, folder, dry_run=True)
    assert "employees" not in again.tables


def test_what_is_said_of_him_later_has_a_salt_of_its_own_and_is_verified(town: Town) -> None:
    forget(town)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=1)):
        correct(town, current(town)["id"], Correction({}, {"valid_until": date(2026, 5, 31)}))
    assert verified(town).difference is None


def test_who_is_forgotten_without_an_entry_is_found(town: Town) -> None:
    """As the database would allow within another change, and as its owner could at any time."""
    row = current(town)
    erased = update(EMPLOYEES).where(EMPLOYEES.c.row == row["row"])
    with pytest.raises(DBAPIError, match="neither edited nor deleted"), town.installation.writing() as connection:
        connection.execute(erased.values(name="", email="", salt=None, sealed=b"x"))
    forget(town)
    with town.installation.writing() as connection:
        drop_guard(connection)
        connection.execute(erased.values(name="Kim again"))
    difference = verified(town).difference
    assert difference is not None
    assert (difference.table, difference.kind) == ("employees", DifferenceKind.CHANGED)


def test_who_is_put_back_from_a_copy_after_he_was_forgotten_is_found(town: Town) -> None:
    """With his salt all digests are as they were; that he was forgotten is in the log."""
    before = current(town)
    forget(town)
    with town.installation.writing() as connection:
        drop_guard(connection)
        personal = {name: before[name] for name in ("name", "email", "salt", "sealed")}
        connection.execute(update(EMPLOYEES).where(EMPLOYEES.c.row == before["row"]).values(personal))
    detail = "Its personal values were erased, and something stands there again."
    assert verified(town).difference == LogDifference(
        "employees", f"row {before['row']} (e1)", DifferenceKind.CHANGED, detail
    )


def drop_guard(connection: Connection) -> None:
    on = " ON employees" if connection.dialect.name == "postgresql" else ""
    connection.execute(text(f"DROP TRIGGER employees_closing{on}"))
