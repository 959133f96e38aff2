"""A request that comes again gets the answer that it got: what it did and what it was told are one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, select, update

from mandate_registry.config import Settings
from mandate_registry.errors import Conflict, RegistryError
from mandate_registry.services.callers import Caller
from mandate_registry.services.idempotency.reply_validity import complete, erased, must_be_current, must_have_the_rights
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.register.register_writer import insert_missing
from mandate_registry.services.register.version_state import states
from mandate_registry.services.reply_basis import ReplyBasis, noting
from models import replies

RETENTION = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered: the status, the headers that belong to the answer, and the body.

    `is_replayed` tells that it was answered before, and is given again.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_replayed: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What makes a request the same: its key (Idempotency-Key), and a digest of all that it asks.

    `is_question` tells that it asks what a register says: its answer is given again only while that is the same.
    """

    key: str
    digest: str
    is_question: bool = False


def once(caller: Caller, installation: Installation, request: Request, answer: Callable[[], Reply]) -> Reply:
    """Answer a request, or give the answer that it got before.

    Conflict when its key was another request's, or when it is a question and what its answer rests on has changed;
    Forbidden when the caller has not the rights any more with which it was answered. What was done stays done: the
    reply that says so is given again also when the register changed later.

    An answer is kept for RETENTION, and never longer than questions are. One that fails is not kept, and neither is
    anything that it wrote: a change that is refused before it writes locks nothing. Of two at once, the second waits.
    """
    if kept := _kept_before(caller, installation, request):
        return kept
    try:
        with installation.one_late_write(lambda connection: _take(caller, installation, connection, request)) as begun:
            reply, basis = _noted(caller, installation, request, answer)
            columns = {"status": reply.status, "headers": json.dumps(dict(reply.headers)), "body": reply.body}
            begun().execute(update(replies).where(_of(caller, request)).values(columns | {"basis": basis.text()}))
    except _KeyInUse:
        return once(caller, installation, request, answer)
    except RegistryError:  # what the same request did meanwhile may be why: then it was not refused, but done
        if kept := _kept_before(caller, installation, request):
            return kept
        raise
    return reply


class _KeyInUse(Exception):
    """The same key came twice at once, and the other request was the first."""


def _of(caller: Caller, request: Request) -> ColumnElement[bool]:
    return (replies.c.asker == caller.credential) & (replies.c.idempotency_key == request.key)


def _kept_before(caller: Caller, installation: Installation, request: Request) -> Reply | None:
    """Return the reply that a request got before, None when it got none."""
    is_kept = replies.c.kept_at >= now() - _how_long(installation.settings)
    with installation.reading() as connection:
        kept = connection.execute(select(replies).where(_of(caller, request), is_kept)).one_or_none()
        if kept is None:
            return None
        if kept.request != request.digest:
            raise Conflict("This Idempotency-Key was used for another request: use a new one.")
        if kept.body is None:
            raise erased()
        return _replayed(caller, connection, request, kept)


def _take(caller: Caller, installation: Installation, connection: Connection, request: Request) -> None:
    """Handle the key for this request, after whoever has it now. Raises _KeyInUse when there is a reply under it."""
    moment = now()
    forget_old(connection, installation.settings, moment)
    fresh = {"asker": caller.credential, "idempotency_key": request.key, "request": request.digest}
    insert_missing(connection, replies, [fresh | {"kept_at": moment}])
    if connection.scalar(select(replies.c.status).where(_of(caller, request))) is not None:
        raise _KeyInUse


def forget_old(connection: Connection, settings: Settings, moment: datetime) -> None:
    """Delete the replies that have been kept for long enough."""
    connection.execute(delete(replies).where(replies.c.kept_at < moment - _how_long(settings)))


def _how_long(settings: Settings) -> timedelta:
    """Return for how long a reply is kept: never longer than a question is."""
    days = settings.keep_checks
    return RETENTION if days is None else min(RETENTION, timedelta(days=days))


def _replayed(caller: Caller, connection: Connection, request: Request, kept: Row[Any]) -> Reply:
    """Return a reply that was kept, where the caller still has the rights that it rests on."""
    basis = ReplyBasis.of(kept.basis)
    must_have_the_rights(caller, connection, basis)
    if request.is_question:
        must_be_current(connection, basis)
    return Reply(kept.status, json.loads(kept.headers), kept.body, is_replayed=True)


def _noted(
    caller: Caller, installation: Installation, request: Request, answer: Callable[[], Reply]
) -> tuple[Reply, ReplyBasis]:
    """Answer a request, and note what the reply rests on."""
    before = _states_now(installation) if request.is_question else {}
    basis = ReplyBasis(caller.organisation, caller.person)
    with noting(basis):
        reply = answer()
    complete(basis, before)
    return reply, basis


def _states_now(installation: Installation) -> dict[str, str]:
    with installation.reading() as connection:
        return states(connection)
