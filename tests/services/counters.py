"""The counters as they stand in their table."""

from __future__ import annotations

from sqlalchemy import select

from mandate_registry.services.rate_limits import Counters
from models import counters as table
from models.session import reading


def counter_names(counters: Counters) -> list[str]:
    """Return the names of all counters that are there, expired or not."""
    with reading(counters._engine) as connection:  # noqa: SLF001 - nobody else looks into the table
        return list(connection.scalars(select(table.counters.c.name)))
