"""The plan of a changeset: kept as it was shown, and carried out as it was kept.

Any table has its place in one, and so have the expected checks. What a plan does not name, it does not touch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select, text

from mandate_registry.errors import Conflict, FieldError
from mandate_registry.register_folder.expectations import as_json
from mandate_registry.rules.lifecycle.lifecycle import ChangeKind, resumed_from
from mandate_registry.rules.moments import beginning_of, day_of
from mandate_registry.services.changesets.plan_staleness import outdated
from mandate_registry.services.changesets.planned_change import (
    EXPECTED,
    PLANNABLE,
    PlannedChange,
    Settled,
    fact_of,
    settled,
)
from mandate_registry.services.progress import count
from mandate_registry.services.register.points_in_time import NOW, PointInTime, moment_in
from mandate_registry.services.register.register_writer import CHUNK_SIZE, RegisterWriter
from models import TABLES, planned_changes

ROWS_AT_ONCE = 500
"""So many rows written at once change what the database should know of its tables."""
MOST, NAMED = 1000, 5
"""How many entries are told of at most that are not as a plan was made for, and how many of them in a sentence."""


def save_plan(register: RegisterWriter, changeset: UUID, changes: Sequence[PlannedChange]) -> None:
    """Save the plan of a changeset, replacing the one it had; once per version of the register.

    Each change bears the version that it was made from: one that is kept again goes on from the same.
    """
    its = select(planned_changes.c.row).where(planned_changes.c.changeset_id == changeset, NOW.knows(planned_changes))
    register.end(planned_changes, register.connection.scalars(its).all())
    rows = (replace(one, position=place).as_row() for place, one in enumerate(changes, start=1))
    done = 0
    while chunk := list(islice(rows, CHUNK_SIZE)):
        register.insert(planned_changes, [row | {"changeset_id": changeset} for row in chunk])
        done += len(chunk)
        count(done, len(changes))


def read_plan(connection: Connection, changeset: UUID, when: PointInTime = NOW) -> list[PlannedChange]:
    """Return the plan of a changeset, in its order; empty when it has none."""
    its = select(planned_changes).where(planned_changes.c.changeset_id == changeset, when.knows(planned_changes))
    found = connection.execute(its.order_by(planned_changes.c.position)).mappings()
    return [PlannedChange.of(row) for row in found]


def has_plan(connection: Connection, changeset: UUID) -> bool:
    """Return whether a changeset has a plan."""
    its = (planned_changes.c.changeset_id == changeset, NOW.knows(planned_changes))
    return connection.execute(select(planned_changes.c.row).where(*its).limit(1)).first() is not None


def facts_of_rows(connection: Connection, changes: Iterable[PlannedChange]) -> dict[tuple[str, int], Any]:
    """Return what the entries said of which changes were made, by table and row."""
    numbers: dict[str, list[int]] = {}
    for one in changes:
        if one.from_row is not None:
            numbers.setdefault(one.table, []).append(one.from_row)
    found: dict[tuple[str, int], Any] = {}
    for table, wanted in numbers.items():
        rows, waiting = PLANNABLE[table], iter(wanted)
        while chunk := list(islice(waiting, CHUNK_SIZE)):
            for row in connection.execute(select(rows).where(rows.c.row.in_(chunk))).mappings():
                found[table, row["row"]] = fact_of(table, row)
    return found


def apply_plan(register: RegisterWriter, changeset: UUID) -> None:
    """Carry out the plan of a changeset: what it names, and nothing else.

    What it ends, ends with the day before, by the earlier clock.
    Conflict when the register has changed so that it is not what was proposed any more; the errors name what changed.
    """
    changes = read_plan(register.connection, changeset)
    end = beginning_of_today(register.connection, register.id)
    if found := outdated(register.connection, register.id, changes, end):
        errors = (FieldError(one.table.replace("_", "-"), one.code, str(one)) for one in found[:MOST])
        named = "; ".join(map(str, found[:NAMED])) + (f"; and {len(found) - NAMED} more" if len(found) > NAMED else "")
        raise Conflict(f"This was proposed for what the register says no more: {named}. Make it again.", *errors)
    earlier = beginning_of_today(register.connection, register.id, register.clock)
    write_changes(register, settled(_not_resumed_before(register, changes), earlier))


def _not_resumed_before(register: RegisterWriter, changes: Sequence[PlannedChange]) -> list[PlannedChange]:
    """Return a plan in which nobody who was stopped is resumed before it is carried out: a no that was told stays."""
    people = [one for one in changes if one.table == "employees" and one.kind is ChangeKind.CHANGED]
    before = facts_of_rows(register.connection, people)
    later = {
        one.position: replace(one, fact=resumed_from(before[one.table, one.from_row], one.fact, register.moment))
        for one in people
        if one.from_row is not None and one.fact is not None
    }
    return [later.get(one.position, one) for one in changes]


def write_changes(
    register: RegisterWriter,
    changes: Sequence[Settled],
    ahead_of: Callable[[Settled], int] = lambda _: 0,
) -> None:
    """Write changes, table by table. `ahead_of` counts the versions of this change that come before that of a fact."""
    done, total = 0, sum(one.after is not None for one in changes)
    by_table: dict[str, list[Settled]] = {table: [] for table in PLANNABLE}
    for one in changes:
        by_table[one.change.table].append(one)
    for table, its in by_table.items():
        closed = {one.change.from_row for one in its if one.change.from_row is not None}
        register.end(PLANNABLE[table], sorted(closed))
        said: dict[int, list[Settled]] = {0: []}
        for one in its:
            if one.after is not None:
                said.setdefault(ahead_of(one), []).append(one)
        for ahead, its_facts in said.items():
            for written in _add(register, table, its_facts, ahead):
                done += written
                count(done, total)
    if done > ROWS_AT_ONCE and register.connection.dialect.name == "postgresql":
        # PostgreSQL plans by what it counted last. SQLite finds the right way uncounted, and a longer one counted.
        register.connection.execute(text("ANALYZE"))


def _add(register: RegisterWriter, table: str, its: list[Settled], ahead: int) -> Iterable[int]:
    facts = ((one.change.entry, one.after) for one in its)
    if table != EXPECTED:
        return register.add(table, facts, ahead=ahead)
    if rows := [{"id": identity, "name": fact.id, "expectation": as_json(fact)} for identity, fact in facts]:
        register.insert(PLANNABLE[EXPECTED], rows, ahead=ahead)
    return [len(rows)]


def beginning_of_today(connection: Connection, register_id: int, moment: datetime | None = None) -> datetime:
    """Return the first moment of this day, or of that of a moment, where the organisation of a register is."""
    zone = ZoneInfo(time_zone_of(connection, register_id))
    return beginning_of(day_of(moment or moment_in(connection, register_id), zone), zone)


def time_zone_of(connection: Connection, register_id: int | None) -> str:
    """Return the time zone of the organisation of a register; UTC where there is none yet."""
    homes = TABLES["organisations"]
    wanted = select(homes.c.time_zone).where(homes.c.register_id == register_id, homes.c.known_until.is_(None))
    return str(connection.scalar(wanted) or "UTC")
