"""Where mandates stand: their status, the changeset that is open on each, and the last that happened to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Text, and_, cast, func, or_, select, true

from mandate_registry.rules.decision.lapsed_seats import named_since
from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.lapses import lapse_of
from mandate_registry.rules.lifecycle.lifecycle import ChangesetState, Status, status
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.periods import Period, merged
from mandate_registry.services.register.changeset_store import open_in
from mandate_registry.services.register.points_in_time import PointInTime, moments_in, now_by_register
from mandate_registry.services.register.register_writer import EntryRow
from mandate_registry.services.register.version_state import entry_of
from models import TABLES, as_fact, events


@dataclass(frozen=True, slots=True)
class MandateStatus:
    """Where a mandate stands. `version` is the register's at which something last happened to it; 0 is never.

    `made` is the entry of the log of that version.
    """

    status: Status
    changeset: UUID | None
    version: int
    made: bytes | None = None


def could_have(status: Status, when: PointInTime) -> Any:
    """Return a condition of the rows of mandates that have a status at a moment, and of few others.

    `rules.lifecycle.lifecycle.status` decides; this leaves out those of which one column tells that they cannot.
    """
    rows = TABLES["mandates"]
    at = when.valid_at or now_by_register()
    seats = cast(rows.c.seats, Text)
    to_begin, is_external = rows.c.valid_from > at, seats.contains("/")
    drafted = rows.c.approved.is_(False)
    conditions: dict[Status, Any] = {
        Status.DRAFT: drafted,
        Status.SUBMITTED: drafted,
        Status.REVOKED: rows.c.revoked_at <= at,
        Status.EXPIRED: rows.c.valid_until <= at,
        Status.LAPSED: seats.contains("employee:"),
        Status.APPROVED: or_(to_begin, is_external),
        Status.CONSENTED: and_(to_begin, is_external),
        Status.SUSPENDED: rows.c.suspensions != (),
    }
    return conditions.get(status, true())


def mandate_statuses(
    connection: Connection, mandates: Sequence[tuple[int, EntryRow]], when: PointInTime
) -> dict[UUID, MandateStatus]:
    """Return where mandates stand at a moment, by id; each comes with its register."""
    moments = moments_in(connection, (register for register, _ in mandates))
    at = {register: when.valid_at or moment for register, moment in moments.items()}
    kept = open_in(connection, (register for register, _ in mandates), when)
    touched = _last_touched(connection, [entry.id for _, entry in mandates], when)
    lapsed = _lapsed(connection, mandates, when, at)
    found = {}
    for register, entry in mandates:
        changeset = kept[entry.id].changeset if entry.id in kept else None
        submitted = changeset is not None and changeset.state is ChangesetState.SUBMITTED
        stands = status(entry.fact, at[register], submitted=submitted, has_left=entry.id in lapsed)
        found[entry.id] = MandateStatus(stands, changeset.id if changeset else None, *touched.get(entry.id, (0, None)))
    return found


def _last_touched(
    connection: Connection, ids: Sequence[UUID], when: PointInTime
) -> dict[UUID, tuple[int, bytes | None]]:
    its = (events.c.mandate_id.in_(ids), when.existed(events))
    found = select(events.c.mandate_id, events.c.register_id, func.max(events.c.version).label("version")).where(*its)
    last = found.group_by(events.c.mandate_id, events.c.register_id).subquery()
    wanted = select(last.c.mandate_id, last.c.version, entry_of(last.c.register_id, last.c.version))
    return {identity: (version, made) for identity, version, made in connection.execute(wanted)}


def _lapsed(
    connection: Connection, mandates: Sequence[tuple[int, EntryRow]], when: PointInTime, at: Mapping[int, datetime]
) -> set[UUID]:
    """Return the mandates, by id, of which a seat had lapsed by the moment of its register: its employee left."""
    naming = [(register, entry) for register, entry in mandates if _named(entry.fact)]
    if not naming:
        return set()
    employments = _employments(connection, naming, when)
    stretches = _stretches(connection, [entry.id for _, entry in naming], when)
    return {
        entry.id
        for register, entry in naming
        for seat in _named(entry.fact)
        if _is_over(employments[register, seat.employee or ""], named_since(stretches[entry.id], seat), at[register])
    }


def _is_over(employments: Sequence[Period], since: datetime | None, at: datetime) -> bool:
    lapse = lapse_of(merged(employments), since)
    is_gone = all(period.is_over(at) for period in employments)
    return is_gone or (lapse is not None and lapse <= at)


def _employments(
    connection: Connection, naming: Sequence[tuple[int, EntryRow]], when: PointInTime
) -> dict[tuple[int, str], list[Period]]:
    """Return the employments of those named in seats, with the register."""
    employees = TABLES["employees"]
    said = (employees.c.register_id, employees.c.number, employees.c.valid_from, employees.c.valid_until)
    wanted = select(*said).where(
        employees.c.register_id.in_({register for register, _ in naming}),
        employees.c.number.in_({seat.employee for _, entry in naming for seat in _named(entry.fact)}),
        when.knows(employees),
    )
    found: dict[tuple[int, str], list[Period]] = defaultdict(list)
    for register, number, since, until in connection.execute(wanted):
        found[register, number].append(Period(since, until))
    return found


def _stretches(connection: Connection, ids: Sequence[UUID], when: PointInTime) -> dict[UUID, list[Mandate]]:
    rows = TABLES["mandates"]
    found: dict[UUID, list[Mandate]] = defaultdict(list)
    for row in connection.execute(select(rows).where(rows.c.id.in_(ids), when.knows(rows))).mappings():
        found[row["id"]].append(as_fact("mandates", row))
    return found


def _named(mandate: Mandate) -> list[Seat]:
    return [seat for seat in mandate.seats if seat.employee and not seat.organisation]
