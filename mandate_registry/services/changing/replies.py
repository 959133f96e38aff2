"""A request that comes again gets the answer that it got: what it did and what it was told are one transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from mandate_registry.errors import Conflict
from mandate_registry.services.installation import now
from mandate_registry.services.registers.recording import insert_missing
from models import replies

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mandate_registry.services.callers import Caller
    from mandate_registry.services.installation import Installation


KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered: the status, the headers that belong to the answer, and the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """What makes a request the same: its key (Idempotency-Key), and a digest of all that it asks."""

    key: str
    digest: str


def once(caller: Caller, installation: Installation, request: Request, answer: Callable[[], Reply]) -> Reply:
    """Answer a request, or give the answer that it got before; Conflict when its key was another request's.

    An answer is kept for KEPT. One that fails is not kept, and neither is anything that it wrote. Of two at once, the
    second waits.
    """
    with installation.one_write() as connection:
        connection.execute(delete(replies).where(replies.c.kept_at < now() - KEPT))
        mine = (replies.c.asker == caller.credential) & (replies.c.idempotency_key == request.key)
        fresh = {"asker": caller.credential, "idempotency_key": request.key, "request": request.digest}
        insert_missing(connection, replies, [fresh | {"kept_at": now()}])
        kept = connection.execute(select(replies).where(mine)).one()
        if kept.request != request.digest:
            raise Conflict("This Idempotency-Key was used for another request: use a new one.")
        if kept.status is not None:
            return Reply(kept.status, json.loads(kept.headers), kept.body)
        reply = answer()
        told = {"status": reply.status, "headers": json.dumps(dict(reply.headers)), "body": reply.body}
        connection.execute(update(replies).where(mine).values(told))
        return reply
