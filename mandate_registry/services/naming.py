"""What an organisation with a register here is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from models import TABLES, as_fact, registers

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mandate_registry.rules.facts import Organisation

_ROWS = TABLES["organisations"]
_OF_REGISTER = select(_ROWS).join(registers).where(registers.c.oin == bindparam("oin")).order_by(_ROWS.c.row)


def organisations_of(connection: Connection, oin: str) -> list[Organisation]:
    """Give everything that the register of an organisation ever said of the organisation itself."""
    return [as_fact("organisations", row) for row in connection.execute(_OF_REGISTER, {"oin": oin}).mappings()]
