"""Whether calls were answered from the newest versions of registers, asked in the commit that saves them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Integer, Row, bindparam, exists, select

from mandate_registry.services.checks.check_session import CheckSession
from mandate_registry.services.register.version_state import STATE, entry_of
from models import changes, registers
from models.types import Instant

_NAMED = registers.c.id.in_(bindparam("ids", expanding=True))
_SHARE_LOCK = select(registers.c.id).where(_NAMED).order_by(registers.c.id).with_for_update(read=True, key_share=True)
_NEWEST = select(registers, STATE).where(_NAMED)
_LATER = (
    (changes.c.register_id == bindparam("register"))
    & (changes.c.version > bindparam("seen"))
    & (changes.c.recorded_at <= bindparam("moment", type_=Instant))
)
_NEWER_VERSION = select(
    exists(select(changes.c.version).where(_LATER)),
    entry_of(bindparam("register", type_=Integer), bindparam("seen", type_=Integer)).label("state"),
)


class Answered(Protocol):
    """What was answered in a session."""

    session: CheckSession


C = TypeVar("C", bound=Answered)


def are_newest(connection: Connection, calls: Sequence[C]) -> list[C]:
    """Return those calls that were answered from what was known at their moment; waits for a change being committed.

    From memory, only the newest version will do. From a snapshot, changes that were recorded after the moment of the
    call make no difference. What was seen of a register that was restored meanwhile is none of its versions.
    """
    newest = _newest(connection, sorted({row.id for call in calls for row in call.session.seen.values()}))
    for call in calls[:1]:
        call.session.installation.newest.update((row.oin, row) for row in newest.values())
    return [call for call in calls if _is_current(connection, call.session, newest)]


def _newest(connection: Connection, ids: Sequence[int]) -> Mapping[int, Row[Any]]:
    """Return registers by id, which nobody changes before the transaction ends.

    They are read after the wait: a row that was waited for may still be read as it was before. A lock FOR SHARE would
    not let it, but waits for a long import too.
    """
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time
        connection.execute(_SHARE_LOCK, {"ids": ids})
    return {row.id: row for row in connection.execute(_NEWEST, {"ids": ids})}


def _is_current(connection: Connection, session: CheckSession, newest: Mapping[int, Row[Any]]) -> bool:
    for seen in session.seen.values():
        now = newest.get(seen.id)
        if now is not None and (now.version, now.state) == (seen.version, seen.state):
            continue
        if session.is_from_memory or _knew_more(connection, session, seen):
            return False
    return True


def _knew_more(connection: Connection, session: CheckSession, seen: Row[Any]) -> bool:
    """Return True if a register knew more at the moment of a call, or if what was seen is none of its versions."""
    values = {"register": seen.id, "seen": seen.version, "moment": session.moment}
    knew_more, state = connection.execute(_NEWER_VERSION, values).one()
    return bool(knew_more) or state != seen.state
