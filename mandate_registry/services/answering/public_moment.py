"""When the public register is looked at, and whether it still says what it said before."""

from __future__ import annotations

import threading
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from mandate_registry.errors import NotFound
from mandate_registry.rules.moments import beginning_of, day_of
from mandate_registry.services.answering.public_directory import public_directory
from mandate_registry.services.installation import now
from models import TABLES, as_fact, registers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from sqlalchemy import Connection, Row

    from mandate_registry.services.installation import Installation

_TIMED = ("organisations", "bodies", "decision_types", "units", "positions", "instruments", "mandates")


@dataclass(frozen=True, slots=True)
class Looked:
    """A register as it is looked at: its row, what it is called, the moment, and the day that this is."""

    register: Row[Any]
    name: str
    at: datetime
    day: date


def look_at(connection: Connection, installation: Installation, oin: str | None, day: date | None) -> Looked:
    """Look at a register at the beginning of a day, or now; NotFound when there is none."""
    register = connection.execute(select(registers).where(registers.c.oin == oin)).one_or_none()
    if register is None:
        raise NotFound("There is no such register.")
    directory = public_directory(connection, installation, register.oin, register.id, register.version)
    moment = now()
    zone = ZoneInfo(directory.time_zone(moment))
    today = day_of(moment, zone)
    at, shown = (moment, today) if day is None or day == today else (beginning_of(day, zone), day)
    return Looked(register, directory.name(at), at, shown)


def state_of(connection: Connection, installation: Installation, looked: Looked) -> str:
    """Return a name of what the public register says at that moment: the same while nothing of it changes.

    It is made of the version of the register, the day, and the last moment at which something began or ended.
    """
    register = looked.register
    turns: _Turns = installation.remembered.get(("turns", register.id), None, _Turns)
    last = turns.last(connection, register, looked.at)
    return f"{register.version}-{looked.day.isoformat()}-{last and last.isoformat()}"


class _Turns:
    """The moments at which something that a register says begins or ends.

    Each version adds its own. What is no longer said stays: a moment too many changes a name, and never keeps one.
    """

    def __init__(self) -> None:
        self._version = 0
        self._moments: list[datetime] = []
        self._lock = threading.Lock()

    def last(self, connection: Connection, register: Row[Any], at: datetime) -> datetime | None:
        """Return the last of them that has come by a moment; None when none has."""
        with self._lock:
            if register.version > self._version:
                found = {turn for table in _TIMED for turn in _turns(connection, table, register, self._version)}
                self._moments = sorted(found.union(self._moments))
                self._version = register.version
            passed = bisect_right(self._moments, at)
            return self._moments[passed - 1] if passed else None


def _turns(connection: Connection, table: str, register: Row[Any], after: int) -> Iterator[datetime]:
    """Yield the moments of what is said in a table from a version after that one on."""
    rows = TABLES[table]
    of_it = rows.c.register_id + 0 == register.id  # not by an index: the versions are the shorter way to the new rows
    said = (rows.c.known_from > after, of_it)
    for column in (rows.c.valid_from, rows.c.valid_until):
        yield from connection.scalars(select(column).where(*said, column.is_not(None)).distinct())
    if table == "mandates":
        for row in connection.execute(select(rows).where(*said, _something_happened(rows))).mappings():
            yield from as_fact(table, row).changes()


def _something_happened(rows: Any) -> Any:
    consents = rows.c.holder_consent.is_not(None) | rows.c.superior_consent.is_not(None)
    return (rows.c.suspensions != ()) | rows.c.revoked_at.is_not(None) | consents
