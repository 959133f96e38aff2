"""The changes of registers as entries of the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from mandate_registry.canonical import canonical
from mandate_registry.log.appending import open_log
from mandate_registry.log.commitments import KNOWN, commit, entry_of
from models import changes, log_commitments, log_heads, registers

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Connection

_EMPTY = select(log_heads.c.size == 0)
_BEFORE = (
    select(changes, registers.c.oin)
    .join(registers, registers.c.id == changes.c.register_id)
    .order_by(changes.c.entered_at, changes.c.register_id, changes.c.version)
)


def append_changes(
    connection: Connection,
    oin: str,
    made: Sequence[Mapping[str, Any]],
    touched: Collection[str],
    forgotten: Mapping[str, list[int]],
) -> None:
    """Append the changes made of one register, which touched these tables alone; each is a row of `changes`.

    `forgotten` has the rows of which they erased what is personal, by table.
    """
    also = {"forgotten": dict(forgotten)} if forgotten else {}
    commitments = [canonical(commit(connection, one["register_id"], one["version"], touched) | also) for one in made]
    entries = [
        entry_of(oin, one["version"], one["recorded_at"], commitment)
        for one, commitment in zip(made, commitments, strict=True)
    ]
    positions = open_log(connection).append(entries)
    rows = [
        {"register_id": one["register_id"], "version": one["version"], "position": position, "commitment": commitment}
        for one, position, commitment in zip(made, positions, commitments, strict=True)
    ]
    connection.execute(insert(log_commitments), rows)


def append_earlier_changes(connection: Connection) -> None:
    """Begin the log of a database that had none with the changes that it has already, in the order of their entry.

    Only an empty log is begun so: a change that is missing in any other is no earlier one.
    """
    if connection.scalar(_EMPTY):
        for change in connection.execute(_BEFORE).mappings().all():
            append_changes(connection, change["oin"], [dict(change)], KNOWN, {})
