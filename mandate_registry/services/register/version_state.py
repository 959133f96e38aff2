"""What a version of a register is told apart by: its entry of the log, for its number may come again.

A database that is restored counts its versions on from where the backup was. The entry of a version has the digest of
all that was recorded with it: no other history has the same.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, bindparam, select

from models import log_commitments, log_entries, registers


def entry_of(register_id: Any, version: Any) -> Any:
    """Return the entry of the log of a version as an expression; null of one that is not recorded (yet)."""
    its = (log_commitments.c.register_id == register_id, log_commitments.c.version == version)
    entry = select(log_entries.c.entry).join(log_commitments, log_commitments.c.position == log_entries.c.position)
    return entry.where(*its).correlate_except(log_entries, log_commitments).scalar_subquery()


STATE = entry_of(registers.c.id, registers.c.version).label("state")
"""The entry of the newest version of a register, in a query that has `registers`."""

_STATES = select(registers.c.oin, registers.c.version, STATE)
_STATE = select(registers.c.version, STATE).where(registers.c.id == bindparam("register"))


def name_of(version: int, *entries: bytes | None) -> str:
    """Return a short name of a version, by its number and its entry; or of several that make one state."""
    return f"{version}-{sha256(b''.join(entry or b'-' for entry in entries)).hexdigest()[:16]}"


def states(connection: Connection) -> dict[str, str]:
    """Return the names of the newest version of every register, by OIN."""
    return {row.oin: name_of(row.version, row.state) for row in connection.execute(_STATES)}


def state_in(connection: Connection, register_id: int | None) -> str:
    """Return the name of the newest version of a register; of none where it is not there yet."""
    row = connection.execute(_STATE, {"register": register_id}).one_or_none()
    return name_of(row.version, row.state) if row else name_of(0)
