"""When the public register is looked at, and whether it still says what it said before."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, and_, bindparam, select, text

from mandate_registry.config import RELEASE
from mandate_registry.errors import NotFound
from mandate_registry.rules.moments import beginning_of, day_of
from mandate_registry.services.installation import Installation
from mandate_registry.services.public_register.named_directory import VersionedDirectory, public_directory
from mandate_registry.services.register.points_in_time import PointInTime, not_before
from mandate_registry.services.register.version_state import STATE, entry_of, name_of
from models import PUBLISHED, TABLES, as_fact, registers

IsCached = Callable[[str], bool]
"""Tells of a state whether whoever asks has kept it."""

_TIMED = ("organisations", "bodies", "decision_types", "units", "positions", "instruments", "mandates")


@dataclass(frozen=True, slots=True)
class ReadState:
    """A register as it is looked at: its row, what it is called, the moment, and the day that this is."""

    register: Row[Any]
    name: str
    at: datetime
    day: date


def nothing_cached(_state: str) -> bool:
    """Answer who asks whether a state is kept already: none is."""
    return False


def tag_of(state: str, language: str = "") -> str:
    """Return how caches know a state, as this release writes it in a language."""
    return sha256(f"{RELEASE} {state} {language}".encode()).hexdigest()[:32]


def are_public(at: datetime | None = None) -> Any:
    """Return the condition that mandates were published, and are valid at a moment (None: whenever), as known now."""
    rows = TABLES["mandates"]
    return and_(text(PUBLISHED), rows.c.approved, PointInTime(valid_at=at).finds_valid(rows))


def read_state(connection: Connection, installation: Installation, oin: str | None, day: date | None) -> ReadState:
    """Look at a register at the beginning of a day, or now; NotFound when there is none."""
    register = connection.execute(select(registers, STATE).where(registers.c.oin == oin)).one_or_none()
    if register is None:
        raise NotFound("There is no such register.")
    read = VersionedDirectory(register.oin, register.id, register.version, register.state)
    directory = public_directory(connection, installation, read)
    moment = not_before(register.changed_at)
    zone = ZoneInfo(directory.time_zone(moment))
    today = day_of(moment, zone)
    at, shown = (moment, today) if day is None or day == today else (beginning_of(day, zone), day)
    return ReadState(register, directory.name(at), at, shown)


def state_of(connection: Connection, installation: Installation, looked: ReadState) -> str:
    """Return a name of what the public register says at that moment: the same while nothing of it changes.

    It is made of the version of the register, the day, and the last moment at which something began or ended.
    """
    return f"{looked.day.isoformat()}-{_said(connection, installation, looked.register, looked.at)}"


def state_of_all(
    connection: Connection, installation: Installation, at: datetime | None = None, oin: str | None = None
) -> str:
    """Return such a name of what all who published anything say at a moment (None: now), or one organisation."""
    rows = publishing(connection, oin)
    return " ".join(
        f"{row.oin}-{_said(connection, installation, row, at or not_before(row.changed_at))}" for row in rows
    )


def publishing(connection: Connection, oin: str | None = None) -> Sequence[Row[Any]]:
    """Return the registers that published a mandate at any time: all of them, or that of one organisation."""
    mandates = TABLES["mandates"]
    public = select(mandates.c.row).where(mandates.c.register_id == registers.c.id, are_public())
    its = () if oin is None else (registers.c.oin == oin,)
    return connection.execute(select(registers, STATE).where(public.exists(), *its).order_by(registers.c.id)).all()


def _said(connection: Connection, installation: Installation, register: Row[Any], at: datetime) -> str:
    turns: _TurningPoints = installation.remembered.get(("turns", register.id), None, _TurningPoints)
    last = turns.last(connection, register, at)
    return f"{name_of(register.version, register.state)}-{last and last.isoformat()}"


class _TurningPoints:
    """The moments at which something that a register says begins or ends.

    Each version adds its own. What is no longer said stays: a moment too many changes a name, and never keeps one. All
    are read again where the version that it has come to is none of the register any more, which was restored.
    """

    def __init__(self) -> None:
        self._version = 0
        self._state: bytes | None = None
        self._moments: list[datetime] = []
        self._lock = threading.Lock()

    def last(self, connection: Connection, register: Row[Any], at: datetime) -> datetime | None:
        """Return the last of them that has come by a moment; None when none has."""
        with self._lock:
            if register.state != self._state:
                if connection.scalar(_ENTRY, {"register": register.id, "version": self._version}) != self._state:
                    self._version = 0
                found = {turn for table in _TIMED for turn in _turns(connection, table, register, self._version)}
                self._moments = sorted(found.union(self._moments))
                self._version, self._state = register.version, register.state
            passed = bisect_right(self._moments, at)
            return self._moments[passed - 1] if passed else None


_ENTRY = select(entry_of(bindparam("register"), bindparam("version")))


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
