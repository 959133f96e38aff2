"""What organisations are called."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation
from mandate_registry.services.register.points_in_time import NOW, now_by_register, valid_then
from models import TABLES, registers


def names_of(_caller: Caller, installation: Installation, oins: Collection[str | None]) -> dict[str, str]:
    """Return what organisations are called today, by OIN, as far as they have a register here: that is no secret."""
    named, today = TABLES["organisations"], now_by_register()
    wanted = select(registers.c.oin, named.c.name).join(registers, registers.c.id == named.c.register_id)
    with installation.reading() as connection:
        rows = connection.execute(wanted.where(registers.c.oin.in_(oins), NOW.knows(named), valid_then(named, today)))
        return {row.oin: row.name for row in rows}
