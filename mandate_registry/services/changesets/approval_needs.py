"""Why changes of entries wait for approval, seen from the register as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from mandate_registry.rules.facts import EVERY_TYPE
from mandate_registry.rules.lifecycle.approval import (
    GIVES_POWER,
    Maker,
    Need,
    need,
    need_to_add_type,
    need_to_employ,
    need_to_withdraw,
)
from mandate_registry.rules.periods import Period
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.planned_change import PLANNABLE, Settled, key_text
from mandate_registry.services.changesets.plans import facts_of_rows, write_changes
from mandate_registry.services.impact.gains import gains, people_of
from mandate_registry.services.progress import step
from mandate_registry.services.register.register_writer import RegisterWriter, current
from models import TABLES, as_fact, mandate_seats, mandates

KEYS_OF_OTHERS = ("employees", *GIVES_POWER)
"""Tables in which a new entry is judged by what the register said before under the same key."""


def needs_of(caller: Caller, register: RegisterWriter, changes: Sequence[Settled], days_back: int) -> Iterator[Need]:
    """Yield why what is to happen waits for approval: what it does to each entry, and what its maker gains by it."""
    yield from _of_entries(caller, register, changes, days_back)
    yield from _of_employments(register, [one for one in changes if one.change.table == "employees"])
    if found := _own_gain(caller, register, changes):
        yield found


def _of_entries(caller: Caller, register: RegisterWriter, changes: Sequence[Settled], days_back: int) -> Iterator[Need]:
    before = facts_of_rows(register.connection, [one.change for one in changes])
    new = {one.change.table for one in changes if one.change.from_row is None}
    known = {table: _known(register, table) for table in new.intersection(KEYS_OF_OTHERS)}
    maker = _maker(caller, register, days_back)
    everything = _of_everything(register) if "decision_types" in new else set()
    for change, _, after in changes:
        was = None if change.from_row is None else before[change.table, change.from_row]
        if after is None:
            found = need_to_withdraw(change.table, was)
        elif change.table in PLANNABLE:
            is_new_type = change.table == "decision_types" and was is None
            found = need(change.table, was or known.get(change.table, {}).get(change.key), after, maker)
            found = found or (need_to_add_type(after, everything) if is_new_type else None)
        else:
            found = None
        if found:
            yield found


def _of_everything(register: RegisterWriter) -> set[str]:
    """Return the bodies of which somebody decides on every type: those of one person, and those of mandates for `*`."""
    its = (mandates.c.register_id == register.id, mandates.c.known_until.is_(None))
    found = register.connection.execute(
        select(mandates.c.on_behalf_of, mandates.c.decision_types).where(*its).distinct()
    )
    alone = {entry.fact.code for entry in current(register.connection, register.id, "bodies") if entry.fact.position}
    return alone | {body for body, types in found if EVERY_TYPE in types}


def _known(register: RegisterWriter, table: str) -> dict[str, Any]:
    """Return the last that the register said under each key of a table, by what people call it."""
    rows = TABLES[table]
    wanted = select(rows).where(rows.c.register_id == register.id, rows.c.known_from <= register.version)
    if table == "employees":
        wanted = wanted.where(rows.c.known_until.is_(None))
    found = register.connection.execute(wanted.order_by(rows.c.known_from, rows.c.row)).mappings()
    return {key_text(table, fact): fact for fact in (as_fact(table, row) for row in found)}


def _of_employments(register: RegisterWriter, changes: Sequence[Settled]) -> Iterator[Need]:
    """Yield why changes of employments wait: by all of a person's together, what lapsed would come back."""
    after: dict[str, dict[int | None, list[Period]]] = defaultdict(lambda: defaultdict(list))
    for change, _, fact in changes:
        after[change.key][change.from_row] += [fact.valid] if fact else []
    present: dict[str, dict[int, Period]] = defaultdict(dict)
    for entry in current(register.connection, register.id, "employees") if after else ():
        present[entry.fact.number][entry.row] = entry.fact.valid
    for number, its in after.items():
        had = present.get(number, {})
        kept = [period for row, period in had.items() if row not in its]
        come = [period for periods in its.values() for period in periods]
        if found := need_to_employ(had.values(), [*kept, *come], register.moment):
            yield found


def _maker(caller: Caller, register: RegisterWriter, days_back: int) -> Maker:
    """Return who makes a change."""
    anyone = select(mandate_seats.c.number).where(
        mandate_seats.c.register_id == register.id, mandate_seats.c.name == "anyone"
    )
    return Maker(
        people_of(caller, register),
        register.moment,
        register.moment - timedelta(days=days_back),
        register.connection.execute(anyone.limit(1)).first() is not None,
    )


def _own_gain(caller: Caller, register: RegisterWriter, changes: Sequence[Settled]) -> Need | None:
    """Return why a change waits by which its own maker could decide more than before, as a holder or as a deputy."""
    if caller.person is None:
        return None
    step("impact")
    with register.dry_run():
        write_changes(register, changes)
        more = gains(caller, register)
    return Need("organisation", "You would be able to decide more than before yourself.") if more else None
