"""Exporting a register as a register folder."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from mandate_registry.errors import NotFound
from mandate_registry.register_folder.reading import RegisterFolder
from mandate_registry.rules.integrity import KEYS
from mandate_registry.rules.periods import ALWAYS
from models import TABLES, as_fact, registers

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mandate_registry.services.callers import Caller
    from mandate_registry.services.installation import Installation


def export_register(caller: Caller, installation: Installation, oin: str) -> RegisterFolder:
    """Give what the register of an organisation says now, each entry in the place where it was first recorded.

    NotFound when the organisation has no register here.
    """
    caller.must_keep(oin)
    with installation.reading() as connection:
        register_id = connection.scalar(select(registers.c.id).where(registers.c.oin == oin))
        if register_id is None:
            raise NotFound(f"Organisation {oin} has no register here.")
        (organisation,) = _facts(connection, register_id, "organisations")
        return RegisterFolder(organisation, {table: _facts(connection, register_id, table) for table in KEYS})


def organisations(caller: Caller, installation: Installation) -> list[str]:
    """Give the OINs of the organisations whose register the caller keeps, in the order in which they came."""
    with installation.reading() as connection:
        found = connection.scalars(select(registers.c.oin).order_by(registers.c.id)).all()
    return [oin for oin in found if caller.is_own(oin)]


def _facts(connection: Connection, register_id: int, table: str) -> list[Any]:
    rows = TABLES[table]
    mine = rows.c.register_id == register_id
    first = select(rows.c.id, func.min(rows.c.row).label("place")).where(mine).group_by(rows.c.id).subquery()
    wanted = select(rows).join(first, first.c.id == rows.c.id).where(mine, rows.c.recorded_until.is_(None))
    found = connection.execute(wanted.order_by(first.c.place, rows.c.row)).mappings()
    return [replace(as_fact(table, row), recorded=ALWAYS) for row in found]
