"""Where mandates stand: their status, the changeset that is open on each, and the last that happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from mandate_registry.rules.lifecycle import State, status
from mandate_registry.services.installation import now
from mandate_registry.services.registers.changesets import open_in
from models import TABLES, events

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from sqlalchemy import Connection

    from mandate_registry.rules.facts import Mandate
    from mandate_registry.rules.lifecycle import Status
    from mandate_registry.services.registers.knowledge import Moment
    from mandate_registry.services.registers.recording import Entry


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a mandate stands. `version` is the register's at which something last happened to it; 0 is never."""

    status: Status
    changeset: UUID | None
    version: int


def standings(connection: Connection, mandates: Sequence[tuple[int, Entry]], when: Moment) -> dict[UUID, Standing]:
    """Give where mandates stand at a moment, by id; each comes with its register."""
    at = when.valid_at or now()
    kept = open_in(connection, (register for register, _ in mandates), when)
    touched = _last_touched(connection, [entry.id for _, entry in mandates], when)
    employed = _employed(connection, mandates, when)
    found = {}
    for register, entry in mandates:
        changeset = kept[entry.id].changeset if entry.id in kept else None
        submitted = changeset is not None and changeset.state is State.SUBMITTED
        has_left = any((register, number) not in employed for number in _named(entry.fact))
        stands = status(entry.fact, at, submitted=submitted, has_left=has_left)
        found[entry.id] = Standing(stands, changeset.id if changeset else None, touched.get(entry.id, 0))
    return found


def _last_touched(connection: Connection, ids: Sequence[UUID], when: Moment) -> dict[UUID, int]:
    wanted = select(events.c.mandate_id, func.max(events.c.version)).where(
        events.c.mandate_id.in_(ids), when.has_seen(events)
    )
    return {row[0]: row[1] for row in connection.execute(wanted.group_by(events.c.mandate_id))}


def _employed(connection: Connection, mandates: Iterable[tuple[int, Entry]], when: Moment) -> set[tuple[int, str]]:
    """Give whom of those named in seats is employed at a moment or will be, with the register."""
    named = {(register, number) for register, entry in mandates for number in _named(entry.fact)}
    if not named:
        return set()
    employees, at = TABLES["employees"], when.valid_at or now()
    wanted = select(employees.c.register_id, employees.c.number).where(
        employees.c.register_id.in_({register for register, _ in named}),
        employees.c.number.in_({number for _, number in named}),
        employees.c.valid_until.is_(None) | (employees.c.valid_until > at),
        when.knows(employees),
    )
    return {(row[0], row[1]) for row in connection.execute(wanted)}


def _named(mandate: Mandate) -> list[str]:
    return [seat.employee for seat in mandate.seats if seat.employee and not seat.organisation]
