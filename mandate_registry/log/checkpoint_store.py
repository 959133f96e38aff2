"""The checkpoints that are kept: one for a size, made when it is asked for or when the last was long ago."""

from __future__ import annotations

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Row, insert, select

from mandate_registry.log.checkpoints import Checkpoint
from mandate_registry.log.log_writer import open_log
from models import log_checkpoints

_NEWEST = select(log_checkpoints).order_by(log_checkpoints.c.size.desc()).limit(1)


def newest(connection: Connection) -> Row[tuple[int, str, datetime]] | None:
    """Return the newest checkpoint that is kept: its size, its note, and when it was signed."""
    return connection.execute(_NEWEST).one_or_none()


def save_checkpoint(connection: Connection, origin: str, key: Ed25519PrivateKey, moment: datetime) -> str:
    """Return the note of a checkpoint of the log as it is now, signed and kept unless there is one of this size."""
    log = open_log(connection)
    kept = newest(connection)
    if kept is not None and kept.size == log.size:
        return str(kept.note)
    note = Checkpoint(origin, log.size, log.root).signed(key)
    connection.execute(insert(log_checkpoints), {"size": log.size, "note": note, "signed_at": moment})
    return note
