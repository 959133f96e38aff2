"""Forgetting a person: name and address are erased from every version of his entry and every plan; his number stays."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, or_, select

from mandate_registry.errors import Conflict, NotFound
from mandate_registry.log.commitments import PERSONAL
from mandate_registry.rules.lookup import holds_any
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.file_readings import erase_readings
from mandate_registry.services.installation import Installation
from mandate_registry.services.privacy.erased_copies import erase_list_answers, erase_replies
from mandate_registry.services.privacy.erased_texts import erase_texts
from mandate_registry.services.register.register_writer import find_register, open_register
from models import TABLES, planned_changes


def forget_employee(caller: Caller, installation: Installation, organisation: str, number: str) -> int:
    """Erase name, address and salt of an employee, as a change of the register; returns how many rows were erased.

    With them go the reasons and titles that name him (`services.privacy.erased_texts`); plans, answers about
    lists and how files were read, where they do; and the kept replies that may.

    NotFound when there is no such employee, or nothing left of him to forget. Conflict while the register says that he
    works there or holds a position, now or later: his mandates need his name.
    """
    caller.must_administer()
    with installation.writing() as connection:
        register_id = find_register(connection, organisation)
        if register_id is None:
            raise NotFound(f"Organisation {organisation} has no register here.")
        register = open_register(connection, organisation)
        rows = _named(connection, register_id, number)
        if not rows:
            raise NotFound(f"There is no employee {number}, or nothing left of him to forget.")
        if _is_there(connection, register_id, number, register.moment):
            raise Conflict(f"Employee {number} works there, or holds a position: end that first.")
        register.forget("employees", rows)
        named = {row[column] for row in rows for column in PERSONAL["employees"]}
        register.forget("planned_changes", _planned(connection, register_id, number, named))
        erase_texts(register, named)
        register.record(caller, "forget an employee")
        erase_replies(connection, organisation)
        erase_list_answers(connection, organisation, named)
        erase_readings(connection, register_id, named)
    return len(rows)


def _named(connection: Connection, register_id: int, number: str) -> Sequence[RowMapping]:
    """Return all versions of the entry of an employee that were not forgotten, as the register ever knew them."""
    employees = TABLES["employees"]
    its = (employees.c.register_id == register_id, employees.c.number == number, employees.c.sealed.is_(None))
    return connection.execute(select(employees).where(*its).order_by(employees.c.row)).mappings().all()


def _planned(connection: Connection, register_id: int, number: str, named: Collection[str]) -> list[RowMapping]:
    """Return the rows of plans for the entry of an employee, or that hold one of his names, not erased yet, in order.

    What is planned for another employee is about somebody else, also if he has the same name.
    """
    its = (planned_changes.c.register_id == register_id, planned_changes.c.sealed.is_(None))
    rows = connection.execute(select(planned_changes).where(*its).order_by(planned_changes.c.row)).mappings()
    return [row for row in rows if (row["key"] == number if row["table_name"] == "employees" else _names(row, named))]


def _names(row: RowMapping, named: Collection[str]) -> bool:
    """Return True if the fact of a planned row, which is JSON, holds one of these names."""
    return holds_any(json.dumps(json.loads(row["fact"]), ensure_ascii=False), named)


def _is_there(connection: Connection, register_id: int, number: str, moment: datetime) -> bool:
    """Return whether the register says now that somebody works there or holds a position, then or later."""
    for table, key in (("employees", "number"), ("appointments", "employee")):
        rows = TABLES[table]
        still = or_(rows.c.valid_until.is_(None), rows.c.valid_until > moment)
        its = (rows.c.register_id == register_id, rows.c[key] == number, rows.c.known_until.is_(None))
        if connection.scalar(select(rows.c.row).where(*its, still).limit(1)) is not None:
            return True
    return False
