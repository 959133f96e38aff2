"""When the register is looked at: what was valid at a moment, as it was known at a moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, func, literal, select

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import now
from models import changes, registers
from models.types import Instant


def not_before(*changed_at: datetime | None) -> datetime:
    """Return this moment, but none before the last changes of registers: what is committed is known.

    Hosts have clocks of their own, and the clock of who committed it may be ahead of this one.
    """
    return max([now(), *(moment for moment in changed_at if moment)])


def now_by_register() -> Any:
    """Return the same as an expression, for each register in a query that joins `registers`."""
    moment = literal(now(), Instant)
    return case((registers.c.changed_at > moment, registers.c.changed_at), else_=moment)


def moments_in(connection: Connection, identities: Iterable[int]) -> dict[int, datetime]:
    """Return this moment by the clock of each register, by the identity of the register."""
    wanted = select(registers.c.id, registers.c.changed_at).where(registers.c.id.in_(set(identities)))
    return {row.id: not_before(row.changed_at) for row in connection.execute(wanted)}


def moment_in(connection: Connection, identity: int | None) -> datetime:
    """Return this moment by the clock of a register; where there is none yet, by that of this host."""
    return moments_in(connection, [identity or 0]).get(identity or 0) or now()


def _last(caller: Caller, connection: Connection, organisation: str | None) -> datetime:
    last = caller.narrowed(select(func.max(registers.c.changed_at)), registers.c.oin)
    its = () if organisation is None else (registers.c.oin == organisation,)
    return not_before(connection.scalar(last.where(*its)))


_PAST = changes.alias("past")
"""Apart from the changes that a query may join itself."""


@dataclass(frozen=True, slots=True)
class PointInTime:
    """When an entry is looked at: valid at a moment (None: whenever), as known at a moment (None: now)."""

    valid_at: datetime | None = None
    known_at: datetime | None = None

    def must_be_past(
        self, caller: Caller, connection: Connection, organisation: str | None = None, field: str = "knownAt"
    ) -> None:
        """Refuse to tell what will be known in this organisation, or in those whose register the caller reads."""
        if self.known_at and self.known_at > now() and self.known_at > _last(caller, connection, organisation):
            raise InvalidInput(FieldError(field, "invalid_value", "lies in the future, which nobody knows yet"))

    def finds_valid(self, rows: Any) -> Any:
        """Return the condition that facts are valid then."""
        return True if self.valid_at is None else valid_then(rows, self.valid_at)

    def knows(self, rows: Any) -> Any:
        """Return the condition that the registers say so, in a table of what registers say."""
        if self.known_at is None:
            return rows.c.known_until.is_(None)
        return is_known_in(rows, self._version(rows))

    def existed(self, rows: Any) -> Any:
        """Return the condition that something had happened, in a table that bears the version of its change."""
        return True if self.known_at is None else rows.c.version <= self._version(rows)

    def _version(self, rows: Any) -> Any:
        since_ever_or_then = _PAST.c.recorded_at.is_(None) | (_PAST.c.recorded_at <= self.known_at)
        its = _PAST.c.register_id == rows.c.register_id
        versions = select(func.max(_PAST.c.version)).where(its, since_ever_or_then)
        return versions.correlate(rows).scalar_subquery()


def is_known_in(rows: Any, version: Any) -> Any:
    """Return the condition that a register says so in a version, in a table of what registers say."""
    return (rows.c.known_from <= version) & (rows.c.known_until.is_(None) | (rows.c.known_until > version))


def valid_then(rows: Any, moment: Any) -> Any:
    """Return the condition that facts are valid at a moment, or by an expression of one."""
    return begun(rows, moment) & (rows.c.valid_until.is_(None) | (rows.c.valid_until > moment))


def begun(rows: Any, moment: Any) -> Any:
    """Return the condition that the valid period of facts has begun."""
    return rows.c.valid_from.is_(None) | (rows.c.valid_from <= moment)


NOW = PointInTime()
