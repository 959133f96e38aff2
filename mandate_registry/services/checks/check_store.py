"""Reading a saved answer back: to whom asked, and to who reads the register that was asked about."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from mandate_registry.compression import unpacked
from mandate_registry.errors import NotFound
from mandate_registry.services.callers import Caller
from mandate_registry.services.checks.check_result import CheckResult, result_from_plain
from mandate_registry.services.checks.retention import is_kept
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.permissions import Right
from models import checks, receipts, registers


def read_check(caller: Caller, installation: Installation, identity: UUID) -> CheckResult:
    """Return a check as it was told; NotFound to anyone but who asked and who reads the register asked about.

    What has been kept for long enough is not there any more.
    """
    with installation.reading() as connection:
        return result_in(find_check(caller, installation, connection, identity))


def find_check(caller: Caller, installation: Installation, connection: Connection, identity: UUID) -> Row[Any]:
    """Return the row of a check, with its register (`oin`) and its receipt; NotFound as `read_check`."""
    wanted = (
        select(checks, registers.c.oin, receipts.c.receipt)
        .join(registers, registers.c.id == checks.c.register_id)
        .outerjoin(receipts, receipts.c.check_id == checks.c.id)
        .where(checks.c.id == identity, checks.c.answer.is_not(None), is_kept(installation.settings, now()))
    )
    row = connection.execute(wanted).one_or_none()
    if row is None or not (caller.may(Right.READ, row.oin) or row.credential == caller.credential):
        raise NotFound("There is no such check.")
    return row


def result_in(row: Row[Any]) -> CheckResult:
    """Read what was told from the row of a check."""
    return result_from_plain(json.loads(unpacked(row.answer)), row.receipt)


def read_receipt(caller: Caller, installation: Installation, identity: UUID) -> str:
    """Return the receipt of a check, to whom `read_check` gives the check; NotFound when there is none."""
    receipt = read_check(caller, installation, identity).receipt
    if receipt is None:
        raise NotFound("There is no receipt of this check.")
    return receipt
