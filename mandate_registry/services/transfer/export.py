"""Exporting a register as a register folder."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from mandate_registry.errors import Conflict, FieldError, InvalidInput, NotFound
from mandate_registry.register_folder.reader import RegisterFolder
from mandate_registry.register_folder.writer import write_workbook, write_zip
from mandate_registry.rules.integrity import KEYS
from mandate_registry.rules.lifecycle.in_force import in_the_folder
from mandate_registry.services.callers import Caller
from mandate_registry.services.expected_checks.expectations import expectations_of
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.points_in_time import NOW, PointInTime
from mandate_registry.services.register.register_writer import find_register
from models import TABLES, as_fact, registers

Form = Literal["zip", "xlsx"]


@dataclass(frozen=True, slots=True)
class PackedRegister:
    """A register as one file, with the name that it bears."""

    name: str
    content: bytes


def export_register(caller: Caller, installation: Installation, oin: str, when: PointInTime = NOW) -> RegisterFolder:
    """Return what the register of an organisation says, each entry in the place where it was first recorded.

    `when` says as known at which moment. Of a mandate it gives when it was in force, in whole days, and of who was
    forgotten his number for a name. NotFound when the organisation has no register here, or had none then.
    """
    caller.must(Right.READ, oin)
    with installation.reading() as connection:
        when.must_be_past(caller, connection, oin)
        register_id = find_register(connection, oin)
        if register_id is None:
            raise NotFound(f"Organisation {oin} has no register here.")
        tables = {table: _facts(connection, register_id, table, when) for table in KEYS}
        expected = expectations_of(connection, register_id, when) or None
    tables["employees"] = [fact if fact.name else replace(fact, name=fact.number) for fact in tables["employees"]]
    homes = tables.pop("organisations")
    if not homes:
        raise NotFound(f"Organisation {oin} had no register here then.")
    organisation = homes[0]
    written = in_the_folder(tables["mandates"], ZoneInfo(organisation.time_zone))
    return RegisterFolder(organisation, tables | {"mandates": list(chain(*written.values()))}, expectations=expected)


def pack(
    caller: Caller, installation: Installation, organisation: str | None, form: Form, when: PointInTime = NOW
) -> PackedRegister:
    """Return the register of an organisation, or of the caller's only one, as one file; Conflict when it cannot be."""
    register = export_register(caller, installation, organisation or only_organisation(caller, installation), when)
    stream = io.BytesIO()
    try:
        (write_workbook if form == "xlsx" else write_zip)(register, stream)
    except ValueError as error:
        raise Conflict(f"This register is no workbook ({error}): take the zip.") from error
    return PackedRegister(f"mandates-{register.organisation.oin}.{form}", stream.getvalue())


def only_organisation(caller: Caller, installation: Installation, field: str = "organisation") -> str:
    """Return the caller's organisation, or the only one with a register here.

    Raise InvalidInput, which names `field` and the organisations, when that is not one.
    """
    found = [caller.organisation] if caller.organisation else organisations(caller, installation)
    if len(found) != 1:
        detail = "say which one: " + ", ".join(found) if found else "there is no register"
        raise InvalidInput(FieldError(field, "required", detail))
    return found[0]


def organisations(caller: Caller, installation: Installation) -> list[str]:
    """Return the OINs of the organisations whose register the caller reads, in the order in which they came."""
    with installation.reading() as connection:
        found = connection.scalars(select(registers.c.oin).order_by(registers.c.id)).all()
    return [oin for oin in found if caller.may(Right.READ, oin)]


def _facts(connection: Connection, register_id: int, table: str, when: PointInTime) -> list[Any]:
    rows = TABLES[table]
    mine = rows.c.register_id == register_id
    first = select(rows.c.id, func.min(rows.c.row).label("place")).where(mine).group_by(rows.c.id).subquery()
    wanted = select(rows).join(first, first.c.id == rows.c.id).where(mine, when.knows(rows))
    found = connection.execute(wanted.order_by(first.c.place, rows.c.row)).mappings()
    return [as_fact(table, row) for row in found]
