"""Whether who is calling still works where he calls from: credentials end with the employment, whatever they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, RowMapping, bindparam, select

from mandate_registry.errors import Departed, Stopped
from mandate_registry.rules.facts import Employee
from mandate_registry.rules.lookup import same_name
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import now
from models import TABLES, as_fact, registers

_EMPLOYEES = TABLES["employees"]
_KNOWN_AS = (
    select(_EMPLOYEES, registers.c.changed_at)
    .join(registers, registers.c.id == _EMPLOYEES.c.register_id)
    .where(registers.c.oin == bindparam("oin"), _EMPLOYEES.c.number == bindparam("number"))
)

_ALL = (
    select(_EMPLOYEES.c.number, _EMPLOYEES.c.name)
    .join(registers, registers.c.id == _EMPLOYEES.c.register_id)
    .where(registers.c.oin == bindparam("oin"))
    .distinct()
)


def must_work_here(connection: Connection, caller: Caller, version: int | None = None) -> Caller:
    """Return the caller, known by his employee number; Departed when his person left, Stopped when he is stopped.

    A name, or a number in other letters, stands for the employee whom it means; Departed when it may mean several. Who
    was never an employee there is not looked at: a contractor, an administrator of the installation. `version` is that
    of the register whose word counts, such as the one before a change; otherwise it is the newest.
    """
    if caller.organisation is None or caller.person is None:
        return caller
    caller = replace(caller, person=_number_of(connection, caller.organisation, caller.person))
    asked = {"oin": caller.organisation, "number": caller.person}
    rows = connection.execute(_KNOWN_AS, asked).mappings().all()
    known = [row for row in rows if version is None or row["known_from"] <= version]
    if known:
        employments = [as_fact("employees", row) for row in known if _is_current(row, version)]
        _must_work(employments, now(), known[0]["changed_at"], caller)
    return caller


def _number_of(connection: Connection, oin: str, person: str) -> str:
    """Return the number of the employee whom a person means, by number or by name; what means nobody stays as it is."""
    if connection.execute(_KNOWN_AS, {"oin": oin, "number": person}).first() is not None:
        return person
    meant = same_name(person)
    known = connection.execute(_ALL, {"oin": oin}).all()
    numbers = {row.number for row in known if meant in (same_name(row.number), same_name(row.name))}
    if len(numbers) > 1:
        raise Departed(
            f"{person} may be several employees of organisation {oin}: {', '.join(sorted(numbers))}. "
            "A key is made for an employee number, such as W-012."
        )
    return numbers.pop() if numbers else person


def _is_current(row: RowMapping, version: int | None) -> bool:
    ended = row["known_until"]
    return ended is None or (version is not None and ended > version)


def _must_work(employments: Sequence[Employee], moment: datetime, changed_at: datetime | None, caller: Caller) -> None:
    """Refuse who is not employed at a moment, or stopped: also by the clock of a host that recorded it and is ahead."""
    who, nothing = f"Employee {caller.person}", "no key, token or session of a person who {} does anything."
    moments = {moment, max(moment, changed_at or moment)}
    if not all(any(at in one.valid for one in employments) for at in moments):
        raise Departed(
            f"{who} does not work at organisation {caller.organisation} now, as its register says: "
            + nothing.format("is not employed")
        )
    if any(one.is_suspended(at) for one in employments for at in moments):
        raise Stopped(
            f"{who} of organisation {caller.organisation} is stopped now, as its register says: "
            + nothing.format("is stopped")
        )
