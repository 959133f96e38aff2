"""Keeping what was told, and reading it back."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select

from mandate_registry.errors import NotFound
from mandate_registry.services.disclosure import Told
from models import changes, checks, registers
from models.types import Instant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from mandate_registry.services.callers import Caller
    from mandate_registry.services.installation import Installation

_TOLD = [field.name for field in fields(Told)]
_KEEP = insert(checks)
_LOCKED = (
    select(registers.c.id)
    .where(registers.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(registers.c.id)
    .with_for_update(read=True, key_share=True)
)
_MISSED = (
    select(changes.c.version)
    .where(changes.c.register_id == bindparam("register"), changes.c.version > bindparam("seen"))
    .where(changes.c.recorded_at <= bindparam("moment", type_=Instant))
    .limit(1)
)


def keep(
    caller: Caller,
    installation: Installation,
    told: Sequence[Told],
    moment: datetime,
    seen: Mapping[str, Row[Any]],
) -> bool:
    """Keep what was told, in one commit; not when a change was recorded meanwhile that the answers should have known.

    A change is recorded at a moment and seen a little later, when it is committed: an answer given in between would
    not be the answer for its own moment ever after. `seen` has the registers that were looked at, by OIN.
    """
    rows = [
        {
            "id": UUID(one.id),
            "register_id": seen[one.organisation].id,
            "asked_by": caller.key,
            "asker": caller.organisation,
            "answer": json.dumps({field: getattr(one, field) for field in _TOLD}, ensure_ascii=False),
            "recorded_at": moment,
        }
        for one in told
    ]
    with installation.writing() as connection:
        if not _is_up_to_date(connection, moment, seen):
            return False
        connection.execute(_KEEP, rows)
    return True


def _is_up_to_date(connection: Connection, moment: datetime, seen: Mapping[str, Row[Any]]) -> bool:
    """Tell whether no register that was looked at knew more at that moment; waits for a change being committed.

    The changes are asked for after the wait: the row that was waited for may still be read as it was before.
    """
    versions = {row.id: row.version for row in seen.values()}
    connection.execute(_LOCKED, {"ids": list(versions)})
    return not any(
        connection.scalar(_MISSED, {"register": register, "seen": version, "moment": moment})
        for register, version in versions.items()
    )


def read_check(caller: Caller, installation: Installation, identity: UUID) -> dict[str, Any]:
    """Give a check as it was told; NotFound to anyone but who asked and who keeps the register asked about."""
    wanted = (
        select(checks, registers.c.oin)
        .join(registers, registers.c.id == checks.c.register_id)
        .where(checks.c.id == identity)
    )
    with installation.reading() as connection:
        row = connection.execute(wanted).one_or_none()
    if row is None or not (caller.is_own(row.oin) or (caller.key is not None and row.asked_by == caller.key)):
        raise NotFound("There is no such check.")
    told: dict[str, Any] = json.loads(row.answer)
    return told
