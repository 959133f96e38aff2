"""The changes of registers as entries of the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from mandate_registry.canonical import canonical
from mandate_registry.log.appending import open_log
from mandate_registry.log.commitments import KNOWN, commit_change, commit_rows, entry_of
from models import changes, log_commitments, registers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

_BEFORE = (
    select(changes, registers.c.oin)
    .join(registers, registers.c.id == changes.c.register_id)
    .order_by(changes.c.entered_at, changes.c.register_id, changes.c.version)
)


def append_changes(
    connection: Connection, oin: str, made: Sequence[Mapping[str, Any]], committed: Sequence[Mapping[str, Any]]
) -> None:
    """Append the changes made of one register, each a row of `changes`, with what each committed to of its rows."""
    commitments = [
        canonical({**rows, **commit_change(connection, one["register_id"], one["version"])})
        for one, rows in zip(made, committed, strict=True)
    ]
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
    """Begin the log of a database that had none with the changes that it has already, in the order of their entry."""
    for change in connection.execute(_BEFORE).mappings().all():
        committed = commit_rows(connection, change["register_id"], change["version"], KNOWN)
        append_changes(connection, change["oin"], [dict(change)], [committed])
