"""When the register is looked at: what was valid at a moment, as it was known at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.services.installation import now
from models import changes

if TYPE_CHECKING:
    from datetime import datetime


_PAST = changes.alias("past")
"""Apart from the changes that a query may join itself."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When an entry is looked at: valid at a moment (None: whenever), as known at a moment (None: now)."""

    valid_at: datetime | None = None
    known_at: datetime | None = None

    def must_be_past(self, field: str = "knownAt") -> None:
        """Refuse to tell what will be known."""
        if self.known_at and self.known_at > now():
            raise InvalidInput(FieldError(field, "invalid_value", "lies in the future, which nobody knows yet"))

    def finds_valid(self, rows: Any) -> Any:
        """Give the condition that facts are valid then."""
        if self.valid_at is None:
            return True
        return begun(rows, self.valid_at) & (rows.c.valid_until.is_(None) | (rows.c.valid_until > self.valid_at))

    def knows(self, rows: Any) -> Any:
        """Give the condition that the registers say so, in a table of what registers say."""
        if self.known_at is None:
            return rows.c.known_until.is_(None)
        return known_in(rows, self._version(rows))

    def has_seen(self, rows: Any) -> Any:
        """Give the condition that something had happened, in a table that bears the version of its change."""
        return True if self.known_at is None else rows.c.version <= self._version(rows)

    def _version(self, rows: Any) -> Any:
        since_ever_or_then = _PAST.c.recorded_at.is_(None) | (_PAST.c.recorded_at <= self.known_at)
        its = _PAST.c.register_id == rows.c.register_id
        versions = select(func.max(_PAST.c.version)).where(its, since_ever_or_then)
        return versions.correlate(rows).scalar_subquery()


def known_in(rows: Any, version: Any) -> Any:
    """Return the condition that a register says so in a version, in a table of what registers say."""
    return (rows.c.known_from <= version) & (rows.c.known_until.is_(None) | (rows.c.known_until > version))


def begun(rows: Any, moment: datetime) -> Any:
    """Give the condition that the valid period of facts has begun."""
    return rows.c.valid_from.is_(None) | (rows.c.valid_from <= moment)


NOW = Moment()
