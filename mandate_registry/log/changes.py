"""The changes of registers as entries of the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert

from mandate_registry.canonical import canonical
from mandate_registry.log.commitments import commit_change, entry_of
from mandate_registry.log.log_writer import open_log
from models import log_commitments


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
