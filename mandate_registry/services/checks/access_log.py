"""Who asked what: the traces of questions, for who keeps or audits a register and for the employee concerned."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, or_, select, true

from mandate_registry.errors import FieldError, Forbidden, InvalidInput
from mandate_registry.rules.check_requests import WAYS, EmployeeRef
from mandate_registry.rules.questions import Person
from mandate_registry.services.callers import Caller
from mandate_registry.services.checks.retention import is_kept, listed_at
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.pagination import Page, Slice, page_of
from mandate_registry.services.permissions import Right
from models import TABLES, check_subjects, checks, registers

ASKED = select(checks, registers.c.oin).join(registers, registers.c.id == checks.c.register_id)
"""Every question, with the organisation (OIN) that was asked."""

FITS: Mapping[str, Callable[[Any], ColumnElement[bool]]] = {
    "organisation": lambda value: registers.c.oin == value,
    "asker": lambda value: checks.c.asker == value,
    "decision_type": lambda value: checks.c.decision_type == value,
    "outcome": lambda value: checks.c.outcome == value,
    "since": lambda value: listed_at >= value,
    "until": lambda value: listed_at < value,
}
"""What questions are filtered by; a period includes its beginning and not its end."""


@dataclass(frozen=True, slots=True)
class AccessLogEntry:
    """That a question was asked, and what came of it.

    `asker` is the organisation (OIN) that asked, None being the installation itself; `asked_by` is who did, None where
    that is not told. `employees` are those asked about, each as `check_result.CheckResult` has them.
    """

    id: UUID
    organisation: str
    kind: str
    recorded_at: datetime
    asker: str | None
    asked_by: str | None
    channel: str
    purpose: str | None
    employees: list[dict[str, str | None]]
    decision_type: str | None
    outcome: str
    trace_id: str


def list_traces(
    caller: Caller, installation: Installation, wanted: Slice, employee: EmployeeRef | None = None
) -> Page[AccessLogEntry]:
    """Return a page of the questions asked, the newest first, filtered by FITS and by an `employee` they were about.

    Who keeps or audits a register sees what was asked of it. An employee sees what was asked about himself, of whatever
    register; Forbidden when he searches for another. InvalidInput when an employee's number is not said to be whose.
    """
    fits = [_visible(caller), is_kept(installation.settings, now())]
    fits += [FITS[name](value) for name, value in wanted.filters.items()]
    with installation.reading() as connection:
        if employee:
            fits.append(_is_about(_person(caller, connection, employee, wanted.filters.get("organisation"))))
        query = ASKED.where(*fits)
        return page_of(connection, query, checks, wanted, lambda rows: _entries(caller, rows), newest_first=True)


def kept_question(row: Any) -> dict[str, Any]:
    """Return a question as it was kept."""
    asked: dict[str, Any] = json.loads(row["question"])
    return asked


def _visible(caller: Caller) -> ColumnElement[bool]:
    """Return the condition that a caller may see a question; Forbidden to who sees none."""
    if caller.may_anywhere(Right.TRACE):
        return true()
    home, seen = caller.organisation or "", []
    if caller.may(Right.TRACE, home):
        seen.append(registers.c.oin == home)
    if oneself := _oneself(caller):
        seen.append(_is_about(oneself))
    if not seen:
        raise Forbidden("This caller does not see who asked what.")
    return or_(*seen)


def _oneself(caller: Caller) -> Person | None:
    """Return the employee as whom a caller sees what was asked about himself."""
    home, number = caller.organisation or "", caller.person or ""
    return Person(home, number) if caller.may_for_self(Right.TRACE, home) else None


def _is_about(person: Person) -> ColumnElement[bool]:
    about = select(check_subjects.c.check_id).where(
        check_subjects.c.organisation == person.organisation, check_subjects.c.number == person.number
    )
    return checks.c.id.in_(about)


def _person(caller: Caller, connection: Connection, ref: EmployeeRef, organisation: str | None) -> Person:
    """Find whom a search is for: of the organisation stated with him, else of the one asked, else of the caller's."""
    home = ref.organisation or organisation or caller.organisation
    person = _by_id(connection, ref.id) if ref.id else Person(home or "", ref.number or "")
    if not ref.id and not home:
        detail = "is required beside a number where no organisation is stated"
        raise InvalidInput(FieldError("employee.organisation", "required", detail))
    if not _sees_others(caller) and person != _oneself(caller):
        raise Forbidden("An employee sees what was asked about himself.")
    return person


def _by_id(connection: Connection, identity: UUID) -> Person:
    employees = TABLES["employees"]
    wanted = select(registers.c.oin, employees.c.number).join(registers).where(employees.c.id == identity).limit(1)
    row = connection.execute(wanted).one_or_none()
    return Person(row.oin, row.number) if row else Person("", "")


def _sees_others(caller: Caller) -> bool:
    return caller.may(Right.TRACE, caller.organisation or "")


def _entries(caller: Caller, rows: Any) -> list[AccessLogEntry]:
    return [_entry(row, None if caller.may(Right.TRACE, row["oin"]) else _oneself(caller)) for row in rows]


def _entry(row: Any, alone: Person | None) -> AccessLogEntry:
    """Return the entry of a question; for the employee `alone` it names nobody else, and not who asked."""
    return AccessLogEntry(
        id=row["id"],
        organisation=row["oin"],
        kind=row["kind"],
        recorded_at=row["recorded_at"],
        asker=row["asker"],
        asked_by=None if alone else row["actor"],
        channel=row["channel"],
        purpose=row["purpose"],
        employees=list(map(_shown, [_himself(alone, row["oin"])] if alone else kept_question(row)["employees"])),
        decision_type=row["decision_type"],
        outcome=row["outcome"],
        trace_id=row["trace_id"],
    )


def _himself(person: Person, asked: str) -> dict[str, str | None]:
    """Show an employee to himself, by his number: by which name he was asked about, only the question knows."""
    return {"number": person.number, "organisation": person.organisation if person.organisation != asked else None}


def _shown(ref: Mapping[str, str | None]) -> dict[str, str | None]:
    return {way: ref.get(way) for way in WAYS}
