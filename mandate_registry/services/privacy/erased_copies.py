"""What else may name somebody who is forgotten: kept replies, answers about lists, and what SQLite keeps."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Engine, delete, or_, select, update

from mandate_registry.rules.lookup import holds_any
from mandate_registry.services.reply_basis import EVERY
from models import import_answers, replies
from models.session import LOCK_TIMEOUT_MS

NOTHING: dict[str, Any] = {"headers": None, "body": None}
"""What is left of a reply that was erased, beside its status: that the request was answered is not forgotten."""


def erase_replies(connection: Connection, organisation: str) -> None:
    """Erase the kept replies that may say something of the register of an organisation, whoever was answered.

    Those are the replies that rest on it, or on lists of every register.
    """
    named = [replies.c.basis.contains(json.dumps(text), autoescape=True) for text in (organisation, EVERY)]
    is_answered = replies.c.status.is_not(None)
    connection.execute(update(replies).where(is_answered, or_(*named)).values(NOTHING))


def erase_list_answers(connection: Connection, organisation: str, texts: Collection[str]) -> None:
    """Delete the answers about imported lists of an organisation that hold one of these texts, in any case."""
    its = select(import_answers.c.layout, import_answers.c.plan).where(import_answers.c.organisation == organisation)
    for layout, plan in connection.execute(its).all():
        if holds_any(json.dumps(json.loads(plan), ensure_ascii=False), texts):
            connection.execute(
                delete(import_answers).where(
                    import_answers.c.organisation == organisation, import_answers.c.layout == layout
                )
            )


def truncate_write_ahead_log(engine: Engine, patience: int = LOCK_TIMEOUT_MS) -> bool:
    """Move all that is committed into the file of an embedded database, and leave nothing in its write-ahead log.

    Return False where somebody who reads or writes kept it from that for `patience` milliseconds; True too on
    PostgreSQL, which has no such file.
    """
    if engine.dialect.name != "sqlite":
        return True
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute(f"PRAGMA busy_timeout={patience}")
        connection.info["patience"] = patience
        is_busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_busy
